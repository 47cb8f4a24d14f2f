"""Lists out of the copy: windows, sums, positions; and what was opened before."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import msgspec

from odoo_desk.accounting.bare import BarePartner
from odoo_desk.accounting.finding import fold
from odoo_desk.accounting.listing import Book, CurrencySum, Query, Row, Summary, order_of, runs
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Account, Document, Draft, Invoice, Partner
from odoo_desk.store.alike import alike
from odoo_desk.store.copy import Copy
from odoo_desk.store.database import Connection
from odoo_desk.store.facts import KIND_OF, R, fact
from odoo_desk.store.schema import BOOKS, order_index
from odoo_desk.store.shelves import Answer, answer, shelf_of
from odoo_desk.store.shown import invoices, partners, rows_of, text_in

_NEWEST = 1000  # documents of each book that tell which partners are used


class Lists(Copy):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._counts: dict[
            Query, tuple[int, int]
        ] = {}  # of questions that were asked before: rows, and as of which change

    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]:
        """Rows `offset` to `offset + limit` of the query, in its order."""
        if query.book is Book.ACCOUNTS:
            return (await self._accounts(query))[offset : offset + limit]
        known = self._counts.get(query)

        def work(connection: Connection) -> Sequence[Row]:
            ids = _window(connection, query, offset, limit, known)
            return rows_of(connection, self._read_frame(connection), query.book, ids)

        return await self._rows.ask(work)

    async def summary(self, query: Query) -> Summary:
        if query.book is Book.ACCOUNTS:
            return Summary(len(await self._accounts(query)))

        def work(connection: Connection) -> tuple[Summary, int]:
            asked = answer(connection, query, sums=True)
            so_far = not fact(connection, "lists_complete")
            if asked.nothing:
                return self._nothing(connection, query, so_far=so_far), _version(connection)
            return self._summed(connection, query, asked.prefix, asked.source, asked.parameters, so_far), _version(
                connection
            )

        found, version = await self._sums.ask(work)
        if len(self._counts) > 50:
            self._counts.clear()
        self._counts[query] = (found.count, version)
        return found

    async def summary_of(self, query: Query, spans: Sequence[range]) -> Summary:
        """Of the rows at these positions."""
        known = self._counts.get(query)
        if known and spans and spans[0].start == 0 and spans[0].stop >= known[0]:
            return await self.summary(query)  # quicker than by record

        def work(connection: Connection) -> Summary:
            asked = answer(connection, query)
            if asked.nothing:
                return self._nothing(connection, query)
            ids = _ids(connection, asked, spans)
            source = f"from {shelf_of(query.book).table} m where m.id in (select value from json_each(?))"
            return self._summed(connection, query, "", source, (json.dumps(ids.tolist()),), so_far=False)

        return await self._sums.ask(work)

    async def ids(self, query: Query, spans: Sequence[range] | None = None) -> array[int]:
        """Of the rows at these positions (of all, without), in order."""

        def work(connection: Connection) -> array[int]:
            asked = answer(connection, query)
            return array("q") if asked.nothing else _ids(connection, asked, spans)

        return await self._sums.ask(work)

    async def spans(self, query: Query, ids: Collection[int]) -> tuple[range, ...]:
        """Where these records stand, as runs of positions; those that the query does not have are left out."""
        wanted = frozenset(ids)

        def work(connection: Connection) -> tuple[range, ...]:
            asked = answer(connection, query)
            everything = array("q") if asked.nothing else _ids(connection, asked, None)
            return runs([place for place, number in enumerate(everything) if number in wanted])

        return await self._sums.ask(work)

    async def headers(self, move_ids: Sequence[int]) -> tuple[Invoice, ...]:
        """In the order of `move_ids`; those that are not here are left out."""
        return await self._rows.ask(lambda connection: invoices(connection, self._read_frame(connection), move_ids))

    async def alike(self, draft: Draft, total: Decimal | None) -> tuple[Invoice, ...]:
        """Documents that may be the same paper as this draft: of its partner, with such a reference or this total within days."""

        def work(connection: Connection) -> tuple[Invoice, ...]:
            frame = self._read_frame(connection)
            currency = draft.currency_id or frame.user.company.currency.id
            ids = alike(connection, draft, frame.units.store(total or ZERO, currency))
            return invoices(connection, frame, ids)

        return await self._rows.ask(work)

    async def is_empty(self, book: Book) -> bool:
        """Whether nothing of this book is here yet."""
        return await self._rows.ask(
            lambda connection: not fact(connection, "lists_complete") and not fact(connection, f"head:{book.value}")
        )

    async def document(self, document_id: int) -> Document | None:
        """As it was when it was last read; None when it never was."""

        def work(connection: Connection) -> Document | None:
            row = connection.execute("select document from document where id = ?", (document_id,)).fetchone()
            return msgspec.json.decode(row[0], type=Document) if row else None

        return await self._rows.ask(work)

    async def find_records(self, kind: type[R], text: str, limit: int) -> tuple[R, ...]:
        def work(connection: Connection) -> tuple[R, ...]:
            rows = connection.execute(
                "select record from record where kind = ? and instr(key, ?) order by key limit ?",
                (KIND_OF[kind].value, fold(text), limit),
            )
            return tuple(msgspec.json.decode(each[0], type=kind) for each in rows)

        return await self._rows.ask(work)

    async def partners(self, partner_ids: Sequence[int]) -> tuple[Partner, ...]:
        return await self._rows.ask(lambda connection: partners(connection, self._read_frame(connection), partner_ids))

    async def choosable_partners(self) -> list[BarePartner]:
        """All that are not archived: companies and persons before the contacts that belong to them, each by how many of the newest documents
        are theirs, then by name."""

        def work(connection: Connection) -> list[BarePartner]:
            newest = " union all ".join(
                f"select * from (select partner_id from move where book = {code} order by place desc limit {_NEWEST})"
                for book, code in BOOKS.items()
                if book is not Book.JOURNAL_ENTRIES
            )
            rows = connection.execute(
                f"""
                select id, name, ref, vat, email, phone, city, country, is_company, archived, parent_id, commercial_id, payment_term_id,
                vendor_payment_term_id, written_at, warning, is_blocked from partner
                left join (select partner_id, count(*) as used from ({newest}) group by partner_id) on partner_id = id
                where not hidden and not archived order by commercial_id is not null and commercial_id <> id, used desc, key, id
                """
            )
            return [
                BarePartner._make(
                    (row[0], *map(text_in, row[1:8]), bool(row[8]), bool(row[9]), *row[10:16], bool(row[16]))
                )
                for row in rows
            ]

        return await self._sums.ask(work)

    async def _accounts(self, query: Query) -> tuple[Account, ...]:
        name, descending = order_of(query)
        text = fold(query.text.strip())
        found = [
            each
            for each in await self.records(Account)
            if not text or each.code.startswith(query.text.strip()) or text in fold(each.name)
        ]
        found.sort(key=lambda each: (str(getattr(each, name, each.code)), each.id), reverse=descending)
        return tuple(found)

    def _nothing(self, connection: Connection, query: Query, *, so_far: bool = False) -> Summary:
        if not query.book.move_types or not fact(connection, "user"):
            return Summary(0, so_far=so_far)
        own = self._read_frame(connection).user.company.currency
        return Summary(0, CurrencySum(own, own.round(ZERO), own.round(ZERO)), so_far=so_far)

    def _summed(
        self,
        connection: Connection,
        query: Query,
        prefix: str,
        source: str,
        parameters: Sequence[int | str],
        so_far: bool,
    ) -> Summary:
        if not query.book.move_types:
            count: int = connection.execute(f"{prefix} select count(*) {source}", parameters).fetchone()[0]
            return Summary(count, so_far=so_far)
        if not fact(connection, "user"):
            return Summary(0, so_far=so_far)
        frame = self._read_frame(connection)
        own = frame.user.company.currency
        used = _currencies_used(connection, query.book, frame.currencies)
        sums = ["count(*)", "sum(m.amount_total_signed)", "sum(m.amount_residual_signed)"]
        if len(used) > 1:
            for each in used:
                only = f"filter (where m.currency_id = {each})"
                sums += [
                    f"count(*) {only}",
                    f"sum(m.sign * m.amount_total) {only}",
                    f"sum(m.sign * m.amount_residual) {only}",
                ]
        else:
            sums += ["count(*)", "sum(m.sign * m.amount_total)", "sum(m.sign * m.amount_residual)"]
        row = connection.execute(f"{prefix} select {', '.join(sums)} {source}", parameters).fetchone()
        units = frame.units
        by_currency = tuple(
            CurrencySum(currency, units.amount(row[place + 1], currency), units.amount(row[place + 2], currency))
            for place, each in zip(range(3, len(row), 3), used or [own.id], strict=False)
            if row[place] and (currency := frame.currencies.get(each, own))
        )
        whole = CurrencySum(own, units.amount(row[1] or 0, own), units.amount(row[2] or 0, own))
        return Summary(row[0], whole, by_currency, so_far)


def _window(
    connection: Connection, query: Query, offset: int, limit: int, known: tuple[int, int] | None
) -> Sequence[int]:
    asked = answer(connection, query)
    if asked.nothing:
        return ()
    count, version = known or (0, -1)
    if offset * 2 > count and version == _version(connection):
        return _from_the_end(connection, asked, count, offset, limit)
    rows = connection.execute(f"{asked.ids()} limit ? offset ?", (*asked.parameters, limit, offset))
    return [each[0] for each in rows]


def _from_the_end(connection: Connection, asked: Answer, count: int, offset: int, limit: int) -> list[int]:
    """The far half of a list is nearer to its end."""
    limit = max(0, min(limit, count - offset))
    rows = connection.execute(
        f"{asked.ids(reverse=True)} limit ? offset ?", (*asked.parameters, limit, max(0, count - offset - limit))
    )
    return [each[0] for each in rows][::-1]


def _ids(connection: Connection, asked: Answer, spans: Sequence[range] | None) -> array[int]:
    if spans is None:
        spans = (range(2**62),)
    found = array("q")
    for span in spans:
        rows = connection.execute(f"{asked.ids()} limit ? offset ?", (*asked.parameters, len(span), span.start))
        found.extend(each[0] for each in rows)
    return found


def _currencies_used(connection: Connection, book: Book, currencies: Mapping[int, Currency]) -> list[int]:
    """By the documents of a book: a step in an index for each currency that there is."""
    code = BOOKS[book]
    index = order_index("move", "currency_key", code)
    if connection.execute("select 1 from sqlite_schema where name = ?", (index,)).fetchone() is None:
        rows = connection.execute(
            f"select distinct currency_id from move where book = {code} and currency_id is not null"
        )
        return [each[0] for each in rows]
    step = f"select 1 from move indexed by {index} where book = {code} and currency_key = ? limit 1"
    return [each.id for each in currencies.values() if connection.execute(step, (each.code,)).fetchone()]


def _version(connection: Connection) -> int:
    """Another number after every change to the books that is told by a fact; the same in all connections."""
    return int(fact(connection, "books") or 0)
