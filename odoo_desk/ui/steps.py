"""The steps of a connection as they are done: a line each, green with a tick or red with what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from odoo_desk.ui import theme
from odoo_desk.workspace.connecting import Step


class Steps(QWidget):
    """`trusted` with the fingerprint of a refused certificate, when the user decides to trust it."""

    trusted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._fingerprint = ""
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.SPACE // 2)
        self.trust = QPushButton("Trust this certificate", self)
        self.trust.setObjectName("trust")
        self.trust.setAccessibleName("Trust this certificate")
        self.trust.clicked.connect(lambda: self.trusted.emit(self._fingerprint))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(self._lines)
        layout.addWidget(self.trust, 0, Qt.AlignmentFlag.AlignLeft)
        self.clear()

    def say(self, step: Step) -> None:
        title = f"{step.name.capitalize()}: " if step.name else ""
        label = QLabel(f"{'✓' if step.ok else '✗'}  {title}{step.text}{' ' + step.advice if step.advice else ''}", self)
        label.setObjectName(f"step_{step.name or 'problem'}")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setProperty("tone", "good" if step.ok else "bad")
        self._lines.addWidget(label)
        self._fingerprint = step.fingerprint
        self.trust.setVisible(bool(step.fingerprint))

    def clear(self) -> None:
        self.trust.hide()
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
