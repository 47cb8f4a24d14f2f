"""One table of keys: nothing has two meanings, the user's own count at once, and what is stored need not be right."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton

from odoo_desk import settings
from odoo_desk.settings import Preferences, Settings
from odoo_desk.ui import keys
from odoo_desk.ui.keys import COMMANDS


@pytest.fixture(autouse=True)
def usual_keys(qapp):
    keys.use({})
    yield
    keys.use({})


@pytest.mark.parametrize("name", COMMANDS)
def test_no_key_has_two_meanings_in_one_place(name):
    command = COMMANDS[name]
    assert keys.taken_by(command, keys.usual(command)) is None


def test_no_key_is_a_letter_of_the_menus():
    taken = {each.toString() for name in COMMANDS for each in keys.keys_of(name)}
    assert not taken & {f"Alt+{letter}" for letter in "FEVGAH"}


def test_what_is_bound_follows_the_user_at_once():
    action = QAction("Save")
    keys.bind(action, "save")
    keys.use({"save": "Ctrl+J"})
    assert action.shortcut() == QKeySequence("Ctrl+J")
    assert keys.tip("Save", "save") == "Save (Ctrl+J)"
    keys.use({})
    assert action.shortcut() == QKeySequence(QKeySequence.StandardKey.Save)


def test_tooltips_and_buttons_say_the_key_that_it_is_now(qtbot):
    action, button = QAction("Save"), QPushButton()
    qtbot.addWidget(button)
    keys.tell(action, "Save", "save")
    keys.tell(button, "Undo", "undo_payment")
    keys.use({"save": "Ctrl+J", "undo_payment": ""})
    assert (action.toolTip(), action.statusTip(), button.text()) == ("Save (Ctrl+J)", "Save (Ctrl+J)", "Undo")
    keys.tell(action, "You may not.")
    keys.use({})
    assert action.toolTip() == "You may not."
    assert button.text() == keys.tip("Undo", "undo_payment") != "Undo"


def test_books_are_called_by_their_names():
    assert [COMMANDS[f"book_{n}"].words for n in (1, 5)] == ["Customer Invoices", "Payments"]


def test_both_keys_called_enter_are_one():
    assert keys.keys_of("save_or_post") == [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]


def test_a_key_that_is_taken_over_is_lost_by_the_other_command():
    own = keys.with_key(COMMANDS["lock"], "Ctrl+K")
    assert own == {"lock": "Ctrl+K", "palette": ""}
    keys.use(own)
    assert keys.keys_of("palette") == []


def test_one_of_two_keys_that_is_taken_over_leaves_the_other():
    assert keys.with_key(COMMANDS["lock"], "Ctrl+/")["shortcuts"] == "Ctrl+F1"


def test_commands_that_are_unknown_or_fixed_are_passed_over():
    keys.use({"nothing.such": "Ctrl+J", "lines.duplicate": "Ctrl+J", "save": "Ctrl+M"})
    assert keys.own() == {"save": "Ctrl+M"}


def test_own_keys_are_kept_and_what_is_no_text_is_left_out(tmp_path):
    path = tmp_path / "settings.json"
    settings.save(Settings(preferences=Preferences(keys={"save": "Ctrl+M"})), path)
    assert settings.load(path).preferences.keys == {"save": "Ctrl+M"}
    path.write_text(path.read_text().replace('"Ctrl+M"', "7"))
    assert settings.load(path).preferences.keys == {}
