"""Filling the copy: records put in and taken out, and what the sync has to know of what is there."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from odoo_desk.accounting.bare import Bare, BareItem, BareMove, BarePartial, BarePartner, BarePayment, Kind, Short
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Document
from odoo_desk.store import filing
from odoo_desk.store.copy import TABLES, Copy
from odoo_desk.store.database import Connection
from odoo_desk.store.facts import put_records, set_facts
from odoo_desk.store.filing import Names
from odoo_desk.store.schema import BOOKS, DRAFT_STATUS, LAST_INDEXES, OPEN_STATUSES, indexes_of
from odoo_desk.store.shelves import FEW, shelf_of


@dataclass(frozen=True, slots=True)
class Filed:
    """`changed` are new or different, `gone` were here and are not any more, `renamed` are partners that are called otherwise now."""

    changed: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    renamed: frozenset[int] = frozenset()


class Filling(Copy):
    async def put(self, rows: Sequence[Bare | Short], facts: Mapping[str, str] | None = None) -> Filed:
        """Records of one kind. `facts` are kept with them or not at all."""

        def work(connection: Connection) -> Filed:
            found = self._put(connection, rows)
            set_facts(connection, facts or {})
            return found

        return await self._write(work)

    async def put_range(
        self,
        kind: Kind,
        low: int,
        high: int,
        rows: Sequence[Bare | Short],
        facts: Mapping[str, str] | None = None,
        book: Book | None = None,
    ) -> Filed:
        """All records that there are (in this book) with an id from `low` to `high`: what is here and not among them is gone."""

        def work(connection: Connection) -> Filed:
            found = self._put(connection, rows)
            known = _known_ids(connection, kind, low, high, BOOKS.get(book) if book else None)
            gone = _drop(connection, kind, known.difference(each.id for each in rows))
            set_facts(connection, facts or {})
            return Filed(found.changed, gone, found.renamed)

        return await self._write(work)

    async def drop(self, kind: Kind, ids: Iterable[int]) -> frozenset[int]:
        """Ids of those that were here."""
        return await self._write(lambda connection: _drop(connection, kind, ids))

    async def put_names(self, partners: Mapping[int, str], people: Mapping[int, str]) -> None:
        """Of partners that may not be read, and of salespeople: as documents show them."""

        def work(connection: Connection) -> None:
            filing.put_hidden_partners(connection, partners)
            connection.executemany("insert or replace into salesperson values (?, ?)", people.items())

        await self._write(work)

    async def put_documents(self, documents: Sequence[Document]) -> None:
        rows = [
            (each.header.id, _moment(each.header.written_at), msgspec.json.encode(each).decode()) for each in documents
        ]
        await self._write(
            lambda connection: connection.executemany("insert or replace into document values (?, ?, ?)", rows)
        )

    async def documents_wanted(self, limit: int) -> list[int]:
        """Drafts, open documents and those that were read before, as far as what is kept of them is missing or older than they are; newest first."""

        def work(connection: Connection) -> list[int]:
            kept = ", ".join(map(str, (DRAFT_STATUS, *OPEN_STATUSES)))
            unpaid = " union all ".join(
                f"select m.id, m.written_at from move m where m.book = {code} and m.status in ({kept})"
                for book, code in BOOKS.items()
                if book is not Book.JOURNAL_ENTRIES
            )
            rows = connection.execute(
                f"""
                select m.id from ({unpaid}) m left join document d on d.id = m.id where d.written_at is null or d.written_at <> m.written_at
                union select d.id from document d join move m on m.id = d.id where d.written_at <> m.written_at
                order by 1 desc limit ?
                """,
                (limit,),
            )
            return [each[0] for each in rows]

        return await self._rows.ask(work)

    async def unknown_names(self, rows: Sequence[BareMove]) -> tuple[list[int], list[int]]:
        """Moves whose partner, and moves whose salesperson, has no name here; one of them for each."""

        def work(connection: Connection) -> tuple[list[int], list[int]]:
            found = []
            for table, field in (("partner", "partner_id"), ("salesperson", "salesperson_id")):
                examples = {getattr(row, field): row.id for row in rows if getattr(row, field)}
                known = connection.execute(
                    f"select id from {table} where id in (select value from json_each(?))",
                    (json.dumps(list(examples)),),
                )
                here = {each[0] for each in known}
                found.append([move for linked, move in examples.items() if linked not in here])
            return found[0], found[1]

        return await self._rows.ask(work)

    async def settle_dues(self, move_ids: Iterable[int] | None = None) -> frozenset[int]:
        """After items were put: when each document is next due. Ids of the documents that are due on another day."""
        return frozenset(await self._write(lambda connection: filing.settle_dues(connection, move_ids)))

    async def rename(self, kind: Kind, partner_ids: Collection[int], limit: int, after: int) -> list[int]:
        """Gives their documents the new name, `limit` at a time, those with ids above `after`: the ids that were done."""

        def work(connection: Connection) -> list[int]:
            units = self._read_frame(connection).units
            return filing.rename(connection, TABLES[kind], partner_ids, self._names(connection), units, limit, after)

        return await self._write(work)

    async def make_indexes(self, book: Book | None = None) -> None:
        """What the lists of a book are sorted by (without one: of all books, and what is needed across them), as soon as it has more than FEW
        records. One at a time, so that nobody who writes waits for long."""
        books = (book,) if book else (*BOOKS, Book.PAYMENTS, Book.PARTNERS)
        wanted = [statement for each in books if await self._has_many(each) for statement in indexes_of(each)]
        for statement in wanted if book else (*wanted, *LAST_INDEXES):
            await self._write(lambda connection, statement=statement: connection.execute(statement))  # type: ignore[misc]

    async def _has_many(self, book: Book) -> bool:
        table, where = shelf_of(book).table, f"where book = {BOOKS[book]}" if book in BOOKS else ""
        sql = f"select count(*) from (select 1 from {table} {where} limit {FEW + 1})"
        return await self._rows.ask(lambda connection: int(connection.execute(sql).fetchone()[0]) > FEW)

    async def written(self, kind: Kind, ids: Iterable[int]) -> dict[int, str]:
        """When those that are here were written, as far as is known."""
        table, listed = TABLES[kind], json.dumps(list(ids))
        return await self._rows.ask(
            lambda connection: dict(
                connection.execute(
                    f"select id, written_at from {table} where id in (select value from json_each(?))", (listed,)
                ).fetchall()
            )
        )

    async def written_between(self, kind: Kind, low: int, high: int) -> dict[int, str]:
        table = TABLES[kind]
        hidden = " and not hidden" if kind is Kind.PARTNER else ""
        return await self._rows.ask(
            lambda connection: dict(
                connection.execute(
                    f"select id, written_at from {table} where id between ? and ?{hidden}", (low, high)
                ).fetchall()
            )
        )

    async def written_since(self, kind: Kind, moment: str) -> dict[int, str]:
        """All that was written at `moment` or later."""
        table, hidden = TABLES[kind], " and not hidden" if kind is Kind.PARTNER else ""
        sql = f"select id, written_at from {table} where written_at >= ?{hidden}"
        return await self._rows.ask(lambda connection: dict(connection.execute(sql, (moment,)).fetchall()))

    async def ranges(self, kind: Kind, size: int) -> list[tuple[int, int, int]]:
        """(lowest id, highest id, how many) for each run of `size` records, oldest first."""
        table = TABLES[kind]
        hidden = "where not hidden" if kind is Kind.PARTNER else ""

        def work(connection: Connection) -> list[tuple[int, int, int]]:
            ids = [each[0] for each in connection.execute(f"select id from {table} {hidden} order by id")]
            runs = [ids[start : start + size] for start in range(0, len(ids), size)]
            return [(run[0], run[-1], len(run)) for run in runs]

        return await self._rows.ask(work)

    async def items_of(self, move_ids: Iterable[int]) -> list[int]:
        return await self._column("select id from item where move_id in (select value from json_each(?))", move_ids)

    async def partials_of(self, item_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Their two items by id."""
        listed = json.dumps(list(item_ids))

        def work(connection: Connection) -> dict[int, tuple[int, int]]:
            found: dict[int, tuple[int, int]] = {}
            for side in ("debit_item", "credit_item"):
                rows = connection.execute(
                    f"select id, debit_item, credit_item from partial where {side} in (select value from json_each(?))",
                    (listed,),
                )
                found.update({number: (debit, credit) for number, debit, credit in rows})
            return found

        return await self._rows.ask(work)

    async def entries_of(self, payment_ids: Iterable[int]) -> list[int]:
        """The moves of these payments."""
        return await self._column(
            "select move_id from payment where move_id is not null and id in (select value from json_each(?))",
            payment_ids,
        )

    async def count(self, kind: Kind) -> int:
        table = TABLES[kind]
        return await self._rows.ask(
            lambda connection: int(connection.execute(f"select count(*) from {table}").fetchone()[0])
        )

    async def _column(self, sql: str, ids: Iterable[int]) -> list[int]:
        listed = json.dumps(list(ids))
        return await self._rows.ask(lambda connection: [each[0] for each in connection.execute(sql, (listed,))])

    def _put(self, connection: Connection, rows: Sequence[Bare | Short]) -> Filed:
        moves = [row for row in rows if isinstance(row, BareMove)]
        payments = [row for row in rows if isinstance(row, BarePayment)]
        partners = [row for row in rows if isinstance(row, BarePartner)]
        items = [row for row in rows if isinstance(row, BareItem)]
        partials = [row for row in rows if isinstance(row, BarePartial)]
        if moves or payments:
            names, units = self._names(connection), self._read_frame(connection).units
            changed = filing.put_moves(connection, moves, units, names) if moves else set()
            changed |= filing.put_payments(connection, payments, units, names) if payments else set()
            return Filed(frozenset(changed))
        if partners:
            new, renamed = filing.put_partners(connection, partners)
            return Filed(frozenset(new), renamed=frozenset(renamed))
        if items:
            return Filed(frozenset(filing.put_items(connection, items, self._read_frame(connection).units)))
        if partials:
            return Filed(frozenset(filing.put_partials(connection, partials, self._read_frame(connection).units)))
        return Filed(frozenset(put_records(connection, [row for row in rows if not isinstance(row, tuple)])))

    def _names(self, connection: Connection) -> Names:
        frame = self._read_frame(connection)
        return Names(
            connection,
            {number: each.name for number, each in frame.journals.items()},
            {number: each.code for number, each in frame.currencies.items()},
        )


def _known_ids(connection: Connection, kind: Kind, low: int, high: int, book: int | None) -> set[int]:
    if kind not in TABLES:
        rows = connection.execute(
            "select id from record where kind = ? and id between ? and ?", (kind.value, low, high)
        )
    else:
        only = " and not hidden" if kind is Kind.PARTNER else f" and book = {book}" if book else ""
        rows = connection.execute(f"select id from {TABLES[kind]} where id between ? and ?{only}", (low, high))
    return {each[0] for each in rows}


def _drop(connection: Connection, kind: Kind, ids: Iterable[int]) -> frozenset[int]:
    wanted = list(ids)
    if not wanted:
        return frozenset()
    if kind not in TABLES:
        connection.executemany("delete from record where kind = ? and id = ?", [(kind.value, each) for each in wanted])
        return frozenset(wanted)
    return frozenset(filing.drop(connection, TABLES[kind], wanted))


def _moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S")
