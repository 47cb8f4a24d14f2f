"""By keyboard: the palette, the sheet of shortcuts, and from field to field."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QSpinBox, QTreeWidget

from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import MoveType
from odoo_desk.ui import keys, tasks
from odoo_desk.ui.palette import Palette
from odoo_desk.ui.shortcuts import ShortcutsDialog
from tests.ui.running import opened
from tests.ui.until import until

_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def usual_keys(qapp):
    keys.use({})
    yield
    keys.use({})


@pytest.fixture
async def window(window_on, shop):
    window = await window_on(shop)
    window.activateWindow()
    await until(lambda: window.page.model.row_at(0) is not None and window.page.view.hasFocus(), "the list")
    return window


async def shown(kind):
    await until(lambda: opened(kind), kind.__name__)
    return opened(kind)[0]


def press(key, held=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, held)


def answers(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


async def palette_on(window):
    press(Qt.Key.Key_K, _CONTROL)
    palette = await shown(Palette)
    await until(palette.search.hasFocus, "the search")
    return palette


async def test_the_palette_runs_a_command_found_by_its_first_letters(window):
    palette = await palette_on(window)
    QTest.keyClicks(palette.search, "vendor bills")
    assert answers(palette)[0] == "Vendor Bills"
    press(Qt.Key.Key_Return)
    await until(lambda: window._place is Book.VENDOR_BILLS, "the book")


async def test_esc_gives_the_keyboard_back(window):
    await palette_on(window)
    press(Qt.Key.Key_Escape)
    await until(window.page.view.hasFocus, "the list")
    assert not window.shows_document


async def test_what_cannot_be_done_stands_last_and_does_nothing(window):
    window.new_document(MoveType.VENDOR_BILL)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    palette = await palette_on(window)
    QTest.keyClicks(palette.search, "duplicate")
    await until(tasks.is_idle, "the answers")
    assert answers(palette)[-1] == "Duplicate"
    press(Qt.Key.Key_Return)
    assert palette.isVisible()


async def test_the_palette_opens_a_document_by_its_number_and_remembers_it(window):
    rows = map(window.page.model.row_at, range(window.page.model.rowCount()))
    document = next(row for row in rows if row is not None and row.number)
    palette = await palette_on(window)
    QTest.keyClicks(palette.search, document.number)
    await until(lambda: any((document.number) in each for each in answers(palette)), "the document")
    press(Qt.Key.Key_Return)
    await until(lambda: window.shows_document and window.document_page.document is not None, "the document")
    assert window.document_page.document.header.id == document.id
    await until(tasks.is_idle, "rest")
    palette = await palette_on(window)
    assert (document.number) in answers(palette)[0]


async def test_a_key_is_changed_in_the_sheet_and_counts_at_once(window):
    changed = []
    window.keys_changed.connect(changed.append)
    press(Qt.Key.Key_F1, _CONTROL)
    sheet = await shown(ShortcutsDialog)
    await until(sheet.search.hasFocus, "the search")
    QTest.keyClicks(sheet.search, "lock")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_K, _CONTROL)
    assert "Command palette" in sheet.remark.text()
    assert changed == []
    press(Qt.Key.Key_K, _CONTROL)
    assert changed == [{"lock": "Ctrl+K", "palette": ""}]
    assert window.lock_action.shortcut().toString() == "Ctrl+K"
    press(Qt.Key.Key_Delete)
    assert window.lock_action.shortcut().toString() == "Ctrl+L"


async def test_the_sheet_is_searched_by_key_and_says_what_stays(window):
    press(Qt.Key.Key_F1, _CONTROL)
    sheet = await shown(ShortcutsDialog)
    await until(sheet.search.hasFocus, "the search")
    QTest.keyClicks(sheet.search, "Ctrl+D")
    tree = sheet.findChild(QTreeWidget)
    assert tree.currentItem().text(0) == "Duplicate line"
    press(Qt.Key.Key_Return)
    assert "stays" in sheet.remark.text()


async def test_keys_jump_to_the_fields_and_lines_of_a_draft(window):
    window.new_document(MoveType.VENDOR_BILL)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    form = window.document_page.form
    press(Qt.Key.Key_E, _CONTROL | _SHIFT)
    assert form.header.ref.hasFocus()
    press(Qt.Key.Key_T, _CONTROL | _SHIFT)
    assert form.narration.hasFocus()
    press(Qt.Key.Key_B, _CONTROL | _SHIFT)
    assert form.header.invoice_date.line_edit.hasFocus()
    press(Qt.Key.Key_A, _CONTROL | _SHIFT)
    assert form.header.control_total.field.hasFocus()
    press(Qt.Key.Key_N, _CONTROL | _SHIFT)
    assert form.header.partner.hasFocus()
    press(Qt.Key.Key_G, _CONTROL)
    asking = await shown(QInputDialog)
    QTest.keyClick(asking.findChild(QSpinBox), Qt.Key.Key_Return)
    await until(lambda: not opened(QInputDialog), "the answer")
    await until(lambda: form.grid.hasFocus() or form.grid.isAncestorOf(QApplication.focusWidget()), "the lines")
    assert form.grid.currentIndex().row() == 0
