"""A table of records that are all here: a few thousand at most, sorted where they are. Longer lists come from the copy (`model.py`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from odoo_desk.ui import formats, theme
from odoo_desk.ui.books.copying import as_text
from odoo_desk.ui.tables.columns import Column, Kind

Index: TypeAlias = "QModelIndex | QPersistentModelIndex"
_DISPLAY, _ALIGNMENT, _FOREGROUND, _FONT, _TIP = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.ToolTipRole,
    )
)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


TAKEN = "✓"


def _id(record: object) -> int:
    return int(getattr(record, "id"))  # noqa: B009  whatever is shown has one


class RecordsModel(QAbstractTableModel):
    """`total`, where there is one, is the last row, whatever the others are sorted by. What has no value in that column comes before it."""

    def __init__(self, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.records: list[object] = []
        self._total: object | None = None
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._strong: QFont | None = None

    def show(self, records: Sequence[object], total: object | None = None, columns: Sequence[Column] = ()) -> None:
        """Other columns than before begin in the order in which the records come."""
        self.beginResetModel()
        if columns and tuple(columns) != self.columns:
            self.columns, self._sorted = tuple(columns), None
        self.records, self._total = list(records), total if records else None
        self._strong = None
        self._put_in_order()
        self.endResetModel()

    def record(self, row: int) -> object | None:
        """None for the total, and outside of the table."""
        return self.records[row] if 0 <= row < len(self.records) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder, /) -> None:
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order) if column >= 0 else None
        self._put_in_order()
        self.layoutChanged.emit()

    def _put_in_order(self) -> None:
        if self._sorted is None or self._sorted[0] >= len(self.columns):
            return
        column = self.columns[self._sorted[0]]
        value = column.value or (lambda record: column.text(record).casefold())
        known = [each for each in self.records if value(each) is not None]
        known.sort(key=value, reverse=self._sorted[1] is Qt.SortOrder.DescendingOrder)
        self.records = [*known, *(each for each in self.records if value(each) is None)]

    def rowCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.records) + (self._total is not None)

    def columnCount(self, parent: Index = QModelIndex(), /) -> int:  # noqa: B008  as Qt has it
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _DISPLAY, /) -> object:
        column, row = self.columns[index.column()], index.row()
        is_total = row == len(self.records)
        record = self._total if is_total else self.records[row]
        if role == _DISPLAY:
            return column.text(record)
        if role == _TIP:
            return formats.tip(column.text(record))
        if role == _ALIGNMENT:
            return _RIGHT if column.kind is Kind.AMOUNT else _LEFT
        if role == _FOREGROUND and column.tone is not None and (name := column.tone(record)):
            return theme.tone(name)
        if role == _FONT and is_total:
            return self._strong_font()
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY, /) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        column = self.columns[section]
        if role == _ALIGNMENT:
            return _RIGHT if column.kind is Kind.AMOUNT else _LEFT
        return column.title if role == _DISPLAY else None

    def text_of_total(self, column: Column) -> str:
        return column.text(self._total) if self._total is not None else ""

    def _strong_font(self) -> QFont:
        if self._strong is None:
            self._strong = theme.STRONG.of(QGuiApplication.font())
        return self._strong


class RecordsView(QTableView):
    """`chosen` with a record that is opened by Enter or a double click, `selected` with the one that is stood on (None for the total).
    With `several` Space takes a row or gives it back, and goes to the next one, as does a click on its mark; `taken_changed` tells of it."""

    chosen = Signal(object)
    selected = Signal(object)
    taken_changed = Signal()

    def __init__(
        self, name: str, title: str, columns: Sequence[Column], parent: QWidget, *, several: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._several = several
        self._taken: set[int] = set()
        self.records = RecordsModel(self._marked(columns), self)
        self.setModel(self.records)
        self.setFont(theme.tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.density().row)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)  # by what is in sight: of thousands of rows a thousand would be measured
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda index: self._choose(index.row()))
        self.selectionModel().currentRowChanged.connect(
            lambda now, _: self.selected.emit(self.records.record(now.row()))
        )
        self.clicked.connect(lambda index: self._take(index.row()) if self._several and index.column() == 0 else None)
        self._lay_out()

    @property
    def taken(self) -> list[object]:
        """In the order of the table."""
        return [each for each in self.records.records if _id(each) in self._taken]

    def take(self, ids: Collection[int]) -> None:
        """These and no others; the user stands on the first of them."""
        self._taken = set(ids)
        rows = self.records.records
        place = next((at for at, each in enumerate(rows) if _id(each) in self._taken), None)
        if place is not None:
            self.setCurrentIndex(self.records.index(place, 0))
            self.records.dataChanged.emit(self.records.index(0, 0), self.records.index(len(rows) - 1, 0))
        self.taken_changed.emit()

    def _marked(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        mark = Column("taken", "", lambda record: TAKEN if _id(record) in self._taken else "", width=30)
        return (mark, *columns) if self._several and columns else tuple(columns)

    def _take(self, row: int) -> None:
        record = self.records.record(row)
        if record is None:
            return
        self._taken ^= {_id(record)}
        self.records.dataChanged.emit(self.records.index(row, 0), self.records.index(row, 0))
        self.taken_changed.emit()

    def show_records(
        self, records: Sequence[object], total: object | None = None, columns: Sequence[Column] = ()
    ) -> None:
        """The user stays on the record of the same id, if it is still there."""
        before = self.current
        had = tuple(self.records.columns)
        self._taken &= {_id(each) for each in records}
        self.records.show(records, total, self._marked(columns))
        if self.records.columns != had:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self._lay_out()
        row = next((at for at, each in enumerate(self.records.records) if before and _id(each) == _id(before)), 0)
        self._make_room()
        if records:
            self.setCurrentIndex(self.records.index(row, 0))
        else:
            self.selected.emit(None)
        self.taken_changed.emit()

    @property
    def current(self) -> object | None:
        return self.records.record(self.currentIndex().row())

    def _lay_out(self) -> None:
        for place, column in enumerate(self.records.columns):
            self.setColumnWidth(place, column.width)

    def _make_room(self) -> None:
        """An amount is never cut off, nor what it is called."""
        plain, strong = QFontMetrics(self.font()), QFontMetrics(theme.STRONG.of(self.font()))
        for place, column in enumerate(self.records.columns):
            if column.kind is Kind.AMOUNT:
                title = plain.horizontalAdvance(column.title)
                total = strong.horizontalAdvance(self.records.text_of_total(column))  # the largest amount, and in bold
                needed = max(title, total) + 2 * theme.SPACE
                self.setColumnWidth(place, max(column.width, needed, self.sizeHintForColumn(place)))
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        """The column that grows takes what room is left, and never less than its width."""
        columns, header = self.records.columns, self.horizontalHeader()
        growing = next((place for place, column in enumerate(columns) if column.grows), None)
        if growing is not None:
            others = header.length() - header.sectionSize(growing)
            self.setColumnWidth(growing, max(columns[growing].width, self.viewport().width() - others))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._choose(self.currentIndex().row())
        elif self._several and event.key() == Qt.Key.Key_Space and plain:
            self._take(self.currentIndex().row())
            self.setCurrentIndex(
                self.records.index(self.currentIndex().row() + 1, 0) if self._has_more else self.currentIndex()
            )
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(as_text(self.records.records, self.records.columns))
        else:
            super().keyPressEvent(event)

    @property
    def _has_more(self) -> bool:
        return self.records.record(self.currentIndex().row() + 1) is not None

    def _choose(self, row: int) -> None:
        record = self.records.record(row)
        if record is not None:
            self.chosen.emit(record)
