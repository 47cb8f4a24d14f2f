"""What all parts of the sync stand on: the server's pages, the copy, and who hears of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from odoo_desk.accounting.bare import Bare, BareMove, Kind, Short
from odoo_desk.accounting.records import Product
from odoo_desk.odoo.ledger import Ledger
from odoo_desk.odoo.ledger.pages import PAGE
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace.changes import Change

T = TypeVar("T")
POLLED = (Kind.MOVE, Kind.PAYMENT, Kind.PARTNER)
SHORT = (Kind.CURRENCY, Kind.JOURNAL, Kind.TAX, Kind.TERM, Kind.ACCOUNT, Kind.PRODUCT)
LAST = 2**31 - 1  # the highest id there can be


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int


class Reader:
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

    async def _read_short_lists(self, kinds: Iterable[Kind]) -> frozenset[Kind]:
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


async def together(*work: Coroutine[object, object, T]) -> list[T]:
    """Side by side. When one fails the others are ended before it is told."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        await end(tasks)


async def end(tasks: Iterable[asyncio.Future[T]]) -> None:
    under_way = [task for task in tasks if not task.done()]
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)
