"""The first fill: all of the books, on every version and protocol, whatever interrupts it."""

from __future__ import annotations

import asyncio

import pytest

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.odoo.ledger import pages
from odoo_desk.workspace import fill, reader
from odoo_desk.workspace.reader import Progress
from odoo_desk.workspace.sync import Sync
from tests.workspace.copying import copy_of


@pytest.fixture
def small_pages(monkeypatch):
    """So that a small company has as many of them as a large one."""
    for module in (fill, reader, pages):
        monkeypatch.setattr(module, "PAGE", 20)
    monkeypatch.setattr(fill, "HEAD", 5)


@pytest.mark.parametrize("version", [14, 15, 16, 17, 18, 19, 20])
async def test_a_filled_copy_says_what_the_server_says(demo_server, tmp_path, version):
    async with copy_of(demo_server(version=version, invoices=120), tmp_path / "copy.sqlite") as copy:
        await copy.sync.fill()
        assert await copy.differences() == []


@pytest.mark.parametrize(
    ("version", "protocol"),
    [(14, "jsonrpc"), (14, "xmlrpc"), (14, "rest"), (19, "jsonrpc"), (19, "xmlrpc"), (19, "rest")],
)
async def test_over_every_protocol(demo_server, tmp_path, small_pages, version, protocol):
    server = demo_server(version=version, invoices=60)
    async with copy_of(server, tmp_path / "copy.sqlite", protocol=protocol) as copy:
        await copy.sync.fill()
        assert await copy.differences() == []


@pytest.mark.parametrize("login", ["billing", "readonly"])
async def test_for_users_with_fewer_rights(demo_server, tmp_path, login):
    async with copy_of(demo_server(invoices=60), tmp_path / "copy.sqlite", login) as copy:
        await copy.sync.fill()
        assert await copy.differences() == []


async def test_the_first_screen_is_there_before_the_rest(demo_server, tmp_path, small_pages):
    async with copy_of(demo_server(invoices=200), tmp_path / "copy.sqlite") as copy:
        told = asyncio.Event()
        copy.sync = Sync(copy.ledger, copy.mirror, changed=lambda _: told.set(), clock=copy.watch)
        copy.sync.look_at(Book.VENDOR_BILLS)
        filling = asyncio.create_task(copy.sync.fill())
        await told.wait()
        here = await copy.mirror.window(Query(Book.VENDOR_BILLS), 0, 5)
        assert (await copy.mirror.summary(Query(Book.VENDOR_BILLS))).so_far
        there = await copy.ledger.books.window(Query(Book.VENDOR_BILLS), 0, 5)
        assert [row.id for row in here] == [row.id for row in there]
        await filling
        assert not (await copy.mirror.summary(Query(Book.VENDOR_BILLS))).so_far


async def test_what_is_looked_at_comes_first(demo_server, tmp_path, small_pages):
    async with copy_of(demo_server(invoices=120), tmp_path / "copy.sqlite") as copy:
        copy.sync.look_at(Book.RECEIPTS)
        await copy.sync.fill()
        books = [each.stage.book for each in copy.sync.stages if each.stage.book]
        assert books[0] is Book.RECEIPTS


async def test_whoever_turns_to_another_list_gets_that_next(demo_server, tmp_path, small_pages):
    async with copy_of(demo_server(invoices=400), tmp_path / "copy.sqlite") as copy:

        def turn(progress: Progress) -> None:
            copy.sync.look_at(Book.VENDOR_BILLS)

        copy.sync = Sync(copy.ledger, copy.mirror, progress=turn, clock=copy.watch)
        filling = asyncio.create_task(copy.sync.fill())
        while await copy.mirror.is_empty(Book.VENDOR_BILLS):
            await asyncio.sleep(0)
            assert not filling.done()
        assert (await copy.mirror.summary(Query(Book.CUSTOMER_INVOICES))).so_far
        await filling
        books = [each.stage.book for each in copy.sync.stages if each.stage.book]
        assert books.index(Book.VENDOR_BILLS) < books.index(Book.CUSTOMER_INVOICES)
        assert await copy.differences() == []


@pytest.mark.parametrize("stop_at", [1, 2, 3, 5, 8, 12, 17, 23, 30])
async def test_interrupted_anywhere_it_goes_on_where_it_was(demo_server, tmp_path, small_pages, stop_at):
    async with copy_of(demo_server(invoices=150), tmp_path / "copy.sqlite") as copy:
        seen: list[Progress] = []

        def stop(progress: Progress) -> None:
            seen.append(progress)
            if len(seen) == stop_at:
                filling.cancel()

        copy.sync = Sync(copy.ledger, copy.mirror, progress=stop, clock=copy.watch)
        filling = asyncio.create_task(copy.sync.fill())
        with pytest.raises(asyncio.CancelledError):
            await filling
        # What the others do meanwhile is not lost either.
        draft = copy.draft(12)
        renamed = copy.find("res.partner", ["is_company", "=", True])
        copy.act("res.partner", "write", renamed, {"name": "Zebra Ltd"})
        await copy.anew()
        again: list[Progress] = []
        copy.sync = Sync(copy.ledger, copy.mirror, progress=again.append, clock=copy.watch)
        await copy.sync.fill()
        await copy.sync.pull()
        assert await copy.differences() == []
        assert (await copy.mirror.headers([draft]))[0].amount_total == 12
        # All pages but those in flight are kept; some more were made by the others.
        assert again[0].total <= seen[0].total - seen[-1].done + 3 * 20 + 10


async def test_a_filled_copy_is_not_filled_again(demo_server, tmp_path):
    async with copy_of(demo_server(invoices=40), tmp_path / "copy.sqlite") as copy:
        await copy.sync.fill()
        await copy.anew()
        before = len(copy.server.calls)
        await copy.sync.fill()
        assert {model for model, _method, _ids in copy.server.calls[before:]} <= {"res.currency"}


async def test_filled_again_in_full_it_drops_what_has_gone(demo_server, tmp_path, small_pages):
    async with copy_of(demo_server(invoices=100), tmp_path / "copy.sqlite") as copy:
        await copy.sync.fill()
        gone = copy.find("account.move", ["journal_id.code", "!=", "EXCH"], limit=30)[::3]
        copy.server.remove("account.move", gone)
        copy.server.remove("res.partner", [copy.act("res.partner", "create", {"name": "Nobody"})])
        await copy.sync.fill(full=True)
        await copy.sync.sweep()
        assert await copy.differences() == []


async def test_documents_deleted_during_the_fill(demo_server, tmp_path, small_pages):
    async with copy_of(demo_server(invoices=150), tmp_path / "copy.sqlite") as copy:
        victims = copy.find("account.move", ["journal_id.code", "!=", "EXCH"], limit=400)[::7]

        def delete(progress: Progress) -> None:
            if victims and progress.done > 40:
                copy.server.remove("account.move", [victims.pop()])

        copy.sync = Sync(copy.ledger, copy.mirror, progress=delete, clock=copy.watch)
        await copy.sync.fill()
        await copy.sync.pull()
        await copy.sync.sweep()
        assert await copy.differences() == []


async def test_documents_posted_and_paid_during_the_fill(demo_server, tmp_path, small_pages):
    async with copy_of(demo_server(invoices=150), tmp_path / "copy.sqlite") as copy:

        def trade(progress: Progress) -> None:
            if progress.done % 60 < 20:
                copy.pay(copy.posted(progress.done))

        copy.sync = Sync(copy.ledger, copy.mirror, progress=trade, clock=copy.watch)
        await copy.sync.fill()
        await copy.sync.pull()
        assert await copy.differences() == []
