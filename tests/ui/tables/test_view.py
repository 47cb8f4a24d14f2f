"""The table on screen: widths, selection by record, copying, painting."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.ui import theme
from odoo_desk.ui.tables.columns import columns_of
from odoo_desk.ui.tables.model import BookModel
from odoo_desk.ui.tables.view import BookView
from tests.ui.tables.shelf import EUR, Shelf
from tests.ui.until import until

PARTNER = [column.key for column in columns_of(Book.CUSTOMER_INVOICES, EUR)].index("partner")


@pytest.fixture
async def shown(qtbot):
    theme.apply("light")
    owner = QWidget()
    qtbot.addWidget(owner)
    shelf = Shelf(300)
    view = BookView(owner)
    view.setModel(BookModel(shelf, columns_of(Book.CUSTOMER_INVOICES, EUR), owner))
    for position, column in enumerate(view.book().columns):
        view.setColumnHidden(position, not column.shown)
    view.resize(1400, 600)
    view.let_grow(PARTNER)
    owner.resize(1400, 600)
    owner.show()
    view.book().show(Query(Book.CUSTOMER_INVOICES))
    await until(lambda: view.book().rowCount() == 300, "rows")
    return view, shelf


async def test_one_column_takes_the_room_that_is_left(shown):
    view, _ = shown
    header = view.horizontalHeader()
    assert header.length() == view.viewport().width()
    view.resize(1600, 600)
    assert header.length() == view.viewport().width()
    view.resize(500, 600)
    assert header.sectionSize(PARTNER) == view.book().columns[PARTNER].width
    view.let_grow(None)
    header.resizeSection(PARTNER, 333)
    view.resize(1500, 600)
    assert header.sectionSize(PARTNER) == 333


async def test_no_amount_is_cut_off(shown):
    view, shelf = shown
    total = [column.key for column in view.book().columns].index("amount_total")
    header = view.horizontalHeader()
    shelf.rows[1] = replace(shelf.rows[1], amount_total=Decimal("123456789012"))
    view.book().refresh()
    await until(lambda: "123,456,789,012" in view.book().cell(1, total)[0], "the large amount")
    wide = view.book().cell(1, total)[0]
    view.grab()
    await until(lambda: header.sectionSize(total) >= view.fontMetrics().horizontalAdvance(wide), "the room for it")
    assert header.length() == view.viewport().width()
    before = header.sectionSize(total)
    view.book().refresh()  # the same amounts, read anew
    drawn = view.grab().toImage()
    await until(lambda: not view.book().is_asking, "the rows again")
    assert view.grab().toImage() == drawn
    assert header.sectionSize(total) == before


async def test_everything_can_be_selected_without_loading_it(shown):
    view, shelf = shown
    view.setFocus()
    asked = len(shelf.asked)
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selected_count() == 300
    assert len(view.selected_records()) < 100
    assert len(shelf.asked) == asked


async def test_records_are_selected_wherever_they_are_now(shown):
    view, shelf = shown
    view.select_records([3, 5])
    assert [row.id for row in view.selected_records()] == [3, 5]
    assert view.current_row == 2
    shelf.rows.insert(0, replace(shelf.rows[0], id=999, number="INV/NEW"))
    view.book().refresh()
    await until(lambda: view.book().cell(0, 0)[0] == "INV/NEW", "the new row")
    view.select_records([3, 5])
    assert [row.id for row in view.selected_records()] == [3, 5]


async def test_it_is_painted_in_the_colours_of_the_theme(shown):
    view, _ = shown
    light = view.grab().toImage()
    theme.apply("dark")
    dark = view.grab().toImage()
    theme.apply("light")
    inside = (light.width() // 2, light.height() // 2 + 1)
    assert light.pixelColor(*inside).lightness() > 200
    assert dark.pixelColor(*inside).lightness() < 80
