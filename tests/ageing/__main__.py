"""make ageing: a random year through the ledger in order of time, what the server says is open at twenty days on the way, and what we work out
for the same days from the end alone (docs/open-items.md)."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeAlias

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.open_items import AsOf
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.workspace import Workspace
from tests.ageing import oca
from tests.ageing.furniture import Shop, companies, furnished
from tests.ageing.life import Life
from tests.faults.books import Books
from tests.real_odoo import LiveServers

YEAR = 2025
DATES = 20
DAYS = 360
LATER = date(2099, 12, 31)
Residuals: TypeAlias = "dict[int, tuple[Decimal, Decimal]]"
NOTHING = (Decimal(0), Decimal(0))


@dataclass(frozen=True)
class Partial:
    """What it takes of its two items: from the company's currency, and from that of each."""

    debit: int
    credit: int
    amount: Decimal
    debit_amount: Decimal
    credit_amount: Decimal
    dated: date

    @property
    def items(self) -> tuple[int, int]:
        return self.debit, self.credit


@dataclass(frozen=True)
class Told:
    """What the server said when it was day `on`: what every item had left, and what was matched."""

    on: date
    residuals: Residuals
    partials: dict[int, Partial]


@dataclass
class Compared:
    items: int = 0
    compared: int = 0
    residual: list[str] = field(default_factory=list)
    control: list[str] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    explained: Counter[str] = field(default_factory=Counter)
    days: list[date] = field(default_factory=list)
    opinion: list[str] = field(default_factory=list)
    """Where the OCA's reports say otherwise (14 only)."""

    @property
    def is_good(self) -> bool:
        return not (self.residual or self.control or self.current or self.opinion)


class Server:
    """Asked past the program."""

    def __init__(self, shop: Shop, currencies: dict[int, Currency]) -> None:
        self._shop = shop
        self._currencies = currencies

    def residuals(self, on: date = LATER) -> Residuals:
        """Of items dated up to `on`."""
        domain = [
            ["company_id", "=", self._shop.company],
            ["account_id.reconcile", "=", True],
            ["parent_state", "=", "posted"],
            ["date", "<=", on.isoformat()],
        ]
        fields = ["amount_residual", "amount_residual_currency", "currency_id"]
        rows = self._shop.call("account.move.line", "search_read", domain, fields=fields)
        own = self._currencies[self._shop.own]
        found = {}
        for row in rows:
            currency = self._currencies[row["currency_id"][0]] if row["currency_id"] else own
            found[row["id"]] = (
                _amount(row["amount_residual"], own),
                _amount(row["amount_residual_currency"], currency),
            )
        return found

    def partials(self) -> dict[int, Partial]:
        amounts = ["amount", "debit_amount_currency", "credit_amount_currency"]
        fields = ["debit_move_id", "credit_move_id", "max_date", *amounts]
        domain = [["company_id", "=", self._shop.company]]
        rows = self._shop.call("account.partial.reconcile", "search_read", domain, fields=fields)
        return {
            row["id"]: Partial(
                row["debit_move_id"][0],
                row["credit_move_id"][0],
                *(round(Decimal(repr(row[each])), 2) for each in amounts),
                dated=date.fromisoformat(row["max_date"]),
            )
            for row in rows
        }

    def told(self, on: date) -> Told:
        return Told(on, self.residuals(on), self.partials())


def _amount(value: float, currency: Currency) -> Decimal:
    return currency.round(Decimal(repr(value)))


async def live(life: Life, server: Server, documents: int) -> list[Told]:
    """The year, with what the server said at the end of each of the days that are compared."""
    told: list[Told] = []
    begin, made = date(YEAR, 1, 2), 0
    for number in range(DAYS):
        day = begin + timedelta(days=number)
        while made < documents * (number + 1) // DAYS:
            await life.document(day)
            made += 1
            if life.random.random() < 0.9:
                await life.event(day)
        if (number + 1) % (DAYS // DATES) == 0:
            told.append(server.told(day))
            print(f"  {day}: {made} documents, {len(told[-1].residuals)} items", file=sys.stderr, flush=True)
    return told


async def compare(workspace: Workspace, server: Server, told: list[Told], found: Compared) -> None:
    await workspace.sync_once()
    items = await _computed(workspace, LATER)
    now, partials = server.residuals(), server.partials()
    found.items += len(now)
    for number in now.keys() | items.keys():
        if now.get(number, NOTHING) != items.get(number, NOTHING):
            found.current.append(f"item {number}: {items.get(number)} here, {now.get(number)} there")
    found.days = [then.on for then in told]
    for then in told:
        ours = await _computed(workspace, then.on)
        for number in then.residuals.keys() | ours.keys():
            here, there = ours.get(number, NOTHING), then.residuals.get(number, NOTHING)
            found.compared += 1
            if here != there:
                reason = _reason(number, then, now, partials) or _later(number, then, here, there)
                if reason:
                    found.explained[reason] += 1
                else:
                    found.residual.append(f"item {number} on {then.on}: {here} here, {there} there")
        for control in await workspace.open_items.controls(AsOf(then.on)):
            if control.difference:
                found.control.append(f"{control.account.name} on {then.on}: {control.open_items}, {control.balance}")


async def _computed(workspace: Workspace, on: date) -> Residuals:
    return {each.id: (each.residual, each.residual_currency) for each in await workspace.open_items.items(AsOf(on))}


def _reason(number: int, then: Told, now: Residuals, partials: dict[int, Partial]) -> str:
    """Why it may be another one now: what was done since, and counts on that day all the same, or no longer."""
    before = {each for each, sides in then.partials.items() if number in sides.items}
    after = {each for each, sides in partials.items() if number in sides.items}
    if number not in now:
        return "the entry was taken back since"
    if number not in then.residuals:
        return "entered since, with an earlier date"
    if before - after:
        return "unreconciled since"
    if any(partials[each].dated <= then.on for each in after - before):
        return "reconciled since, both sides dated earlier"
    return ""


def _later(number: int, then: Told, here: tuple[Decimal, Decimal], there: tuple[Decimal, Decimal]) -> str:
    """Odoo dates what takes back an exchange difference on its own today, and from 16 on an exchange difference of a month that is over on its last
    day (measured): by then the server had matched the item with an entry of the future. Its residual without that has to be ours to the cent."""
    residual, foreign = there
    later = [each for each in then.partials.values() if number in each.items and each.dated > then.on]
    for each in later:
        if number == each.debit:
            residual, foreign = residual + each.amount, foreign + each.debit_amount
        else:
            residual, foreign = residual - each.amount, foreign - each.credit_amount
    return "reconciled then with an entry dated later" if later and here == (residual, foreign) else ""


async def ask_another(profiles: list[Profile], secret: str, found: Compared) -> None:
    """The OCA's reports for 14, of the same database and days (oca.py)."""
    own = [profile.company_id for profile in profiles if profile.company_id]
    try:
        opinions = oca.second_opinion(profiles[0].database, own, found.days)
    except oca.NoOpinion as problem:
        print(f"no second opinion: {problem}")
        return
    counted, explained = Counter[str](), Counter[str]()
    for profile in profiles:
        workspace = await connect(profile, secret)
        try:
            await workspace.sync_once()
            open_items, currency = workspace.open_items, workspace.user.company.currency
            for day in found.days:
                opinion = opinions[profile.company_id or 0, day]
                items, ageing = await open_items.items(AsOf(day)), await open_items.ageing(AsOf(day))
                done = oca.compare(opinion, items, ageing, currency)
                counted.update(items=done.items, rows=done.rows)
                explained += done.explained
                found.opinion += done.differing
        finally:
            await workspace.close()
    print(f"second opinion: {counted['items']} items and {counted['rows']} rows, {len(found.opinion)} differ")
    for reason, count in explained.most_common():
        print(f"  {count}: {reason}")
    for each in found.opinion[:20]:
        print(f"  {each}")


async def run(profiles: list[Profile], secret: str, books: Books, options: argparse.Namespace) -> Compared:
    random, found = Random(options.seed), Compared()  # noqa: S311  to be had again
    for number, profile in enumerate(profiles):
        assert profile.company_id is not None
        shop = furnished(books, profile.company_id, random, YEAR)
        workspace = await connect(profile, secret)
        try:
            await workspace.sync_once()
            currencies = {each.id: each for each in await workspace.lookups.currencies()}
            server, life = Server(shop, currencies), Life(workspace, shop, random)
            share = options.docs * (number + 1) // len(profiles) - options.docs * number // len(profiles)
            told = await live(life, server, share)
            await compare(workspace, server, told, found)
            _print(life)
        finally:
            await workspace.close()
    if options.server == "14":
        await ask_another(profiles, secret, found)
    return found


def _print(life: Life) -> None:
    print(f"{'what happened in ' + life.workspace.user.company.name:<50}{'how often':>9}")
    for name, count in sorted(life.counted.items()):
        print(f"{name:<50}{count:>9}")
    print(f"refused by the server: {len(life.refused)}")
    for each in life.refused[:5]:
        print(f"  {each}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.ageing", description=__doc__)
    parser.add_argument("--docs", type=int, default=500)
    parser.add_argument("--server", default="19", help="14 or 19")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as home:
        os.environ["ODOO_DESK_HOME"] = home
        servers = LiveServers()
        server = servers(int(options.server))
        stack.callback(servers.drop)
        admin = server.users["admin"]
        books = Books(server.url, server.database, admin.login, admin.api_key)
        books.call("res.users", "context_get")
        profiles = [
            Profile("ageing", server.url, server.database, admin.login, company_id=each) for each in companies(books)
        ]
        found = asyncio.run(run(profiles, admin.api_key, books, options))
    print(f"\n{found.compared} residuals compared in {time.monotonic() - began:.0f} s, server {options.server}")
    for reason, count in found.explained.most_common():
        print(f"  {count}: {reason}")
    for title, differing in (
        ("residual", found.residual),
        ("control", found.control),
        ("current", found.current),
    ):
        print(f"{title}: {len(differing)} differ")
        for each in differing[:20]:
            print(f"  {each}")
    print(
        json.dumps(
            {
                "items": found.items,
                "dates": DATES,
                "residual_differs": len(found.residual),
                "control_differs": len(found.control),
                "current_differs": len(found.current),
                "seed": options.seed,
            }
        )
    )
    sys.exit(0 if found.is_good else 1)


if __name__ == "__main__":
    main()
