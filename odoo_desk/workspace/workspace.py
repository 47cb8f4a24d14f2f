"""The object that window and command line hold: one company on one server, signed in or only copied."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from odoo_desk import credentials
from odoo_desk.accounting.records import User
from odoo_desk.errors import NotAllowed, SignInRefused
from odoo_desk.settings import Profile
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace.activity import Activity
from odoo_desk.workspace.changes import Change, Changes
from odoo_desk.workspace.finding import Finding
from odoo_desk.workspace.invoicing import Invoicing
from odoo_desk.workspace.lasting import Lasting
from odoo_desk.workspace.lines import Phase
from odoo_desk.workspace.link import Link
from odoo_desk.workspace.listing import Listing
from odoo_desk.workspace.lookups import Lookups
from odoo_desk.workspace.open_items import OpenItems
from odoo_desk.workspace.paying import Paying
from odoo_desk.workspace.reconciling import Reconciling
from odoo_desk.workspace.sending import Sending
from odoo_desk.workspace.suggestions import Suggestions
from odoo_desk.workspace.syncing import Syncing, SyncState

if TYPE_CHECKING:
    from odoo_desk.odoo.client import Client
    from odoo_desk.odoo.ledger import Ledger
    from odoo_desk.workspace.keeping import Outcome
    from odoo_desk.workspace.reader import Progress


@dataclass(frozen=True, slots=True)
class Words:
    """Odoo's own names for its buttons in the server's version: posting an invoice, posting an entry, paying."""

    post: str
    post_entry: str
    pay: str


@dataclass(frozen=True, slots=True)
class Server:
    """`notice` is for the user: a version newer than we know, an unencrypted connection; "" if nothing."""

    url: str
    database: str
    version: str
    major: int
    protocol: str
    notice: str
    words: Words


class Workspace:
    """`mirror` and `lasting` are open; the workspace closes them."""

    def __init__(self, profile: Profile, user: User, server: Server, mirror: Mirror, lasting: Lasting) -> None:
        self.profile = profile
        self.user = user
        self.server = server
        self.changes = Changes()
        self._is_closed = False
        self._mirror = mirror
        self._lasting = lasting
        self.drafts = lasting.drafts
        self.activity = Activity(lasting.activity, mirror)
        self._link = Link(mirror, self.changes, self.activity, user.company)
        self.listing = Listing(self._link)
        self.sending = Sending(self._link, lasting.outbox, lasting.drafts)
        self._finding = Finding(mirror, self.changes)
        self.lookups = Lookups(self._link, self._finding)
        self.invoicing = Invoicing(self._link, self.sending, self.lookups)
        self.suggestions = Suggestions(self._link, self.listing, self.changes)
        self.paying = Paying(self._link, lasting.outbox, self.sending)
        self.reconciling = Reconciling(self._link, self.sending)
        self.open_items = OpenItems(
            self._link, self.lookups, f"{server.url} {server.database} {user.company.name} ({user.company.id})"
        )
        self.syncing = Syncing(mirror, self.changes)

    @property
    def is_online(self) -> bool:
        return self._link.is_online

    async def use(self, client: Client, ledger: Ledger) -> None:
        """Signed in: from now on the server can be asked. The workspace closes the client."""
        currencies = tuple((await ledger.directory.currencies()).values())
        if not await self._mirror.begin(ledger.user, currencies):
            self.listing.forget()
        self.user = ledger.user
        await self._link.use(client, ledger)

    def keep_in_step(self, reconnect: Callable[[], Awaitable[None]] | None = None) -> None:
        """Starts the child that fills the copy and looks for changes; without a connection `reconnect` is tried until there is one."""
        if not self._is_closed:
            self.syncing.subscribe(self._in_step)
            self.syncing.start(self._link, self.profile, reconnect)

    def _in_step(self, state: SyncState) -> None:
        if state.phase in (Phase.IN_STEP, Phase.ELSEWHERE):
            self.sending.go_on()
            self._finding.prepare()

    async def sync_once(
        self, *, full: bool = False, documents: bool = False, progress: Callable[[Progress], None] = lambda _: None
    ) -> Outcome:
        """Fills the copy as far as it is missing, and brings it up to date. NotAllowed while another program is doing that."""
        from odoo_desk.workspace import keeping  # noqa: PLC0415

        client, ledger = self._link.client, self._link.ledger
        outcome = await keeping.once(ledger, client, self._mirror, full=full, documents=documents, progress=progress)
        self.changes.tell(Change(everything=True))
        return outcome

    async def catch_up(self) -> None:
        """What changed since the last sync, if there ever was one; another program that is at it does as well."""
        if await self._mirror.fact("filled"):
            with suppress(NotAllowed):
                await self.sync_once()

    async def refresh(self) -> None:
        """Forget what was read once per session and tell every open view to read again."""
        if self._link.is_online:
            self._link.ledger.directory.forget()
            self._link.ledger.rulebook.forget()
        self.syncing.nudge()
        self.changes.tell(Change(everything=True))

    async def is_secret(self, typed: str) -> bool:
        """Whether it is the key or password of this connection. SignInRefused or SecretStoreUnavailable with nothing to compare it to."""
        import hmac  # noqa: PLC0415  a start does without

        known: str | None = self._link.secret
        if not known:
            known = await asyncio.to_thread(credentials.read, self.profile)
        if not known:
            raise SignInRefused(
                "The key or password is not kept on this computer, and the server does not answer.",
                advice="Sign in once more, or wait for the server.",
            )
        return hmac.compare_digest(typed.encode(errors="surrogatepass"), known.encode(errors="surrogatepass"))

    async def client_again(self) -> Client:
        """A second client, signed in the same way. NotConnected without a first one."""
        return await self._link.client_again()

    async def close(self) -> None:
        """To its end, also when whoever closes it is called off meanwhile."""
        closing = asyncio.ensure_future(self._close())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await closing
            raise

    async def _close(self) -> None:
        self._is_closed = True
        await self.sending.finish()
        await self.syncing.stop()
        await self._finding.close()
        await self.listing.close()
        await self._link.close()
        await self._lasting.close()
        await self._mirror.close()
