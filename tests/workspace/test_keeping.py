"""The real child: it fills, is killed, loses the server, meets another, and never stays behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3

import msgspec
import pytest

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.errors import NotConnected, SignInRefused
from odoo_desk.store.database import bad_mark
from odoo_desk.workspace import connecting
from odoo_desk.workspace.lines import Phase
from tests.ui.until import until

INVOICES = Query(Book.CUSTOMER_INVOICES)


@pytest.fixture
async def open_one(server, profile):
    opened = []

    async def open_one():
        workspace = await connecting.connect(profile, server.users["admin"].api_key)
        opened.append(workspace)
        workspace.keep_in_step()
        return workspace

    yield open_one
    for workspace in opened:
        await workspace.close()


async def reaches(workspace, phase):
    await until(lambda: workspace.syncing.state.phase is phase, phase.value)


async def test_it_fills_the_copy_and_says_so(open_one):
    workspace = await open_one()
    phases = []
    workspace.syncing.subscribe(lambda state: phases.append(state.phase))
    told = []
    workspace.changes.subscribe(told.append)
    await reaches(workspace, Phase.IN_STEP)
    assert Phase.FILLING in phases
    assert any(change.everything for change in told)
    assert workspace.syncing.state.since is not None
    summary = await workspace.listing.summary(INVOICES)
    assert summary.count > 10
    assert not summary.so_far


async def test_what_others_do_arrives(open_one, server):
    workspace = await open_one()
    await reaches(workspace, Phase.IN_STEP)
    [row] = await workspace.listing.window(INVOICES, 0, 1)
    told = []
    workspace.changes.subscribe(told.append)
    server.do("account.move", "write", [row.id], {"ref": "changed by somebody else"})
    workspace.syncing.nudge()
    await until(lambda: any(row.id in change.documents for change in told), "the change")
    assert (await workspace.listing.window(INVOICES, 0, 1))[0].ref == "changed by somebody else"


async def test_killed_it_comes_back_and_goes_on(open_one):
    workspace = await open_one()
    await reaches(workspace, Phase.IN_STEP)
    earlier = workspace.syncing._child.pid
    os.kill(earlier, signal.SIGKILL)
    await reaches(workspace, Phase.STOPPED)
    assert (await workspace.lookups.taxes()) != ()  # the server is there all the same
    workspace.syncing.nudge()
    await reaches(workspace, Phase.IN_STEP)
    assert workspace.syncing._child.pid != earlier


@pytest.mark.parametrize(("found", "said"), [("newer", "newer Odoo Desk"), ("damaged", "damaged")])
async def test_a_copy_that_cannot_be_kept_is_said_and_not_tried_again_by_itself(server, profile, found, said):
    workspace = await connecting.connect(profile, server.users["admin"].api_key)
    copy = workspace.syncing._mirror.path
    if found == "newer":
        with sqlite3.connect(copy) as connection:
            connection.execute("pragma user_version = 99")
        connection.close()
    else:
        bad_mark(copy).touch()
    try:
        workspace.keep_in_step()
        await reaches(workspace, Phase.STOPPED)
        assert said in str(workspace.syncing.state.problem)
        assert copy.exists()
    finally:
        await workspace.close()


async def test_a_mistake_in_the_sync_is_not_kept_quiet(open_one):
    workspace = await open_one()
    await until(lambda: workspace.syncing._child is not None, "the child")
    heard = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: heard.append(context["exception"]))
    workspace.syncing._child._put("no report at all")
    await until(lambda: heard, "the mistake")
    assert isinstance(heard[0], msgspec.DecodeError)


async def test_nobody_stays_behind_when_the_window_closes(open_one):
    workspace = await open_one()
    await until(lambda: workspace.syncing._child is not None, "the child")
    process = workspace.syncing._child._process
    await workspace.close()
    assert process.poll() is not None


async def test_it_ends_by_itself_also_while_it_is_paused(open_one):
    workspace = await open_one()
    await until(lambda: workspace.syncing._child is not None, "the child")
    workspace.syncing.pause()
    await reaches(workspace, Phase.PAUSED)
    process = workspace.syncing._child._process
    await workspace.close()
    assert process.returncode == 0


async def test_paused_it_waits_and_resumed_it_goes_on(open_one):
    workspace = await open_one()
    await until(lambda: workspace.syncing._child is not None, "the child")
    workspace.syncing.pause()
    await reaches(workspace, Phase.PAUSED)
    workspace.syncing.resume()
    await reaches(workspace, Phase.IN_STEP)


async def test_two_windows_on_one_copy_have_one_sync(open_one):
    first = await open_one()
    await reaches(first, Phase.IN_STEP)
    second = await open_one()
    await reaches(second, Phase.ELSEWHERE)
    assert await second.listing.window(INVOICES, 0, 5) == await first.listing.window(INVOICES, 0, 5)


async def test_without_the_server_everything_copied_can_be_read(open_one, server, profile):
    workspace = await open_one()
    await reaches(workspace, Phase.IN_STEP)
    # The documents that have something open are read whole, once all lists are there.
    unpaid = Query(Book.CUSTOMER_INVOICES, payment_states=frozenset({"not_paid"}))
    [row, *_] = await workspace.listing.window(unpaid, 0, 1)
    document = await workspace.invoicing.open(row.id)
    server.stop()
    workspace.syncing.nudge()
    await reaches(workspace, Phase.OFFLINE)
    assert len(await workspace.listing.window(Query(Book.ACCOUNTS), 0, 50)) > 10
    assert await workspace.invoicing.open(row.id) == document
    await workspace.close()
    reopened = await connecting.reopen(profile)
    try:
        assert (await reopened.listing.window(unpaid, 0, 1))[0].id == row.id
        assert await reopened.invoicing.open(row.id) == document
        assert await reopened.lookups.find_partners("", 5)
        with pytest.raises(NotConnected):
            await reopened.invoicing.post(row.id)
    finally:
        await reopened.close()


async def test_an_expired_key_is_said_and_not_tried_again_by_itself(open_one, server, profile):
    workspace = await open_one()
    await reaches(workspace, Phase.IN_STEP)
    await workspace.close()
    key = server.users["admin"].api_key
    server.revoke("admin")
    reopened = await connecting.reopen(profile)
    try:
        reopened.keep_in_step(lambda: connecting.attach(reopened, key))
        await reaches(reopened, Phase.REFUSED)
        assert isinstance(reopened.syncing.state.problem, SignInRefused)
        assert await reopened.listing.window(INVOICES, 0, 5)
    finally:
        await reopened.close()


async def test_a_company_that_was_never_copied_cannot_be_reopened(profile):
    assert await connecting.reopen(profile) is None
