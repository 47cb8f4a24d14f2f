"""Looking around: the eight books, search, filters, order, a document and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from odoo_desk.accounting.listing import Book
from tests.ui.until import until


async def rows(window):
    await until(lambda: window.page.model.row_at(0) is not None and not window.page.model.is_asking, "rows")
    return window.page.model


@pytest.mark.parametrize("book", list(Book))
async def test_every_book_opens_with_rows_and_a_count(window_on, shop, book):
    window = await window_on(shop)
    window.show_place(book)
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
    await until(lambda: [row.id for row in view.selected_records()] == [chosen.id], "the row, which may be read anew")


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


async def test_a_selection_is_counted_and_added_up_and_more_rows_are_loaded_for_it(window_on, shop):
    window = await window_on(shop)
    model = await rows(window)
    await until(lambda: model.rowCount() > 100, "all rows are counted")
    sums, chosen = window.page.findChild(QLabel, "sums"), window.page.findChild(QLabel, "selection_sums")
    window.page.view.setFocus()
    QTest.keyClick(window.page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: "Total" in chosen.text(), "the sum of all")
    assert f"{model.rowCount()} selected" in chosen.text()
    assert chosen.text().split("Total")[1] == sums.text().split("Total")[1]
    window.page.view.select_records([model.row_at(0).id])
    assert chosen.text() == ""


async def test_the_selection_goes_with_its_row_when_another_comes_before_it(window_on, shop):
    window = await window_on(shop)
    model = await rows(window)
    window.page.view.selectRow(3)
    chosen = model.row_at(3).id
    await window.workspace.invoicing.duplicate(model.row_at(0).id)
    await until(lambda: model.row_at(4) is not None and model.row_at(4).id == chosen, "the new row")
    await until(lambda: [row.id for row in window.page.view.selected_records()] == [chosen], "the selection")


async def test_a_filter_is_still_there_after_a_restart(window_on, shop):
    window = await window_on(shop)
    await rows(window)
    window.page.findChild(QToolButton, "filter_overdue").click()
    count = window.page.model
    await until(lambda: not count.is_asking, "fewer rows")
    again = await window_on(shop)
    await rows(again)
    assert again.page.filters.query.overdue
    assert again.page.findChild(QToolButton, "clear_filters").isVisible()


async def test_a_partner_opens_his_documents(window_on, shop):
    window = await window_on(shop)
    window.show_place(Book.PARTNERS)
    model = await rows(window)
    partner = next(model.row_at(row) for row in range(50) if model.row_at(row).receivable > 0)
    window.page.view.chosen.emit(partner)
    documents = await rows(window)
    assert window.page.book is Book.CUSTOMER_INVOICES
    await until(lambda: documents.query.partner_id == partner.id and not documents.is_asking, "his documents")
    only = window.page.findChild(QToolButton, "filter_partner")
    assert partner.name in only.text()
    only.click()
    assert window.page.filters.query.partner_id is None


async def test_a_payment_opens_its_document(window_on, shop):
    window = await window_on(shop)
    window.show_place(Book.PAYMENTS)
    model = await rows(window)
    payment = next(model.row_at(row) for row in range(50) if model.row_at(row).documents)
    window.page.view.chosen.emit(payment)
    await until(lambda: window.shows_document and window.document_page.document is not None, "the document")
    assert window.document_page.document.header.id == payment.documents[0]


async def test_books_turn_by_key_and_by_the_navigation(window_on, shop):
    window = await window_on(shop)
    await rows(window)
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert window.page.book is Book.PAYMENTS
    await rows(window)
    assert window.navigation.currentItem().text() == "Payments"
    window.navigation.setFocus()
    QTest.keyClick(window.navigation, Qt.Key.Key_Up)
    assert window.page.book is Book.RECEIPTS
    await rows(window)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.page.filters.search.hasFocus()


async def test_every_control_has_a_name_for_tests_and_for_screen_readers(window_on, shop):
    window = await window_on(shop)
    for book in Book:
        window.show_place(book)
        await rows(window)
        nameless = [
            control
            for control in window.page.findChildren(QWidget)
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus
            and control.isVisible()
            and not (control.objectName() and (control.accessibleName() or getattr(control, "text", str)()))
        ]
        assert not nameless
