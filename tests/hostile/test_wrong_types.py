"""A server that answers in the right form and with the wrong things: one value of one answer is another one, at each place where we look."""

from __future__ import annotations

import copy
import random
import traceback
from collections.abc import Awaitable, Callable, Iterator, Mapping
from decimal import Decimal

import pytest

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.errors import DeskError
from odoo_desk.odoo.address import Address
from odoo_desk.odoo.client import Client
from odoo_desk.odoo.ledger import Ledger, open_ledger
from odoo_desk.odoo.wire.call import Call, Value

WRONG: tuple[Value, ...] = (
    *(None, False, True, 0, -1, 10**30, Decimal("1e300"), Decimal("-1e-300"), "", "x", "\u202e\x00", "2026-02-31"),
    *([], [[]], [None], [1, "x", 3], ["x", 1], {}, {"id": "x"}, [{}], [{"id": [1]}]),
)
TRIED = 200  # of some tens of thousands, other ones for each version and reading


async def nothing_more(_ledger: Ledger) -> None:
    """Who is signed in, in which company, is read before anything else."""


async def short_lists(ledger: Ledger) -> None:
    directory = ledger.directory
    await directory.journals()
    await directory.taxes()
    await directory.terms()
    await directory.find_partners("a", 3)
    await directory.find_products("", 3)
    await directory.find_accounts("", 3)
    await directory.own_banks()


async def documents(ledger: Ledger) -> None:
    rows = await ledger.books.window(Query(Book.CUSTOMER_INVOICES), 0, 12)
    await ledger.documents.open_all([row.id for row in rows])


async def in_bulk(ledger: Ledger) -> None:
    for kind in (Kind.PARTNER, Kind.PRODUCT, Kind.MOVE, Kind.PAYMENT, Kind.ITEM, Kind.PARTIAL):
        found = await ledger.pages.ids(kind)
        await ledger.pages.page(kind, found[:3] or [1])
        await ledger.pages.count(kind, 1, 9)
        await ledger.pages.newest(kind)
        await ledger.pages.written(kind, low=1, high=3)


Work = Callable[[Ledger], Awaitable[object]]
READINGS: Mapping[str, Work] = {
    **{f"list of {book}": lambda ledger, book=book: ledger.books.window(Query(book), 0, 5) for book in Book},
    **{f"sums of {book}": lambda ledger, book=book: ledger.books.summary(Query(book)) for book in Book},
    "signing in": nothing_more,
    "short lists": short_lists,
    "documents": documents,
    "pages": in_bulk,
}


class Tape(Client):
    """Asks once, and answers the same again without a server; `wrong` is what it answers instead to one call."""

    answers: dict[str, Value]
    wrong: tuple[str, Value] | None = None
    is_recording = True

    async def call(self, call: Call) -> Value:
        asked = repr(call)
        if self.is_recording and asked not in self.answers:
            self.answers[asked] = await super().call(call)
        if self.wrong is not None and self.wrong[0] == asked:
            return self.wrong[1]
        return copy.deepcopy(self.answers.get(asked, []))


def places(answer: Value, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The answer itself, and what is in it: of a list the first two."""
    yield path
    if isinstance(answer, dict) and len(path) < 5:
        for name, each in answer.items():
            yield from places(each, (*path, name))
    elif isinstance(answer, list) and len(path) < 5:
        for number, each in enumerate(answer[:2]):
            yield from places(each, (*path, number))


def with_another(answer: Value, path: tuple[str | int, ...], value: Value) -> Value:
    if not path:
        return value
    whole = copy.deepcopy(answer)
    inner = whole
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return whole


@pytest.mark.parametrize("version", [14, 19])
@pytest.mark.parametrize("name", READINGS)
async def test_a_wrong_value_anywhere_is_read_or_an_error_that_we_know(demo_server, version, name):
    server = demo_server(version=version, invoices=30)
    tape = Tape(Address(server.url))
    tape.answers = {}
    await tape.find_version()
    await tape.sign_in(server.database, "admin", server.users["admin"].api_key)
    await READINGS[name](await open_ledger(tape))
    tape.is_recording = False
    all_places = [
        (asked, path) for asked, answer in tape.answers.items() for path in places(answer) if "fields_get" not in asked
    ]
    chance = random.Random(f"{version} {name}")  # noqa: S311  the same ones each time
    bugs: dict[str, str] = {}
    shallow = [(asked, path) for asked, path in all_places if len(path) < 2]
    for asked, path in (*chance.choices(all_places, k=TRIED // 2), *chance.choices(shallow, k=TRIED // 2)):
        value = chance.choice(WRONG)
        tape.wrong = asked, with_another(tape.answers[asked], path, value)
        try:
            await READINGS[name](await open_ledger(tape))
        except DeskError:
            pass
        except Exception as bug:  # noqa: BLE001  that is what is looked for
            where = traceback.extract_tb(bug.__traceback__)[-1]
            file = where.filename.rpartition("odoo_desk/")[2]
            bugs[f"{file}:{where.lineno}"] = f"{bug!r} for {asked[:60]} {path} = {value!r}"
    await tape.close()
    assert not bugs, "\n".join(f"{where}: {bug}" for where, bug in bugs.items())
