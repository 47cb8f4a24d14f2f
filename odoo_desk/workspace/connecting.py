"""From an address to an open workspace, step by step, each step with its own words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from odoo_desk.settings import Profile
from odoo_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """`name`: address, encryption, version, database, sign-in, rights. `ok` False stops there; `text` says what was found, `advice` what to do."""

    name: str
    ok: bool
    text: str
    advice: str = ""
    fingerprint: str = ""
    """Of a certificate that was refused and could be trusted by hand."""


def diagnose(profile: Profile, secret: str) -> AsyncIterator[Step]:
    """Tries a connection and tells each step as it is done; ends after the first that fails."""
    raise NotImplementedError


async def databases(profile: Profile) -> tuple[str, ...]:
    """The server's databases, empty where it does not list them."""
    raise NotImplementedError


async def connect(profile: Profile, secret: str) -> Workspace:
    """Signs in and opens the company. Any of the connection errors, SignInRefused, DatabaseUnknown, DatabaseNeeded."""
    raise NotImplementedError
