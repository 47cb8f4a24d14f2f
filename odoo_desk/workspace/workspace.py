"""The object that window and command line hold: one company on one server, signed in."""

from __future__ import annotations

from dataclasses import dataclass

from odoo_desk.accounting.records import User
from odoo_desk.settings import Profile
from odoo_desk.workspace.changes import Changes
from odoo_desk.workspace.invoicing import Invoicing
from odoo_desk.workspace.listing import Listing
from odoo_desk.workspace.lookups import Lookups
from odoo_desk.workspace.paying import Paying


@dataclass(frozen=True, slots=True)
class Words:
    """Odoo's own names for its buttons in the server's version."""

    post: str
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


@dataclass(frozen=True, slots=True)
class Workspace:
    profile: Profile
    server: Server
    user: User
    listing: Listing
    invoicing: Invoicing
    paying: Paying
    lookups: Lookups
    changes: Changes

    async def refresh(self) -> None:
        """Forget what was read once per session and tell every open view to read again."""
        raise NotImplementedError

    async def close(self) -> None:
        raise NotImplementedError
