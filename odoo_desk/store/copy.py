"""The file of the local copy: opened by whoever reads it, put aside when it is damaged, emptied when it is another's."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import User
from odoo_desk.errors import StoreDamaged
from odoo_desk.store import filing
from odoo_desk.store.database import Connection, Database, bad_mark
from odoo_desk.store.facts import R, fact, put_records, records, scale_of, set_facts
from odoo_desk.store.schema import MIGRATIONS
from odoo_desk.store.shown import Frame, read_frame

T = TypeVar("T")
TABLES = {
    Kind.MOVE: "move",
    Kind.PAYMENT: "payment",
    Kind.PARTNER: "partner",
    Kind.ITEM: "item",
    Kind.PARTIAL: "partial",
}


class Copy:
    """`sums` and `rows` have a connection each, so that adding up a million rows keeps no list waiting; writing has a third."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows = self._reader()
        self._sums = Database(path, MIGRATIONS, lasting=False, cache=4)
        self._writing = Database(path, MIGRATIONS, lasting=False, cache=64)
        self._frame: Frame | None = None
        self._mark = bad_mark(path)

    async def open(self, *, mend: bool = True) -> str:
        """ "" or what the user should know. StoreNewer when a newer program wrote it. A damaged file is put aside, and the copy is empty again;
        not without `mend` (somebody else has it open): StoreDamaged."""
        notice = ""
        try:
            await self._rows.open()
            if self._mark.exists():
                raise StoreDamaged(f"{self.path} was found damaged.")
        except StoreDamaged:
            await self._rows.close()
            self._rows = self._reader()
            if not mend:
                raise
            notice = self._put_aside()
            await self._rows.open()
        await self._sums.open()
        return notice

    async def close(self) -> None:
        for each in (self._sums, self._writing, self._rows):
            await each.close()

    def _reader(self) -> Database:
        return Database(self.path, MIGRATIONS, lasting=False, cache=8)

    def _put_aside(self) -> str:
        aside = self.path.with_suffix(".damaged")
        self.path.replace(aside)
        self._mark.unlink(missing_ok=True)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        return "The local copy was damaged and is being filled again. Nothing is lost: the books are on the server."

    async def fact(self, name: str) -> str:
        """ "" when it is not known."""
        return await self._rows.ask(lambda connection: fact(connection, name))

    async def set_facts(self, facts: Mapping[str, str]) -> None:
        await self._write(lambda connection: set_facts(connection, facts))

    async def user(self) -> User | None:
        """Whose copy this is; None while it is empty."""
        told = await self.fact("user")
        return msgspec.json.decode(told, type=User) if told else None

    async def begin(self, user: User, currencies: Collection[Currency]) -> bool:
        """Before anything else is put. False when the copy had to be emptied: it was another user's or company's, or has too few decimals."""
        scale = max(
            2, user.company.currency.decimal_places, *(each.decimal_places for each in currencies if each.active)
        )

        def work(connection: Connection) -> bool:
            told = fact(connection, "user")
            kept = not told or (
                (earlier := msgspec.json.decode(told, type=User)).id == user.id
                and earlier.company.id == user.company.id
                and scale_of(connection) >= scale
            )
            if not kept:
                _empty(connection)
            if not kept or not told:
                set_facts(connection, {"scale": str(scale)})
            set_facts(connection, {"user": msgspec.json.encode(user).decode()})
            put_records(connection, list(currencies))
            return kept

        return await self._write(work)

    async def records(self, kind: type[R]) -> tuple[R, ...]:
        """All of a short list: currencies, journals, taxes, terms, accounts, products."""
        return await self._rows.ask(lambda connection: records(connection, kind))

    async def _write(self, work: Callable[[Connection], T]) -> T:
        if not self._writing.is_open:
            await self._writing.open()

        def whole(connection: Connection) -> T:
            found = work(connection)
            connection.execute("insert into fact values ('books', '1') on conflict do update set value = value + 1")
            return found

        return await self._writing.run(whole)

    def _read_frame(self, connection: Connection) -> Frame:
        self._frame = read_frame(connection, self._frame)
        return self._frame


def _empty(connection: Connection) -> None:
    for table in TABLES.values():
        filing.drop(connection, table, [each[0] for each in connection.execute(f"select id from {table}")])
    for table in ("record", "salesperson", "document"):
        connection.execute(f"delete from {table}")
    connection.execute("delete from fact where name not in ('user', 'scale')")
