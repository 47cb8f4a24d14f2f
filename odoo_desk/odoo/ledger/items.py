"""Journal items as they are just now, and matched with each other by the server's own hand."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.accounting.open_items import ItemNow
from odoo_desk.odoo.ledger.directory import Directory
from odoo_desk.odoo.ledger.documents import LINE, MOVE
from odoo_desk.odoo.session import Session

_PARTIAL = "account.partial.reconcile"
_FIELDS = ("account_id", "move_id", "amount_residual", "reconciled", "parent_state")


class Items:
    def __init__(self, session: Session, directory: Directory) -> None:
        self._session = session
        self._directory = directory

    async def read(self, item_ids: Sequence[int]) -> tuple[ItemNow, ...]:
        """Those that are gone, or not to be seen, are left out."""
        own = self._directory.user.company.currency
        return tuple(
            ItemNow(
                row.id,
                row.linked_id("move_id") or 0,
                row.linked_id("account_id") or 0,
                row.amount("amount_residual", own),
                row.flag("reconciled"),
                row.text("parent_state") == "posted",
            )
            for row in await self._session.read(LINE, item_ids, _FIELDS)
        )

    async def is_matched(self, partial_id: int) -> bool:
        """Whether this partial is there."""
        return bool(await self._session.read(_PARTIAL, [partial_id], ("max_date",)))

    async def unreconcile(self, move_id: int, partial_id: int) -> None:
        """This partial alone, and the exchange difference that belongs to it. Asked again it finds nothing, and changes nothing."""
        await self._session.call(MOVE, "js_remove_outstanding_partial", [move_id], {"partial_id": partial_id})

    async def reconcile(self, item_ids: Sequence[int]) -> None:
        """As much as can be, oldest due first, as the server does it; the exchange difference too. Refused once one of them has nothing left
        (from 17 on: once none has), so that what is done cannot be done again."""
        await self._session.call(LINE, "reconcile", list(item_ids))
