"""A local copy with as many customer invoices as wanted, put in the way the sync does, without a server; made once and kept in the user's cache.
With `items` it also has the journal items of their receivables and payments, two and a half for each invoice, and two partials.

ODOO_DESK_HOME=FOLDER python -m benchmarks.generate ROWS [items]
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import msgspec
from platformdirs import user_cache_path

from benchmarks.processes import REPO, python
from odoo_desk import settings
from odoo_desk.accounting.bare import BareItem, BareMove, BarePartial, BarePartner
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Account, Company, Journal, Named, Rights, User
from odoo_desk.settings import Profile, Settings
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace import copies
from odoo_desk.workspace.workspace import Server, Words

PROFILE = Profile("bench", "http://127.0.0.1:9", "generated", "admin", "json2")  # nobody listens there
PARTNERS = 2_000
BATCH = 5_000
# As in the script that grows real databases, so that the same texts can be searched for.
_FIRST = (
    *("Alder", "Birch", "Cedar", "Dæhlen", "Éclair", "Fjord", "Große", "Halcyon", "Île", "Jasmin", "Kestrel", "Łódź"),
    *("Müller", "Nørrebro", "Oaken", "Peña", "Quartz", "Rêve", "Søndergaard", "Tōkyō", "Umber", "Vesper", "Willow"),
    *("Xenia", "Yarrow", "Zürich"),
)
_TRADE = (
    *("Bakery", "Brewery", "Carpentry", "Clinic", "Consulting", "Dairy", "Foundry", "Gardens", "Hotels", "Instruments"),
    *("Joinery", "Kitchens", "Logistics", "Motors", "Optics", "Printing", "Roofing", "Textiles", "Vineyards"),
)
_FORM = ("AG", "AS", "BV", "GmbH", "Inc.", "KG", "Ltd", "Oy", "SA", "SARL", "SpA")
# Of a hundred documents.
_STATES = (
    *[("posted", "paid")] * 60,
    *[("posted", "not_paid")] * 25,
    *[("posted", "partial")] * 5,
    *[("posted", "in_payment")] * 5,
    *[("posted", "reversed")] * 2,
    *[("draft", "not_paid")] * 2,
    ("cancel", "not_paid"),
)
_TODAY = date(2026, 11, 23)
_USD = Currency(1, "USD", "$", Decimal("0.01"), 2, symbol_first=True)
_EUR = Currency(2, "EUR", "€", Decimal("0.01"), 2)
_COMPANY = Company(1, "Benchmark Inc.", _USD)
_USER = User(
    2,
    "admin",
    "Administrator",
    "en_US",
    "UTC",
    _COMPANY,
    (_COMPANY,),
    Rights(*[True] * len(Rights.__dataclass_fields__)),
)


def home(rows: int, *, items: bool = False) -> Path:
    """The folder for ODOO_DESK_HOME, made when it is not there or when the program keeps its copy otherwise now."""
    sources = [
        *sorted((REPO / "odoo_desk" / "store").glob("*.py")),
        REPO / "odoo_desk" / "workspace" / "copies.py",
        Path(__file__),
    ]
    mark = hashlib.sha256(b"".join(each.read_bytes() for each in sources)).hexdigest()[:12]
    kind = f"{rows}-items" if items else f"{rows}-bare"
    folder = user_cache_path("odoo-desk-bench") / f"{kind}-{mark}"
    if not (folder / "made").exists():
        for earlier in folder.parent.glob(f"{kind}-*"):
            shutil.rmtree(earlier)
        print(f"making a local copy of {rows:,} invoices in {folder}", file=sys.stderr, flush=True)
        wanted = ["items"] if items else []
        python("-m", "benchmarks.generate", str(rows), *wanted, environment={"ODOO_DESK_HOME": str(folder)})
        (folder / "made").touch()
    return folder


async def make(rows: int, *, items: bool) -> None:
    settings.save(Settings((PROFILE,)))
    path = copies.copy_of(PROFILE.url, PROFILE.database, PROFILE.login, _COMPANY.id)
    for ending in ("", "-wal", "-shm"):  # of one that was left half-made
        path.with_name(path.name + ending).unlink(missing_ok=True)
    mirror = Mirror(path)
    await mirror.open()
    try:
        await mirror.begin(_USER, (_USD, _EUR))
        await mirror.put([Journal(1, "INV", "Customer Invoices", "sale", None, None, Named(1, _COMPANY.name))])
        await mirror.put_names({}, {2: "Administrator", 3: "Marc Demo"})
        await mirror.put([_partner(number) for number in range(1, PARTNERS + 1)])
        moves = _moves(rows)
        while batch := list(islice(moves, BATCH)):
            await mirror.put(batch)
        if items:
            await mirror.put([Account(1, "1210", "Account Receivable", "asset_receivable", True, False, Decimal(0))])
            await _put_items(mirror, rows)
        for book in (*(each for each in Book if each.move_types), Book.PAYMENTS, Book.PARTNERS):
            await mirror.make_indexes(book)
            await mirror.set_facts({f"head:{book.value}": "1"})
        await mirror.make_indexes()
        server = Server(PROFILE.url, PROFILE.database, "19.0", 19, "json2", "", Words("Confirm", "Post", "Pay"))
        await mirror.set_facts(
            {
                "server": msgspec.json.encode(server).decode(),
                "lists_complete": "1",
                "filled": "1",
                "in_step": datetime.now(UTC).isoformat(),
            }
        )
    finally:
        await mirror.close()
    copies.remember(PROFILE, path)


def _partner(number: int) -> BarePartner:
    name = f"{_FIRST[number % 26]} {_TRADE[number % 19]} {_FORM[number % 11]} {number}"
    mail = f"office{number}@example.com"
    return BarePartner(
        number, name, f"P{number}", "", mail, "", "", "", True, False, None, number, None, None, "2026-01-01 09:00:00"
    )


def _moves(rows: int) -> Iterator[BareMove]:
    """Newest first, as they come from a server."""
    for number in range(rows, 0, -1):
        state, payment_state = _STATES[number * 7919 % 100]
        day = _TODAY - timedelta(days=number % 1095)
        untaxed = Decimal(number * 104_729 % 5_000_000 + 100) / 100
        tax = (untaxed * 15 / 100).quantize(Decimal("0.01"))
        total = untaxed + tax
        left = {
            "paid": Decimal(0),
            "in_payment": Decimal(0),
            "reversed": Decimal(0),
            "partial": (total / 2).quantize(Decimal("0.01")),
        }
        residual = left.get(payment_state, total) if state == "posted" else total if state == "draft" else Decimal(0)
        name = f"SEED/{day.year}/{number:07}" if state != "draft" else ""
        order = f"PO-{number * 104_729 % 1_000_000}"
        yield BareMove(
            number,
            "out_invoice",
            state,
            payment_state,
            name,
            1 + number * 15_485_863 % PARTNERS,
            day.isoformat(),
            day.isoformat(),
            (day + timedelta(days=30)).isoformat(),
            order,
            name,
            order,
            1,
            _EUR.id if number % 10 == 0 else _USD.id,
            2 + number % 2,
            untaxed,
            tax,
            total,
            residual,
            untaxed,
            total,
            residual,
            f"{day.isoformat()} 09:{number % 60:02}:{number // 60 % 60:02}",
        )


async def _put_items(mirror: Mirror, rows: int) -> None:
    """An instalment or two of each invoice; nine of ten are paid, in one, two or three parts, by payments that pay one or two of them."""
    items, parts = [], []
    for number in range(1, rows + 1):
        day = _TODAY - timedelta(days=number % 1095)
        partner, currency = 1 + number * 15_485_863 % PARTNERS, _EUR.id if number % 10 == 0 else _USD.id
        total = Decimal(number * 104_729 % 5_000_000 + 1000) / 100
        instalments = ((total * 3 / 10).quantize(Decimal("0.01")), 30), (total, 60)
        for place, (amount, days) in enumerate(instalments if number % 5 == 0 else ((total, 30),)):
            left = due = amount - instalments[0][0] if place else amount
            item = _item(len(items) + 1, number, partner, day, due, currency, day + timedelta(days=days))
            items.append(item)
            if number % 10 == 7:
                continue
            shares = 1 + item.id % 3 if item.id % 8 else 1
            for share in range(shares):
                paid = left if share == shares - 1 else (due / shares).quantize(Decimal("0.01"))
                left -= paid
                parts.append(
                    (partner, currency, day + timedelta(days=10 + item.id * 7 % 50 + share * 20), item.id, paid)
                )
    parts.sort()
    partials: list[BarePartial] = []
    while parts:
        partner, currency, *_ = parts[0]
        own = [each for each in parts[: 1 + (len(partials) % 3 == 0)] if each[:2] == (partner, currency)]
        del parts[: len(own)]
        day, amount = max(each[2] for each in own), sum((each[4] for each in own), Decimal(0))
        payment = _item(len(items) + 1, rows + len(items), partner, day, -amount, currency, None)
        items.append(payment)
        for each in own:
            numbers = len(partials) + 1, each[3], payment.id
            partials.append(
                BarePartial(*numbers, each[4], each[4], each[4], day.isoformat(), None, "2026-01-01 09:00:00")
            )
    for batch in (items, partials):
        for start in range(0, len(batch), BATCH):
            await mirror.put(batch[start : start + BATCH])


def _item(
    number: int, move: int, partner: int, day: date, balance: Decimal, currency: int, due: date | None
) -> BareItem:
    maturity = due.isoformat() if due else ""
    return BareItem(
        *(number, move, 1, "asset_receivable", partner, day.isoformat(), maturity, "", ""),
        *(balance, balance, currency, Decimal(0), Decimal(0), False, "", None, True, "2026-01-01 09:00:00"),
    )


if __name__ == "__main__":
    assert "ODOO_DESK_HOME" in os.environ, "a folder of its own is needed"
    asyncio.run(make(int(sys.argv[1]), items="items" in sys.argv[2:]))
    print(json.dumps({"made": True}))
