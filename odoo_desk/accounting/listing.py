"""What a list shows: which book, which columns, filtered and ordered how. The same query is answered by the server now and by the mirror later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Account, Invoice, MoveType, Partner, Payment, PaymentState

Row: TypeAlias = Invoice | Payment | Partner | Account


class Book(StrEnum):
    CUSTOMER_INVOICES = "customer_invoices"
    VENDOR_BILLS = "vendor_bills"
    CREDIT_NOTES = "credit_notes"
    RECEIPTS = "receipts"
    JOURNAL_ENTRIES = "journal_entries"
    PAYMENTS = "payments"
    PARTNERS = "partners"
    ACCOUNTS = "accounts"

    @property
    def move_types(self) -> tuple[MoveType, ...]:
        return _MOVE_TYPES.get(self, ())


_MOVE_TYPES = {
    Book.CUSTOMER_INVOICES: (MoveType.CUSTOMER_INVOICE,),
    Book.VENDOR_BILLS: (MoveType.VENDOR_BILL,),
    Book.CREDIT_NOTES: (MoveType.CUSTOMER_CREDIT_NOTE, MoveType.VENDOR_CREDIT_NOTE),
    Book.RECEIPTS: (MoveType.SALES_RECEIPT, MoveType.PURCHASE_RECEIPT),
    Book.JOURNAL_ENTRIES: (MoveType.JOURNAL_ENTRY,),
}


@dataclass(frozen=True, slots=True)
class Query:
    """`order` names a field of the book's record (`number`, `partner`, `amount_total`, ...); every order is completed by the id, newest first.
    `states` are values of State for documents and of Payment.state for payments; empty means all. `date_from`/`date_to` bound the invoice date
    (the accounting date where there is none, the payment's date for payments), both included. `overdue`: an open instalment matured before `today`.
    `to_check`: somebody is to look at it again, as the server marks it."""

    book: Book
    text: str = ""
    states: frozenset[str] = frozenset()
    payment_states: frozenset[PaymentState] = frozenset()
    date_from: date | None = None
    date_to: date | None = None
    overdue: bool = False
    to_check: bool = False
    today: date | None = None
    partner_id: int | None = None
    order: str = ""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class CurrencySum:
    currency: Currency
    total: Decimal
    residual: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """All rows of a query: how many, and what they come to, signed (credit notes count negative): in the company's currency, and for each
    currency they are in (None and () for partners and accounts). `so_far`: the local copy is still being filled, there may be more."""

    count: int
    company_sum: CurrencySum | None = None
    by_currency: tuple[CurrencySum, ...] = ()
    so_far: bool = False


# (field, descending) that a book has when the query names none.
DEFAULT_ORDER = {
    Book.PARTNERS: ("name", False),
    Book.ACCOUNTS: ("code", False),
    Book.PAYMENTS: ("date", True),
    Book.JOURNAL_ENTRIES: ("accounting_date", True),
}
DOCUMENT_ORDER = ("invoice_date", True)


def order_of(query: Query) -> tuple[str, bool]:
    if query.order:
        return query.order, query.descending
    return DEFAULT_ORDER.get(query.book, DOCUMENT_ORDER)


def runs(positions: Iterable[int]) -> tuple[range, ...]:
    """Positions in rising order, as few ranges as they are."""
    found: list[range] = []
    for each in positions:
        if found and found[-1].stop == each:
            found[-1] = range(found[-1].start, each + 1)
        else:
            found.append(range(each, each + 1))
    return tuple(found)
