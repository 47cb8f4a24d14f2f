"""What the user may set: how it looks, where Enter goes, and when it locks itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from odoo_desk.settings import Preferences
from odoo_desk.ui.form_dialog import FormDialog

THEMES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
DENSITIES = (("comfortable", "Comfortable"), ("compact", "Compact"))
ENTER_GOES = (("right", "To the next cell"), ("down", "Down"), ("next", "To the next line"))
LOCKS = ((0, "Never"), (5, "5 minutes"), (15, "15 minutes"), (30, "30 minutes"), (60, "1 hour"))
LOCK_HINT = "You unlock with the key or password of the connection: have it at hand. The demo company is never locked."


class PreferencesDialog(FormDialog):
    """`chosen` with the new preferences when the user says OK."""

    chosen = Signal(object)

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__("preferences", "Preferences", parent)
        self._preferences = preferences
        self.theme = _choice("theme", "Appearance", THEMES, preferences.theme)
        self.density = _choice("density", "Row height", DENSITIES, preferences.density)
        self.enter_goes = _choice("enter_goes", "Enter in the lines goes", ENTER_GOES, preferences.enter_goes)
        self.lock_after = _choice("lock_after", "Lock after, without a key or click", LOCKS, preferences.lock_after)
        hint = QLabel(LOCK_HINT, self)
        hint.setObjectName("lock_hint")
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        self.form.addRow("&Appearance", self.theme)
        self.form.addRow("&Row height", self.density)
        self.form.addRow("&Enter in the lines goes", self.enter_goes)
        self.form.addRow("&Lock after", self.lock_after)
        self.form.addRow("", hint)
        self.setMinimumWidth(420)

    def confirm(self) -> None:
        chosen = replace(
            self._preferences,
            theme=self.theme.currentData(),
            density=self.density.currentData(),
            lock_after=self.lock_after.currentData(),
            enter_goes=self.enter_goes.currentData(),
        )
        self.chosen.emit(chosen)
        super().confirm()


def _choice(name: str, label: str, words: tuple[tuple[object, str], ...], current: object) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    for value, word in words:
        box.addItem(word, value)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box
