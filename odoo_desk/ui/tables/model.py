"""Rows of a query, read in blocks around what is looked at. Sorting, filtering and adding up are the source's work."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.listing import Query, Row, Summary
from odoo_desk.errors import DeskError
from odoo_desk.ui import formats, tasks
from odoo_desk.ui.tables.again import BLOCK, Again, Place, Source, look_again
from odoo_desk.ui.tables.columns import Column, Kind

KEPT = 40  # blocks in memory
AT_REST = 250  # ms between two refreshes: more often nobody could follow, and a mass change would keep the loop busy
SLOW = 100  # ms; whoever takes longer than that to answer is not asked at every key
AT_EASE = 80  # ms after the last rows until their neighbours are read: painting comes first
TYPING = 250  # ms between two keys of somebody who types
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


class Onlooker(Protocol):
    """Who shows the rows, and stays with its records when they move."""

    def place(self) -> Place: ...

    def move_to(self, again: Again) -> None: ...


@dataclass(slots=True)
class _Block:
    rows: Sequence[Row]
    cells: list[list[Cell | None] | None]  # written out when they are painted, and only those


class BookModel(QAbstractTableModel):
    """`begun` when the first rows of another question are there, `filled` whenever rows came, `summarised` tells how many there are and what they
    come to, `failed` the error of the last request (None: it went well)."""

    begun = Signal()
    filled = Signal()
    summarised = Signal(object)
    failed = Signal(object)

    def __init__(
        self, source: Source, columns: Sequence[Column], owner: QWidget, parent: QObject | None = None
    ) -> None:
        super().__init__(parent or owner)
        self.source = source
        self._columns = tuple(columns)
        self._owner = owner
        self._onlooker: Onlooker | None = None
        self._query: Query | None = None
        self._turn = 0  # answers to earlier questions are thrown away
        self._count = 0
        self._summary: Summary | None = None
        self._blocks: dict[int, _Block] = {}
        self._waiting = tuple((WAITING, "", column.kind is Kind.AMOUNT) for column in self._columns)
        self._seen = range(0)
        self._asked = range(0)  # blocks
        self._asking: tasks.Task | None = None
        self._again: tasks.Task | None = None
        self._again_at = 0.0
        self._is_due = False
        self._counting: tasks.Task | None = None
        self._count_once_more = False
        self._is_new = True  # the rows are still those of an earlier question, or there are none
        self._is_refused = False
        self._shown_at = self._asked_at = self._took = 0.0
        self._ask_soon = self._timer(self._ask)
        self._rest = self._timer(self._look_again)
        self._read_ahead = self._timer(self._ask_for_neighbours)

    def _timer(self, work: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(work)
        return timer

    # --- what is shown ------------------------------------------------------------------------------------------------

    @property
    def query(self) -> Query | None:
        return self._query

    @property
    def summary(self) -> Summary | None:
        """Of the present question; None until it is known."""
        return self._summary

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def is_asking(self) -> bool:
        return self._asking is not None or self._again is not None or self._ask_soon.isActive() or self._rest.isActive()

    @property
    def is_new(self) -> bool:
        """Whether the rows of the present question are still to come."""
        return self._is_new

    def watched_by(self, onlooker: Onlooker) -> None:
        self._onlooker = onlooker

    def show(self, query: Query) -> None:
        """Another question: the rows of the old one stay until the first answer is there."""
        now = time.perf_counter()
        types_on = now - self._shown_at < TYPING / 1000
        self._shown_at = now
        is_reordered = self._query is not None and _unordered(self._query) == _unordered(query)
        self._query = query
        self._forget()
        if not is_reordered:
            self._stop_counting()
            self._summary = None
        self._is_new = True
        if types_on and self._took > SLOW / 1000:
            self._ask_soon.start(TYPING)
        else:
            self._ask()

    def refresh(self) -> None:
        """The same question again: at once, or in a moment when that was done just now. Whoever watches stays with its records."""
        if self._query is None:
            return
        if self._is_new:
            self.show(self._query)
        elif not self._is_watched() or self._again is not None:
            self._is_due = True
        elif not self._rest.isActive():
            waited = int((time.perf_counter() - self._again_at) * 1000)
            self._rest.start(max(0, AT_REST - waited))

    def _is_watched(self) -> bool:
        """A page that is hidden asks for nothing; that of a window that was closed could not be answered."""
        return self._onlooker is None or self._owner.isVisible()

    def catch_up(self) -> None:
        """Somebody looks again."""
        if self._is_due:
            self._is_due = False
            self.refresh()

    def look_at(self, positions: range) -> None:
        """These rows are seen now: what is missing of them is asked for, and nothing else that is still wanted only from before."""
        if positions != self._seen:
            self._seen = positions
            self._is_refused = False
        if not self._is_new:
            self._ask()

    def is_missing(self, positions: range) -> bool:
        return any(number not in self._blocks for number in _blocks(positions, self._count))

    def row_at(self, index: Index | int) -> Row | None:
        position = index if isinstance(index, int) else index.row()
        block = self._blocks.get(position // BLOCK)
        number = position % BLOCK
        return block.rows[number] if block is not None and number < len(block.rows) else None

    def rows_in(self, positions: range) -> list[Row]:
        """Those of them that are loaded, in order."""
        return [row for _position, row in self.loaded_in(positions)]

    def loaded_in(self, positions: range) -> list[tuple[int, Row]]:
        numbers = _blocks(positions, self._count)
        few = numbers if len(numbers) < KEPT else sorted(self._blocks)
        return [
            (position, row)
            for number in few
            if number in self._blocks
            for position, row in enumerate(self._blocks[number].rows, start=number * BLOCK)
            if position in positions
        ]

    def position_of(self, record_id: int) -> int | None:
        """Among the rows that are loaded."""
        for number, block in self._blocks.items():
            for position, row in enumerate(block.rows, start=number * BLOCK):
                if row.id == record_id:
                    return position
        return None

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
            return self.cell(position, column)[0]
        if role == TOOL_TIP:
            return formats.tip(self.cell(position, column)[0])
        if role == ALIGNMENT:
            return _RIGHT if self._columns[column].kind is Kind.AMOUNT else _LEFT
        if role == ACCESSIBLE:
            return self._sentence(position, column)
        return None

    def cell(self, position: int, column: int) -> Cell:
        """All that is painted of a cell, without an index and a call for each role."""
        block = self._blocks.get(position // BLOCK)
        number = position % BLOCK
        if block is None or number >= len(block.rows):
            return self._waiting[column]
        cells = block.cells[number]
        if cells is None:
            cells = block.cells[number] = [None] * len(self._columns)
        return cells[column] or self._write(block.rows[number], cells, column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == DISPLAY:
            return self._columns[section].title
        if role == ALIGNMENT:
            return _RIGHT if self._columns[section].kind is Kind.AMOUNT else _LEFT
        return None

    def _write(self, row: Row, cells: list[Cell | None], number: int) -> Cell:
        column = self._columns[number]
        cell = cells[number] = (
            column.text(row),
            column.tone(row) if column.tone else "",
            column.kind is Kind.AMOUNT,
        )
        return cell

    def _sentence(self, position: int, column: int) -> str:
        """The whole row for a screen reader, beginning with the cell it is on."""
        texts = [self.cell(position, number)[0] for number in range(len(self._columns))]
        others = [f"{each.title} {text}" for each, text in zip(self._columns, texts, strict=True) if text]
        return f"{texts[column]}; {', '.join(others)}"

    # --- reading ------------------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._turn += 1
        for task in (self._asking, self._again):
            if task is not None:
                task.cancel()
        self._asking = self._again = None
        for timer in (self._ask_soon, self._rest, self._read_ahead):
            timer.stop()
        self._is_due = self._is_refused = False

    def _ask(self) -> None:
        if self._query is None or not (self._is_new or self._is_watched()):
            return
        wanted = self._wanted()
        if not wanted:
            self._read_ahead.start(AT_EASE)
            return
        if self._asking is not None:
            if _overlap(self._asked, wanted):
                return  # the rest of it is asked for when this is there
            self._asking.cancel()
        self._ask_for(wanted)

    def _ask_for(self, wanted: range) -> None:
        assert self._query is not None
        self._asked = wanted
        self._asked_at = time.perf_counter()
        self._asking = tasks.run(
            self._owner,
            self.source.window(self._query, wanted.start * BLOCK, len(wanted) * BLOCK),
            done=partial(self._take, self._turn, wanted),
            failed=partial(self._fail, self._turn),
        )

    def _wanted(self) -> range:
        """Of the blocks that are seen the missing ones."""
        if self._is_new:
            return range(max(1, -(-len(self._seen) // BLOCK)))
        missing = [number for number in _blocks(self._seen, self._count) if number not in self._blocks]
        return range(missing[0], missing[-1] + 1) if missing and not self._is_refused else range(0)

    def _ask_for_neighbours(self) -> None:
        """So that whoever scrolls finds them there."""
        seen, last = _blocks(self._seen, self._count), (self._count - 1) // BLOCK
        is_at_ease = self._asking is None and not self._is_new and not self._is_refused
        if is_at_ease and seen and self._is_watched():
            for number in (seen.stop, seen.start - 1):
                if 0 <= number <= last and number not in self._blocks:
                    self._ask_for(range(number, number + 1))
                    return

    def _take(self, turn: int, blocks: range, rows: Sequence[Row]) -> None:
        if turn != self._turn or blocks != self._asked:
            return
        self._took = time.perf_counter() - self._asked_at
        self._asking = None
        if self._is_new:
            self._begin(blocks, rows)
        else:
            self._put(blocks, rows)
            self._evict()
            self._tell_changed(range(blocks.start * BLOCK, blocks.stop * BLOCK))
        self.failed.emit(None)
        self.filled.emit()
        self._ask()

    def _begin(self, blocks: range, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._is_new = False
        self._blocks.clear()
        self._put(blocks, rows)
        is_whole = len(rows) < len(blocks) * BLOCK
        self._count = len(rows) if is_whole or self._summary is None else max(len(rows), self._summary.count)
        self.endResetModel()
        self.begun.emit()
        if self._summary is None:
            self._count_again()
        else:
            self.summarised.emit(self._summary)

    def _put(self, blocks: range, rows: Sequence[Row]) -> None:
        for number in blocks:
            start = (number - blocks.start) * BLOCK
            own = rows[start : start + BLOCK]
            self._blocks[number] = _Block(own, [None] * len(own))

    def _evict(self) -> None:
        if len(self._blocks) > KEPT:
            middle = (self._seen.start + self._seen.stop) // 2 // BLOCK
            for number in sorted(self._blocks, key=lambda each: abs(each - middle))[KEPT // 2 :]:
                del self._blocks[number]

    def _tell_changed(self, positions: range) -> None:
        last = min(positions.stop, self._count) - 1
        if last >= positions.start:
            self.dataChanged.emit(self.index(positions.start, 0), self.index(last, len(self._columns) - 1))

    def _fail(self, turn: int, problem: DeskError) -> bool:
        if turn == self._turn:
            self._asking = self._again = None
            self._is_refused = True
            self.failed.emit(problem)
        return True

    # --- the same question again --------------------------------------------------------------------------------------

    def _look_again(self) -> None:
        assert self._query is not None
        self._is_due = not self._is_watched()
        if self._is_due:
            return
        self._again_at = time.perf_counter()
        place = self._onlooker.place() if self._onlooker is not None else Place(height=len(self._seen) or BLOCK)
        self._again = tasks.run(
            self._owner,
            look_again(self.source, self._query, place),
            done=partial(self._take_again, self._turn, place),
            failed=partial(self._fail, self._turn),
        )

    def _take_again(self, turn: int, place: Place, again: Again) -> None:
        if turn != self._turn:
            return
        self._again = None
        if self._onlooker is not None and self._onlooker.place() != place:
            self._rest.start(0)  # the user has moved meanwhile
            return
        if self._asking is not None:
            self._asking.cancel()  # might be from before the change
            self._asking = None
        is_due, self._is_due, self._is_refused = self._is_due, False, False
        blocks = range(again.offset // BLOCK, (again.offset + again.asked) // BLOCK)
        self._blocks.clear()
        self._put(blocks, again.rows)
        last = again.offset + len(again.rows)
        is_end = len(again.rows) < again.asked and (again.rows or not again.offset)
        self._resize(last if is_end else max(self._count, last))
        self._tell_changed(range(again.offset, again.offset + again.asked))
        if self._onlooker is not None:
            self._onlooker.move_to(again)
        self.failed.emit(None)
        self.filled.emit()
        self._count_again()
        self._ask()
        if is_due:
            self.refresh()

    # --- counting -----------------------------------------------------------------------------------------------------

    def _count_again(self) -> None:
        """One count at a time, and the last one after everything that happened: never so often that none comes to its end."""
        assert self._query is not None
        if not self._is_watched():
            self._is_due = True
            return
        if self._counting is not None:
            self._count_once_more = True
            return
        self._counting = tasks.run(
            self._owner,
            self.source.summary(self._query),
            done=partial(self._take_summary, _unordered(self._query)),
            failed=partial(self._fail_to_count, _unordered(self._query)),
        )

    def _stop_counting(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        self._count_once_more = False

    def _take_summary(self, asked: Query, summary: Summary) -> None:
        if self._query is None or asked != _unordered(self._query):
            return
        self._counting = None
        self._summary = summary
        if not self._is_new:
            self._resize(summary.count)
        self.summarised.emit(summary)
        if self._count_once_more:
            self._count_once_more = False
            self._count_again()
        elif not self._is_new:
            self._ask()

    def _fail_to_count(self, asked: Query, problem: DeskError) -> bool:
        if self._query is not None and asked == _unordered(self._query):
            self._counting = None
            self.failed.emit(problem)
        return True

    def _resize(self, count: int) -> None:
        if count > self._count:
            # A block that ended with the list has more rows now.
            self._blocks.pop(self._count // BLOCK, None) if self._count % BLOCK else None
            self.beginInsertRows(QModelIndex(), self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(QModelIndex(), count, self._count - 1)
            self._count = count
            for number in [each for each in self._blocks if each * BLOCK >= count]:
                del self._blocks[number]
            self.endRemoveRows()


def _unordered(query: Query) -> Query:
    """Count and sums are the same in every order."""
    return replace(query, order="", descending=True)


def _blocks(positions: range, count: int) -> range:
    last = min(positions.stop, count)
    return range(positions.start // BLOCK, -(-last // BLOCK)) if last > positions.start else range(0)


def _overlap(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop
