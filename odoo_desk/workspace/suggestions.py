"""What the last documents of a partner suggest for the next one. Out of the local copy as far as it has them, else asked once per partner."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.accounting.learning import Learned
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import Document, Invoice, MoveType, State
from odoo_desk.workspace.changes import Change, Changes
from odoo_desk.workspace.link import Link
from odoo_desk.workspace.listing import Listing

LAST = 5  # documents that are learnt from


class Suggestions:
    def __init__(self, link: Link, listing: Listing, changes: Changes) -> None:
        self._link = link
        self._listing = listing
        self._learned: dict[tuple[int, Book], Learned] = {}
        changes.subscribe(self._heard)

    async def for_partner(self, partner_id: int, move_type: MoveType) -> Learned:
        """Nothing for journal entries: no two of a partner's are alike."""
        if move_type.is_entry:
            return Learned()
        key = (partner_id, Book.CUSTOMER_INVOICES if move_type.is_sale else Book.VENDOR_BILLS)
        if key not in self._learned:
            self._learned[key] = Learned(await self._last(*key))
        return self._learned[key]

    async def _last(self, partner_id: int, book: Book) -> tuple[Document, ...]:
        query = Query(book, states=frozenset({State.POSTED.value}), partner_id=partner_id)
        rows = await self._listing.window(query, 0, LAST)
        headers = [row for row in rows if isinstance(row, Invoice)]
        kept = {each.header.id: each for each in await self._kept(headers)}
        missing = [each.id for each in headers if each.id not in kept]
        if missing and self._link.is_online:
            asked = await self._link.ledger.documents.open_all(missing)
            await self._link.mirror.put_documents(asked)
            kept |= {each.header.id: each for each in asked}
        return tuple(kept[each.id] for each in headers if each.id in kept)

    async def _kept(self, headers: Sequence[Invoice]) -> list[Document]:
        """Posted lines do not change any more, so that any copy of a posted document will do."""
        found = [await self._link.mirror.document(each.id) for each in headers]
        return [each for each in found if each is not None and each.header.state is State.POSTED]

    def _heard(self, change: Change) -> None:
        if change.everything or change.documents:
            self._learned.clear()
