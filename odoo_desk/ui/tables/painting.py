"""How a cell is painted: text laid out once, states as a coloured word with a dot, figures of one width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QStaticText, QTransform
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from odoo_desk.ui import theme

if TYPE_CHECKING:
    from odoo_desk.ui.tables.view import BookView

PADDING = 8
DOT = 14
MARK = 3
LAID_OUT = 5000  # cells; a screen has some four hundred
_SELECTED = QStyle.StateFlag.State_Selected.value


class CellPainter(QStyledItemDelegate):
    """Paints text directly, laid out once: the style's own way takes several times as long."""

    def __init__(self, view: BookView) -> None:
        super().__init__(view)
        self._view = view
        self._laid_out: dict[tuple[str, int], QStaticText] = {}
        self.forget()

    def forget(self) -> None:
        """After a change of colours or of the font."""
        scheme = theme.scheme()
        self._plain = QColor(scheme.text)
        self._other, self._row, self._accent = QColor(scheme.alternate), QColor(scheme.row), QColor(scheme.accent)
        self._tones = {name: QColor(colour) for name, colour in scheme.tones.items()}
        self._laid_out.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        state = option.state.value
        model, row = self._view.book(), index.row()
        if state & _SELECTED:
            painter.fillRect(rect, self._row)
            if x == 0 and row == self._view.current_row:
                painter.fillRect(x, y, MARK, height, self._accent)
        elif row % 2:
            painter.fillRect(rect, self._other)
        text, tone, is_right = model.cell(row, index.column())
        if not text:
            return
        x, width = x + PADDING, width - 2 * PADDING
        colour = self._tones[tone] if tone else self._plain
        if tone:
            _dot(painter, x, y + height // 2, colour)
            x, width = x + DOT, width - DOT
        laid_out = self._laid_out.get((text, width)) or self._lay_out(text, width)
        size = laid_out.size()
        painter.setPen(colour)
        painter.drawStaticText(
            int(x + width - size.width()) if is_right else x, y + int(height - size.height()) // 2, laid_out
        )

    def _lay_out(self, text: str, width: int) -> QStaticText:
        if len(self._laid_out) >= LAID_OUT:
            self._laid_out.clear()
        font = self._view.font()
        shown = self._view.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        laid_out = QStaticText(shown)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        laid_out.prepare(QTransform(), font)
        self._laid_out[text, width] = laid_out
        return laid_out


def _dot(painter: QPainter, x: int, middle: int, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x + 4, middle + 0.5), 3.5, 3.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
