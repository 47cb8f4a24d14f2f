"""Lists: any window of rows of a query, and what all of them come to. From the local copy; from the server while that has nothing yet."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from odoo_desk.accounting.listing import Book, CurrencySum, Query, Row, Summary
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Invoice
from odoo_desk.workspace.link import Link

if TYPE_CHECKING:
    from odoo_desk.odoo.ledger.books import Books

FIRST = 80  # rows that a new window shows at most
AT_MOST = 1000  # rows that are asked of a server to add them up


class Foreseen:
    """What a new window will ask first, asked of the server before the window is there: its first rows."""

    def __init__(self, query: Query, books: Books) -> None:
        self._query = query
        self._answer = asyncio.ensure_future(books.window(query, 0, FIRST))

    def answers(self, query: Query, offset: int, limit: int) -> bool:
        return query == self._query and offset + limit <= FIRST

    async def window(self, offset: int, limit: int) -> Sequence[Row]:
        return (await self._answer)[offset : offset + limit]

    async def drop(self) -> None:
        """Nobody asks any more."""
        self._answer.cancel()
        await asyncio.gather(self._answer, return_exceptions=True)


class Listing:
    def __init__(self, link: Link) -> None:
        self._link = link
        self._here: set[Book] = set()
        self._foreseen: Foreseen | None = None

    def foresee(self, foreseen: Foreseen) -> None:
        """The first question is answered with it, if it is that one."""
        self._foreseen = foreseen

    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]:
        foreseen, self._foreseen = self._foreseen, None
        if foreseen is not None:
            if foreseen.answers(query, offset, limit):
                return await foreseen.window(offset, limit)
            await foreseen.drop()
        if await self._is_here(query.book):
            return await self._link.mirror.window(query, offset, limit)
        return await self._link.ledger.books.window(query, offset, limit)

    async def summary(self, query: Query) -> Summary:
        if await self._is_here(query.book):
            return await self._link.mirror.summary(query)
        return await self._link.ledger.books.summary(query)

    async def ids(self, query: Query, spans: Sequence[range] | None = None) -> array[int]:
        """Of the rows at these positions (of all, without), in order."""
        if await self._is_here(query.book):
            return await self._link.mirror.ids(query, spans)
        return array("q", [row.id for row in await self._rows(query, spans or (range(AT_MOST),))])

    async def spans(self, query: Query, ids: Collection[int]) -> tuple[range, ...]:
        """Where these records stand now, as runs of positions; those that the query does not have any more are left out."""
        if await self._is_here(query.book):
            return await self._link.mirror.spans(query, ids)
        rows = await self._rows(query, (range(AT_MOST),))
        return tuple(range(place, place + 1) for place, row in enumerate(rows) if row.id in ids)

    async def summary_of(self, query: Query, spans: Sequence[range]) -> Summary:
        """What the rows at these positions come to."""
        if await self._is_here(query.book):
            return await self._link.mirror.summary_of(query, spans)
        rows = await self._rows(query, spans)
        documents = [row for row in rows if isinstance(row, Invoice)]
        if not documents:
            return Summary(len(rows))
        own = self._link.ledger.user.company.currency
        return Summary(len(rows), _sum(own, documents))

    async def _rows(self, query: Query, spans: Sequence[range]) -> list[Row]:
        found: list[Row] = []
        for span in spans:
            found += await self._link.ledger.books.window(query, span.start, min(len(span), AT_MOST))
        return found

    async def _is_here(self, book: Book) -> bool:
        """Balances of accounts are the server's to say while it can be asked."""
        if not self._link.is_online:
            return True
        if book is Book.ACCOUNTS:
            return False
        if book not in self._here and not await self._link.mirror.is_empty(book):
            self._here.add(book)
        return book in self._here

    async def close(self) -> None:
        if self._foreseen is not None:
            await self._foreseen.drop()

    def forget(self) -> None:
        """The copy was emptied."""
        self._here.clear()


def _sum(own: Currency, documents: Sequence[Invoice]) -> CurrencySum:
    total = sum((each.amount_total_signed for each in documents), Decimal(0))
    return CurrencySum(own, total, sum((each.amount_residual_signed for each in documents), Decimal(0)))
