"""Matching open items with each other, once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from odoo_desk.accounting.matching import Suggestion, suggestions
from odoo_desk.accounting.open_items import ItemNow, Match, OpenItem, cannot_reconcile
from odoo_desk.accounting.outgoing import Kind, Outgoing
from odoo_desk.accounting.rules import NO_RIGHT
from odoo_desk.errors import ConnectionProblem, DoneUnseen, NotAllowed, NotConnected, changed_meanwhile
from odoo_desk.workspace.link import Link
from odoo_desk.workspace.sending import Sending


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The items as they are now."""

    items: tuple[ItemNow, ...]

    @property
    def left(self) -> tuple[ItemNow, ...]:
        """Those that still have something open."""
        return tuple(each for each in self.items if not each.is_reconciled)


class Reconciling:
    """`matches` are those of the copy, which are there without a server."""

    def __init__(self, link: Link, sending: Sending) -> None:
        self._link = link
        self._sending = sending

    async def matches(self, item_id: int) -> tuple[Match, ...]:
        """What an item is matched with, oldest first."""
        return await self._link.mirror.matches(item_id)

    async def suggestions(self, items: Sequence[OpenItem]) -> tuple[Suggestion, ...]:
        """Which of these probably belong together, the surest first."""
        return await asyncio.to_thread(suggestions, tuple(items))

    async def unreconcile(self, item: OpenItem, match: Match) -> None:
        """Takes back this match and no other; both sides are open again by its amount. OutcomeUnknown when no answer came and looking did not
        help."""
        if not self._link.ledger.user.rights.register_payments:
            raise NotAllowed(NO_RIGHT)
        if match.is_exchange_difference:
            raise NotAllowed("An exchange difference is undone with the match that it belongs to.")
        moves = (item.move_id, match.move_id)
        title = f"Unreconcile {item.number} and {match.number}"
        wanted = Outgoing(uuid4().hex, Kind.UNRECONCILE, title, datetime.now(UTC), moves, item=match.partial_id)
        await self._sending.once(wanted)
        await self._link.touched(moves)

    async def reconcile(self, items: Sequence[OpenItem]) -> Reconciled:
        """Matches as much of these as can be. `items` as they are now, not as of a past day: ChangedMeanwhile when one has another residual on the
        server, NotAllowed when they cannot be matched, OutcomeUnknown when no answer came and looking did not help."""
        ledger = self._link.ledger
        if not ledger.user.rights.register_payments:
            raise NotAllowed(NO_RIGHT)
        if reason := cannot_reconcile(items):
            raise NotAllowed(reason)
        now = {each.id: each for each in await ledger.items.read([each.id for each in items])}
        for item in items:
            there = now.get(item.id)
            if there is None or not there.is_posted or there.residual != item.residual:
                await self._link.touched({item.move_id})
                raise changed_meanwhile()
        moves = tuple(dict.fromkeys(each.move_id for each in items))
        numbers = ", ".join(dict.fromkeys(each.number for each in items))
        ids = tuple(each.id for each in items)
        wanted = Outgoing(uuid4().hex, Kind.RECONCILE, f"Reconcile {numbers}", datetime.now(UTC), moves, items=ids)
        await self._sending.once(wanted)
        await self._link.touched(moves, {each.payment_id for each in items if each.payment_id})
        try:
            return Reconciled(await ledger.items.read(ids))
        except (ConnectionProblem, NotConnected) as problem:
            raise DoneUnseen(
                "The items were reconciled, but the connection was lost before they could be shown.",
                advice="Refresh when there is a connection again.",
                details=str(problem),
            ) from problem
