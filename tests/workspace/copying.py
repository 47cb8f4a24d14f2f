"""A local copy of a demo server's books, the sync that keeps it, and the question whether the one is the other."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.demo.behind import LongTransaction
from odoo_desk.demo.server import DemoServer
from odoo_desk.odoo.client import Client
from odoo_desk.odoo.ledger import Ledger
from odoo_desk.settings import Profile
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace.changes import Change
from odoo_desk.workspace.connecting import sign_in
from odoo_desk.workspace.sync import Sync

EVERYTHING = 1_000_000
DAY = date.today().isoformat()  # noqa: DTZ011
BOOKS = [book for book in Book if book is not Book.ACCOUNTS]
TABLES = {
    Kind.ITEM: ("account.move.line", [["account_id.reconcile", "=", True]]),
    Kind.PARTIAL: ("account.partial.reconcile", []),
}


class Watch:
    """The clock of this computer, as the sync sees it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += by.total_seconds()


@dataclass
class Copy:
    server: DemoServer
    client: Client
    ledger: Ledger
    mirror: Mirror
    watch: Watch
    told: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sync = Sync(self.ledger, self.mirror, changed=self.told.append, clock=self.watch)

    @property
    def company(self) -> int:
        return self.ledger.user.company.id

    async def anew(self) -> None:
        """The program is started again, on the same file."""
        await self.mirror.close()
        self.mirror = Mirror(self.mirror.path)
        await self.mirror.open()
        self.sync = Sync(self.ledger, self.mirror, changed=self.told.append, clock=self.watch)

    async def catch_up(self) -> list[tuple[str, str]]:
        """Pulls, and says what was asked of the server for that."""
        before = len(self.server.calls)
        await self.sync.pull()
        return [(model, method) for model, method, _ids in self.server.calls[before:]]

    def act(self, model: str, method: str, *arguments: object, **context: object) -> object:
        """Somebody else does this in the same company."""
        return self.server.do(model, method, *arguments, context={"allowed_company_ids": [self.company], **context})

    def find(self, model: str, *domain: object, limit: int = 1) -> list[int]:
        """Ids, newest first."""
        return self.act(model, "search", [["company_id", "in", [self.company, False]], *domain], 0, limit, "id desc")

    def find_any(self, model: str) -> list[int]:
        return self.act(model, "search", [], 0, 1, "id")

    def draft(self, price: int = 100, **values: object) -> int:
        return self.act("account.move", "create", self._values(price, **values))

    def draft_by(self, late: LongTransaction, price: int = 100) -> int:
        """By a transaction that began earlier."""
        values, context = self._values(price), {"allowed_company_ids": [self.company]}
        return late.do("account.move", "create", values, context=context)

    def _values(self, price: int, **values: object) -> dict[str, object]:
        line = {"name": "Work", "quantity": 1, "price_unit": price, "tax_ids": [[6, 0, []]], "account_id": self.income}
        return {
            "move_type": "out_invoice",
            "partner_id": self.customer,
            "invoice_date": DAY,
            "date": DAY,
            "invoice_line_ids": [[0, 0, line]],
            **values,
        }

    def posted(self, price: int = 100, **values: object) -> int:
        move = self.draft(price, **values)
        self.act("account.move", "action_post", [move])
        return move

    def pay(self, move: int, **values: object) -> int:
        context = {"active_model": "account.move", "active_ids": [move]}
        wizard = self.act("account.payment.register", "create", values, **context)
        return self.act("account.payment.register", "action_create_payments", [wizard], **context)["res_id"]

    @property
    def customer(self) -> int:
        return self.find("res.partner", ["is_company", "=", True], ["customer_rank", ">", 0])[0]

    @property
    def income(self) -> int:
        return self.act("account.account", "search", [["code", "=like", "4%"]], 0, 1)[0]

    def pass_time(self, by: timedelta) -> None:
        """On the server and here alike."""
        self.server.clock.advance(by)
        self.watch.advance(by)

    async def differences(self) -> list[str]:
        """What the copy says otherwise than the server does: nothing, when it is in step."""
        found: list[str] = []
        for book in BOOKS:
            there = {row.id: row for row in await self.ledger.books.window(Query(book), 0, EVERYTHING)}
            here = {row.id: row for row in await self.mirror.window(Query(book), 0, EVERYTHING)}
            found += [f"{book.value} {each} is missing" for each in there.keys() - here.keys()]
            found += [f"{book.value} {each} is not there any more" for each in here.keys() - there.keys()]
            for each in here.keys() & there.keys():
                if here[each] != there[each]:
                    found.append(f"{book.value} {each}: {_apart(here[each], there[each])}")
        for kind, (model, domain) in TABLES.items():
            known = self._table(kind)
            rows = await self._rows(model, domain)
            found += [f"{kind.value} {each} is missing" for each in rows.keys() - known.keys()]
            found += [f"{kind.value} {each} is not there any more" for each in known.keys() - rows.keys()]
            found += [
                f"{kind.value} {each}: {known[each]} instead of {rows[each]}"
                for each in rows.keys() & known.keys()
                if known[each] != rows[each]
            ]
        return found

    async def _rows(self, model: str, domain: list[object]) -> dict[int, int]:
        """What is open of each item, and what each match comes to, in cents."""
        field_name = "amount_residual" if model == "account.move.line" else "amount"
        rows = self.server.do(
            model,
            "search_read",
            [["company_id", "=", self.company], *domain],
            [field_name],
            context={"allowed_company_ids": [self.company], "active_test": False},
        )
        return {row["id"]: round(row[field_name] * 100) for row in rows}

    def _table(self, kind: Kind) -> dict[int, int]:
        sql = "select id, residual from item" if kind is Kind.ITEM else "select id, amount from partial"
        with reading(self.mirror.path) as connection:
            return dict(connection.execute(sql).fetchall())


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()


@asynccontextmanager
async def copy_of(server: DemoServer, path: Path, login: str = "admin", protocol: str = "auto") -> AsyncIterator[Copy]:
    profile = Profile("test", server.url, server.database, login, protocol)
    client, ledger = await sign_in(profile, server.users[login].api_key, None)
    copy = Copy(server, client, ledger, Mirror(path), Watch())
    try:
        await copy.mirror.open()
        try:
            yield copy
        finally:
            await copy.mirror.close()
    finally:
        await client.close()


def _apart(here: object, there: object) -> str:
    names = type(here).__dataclass_fields__
    return ", ".join(
        f"{name} {getattr(here, name)!r} instead of {getattr(there, name)!r}"
        for name in names
        if getattr(here, name) != getattr(there, name)
    )
