"""A user who has no mouse: every character and every chord is one key, and counted."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


class Typist:
    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.keys = 0
        self.typed: list[str] = []

    def type(self, text: str) -> None:
        for character in text:
            self._count(character)
            QTest.keyClicks(self._focus(), character)

    def press(self, chord: str) -> None:
        """`Ctrl+Return`, `Tab`: as QKeySequence writes them. Shortcuts are found as Qt finds them."""
        combination = QKeySequence(chord)[0]
        self._count(f"<{chord}>")
        QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())

    def _count(self, key: str) -> None:
        self.keys += 1
        self.typed.append(key)

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self._window

    def __str__(self) -> str:
        return f"{self.keys} keys: {''.join(self.typed)}"
