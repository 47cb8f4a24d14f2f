"""Ctrl+Z over a whole draft."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from odoo_desk.accounting.records import MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.page import InvoicePage
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TAB = Qt.Key.Key_Tab


@pytest.fixture
async def form(demo_server, qtbot):
    server = demo_server(version=19)
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    window = QWidget()
    page = InvoicePage(workspace, window)
    QVBoxLayout(window).addWidget(page)
    qtbot.addWidget(window)
    window.resize(1100, 760)
    window.show()
    window.activateWindow()
    page.start(MoveType.VENDOR_BILL)
    await until(lambda: page.form is not None and tasks.is_idle(), "the form")
    yield page.form
    await workspace.close()


def keys(*typed):
    for each in typed:
        for key in (each,) if isinstance(each, Qt.Key) else each:
            QTest.keyClick(QApplication.focusWidget(), key)


def undo():
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CONTROL)


def redo():
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, CONTROL | SHIFT)


def names(form):
    return [line.draft.name for line in form.lines.typed()]


async def test_lines_come_and_go(form):
    form.grid.setFocus()
    form.grid.go_to(0, "name")
    keys("Paper", TAB, TAB, "12,50", TAB)
    form.grid.go_to(1, "name")
    keys("Ink", TAB)
    assert names(form) == ["Paper", "Ink"]
    form.grid.go_to(0, "name")
    QTest.keyClick(form.grid, Qt.Key.Key_Delete, CONTROL)
    assert names(form) == ["Ink"]
    undo()
    assert names(form) == ["Paper", "Ink"]
    assert form.lines.line(0).draft.price_unit == Decimal("12.50")
    undo()
    assert names(form) == ["Paper"]
    undo()
    assert form.lines.line(0).draft.price_unit is None
    redo()
    redo()
    redo()
    assert names(form) == ["Ink"]
    redo()
    assert names(form) == ["Ink"]


async def test_what_was_typed_in_a_field_is_the_fields_to_undo_first(form):
    form.header.ref.setFocus()
    keys("BILL-7")
    form.header.payment_reference.setFocus()
    keys("RF18")
    undo()
    assert (form.header.ref.text(), form.header.payment_reference.text()) == ("BILL-7", "")
    undo()
    assert form.header.ref.text() != "BILL-7"
    assert form.header.ref.hasFocus()


async def test_something_new_ends_what_could_be_redone(form):
    form.grid.setFocus()
    form.grid.go_to(0, "name")
    keys("Paper", TAB)
    undo()
    assert names(form) == []
    form.grid.go_to(0, "name")
    keys("Ink", TAB)
    redo()
    assert names(form) == ["Ink"]


async def test_everything_undone_there_is_nothing_to_save(form):
    form.grid.setFocus()
    form.grid.go_to(0, "name")
    keys("Paper", TAB)
    assert form.is_dirty
    undo()
    assert not form.is_dirty
    undo()
    assert not form.is_dirty
