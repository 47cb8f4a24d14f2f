"""Lists: any window of rows of a query, and what all of them come to."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.accounting.listing import Query, Row, Summary
from odoo_desk.odoo.ledger import Ledger


class Listing:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]:
        return await self._ledger.books.window(query, offset, limit)

    async def summary(self, query: Query) -> Summary:
        return await self._ledger.books.summary(query)
