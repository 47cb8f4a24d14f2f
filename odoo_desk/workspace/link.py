"""The signed-in server, while there is one. A workspace can be open without: what is in the local copy can be read all the same."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import msgspec

from odoo_desk.errors import ConnectionProblem, DeskError, NotConnected
from odoo_desk.workspace.changes import Change, Changes

if TYPE_CHECKING:
    from odoo_desk.accounting.outgoing import Outgoing
    from odoo_desk.accounting.records import Company
    from odoo_desk.odoo.client import Client
    from odoo_desk.odoo.ledger import Ledger
    from odoo_desk.store.mirror import Mirror
    from odoo_desk.workspace.activity import Activity
    from odoo_desk.workspace.sync import Sync

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Link:
    def __init__(self, mirror: Mirror, changes: Changes, activity: Activity, company: Company) -> None:
        self.mirror = mirror
        self.company = company
        self._activity = activity
        self._changes = changes
        self.is_cut_off = False
        """The sync does not reach the server just now."""
        self._client: Client | None = None
        self._ledger: Ledger | None = None
        self._sync: Sync | None = None

    @property
    def is_online(self) -> bool:
        """Whether it is worth asking the server for what the copy has too."""
        return self._ledger is not None and not self.is_cut_off

    @property
    def ledger(self) -> Ledger:
        """NotConnected while there is no server."""
        if self._ledger is None:
            raise _not_connected()
        return self._ledger

    @property
    def client(self) -> Client:
        """NotConnected while there is no server."""
        if self._client is None:
            raise _not_connected()
        return self._client

    @property
    def secret(self) -> str:
        """For the child that keeps the copy in step; "" while nobody is signed in."""
        return self._client.access.secret if self._client else ""

    async def ask(self, asked: Callable[[Ledger], Awaitable[T]], copied: Callable[[], Awaitable[T]]) -> T:
        """Of the server, and of the copy without one. A connection that breaks just now is no reason to stop writing:
        nobody is asked again before the sync reaches the server."""
        if self.is_online:
            try:
                return await asked(self.ledger)
            except ConnectionProblem as problem:
                _log.info("cut off: %s", problem)
                self.is_cut_off = True
        return await copied()

    async def ask_and_keep(self, name: str, kind: type[T], asked: Callable[[Ledger], Awaitable[T]]) -> T | None:
        """What is not copied by itself: kept as a fact of the copy when it was asked for, and from there without a server."""
        kept = await self.mirror.fact(name)

        async def asked_now(ledger: Ledger) -> T | None:
            found = await asked(ledger)
            if (made := msgspec.json.encode(found).decode()) != kept:
                await self.mirror.set_facts({name: made})
            return found

        async def as_kept() -> T | None:
            return msgspec.json.decode(kept, type=kind) if kept else None

        return await self.ask(asked_now, as_kept)

    async def client_again(self) -> Client:
        return await self.client.again()

    async def use(self, client: Client, ledger: Ledger) -> None:
        """From now on; an earlier connection is closed."""
        from odoo_desk.workspace.sync import Sync  # noqa: PLC0415  not before the first paint

        earlier = self._client
        self._client, self._ledger = client, ledger
        client.wrote = partial(self._activity.note, ledger.user.login)
        self._sync = Sync(ledger, self.mirror)
        if earlier is not None:
            await earlier.close()

    async def close(self) -> None:
        client, self._client, self._ledger = self._client, None, None
        if client is not None:
            await client.close()

    async def found_out(self, entry: Outgoing) -> None:
        """For the log of what was done: what became of something that was not confirmed."""
        await self._activity.found_out(self.ledger.user.login, entry)

    async def touched(
        self, documents: Iterable[int] = (), payments: Iterable[int] = (), partners: Iterable[int] = ()
    ) -> None:
        """Something was just done with these: the copy is put right at once, and every open view hears of it."""
        change = Change(frozenset(documents), frozenset(payments), frozenset(partners))
        try:
            if self._sync is not None:
                change = await self._sync.touch(change.documents, change.payments, change.partners)
        except DeskError as problem:
            # It was done all the same; the sync finds out later what became of it.
            _log.info("what was done could not be read back: %s", problem)
        self._changes.tell(change)


async def nothing() -> tuple[()]:
    """What there is without a server of what is not copied."""
    return ()


def _not_connected() -> NotConnected:
    return NotConnected(
        "There is no connection to the server now.", advice="It is tried again by itself; what was copied can be read."
    )
