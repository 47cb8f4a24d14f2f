"""What is selected: counted, added up and worked on as a whole, also where rows were never loaded, and with its records when they move."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.ui import theme
from odoo_desk.ui.books.chosen import ACTED_ON, Chosen
from odoo_desk.ui.books.copying import copied
from odoo_desk.ui.tables.columns import columns_of
from odoo_desk.ui.tables.model import BookModel
from odoo_desk.ui.tables.view import BookView
from tests.ui.tables.shelf import EUR, Shelf, invoice
from tests.ui.until import until

ALL = 3000


@pytest.fixture
async def shown(qtbot):
    theme.apply("light")
    owner = QWidget()
    qtbot.addWidget(owner)
    shelf = Shelf(ALL)
    view = BookView(owner)
    view.setModel(BookModel(shelf, columns_of(Book.CUSTOMER_INVOICES, EUR), owner))
    view.resize(1400, 600)
    owner.resize(1400, 600)
    owner.show()
    chosen = Chosen(view, Book.CUSTOMER_INVOICES, owner)
    view.book().show(Query(Book.CUSTOMER_INVOICES))
    await until(lambda: view.book().rowCount() == ALL and not view.book().is_asking, "rows")
    return view, shelf, chosen


def select(view, first, last):
    """As a click and a Shift+Click do."""
    model = view.book()
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.selectionModel().select(QItemSelection(model.index(first, 0), model.index(last, 0)), flags)


async def test_a_selection_over_rows_that_were_never_loaded_is_whole(shown):
    view, _, chosen = shown
    select(view, 5, 500)
    assert not chosen.documents  # never a part of it
    await until(lambda: chosen.documents, "its documents")
    assert [document.id for document in chosen.documents] == list(range(6, 502))
    await until(lambda: "Total" in chosen.words, "its sums")
    assert chosen.words.startswith("496 selected     Total 125,736.00\u00a0€")


async def test_more_than_can_be_worked_on_is_counted_and_added_up(shown):
    view, shelf, chosen = shown
    select(view, 0, ACTED_ON + 9)
    await until(lambda: "Total" in chosen.words, "its sums")
    assert not chosen.documents
    assert "1,010 selected" in chosen.words
    assert "At most 1,000 can be worked on at once." in chosen.words
    assert shelf.added_up[-1] == (range(ACTED_ON + 10),)


async def test_everything_comes_to_what_the_list_comes_to_without_asking_again(shown):
    view, shelf, chosen = shown
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: "Total" in chosen.words, "its sums")
    assert not shelf.added_up


async def test_everything_stays_everything_when_rows_come(shown):
    view, shelf, _ = shown
    view.selectAll()
    shelf.rows.insert(0, invoice(ALL + 1))
    view.book().refresh()
    await until(lambda: view.book().rowCount() == ALL + 1, "the new row")
    assert view.selected_count() == ALL + 1


async def test_a_selection_goes_with_records_that_were_never_loaded(shown):
    view, shelf, chosen = shown
    select(view, 1, 400)
    await until(lambda: "Total" in chosen.words, "its sums")
    shelf.rows[:0] = [invoice(ALL + 1 + number) for number in range(3)]
    del shelf.rows[103]  # one of those that are selected: number 101
    view.book().refresh()
    await until(lambda: view.selected_ranges() == [range(4, 403)], "the selection where it is now")
    await until(lambda: len(chosen.documents) == 399, "its documents")
    assert {document.id for document in chosen.documents} == set(range(2, 402)) - {101}


async def test_positions_that_are_others_records_by_now_are_not_worked_on(shown):
    view, shelf, chosen = shown
    shelf.rows.insert(0, invoice(ALL + 1))  # nobody has told the list of it yet
    select(view, 5, 500)
    heard = []
    chosen.changed.connect(lambda: heard.append([document.id for document in chosen.documents]))
    await until(lambda: view.book().row_at(0).id == ALL + 1, "the list was read again")
    await until(lambda: chosen.documents, "its documents")
    first = view.book().row_at(view.selected_ranges()[0].start)
    assert chosen.documents[0].id == first.id
    assert all(ids in ([], [document.id for document in chosen.documents]) for ids in heard)


async def test_who_looks_at_the_middle_stays_there_when_rows_come_above(shown):
    view, shelf, _ = shown
    view.verticalScrollBar().setValue(1500)
    await until(lambda: view.book().row_at(1500) is not None and not view.book().is_asking, "the middle")
    view.selectRow(1503)
    shelf.rows[:0] = [invoice(ALL + 1 + number) for number in range(100)]
    view.book().refresh()
    await until(lambda: view.book().rowCount() == ALL + 100, "the new rows")
    assert view.verticalScrollBar().value() == 1600
    assert view.book().row_at(view.seen().start).id == 1501
    assert [row.id for row in view.selected_records()] == [1504]
    assert view.current_row == 1603


async def test_who_stands_at_the_top_sees_what_comes(shown):
    view, shelf, _ = shown
    view.selectRow(2)
    shelf.rows.insert(0, invoice(ALL + 1))
    view.book().refresh()
    await until(lambda: view.book().row_at(0).id == ALL + 1, "the new row")
    assert view.verticalScrollBar().value() == 0
    assert [row.id for row in view.selected_records()] == [3]


async def test_a_hidden_list_is_read_again_when_it_is_looked_at(shown):
    view, shelf, _ = shown
    view.window().hide()
    shelf.asked.clear()
    shelf.rows[0] = replace(shelf.rows[0], number="INV/CHANGED")
    view.book().refresh()
    assert not view.book().is_asking
    view.window().show()
    await until(lambda: view.book().cell(0, 0)[0] == "INV/CHANGED", "the change")


async def test_rows_that_were_never_loaded_are_copied_with_the_others(shown):
    view, _, _ = shown
    for number in range(2, view.horizontalHeader().count()):
        view.setColumnHidden(number, True)
    select(view, 1, 250)
    lines = (await copied(view)).split("\n")
    assert lines[0] == "Number\tType"
    assert lines[1:3] == ["INV/00002\tCustomer Invoice", "INV/00003\tCustomer Invoice"]
    assert len(lines) == 251
