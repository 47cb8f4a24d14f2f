"""From an address to an open workspace, step by step, each step with its own words.

What only a server is needed for is loaded when one is asked: a copy is on screen sooner without it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from odoo_desk.accounting.listing import Query
from odoo_desk.accounting.records import User
from odoo_desk.errors import CertificateRefused, DatabaseNeeded, DeskError, SignInRefused
from odoo_desk.settings import Profile
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace import copies
from odoo_desk.workspace.lasting import Lasting
from odoo_desk.workspace.listing import Foreseen
from odoo_desk.workspace.workspace import Server, Words, Workspace

if TYPE_CHECKING:
    from odoo_desk.odoo.address import Address
    from odoo_desk.odoo.client import Client
    from odoo_desk.odoo.dialect import Version
    from odoo_desk.odoo.ledger import Ledger


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
    step = "address"
    client: Client | None = None
    try:
        address = _address_of(profile)
        yield Step(step, ok=True, text=address.url)
        step = "encryption"
        client = await _reach(address, profile)
        version = await client.find_version()
        yield _encryption(client, profile)
        yield Step("version", ok=True, text=f"Odoo {version.text}", advice=_notice(version))
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
    client = await _reach(_address_of(profile), profile)
    try:
        return await client.databases()
    finally:
        await client.close()


async def connect(profile: Profile, secret: str, question: Query | None = None) -> Workspace:
    """Signs in and opens the company; `question` is what its window is going to ask first.
    Any of the connection errors, SignInRefused, DatabaseUnknown, DatabaseNeeded."""
    client = await _signed_in(profile, secret)
    workspace = await open_workspace(profile, client, question)
    try:
        _check_login(profile, workspace)
    except SignInRefused:
        await workspace.close()
        raise
    return workspace


async def reopen(profile: Profile) -> Workspace | None:
    """From the local copy alone, without asking anybody; None when there is none. StoreNewer when a newer program wrote it."""
    path = copies.known_copy(profile)
    if path is None:
        return None
    mirror = Mirror(path)
    opened: list[Mirror | Lasting] = [mirror]
    try:
        notice = await mirror.open()
        known = await owner_of(mirror)
        if known is None:
            await mirror.close()
            return None
        user, server = known
        lasting = lasting_of(server, user)
        opened.append(lasting)
        await lasting.open()
    except BaseException:
        for each in opened:
            await each.close()
        raise
    if profile.read_only:
        user = replace(user, rights=user.rights.looking_only())
    workspace = Workspace(profile, user, server, mirror, lasting)
    workspace.syncing.say(notice)
    return workspace


async def owner_of(mirror: Mirror) -> tuple[User, Server] | None:
    """Whose copy it is and where it comes from; None while it is empty, or where another version of this program told it in its own way."""
    try:
        user, told = await mirror.user(), await mirror.fact("server")
        return (user, msgspec.json.decode(told, type=Server)) if user and told else None
    except msgspec.MsgspecError:
        return None


async def attach(workspace: Workspace, secret: str) -> None:
    """Signs in behind a workspace that was reopened."""
    profile = workspace.profile
    client, ledger = await sign_in(profile, secret, profile.company_id or workspace.user.company.id)
    workspace.server = describe(client)
    await workspace.use(client, ledger)


async def sign_in(profile: Profile, secret: str, company_id: int | None) -> tuple[Client, Ledger]:
    """A client and the books of one company; the caller closes the client."""
    client = await _signed_in(profile, secret)
    try:
        ledger = await _ledger(client, company_id)
        if profile.login and ledger.user.login != profile.login:
            raise _not_yours(ledger.user.login, profile.login)
    except BaseException:
        await client.close()
        raise
    return client, ledger


async def open_workspace(profile: Profile, client: Client, question: Query | None = None) -> Workspace:
    """The company of the profile (the user's own when it names none), with its local copy. The client is closed when this fails."""
    opened: list[Mirror | Lasting] = []
    foreseen: Foreseen | None = None
    try:
        ledger = await _ledger(client, profile.company_id)
        user, server = ledger.user, describe(client)
        path = copies.copy_of(server.url, server.database, user.login, user.company.id)
        if question is not None and not path.exists():
            foreseen = Foreseen(question, ledger.books)  # while the files are being made
        mirror, lasting = Mirror(path), lasting_of(server, user)
        opened += [mirror, lasting]
        notice = await mirror.open()
        await lasting.open()
        resolved = replace(profile, url=server.url, database=server.database)
        workspace = Workspace(resolved, user, server, mirror, lasting)
        await workspace.use(client, ledger)
        await mirror.set_facts({"server": msgspec.json.encode(server).decode()})
        copies.remember(profile, path)
        copies.remember(resolved, path)
        workspace.syncing.say(notice)
        if foreseen is not None:
            workspace.listing.foresee(foreseen)
    except BaseException:
        if foreseen is not None:
            await foreseen.drop()
        for each in opened:
            await each.close()
        await client.close()
        raise
    return workspace


async def open_company(workspace: Workspace, company_id: int, question: Query | None = None) -> Workspace:
    """Another company of the same user, in a workspace of its own."""
    client = await workspace.client_again()
    return await open_workspace(replace(workspace.profile, company_id=company_id), client, question)


def lasting_of(server: Server, user: User) -> Lasting:
    return Lasting(server.url, server.database, user.company.id, user.login)


def describe(client: Client) -> Server:
    unencrypted = "The connection is not encrypted: anybody on the way can read it." if client.is_unencrypted else ""
    return Server(
        client.address.url,
        client.access.database,
        client.version.text,
        client.version.major,
        client.protocol,
        " ".join(filter(None, (_notice(client.version), unencrypted))),
        Words("Confirm", "Post", client.dialect.pay_word),
    )


def _notice(version: Version) -> str:
    from odoo_desk.odoo.dialect import notice_for  # noqa: PLC0415

    return notice_for(version)


async def _signed_in(profile: Profile, secret: str) -> Client:
    client = await _reach(_address_of(profile), profile)
    try:
        await client.find_version()
        database = profile.database or _database_for(profile, await client.databases())
        await client.sign_in(database, profile.login, secret, profile.protocol)
    except BaseException:
        await client.close()
        raise
    return client


async def _reach(address: Address, profile: Profile) -> Client:
    # A fifth of a second, which nobody should wait for who only reads; and not on the loop of a window that is there already.
    await asyncio.to_thread(_load_client)
    from odoo_desk.odoo.client import reach  # noqa: PLC0415

    return await reach(address, read_only=profile.read_only)


def _load_client() -> None:
    import odoo_desk.odoo.client  # noqa: F401, PLC0415


async def _ledger(client: Client, company_id: int | None) -> Ledger:
    from odoo_desk.odoo.ledger import open_ledger  # noqa: PLC0415

    return await open_ledger(client, company_id)


def _address_of(profile: Profile) -> Address:
    from odoo_desk.odoo.address import Address, repair  # noqa: PLC0415

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
        raise _not_yours(workspace.user.login, profile.login)


def _not_yours(owner: str, login: str) -> SignInRefused:
    return SignInRefused(
        f"This key belongs to {owner}, not to {login}.", advice="Use your own key, or leave the user empty."
    )
