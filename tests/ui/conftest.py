"""The program's own coroutine, as the command line starts it."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from odoo_desk.settings import Profile
from odoo_desk.ui import app
from odoo_desk.ui.sign_in import SignIn
from tests.ui.running import opened


@pytest.fixture
async def live(qapp, demo_server):
    """Starts the program; whatever is still open at the end is closed as a user would."""
    server = demo_server(version=19)
    running: list[asyncio.Task[int]] = []

    async def start_demo():
        return Profile("Demo company", server.url, server.database, "admin"), server.users["admin"].api_key

    def start(profile=None, secret=None, *, demo=False):
        running.append(asyncio.ensure_future(app._Desk(start_demo).live(profile, secret, demo=demo)))
        return running[-1]

    yield start, server
    for task in running:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    for dialog in opened(SignIn):
        dialog.close()
        dialog.deleteLater()
