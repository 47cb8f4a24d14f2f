"""The columns of the eight books, one tuple each: what a cell says, how wide it starts, whether it is there from the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Account, Invoice, Named, Partner, Payment
from odoo_desk.ui import formats

# A column belongs to the records of its book, and is only ever handed those.
Cell: TypeAlias = Callable[[Any], str]


class Kind(Enum):
    TEXT = auto()
    AMOUNT = auto()
    DAY = auto()
    STATE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the record's field, and the order that a click on the header asks for. `tone` gives a state its colour, beside its word.
    `grows`: takes the room that is left. `value`: what a table that is sorted where it stands sorts by, where that is not its text."""

    key: str
    title: str
    text: Cell
    kind: Kind = Kind.TEXT
    width: int = 120
    shown: bool = True
    tone: Cell | None = None
    grows: bool = False
    value: Callable[[Any], Any] | None = None


def _name(link: Named | None) -> str:
    if link is None:
        return ""
    return f"{link.name} (archived)" if link.archived else link.name


def _documents(
    own: Currency | None, number: str, partner: str, ref: str, *, types: bool = False, dues: bool = True
) -> tuple[Column, ...]:
    def cell(work: Callable[[Invoice], str]) -> Cell:
        return work

    return (
        Column("number", number, cell(lambda row: row.number or "Draft"), width=160 if types else 140),
        Column("move_type", "Type", cell(lambda row: row.move_type.word), width=150, shown=types),
        Column("partner", partner, cell(lambda row: _name(row.partner)), width=156, grows=True),
        Column(
            "invoice_date",
            "Invoice Date" if number == "Number" else "Bill Date",
            cell(lambda row: formats.day(row.invoice_date)),
            Kind.DAY,
            92,
            dues,
        ),
        Column(
            "accounting_date",
            "Accounting Date",
            cell(lambda row: formats.day(row.accounting_date)),
            Kind.DAY,
            126,
            not dues,
        ),
        Column("due_date", "Due Date", cell(lambda row: formats.day(row.next_due or row.due_date)), Kind.DAY, 92, dues),
        Column("ref", ref, cell(lambda row: row.ref), width=120, shown=not types),
        Column(
            "payment_reference", "Payment Reference", cell(lambda row: row.payment_reference), width=150, shown=False
        ),
        Column("origin", "Source Document", cell(lambda row: row.origin), width=130, shown=False),
        Column("journal", "Journal", cell(lambda row: row.journal.name), width=130, shown=not dues),
        Column("salesperson", "Salesperson", cell(lambda row: _name(row.salesperson)), width=130, shown=False),
        Column(
            "amount_untaxed",
            "Untaxed Amount",
            cell(lambda row: formats.amount(row.amount_untaxed, row.currency)),
            Kind.AMOUNT,
            120,
            False,
        ),
        Column(
            "amount_tax", "Tax", cell(lambda row: formats.amount(row.amount_tax, row.currency)), Kind.AMOUNT, 100, False
        ),
        Column(
            "amount_total", "Total", cell(lambda row: formats.amount(row.amount_total, row.currency)), Kind.AMOUNT, 108
        ),
        Column(
            "amount_residual",
            "Amount Due",
            cell(lambda row: formats.amount(row.amount_residual, row.currency)),
            Kind.AMOUNT,
            108,
            dues,
        ),
        Column("currency", "Currency", cell(lambda row: row.currency.code), width=80, shown=False),
        *(
            Column(f"{key}_signed", f"{title} in Company Currency", text, Kind.AMOUNT, 240, shown=False)
            for key, title, text in (
                ("amount_untaxed", "Untaxed", cell(lambda row: formats.amount(row.amount_untaxed_signed, own))),
                ("amount_total", "Total", cell(lambda row: formats.amount(row.amount_total_signed, own))),
                ("amount_residual", "Amount Due", cell(lambda row: formats.amount(row.amount_residual_signed, own))),
            )
        ),
        Column("company", "Company", cell(lambda row: row.company.name), width=150, shown=False),
        Column(
            "written_at",
            "Last Changed",
            cell(lambda row: formats.day_and_time(row.written_at)),
            Kind.DAY,
            140,
            shown=False,
        ),
        Column(
            "payment_state",
            "Status",
            cell(lambda row: formats.state_word(row)[0]),
            Kind.STATE,
            184 if dues else 110,
            tone=cell(lambda row: formats.state_word(row)[1]),
        ),
    )


def _payments() -> tuple[Column, ...]:
    def cell(work: Callable[[Payment], str]) -> Cell:
        return work

    return (
        Column("number", "Number", cell(lambda row: row.number or "Draft"), width=150),
        Column("date", "Date", cell(lambda row: formats.day(row.date)), Kind.DAY, 100),
        Column("partner", "Customer/Vendor", cell(lambda row: _name(row.partner)), width=180, grows=True),
        Column("inbound", "Direction", cell(lambda row: "Received" if row.inbound else "Sent"), width=90),
        Column("journal", "Journal", cell(lambda row: row.journal.name), width=120),
        Column("method", "Method", cell(lambda row: row.method), width=130, shown=False),
        Column("memo", "Memo", cell(lambda row: row.memo), width=150),
        Column("amount", "Amount", cell(lambda row: formats.amount(row.amount, row.currency)), Kind.AMOUNT, 112),
        Column(
            "state",
            "Status",
            cell(lambda row: formats.payment_record_word(row.state)[0]),
            Kind.STATE,
            130,
            tone=cell(lambda row: formats.payment_record_word(row.state)[1]),
        ),
    )


def _partners() -> tuple[Column, ...]:
    def cell(work: Callable[[Partner], str]) -> Cell:
        return work

    return (
        Column(
            "name",
            "Name",
            cell(lambda row: f"{row.name} (archived)" if row.archived else row.name),
            width=200,
            grows=True,
        ),
        Column("ref", "Reference", cell(lambda row: row.ref), width=86),
        Column("vat", "Tax ID", cell(lambda row: row.vat), width=110),
        Column("email", "Email", cell(lambda row: row.email), width=190),
        Column("phone", "Phone", cell(lambda row: row.phone), width=130),
        Column("city", "City", cell(lambda row: row.city), width=110),
        Column("country", "Country", cell(lambda row: row.country), width=130, shown=False),
        Column("receivable", "Receivable", cell(lambda row: formats.amount(row.receivable, None)), Kind.AMOUNT, 106),
        Column("payable", "Payable", cell(lambda row: formats.amount(row.payable, None)), Kind.AMOUNT, 106),
    )


def _accounts() -> tuple[Column, ...]:
    def cell(work: Callable[[Account], str]) -> Cell:
        return work

    return (
        Column("code", "Code", cell(lambda row: row.code), width=100),
        Column(
            "name",
            "Account Name",
            cell(lambda row: f"{row.name} (archived)" if row.archived else row.name),
            width=280,
            grows=True,
        ),
        Column("kind", "Type", cell(lambda row: formats.account_kind_word(row.kind)), width=190),
        Column("reconcilable", "Allow Reconciliation", cell(lambda row: "Yes" if row.reconcilable else ""), width=150),
        Column("balance", "Balance", cell(lambda row: formats.amount(row.balance, None)), Kind.AMOUNT, 140),
    )


def columns_of(book: Book, own: Currency | None) -> tuple[Column, ...]:
    """`own` is the company's currency."""
    match book:
        case Book.CUSTOMER_INVOICES:
            return _documents(own, "Number", "Customer", "Customer Reference")
        case Book.VENDOR_BILLS:
            return _documents(own, "Bill Number", "Vendor", "Bill Reference")
        case Book.CREDIT_NOTES | Book.RECEIPTS:
            return _documents(own, "Number", "Customer/Vendor", "Reference", types=True)
        case Book.JOURNAL_ENTRIES:
            return _documents(own, "Number", "Partner", "Reference", dues=False)
        case Book.PAYMENTS:
            return _payments()
        case Book.PARTNERS:
            return _partners()
        case Book.ACCOUNTS:
            return _accounts()


# Not columns that a server can sort by.
UNSORTED = frozenset({"receivable", "payable", "balance", "method"})
