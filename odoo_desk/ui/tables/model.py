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
WANTED = 20  # blocks
WAITING = "…"
# Compared as integers: comparing Qt's enums in data() takes half of the time of a repaint (design, measured).
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Cell = tuple[str, str, bool]
"""What is painted: the text, the name of its tone ("" for none), whether it stands at the right."""
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
        self._cells: dict[int, tuple[Cell, ...]] = {}
        self._waiting = tuple((WAITING, "", column.kind is Kind.AMOUNT) for column in self._columns)
        self._wanted: list[int] = []
        self._asked: dict[int, tasks.Task] = {}
        self._stale: set[int] = set()
        self._answered: set[int] = set()  # in this turn: not asked again, even if rows were missing in the answer
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
        return bool(self._asked or self._wanted) or self._fetch_soon.isActive()

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
        self._first_answer_resets = not self._rows
        self._count_again()
        if self._rows:  # a view that is painted again asks for what it shows, and one that is hidden for nothing
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, len(self._columns) - 1))
        else:
            self._wanted = [0]
            self._fetch()

    def row_at(self, index: Index | int) -> Row | None:
        return self._rows.get(index if isinstance(index, int) else index.row())

    def rows_in(self, positions: range) -> list[Row]:
        """Those of them that are loaded, in order."""
        if len(positions) <= len(self._rows):
            return [self._rows[each] for each in positions if each in self._rows]
        return [self._rows[each] for each in sorted(self._rows) if each in positions]

    def load(self, positions: range) -> None:
        """Rows that are needed though nobody looks at them."""
        for block in range(positions.start // BLOCK, (positions.stop - 1) // BLOCK + 1):
            if block * BLOCK not in self._rows:
                self._want(block)

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
        if role in (DISPLAY, TOOL_TIP):
            return self._row_of_cells(position)[column][0]
        if role == ALIGNMENT:
            return _RIGHT if self._columns[column].kind is Kind.AMOUNT else _LEFT
        if role == ACCESSIBLE:
            return self._sentence(position, column)
        return None

    def cell(self, position: int, column: int) -> Cell:
        """All that is painted of a cell, without an index and a call for each role."""
        return self._row_of_cells(position)[column]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == DISPLAY:
            return self._columns[section].title
        if role == ALIGNMENT:
            return _RIGHT if self._columns[section].kind is Kind.AMOUNT else _LEFT
        return None

    def _row_of_cells(self, position: int) -> tuple[Cell, ...]:
        cells = self._cells.get(position)
        if cells is None or position // BLOCK in self._stale:
            self._want(position // BLOCK)
        return cells if cells is not None else self._waiting

    def _sentence(self, position: int, column: int) -> str:
        """The whole row for a screen reader, beginning with the cell it is on."""
        texts = [cell[0] for cell in self._row_of_cells(position)]
        others = [f"{each.title} {text}" for each, text in zip(self._columns, texts, strict=True) if text]
        return f"{texts[column]}; {', '.join(others)}"

    # --- fetching -----------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._turn += 1
        for task in self._asked.values():
            task.cancel()
        self._asked.clear()
        self._wanted.clear()
        self._answered.clear()

    def _want(self, block: int) -> None:
        if block in self._asked or block in self._answered:
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
        del self._wanted[: max(0, len(self._wanted) - WANTED)]  # scrolled past long ago

    def _take(self, turn: int, block: int, rows: Sequence[Row]) -> None:
        if turn != self._turn:
            return
        self._asked.pop(block, None)
        self._answered.add(block)
        if self._first_answer_resets:
            self.beginResetModel()
            self._first_answer_resets = False
            self._rows.clear()
            self._cells.clear()
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
            self._cells.pop(position, None)
        for position, row in enumerate(rows, start=block * BLOCK):
            self._rows[position] = row
            self._cells[position] = tuple(
                (column.text(row), column.tone(row) if column.tone else "", column.kind is Kind.AMOUNT)
                for column in self._columns
            )

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
                del self._cells[position]
            self.endRemoveRows()
