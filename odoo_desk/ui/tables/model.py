"""Rows of a query, fetched in blocks as they come into view. Sorting, filtering and adding up are the source's work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.listing import Query, Row, Summary
from odoo_desk.errors import DeskError
from odoo_desk.ui import tasks
from odoo_desk.ui.tables.columns import Column, Kind

BLOCK = 100  # rows a request
AT_ONCE = 2
WAITING = "…"
# Compared as integers: comparing Qt's enums in data() takes half of the time of a repaint (design, measured).
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
TONE = int(Qt.ItemDataRole.UserRole) + 1
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Source(Protocol):
    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]: ...

    async def summary(self, query: Query) -> Summary: ...


class BookModel(QAbstractTableModel):
    """`summarised` tells how many rows there are and what they come to; `failed` the error of the last request; `filled` that rows came."""

    summarised = Signal(object)
    failed = Signal(object)
    filled = Signal()

    def __init__(
        self, source: Source, columns: Sequence[Column], owner: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent or owner)
        self._source = source
        self._columns = tuple(columns)
        self._owner = owner
        self._query: Query | None = None
        self._turn = 0  # answers to earlier questions are thrown away
        self._count = 0
        self._rows: dict[int, Row] = {}
        self._texts: dict[int, tuple[str, ...]] = {}
        self._wanted: list[int] = []
        self._asked: dict[int, tasks.Task] = {}
        self._stale: set[int] = set()
        self._counting: tasks.Task | None = None
        self._fetch_soon = QTimer(self)
        self._fetch_soon.setSingleShot(True)
        self._fetch_soon.timeout.connect(self._fetch)

    # --- what is shown ------------------------------------------------------------------------------------------------

    @property
    def query(self) -> Query | None:
        return self._query

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def is_asking(self) -> bool:
        return bool(self._asked) or self._fetch_soon.isActive()

    def show(self, query: Query) -> None:
        """Another question: the rows of the old one stay until the first answer is there."""
        self._query = query
        self._forget()
        self._stale = {row // BLOCK for row in self._rows}
        self._wanted = [0]
        self._first_answer_resets = True
        self._count_again()
        self._fetch()

    def refresh(self) -> None:
        """The same question again: rows are replaced in place, so that selection and scroll position stay."""
        if self._query is None:
            return
        self._forget()
        self._stale = {row // BLOCK for row in self._rows}
        self._wanted = sorted(self._stale)[:2] or [0]
        self._first_answer_resets = not self._rows
        self._count_again()
        self._fetch()

    def row_at(self, index: Index | int) -> Row | None:
        return self._rows.get(index if isinstance(index, int) else index.row())

    def position_of(self, record_id: int) -> int | None:
        return next((position for position, row in self._rows.items() if row.id == record_id), None)

    # --- Qt -----------------------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        position, column = index.row(), index.column()
        if role == DISPLAY:
            return self._text(position)[column]
        if role == ALIGNMENT:
            return _RIGHT if self._columns[column].kind is Kind.AMOUNT else _LEFT
        if role == TONE:
            tone, row = self._columns[column].tone, self._rows.get(position)
            return tone(row) if tone and row else None
        if role == TOOL_TIP:
            return self._text(position)[column]
        if role == ACCESSIBLE:
            return self._sentence(position, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == DISPLAY:
            return self._columns[section].title
        if role == ALIGNMENT:
            return _RIGHT if self._columns[section].kind is Kind.AMOUNT else _LEFT
        return None

    def _text(self, position: int) -> tuple[str, ...]:
        texts = self._texts.get(position)
        if texts is None or position // BLOCK in self._stale:
            self._want(position // BLOCK)
        return texts if texts is not None else (WAITING,) * len(self._columns)

    def _sentence(self, position: int, column: int) -> str:
        """The whole row for a screen reader, beginning with the cell it is on."""
        texts = self._text(position)
        others = [f"{each.title} {text}" for each, text in zip(self._columns, texts, strict=True) if text]
        return f"{texts[column]}; {', '.join(others)}"

    # --- fetching -----------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._turn += 1
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()
        self._wanted.clear()

    def _want(self, block: int) -> None:
        if block in self._asked:
            return
        if block in self._wanted:
            self._wanted.remove(block)
        self._wanted.append(block)  # what was looked at last is fetched first
        if not self._fetch_soon.isActive():
            self._fetch_soon.start(0)

    def _fetch(self) -> None:
        while self._query is not None and self._wanted and len(self._asked) < AT_ONCE:
            block = self._wanted.pop()
            self._asked[block] = tasks.run(
                self._owner,
                self._source.window(self._query, block * BLOCK, BLOCK),
                done=partial(self._take, self._turn, block),
                failed=partial(self._fail, self._turn, block),
            )
        del self._wanted[: max(0, len(self._wanted) - 20)]  # scrolled past long ago

    def _take(self, turn: int, block: int, rows: Sequence[Row]) -> None:
        if turn != self._turn:
            return
        self._asked.pop(block, None)
        if self._first_answer_resets:
            self.beginResetModel()
            self._first_answer_resets = False
            self._rows.clear()
            self._texts.clear()
            self._stale.clear()
            self._put(block, rows)
            self._count = len(rows)
            self.endResetModel()
        else:
            self._put(block, rows)
            self._stale.discard(block)
            first, last = block * BLOCK, min(block * BLOCK + BLOCK, self._count) - 1
            if last >= first:
                self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))
        if self._known_count is not None:
            self._resize(self._known_count)
        self.failed.emit(None)
        self.filled.emit()
        self._fetch()

    def _put(self, block: int, rows: Sequence[Row]) -> None:
        for position in range(block * BLOCK, block * BLOCK + BLOCK):
            self._rows.pop(position, None)
            self._texts.pop(position, None)
        for position, row in enumerate(rows, start=block * BLOCK):
            self._rows[position] = row
            self._texts[position] = tuple(column.text(row) for column in self._columns)

    def _fail(self, turn: int, block: int, problem: DeskError) -> bool:
        if turn == self._turn:
            self._asked.pop(block, None)
            self.failed.emit(problem)
        return True

    # --- counting -----------------------------------------------------------------------------------------------------

    _known_count: int | None = None
    _first_answer_resets = True

    def _count_again(self) -> None:
        assert self._query is not None
        self._known_count = None
        if self._counting is not None:
            self._counting.cancel()
        self._counting = tasks.run(
            self._owner,
            self._source.summary(self._query),
            done=partial(self._take_summary, self._turn),
            failed=partial(self._fail, self._turn, -1),
        )

    def _take_summary(self, turn: int, summary: Summary) -> None:
        if turn != self._turn:
            return
        self._known_count = summary.count
        if not self._first_answer_resets:
            self._resize(summary.count)
        self.summarised.emit(summary)

    def _resize(self, count: int) -> None:
        if count > self._count:
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            for position in [each for each in self._rows if each >= count]:
                del self._rows[position]
                del self._texts[position]
            self.endRemoveRows()
