"""The command palette and the sheet of shortcuts, in the real window on the demo company, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk import settings
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.ui import keys, tasks
from odoo_desk.ui.palette import Palette
from odoo_desk.ui.shortcuts import ShortcutsDialog
from tests.ui.running import window
from tests.ui.until import until

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
DOWN, ENTER, ESC = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
async def shown(live):
    start, _ = live
    keys.use({})
    start(demo=True)
    found = await window()
    found.activateWindow()
    await until(lambda: found.isActiveWindow() and tasks.is_idle() and found.page.view.model().rowCount(), "the list")
    found.page.view.setFocus()
    yield found
    keys.use({})


def press(key, held=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, held)


def type_in(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


async def palette_of(shown):
    press(Qt.Key.Key_K, CONTROL)
    await until(lambda: (found := shown.findChild(Palette)) and found.search.hasFocus(), "the palette")
    return shown.findChild(Palette)


async def sheet_of(shown):
    press(Qt.Key.Key_F1, CONTROL)
    await until(lambda: (found := shown.findChild(ShortcutsDialog)) and found.search.hasFocus(), "the sheet")
    return shown.findChild(ShortcutsDialog)


def answers(palette):
    return [palette.list.item(row).text() for row in range(palette.list.count())]


async def test_a_command_is_found_while_typing_and_run_with_enter(shown):
    palette = await palette_of(shown)
    type_in("keyb")
    assert answers(palette)[0] == "Keyboard shortcuts"  # in the same key press
    press(ENTER)
    await until(lambda: shown.findChild(ShortcutsDialog), "the sheet")


async def test_commands_that_cannot_be_run_stand_below_with_the_reason(shown):
    palette = await palette_of(shown)
    type_in("e")
    await until(tasks.is_idle, "the answers")
    able = [bool(palette.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled) for row in range(palette.list.count())]
    assert True in able
    assert False in able
    assert able == sorted(able, reverse=True)
    assert all(palette._answers[row].beside for row, is_able in enumerate(able) if not is_able)


async def test_a_partner_is_found_and_esc_gives_the_focus_back(shown):
    palette = await palette_of(shown)
    (partner,) = await shown.workspace.listing.window(Query(Book.PARTNERS), 0, 1)
    type_in(partner.name)
    await until(lambda: partner.name in answers(palette), "the partner")
    press(ESC)
    await until(shown.page.view.hasFocus, "the list")


async def test_another_company_is_a_command_and_the_open_one_is_none(shown):
    here, other = shown.workspace.user.company, shown.workspace.user.companies[1]
    palette = await palette_of(shown)
    type_in("company")
    assert f"Change company: {other.name}" in answers(palette)
    assert not any(here.name in each for each in answers(palette))
    chosen = []
    shown.company_chosen.disconnect()
    shown.company_chosen.connect(chosen.append)
    palette.search.clear()
    type_in(f"change {other.name}")
    press(ENTER)
    await until(lambda: chosen == [other.id], "the other company")


async def test_the_key_in_a_tooltip_follows_the_sheet(shown):
    shown.page.view.selectRow(0)
    duplicate = shown.page.actions_of_documents.duplicate
    await until(duplicate.isEnabled, "the document")
    before = duplicate.toolTip()
    sheet = await sheet_of(shown)
    type_in("duplicate the document")
    press(ENTER)
    press(Qt.Key.Key_J, CONTROL)
    sheet.close()
    assert before == "Duplicate (Ctrl+Shift+D)"
    assert duplicate.toolTip() == "Duplicate (Ctrl+J)"


async def test_a_command_gets_another_key_that_works_at_once_and_is_kept(shown):
    sheet = await sheet_of(shown)
    type_in("command palette")
    press(ENTER)
    press(Qt.Key.Key_J, CONTROL)
    assert keys.shown("palette") == "Ctrl+J"
    assert settings.load().preferences.keys == {"palette": "Ctrl+J"}
    sheet.close()
    shown.activateWindow()
    await until(shown.isActiveWindow, "the window")
    shown.page.view.setFocus()
    press(Qt.Key.Key_J, CONTROL)
    await until(lambda: shown.findChild(Palette), "the palette")


async def test_a_key_that_is_taken_is_said_and_taken_over_when_pressed_again(shown):
    sheet = await sheet_of(shown)
    type_in("command palette")
    press(ENTER)
    press(Qt.Key.Key_L, CONTROL)
    assert "“Lock”" in sheet.remark.text()
    assert keys.own() == {}
    press(Qt.Key.Key_L, CONTROL)
    assert keys.own() == {"palette": "Ctrl+L", "lock": ""}


async def test_a_command_is_found_by_its_key(shown):
    sheet = await sheet_of(shown)
    type_in("ctrl+g")
    shown_now = [name for name, item in sheet._items.items() if not item.isHidden()]
    assert shown_now == ["jump.line"]
