"""What stands where there is nothing to list: why, and what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from odoo_desk.ui import theme


class EmptyList(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._what, self._advice = QLabel(self), QLabel(self)
        self.clear = QPushButton("Clear filters", self)
        self.clear.setObjectName("empty_clear")
        self._what.setObjectName("empty_list")
        self._advice.setObjectName("empty_advice")
        self._advice.setProperty("tone", "muted")
        theme.HEADING.on(self._what)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACE)
        layout.addStretch(2)
        for label in (self._what, self._advice):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)

    def say(self, what: str, advice: str, *, clear: bool = False) -> None:
        self._what.setText(what)
        self._advice.setText(advice)
        self.clear.setVisible(clear)
