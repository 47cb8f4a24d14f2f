"""Keeping the local copy true: the first fill, what changed since, what has gone.

Who calls it decides where it runs: `odoo-desk sync`, a child of the window, for all that is much; the window itself for what its user just did.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from odoo_desk.accounting.bare import Bare, BareMove, Kind, Short
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Product
from odoo_desk.errors import DeskError
from odoo_desk.odoo.ledger import Ledger
from odoo_desk.odoo.ledger.pages import PAGE
from odoo_desk.store.mirror import Filed, Mirror
from odoo_desk.workspace.changes import Change

T = TypeVar("T")
AT_ONCE = 2  # requests in flight: one is answered while the other's answer is read
HEAD = 200  # rows of each list that come before anything else
FEW = 2000  # records of a book that are kept sorted from the start; others are sorted when they are all there
RUN = 20_000  # records whose number is compared at once
LAST = 2**31 - 1  # the highest id there can be
BATCH = 40  # documents read whole at once
# Longer than any transaction: what is older than the newest change was by then cannot appear any more.
SETTLED = timedelta(minutes=15)
SECOND = timedelta(seconds=2)  # a change is told in whole seconds; a second one may follow within the same
OVER = timedelta(seconds=3)  # after that a second of the server's is surely over
_POLLED = (Kind.MOVE, Kind.PAYMENT, Kind.PARTNER)
_SHORT = (Kind.CURRENCY, Kind.JOURNAL, Kind.TAX, Kind.TERM, Kind.ACCOUNT, Kind.PRODUCT)
_SWEPT = (Kind.MOVE, Kind.PAYMENT, Kind.PARTNER, Kind.ITEM, Kind.PARTIAL)
_DOCUMENT_BOOKS = tuple(book for book in Book if book.move_types)
_HEADED = (*_DOCUMENT_BOOKS, Book.PAYMENTS, Book.PARTNERS)
_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Stage:
    """One part of the first fill. `book` for documents, which come book by book."""

    kind: Kind
    book: Book | None = None

    @property
    def fact(self) -> str:
        return f"fill:{self.kind.value}:{self.book.value if self.book else ''}"


@dataclass(frozen=True, slots=True)
class StageDone:
    stage: Stage
    rows: int
    seconds: float


class Sync:
    """`progress` and `changed` are called as things happen; both may be called very often."""

    def __init__(
        self,
        ledger: Ledger,
        mirror: Mirror,
        *,
        progress: Callable[[Progress], None] = lambda _: None,
        changed: Callable[[Change], None] = lambda _: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._pages = ledger.pages
        self._ledger = ledger
        self._mirror = mirror
        self._progress = progress
        self._changed = changed
        self._clock = clock
        self._looked_at = Book.CUSTOMER_INVOICES
        self._unreadable: set[int] = set()
        self.stages: list[StageDone] = []
        self.lists_seconds = 0.0

    def look_at(self, book: Book) -> None:
        """What the user looks at comes first."""
        self._looked_at = book

    # --- the first fill -----------------------------------------------------------------------------------------------

    async def fill(self, *, full: bool = False) -> None:
        """Everything, from where an earlier fill was left. `full` reads it all again, in place: lists stay as they are meanwhile."""
        began = time.perf_counter()
        user, directory = self._ledger.user, self._ledger.directory
        await self._mirror.begin(user, tuple((await directory.currencies()).values()))
        if full:
            await self._mirror.set_facts({stage.fact: "" for stage in _STAGES} | {"filled": ""})
        if await self._mirror.fact("filled"):
            return
        await self._begin_cursors()
        await self._short_lists((Kind.JOURNAL,))
        await self._heads((self._looked_at,))
        ids = await self._ids(_LISTS)
        total = sum(map(len, ids.values())) + sum([await self._pages.count(each.kind, 0, LAST) for each in _REST])
        done = 0
        left = [stage for stage in _LISTS if await self._mirror.fact(stage.fact) != "done"]
        for stage in left:
            if len(ids[stage]) <= FEW:
                await self._put_in_order(stage, done=False)
        # One book is put in order while the server is sending the next.
        ordering = [asyncio.create_task(self._heads(_HEADED))]
        try:
            while left:
                stage = min(left, key=lambda each: each.book is not self._looked_at and each.kind is not Kind.PARTNER)
                left.remove(stage)
                done = await self._fill_stage(stage, ids[stage], done, total)
                ordering.append(asyncio.create_task(self._put_in_order(stage)))
            await asyncio.gather(*ordering)
        finally:
            await _end(ordering)
        await self._mirror.make_indexes()
        await self._mirror.set_facts({"lists_complete": "1"})
        self.lists_seconds = time.perf_counter() - began
        self._changed(Change(everything=True))
        for stage, rest in (await self._ids(_REST)).items():
            if await self._mirror.fact(stage.fact) != "done":
                done = await self._fill_stage(stage, rest, done, total)
                await self._put_in_order(stage)
        await self._mirror.settle_dues()
        await self._short_lists(_SHORT)
        await self._mirror.set_facts({"filled": "1"})
        self._changed(Change(everything=True))

    async def _heads(self, books: Iterable[Book]) -> None:
        """The first screens of these books, as far as they are not there."""
        if await self._mirror.fact("lists_complete"):
            return
        for book in books:
            if book in _HEADED and not await self._mirror.fact(f"head:{book.value}"):
                rows = await self._pages.head(book, HEAD)
                await self._name(rows)
                await self._mirror.put(rows, {f"head:{book.value}": "1"})
                self._changed(Change(everything=True))

    async def _ids(self, stages: Sequence[Stage]) -> dict[Stage, list[int]]:
        """What is still to be read."""

        async def ids(stage: Stage) -> list[int]:
            told = await self._mirror.fact(stage.fact)
            below = int(told) if told.isdigit() else 0
            return [] if told == "done" else await self._pages.ids(stage.kind, below, stage.book)

        return dict(zip(stages, await _together(*map(ids, stages)), strict=True))

    async def _fill_stage(self, stage: Stage, ids: Sequence[int], done: int, total: int) -> int:
        began = time.perf_counter()
        told = await self._mirror.fact(stage.fact)
        # What is newer was put by somebody else meanwhile, and is not gone.
        high = int(told) - 1 if told else (ids[0] if ids else 0)
        writing: asyncio.Task[None] | None = None
        told_at = 0.0
        try:
            async for run, rows in self._in_order(stage, ids):
                await self._name(rows)
                if writing:
                    await writing
                low = run[-1] if run[-1] != ids[-1] else 0
                writing = asyncio.create_task(self._put_run(stage, low, high, rows))
                high = run[-1] - 1
                done += len(run)
                self._progress(Progress(done, total))
                if (now := time.monotonic()) - told_at > 2:
                    told_at = now
                    self._changed(Change(everything=True))
        finally:
            if writing:
                await writing
        self.stages.append(StageDone(stage, len(ids), time.perf_counter() - began))
        return done

    async def _put_in_order(self, stage: Stage, *, done: bool = True) -> None:
        book = stage.book or {Kind.PARTNER: Book.PARTNERS, Kind.PAYMENT: Book.PAYMENTS}.get(stage.kind)
        if book:
            await self._mirror.make_indexes(book)
        if done:
            await self._mirror.set_facts({stage.fact: "done"})

    async def _put_run(self, stage: Stage, low: int, high: int, rows: Sequence[Bare | Product]) -> None:
        facts = {stage.fact: str(low)} if low else {}
        filed = await self._mirror.put_range(stage.kind, low, high, rows, facts, stage.book)
        await self._rename(filed.renamed)

    async def _in_order(
        self, stage: Stage, ids: Sequence[int]
    ) -> AsyncIterator[tuple[Sequence[int], Sequence[Bare | Product]]]:
        runs = deque(ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
        under_way: deque[tuple[Sequence[int], asyncio.Task[list[Bare | Product]]]] = deque()
        try:
            while runs or under_way:
                while runs and len(under_way) < AT_ONCE:
                    run = runs.popleft()
                    under_way.append((run, asyncio.create_task(self._pages.page(stage.kind, run, stage.book))))
                run, task = under_way.popleft()
                yield run, await task
        finally:
            await _end([task for _run, task in under_way])

    async def _short_lists(self, kinds: Iterable[Kind]) -> frozenset[Kind]:
        """Those of them that are different now."""
        directory = self._ledger.directory
        directory.forget()
        changed = set()
        for kind in kinds:
            if kind is Kind.PRODUCT:
                ids = await self._pages.ids(kind)
                rows: Sequence[Bare | Short] = await self._pages.some(kind, ids)
            elif kind is Kind.CURRENCY:
                rows = tuple((await directory.currencies()).values())
            elif kind is Kind.JOURNAL:
                rows = await directory.journals()
            elif kind is Kind.TAX:
                rows = tuple((await directory.taxes()).values())
            elif kind is Kind.TERM:
                rows = await directory.terms()
            else:
                domain = await directory.account_domain("")
                rows = await directory.accounts([*domain, *(await directory.archived_too())], balances=True)
            filed = await self._mirror.put_range(kind, 0, 2**62, rows)
            if filed.changed or filed.gone:
                changed.add(kind)
        return frozenset(changed)

    async def _name(self, rows: Sequence[Bare | Product]) -> None:
        """Names that documents show and that no list of ours has: of partners this user may not read, and of salespeople."""
        moves = [row for row in rows if isinstance(row, BareMove)]
        if not moves:
            return
        strangers, people = await self._mirror.unknown_names(moves)
        if strangers or people:
            partners = await self._pages.partner_names(strangers) if strangers else {}
            salespeople = await self._pages.salesperson_names(people) if people else {}
            await self._mirror.put_names(partners, salespeople)

    async def _rename(self, partner_ids: Collection[int]) -> None:
        """In steps, so that lists are not kept waiting while 20,000 documents get another name."""
        for kind in (Kind.MOVE, Kind.PAYMENT) if partner_ids else ():
            after = 0
            while done := await self._mirror.rename(kind, partner_ids, PAGE, after):
                after = max(done)
                ids = frozenset(done)
                self._changed(Change(documents=ids) if kind is Kind.MOVE else Change(payments=ids))

    # --- what changed -------------------------------------------------------------------------------------------------

    async def pull(self) -> Change:
        """What changed since the last time: one request for each model when nothing did."""
        documents, payments, partners = await _together(
            self._pull(Kind.MOVE), self._pull(Kind.PAYMENT), self._pull(Kind.PARTNER)
        )
        short = await self._pull_short()
        entries = await self._mirror.entries_of(payments)
        touched = await self._follow({*documents, *entries})
        change = Change(frozenset({*documents, *touched}), payments, partners, everything=bool(short))
        await self._mirror.set_facts({"in_step": datetime.now(UTC).isoformat()})
        return self._tell(change)

    async def _pull(self, kind: Kind) -> frozenset[int]:
        since = await self._since(kind)
        found = await self._pages.written(kind, since)
        known = await self._mirror.written(kind, found)
        here = await self._mirror.written_since(kind, since)
        hot = set(json.loads(await self._mirror.fact(f"hot:{kind.value}") or "[]"))
        new = {number for number, moment in found.items() if known.get(number) != moment}
        absent = here.keys() - found.keys()
        went_back = any(known.get(number, "") > moment for number, moment in found.items())
        changed = await self._read(kind, list(new | (hot & found.keys()) | absent))
        if went_back or await self._mirror.written(kind, absent):
            changed |= await self._verify(kind)
        newest = max(found.values(), default="")
        await self._advance(kind, newest, found, new)
        return frozenset(changed)

    async def _pull_short(self) -> frozenset[Kind]:
        """Those of the short lists that are different."""
        changed = []
        for kind in _SHORT:
            newest = await self._pages.newest(kind)
            if newest != await self._mirror.fact(f"newest:{kind.value}"):
                changed.append(kind)
                await self._mirror.set_facts({f"newest:{kind.value}": newest})
        return await self._short_lists(changed) if changed else frozenset()

    async def _read(self, kind: Kind, ids: Sequence[int]) -> set[int]:
        """Reads these again: ids of those that are new, different or gone."""
        changed: set[int] = set()
        for start in range(0, len(ids), PAGE):
            run = ids[start : start + PAGE]
            rows = await self._pages.some(kind, run)
            await self._name(rows)
            filed = await self._mirror.put(rows)
            await self._rename(filed.renamed)
            gone = await self._mirror.drop(kind, set(run).difference(row.id for row in rows))
            changed |= filed.changed | gone
            if len(ids) > PAGE:
                self._tell(_change_of(kind, filed, gone))
        return changed

    async def touch(
        self, documents: Iterable[int] = (), payments: Iterable[int] = (), partners: Iterable[int] = ()
    ) -> Change:
        """Reads these again, because something was just done with them, and all that hangs on them."""
        paid = await self._read(Kind.PAYMENT, list(payments))
        entries = await self._mirror.entries_of(paid)
        changed = await self._read(Kind.MOVE, list(dict.fromkeys((*documents, *entries))))
        named = await self._read(Kind.PARTNER, list(partners))
        touched = await self._follow({*documents, *entries})
        return Change(frozenset({*documents, *changed, *touched}), frozenset({*payments, *paid}), frozenset(named))

    async def _follow(self, move_ids: Collection[int]) -> frozenset[int]:
        """The journal items of these documents, what they are matched with, and the other side of it. A match that was undone leaves no trace:
        so those that were known are looked for as well. Ids of the documents that are due on another day now."""
        due: set[int] = set()
        moves = sorted(move_ids)
        for start in range(0, len(moves), PAGE // 4):
            run = moves[start : start + PAGE // 4]
            items = await self._pages.items_of(run)
            before = set(await self._mirror.items_of(run))
            item_ids = {row.id for row in items}
            await self._mirror.put(items)
            await self._mirror.drop(Kind.ITEM, before - item_ids)
            known = await self._mirror.partials_of(before | item_ids)
            partials = await self._pages.partials_of(sorted(item_ids)) if item_ids else []
            sides = {each for pair in known.values() for each in pair}
            sides |= {each for row in partials for each in (row.debit_item, row.credit_item)}
            others = sides - item_ids - before
            if others:
                await self._read(Kind.ITEM, sorted(others))
            await self._mirror.put(partials)
            await self._mirror.drop(Kind.PARTIAL, known.keys() - {row.id for row in partials})
            due |= await self._mirror.settle_dues(run)
        return frozenset(due)

    # --- what has gone ------------------------------------------------------------------------------------------------

    async def sweep(self) -> Change:
        """What was deleted or may not be seen any more leaves no trace: numbers are compared run by run, and looked into where they differ."""
        found: dict[Kind, set[int]] = {}
        for kind in _SWEPT:
            found[kind] = set()
            runs = await self._mirror.ranges(kind, RUN)
            for place, (low, _high, count) in enumerate(runs):
                high = runs[place + 1][0] - 1 if place + 1 < len(runs) else LAST
                if await self._pages.count(kind, low, high) != count:
                    found[kind] |= await self._verify(kind, low, high)
        await self._short_lists(_SHORT)
        changed = found[Kind.MOVE]
        touched = await self._follow(changed)
        return self._tell(
            Change(frozenset(changed | touched), frozenset(found[Kind.PAYMENT]), frozenset(found[Kind.PARTNER]))
        )

    async def _verify(self, kind: Kind, low: int = 0, high: int = LAST) -> set[int]:
        """One by one: what is not as it was is read again, what is not there any more is dropped."""
        there = await self._pages.written(kind, low=low, high=high)
        here = await self._mirror.written_between(kind, low, high)
        different = [number for number, moment in there.items() if here.get(number) != moment]
        gone = await self._mirror.drop(kind, here.keys() - there.keys())
        return await self._read(kind, different) | gone

    # --- documents ----------------------------------------------------------------------------------------------------

    async def read_documents(self) -> int:
        """Reads some of the documents that are kept whole (drafts, open ones, those that were opened before) and are missing or out of date.
        How many were wanted."""
        wanted = await self._mirror.documents_wanted(BATCH + len(self._unreadable))
        wanted = [each for each in wanted if each not in self._unreadable][:BATCH]
        if not wanted:
            return 0
        try:
            await self._mirror.put_documents(await self._ledger.documents.open_all(wanted))
        except DeskError:
            # One of them spoils it for all: they are not tried again before the next start.
            self._unreadable.update(wanted)
            raise
        return len(wanted)

    # --- cursors ------------------------------------------------------------------------------------------------------

    async def _begin_cursors(self) -> None:
        kinds = (*_POLLED, *_SHORT)
        newest = dict(zip(kinds, await _together(*map(self._pages.newest, kinds)), strict=True))
        facts = {f"newest:{kind.value}": newest[kind] for kind in _SHORT}
        for kind in _POLLED:
            if not await self._mirror.fact(f"cursor:{kind.value}"):
                facts[f"cursor:{kind.value}"] = json.dumps([[newest[kind], self._clock()]])
        await self._mirror.set_facts(facts)

    async def _since(self, kind: Kind) -> str:
        """Everything older than this is settled: it was older than the newest change already when we looked SETTLED ago. Times are the server's
        own; of this computer's clock only the time between two looks is taken."""
        seen: list[tuple[str, float]] = json.loads(await self._mirror.fact(f"cursor:{kind.value}") or "[]")
        settled = [moment for moment, at in seen if at <= self._clock() - SETTLED.total_seconds()]
        if settled:
            return _earlier(max(settled), SECOND)
        return _earlier(seen[0][0], SETTLED) if seen else ""

    async def _advance(self, kind: Kind, newest: str, found: Mapping[int, str], new: Collection[int]) -> None:
        """Keeps what was the newest change when, and which records may change once more within the second that they were read in."""
        name = f"cursor:{kind.value}"
        now = self._clock()
        seen: list[tuple[str, float]] = json.loads(await self._mirror.fact(name) or "[]")
        if newest and (not seen or newest != seen[-1][0]):
            seen = [*(each for each in seen if each[0] < newest), (newest, now)]
        old = [each for each in seen if each[1] <= now - SETTLED.total_seconds()]
        kept = [*old[-1:], *(each for each in seen if each[1] > now - SETTLED.total_seconds())]
        latest = {number for number, moment in found.items() if moment >= _earlier(newest, SECOND)}
        hot = latest if seen and now - seen[-1][1] < OVER.total_seconds() else latest & set(new)
        facts = {name: json.dumps(kept), f"hot:{kind.value}": json.dumps(sorted(hot))}
        if any([await self._mirror.fact(each) != value for each, value in facts.items()]):
            await self._mirror.set_facts(facts)

    def _tell(self, change: Change) -> Change:
        if change != Change():
            self._changed(change)
        return change


_LISTS = (
    Stage(Kind.PARTNER),
    *(Stage(Kind.MOVE, book) for book in _DOCUMENT_BOOKS),
    Stage(Kind.PAYMENT),
)
_REST = (Stage(Kind.ITEM), Stage(Kind.PARTIAL))
_STAGES = (*_LISTS, *_REST)


async def _together(*work: Coroutine[object, object, T]) -> list[T]:
    """Side by side. When one fails the others are ended before it is told."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        await _end(tasks)


async def _end(tasks: Iterable[asyncio.Future[T]]) -> None:
    under_way = [task for task in tasks if not task.done()]
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


def _earlier(moment: str, by: timedelta) -> str:
    if not moment:
        return ""
    return (datetime.strptime(moment, _TIME).replace(tzinfo=UTC) - by).strftime(_TIME)


def _change_of(kind: Kind, filed: Filed, gone: frozenset[int]) -> Change:
    ids = filed.changed | gone
    return Change(
        documents=ids if kind is Kind.MOVE else frozenset(),
        payments=ids if kind is Kind.PAYMENT else frozenset(),
        partners=ids if kind is Kind.PARTNER else frozenset(),
    )
