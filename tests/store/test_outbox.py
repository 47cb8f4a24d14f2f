"""What is done once is written down before it is sent, and known again afterwards: by another start and by another program too."""

from __future__ import annotations

import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.outgoing import Kind, Outgoing, Progress, Wizard
from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.errors import DeskError, NotConfirmed
from odoo_desk.store.database import Database
from odoo_desk.store.outbox import Outbox

BOOK = "books.example.com shop 1"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "outbox.sqlite"


@pytest.fixture
async def program(path):
    """Starts another program on the same file."""
    running = []

    async def start(book=BOOK):
        running.append(Outbox(path, book))
        await running[-1].open()
        return running[-1]

    yield start
    for each in running:
        await each.close()


def asked(marker, *documents, progress=Progress.SENT, created=None):
    return Outgoing(marker, Kind.PAY, "Payment", created or datetime.now(UTC), documents, progress)


async def test_all_of_it_is_there_again(program):
    line = DraftLine(name="Work", price_unit=Decimal("12.50"), tax_ids=(3,))
    entry = Outgoing(
        "m1",
        Kind.CREATE,
        "Customer Invoice",
        datetime.now(UTC),
        draft=Draft(MoveType.CUSTOMER_INVOICE, partner_id=4, lines=(line,)),
        wizards=(Wizard(3, (7, 8), Decimal("0.10")),),
        expected=Decimal("12.50"),
    )
    begun = await (await program()).begin(entry)
    assert await (await program()).find("m1") == begun


async def test_a_marker_is_begun_once(program):
    ours, theirs = await program(), await program()
    assert await ours.begin(asked("m1", 7)) is not None
    assert await ours.begin(asked("m1", 7)) is None
    assert await theirs.begin(asked("m1", 7)) is None


async def test_what_a_running_program_sends_is_its_own(program):
    ours, theirs = await program(), await program()
    await ours.begin(asked("m1", 7))
    assert await theirs.claim("m1", Progress.SENT) is None
    assert (await theirs.open_payment([7, 9])).marker == "m1"
    with pytest.raises(NotConfirmed):
        await theirs.begin(asked("m2", 7))
    assert await theirs.begin(asked("m3", 8)) is not None


async def test_what_was_being_sent_when_a_program_ended_is_taken_over_by_one_other(program):
    ours = await program()
    await ours.begin(asked("m1", 7))
    await ours.close()
    second, third = await program(), await program()
    assert (await second.claim("m1", Progress.SENT)).documents == (7,)
    assert await third.claim("m1", Progress.SENT) is None


async def test_what_is_not_confirmed_is_looked_into_by_one_program_at_a_time(program):
    ours, theirs = await program(), await program()
    entry = await ours.begin(asked("m1", 7))
    await ours.keep(Outgoing(**{**as_dict(entry), "progress": Progress.NOT_CONFIRMED}))
    assert await theirs.claim("m1", Progress.NOT_CONFIRMED) is not None
    assert await ours.claim("m1", Progress.NOT_CONFIRMED) is None


def as_dict(entry):
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


async def test_what_ended_blocks_nothing_and_is_forgotten_after_a_month(program):
    ours = await program()
    long_ago = datetime.now(UTC) - timedelta(days=40)
    await ours.begin(asked("m1", 7, progress=Progress.DONE, created=long_ago))
    await ours.begin(asked("m2", 7, progress=Progress.NOT_CONFIRMED, created=long_ago))
    await ours.begin(asked("m3", 8, progress=Progress.REFUSED))
    assert (await ours.open_payment([7])).marker == "m2"
    later = await program()
    assert [each.marker for each in await later.latest(10)] == ["m3", "m2"]


async def test_other_servers_and_companies_are_other_books(program):
    ours, theirs = await program(), await program("books.example.com shop 2")
    await ours.begin(asked("m1", 7))
    assert await theirs.open_payment([7]) is None
    assert await theirs.claim("m1", Progress.SENT) is None
    assert await ours.open_payment([7]) is not None


async def test_only_the_owner_can_read_it(program, path):
    await (await program()).begin(asked("m1", 7))
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


async def test_nothing_is_left_of_a_program_that_ended(program, path):
    ours = await program()
    await ours.begin(asked("m1", 7))
    await ours.close()
    assert [file.name for file in path.parent.iterdir() if "running" in file.name] == []


async def test_the_file_of_an_earlier_program_keeps_what_was_not_confirmed(program, path):
    earlier = Database(path, Outbox.migrations[:1])
    await earlier.open()
    rows = [
        ("m1", "2026-11-01T10:00:00+00:00", BOOK, "[7, 8]", "[3]", "not_confirmed", '"No answer."'),
        ("m2", "2026-11-01T11:00:00+00:00", BOOK, "[9]", "[4]", "sent", "[]"),
        ("m3", datetime.now(UTC).isoformat(), BOOK, "[5]", "[6]", "done", "[21]"),
        ("m4", "2026-11-01T11:00:00+00:00", BOOK, "[9]", "[]", "prepared", "[]"),
    ]
    await earlier.run(
        lambda connection: connection.executemany("insert into payment values (?, ?, ?, ?, ?, ?, ?)", rows)
    )
    await earlier.close()
    ours = await program()
    found = {each.marker: each for each in await ours.latest(10)}
    assert found.keys() == {"m1", "m2", "m3"}
    assert (found["m1"].documents, found["m1"].reason) == ((7, 8), "No answer.")
    assert found["m2"].progress is Progress.NOT_CONFIRMED
    assert found["m3"].payment_ids == (21,)
    with sqlite3.connect(path.with_name("outbox.sqlite.before-2")) as copy:
        assert copy.execute("select count(*) from payment").fetchone() == (4,)


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
