"""The tables of the local copy. Amounts are integers in units of 10^-scale, days are ordinals, and what is missing sorts last, as NULL does in PostgreSQL."""

from __future__ import annotations

from odoo_desk.accounting.listing import Book

NO_DAY = 4_000_000  # later than any day
BLANK = "\uffff"  # after any text
# In the order in which lists show them when they are sorted by status.
STATUSES = (
    ("draft", ""),
    ("posted", "not_paid"),
    ("posted", "partial"),
    ("posted", "in_payment"),
    ("posted", "blocked"),
    ("posted", "paid"),
    ("posted", "reversed"),
    ("posted", "invoicing_legacy"),
    ("cancel", ""),
)
DRAFT_STATUS = 0
OPEN_STATUSES = (1, 2)  # something can be overdue
BOOKS = {
    Book.CUSTOMER_INVOICES: 1,
    Book.VENDOR_BILLS: 2,
    Book.CREDIT_NOTES: 3,
    Book.RECEIPTS: 4,
    Book.JOURNAL_ENTRIES: 5,
}

_TABLES = """
create table fact (name text primary key, value text not null) without rowid;

-- Currencies, journals, taxes, terms, accounts and products: few, and read whole. `record` is JSON.
create table record (kind text not null, id integer not null, key text not null, record text not null, primary key (kind, id)) without rowid;

-- `hidden`: known by name only, because a document names it; this user may not read it.
create table partner (
    id integer primary key, key text not null, name text not null, ref text not null collate nocase, vat text not null collate nocase,
    email text not null collate nocase, phone text not null, city text not null collate nocase, country text not null collate nocase,
    is_company integer not null, archived integer not null, parent_id integer, commercial_id integer, payment_term_id integer,
    vendor_payment_term_id integer, written_at text not null, hidden integer not null default 0
);
create index partner_parent on partner (parent_id) where parent_id is not null;
create table salesperson (id integer primary key, name text not null);

-- `place` is the default order (day, then id) in one number, and the rowid of the document's text; `age` is its negative.
-- `day` is what a span of dates filters by, `shown_due` the due date as shown, `open_due` the same while something is open.
create table move (
    id integer primary key, book integer not null, place integer not null, age integer not null, status integer not null,
    day integer not null, open_due integer not null, sign integer not null, move_type text not null, state text not null,
    payment_state text not null, number text not null collate nocase, partner_id integer, partner_key text not null,
    invoice_date integer not null, accounting_date integer not null, due_date integer not null, next_due integer not null,
    shown_due integer not null, ref text not null collate nocase, payment_reference text not null collate nocase,
    origin text not null collate nocase, journal_id integer, journal_key text not null, currency_id integer, currency_key text not null,
    salesperson_id integer, salesperson_key text not null, amount_untaxed integer not null, amount_tax integer not null,
    amount_total integer not null, amount_residual integer not null, amount_untaxed_signed integer not null,
    amount_total_signed integer not null, amount_residual_signed integer not null, written_at text not null
);
create unique index move_place on move (book, place, status, open_due, day);

create table payment (
    id integer primary key, place integer not null, age integer not null, state text not null, inbound integer not null,
    is_customer integer not null, number text not null collate nocase, partner_id integer, partner_key text not null, date integer not null,
    amount integer not null, currency_id integer, journal_id integer, journal_key text not null, method text not null collate nocase,
    memo text not null collate nocase, is_matched integer not null, move_id integer, documents text not null, written_at text not null
);
create unique index payment_place on payment (place, state);

create table item (
    id integer primary key, move_id integer not null, account_id integer not null, kind text not null, partner_id integer,
    date integer not null, maturity integer not null, name text not null, ref text not null, balance integer not null,
    amount_currency integer not null, currency_id integer, residual integer not null, residual_currency integer not null,
    reconciled integer not null, matching text not null, payment_id integer, posted integer not null, written_at text not null
);
create index item_move on item (move_id);
create index item_open on item (partner_id, kind) where reconciled = 0;

create table partial (
    id integer primary key, debit_item integer not null, credit_item integer not null, amount integer not null, debit_amount integer not null,
    credit_amount integer not null, date integer not null, exchange_move_id integer, written_at text not null
);
create index partial_debit on partial (debit_item);
create index partial_credit on partial (credit_item);

-- Documents that were opened, are drafts or have something open: all that hangs on them, as JSON.
create table document (id integer primary key, written_at text not null, document text not null);
"""


def text_of(book: Book) -> str:
    """The index of texts of a book."""
    return f"{book.value}_text"


def _texts() -> str:
    made = []
    for book in (*BOOKS, Book.PAYMENTS, Book.PARTNERS):
        name = text_of(book)
        made.append(
            f"create virtual table {name} using fts5(text, columnsize = 0, tokenize = 'trigram case_sensitive 1');\n"
            f"create virtual table {name}_terms using fts5vocab({name}, 'instance');\n"
        )
    return "".join(made)


# Of an item: the day of the partial that took its last residual (its own, when there was never one), NO_DAY while there is some.
CLOSED = f"""
    case when balance = (select ifnull(sum(amount), 0) from partial where debit_item = item.id)
            - (select ifnull(sum(amount), 0) from partial where credit_item = item.id)
        and (currency_id is null or amount_currency = (select ifnull(sum(debit_amount), 0) from partial where debit_item = item.id)
            - (select ifnull(sum(credit_amount), 0) from partial where credit_item = item.id))
    then max(date, ifnull((select max(date) from partial where debit_item = item.id), 0),
        ifnull((select max(date) from partial where credit_item = item.id), 0))
    else {NO_DAY} end"""

MIGRATIONS = (
    _TABLES + _texts(),
    # Payment terms have their lines since then: the short lists are read again, as if they were new.
    "delete from fact where name glob 'newest:*';",
    # Which documents are to check, and what is to be read of partners: all of them are read again, in place.
    """alter table move add column to_check integer not null default 0;
       alter table partner add column warning text not null default '';
       alter table partner add column is_blocked integer not null default 0;
       delete from fact where name = 'filled' or name glob 'fill:move:*' or name glob 'fill:partner:*';""",
    # From which day on an item has no residual, so that what was open on a day is found without adding up everything that ever was.
    f"""alter table item add column closed integer not null default {NO_DAY};
       drop index partial_debit;
       drop index partial_credit;
       create index partial_debit on partial (debit_item, date, amount, debit_amount);
       create index partial_credit on partial (credit_item, date, amount, credit_amount);
       update item set closed = {CLOSED};
       create index item_closed on item (closed, date);
       create index item_date on item (date, closed);
       create index item_partner on item (partner_id, closed);
       create index partner_commercial on partner (commercial_id);""",
)

# What lists are sorted by, and what decides among equals: words begin with the newest, days and amounts end with it, so that it comes first
# the way they are looked at first.
_WORDS = (
    "number",
    "partner_key",
    "ref",
    "payment_reference",
    "origin",
    "journal_key",
    "currency_key",
    "salesperson_key",
    "move_type",
    "status",
)
_FIGURES = (
    "invoice_date",
    "accounting_date",
    "shown_due",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "amount_residual",
    "amount_untaxed_signed",
    "amount_total_signed",
    "amount_residual_signed",
    "written_at",
)
_PAYMENT_WORDS = ("number", "partner_key", "journal_key", "method", "memo", "state", "inbound")
_PAYMENT_FIGURES = ("amount", "written_at")
_PARTNER_WORDS = ("key", "ref", "vat", "email", "phone", "city", "country", "archived", "written_at")

_SUMMED = "place, status, open_due, day, currency_id, sign, amount_total, amount_residual, amount_total_signed, amount_residual_signed"
TIES = dict.fromkeys((*_WORDS, *_PAYMENT_WORDS), "age")
SORTED = {  # the columns that a table can be sorted by
    "move": (*_WORDS, *_FIGURES),
    "payment": (*_PAYMENT_WORDS, *_PAYMENT_FIGURES),
    "partner": _PARTNER_WORDS,
}


def indexes_of(book: Book) -> tuple[str, ...]:
    """What a book is sorted, filtered and added up by. Made when the book is in: sorting once takes a fraction of what keeping them sorted page
    by page does. Each book has its own, so that one can be made while the server is still sending the next."""
    if book is Book.PAYMENTS:
        return (
            *(_index("payment", each, f"{each}, age") for each in _PAYMENT_WORDS),
            *(_index("payment", each, f"{each}, place") for each in _PAYMENT_FIGURES),
            "create index if not exists payment_partner on payment (partner_id)",
        )
    if book is Book.PARTNERS:
        return tuple(_index("partner", each, f"{each}, id", "not hidden") for each in _PARTNER_WORDS)
    code = BOOKS[book]
    only = f"book = {code}"
    by_place = (
        "accounting_date" if book is Book.JOURNAL_ENTRIES else "invoice_date"
    )  # the default order, which has an index already
    return (
        f"create index if not exists move_sums_{code} on move ({_SUMMED}) where {only}",
        f"create index if not exists move_to_check_{code} on move (to_check, place) where {only}",
        f"create index if not exists move_open_due_{code} on move (open_due, place) where {only}",
        *(_index("move", each, f"{each}, age, status", only, code) for each in _WORDS),
        *(_index("move", each, f"{each}, place, status", only, code) for each in _FIGURES if each != by_place),
    )


# Across all books, when all are in.
LAST_INDEXES = (
    "create index if not exists move_partner on move (partner_id, book)",
    "create index if not exists move_written on move (written_at)",
)


def order_index(table: str, column: str, code: int = 0) -> str:
    """What the index of an order is called."""
    return f"{table}_by_{column}_{code}" if code else f"{table}_by_{column}"


def _index(table: str, column: str, columns: str, only: str = "", code: int = 0) -> str:
    where = f" where {only}" if only else ""
    return f"create index if not exists {order_index(table, column, code)} on {table} ({columns}){where}"
