"""Records that are found while they are typed: kept in memory as an index, out of the local copy, so that the answer is there in the same key press."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from odoo_desk.accounting.bare import BarePartner
from odoo_desk.accounting.finding import Card, Hit, Index
from odoo_desk.accounting.records import Account, Partner, Product
from odoo_desk.errors import DeskError
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace.changes import Change, Changes

T = TypeVar("T")
_SLICE = 0.002  # seconds of the loop at a time
_log = logging.getLogger(__name__)


class Known(Generic[T]):
    """Records of one kind. `read` gives all of them, the likeliest first, or None while they are not all here."""

    def __init__(self, read: Callable[[], Awaitable[Sequence[T] | None]], card: Callable[[T], Card]) -> None:
        self._read = read
        self._card = card
        self._index: Index | None = None
        self._is_outdated = True
        self._reading: asyncio.Task[None] | None = None

    def find(self, text: str, limit: int) -> tuple[Hit, ...] | None:
        """At once, as of what is known now; None while nothing is."""
        self.prepare()
        return None if self._index is None else self._index.find(text, limit)

    def prepare(self) -> None:
        """Reads what is outdated, in the background."""
        if self._is_outdated and (self._reading is None or self._reading.done()):
            self._is_outdated = False
            self._reading = asyncio.ensure_future(self._learn())

    def outdate(self) -> None:
        self._is_outdated = True

    async def ready(self) -> None:
        """Until what was asked for is read."""
        self.prepare()
        if self._reading is not None:
            await asyncio.gather(self._reading, return_exceptions=True)

    async def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)

    async def _learn(self) -> None:
        try:
            rows = await self._read()
        except DeskError as problem:  # of the copy; the server can be asked
            _log.info("nothing can be found in the copy: %s", problem)
            return
        if rows is None:
            self._index = None
            return
        index, began = Index(), time.perf_counter()
        for row in rows:
            index.add(self._card(row))
            if time.perf_counter() - began > _SLICE:
                await asyncio.sleep(0)
                began = time.perf_counter()
        index.seal()
        self._index = index


class Finding:
    """Partners, products and accounts."""

    def __init__(self, mirror: Mirror, changes: Changes) -> None:
        self._mirror = mirror
        self.partners = Known(self._partners, partner_card)
        self.products = Known(self._products, product_card)
        self.accounts = Known(self._accounts, account_card)
        self._all = (self.partners, self.products, self.accounts)
        self._forget = changes.subscribe(self._heard)

    def prepare(self) -> None:
        for each in self._all:
            each.prepare()

    async def close(self) -> None:
        self._forget()
        for each in self._all:
            await each.close()

    def _heard(self, change: Change) -> None:
        if change.everything:
            for each in self._all:
                each.outdate()
        elif change.partners:
            self.partners.outdate()

    async def _partners(self) -> Sequence[BarePartner] | None:
        return await self._mirror.choosable_partners() if await self._mirror.fact("lists_complete") else None

    async def _products(self) -> Sequence[Product] | None:
        return await self._mirror.records(Product) if await self._mirror.fact("filled") else None

    async def _accounts(self) -> Sequence[Account] | None:
        if not await self._mirror.fact("filled"):
            return None
        return [each for each in await self._mirror.records(Account) if not each.archived]


def partner_card(partner: Partner | BarePartner) -> Card:
    company = partner.company_id if isinstance(partner, Partner) else partner.commercial_id
    detail = ", ".join(filter(None, (partner.ref, partner.city, partner.vat)))
    others = (partner.vat, partner.email, partner.phone, partner.city)
    return Card(partner.id, partner.name, partner.ref, detail, others, company if company != partner.id else None)


def product_card(product: Product) -> Card:
    return Card(product.id, product.name, product.code)


def account_card(account: Account) -> Card:
    return Card(account.id, account.name, account.code)
