"""Looking around: the eight books, search, filters, order, a document and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from odoo_desk.accounting.listing import Book
from tests.ui.until import until


async def rows(window):
    await until(lambda: window.page.model.row_at(0) is not None and not window.page.model.is_asking, "rows")
    return window.page.model


@pytest.mark.parametrize("book", list(Book))
async def test_every_book_opens_with_rows_and_a_count(window_on, shop, book):
    window = await window_on(shop)
    window.show_book(book)
    model = await rows(window)
    sums = window.page.findChild(QLabel, "sums")
    await until(lambda: "row" in sums.text(), "the count")
    assert model.rowCount() > 0
    assert ("Amount Due" in sums.text()) is (book.move_types != () and book is not Book.JOURNAL_ENTRIES)


async def test_search_narrows_the_list_and_clearing_brings_it_back(window_on, shop):
    window = await window_on(shop)
    model = await rows(window)
    everything = model.rowCount()
    number = next(model.row_at(row).number for row in range(80) if model.row_at(row).number)
    search = window.page.filters.search
    QTest.keyClicks(search, number)
    await until(lambda: model.rowCount() == 1, f"one row for {number}")
    assert model.row_at(0).number == number
    clear = window.page.findChild(QToolButton, "clear_filters")
    assert clear.isVisible()
    clear.click()
    await until(lambda: model.rowCount() == everything, "all rows again")
    assert search.text() == ""


async def test_a_search_that_finds_nothing_says_what_to_do(window_on, shop):
    window = await window_on(shop)
    await rows(window)
    QTest.keyClicks(window.page.filters.search, "no such thing")
    empty = window.page.findChild(QLabel, "empty_list")
    await until(empty.isVisible, "words for nothing")
    assert "no such thing" in empty.text()
    assert window.page.empty.clear.isVisible()


async def test_overdue_shows_only_overdue_documents(window_on, shop):
    window = await window_on(shop)
    model = await rows(window)
    everything = model.rowCount()
    window.page.findChild(QToolButton, "filter_overdue").click()
    await until(lambda: 0 < model.rowCount() < everything, "fewer rows")
    status = [column.key for column in model.columns].index("payment_state")
    words = {model.data(model.index(row, status)) for row in range(min(20, model.rowCount()))}
    assert all("verdue by" in word for word in words), words


async def test_a_click_on_a_header_orders_and_a_second_turns_it_round(window_on, shop):
    window = await window_on(shop)
    model = await rows(window)
    column = [each.key for each in model.columns].index("amount_total")
    header = window.page.view.horizontalHeader()
    header.sectionClicked.emit(column)
    await until(
        lambda: (
            model.row_at(0) and model.row_at(1) and model.row_at(0).amount_total >= model.row_at(1).amount_total > 1000
        ),
        "largest first",
    )
    largest = model.row_at(0).amount_total
    header.sectionClicked.emit(column)
    await until(lambda: model.row_at(0) is not None and model.row_at(0).amount_total < largest, "smallest first")
    assert header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder


async def test_enter_opens_a_document_and_back_returns_to_the_same_row(window_on, shop):
    window = await window_on(shop)
    model = await rows(window)
    view = window.page.view
    view.selectRow(3)
    chosen = model.row_at(3)
    QTest.keyClick(view, Qt.Key.Key_Return)
    await until(lambda: window.shows_document and window.document_page.document is not None, "the document")
    assert window.document_page.document.header.id == chosen.id
    window.leave_document()
    await until(lambda: not window.shows_document, "the list")
    assert [row.id for row in view.selected_records()] == [chosen.id]


async def test_columns_that_are_chosen_stay_chosen(window_on, shop):
    window = await window_on(shop)
    await rows(window)
    tax = [each.key for each in window.page.model.columns].index("amount_tax")
    assert window.page.view.isColumnHidden(tax)
    window.page.show_column(tax, on=True)
    again = await window_on(shop)
    assert not again.page.view.isColumnHidden(tax)


async def test_the_status_bar_says_where_we_are(window_on, shop):
    window = await window_on(shop, "billing")
    where = window.findChild(QLabel, "where").text()
    for part in (shop.url.split("://")[1], shop.database, window.workspace.user.company.name, "19", "json2"):
        assert part in where


async def test_a_server_that_goes_away_is_said_in_the_list_with_a_retry(window_on, demo_server):
    server = demo_server(version=19)
    window = await window_on(server)
    await rows(window)
    server.stop()
    trouble = window.page.findChild(QLabel, "list_error")
    window.page.model.refresh()
    await until(trouble.isVisible, "the error")
    assert "refuses the connection" in trouble.text()
    assert window.page.model.rowCount() > 0  # what was there stays


async def test_readonly_is_offered_nothing_that_changes_anything(window_on, shop):
    window = await window_on(shop, "readonly")
    await rows(window)
    window.page.view.selectRow(0)
    assert not any(action.isEnabled() for action in window.page.document_actions())
    assert "Billing" in window.page.document_actions()[0].toolTip()
