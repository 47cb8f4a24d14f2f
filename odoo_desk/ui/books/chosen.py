"""What is selected in a list: how many, what they come to, and the documents that can be worked on. Rows that were never loaded count as well;
positions turn into records once, at once, because positions may be others' after the next change."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.listing import Book, Query, Row, Summary
from odoo_desk.accounting.records import Invoice
from odoo_desk.errors import DeskError
from odoo_desk.ui import tasks
from odoo_desk.ui.books import sums
from odoo_desk.ui.tables.view import BookView

ACTED_ON = 1000  # documents at once
SETTLED = 60  # ms; whoever moves through a list with Shift held down asks only where they stop


class Chosen(QObject):
    """`changed` when `documents`, `words` or `by_currency` are others."""

    changed = Signal()

    def __init__(self, view: BookView, book: Book, owner: QWidget) -> None:
        super().__init__(owner)
        self._view = view
        self._book = book
        self._owner = owner
        self._task: tasks.Task | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLED)
        self._settled.timeout.connect(self._ask)
        self.documents: tuple[Invoice, ...] = ()
        self.words = ""
        self.by_currency = ""
        view.selection_changed.connect(self._selected)
        view.moved.connect(self._moved)

    def _selected(self) -> None:
        """One row, or rows that are all loaded, can be worked on at once; actions are never for a part of what is selected."""
        self._stop()
        count = self._view.selected_count()
        records = self._view.selected_records() if count <= ACTED_ON else []
        is_known = len(records) == count
        self._tell(count, records if is_known else [], None)
        if count > 1:
            self._settled.start()

    def _moved(self) -> None:
        """The same records, perhaps with other amounts and in other states, perhaps fewer of them."""
        count = self._view.selected_count()
        records = self._view.selected_records() if count <= ACTED_ON else []
        if len(records) == count:
            self._tell(count, records, None, keep_words=count > 1)
        if count > 1 and not self._settled.isActive():
            self._stop()
            self._settled.start()

    def _stop(self) -> None:
        self._settled.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _ask(self) -> None:
        model, spans = self._view.book(), tuple(self._view.selected_ranges())
        query, count = model.query, sum(map(len, spans))
        if query is None or count < 2:
            return
        self._task = tasks.run(
            self._owner, self._found(query, spans, count), done=partial(self._take, count), failed=self._failed
        )

    async def _found(self, query: Query, spans: tuple[range, ...], count: int) -> tuple[list[Row], Summary | None]:
        """Rows as they stand now; should they be others than those on screen, the list is read again and this comes once more."""
        view, source = self._view, self._view.book().source
        if view.has_everything() and (whole := view.book().summary) is not None and count > ACTED_ON:
            return [], whole
        records = view.selected_records() if count <= ACTED_ON else []
        if len(records) < count:
            if count <= ACTED_ON:
                answers = await asyncio.gather(*(source.window(query, span.start, len(span)) for span in spans))
                records = [row for rows in answers for row in rows]
                ids: Sequence[int] = [row.id for row in records]
            else:
                ids = await source.ids(query, spans)
            if not self._is_as_seen(spans, ids, count):
                view.book().refresh()
                return [], None
            view.remember(frozenset(ids))
        return records, await source.summary_of(query, spans)

    def _is_as_seen(self, spans: tuple[range, ...], ids: Sequence[int], count: int) -> bool:
        model, first = self._view.book(), 0
        for span in spans:
            if any(
                first + at - span.start < len(ids) and ids[first + at - span.start] != row.id
                for at, row in model.loaded_in(span)
            ):
                return False
            first += len(span)
        return len(ids) == count

    def _take(self, count: int, found: tuple[list[Row], Summary | None]) -> None:
        self._task = None
        self._tell(count, *found)

    def _failed(self, _problem: DeskError) -> bool:
        """The list says it already; a selection without sums can still be seen."""
        self._task = None
        return True

    def _tell(self, count: int, records: list[Row], summary: Summary | None, *, keep_words: bool = False) -> None:
        self.documents = tuple(row for row in records if isinstance(row, Invoice))
        if not keep_words:
            self.words = sums.selection_in_words(count, summary, self._book) if count > 1 else ""
            self.by_currency = sums.by_currency(summary, self._book) if summary is not None else ""
            if self._book.move_types and count > ACTED_ON:
                self.words += f"{sums.GAP}At most {sums.number(ACTED_ON)} can be worked on at once."
        self.changed.emit()
