"""A line of text that can say what is wrong with it: in red, with a sign, in the tooltip and to a screen reader."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from odoo_desk.ui import formats, theme

# The user is in another window or a menu for a moment: the field has not been left.
COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class TextEdit(QLineEdit):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complaint = ""
        self._usual_tip = ""
        self._before = ""
        self.textEdited.connect(self._forgive)

    @property
    def complaint(self) -> str:
        return self._complaint

    def complain(self, text: str) -> None:
        """Shows that the field needs another look; "" takes it back. The text stays as it was typed."""
        if text == self._complaint:
            return
        if not self._complaint:
            self._usual_tip = self.toolTip()
        self._complaint = text
        self.setToolTip(formats.tip(text) or self._usual_tip)
        self.setAccessibleDescription(text)
        self.update()

    def _forgive(self) -> None:
        self.complain("")

    # --- Esc takes back what was typed since the field was entered ----------------------------------------------------

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if event.reason() not in COMES_BACK:
            self._before = self.text()

    def event(self, event: QEvent, /) -> bool:
        # Esc is offered as a shortcut first: the page must not be left while there is something of our own to take back.
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride and self._has_typed:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if event.key() == Qt.Key.Key_Escape and self._has_typed:
            self.setText(self._before)
            self.selectAll()
            self.textEdited.emit(self._before)
            return
        super().keyPressEvent(event)

    @property
    def _has_typed(self) -> bool:
        return self.hasFocus() and not self.isReadOnly() and self.isModified() and self.text() != self._before

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        if not self._complaint:
            return
        painter = QPainter(self)
        colour = theme.tone("bad")
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QPoint(2, self.height() - 2), QPoint(self.width() - 3, self.height() - 2))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        sign = self.rect().adjusted(4, 0, -6, 0)
        edge = (
            Qt.AlignmentFlag.AlignLeft
            if self.alignment() & Qt.AlignmentFlag.AlignRight
            else Qt.AlignmentFlag.AlignRight
        )
        painter.drawText(sign, edge | Qt.AlignmentFlag.AlignVCenter, "!")
        painter.end()
