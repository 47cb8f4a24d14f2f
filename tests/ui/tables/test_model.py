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
from odoo_desk.ui.tables import model as model_module
from odoo_desk.ui.tables.again import BLOCK
from odoo_desk.ui.tables.columns import columns_of
from odoo_desk.ui.tables.model import KEPT, BookModel
from tests.ui.tables.shelf import EUR, Shelf
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
        return BookModel(shelf, columns_of(Book.CUSTOMER_INVOICES, EUR), owner), shelf

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
    model.look_at(range(940, 960))
    await until(lambda: text(model, 950) == "INV/00951", "the row that is looked at")
    assert BLOCK * 10 not in {offset for _, offset in shelf.asked}  # nobody looked there


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


async def test_whoever_drags_the_scroll_bar_asks_for_where_they_stop(made):
    model, shelf = made(5000)
    model.show(QUERY)
    await until(lambda: model.rowCount() == 5000, "all rows are counted")
    await until(lambda: not model.is_asking, "the neighbours")
    shelf.open.clear()
    shelf.asked.clear()
    for first in range(BLOCK * 2, 4000, 7):
        model.look_at(range(first, first + 30))
    await until(lambda: shelf.asked, "a question")
    await asyncio.sleep(0)
    assert [offset for _, offset in shelf.asked] == [first // BLOCK * BLOCK]
    shelf.open.set()
    await until(lambda: text(model, first) == f"INV/{first + 1:05}", "the rows that are looked at")


async def test_rows_in_memory_are_those_around_what_is_seen(made):
    model, _ = made(10_000)
    model.show(QUERY)
    await until(lambda: model.rowCount() == 10_000, "all rows are counted")
    for first in range(0, 10_000, BLOCK):
        model.look_at(range(first, min(first + BLOCK, 10_000)))
        await until(lambda first=first: model.row_at(first) is not None, "rows")
    assert len(model.rows_in(range(10_000))) <= KEPT * BLOCK
    assert model.row_at(9_999) is not None
    assert model.row_at(0) is None


async def test_the_first_rows_do_not_wait_for_the_sums(made):
    model, shelf = made(500)
    shelf.counting.clear()
    model.show(QUERY)
    await until(lambda: text(model, 0) == "INV/00001", "rows")
    assert model.summary is None
    shelf.counting.set()
    await until(lambda: model.rowCount() == 500, "all rows are counted")


async def test_another_order_keeps_count_and_sums(made):
    model, shelf = made(500)
    model.show(QUERY)
    await until(lambda: model.rowCount() == 500, "all rows are counted")
    model.show(replace(QUERY, order="number"))
    await until(lambda: text(model, 0) == "INV/00500", "rows in another order")
    assert model.rowCount() == 500
    assert shelf.counted == 1


async def test_who_answers_slowly_is_not_asked_at_every_key(made, monkeypatch):
    model, shelf = made(50)
    monkeypatch.setattr(model_module, "SLOW", -1)
    model.show(QUERY)
    await until(lambda: not model.is_new, "rows")
    shelf.asked.clear()
    for typed in ("0", "00", "000", "0003"):
        model.show(replace(QUERY, text=typed))
    await until(lambda: not model.is_new, "rows")
    assert [asked for asked, _ in shelf.asked] == ["0003"]


async def test_refreshes_are_few_and_the_last_change_is_always_seen(made):
    model, shelf = made(50)
    model.show(QUERY)
    await until(lambda: shelf.counted == 1 and not model.is_asking, "rows")
    shelf.asked.clear()
    for number in range(200):
        shelf.rows[4] = replace(shelf.rows[4], number=f"INV/{number}")
        model.refresh()
        await asyncio.sleep(0.001)
    await until(lambda: text(model, 4) == "INV/199", "the last change")
    assert len(shelf.asked) <= 4


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
