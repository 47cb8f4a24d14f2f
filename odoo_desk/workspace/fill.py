"""The first fill of the local copy: newest first, in pages, what the user looks at before the rest; it goes on where it was left."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

from odoo_desk.accounting.bare import Bare, Kind
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Product
from odoo_desk.odoo.ledger.pages import PAGE
from odoo_desk.workspace.changes import Change
from odoo_desk.workspace.reader import LAST, POLLED, SHORT, Progress, Reader, end, together

AT_ONCE = 2  # requests in flight: one is answered while the other's answer is read
# Pages that are asked for before the first of them is put away, so that the server is never waiting for the disk.
AHEAD = 4
HEAD = 200  # rows of the list the user looks at that come before anything else
TOLD_EVERY = 2.0  # seconds between two times that open lists are told to look again
_DOCUMENT_BOOKS = tuple(book for book in Book if book.move_types)
_HEADED = (*_DOCUMENT_BOOKS, Book.PAYMENTS, Book.PARTNERS)


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the first fill. `book` for documents, which come book by book."""

    kind: Kind
    book: Book | None = None

    @property
    def fact(self) -> str:
        """Of how far it is: the lowest id that was put, or "done"."""
        return f"fill:{self.kind.value}:{self.book.value if self.book else ''}"

    @property
    def shown_in(self) -> Book | None:
        return self.book or {Kind.PARTNER: Book.PARTNERS, Kind.PAYMENT: Book.PAYMENTS}.get(self.kind)


@dataclass(frozen=True, slots=True)
class StageDone:
    stage: Stage
    rows: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Page:
    """The records of a run of a stage's ids."""

    stage: Stage
    ids: Sequence[int]
    rows: Sequence[Bare | Product]


_LISTS = (Stage(Kind.PARTNER), *(Stage(Kind.MOVE, book) for book in _DOCUMENT_BOOKS), Stage(Kind.PAYMENT))
_REST = (Stage(Kind.ITEM), Stage(Kind.PARTIAL))


class Fill(Reader):
    stages: tuple[StageDone, ...] = ()
    lists_seconds = 0.0
    _looked_at = Book.CUSTOMER_INVOICES
    _done = _total = 0

    def look_at(self, book: Book) -> None:
        """What the user looks at comes first."""
        self._looked_at = book

    async def fill(self, *, full: bool = False) -> None:
        """Everything, from where an earlier fill was left. `full` reads it all again, in place: lists stay as they are meanwhile."""
        began = time.perf_counter()
        user, directory = self._ledger.user, self._ledger.directory
        await self._mirror.begin(user, tuple((await directory.currencies()).values()))
        if full:
            await self._mirror.set_facts({stage.fact: "" for stage in (*_LISTS, *_REST)} | {"filled": ""})
        if await self._mirror.fact("filled"):
            await self._mirror.make_indexes()  # of books that have grown
            return
        await together(self._begin_cursors(), self._read_first())
        ids = await self._ids(_LISTS)
        rest = await together(*(self._pages.count(each.kind, 0, LAST) for each in _REST))
        self._done, self._total = 0, sum(map(len, ids.values())) + sum(rest)
        await self._fill(ids)
        await self._mirror.make_indexes()
        await self._mirror.set_facts({"lists_complete": "1"})
        self.lists_seconds = time.perf_counter() - began
        self._changed(Change(everything=True))
        await self._fill(await self._ids(_REST))
        await self._mirror.settle_dues()
        await self._read_short_lists(SHORT)
        await self._mirror.set_facts({"filled": "1"})
        self._changed(Change(everything=True))

    async def _begin_cursors(self) -> None:
        """What was newest before anything was read: from there on changes are looked for."""
        kinds = (*POLLED, *SHORT)
        newest = dict(zip(kinds, await together(*map(self._pages.newest, kinds)), strict=True))
        facts = {f"newest:{kind.value}": newest[kind] for kind in SHORT}
        for kind in POLLED:
            if not await self._mirror.fact(f"cursor:{kind.value}"):
                facts[f"cursor:{kind.value}"] = json.dumps([[newest[kind], self._clock()]])
        await self._mirror.set_facts(facts)

    async def _read_first(self) -> None:
        await self._read_short_lists((Kind.JOURNAL,))
        await self._read_head()

    async def _read_head(self) -> None:
        """The first screens of the list that the user looks at, unless they are there."""
        book = self._looked_at
        if book in _HEADED and await self._mirror.is_empty(book):
            rows = await self._pages.head(book, HEAD)
            await self._name(rows)
            await self._mirror.put(rows, {f"head:{book.value}": "1"})
            self._changed(Change(everything=True))

    async def _ids(self, stages: Sequence[Stage]) -> dict[Stage, list[int]]:
        """What is still to be read; stages that are done are left out."""
        told = {stage: await self._mirror.fact(stage.fact) for stage in stages}
        left = [stage for stage in stages if told[stage] != "done"]
        found = await together(*(self._pages.ids(each.kind, int(told[each] or 0), each.book) for each in left))
        return dict(zip(left, found, strict=True))

    async def _fill(self, ids: Mapping[Stage, Sequence[int]]) -> None:
        """Page by page; what is all there is put in order while the rest comes."""
        began = {stage: time.perf_counter() for stage in ids}
        high = {stage: await self._high(stage, own) for stage, own in ids.items()}
        ordering = [asyncio.create_task(self._put_in_order(stage)) for stage, own in ids.items() if not own]
        writing: asyncio.Task[None] | None = None
        told_at = 0.0
        try:
            async for page in self._in_order(ids):
                await self._read_head()
                await self._name(page.rows)
                if writing:
                    await writing
                stage, low = page.stage, page.ids[-1]
                is_last = low == ids[stage][-1]
                writing = asyncio.create_task(self._put_page(page, 0 if is_last else low, high[stage]))
                high[stage] = low - 1
                if is_last:
                    await writing
                    ordering.append(asyncio.create_task(self._put_in_order(stage)))
                    self.stages += (StageDone(stage, len(ids[stage]), time.perf_counter() - began[stage]),)
                    began = dict.fromkeys(began, time.perf_counter())
                self._done += len(page.ids)
                self._progress(Progress(self._done, self._total))
                if (now := time.monotonic()) - told_at > TOLD_EVERY:
                    told_at = now
                    self._changed(Change(everything=True))
            await asyncio.gather(*ordering)
        finally:
            if writing:  # to its end, whatever went wrong; a failure of its own was raised above, or came second
                await asyncio.gather(writing, return_exceptions=True)
            await end(ordering)

    async def _high(self, stage: Stage, ids: Sequence[int]) -> int:
        """Where its next page begins. What is newer was put by somebody else meanwhile, and is not gone."""
        told = await self._mirror.fact(stage.fact)
        return int(told) - 1 if told else (ids[0] if ids else 0)

    async def _put_page(self, page: Page, low: int, high: int) -> None:
        stage = page.stage
        facts = {stage.fact: str(low)} if low else {}
        filed = await self._mirror.put_range(stage.kind, low, high, page.rows, facts, stage.book)
        await self._rename(filed.renamed)

    async def _put_in_order(self, stage: Stage) -> None:
        book = stage.shown_in
        if book:
            await self._mirror.make_indexes(book)
        await self._mirror.set_facts({stage.fact: "done"} | ({f"head:{book.value}": "1"} if book else {}))

    async def _in_order(self, ids: Mapping[Stage, Sequence[int]]) -> AsyncIterator[Page]:
        """The pages of each stage newest first; the stage that is wanted most first, partners before all that names them."""
        places = asyncio.Semaphore(AT_ONCE)

        async def read(stage: Stage, run: Sequence[int]) -> Page:
            async with places:
                return Page(stage, run, await self._pages.page(stage.kind, run, stage.book))

        runs = {
            stage: deque(own[start : start + PAGE] for start in range(0, len(own), PAGE))
            for stage, own in ids.items()
            if own
        }
        under_way: deque[asyncio.Task[Page]] = deque()
        try:
            while runs or under_way:
                while runs and len(under_way) < AHEAD:
                    stage = min(
                        runs, key=lambda each: each.book is not self._looked_at and each.kind is not Kind.PARTNER
                    )
                    under_way.append(asyncio.create_task(read(stage, runs[stage].popleft())))
                    if not runs[stage]:
                        del runs[stage]
                yield await under_way.popleft()
        finally:
            await end(under_way)
