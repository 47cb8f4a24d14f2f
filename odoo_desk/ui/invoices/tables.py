"""Small tables that are only read: a posted document's lines and journal items."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from odoo_desk.plain import legible
from odoo_desk.ui import formats, theme


@dataclass(frozen=True, slots=True)
class TextRow:
    """A section or a note: one text over the whole width."""

    text: str
    is_note: bool = False


class ReadTable(QTableWidget):
    def __init__(self, name: str, titles: Sequence[str], right: Collection[int], wide: int, parent: QWidget) -> None:
        """`right` are the columns of amounts, `wide` the column that takes the spare width."""
        super().__init__(0, len(titles), parent)
        self._right = right
        self.setObjectName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.density().line)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        for column in range(len(titles)):
            title = QTableWidgetItem(titles[column])
            title.setTextAlignment(self._alignment(column))
            self.setHorizontalHeaderItem(column, title)
        self._wide = wide

    def show_rows(self, rows: Sequence[Sequence[str] | TextRow]) -> None:
        self.clearSpans()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            if isinstance(row, TextRow):
                item = QTableWidgetItem(legible(row.text))
                font = self.font()
                font.setItalic(row.is_note)
                font.setBold(not row.is_note)
                item.setFont(font)
                self.setItem(number, 0, item)
                self.setSpan(number, 0, 1, self.columnCount())
                continue
            for column, text in enumerate(row):
                item = QTableWidgetItem(legible(text))
                item.setTextAlignment(self._alignment(column))
                item.setToolTip(formats.tip(item.text()))
                if column in self._right:
                    item.setFont(theme.tabular(self.font()))
                self.setItem(number, column, item)
        for column in range(self.columnCount()):
            if column != self._wide:
                self.resizeColumnToContents(column)
                self.setColumnWidth(column, min(max(self.columnWidth(column) + 12, 64), 260))

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self._right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
