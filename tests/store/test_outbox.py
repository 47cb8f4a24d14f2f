"""An order to pay is written down before it is sent, and known again afterwards: by another program start too."""

import stat

import pytest

from odoo_desk.errors import DeskError
from odoo_desk.store.database import Database
from odoo_desk.store.outbox import Outbox, Progress


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "outbox.sqlite"


async def opened(path, book="books.example.com shop 1"):
    outbox = Outbox(path, book)
    await outbox.open()
    return outbox


async def test_a_marker_is_begun_once(path):
    outbox = await opened(path)
    assert await outbox.find("m1") is None
    await outbox.begin("m1", [7, 8])
    await outbox.sending("m1", [3])
    await outbox.done("m1", [21])
    known = await outbox.find("m1")
    assert known is not None
    assert (known.progress, known.payment_ids, known.wizards) == (Progress.DONE, (21,), (3,))
    await outbox.close()


async def test_what_was_being_sent_when_the_program_died_is_not_confirmed(path):
    outbox = await opened(path)
    await outbox.begin("m1", [7, 8])
    await outbox.sending("m1", [3])
    await outbox.close()
    again = await opened(path)
    assert [entry.marker for entry in await again.unconfirmed([8, 9])] == ["m1"]
    assert await again.unconfirmed([9]) == ()
    await again.settle("m1")
    assert await again.unconfirmed([8]) == ()
    await again.close()


async def test_what_was_only_prepared_or_refused_blocks_nothing(path):
    outbox = await opened(path)
    await outbox.begin("m1", [7])
    await outbox.begin("m2", [7])
    await outbox.refused("m2", "No journal.")
    assert await outbox.unconfirmed([7]) == ()
    await outbox.close()


async def test_other_servers_and_companies_are_other_books(path):
    ours, theirs = await opened(path), await opened(path, "books.example.com shop 2")
    await ours.begin("m1", [7])
    await ours.not_confirmed("m1", "No answer.")
    assert await theirs.unconfirmed([7]) == ()
    assert len(await ours.unconfirmed([7])) == 1
    await ours.close()
    await theirs.close()


async def test_only_the_owner_can_read_it(path):
    outbox = await opened(path)
    await outbox.begin("m1", [7])
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    await outbox.close()


async def test_a_file_of_a_newer_program_and_a_damaged_one_are_refused_in_words(path):
    newer = Database(path, ("create table a (b)", "create table c (d)"))
    await newer.open()
    await newer.close()
    older = Database(path, ("create table a (b)",))
    with pytest.raises(DeskError, match="newer"):
        await older.open()
    await older.close()
    path.write_bytes(b"this is no database, but long enough to be looked at" * 50)
    damaged = Database(path, ("create table a (b)",))
    with pytest.raises(DeskError, match="damaged"):
        await damaged.open()
    await damaged.close()
