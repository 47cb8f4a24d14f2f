"""A table on paper: a heading, its columns on every page, what it says of itself at the foot. As PDF."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from odoo_desk.errors import InvalidInput
from odoo_desk.ui import theme

_DPI = 300
_MARGIN = 12.0  # mm
_LINE = 1.55  # of the height of a letter
_GAP = 0.8  # of it, between two columns


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """`grows`: takes the room that is left, and is cut off where there is none."""

    title: str
    is_amount: bool = False
    grows: bool = False


@dataclass(frozen=True, slots=True)
class PaperTable:
    """`strong` are the places of rows in bold. `notes` stand under the last row, each as long as it takes."""

    title: str
    subtitle: str
    columns: tuple[PaperColumn, ...]
    rows: Sequence[Sequence[str]]
    strong: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


async def write_pdf(path: Path, table: PaperTable) -> None:
    """InvalidInput when the file cannot be written there; what stood there before is left as it was then."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.touch()  # the writer does not say that it could not
        await _paint(beside, table)
        beside.replace(path)
    except OSError as problem:
        raise InvalidInput(
            f"{path} cannot be written: {problem.strerror}.", advice="Close it if it is open, or choose another place."
        ) from problem
    finally:
        beside.unlink(missing_ok=True)


async def _paint(path: Path, table: PaperTable) -> None:
    writer = QPdfWriter(str(path))
    writer.setTitle(table.title)
    writer.setCreator("Odoo Desk")
    writer.setResolution(_DPI)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter(writer)
    try:
        sheet = _Sheet(painter, QSizeF(writer.width(), writer.height()), table)
        for page in range(sheet.pages):
            if page:
                writer.newPage()
            sheet.draw(page)
            await asyncio.sleep(0)  # the window goes on
    finally:
        painter.end()


class _Sheet:
    def __init__(self, painter: QPainter, size: QSizeF, table: PaperTable) -> None:
        self._painter, self._size, self._table = painter, size, table
        self._plain = theme.on_paper(QGuiApplication.font())
        self._bold = theme.STRONG.of(self._plain)
        self._large = theme.TITLE.of(self._plain)
        metrics = QFontMetricsF(self._plain, painter.device())
        self._line, self._gap = metrics.height() * _LINE, metrics.height() * _GAP
        self._notes_high = self._height_of_notes()
        self._widths = self._measure()
        head = self._line * 4.5
        self._rows_a_page = max(1, int((size.height() - head - self._line * 1.5) / self._line))
        self._top = head

    @property
    def pages(self) -> int:
        """The notes have the last page for themselves where they would not fit below the rows."""
        rows = len(self._table.rows)
        full = max(1, -(-rows // self._rows_a_page))
        left = (full * self._rows_a_page - rows) * self._line
        return full if left >= self._notes_high else full + 1

    def draw(self, page: int) -> None:
        table, painter = self._table, self._painter
        self._text(self._large, 0, 0, self._size.width(), table.title)
        self._text(self._plain, 0, self._line * 1.6, self._size.width(), table.subtitle)
        self._row(self._top - self._line * 1.2, [column.title for column in table.columns], self._bold)
        painter.setPen(QPen(Qt.GlobalColor.gray, 2))
        painter.drawLine(
            0, int(self._top - self._line * 0.1), int(self._size.width()), int(self._top - self._line * 0.1)
        )
        begin = page * self._rows_a_page
        rows = table.rows[begin : begin + self._rows_a_page]
        for number, row in enumerate(rows):
            font = self._bold if begin + number in table.strong else self._plain
            self._row(self._top + number * self._line, row, font)
        if page == self.pages - 1:
            self._draw_notes(self._top + (len(rows) + 0.5) * self._line)
        foot = self._size.height() - self._line
        self._text(self._plain, 0, foot, self._size.width(), f"Page {page + 1} of {self.pages}", right=True)

    def _row(self, y: float, cells: Sequence[str], font: QFont) -> None:
        x = 0.0
        for column, width, cell in zip(self._table.columns, self._widths, cells, strict=True):
            self._text(font, x, y, width, cell, right=column.is_amount)
            x += width + self._gap

    def _text(self, font: QFont, x: float, y: float, width: float, text: str, *, right: bool = False) -> None:
        self._painter.setFont(font)
        self._painter.setPen(Qt.GlobalColor.black)
        shown = QFontMetricsF(font, self._painter.device()).elidedText(text, Qt.TextElideMode.ElideRight, width + 1)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(QRectF(x, y, width, self._line), int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _measure(self) -> list[float]:
        table, bold = self._table, QFontMetricsF(self._bold, self._painter.device())
        widths = [
            max(bold.horizontalAdvance(text) for text in (column.title, *(row[place] for row in table.rows)))
            for place, column in enumerate(table.columns)
        ]
        room = self._size.width() - self._gap * (len(widths) - 1)
        growing = [place for place, column in enumerate(table.columns) if column.grows]
        fixed = sum(width for place, width in enumerate(widths) if place not in growing)
        for place in growing:
            widths[place] = max((room - fixed) / len(growing), bold.averageCharWidth() * 8)
        return widths

    def _note_rect(self, y: float, note: str) -> QRectF:
        wide = QRectF(0, y, self._size.width(), self._size.height())
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        return QFontMetricsF(self._plain, self._painter.device()).boundingRect(wide, flags, note)

    def _height_of_notes(self) -> float:
        return sum(self._note_rect(0, note).height() + self._line / 2 for note in self._table.notes) + self._line

    def _draw_notes(self, y: float) -> None:
        self._painter.setFont(self._plain)
        for note in self._table.notes:
            rect = self._note_rect(y, note)
            self._painter.drawText(
                QRectF(0, y, self._size.width(), rect.height()),
                int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft),
                note,
            )
            y += rect.height() + self._line / 2
