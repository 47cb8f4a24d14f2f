"""Questions of the lists as SQL: any window of rows in any order, how many there are, what they come to.

A window has to be there within a frame or two among a million rows, so each question is led by the index that has least to look at: that of the
texts, that of a narrow filter (its few rows are sorted), or that of the order, which is walked until the window is full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from odoo_desk.accounting.listing import Book, Query, order_of
from odoo_desk.store import searching
from odoo_desk.store.database import Connection
from odoo_desk.store.schema import BOOKS, SORTED, STATUSES, TIES, order_index, text_of

FEW = 5000  # rows that are sorted at once within a few milliseconds
Parameter: TypeAlias = "int | str"
_FAMILY = (
    "with recursive family(id) as (select {} union select partner.id from partner join family on parent_id = family.id)"
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a book's rows stand. `orders`: what lists sort by and the column for it; the same name where none is given.
    `place` is the column of the default order, in which the index of texts tells what it finds."""

    table: str
    text: str
    place: str
    orders: Mapping[str, str]
    book: int = 0


_DOCUMENT_ORDERS = {
    "invoice_date": "place",
    "partner": "partner_key",
    "due_date": "shown_due",
    "next_due": "shown_due",
    "journal": "journal_key",
    "currency": "currency_key",
    "company": "place",
    "salesperson": "salesperson_key",
    "payment_state": "status",
    "state": "status",
}
_PAYMENT_ORDERS = {
    "date": "place",
    "partner": "partner_key",
    "journal": "journal_key",
    "currency": "place",
    "company": "place",
}
_PARTNER_ORDERS = {"name": "key"}


def shelf_of(book: Book) -> Shelf:
    if book is Book.PAYMENTS:
        return Shelf("payment", text_of(book), "place", _PAYMENT_ORDERS)
    if book is Book.PARTNERS:
        return Shelf("partner", text_of(book), "id", _PARTNER_ORDERS)
    orders = _DOCUMENT_ORDERS
    if book is Book.JOURNAL_ENTRIES:  # has no invoice dates
        orders = {**orders, "accounting_date": "place", "invoice_date": "invoice_date"}
    return Shelf("move", text_of(book), "place", orders, BOOKS[book])


@dataclass(frozen=True, slots=True)
class Answer:
    """`source` is everything from FROM to the end of WHERE, over `m`, the rows of the table; `order` a column, `tie` the one that decides among
    equals. `nothing`: no row can match."""

    source: str = ""
    parameters: tuple[Parameter, ...] = ()
    order: str = ""
    tie: str = ""
    descending: bool = True
    nothing: bool = False
    prefix: str = ""

    def ids(self, *, reverse: bool = False) -> str:
        """The SQL that gives the ids in order; LIMIT and OFFSET can be added."""
        way = "desc" if self.descending is not reverse else "asc"
        by = [f"{column} {way}" for column in (self.order, self.tie) if column]
        return f"{self.prefix} select m.id {self.source} order by {', '.join(by)}"


def answer(connection: Connection, query: Query, *, sums: bool = False) -> Answer:
    """How this question is answered. `sums`: all rows are wanted, in no order."""
    shelf = shelf_of(query.book)
    order, tie, descending = _order(shelf, query)
    if shelf.book and _statuses(query) == []:
        return Answer(nothing=True)
    conditions, parameters, narrow, prefix = _conditions(shelf, query)
    found = searching.match(connection, shelf.text, searching.asked(query.text)) if query.text.strip() else None
    if found is not None and found.never:
        return Answer(nothing=True)
    where = " and ".join(conditions) or "true"
    led_by = next((each for each, condition in narrow if _is_few(connection, shelf, prefix, each, condition)), "")
    summed = f"move_sums_{shelf.book}" if sums and shelf.book and _exists(connection, f"move_sums_{shelf.book}") else ""
    texts = _rowid(shelf)
    if found is None or led_by:
        walked = led_by or (summed if sums else _walked(connection, shelf, order))
        source = f"from {shelf.table} m{_indexed_by(walked)}"
        if found is None:
            return Answer(f"{source} where {where}", parameters, order, tie, descending, prefix=prefix)
        tests, words = _tests(searching.asked(query.text))
        source = f"{source} cross join {shelf.text} t on t.rowid = {texts} where {where} and {tests}"
        return Answer(source, (*parameters, *words), order, tie, descending, prefix=prefix)
    tests, words = _tests(found.tested)
    by_text = f"from {shelf.text} t cross join {shelf.table} m{_indexed_by(summed)} on {_joined(shelf)} where "
    if not found.expression:
        if sums:
            source = f"{by_text} {tests} and {where}"
            return Answer(source, (*words, *parameters), order, tie, descending, prefix=prefix)
        return _walk(connection, shelf, Answer(where, parameters, order, tie, descending, prefix=prefix), tests, words)
    matched: tuple[Parameter, ...] = (found.expression,)
    hits = f"{by_text} t.{shelf.text} match ? and {tests} and {where}"
    streams = order == f"m.{shelf.place}" and shelf.place != "id"
    if streams:
        return Answer(hits, (*matched, *words, *parameters), "t.rowid", "", descending, prefix=prefix)
    if sums or _is_rare(connection, shelf, found.expression):
        return Answer(hits, (*matched, *words, *parameters), order, tie, descending, prefix=prefix)
    tests, words = _tests(searching.asked(query.text))
    return _walk(connection, shelf, Answer(where, parameters, order, tie, descending, prefix=prefix), tests, words)


def _walk(connection: Connection, shelf: Shelf, plain: Answer, tests: str, words: tuple[str, ...]) -> Answer:
    """Along the index of the order, looking at each text: quick, because these words are in very many."""
    walked = _walked(connection, shelf, plain.order)
    source = f"from {shelf.table} m{_indexed_by(walked)} cross join {shelf.text} t on t.rowid = {_rowid(shelf)}"
    return Answer(
        f"{source} where {plain.source} and {tests}",
        (*plain.parameters, *words),
        plain.order,
        plain.tie,
        plain.descending,
        prefix=plain.prefix,
    )


def _indexed_by(index: str) -> str:
    return f" indexed by {index}" if index else ""


def _rowid(shelf: Shelf) -> str:
    """Of a row's text."""
    return f"m.{shelf.place}"


def _joined(shelf: Shelf) -> str:
    return f"m.book = {shelf.book} and m.place = t.rowid" if shelf.book else f"m.{shelf.place} = t.rowid"


def _order(shelf: Shelf, query: Query) -> tuple[str, str, bool]:
    name, descending = order_of(query)
    column = shelf.orders.get(name, name if name in SORTED[shelf.table] else shelf.place)
    if column == shelf.place:
        return f"m.{column}", "", descending
    tie = "id" if shelf.table == "partner" else TIES.get(column, "place")
    return f"m.{column}", f"m.{tie}", descending


def _walked(connection: Connection, shelf: Shelf, order: str) -> str:
    """The index of an order; none while the copy is being filled, before they are made."""
    column = order.removeprefix("m.")
    name = f"{shelf.table}_place" if column == "place" else order_index(shelf.table, column, shelf.book)
    return name if _exists(connection, name) else ""


def _exists(connection: Connection, index: str) -> bool:
    found = connection.execute("select 1 from sqlite_schema where type = 'index' and name = ?", (index,))
    return found.fetchone() is not None


def _conditions(shelf: Shelf, query: Query) -> tuple[list[str], tuple[Parameter, ...], list[tuple[str, str]], str]:
    """SQL over `m`, its parameters, the (index, condition) pairs that may leave few rows, and what goes before SELECT."""
    parameters: list[Parameter] = []
    conditions: list[str] = []
    narrow: list[tuple[str, str]] = []
    prefix = ""
    if shelf.table == "partner":
        return ["not m.hidden", "not m.archived"], (), [], ""  # as Odoo lists them
    if shelf.book:
        conditions.append(f"m.book = {shelf.book}")
    if query.partner_id:
        prefix = _FAMILY.format(int(query.partner_id))
        conditions.append("m.partner_id in family")
        narrow.append((f"{shelf.table}_partner", conditions[-1]))
    if shelf.table == "payment":
        if query.states:
            conditions.append(f"m.state in ({', '.join('?' * len(query.states))})")
            parameters += sorted(query.states)
        conditions += _days("m.date", query)
        return conditions, tuple(parameters), narrow, prefix
    statuses = _statuses(query)
    if statuses is not None:
        listed = ", ".join(map(str, statuses))
        conditions.append(f"m.status in ({listed})")
        narrow.append((order_index("move", "status", shelf.book), conditions[-1]))
    if query.overdue and query.today:
        conditions.append(f"m.open_due < {query.today.toordinal()}")
        narrow.append((f"move_open_due_{shelf.book}", conditions[-1]))
    if query.to_check:
        conditions.append("m.to_check = 1")
        narrow.append((f"move_to_check_{shelf.book}", conditions[-1]))
    conditions += _days("m.day", query)
    return conditions, tuple(parameters), narrow, prefix


def _days(column: str, query: Query) -> list[str]:
    found = [f"{column} >= {query.date_from.toordinal()}"] if query.date_from else []
    return [*found, f"{column} <= {query.date_to.toordinal()}"] if query.date_to else found


def _statuses(query: Query) -> list[int] | None:
    """Those that are wanted, None for all. Of payment states only posted documents have one that counts."""
    if not query.states and not query.payment_states:
        return None
    return [
        code
        for code, (state, payment_state) in enumerate(STATUSES)
        if (not query.states or state in query.states)
        and (not query.payment_states or payment_state in query.payment_states)
    ]


def _is_few(connection: Connection, shelf: Shelf, prefix: str, index: str, condition: str) -> bool:
    if not _exists(connection, index):
        return False
    book = f"m.book = {shelf.book} and " if shelf.book else ""
    counted = f"select 1 from {shelf.table} m indexed by {index} where {book}{condition} limit {FEW + 1}"
    number: int = connection.execute(f"{prefix} select count(*) from ({counted})").fetchone()[0]
    return number <= FEW


def _is_rare(connection: Connection, shelf: Shelf, expression: str) -> bool:
    counted = f"select 1 from {shelf.text} where {shelf.text} match ? limit {FEW + 1}"
    number: int = connection.execute(f"select count(*) from ({counted})", (expression,)).fetchone()[0]
    return number <= FEW


def _tests(words: Sequence[Sequence[str]]) -> tuple[str, tuple[str, ...]]:
    tests = [f"({' or '.join('instr(t.text, ?)' for _ in forms)})" for forms in words]
    return " and ".join(tests) or "true", tuple(form for forms in words for form in forms)
