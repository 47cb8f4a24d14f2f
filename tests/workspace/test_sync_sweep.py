"""What leaves no trace: records deleted, kept from this user, a database that was put back; and the copy itself damaged, newer, or in use twice."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from datetime import timedelta

import pytest

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.errors import NotAllowed, StoreNewer
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace import keeping
from odoo_desk.workspace import sync as syncing
from odoo_desk.workspace.sync import Sync
from tests.workspace.copying import copy_of

HOUR = timedelta(hours=1)
MODELS = {
    Kind.MOVE: ("account.move", [["journal_id.code", "!=", "EXCH"], ["move_type", "!=", "entry"]]),
    Kind.PAYMENT: ("account.payment", []),
    Kind.PARTNER: ("res.partner", [["parent_id", "=", False], ["active", "=", True]]),
}


@pytest.fixture
async def filled(demo_server, tmp_path, request, monkeypatch):
    monkeypatch.setattr(syncing, "RUN", 30)
    version = getattr(request, "param", 19)
    async with copy_of(demo_server(version=version, invoices=100), tmp_path / "copy.sqlite", "billing") as copy:
        await copy.sync.fill()
        yield copy


old_and_new = pytest.mark.parametrize("filled", [14, 17, 19], indirect=True)


# --- gone -------------------------------------------------------------------------------------------------------------


@old_and_new
@pytest.mark.parametrize("kind", [Kind.MOVE, Kind.PAYMENT])
@pytest.mark.parametrize("which", ["the newest", "the oldest", "some"])
async def test_what_was_deleted_is_gone_after_one_sweep(filled, kind, which):
    model, domain = MODELS[kind]
    ids = filled.find(model, *domain, limit=1000)
    gone = {"the newest": ids[:3], "the oldest": ids[-3:], "some": ids[1::9]}[which]
    filled.server.remove(model, gone)
    filled.told.clear()
    await filled.sync.pull()
    await filled.sync.sweep()
    assert await filled.differences() == []
    told = {each for change in filled.told for each in (change.documents if kind is Kind.MOVE else change.payments)}
    assert set(gone) <= told


@old_and_new
@pytest.mark.parametrize("kind", list(MODELS))
async def test_what_may_not_be_seen_any_more_is_gone_after_one_sweep(filled, kind):
    model, domain = MODELS[kind]
    hidden = filled.find(model, *domain, limit=1000)[2::11]
    filled.server.hide(model, hidden, "billing")
    await filled.sync.sweep()
    book = {Kind.MOVE: Book.CUSTOMER_INVOICES, Kind.PAYMENT: Book.PAYMENTS, Kind.PARTNER: Book.PARTNERS}[kind]
    seen = {row.id for row in await filled.mirror.window(Query(book), 0, 10_000)}
    assert seen
    assert not seen & set(hidden)
    there = await filled.ledger.books.summary(Query(book))
    assert (await filled.mirror.summary(Query(book))).count == there.count


async def test_all_of_one_book_is_gone(filled):
    gone = filled.find("account.move", ["move_type", "in", ["in_invoice"]], limit=1000)
    filled.server.remove("account.move", gone)
    await filled.sync.pull()
    await filled.sync.sweep()
    assert await filled.differences() == []
    assert (await filled.mirror.summary(Query(Book.VENDOR_BILLS))).count == 0


async def test_one_gone_and_one_come(filled):
    """The number is the same as before."""
    [newest] = filled.find("account.move", ["journal_id.code", "!=", "EXCH"])
    filled.server.remove("account.move", [newest])
    filled.draft()
    await filled.sync.pull()
    await filled.sync.sweep()
    assert await filled.differences() == []


async def test_a_match_deleted_by_sql(filled):
    """Nothing is written by that; only the number of matches tells it."""
    [partial] = filled.find("account.partial.reconcile")
    filled.server.remove("account.partial.reconcile", [partial])
    await filled.sync.sweep()
    assert await filled.mirror.count(Kind.PARTIAL) == len(filled.find("account.partial.reconcile", limit=10_000))


async def test_a_sweep_of_what_is_in_step_reads_no_records(filled):
    await filled.sync.pull()
    before = len(filled.server.calls)
    await filled.sync.sweep()
    asked = filled.server.calls[before:]
    swept = {"account.move", "account.payment", "res.partner", "account.move.line", "account.partial.reconcile"}
    assert {method for model, method, _ids in asked if model in swept} <= {"search_count", "formatted_read_group"}


# --- put back ---------------------------------------------------------------------------------------------------------


@old_and_new
async def test_a_restored_backup_is_noticed_and_set_right(filled):
    paid = filled.posted(100)
    await filled.sync.pull()
    backup = filled.server.snapshot()
    filled.pass_time(HOUR)
    filled.pay(paid)
    filled.act("res.partner", "write", [filled.customer], {"name": "After the backup"})
    lost = [filled.posted(5), filled.draft(6)]
    await filled.sync.pull()
    assert await filled.mirror.headers(lost)

    filled.server.restore(backup)
    filled.pass_time(HOUR)
    await filled.sync.pull()
    await filled.sync.sweep()
    assert await filled.differences() == []


async def test_a_restored_backup_in_which_the_ids_are_given_again(filled):
    backup = filled.server.snapshot()
    filled.pass_time(HOUR)
    before = filled.posted(5)
    await filled.sync.pull()
    filled.server.restore(backup)
    filled.pass_time(HOUR)
    again = filled.posted(77)
    assert again == before
    await filled.sync.pull()
    await filled.sync.sweep()
    assert await filled.differences() == []
    assert (await filled.mirror.headers([again]))[0].amount_total == 77


async def test_a_restored_backup_and_then_nothing_happens(filled):
    """The pull alone sees that its newest change is no longer there."""
    backup = filled.server.snapshot()
    filled.pass_time(HOUR)
    invoice = filled.posted(5)
    await filled.sync.pull()
    filled.pass_time(HOUR)
    await filled.sync.pull()
    filled.server.restore(backup)
    await filled.sync.pull()
    assert await filled.mirror.headers([invoice]) == ()
    assert await filled.differences() == []


# --- the file ---------------------------------------------------------------------------------------------------------


async def test_only_its_owner_can_read_it(filled):
    for ending in ("", "-wal", "-shm"):
        file = filled.mirror.path.with_name(filled.mirror.path.name + ending)
        assert file.stat().st_mode & 0o777 == 0o600, file.name


async def test_a_file_of_a_newer_program_is_refused_in_words(filled):
    await filled.mirror.close()
    with contextlib.closing(sqlite3.connect(filled.mirror.path)) as connection:
        (version,) = connection.execute("pragma user_version").fetchone()
        connection.execute("pragma user_version = 999")
    newer = Mirror(filled.mirror.path)
    with pytest.raises(StoreNewer, match="newer Odoo Desk"):
        await newer.open()
    await newer.close()
    with contextlib.closing(sqlite3.connect(filled.mirror.path)) as connection:
        assert connection.execute("select count(*) from move").fetchone()[0] > 50
        connection.execute(f"pragma user_version = {version}")
    await filled.anew()


@pytest.mark.parametrize("damage", ["the beginning", "all of it", "cut short"])
async def test_a_damaged_file_is_put_aside_and_filled_again(filled, damage):
    path = filled.mirror.path
    await filled.mirror.close()
    whole = path.read_bytes()
    path.write_bytes(
        {"the beginning": b"\0" * 512 + whole[512:], "all of it": b"nonsense " * 9000, "cut short": whole[:50]}[damage]
    )
    filled.mirror = Mirror(path)
    notice = await filled.mirror.open()
    assert "damaged" in notice
    assert path.with_suffix(".damaged").exists()
    filled.sync = Sync(filled.ledger, filled.mirror, clock=filled.watch)
    await filled.sync.fill()
    assert await filled.differences() == []


async def test_a_file_that_is_gone_is_filled_again(filled):
    await filled.mirror.close()
    filled.mirror.path.unlink()
    await filled.anew()
    await filled.sync.fill()
    assert await filled.differences() == []


# --- two at once ------------------------------------------------------------------------------------------------------


async def test_one_sync_at_a_time_on_one_copy(filled):
    with keeping._alone(filled.mirror.path) as is_alone:
        assert is_alone
        with pytest.raises(NotAllowed):
            await keeping.once(filled.ledger, filled.client, filled.mirror)
    outcome = await keeping.once(filled.ledger, filled.client, filled.mirror)
    assert outcome.rows == 0


async def test_two_on_one_file_do_not_lock_each_other_out(demo_server, tmp_path, monkeypatch):
    """As when the window puts its own action into the copy while the child is filling it."""
    monkeypatch.setattr(syncing, "PAGE", 25)
    async with copy_of(demo_server(invoices=200), tmp_path / "copy.sqlite") as copy:
        window = Mirror(copy.mirror.path)
        await window.open()
        try:
            await copy.mirror.begin(copy.ledger.user, ())
            own = Sync(copy.ledger, window, clock=copy.watch)

            async def work() -> None:
                for step in range(12):
                    invoice = copy.posted(step + 1)
                    await own.touch([invoice], [copy.pay(invoice)])
                    assert (await window.headers([invoice]))[0].amount_residual == 0

            await asyncio.gather(copy.sync.fill(), work())
            await copy.sync.pull()
            assert await copy.differences() == []
        finally:
            await window.close()
