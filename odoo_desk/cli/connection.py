"""Which server, as whom: profile or address, secret from the environment, the keyring or a prompt; and the demo company as a child process."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import IO

from odoo_desk import credentials, settings
from odoo_desk.errors import DeskError, InvalidInput, NotConnected, SecretStoreUnavailable, SignInRefused
from odoo_desk.settings import Profile
from odoo_desk.workspace.child import program
from odoo_desk.workspace.connecting import connect, reopen
from odoo_desk.workspace.workspace import Workspace

SECRET_VARIABLE = "ODOO_DESK_SECRET"  # noqa: S105  the name of it


def profile_of(options: argparse.Namespace) -> Profile:
    if options.profile:
        profile = settings.load().profile(options.profile)
        return replace(
            profile,
            protocol=options.protocol or profile.protocol,
            company_id=options.company or profile.company_id,
            read_only=options.read_only or profile.read_only,
        )
    if not options.url:
        raise InvalidInput("No server was named.", advice="Give --profile NAME, or --url and --login, or --demo.")
    return Profile(
        "command line",
        options.url,
        options.db,
        options.login,
        options.protocol or "auto",
        options.company,
        ca_file=options.ca_file,
        fingerprint=options.fingerprint,
        read_only=options.read_only,
    )


def secret_of(profile: Profile) -> str:
    """From the environment, else the keyring, else asked for on a terminal."""
    if secret := os.environ.get(SECRET_VARIABLE):
        return secret
    try:
        if secret := credentials.read(profile):
            return secret
    except SecretStoreUnavailable:
        pass  # there is still the prompt
    if sys.stdin.isatty():
        return getpass.getpass(f"API key or password of {profile.login or 'the user'}: ")
    raise SignInRefused(
        "No API key or password is known for this connection.",
        advice=f"Set {SECRET_VARIABLE}, or sign in once in the window.",
    )


@asynccontextmanager
async def opened(options: argparse.Namespace) -> AsyncIterator[Workspace]:
    """A workspace on what the options name, closed afterwards."""
    async with connection(options) as (profile, secret):
        workspace = await connect(profile, secret)
        try:
            yield workspace
        finally:
            await workspace.close()


@asynccontextmanager
async def copied(options: argparse.Namespace) -> AsyncIterator[Workspace]:
    """A workspace on the local copy of what the options name, nobody is asked."""
    workspace = await reopen(profile_of(options))
    if workspace is None:
        raise NotConnected(
            "There is no local copy of this company yet.",
            advice="Run odoo-desk sync, or open the window, with a connection.",
        )
    try:
        yield workspace
    finally:
        await workspace.close()


@asynccontextmanager
async def connection(options: argparse.Namespace) -> AsyncIterator[tuple[Profile, str]]:
    company = DemoCompany()
    try:
        yield await named(options, company)
    finally:
        company.stop()


async def named(options: argparse.Namespace, company: DemoCompany) -> tuple[Profile, str]:
    """What the options name; `company` is started when they name the demo, and is the caller's to stop."""
    if options.demo:
        profile, secret = await company.start()
        return replace(profile, protocol=options.protocol or "auto"), secret
    profile = profile_of(options)
    return profile, await asyncio.to_thread(secret_of, profile)


class DemoCompany:
    """The stand-in server as a child of this process: it ends when we do, because its standard input closes."""

    def __init__(self, arguments: tuple[str, ...] = ()) -> None:
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self._signed_in_as = (Profile("", ""), "")

    async def start(self) -> tuple[Profile, str]:
        """The profile and secret of the demo's administrator. A running one is used again."""
        if self._process is None or self._process.poll() is not None:
            self._signed_in_as = await asyncio.to_thread(self._spawn)
        return self._signed_in_as

    def stop(self) -> None:
        if self._process is not None and self._process.stdin:
            self._process.stdin.close()
            self._process.wait(timeout=10)
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None

    def _spawn(self) -> tuple[Profile, str]:
        command = [*program(), "demo", "--serve", "0", "--until-stdin-closes", *self._arguments]
        self._process = subprocess.Popen(  # noqa: S603  our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        output: IO[str] | None = self._process.stdout
        assert output is not None
        line = output.readline()
        if not line:
            raise DeskError("The demo company did not start.", details=f"exit code {self._process.wait()}")
        told = json.loads(line)
        user = told["users"][0]
        profile = Profile("Demo company", told["url"], told["database"], user["login"], colour=settings.COLOURS[1])
        return profile, user["api_key"]
