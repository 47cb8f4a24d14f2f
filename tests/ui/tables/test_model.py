"""Rows of a query in the model: fetched as they are looked at, replaced in place, never an answer to yesterday's question."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.errors import NotSent
from odoo_desk.ui.tables.columns import COLUMNS
from odoo_desk.ui.tables.model import BLOCK, BookModel
from tests.ui.tables.shelf import Shelf
from tests.ui.until import until

NUMBER = 0


@pytest.fixture
def owner(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def made(owner):
    def made(count: int) -> tuple[BookModel, Shelf]:
        shelf = Shelf(count)
        return BookModel(shelf, COLUMNS[Book.CUSTOMER_INVOICES], owner), shelf

    return made


QUERY = Query(Book.CUSTOMER_INVOICES)


def text(model: BookModel, row: int, column: int = NUMBER) -> str:
    return model.data(model.index(row, column))


async def test_the_first_rows_then_the_rest_as_it_is_looked_at(made):
    model, shelf = made(1000)
    model.show(QUERY)
    await until(lambda: model.rowCount() == 1000, "all rows are counted")
    assert text(model, 0) == "INV/00001"
    assert text(model, 950) == "…"
    await until(lambda: text(model, 950) == "INV/00951", "the row that is looked at")
    assert {offset for _, offset in shelf.asked} == {0, 900}


async def test_qt_finds_no_fault_with_it(made):
    model, shelf = made(250)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning
    )  # Qt's warnings fail a test
    model.show(QUERY)
    await until(lambda: model.rowCount() == 250, "rows")
    model.show(replace(QUERY, text="0001"))
    await until(lambda: model.rowCount() == 11, "fewer rows")
    shelf.rows = shelf.rows[:5]
    model.refresh()
    await until(lambda: model.rowCount() == 1, "rows that were removed")
    model.show(replace(QUERY, text="nothing"))
    await until(lambda: model.rowCount() == 0, "no rows")
    del tester


async def test_answers_to_an_earlier_question_are_thrown_away(made):
    model, shelf = made(300)
    shelf.open.clear()
    model.show(QUERY)
    await until(lambda: shelf.asked, "the first question")
    model.show(replace(QUERY, text="00299"))
    shelf.open.set()
    await until(lambda: model.rowCount() == 1, "the second answer")
    assert text(model, 0) == "INV/00299"


async def test_a_refresh_replaces_rows_in_place(made):
    model, shelf = made(50)
    model.show(QUERY)
    await until(lambda: model.rowCount() == 50, "rows")
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    shelf.rows[4] = replace(shelf.rows[4], number="INV/CHANGED")
    model.refresh()
    await until(lambda: text(model, 4) == "INV/CHANGED", "the changed row")
    assert not resets
    assert model.position_of(shelf.rows[4].id) == 4


async def test_an_error_is_told_and_a_retry_helps(made):
    model, shelf = made(20)
    problems: list[object] = []
    model.failed.connect(problems.append)
    shelf.refusing = True
    model.show(QUERY)
    await until(lambda: any(isinstance(each, NotSent) for each in problems), "the error")
    shelf.refusing = False
    model.refresh()
    await until(lambda: model.rowCount() == 20 and text(model, 0) == "INV/00001", "the rows after all")
    assert problems[-1] is None


async def test_few_questions_at_once_and_the_latest_looked_at_first(made):
    model, shelf = made(5000)
    model.show(QUERY)
    await until(lambda: model.rowCount() == 5000, "all rows are counted")
    shelf.open.clear()
    shelf.asked.clear()
    for row in range(0, 5000, BLOCK):
        text(model, row)
    await until(lambda: len(shelf.asked) == 2, "two questions")
    await asyncio.sleep(0)
    assert len(shelf.asked) == 2
    assert shelf.asked[0][1] == 4900
    shelf.open.set()
    await until(lambda: not model.is_asking, "the end of asking")


async def test_what_a_screen_reader_says_and_how_amounts_stand(made):
    model, _shelf = made(5)
    model.show(QUERY)
    await until(lambda: model.rowCount() == 5, "rows")
    columns = [column.key for column in model.columns]
    partner, total = columns.index("partner"), columns.index("amount_total")
    sentence = model.data(model.index(2, partner), Qt.ItemDataRole.AccessibleTextRole)
    assert sentence.startswith("Azure (archived); Number INV/00003")
    alignment = Qt.AlignmentFlag(model.data(model.index(2, total), Qt.ItemDataRole.TextAlignmentRole))
    assert alignment & Qt.AlignmentFlag.AlignRight
    assert text(model, 2, total) == "3.00\u00a0€"
