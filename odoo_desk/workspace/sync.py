"""Keeping the local copy true: the first fill, what changed since, what has gone.

Who calls it decides where it runs: `odoo-desk sync`, a child of the window, for all that is much; the window itself for what its user just did.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from odoo_desk.accounting.bare import Kind
from odoo_desk.errors import DeskError
from odoo_desk.odoo.ledger.pages import PAGE
from odoo_desk.store.mirror import Filed
from odoo_desk.workspace.changes import Change
from odoo_desk.workspace.fill import Fill
from odoo_desk.workspace.reader import LAST, SHORT, together

RUN = 20_000  # records whose number is compared at once
BATCH = 40  # documents read whole at once
# Longer than any transaction: what is older than the newest change was by then cannot appear any more.
SETTLED = timedelta(minutes=15)
SECOND = timedelta(seconds=2)  # a change is told in whole seconds; a second one may follow within the same
OVER = timedelta(seconds=3)  # after that a second of the server's is surely over
_SWEPT = (Kind.MOVE, Kind.PAYMENT, Kind.PARTNER, Kind.ITEM, Kind.PARTIAL)
_TIME = "%Y-%m-%d %H:%M:%S"


class Sync(Fill):
    _unreadable: frozenset[int] = frozenset()

    # --- what changed -------------------------------------------------------------------------------------------------

    async def pull(self) -> Change:
        """What changed since the last time: one request for each model when nothing did."""
        documents, payments, partners = await together(
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
        for kind in SHORT:
            newest = await self._pages.newest(kind)
            if newest != await self._mirror.fact(f"newest:{kind.value}"):
                changed.append(kind)
                await self._mirror.set_facts({f"newest:{kind.value}": newest})
        return await self._read_short_lists(changed) if changed else frozenset()

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
        await self._read_short_lists(SHORT)
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
            self._unreadable |= set(wanted)
            raise
        return len(wanted)

    # --- cursors ------------------------------------------------------------------------------------------------------

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
