"""A line of text that gives way when there is no room: what is cut off is in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from odoo_desk.ui import formats

LEAST = 12  # characters


class ElidedLabel(QLabel):
    """`short` says the same where there is no room for all of it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._short = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(formats.tip(text))

    def setText(self, text: str, short: str = "") -> None:
        super().setText(text)
        self._short = short
        self.setToolTip(formats.tip(text))

    def minimumSizeHint(self) -> QSize:
        if not self.text():
            return super().minimumSizeHint()
        return QSize(LEAST * self.fontMetrics().averageCharWidth(), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        room = self.contentsRect()
        metrics = self.fontMetrics()
        fits = not self._short or metrics.horizontalAdvance(self.text()) <= room.width()
        text = metrics.elidedText(self.text() if fits else self._short, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(self.alignment()), text)
