"""Random books, and what lists of them must say, reckoned in plain Python: no SQL, nothing of the store's."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from odoo_desk.accounting.bare import BareItem, BareMove, BarePartner, BarePayment
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Company, Journal, Named, Rights, User

EURO = Currency(1, "EUR", "€", Decimal("0.01"), 2)
YEN = Currency(2, "JPY", "¥", Decimal(1), 0)
DINAR = Currency(3, "KWD", "KD", Decimal("0.001"), 3)
CURRENCIES = {each.id: each for each in (EURO, YEN, DINAR)}
COMPANY = Company(1, "Oak & Iron", EURO)
USER = User(2, "admin", "Ada", "en_US", "UTC", COMPANY, (COMPANY,), Rights(True, True, True, True, True))
DAY = date(2026, 11, 23)
NAMES = (
    "Ångström Søn", "Éclair SARL", "Große Öfen GmbH", "Łódź Meble", "oak", "Oak Forest", "OAK", "Zz", "A", "Ærø Færge", "100% Wool_",
    'Say "hi"', "O'Brien, Contact", "ﬁne Æther", "",
)  # fmt: skip
REFS = ("", "", "PO 77", "po 78", "RE-4711", "été", "1.234,50", "x*y", "NEAR(a b)", "AND", "a-b", "Ünï")
JOURNALS = {7: "Sales", 8: "Vendor Bills", 9: "Éxtra", 10: "bank"}
PEOPLE = {1: "Óscar", 2: "Ada", 3: "berta"}
STATES = (
    ("draft", "not_paid"), ("posted", "not_paid"), ("posted", "partial"), ("posted", "in_payment"), ("posted", "paid"),
    ("posted", "reversed"), ("cancel", "not_paid"),
)  # fmt: skip
STATUSES = (
    ("draft", ""), ("posted", "not_paid"), ("posted", "partial"), ("posted", "in_payment"), ("posted", "blocked"), ("posted", "paid"),
    ("posted", "reversed"), ("posted", "invoicing_legacy"), ("cancel", ""),
)  # fmt: skip
NEGATIVE = ("in_invoice", "out_refund", "in_receipt")
LAST = "\uffff"


@dataclass
class Books:
    partners: dict[int, BarePartner] = field(default_factory=dict)
    moves: dict[int, BareMove] = field(default_factory=dict)
    payments: dict[int, BarePayment] = field(default_factory=dict)
    items: dict[int, BareItem] = field(default_factory=dict)

    @property
    def journals(self) -> list[Journal]:
        return [
            Journal(number, name, name[:3].upper(), "general", None, None, Named(1, "Oak & Iron"))
            for number, name in JOURNALS.items()
        ]


def random_books(random: Random, size: int) -> Books:
    books = Books()
    for number in range(1, 31):
        parent = random.randint(1, number - 1) if number > 5 and random.random() < 0.3 else None
        books.partners[number] = BarePartner(
            number, random.choice(NAMES) or f"P{number}", random.choice(REFS), "", random.choice(("", "a@b.ie", "É@c.fr")), "1 234", "",
            random.choice(("", "Ireland", "Åland")), parent is None, random.random() < 0.1, parent, parent or number, None, None, stamp(random),
        )  # fmt: skip
    for number in random.sample(range(1, size * 3), size):
        books.moves[number] = random_move(random, number)
        if random.random() < 0.6 and books.moves[number].state == "posted" and books.moves[number].move_type != "entry":
            _instalments(random, books, number)
    for number in random.sample(range(1, size), size // 4):
        books.payments[number] = BarePayment(
            number, random.choice(("", f"PBNK/{number:03d}", "pbnk/1")), random.choice(("draft", "paid", "in_process", "cancelled")),
            random.random() < 0.6, random.random() < 0.6, random.choice((None, *books.partners)), day(random, 40), amount(random, EURO),
            1, random.choice((7, 10, None)), random.choice(("", "Manual", "check")), random.choice(REFS), random.random() < 0.5, None, (),
            stamp(random),
        )  # fmt: skip
    return books


def random_move(random: Random, number: int) -> BareMove:
    kind = random.choice(
        ("out_invoice", "out_invoice", "in_invoice", "out_refund", "in_refund", "out_receipt", "in_receipt", "entry")
    )
    state, payment_state = (
        random.choice(STATES) if kind != "entry" else (random.choice(("draft", "posted")), "not_paid")
    )
    currency = random.choice((EURO, EURO, EURO, YEN, DINAR))
    total = amount(random, currency)
    residual = random.choice((Decimal(0), total)) if state == "posted" else total
    signed = amount(random, EURO) * random.choice((1, -1))
    return BareMove(
        number, kind, state, payment_state, random.choice(("", f"INV/2026/{number:05d}", f"inv/{number % 5}", "Bill")),
        random.choice((None, *range(1, 31))), "" if kind == "entry" or random.random() < 0.1 else day(random, 60), day(random, 60),
        random.choice(("", day(random, 90))), random.choice(REFS), random.choice(REFS), random.choice(REFS), random.choice((*JOURNALS, None)),
        currency.id, random.choice((None, *PEOPLE)), total, Decimal(0), total, residual, signed, signed, signed if residual else Decimal(0),
        stamp(random), random.random() < 0.3,
    )  # fmt: skip


def _instalments(random: Random, books: Books, move: int) -> None:
    for _ in range(random.choice((1, 2))):
        number = len(books.items) + 1
        residual = random.choice((Decimal(0), Decimal("12.50")))
        books.items[number] = BareItem(
            number, move, 5, "asset_receivable", books.moves[move].partner_id, day(random, 60), day(random, 90), "", "", Decimal(20),
            Decimal(20), 1, residual, residual, not residual, "", None, True, "2026-01-01 00:00:00",
        )  # fmt: skip


def day(random: Random, span: int) -> str:
    return (DAY - timedelta(days=random.randint(-span // 4, span))).isoformat()


def stamp(random: Random) -> str:
    return f"2026-{random.randint(1, 11):02d}-{random.randint(1, 28):02d} 10:00:0{random.randint(0, 9)}"


def amount(random: Random, currency: Currency) -> Decimal:
    return (Decimal(random.randint(0, 2_000_000)) / 1000).quantize(Decimal(1).scaleb(-currency.decimal_places))


# --- what lists must say ----------------------------------------------------------------------------------------------

LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "ß": "ss"})


def folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not unicodedata.combining(each)).translate(LETTERS)


def found(books: Books, query: Query) -> list[int]:
    """Ids, in order."""
    if query.book is Book.PARTNERS:
        return _partners(books, query)
    if query.book is Book.PAYMENTS:
        return _payments(books, query)
    rows = [row for row in books.moves.values() if row.move_type in {each.value for each in query.book.move_types}]
    rows = [row for row in rows if _is_wanted(books, query, row) and _says(query, _words(books, row))]
    order = query.order or ("accounting_date" if query.book is Book.JOURNAL_ENTRIES else "invoice_date")
    return _sorted(rows, MOVE_ORDERS[order], query, lambda row: (_place(query.book, row), row.id), books)


def _is_wanted(books: Books, query: Query, row: BareMove) -> bool:
    state, payment_state = status_of(row)
    if query.states and state not in query.states:
        return False
    if query.payment_states and payment_state not in {each.value for each in query.payment_states}:
        return False
    shown = (row.invoice_date or row.accounting_date) if row.move_type != "entry" else row.accounting_date
    if (query.date_from and shown < query.date_from.isoformat()) or (
        query.date_to and shown > query.date_to.isoformat()
    ):
        return False
    if query.overdue:
        due = shown_due(books, row)
        is_open = payment_state in ("not_paid", "partial") and row.move_type != "entry" and bool(row.amount_residual)
        if not (is_open and due and query.today and due < query.today.isoformat()):
            return False
    if query.to_check and not row.to_check:
        return False
    return not query.partner_id or (row.partner_id is not None and query.partner_id in lineage(books, row.partner_id))


def status_of(row: BareMove) -> tuple[str, str]:
    return row.state, row.payment_state if row.state == "posted" else ""


def shown_due(books: Books, row: BareMove) -> str:
    if row.state != "posted" or not row.amount_residual:
        return row.due_date
    open_items = [each.maturity for each in books.items.values() if each.move_id == row.id and each.residual]
    return min(open_items, default=row.due_date)


def lineage(books: Books, partner: int) -> set[int]:
    above = set[int]()
    at: int | None = partner
    while at:
        above.add(at)
        at = books.partners[at].parent_id
    return above


def plain(units: Decimal) -> str:
    return f"{units:.3f}"[:-1] if f"{units:.3f}".endswith("0") else f"{units:.3f}"


def _words(books: Books, row: BareMove) -> str:
    parts = (
        row.number,
        _partner(books, row.partner_id),
        row.ref,
        row.payment_reference,
        row.origin,
        plain(Decimal(row.amount_total)),
    )
    return "\n".join(folded(each) for each in parts)


def _partner(books: Books, number: int | None) -> str:
    return books.partners[number].name if number else ""


def _says(query: Query, words: str) -> bool:
    return all(any(form in words for form in _forms(word)) for word in folded(query.text).split())


def _forms(word: str) -> set[str]:
    """1,234.50 and 1.234,50 are looked for as 1234.50 too."""
    if not (word[:1].isdigit() and word[-1:].isdigit()) or word.strip("0123456789.,"):
        return {word}
    whole, mark, cents = word, "", ""
    for sign in ".,":
        head, found_sign, tail = word.rpartition(sign)
        if found_sign and len(tail) in (1, 2):
            whole, mark, cents = head, ".", tail
    return {word, whole.replace(".", "").replace(",", "") + mark + cents}


def _place(book: Book, row: BareMove) -> str:
    return (row.accounting_date if book is Book.JOURNAL_ENTRIES else row.invoice_date) or "9999"


def caseless(text: str) -> str:
    return "".join(each.lower() if each.isascii() else each for each in text) or LAST


MOVE_ORDERS: dict[str, tuple[str, Callable[[BareMove, Books], object]]] = {
    "number": ("words", lambda row, _books: caseless(row.number)),
    "partner": ("words", lambda row, books: folded(_partner(books, row.partner_id)) or LAST),
    "ref": ("words", lambda row, _books: caseless(row.ref)),
    "payment_reference": ("words", lambda row, _books: caseless(row.payment_reference)),
    "origin": ("words", lambda row, _books: caseless(row.origin)),
    "journal": ("words", lambda row, _books: folded(JOURNALS.get(row.journal_id or 0, "")) or LAST),
    "currency": ("words", lambda row, _books: CURRENCIES[row.currency_id or 1].code),
    "salesperson": ("words", lambda row, _books: folded(PEOPLE.get(row.salesperson_id or 0, "")) or LAST),
    "move_type": ("words", lambda row, _books: row.move_type),
    "payment_state": ("words", lambda row, _books: STATUSES.index(status_of(row))),
    "state": ("words", lambda row, _books: STATUSES.index(status_of(row))),
    "invoice_date": ("figures", lambda row, _books: row.invoice_date or "9999"),
    "accounting_date": ("figures", lambda row, _books: row.accounting_date),
    "due_date": ("figures", lambda row, books: shown_due(books, row) or "9999"),
    "next_due": ("figures", lambda row, books: shown_due(books, row) or "9999"),
    "amount_untaxed": ("figures", lambda row, _books: row.amount_untaxed),
    "amount_tax": ("figures", lambda row, _books: row.amount_tax),
    "amount_total": ("figures", lambda row, _books: row.amount_total),
    "amount_residual": ("figures", lambda row, _books: row.amount_residual),
    "amount_untaxed_signed": ("figures", lambda row, _books: row.amount_untaxed_signed),
    "amount_total_signed": ("figures", lambda row, _books: row.amount_total_signed),
    "amount_residual_signed": ("figures", lambda row, _books: row.amount_residual_signed),
    "written_at": ("figures", lambda row, _books: row.written_at),
}
PAYMENT_ORDERS: dict[str, tuple[str, Callable[[BarePayment, Books], object]]] = {
    "date": ("figures", lambda row, _books: row.date),
    "amount": ("figures", lambda row, _books: row.amount),
    "written_at": ("figures", lambda row, _books: row.written_at),
    "number": ("words", lambda row, _books: caseless(row.number)),
    "partner": ("words", lambda row, books: folded(_partner(books, row.partner_id)) or LAST),
    "journal": ("words", lambda row, _books: folded(JOURNALS.get(row.journal_id or 0, "")) or LAST),
    "method": ("words", lambda row, _books: caseless(row.method)),
    "memo": ("words", lambda row, _books: caseless(row.memo)),
    "state": ("words", lambda row, _books: row.state),
    "inbound": ("words", lambda row, _books: row.inbound),
}
PARTNER_ORDERS: dict[str, tuple[str, Callable[[BarePartner, Books], object]]] = {
    "name": ("ids", lambda row, _books: folded(row.name)),
    "ref": ("ids", lambda row, _books: caseless(row.ref)),
    "email": ("ids", lambda row, _books: caseless(row.email)),
    "city": ("ids", lambda row, _books: caseless(row.city)),
    "country": ("ids", lambda row, _books: caseless(row.country)),
    "archived": ("ids", lambda row, _books: row.archived),
    "written_at": ("ids", lambda row, _books: row.written_at),
}


def _sorted(rows, order, query, place, books) -> list[int]:
    """Figures have the newest last, words have it first; turned around, both are."""
    kind, key = order
    rows = sorted(rows, key=place, reverse=kind == "words")
    rows.sort(key=lambda row: key(row, books))
    if query.descending if query.order else query.book is not Book.PARTNERS:
        rows.reverse()
    return [row.id for row in rows]


def _payments(books: Books, query: Query) -> list[int]:
    rows = []
    for row in books.payments.values():
        words = "\n".join(
            folded(each) for each in (row.number, _partner(books, row.partner_id), row.memo, plain(Decimal(row.amount)))
        )
        in_time = (not query.date_from or row.date >= query.date_from.isoformat()) and (
            not query.date_to or row.date <= query.date_to.isoformat()
        )
        of_partner = not query.partner_id or (row.partner_id and query.partner_id in lineage(books, row.partner_id))
        if in_time and of_partner and (not query.states or row.state in query.states) and _says(query, words):
            rows.append(row)
    return _sorted(rows, PAYMENT_ORDERS[query.order or "date"], query, lambda row: (row.date, row.id), books)


def _partners(books: Books, query: Query) -> list[int]:
    rows = [
        row
        for row in books.partners.values()
        if not row.archived
        and _says(
            query, "\n".join(folded(each) for each in (row.name, row.ref, row.vat, row.email, row.phone, row.city))
        )
    ]
    return _sorted(rows, PARTNER_ORDERS[query.order or "name"], query, lambda row: row.id, books)
