"""From an address to an open workspace, step by step, each step with its own words."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from odoo_desk.errors import CertificateRefused, DatabaseNeeded, DeskError, SignInRefused
from odoo_desk.odoo.address import Address, repair
from odoo_desk.odoo.client import Client, reach
from odoo_desk.odoo.dialect import notice_for
from odoo_desk.settings import Profile
from odoo_desk.workspace.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True)
class Step:
    """`name`: address, encryption, version, database, sign-in, rights. `ok` False stops there; `text` says what was found, `advice` what to do.
    `fingerprint` is that of a certificate that was refused and could be trusted by hand."""

    name: str
    ok: bool
    text: str
    advice: str = ""
    fingerprint: str = ""


async def diagnose(profile: Profile, secret: str) -> AsyncGenerator[Step, None]:
    """Tries a connection and tells each step as it is done; ends after the first that fails."""
    step, client = "address", None
    try:
        address = _address_of(profile)
        yield Step(step, ok=True, text=address.url)
        step = "encryption"
        client = await reach(address)
        version = await client.find_version()
        yield _encryption(client, profile)
        notice = notice_for(version)
        yield Step("version", ok=True, text=f"Odoo {version.text}", advice=notice)
        step = "database"
        listed = await client.databases()
        database = _database_for(profile, listed)
        yield Step(step, ok=True, text=database or "the server decides")
        step = "sign-in"
        await client.sign_in(database, profile.login, secret, profile.protocol)
        workspace = await open_workspace(profile, client)
        user = workspace.user
        try:
            _check_login(profile, workspace)
            yield Step(step, ok=True, text=f"{user.name} ({user.login}), over {client.protocol}")
            rights = user.rights
            can = "may write, post and pay" if rights.write_invoices and rights.register_payments else "may look only"
            text = (
                f"{user.company.name}: {can}" if rights.read_invoices else f"{user.company.name}: may not see invoices"
            )
            yield Step(
                "rights",
                rights.read_invoices,
                text,
                "" if rights.read_invoices else "Ask for the Billing right in Odoo.",
            )
        finally:
            await workspace.close()
    except CertificateRefused as problem:
        yield Step(step, ok=False, text=problem.message, advice=problem.advice, fingerprint=problem.fingerprint)
    except DeskError as problem:
        yield Step(step, ok=False, text=problem.message, advice=problem.advice)
    finally:
        if client is not None:
            await client.close()


async def databases(profile: Profile) -> tuple[str, ...]:
    """The server's databases, empty where it does not list them."""
    client = await reach(_address_of(profile))
    try:
        return await client.databases()
    finally:
        await client.close()


async def connect(profile: Profile, secret: str) -> Workspace:
    """Signs in and opens the company. Any of the connection errors, SignInRefused, DatabaseUnknown, DatabaseNeeded."""
    client = await reach(_address_of(profile))
    try:
        await client.find_version()
        database = profile.database or _database_for(profile, await client.databases())
        await client.sign_in(database, profile.login, secret, profile.protocol)
    except BaseException:
        await client.close()
        raise
    workspace = await open_workspace(replace(profile, url=client.address.url, database=database), client)
    try:
        _check_login(profile, workspace)
    except SignInRefused:
        await workspace.close()
        raise
    return workspace


def _address_of(profile: Profile) -> Address:
    return Address(repair(profile.url), profile.ca_file, profile.fingerprint)


def _encryption(client: Client, profile: Profile) -> Step:
    if client.address.is_https:
        trusted = "by the fingerprint you trust" if profile.fingerprint else "by this computer"
        return Step("encryption", ok=True, text=f"encrypted, certificate trusted {trusted}")
    if client.address.is_loopback:
        return Step("encryption", ok=True, text="not needed on this computer")
    return Step(
        "encryption",
        ok=True,
        text="not encrypted",
        advice="Anybody on the way can read it. Use https if the server has it.",
    )


def _database_for(profile: Profile, listed: tuple[str, ...]) -> str:
    if profile.database:
        return profile.database
    if len(listed) > 1:
        raise DatabaseNeeded("This server has several databases.", advice=f"Choose one: {', '.join(listed)}.")
    return listed[0] if listed else ""


def _check_login(profile: Profile, workspace: Workspace) -> None:
    """A key signs in its owner, whoever's name is typed beside it."""
    if profile.login and workspace.user.login != profile.login:
        raise SignInRefused(
            f"This key belongs to {workspace.user.login}, not to {profile.login}.",
            advice="Use your own key, or leave the user empty.",
        )
