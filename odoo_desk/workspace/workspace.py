"""The object that window and command line hold: one company on one server, signed in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from odoo_desk.accounting.records import User
from odoo_desk.odoo.client import Client
from odoo_desk.odoo.dialect import notice_for
from odoo_desk.odoo.ledger import Ledger, open_ledger
from odoo_desk.settings import Profile, data_folder
from odoo_desk.store.outbox import Outbox
from odoo_desk.workspace.changes import Change, Changes
from odoo_desk.workspace.invoicing import Invoicing
from odoo_desk.workspace.listing import Listing
from odoo_desk.workspace.lookups import Lookups
from odoo_desk.workspace.paying import Paying


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
    """`client` is signed in; the workspace closes it."""

    def __init__(self, profile: Profile, client: Client, ledger: Ledger, outbox: Outbox) -> None:
        self.profile = profile
        self.user: User = ledger.user
        self.server = _describe(client)
        self.changes = Changes()
        self.listing = Listing(ledger)
        self.invoicing = Invoicing(ledger, self.changes)
        self.paying = Paying(ledger, outbox, self.changes)
        self.lookups = Lookups(ledger)
        self._client = client
        self._ledger = ledger
        self._outbox = outbox

    async def refresh(self) -> None:
        """Forget what was read once per session and tell every open view to read again."""
        self._ledger.directory.forget()
        self.changes.tell(Change(everything=True))

    async def in_company(self, company_id: int) -> Workspace:
        """Another workspace of the same user, in another of his companies. This one stays open."""
        client = await self._client.again()
        return await open_workspace(replace(self.profile, company_id=company_id), client)

    async def close(self) -> None:
        await self.paying.finish()
        await self._outbox.close()
        await self._client.close()


async def open_workspace(profile: Profile, client: Client) -> Workspace:
    """The company of the profile (the user's own when it names none). The client is closed when this fails."""
    outbox: Outbox | None = None
    try:
        ledger = await open_ledger(client, profile.company_id)
        book = f"{client.address.url} {client.access.database} {ledger.user.company.id}"
        outbox = Outbox(data_folder() / "outbox.sqlite", book)
        await outbox.open()
    except BaseException:
        await client.close()
        raise
    return Workspace(profile, client, ledger, outbox)


def _describe(client: Client) -> Server:
    unencrypted = "The connection is not encrypted: anybody on the way can read it." if client.is_unencrypted else ""
    notice = " ".join(filter(None, (notice_for(client.version), unencrypted)))
    words = Words("Confirm", "Post", client.dialect.pay_word)
    return Server(
        client.address.url,
        client.access.database,
        client.version.text,
        client.version.major,
        client.protocol,
        notice,
        words,
    )
