"""How rows are painted: all cells in one go, without an option, an index and a call for each, which would take three times as long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from odoo_desk.ui import theme

if TYPE_CHECKING:
    from odoo_desk.ui.tables.view import BookView

PADDING = 8
DOT = 14
MARK = 3
MORE = "…"
MEASURED = 5000  # texts; a screen has some four hundred


class RowPainter:
    """Text that is new is drawn as quickly as text that was there: laying it out to draw it again later costs more than it saves."""

    def __init__(self, view: BookView) -> None:
        self._view = view
        self._measured: dict[tuple[str, int], tuple[str, int]] = {}
        self.forget()

    def forget(self) -> None:
        """After a change of colours or of the font."""
        scheme = theme.scheme()
        self._colours = {name: QColor(colour) for name, colour in scheme.tones.items()}
        self._colours[""] = QColor(scheme.text)
        self._plain = QColor(scheme.base)
        self._other, self._row, self._accent = QColor(scheme.alternate), QColor(scheme.row), QColor(scheme.accent)
        self._font = QFontMetrics(self._view.font())
        self._measured.clear()

    def paint(self, painter: QPainter, area: QRect) -> None:
        view, model = self._view, self._view.book()
        height = view.verticalHeader().defaultSectionSize()
        seen = view.seen()
        first = seen.start + max(0, area.top() // height)
        last = min(seen.start + area.bottom() // height, model.rowCount() - 1)
        chosen = {
            row for span in view.selected_ranges() for row in range(max(span.start, first), min(span.stop, last + 1))
        }
        painter.fillRect(area, self._plain)  # the viewport leaves its ground to us
        painter.setFont(view.font())
        columns = self._columns(area)
        below = (height - self._font.height()) // 2 + self._font.ascent()
        pen = None
        for row in range(first, last + 1):
            y = (row - seen.start) * height
            if row in chosen:
                painter.fillRect(area.x(), y, area.width(), height, self._row)
                if row == view.current_row:
                    painter.fillRect(0, y, MARK, height, self._accent)
            elif row % 2:
                painter.fillRect(area.x(), y, area.width(), height, self._other)
            for column, x, width in columns:
                text, tone, is_right = model.cell(row, column)
                if not text:
                    continue
                if tone:
                    _dot(painter, x, y + height // 2, self._colours[tone])
                    x, width, pen = x + DOT, width - DOT, None  # noqa: PLW2901
                shown, advance = self._measured.get((text, width)) or self._measure(text, width)
                if is_right and shown != text:  # an amount that is cut off is another amount
                    shown, advance = MORE, self._font.horizontalAdvance(MORE)
                    view.needs_room(column, self._font.horizontalAdvance(text) + 2 * PADDING)
                if pen != tone:
                    painter.setPen(self._colours[tone])
                    pen = tone
                painter.drawText(x + width - advance if is_right else x, y + below, shown)

    def _columns(self, area: QRect) -> list[tuple[int, int, int]]:
        """Those in sight: number, left edge and width of their text."""
        header = self._view.horizontalHeader()
        found = []
        for column in range(header.count()):
            x, width = header.sectionViewportPosition(column), header.sectionSize(column)
            if width and x <= area.right() and x + width > area.left():
                found.append((column, x + PADDING, width - 2 * PADDING))
        return found

    def _measure(self, text: str, width: int) -> tuple[str, int]:
        if len(self._measured) >= MEASURED:
            self._measured.clear()
        shown, advance = text.replace("\n", " ") if "\n" in text else text, self._font.horizontalAdvance(text)
        if advance > width:
            shown = self._font.elidedText(shown, Qt.TextElideMode.ElideRight, width)
            advance = self._font.horizontalAdvance(shown)
        self._measured[text, width] = shown, advance
        return shown, advance


def _dot(painter: QPainter, x: int, middle: int, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x + 4, middle + 0.5), 3.5, 3.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
