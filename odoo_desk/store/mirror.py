"""The local copy of one company's books: records as the server last told them; lists filtered, sorted, searched and added up.

It is disposable. One process fills it and others read it; nobody has to know which.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from odoo_desk.accounting.bare import Bare, BareItem, BareMove, BarePartial, BarePartner, BarePayment, Kind, Short
from odoo_desk.accounting.listing import Book, CurrencySum, Query, Row, Summary, order_of
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import (
    Account,
    Document,
    Invoice,
    Journal,
    MoveType,
    Named,
    Partner,
    Payment,
    PaymentState,
    PaymentTerm,
    Product,
    State,
    Tax,
    User,
)
from odoo_desk.errors import DeskError, StoreDamaged
from odoo_desk.store import filing
from odoo_desk.store.database import Connection, Database
from odoo_desk.store.filing import Names, Units, day_of
from odoo_desk.store.schema import BLANK, BOOKS, LAST_INDEXES, MIGRATIONS, indexes_of, order_index
from odoo_desk.store.searching import fold
from odoo_desk.store.shelves import Answer, answer, shelf_of

R = TypeVar("R", Currency, Journal, Tax, PaymentTerm, Account, Product)
T = TypeVar("T")
TABLES = {
    Kind.MOVE: "move",
    Kind.PAYMENT: "payment",
    Kind.PARTNER: "partner",
    Kind.ITEM: "item",
    Kind.PARTIAL: "partial",
}
_KEYS = {Currency: "code", Journal: "name", Tax: "name", PaymentTerm: "name", Account: "code", Product: "name"}
_KIND_OF = {
    Currency: Kind.CURRENCY,
    Journal: Kind.JOURNAL,
    Tax: Kind.TAX,
    PaymentTerm: Kind.TERM,
    Account: Kind.ACCOUNT,
    Product: Kind.PRODUCT,
}
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every amount and name is read by; None of it changes often."""

    version: int
    user: User
    units: Units
    currencies: Mapping[int, Currency]
    journals: Mapping[int, Named]


class Mirror:
    """`sums` and `rows` have a connection each, so that adding up a million rows keeps no list waiting; writing has a third."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows = Database(path, MIGRATIONS, lasting=False, cache=8)
        self._sums = Database(path, MIGRATIONS, lasting=False, cache=4)
        self._writing = Database(path, MIGRATIONS, lasting=False, cache=32)
        self._frame: Frame | None = None
        self._counts: dict[Query, tuple[int, int]] = {}
        self._mark = path.with_suffix(".bad")

    async def open(self) -> str:
        """ "" or what the user should know. StoreNewer when a newer program wrote it. A damaged file is put aside, and the copy is empty again."""
        notice = ""
        try:
            await self._rows.open()
            if self._mark.exists():
                raise StoreDamaged(f"{self.path} was found damaged.")
        except StoreDamaged:
            await self._rows.close()
            notice = self._put_aside()
            self._rows = Database(self.path, MIGRATIONS, lasting=False, cache=8)
            await self._rows.open()
        await self._sums.open()
        return notice

    async def close(self) -> None:
        for each in (self._sums, self._writing, self._rows):
            await each.close()

    def _put_aside(self) -> str:
        aside = self.path.with_suffix(".damaged")
        self.path.replace(aside)
        self._mark.unlink(missing_ok=True)
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        return "The local copy was damaged and is being filled again. Nothing is lost: the books are on the server."

    # --- facts --------------------------------------------------------------------------------------------------------

    async def fact(self, name: str) -> str:
        """ "" when it is not known."""
        return await self._rows.ask(lambda connection: _fact(connection, name))

    async def set_facts(self, facts: Mapping[str, str]) -> None:
        await self._write(lambda connection: _set_facts(connection, facts))

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
            told = _fact(connection, "user")
            kept = not told or (
                (earlier := msgspec.json.decode(told, type=User)).id == user.id
                and earlier.company.id == user.company.id
                and filing.scale_of(connection) >= scale
            )
            if not kept:
                _empty(connection)
            if not kept or not told:
                _set_facts(connection, {"scale": str(scale)})
            _set_facts(connection, {"user": msgspec.json.encode(user).decode()})
            _put_records(connection, list(currencies))
            return kept

        return await self._write(work)

    async def empty(self) -> None:
        """Nothing is left but whose copy it is."""
        await self._write(_empty)

    # --- lists --------------------------------------------------------------------------------------------------------

    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]:
        """Rows `offset` to `offset + limit` of the query, in its order."""
        if query.book is Book.ACCOUNTS:
            return (await self._accounts(query))[offset : offset + limit]
        known = self._counts.get(query)

        def work(connection: Connection) -> Sequence[Row]:
            ids = _window(connection, query, offset, limit, known)
            return self._records(connection, query.book, ids)

        return await self._rows.ask(work)

    async def summary(self, query: Query) -> Summary:
        if query.book is Book.ACCOUNTS:
            return Summary(len(await self._accounts(query)))

        def work(connection: Connection) -> tuple[Summary, int]:
            asked = answer(connection, query, sums=True)
            so_far = not _fact(connection, "lists_complete")
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
            return _runs([place for place, number in enumerate(everything) if number in wanted])

        return await self._sums.ask(work)

    async def headers(self, move_ids: Sequence[int]) -> tuple[Invoice, ...]:
        """In the order of `move_ids`; those that are not here are left out."""
        return await self._rows.ask(lambda connection: self._invoices(connection, move_ids))

    async def is_empty(self, book: Book) -> bool:
        """Whether nothing of this book is here yet."""
        return await self._rows.ask(
            lambda connection: not _fact(connection, "lists_complete") and not _fact(connection, f"head:{book.value}")
        )

    # --- what hangs on them -------------------------------------------------------------------------------------------

    async def document(self, document_id: int) -> Document | None:
        """As it was when it was last read; None when it never was."""

        def work(connection: Connection) -> Document | None:
            row = connection.execute("select document from document where id = ?", (document_id,)).fetchone()
            return msgspec.json.decode(row[0], type=Document) if row else None

        return await self._rows.ask(work)

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
            rows = connection.execute(
                "select m.id from move m left join document d on d.id = m.id where (m.status in (0, 1, 2) and m.book < 5 or d.id is not null) "
                "and (d.written_at is null or d.written_at <> m.written_at) order by m.id desc limit ?",
                (limit,),
            )
            return [each[0] for each in rows]

        return await self._rows.ask(work)

    async def records(self, kind: type[R]) -> tuple[R, ...]:
        """All of a short list: currencies, journals, taxes, terms, accounts, products."""
        return await self._rows.ask(lambda connection: _records(connection, kind))

    async def find_records(self, kind: type[R], text: str, limit: int) -> tuple[R, ...]:
        def work(connection: Connection) -> tuple[R, ...]:
            rows = connection.execute(
                "select record from record where kind = ? and instr(key, ?) order by key limit ?",
                (_KIND_OF[kind].value, fold(text), limit),
            )
            return tuple(msgspec.json.decode(each[0], type=kind) for each in rows)

        return await self._rows.ask(work)

    async def partners(self, partner_ids: Sequence[int]) -> tuple[Partner, ...]:
        return await self._rows.ask(lambda connection: self._partners(connection, partner_ids))

    # --- filling ------------------------------------------------------------------------------------------------------

    async def put(self, rows: Sequence[Bare | Short], facts: Mapping[str, str] | None = None) -> Filed:
        """Records of one kind. `facts` are kept with them or not at all."""

        def work(connection: Connection) -> Filed:
            found = self._put(connection, rows)
            _set_facts(connection, facts or {})
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
            _set_facts(connection, facts or {})
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

    async def rename(self, partner_ids: Collection[int], limit: int, after: int) -> list[int]:
        """Gives their documents the new name, `limit` at a time, those with ids above `after`: the ids that were done."""

        def work(connection: Connection) -> list[int]:
            units = self._read_frame(connection).units
            return filing.rename(connection, partner_ids, self._names(connection), units, limit, after)

        return await self._write(work)

    async def make_indexes(self, book: Book | None = None) -> None:
        """What the lists of a book are sorted by; without one, what is needed across all. One at a time, so that nobody who writes waits for long."""
        for statement in indexes_of(book) if book else LAST_INDEXES:
            await self._write(lambda connection, statement=statement: connection.execute(statement))  # type: ignore[misc]

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
        table = TABLES[kind]
        return await self._rows.ask(
            lambda connection: dict(
                connection.execute(f"select id, written_at from {table} where written_at >= ?", (moment,)).fetchall()
            )
        )

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

    async def _write(self, work: Callable[[Connection], T]) -> T:
        if not self._writing.is_open:
            await self._writing.open()

        def whole(connection: Connection) -> T:
            found = work(connection)
            connection.execute("insert into fact values ('books', '1') on conflict do update set value = value + 1")
            return found

        return await self._writing.run(whole)

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
        return Filed(frozenset(_put_records(connection, [row for row in rows if not isinstance(row, tuple)])))

    def _names(self, connection: Connection) -> Names:
        frame = self._read_frame(connection)
        return Names(
            connection,
            {number: each.name for number, each in frame.journals.items()},
            {number: each.code for number, each in frame.currencies.items()},
        )

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _read_frame(self, connection: Connection) -> Frame:
        """Read again when somebody changed a short list."""
        version = int(_fact(connection, "frame") or 0)
        frame = self._frame
        if frame is None or frame.version != version:
            told = _fact(connection, "user")
            if not told:
                raise DeskError("The local copy is empty.", advice="Sign in once; it is filled then.")
            user = msgspec.json.decode(told, type=User)
            currencies = {each.id: each for each in _records(connection, Currency)}
            journals = {each.id: Named(each.id, each.name) for each in _records(connection, Journal)}
            units = Units(currencies, user.company.currency, filing.scale_of(connection))
            frame = self._frame = Frame(version, user, units, currencies, journals)
        return frame

    def _records(self, connection: Connection, book: Book, ids: Sequence[int]) -> Sequence[Row]:
        if book is Book.PAYMENTS:
            return self._payments(connection, ids)
        if book is Book.PARTNERS:
            return self._partners(connection, ids)
        return self._invoices(connection, ids)

    def _invoices(self, connection: Connection, ids: Sequence[int]) -> tuple[Invoice, ...]:
        if not ids:
            return ()
        frame = self._read_frame(connection)
        own, company = frame.user.company.currency, Named(frame.user.company.id, frame.user.company.name)
        amount, exact = frame.units.amount, frame.units
        rows = connection.execute(
            f"select {_INVOICE} from move m left join partner p on p.id = m.partner_id left join salesperson s on s.id = m.salesperson_id "
            "where m.id in (select value from json_each(?))",
            (json.dumps(list(ids)),),
        )
        found: dict[int, Invoice] = {}
        for row in rows:
            currency = frame.currencies.get(row[16], own)
            found[row[0]] = Invoice(
                row[0],
                MoveType(row[1]),
                State(row[2]),
                PaymentState(row[3]),
                _text(row[4]),
                None if row[5] is None else Named(row[5], row[6] or "", archived=bool(row[7])),
                day_of(row[8]),
                day_of(row[9]) or date.min,
                day_of(row[10]),
                day_of(row[11]),
                _text(row[12]),
                _text(row[13]),
                _text(row[14]),
                frame.journals.get(row[15]) or Named(row[15] or 0, ""),
                company,
                currency,
                amount(row[19], currency),
                amount(row[20], currency),
                amount(row[21], currency),
                amount(row[22], currency),
                exact.amount(row[23], own),
                exact.amount(row[24], own),
                exact.amount(row[25], own),
                None if row[17] is None else Named(row[17], row[18] or ""),
                _instant(row[26]),
            )
        return tuple(found[each] for each in ids if each in found)

    def _payments(self, connection: Connection, ids: Sequence[int]) -> tuple[Payment, ...]:
        if not ids:
            return ()
        frame = self._read_frame(connection)
        own, company = frame.user.company.currency, Named(frame.user.company.id, frame.user.company.name)
        rows = connection.execute(
            "select m.id, m.number, m.state, m.inbound, m.is_customer, m.partner_id, p.name, p.archived, m.date, m.amount, m.currency_id, "
            "m.journal_id, m.method, m.memo, m.is_matched, m.documents, m.written_at "
            "from payment m left join partner p on p.id = m.partner_id where m.id in (select value from json_each(?))",
            (json.dumps(list(ids)),),
        )
        found: dict[int, Payment] = {}
        for row in rows:
            currency = frame.currencies.get(row[10], own)
            found[row[0]] = Payment(
                id=row[0],
                number=_text(row[1]),
                state=row[2],
                inbound=bool(row[3]),
                is_customer=bool(row[4]),
                partner=None if row[5] is None else Named(row[5], row[6] or "", archived=bool(row[7])),
                date=day_of(row[8]) or date.min,
                amount=frame.units.amount(row[9], currency),
                currency=currency,
                journal=frame.journals.get(row[11]) or Named(row[11] or 0, ""),
                method=_text(row[12]),
                memo=_text(row[13]),
                company=company,
                is_matched=bool(row[14]),
                documents=tuple(json.loads(row[15])),
                written_at=_instant(row[16]),
            )
        return tuple(found[each] for each in ids if each in found)

    def _partners(self, connection: Connection, ids: Sequence[int]) -> tuple[Partner, ...]:
        """What is receivable and payable is added up from what is open, which is booked on the company a contact belongs to."""
        if not ids:
            return ()
        frame = self._read_frame(connection)
        own = frame.user.company.currency
        listed = json.dumps(list(ids))
        open_items = connection.execute(
            "select partner_id, kind, sum(residual) from item where partner_id in (select value from json_each(?)) and posted and reconciled = 0 "
            "and kind in ('asset_receivable', 'liability_payable') group by partner_id, kind",
            (listed,),
        )
        balance = {(number, kind): units for number, kind, units in open_items}
        rows = connection.execute(
            "select id, name, ref, vat, email, phone, city, country, is_company, archived, payment_term_id, vendor_payment_term_id, written_at "
            "from partner where id in (select value from json_each(?))",
            (listed,),
        )
        found: dict[int, Partner] = {}
        for row in rows:
            receivable, payable = (balance.get((row[0], kind), 0) for kind in ("asset_receivable", "liability_payable"))
            name, ref, vat, email, phone, city, country = map(_text, row[1:8])
            found[row[0]] = Partner(
                id=row[0],
                name=name,
                ref=ref,
                vat=vat,
                email=email,
                phone=phone,
                city=city,
                country=country,
                is_company=bool(row[8]),
                archived=bool(row[9]),
                payment_term_id=row[10],
                vendor_payment_term_id=row[11],
                receivable=frame.units.amount(receivable, own),
                payable=frame.units.amount(-payable, own),
                written_at=_instant(row[12]),
            )
        return tuple(found[each] for each in ids if each in found)

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

    # --- sums ---------------------------------------------------------------------------------------------------------

    def _nothing(self, connection: Connection, query: Query, *, so_far: bool = False) -> Summary:
        if not query.book.move_types or not _fact(connection, "user"):
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
        if not _fact(connection, "user"):
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


@dataclass(frozen=True, slots=True)
class Filed:
    """`changed` are new or different, `gone` were here and are not any more, `renamed` are partners that are called otherwise now."""

    changed: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    renamed: frozenset[int] = frozenset()


_INVOICE = (
    "m.id, m.move_type, m.state, m.payment_state, m.number, m.partner_id, p.name, p.archived, m.invoice_date, m.accounting_date, m.due_date, "
    "m.next_due, m.ref, m.payment_reference, m.origin, m.journal_id, m.currency_id, m.salesperson_id, s.name, m.amount_untaxed, m.amount_tax, "
    "m.amount_total, m.amount_residual, m.amount_untaxed_signed, m.amount_total_signed, m.amount_residual_signed, m.written_at"
)


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
    limit = min(limit, count - offset)
    rows = connection.execute(
        f"{asked.ids(reverse=True)} limit ? offset ?", (*asked.parameters, limit, count - offset - limit)
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


def _runs(positions: Sequence[int]) -> tuple[range, ...]:
    found: list[range] = []
    for each in positions:
        if found and found[-1].stop == each:
            found[-1] = range(found[-1].start, each + 1)
        else:
            found.append(range(each, each + 1))
    return tuple(found)


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
    return int(_fact(connection, "books") or 0)


def _fact(connection: Connection, name: str) -> str:
    row = connection.execute("select value from fact where name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def _set_facts(connection: Connection, facts: Mapping[str, str]) -> None:
    connection.executemany("insert or replace into fact values (?, ?)", facts.items())


def _records(connection: Connection, kind: type[R]) -> tuple[R, ...]:
    rows = connection.execute("select record from record where kind = ? order by key, id", (_KIND_OF[kind].value,))
    return tuple(msgspec.json.decode(each[0], type=kind) for each in rows)


def _put_records(connection: Connection, rows: Sequence[Short]) -> set[int]:
    changed: set[int] = set()
    for row in rows:
        kind = _KIND_OF[type(row)].value
        made = msgspec.json.encode(row).decode()
        known = connection.execute("select record from record where kind = ? and id = ?", (kind, row.id)).fetchone()
        if known is None or known[0] != made:
            key = fold(f"{getattr(row, _KEYS[type(row)])} {getattr(row, 'code', '')} {getattr(row, 'name', '')}")
            connection.execute("insert or replace into record values (?, ?, ?, ?)", (kind, row.id, key, made))
            changed.add(row.id)
    if changed:
        _set_facts(connection, {"frame": str(int(_fact(connection, "frame") or 0) + 1)})
    return changed


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


def _empty(connection: Connection) -> None:
    for table in TABLES.values():
        filing.drop(connection, table, [each[0] for each in connection.execute(f"select id from {table}")])
    for table in ("record", "salesperson", "document"):
        connection.execute(f"delete from {table}")
    connection.execute("delete from fact where name not in ('user', 'scale')")


def _text(value: str) -> str:
    return "" if value == BLANK else value


def _moment(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else _NEVER
