"""Putting records into the mirror: what changed is found by comparing, names become sort keys and searchable text, amounts integers."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from odoo_desk.accounting.bare import BareItem, BareMove, BarePartial, BarePartner, BarePayment, Number
from odoo_desk.accounting.finding import fold
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import MoveType
from odoo_desk.store.database import Connection
from odoo_desk.store.schema import BLANK, BOOKS, CLOSED, NO_DAY, OPEN_STATUSES, STATUSES, text_of
from odoo_desk.store.searching import indexed

PLACES = 32  # bits of an id
ENTRIES = BOOKS[Book.JOURNAL_ENTRIES]  # nothing of them can be overdue
Stored: TypeAlias = "tuple[int | str | None, ...]"
_TEXTS = {
    ("payment", 0): text_of(Book.PAYMENTS),
    ("partner", 0): text_of(Book.PARTNERS),
    **{("move", code): text_of(book) for book, code in BOOKS.items()},
}
_BOOK_OF = {kind.value: book for book in BOOKS for kind in book.move_types}
_STATUS_OF = {pair: code for code, pair in enumerate(STATUSES)}
# As Odoo signs them in the company's currency.
_NEGATIVE = frozenset(
    {MoveType.VENDOR_BILL.value, MoveType.CUSTOMER_CREDIT_NOTE.value, MoveType.PURCHASE_RECEIPT.value}
)
_MOVE_COLUMNS = (
    "id, book, place, age, status, day, open_due, sign, move_type, state, payment_state, number, partner_id, partner_key, invoice_date, "
    "accounting_date, due_date, next_due, shown_due, ref, payment_reference, origin, journal_id, journal_key, currency_id, currency_key, "
    "salesperson_id, salesperson_key, amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed, amount_total_signed, "
    "amount_residual_signed, written_at, to_check"
)
_ITEM_COLUMNS = (
    "id, move_id, account_id, kind, partner_id, date, maturity, name, ref, balance, amount_currency, currency_id, residual, residual_currency, "
    "reconciled, matching, payment_id, posted, written_at"
)
_PAYMENT_COLUMNS = (
    "id, place, age, state, inbound, is_customer, number, partner_id, partner_key, date, amount, currency_id, journal_id, journal_key, method, "
    "memo, is_matched, move_id, documents, written_at"
)


class Units:
    """Amounts as integers and back. The scale is the file's: the most decimals that any currency has."""

    def __init__(self, currencies: Mapping[int, Currency], own: Currency, scale: int) -> None:
        self._own = own
        self._scale = scale
        self._whole = 10**scale
        self._steps = {each.id: self._step(each) for each in (*currencies.values(), own)}
        self._exponents = {each.id: Decimal(1).scaleb(-each.decimal_places) for each in (*currencies.values(), own)}

    def _step(self, currency: Currency) -> tuple[int, int]:
        places = min(currency.decimal_places, self._scale)
        return 10**places, 10 ** (self._scale - places)

    def of(self, currency_id: int | None) -> tuple[int, int]:
        """What an amount is multiplied with before it is rounded (14 sends what its doubles add up to), and after."""
        return self._steps.get(currency_id or 0) or self._steps[self._own.id]

    def store(self, amount: Number, currency_id: int | None) -> int:
        factor, padding = self.of(currency_id)
        return round(amount * factor) * padding

    def plain(self, units: int) -> str:
        """1234.50, as it is searched for: with at least two decimals."""
        whole, rest = divmod(abs(units), self._whole)
        fraction = f"{rest:0{self._scale}d}"
        return f"{whole}.{fraction[:2]}{fraction[2:].rstrip('0')}"

    def amount(self, units: int, currency: Currency) -> Decimal:
        found = Decimal(units).scaleb(-self._scale)
        if currency.decimal_places == self._scale:  # has its decimals already, as most do
            return found
        return found.quantize(self._exponents.get(currency.id) or Decimal(1).scaleb(-currency.decimal_places))

    @property
    def own(self) -> int:
        return self._own.id


class Names:
    """What ids are sorted by, and partners searched by, in the rows that are being put: names folded."""

    def __init__(self, connection: Connection, journals: Mapping[int, str], currencies: Mapping[int, str]) -> None:
        self._connection = connection
        self.journals = {number: fold(name) or BLANK for number, name in journals.items()}
        self.currencies = currencies

    def partners(self, ids: Iterable[int | None]) -> dict[int, str]:
        rows = self._connection.execute(
            "select id, key from partner where id in (select value from json_each(?))", (_listed(ids),)
        )
        return dict(rows.fetchall())

    def salespeople(self, ids: Iterable[int | None]) -> dict[int, str]:
        rows = self._connection.execute(
            "select id, name from salesperson where id in (select value from json_each(?))", (_listed(ids),)
        )
        return {number: fold(name) or BLANK for number, name in rows}


def put_moves(connection: Connection, rows: Sequence[BareMove], units: Units, names: Names) -> set[int]:
    """Ids of those that are new or different."""
    partners = names.partners(row.partner_id for row in rows)
    people = names.salespeople(row.salesperson_id for row in rows)
    dues = _open_dues(connection, [row.id for row in rows])
    made: dict[int, Stored] = {}
    texts: dict[int, str] = {}
    for row in rows:
        made[row.id], texts[row.id] = _stored_move(row, units, names, partners, people, dues.get(row.id, NO_DAY))
    return _replace(connection, "move", _MOVE_COLUMNS, made, texts)


def put_payments(connection: Connection, rows: Sequence[BarePayment], units: Units, names: Names) -> set[int]:
    partners = names.partners(row.partner_id for row in rows)
    made: dict[int, Stored] = {}
    texts: dict[int, str] = {}
    for row in rows:
        key = partners.get(row.partner_id or 0, BLANK)
        day = ordinal(row.date)
        place = day << PLACES | row.id
        amount = units.store(row.amount, row.currency_id)
        made[row.id] = (
            row.id,
            place,
            -place,
            row.state,
            int(row.inbound),
            int(row.is_customer),
            row.number or BLANK,
            row.partner_id,
            key,
            day,
            amount,
            row.currency_id or units.own,
            row.journal_id,
            names.journals.get(row.journal_id or 0, BLANK),
            row.method or BLANK,
            row.memo or BLANK,
            int(row.is_matched),
            row.move_id,
            json.dumps(row.documents),
            row.written_at,
        )
        texts[row.id] = indexed((row.number, key, row.memo, units.plain(amount)))
    return _replace(connection, "payment", _PAYMENT_COLUMNS, made, texts)


def put_partners(connection: Connection, rows: Sequence[BarePartner]) -> tuple[set[int], set[int]]:
    """Ids of those that are new or different, and of those among them that are called otherwise than before."""
    listed = _listed(row.id for row in rows)
    known = {
        each[0]: each
        for each in connection.execute("select * from partner where id in (select value from json_each(?))", (listed,))
    }
    changed: dict[int, Stored] = {}
    renamed: set[int] = set()
    for row in rows:
        stored: Stored = (
            row.id,
            fold(row.name) or BLANK,
            row.name,
            *(text or BLANK for text in (row.ref, row.vat, row.email, row.phone, row.city, row.country)),
            int(row.is_company),
            int(row.archived),
            row.parent_id,
            row.commercial_id,
            row.payment_term_id,
            row.vendor_payment_term_id,
            row.written_at,
            0,
            row.warning,
            int(row.is_blocked),
        )
        earlier = known.get(row.id)
        if earlier != stored:
            changed[row.id] = stored
            if earlier is not None and earlier[2] != row.name:
                renamed.add(row.id)
    if changed:
        connection.executemany(f"insert or replace into partner values ({_marks(19)})", changed.values())
        index = text_of(Book.PARTNERS)
        connection.executemany(f"delete from {index} where rowid = ?", [(each,) for each in changed if each in known])
        connection.executemany(
            f"insert into {index} (rowid, text) values (?, ?)",
            [
                (row.id, indexed((row.name, row.ref, row.vat, row.email, row.phone, row.city)))
                for row in rows
                if row.id in changed
            ],
        )
    return set(changed), renamed


def put_hidden_partners(connection: Connection, found: Mapping[int, str]) -> None:
    """Partners that documents name and this user may not read: their names, and nothing else."""
    connection.executemany(
        "insert or ignore into partner values (?, ?, ?, '', '', '', '', '', '', 0, 0, null, null, null, null, '', 1, '', 0)",
        [(number, fold(name) or BLANK, name) for number, name in found.items()],
    )


def put_items(connection: Connection, rows: Sequence[BareItem], units: Units) -> set[int]:
    made: dict[int, Stored] = {
        row.id: (
            row.id,
            row.move_id,
            row.account_id,
            row.kind,
            row.partner_id,
            ordinal(row.date),
            ordinal(row.maturity),
            row.name,
            row.ref,
            units.store(row.balance, units.own),
            units.store(row.amount_currency, row.currency_id),
            row.currency_id,
            units.store(row.residual, units.own),
            units.store(row.residual_currency, row.currency_id),
            int(row.reconciled),
            row.matching,
            row.payment_id,
            int(row.posted),
            row.written_at,
        )
        for row in rows
    }
    changed = _replace(connection, "item", _ITEM_COLUMNS, made, {})
    _close(connection, changed)
    return changed


def put_partials(connection: Connection, rows: Sequence[BarePartial], units: Units) -> set[int]:
    sides = {each for row in rows for each in (row.debit_item, row.credit_item)}
    found = connection.execute(
        "select id, currency_id from item where id in (select value from json_each(?))", (_listed(sides),)
    )
    currency: dict[int, int | None] = dict(found.fetchall())
    made: dict[int, Stored] = {
        row.id: (
            row.id,
            row.debit_item,
            row.credit_item,
            units.store(row.amount, units.own),
            units.store(row.debit_amount, currency.get(row.debit_item)),
            units.store(row.credit_amount, currency.get(row.credit_item)),
            ordinal(row.date),
            row.exchange_move_id,
            row.written_at,
        )
        for row in rows
    }
    changed = _replace(connection, "partial", "*", made, {})
    _close(connection, {each for row in rows if row.id in changed for each in (row.debit_item, row.credit_item)})
    return changed


def _sides(connection: Connection, partials: str) -> list[int]:
    """The items that these (as JSON) match."""
    rows = connection.execute(
        "select debit_item, credit_item from partial where id in (select value from json_each(?))", (partials,)
    )
    return [each for pair in rows for each in pair]


def _close(connection: Connection, item_ids: Collection[int]) -> None:
    """After these or what they are matched with were put or dropped: from which day on they have no residual."""
    if item_ids:
        connection.execute(
            f"update item set closed = {CLOSED} where id in (select value from json_each(?))", (_listed(item_ids),)
        )


def settle_dues(connection: Connection, move_ids: Iterable[int] | None) -> set[int]:
    """After items: the earliest maturity among what is still open decides what is due next. None: all moves."""
    which = "" if move_ids is None else "and m.id in (select value from json_each(?))"
    rows = connection.execute(
        f"""
        select m.id, case when m.book = {ENTRIES} then 0 else m.status end, m.due_date, m.amount_residual, m.next_due,
            ifnull(min(i.maturity), {NO_DAY})
        from move m left join item i on i.move_id = m.id and i.residual <> 0 and i.kind in ('asset_receivable', 'liability_payable')
            and m.amount_residual <> 0
        where m.state = 'posted' {which} group by m.id
        """,
        () if move_ids is None else (_listed(move_ids),),
    ).fetchall()
    changed = []
    for number, status, due, residual, before, after in rows:
        if after != before:
            shown, still_open = _dues(status, due, residual, after)
            changed.append((after, shown, still_open, number))
    connection.executemany("update move set next_due = ?, shown_due = ?, open_due = ? where id = ?", changed)
    return {each[3] for each in changed}


def rename(
    connection: Connection, table: str, partner_ids: Iterable[int], names: Names, units: Units, limit: int, after: int
) -> list[int]:
    """Gives the next `limit` moves or payments of these partners their new name, those with ids above `after`. Their ids."""
    rows = connection.execute(
        f"select id, partner_id from {table} where partner_id in (select value from json_each(?)) and id > ? order by id limit ?",
        (_listed(partner_ids), after, limit),
    ).fetchall()
    partners = names.partners(each[1] for each in rows)
    connection.executemany(
        f"update {table} set partner_key = ? where id = ?",
        [(partners[partner], number) for number, partner in rows if partner in partners],
    )
    _index_again(connection, table, [each[0] for each in rows], units)
    return [each[0] for each in rows]


def drop(connection: Connection, table: str, ids: Iterable[int]) -> set[int]:
    """Ids of those that were there."""
    listed = _listed(ids)
    columns = {"move": "id, book, place", "payment": "id, 0, place", "partner": "id, 0, id"}.get(table, "id, 0, 0")
    rows = connection.execute(
        f"select {columns} from {table} where id in (select value from json_each(?))",
        (listed,),
    ).fetchall()
    if table in ("move", "payment", "partner"):
        _forget_texts(connection, table, rows)
    sides = _sides(connection, listed) if table == "partial" else []
    connection.execute(f"delete from {table} where id in (select value from json_each(?))", (listed,))
    _close(connection, sides)
    if table == "move":
        connection.execute("delete from document where id in (select value from json_each(?))", (listed,))
        connection.execute("delete from item where move_id in (select value from json_each(?))", (listed,))
    return {each[0] for each in rows}


def ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else NO_DAY


def day_of(number: int) -> date | None:
    return None if number >= NO_DAY else date.fromordinal(number)


# --- rows -------------------------------------------------------------------------------------------------------------


def _stored_move(
    row: BareMove,
    units: Units,
    names: Names,
    partners: Mapping[int, str],
    people: Mapping[int, str],
    next_due: int,
) -> tuple[Stored, str]:
    book = _BOOK_OF[row.move_type]
    is_entry = book is Book.JOURNAL_ENTRIES
    status = _STATUS_OF[row.state, row.payment_state if row.state == "posted" else ""]
    invoiced, booked, due = ordinal(row.invoice_date), ordinal(row.accounting_date), ordinal(row.due_date)
    place = (booked if is_entry else invoiced) << PLACES | row.id
    currency = row.currency_id or units.own
    factor, padding = units.of(currency)
    own_factor, own_padding = units.of(units.own)
    total, residual = round(row.amount_total * factor) * padding, round(row.amount_residual * factor) * padding
    next_due = next_due if row.state == "posted" and residual else NO_DAY
    shown, still_open = _dues(status if not is_entry else 0, due, residual, next_due)
    key = partners.get(row.partner_id or 0, BLANK)
    stored: Stored = (
        row.id,
        BOOKS[book],
        place,
        -place,
        status,
        booked if is_entry or invoiced == NO_DAY else invoiced,
        still_open,
        -1 if row.move_type in _NEGATIVE else 1,
        row.move_type,
        row.state,
        row.payment_state,
        row.number or BLANK,
        row.partner_id,
        key,
        invoiced,
        booked,
        due,
        next_due,
        shown,
        row.ref or BLANK,
        row.payment_reference or BLANK,
        row.origin or BLANK,
        row.journal_id,
        names.journals.get(row.journal_id or 0, BLANK),
        currency,
        names.currencies.get(currency, BLANK),
        row.salesperson_id,
        people.get(row.salesperson_id or 0, BLANK),
        round(row.amount_untaxed * factor) * padding,
        round(row.amount_tax * factor) * padding,
        total,
        residual,
        round(row.amount_untaxed_signed * own_factor) * own_padding,
        round(row.amount_total_signed * own_factor) * own_padding,
        round(row.amount_residual_signed * own_factor) * own_padding,
        row.written_at,
        int(row.to_check),
    )
    return stored, indexed((row.number, key, row.ref, row.payment_reference, row.origin, units.plain(total)))


def _dues(status: int, due: int, residual: int, next_due: int) -> tuple[int, int]:
    """What is shown as the due date, and the same while something is open (else no day)."""
    shown = next_due if next_due < NO_DAY else due
    return shown, shown if status in OPEN_STATUSES and residual else NO_DAY


def _open_dues(connection: Connection, move_ids: Iterable[int]) -> dict[int, int]:
    rows = connection.execute(
        "select move_id, min(maturity) from item where move_id in (select value from json_each(?)) and residual <> 0 "
        "and kind in ('asset_receivable', 'liability_payable') group by move_id",
        (_listed(move_ids),),
    )
    return dict(rows.fetchall())


def _replace(
    connection: Connection, table: str, columns: str, made: Mapping[int, Stored], texts: Mapping[int, str]
) -> set[int]:
    """Writes what is new or different, and its text where that or its place is another one."""
    known = {
        each[0]: each
        for each in connection.execute(
            f"select {columns} from {table} where id in (select value from json_each(?))",
            (_listed(made),),
        )
    }
    changed = {number: stored for number, stored in made.items() if known.get(number) != stored}
    if not changed:
        return set()
    width = len(next(iter(changed.values())))
    named = "" if columns == "*" else f" ({columns})"
    if texts:
        moved = _places(connection, table, [each for each in changed if each in known])
    connection.executemany(f"insert or replace into {table}{named} values ({_marks(width)})", changed.values())
    if texts:
        _forget_texts(connection, table, moved)
        _remember_texts(connection, table, changed, texts)
    return set(changed)


def _places(connection: Connection, table: str, ids: Sequence[int]) -> list[tuple[int, int, int]]:
    book = "book" if table == "move" else "0"
    return connection.execute(
        f"select id, {book}, place from {table} where id in (select value from json_each(?))",
        (_listed(ids),),
    ).fetchall()


def _forget_texts(connection: Connection, table: str, rows: Iterable[tuple[int, int, int]]) -> None:
    by_book: dict[int, list[tuple[int]]] = {}
    for _number, book, place in rows:
        by_book.setdefault(book, []).append((place,))
    for book, places in by_book.items():
        connection.executemany(f"delete from {_TEXTS[table, book]} where rowid = ?", places)


def _remember_texts(
    connection: Connection, table: str, changed: Mapping[int, Stored], texts: Mapping[int, str]
) -> None:
    by_book: dict[int, list[tuple[int, str]]] = {}
    for number, stored in changed.items():
        book, place = (stored[1], stored[2]) if table == "move" else (0, stored[1])
        assert isinstance(book, int)
        assert isinstance(place, int)
        by_book.setdefault(book, []).append((place, texts[number]))
    for book, rows in by_book.items():
        connection.executemany(f"insert into {_TEXTS[table, book]} (rowid, text) values (?, ?)", sorted(rows))


def _index_again(connection: Connection, table: str, ids: Sequence[int], units: Units) -> None:
    """After a partner is called otherwise."""
    words = "m.ref, m.payment_reference, m.origin" if table == "move" else "m.memo, '', ''"
    amount = "m.amount_total" if table == "move" else "m.amount"
    book = "m.book" if table == "move" else "0"
    rows = connection.execute(
        f"select m.id, {book}, m.place, m.number, m.partner_key, {words}, {amount} from {table} m "
        "where m.id in (select value from json_each(?))",
        (_listed(ids),),
    ).fetchall()
    _forget_texts(connection, table, [each[:3] for each in rows])
    for _number, code, place, *parts, total in rows:
        text = indexed((*parts, units.plain(total)))
        connection.execute(f"insert into {_TEXTS[table, code]} (rowid, text) values (?, ?)", (place, text))


def _listed(ids: Iterable[int | None]) -> str:
    return json.dumps([each for each in dict.fromkeys(ids) if each is not None])


def _marks(count: int) -> str:
    return ", ".join("?" * count)
