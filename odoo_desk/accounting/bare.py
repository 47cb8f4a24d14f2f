"""Records in bulk: links by bare id, amounts as they came, days as ISO text ("" for none). What travels between the ledger and the mirror,
as tuples, because there are very many of them."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Account, Journal, PaymentTerm, Product, Tax

Number: TypeAlias = "int | Decimal"


class Kind(StrEnum):
    """What is copied. ITEM are the journal items of reconcilable accounts, PARTIAL what matches two of them."""

    CURRENCY = "currency"
    JOURNAL = "journal"
    TAX = "tax"
    TERM = "term"
    ACCOUNT = "account"
    PARTNER = "partner"
    PRODUCT = "product"
    MOVE = "move"
    PAYMENT = "payment"
    ITEM = "item"
    PARTIAL = "partial"


class BareMove(NamedTuple):
    """`state` and `payment_state` are values of State and PaymentState, `written_at` is "2026-11-23 14:02:05" in UTC."""

    id: int
    move_type: str
    state: str
    payment_state: str
    number: str
    partner_id: int | None
    invoice_date: str
    accounting_date: str
    due_date: str
    ref: str
    payment_reference: str
    origin: str
    journal_id: int | None
    currency_id: int | None
    salesperson_id: int | None
    amount_untaxed: Number
    amount_tax: Number
    amount_total: Number
    amount_residual: Number
    amount_untaxed_signed: Number
    amount_total_signed: Number
    amount_residual_signed: Number
    written_at: str
    to_check: bool = False


class BarePayment(NamedTuple):
    """`move_id`: the payment's own entry, None while it has none. `documents`: what it is reconciled with."""

    id: int
    number: str
    state: str
    inbound: bool
    is_customer: bool
    partner_id: int | None
    date: str
    amount: Number
    currency_id: int | None
    journal_id: int | None
    method: str
    memo: str
    is_matched: bool
    move_id: int | None
    documents: tuple[int, ...]
    written_at: str


class BarePartner(NamedTuple):
    """`parent_id`: the company a contact belongs to. `commercial_id`: the partner whose receivables and payables these are."""

    id: int
    name: str
    ref: str
    vat: str
    email: str
    phone: str
    city: str
    country: str
    is_company: bool
    archived: bool
    parent_id: int | None
    commercial_id: int | None
    payment_term_id: int | None
    vendor_payment_term_id: int | None
    written_at: str
    warning: str = ""
    is_blocked: bool = False


class BareItem(NamedTuple):
    """`balance` and `residual` in the company's currency, `amount_currency` and `residual_currency` in `currency_id`.
    `kind` is the type of its account (asset_receivable, ...)."""

    id: int
    move_id: int
    account_id: int
    kind: str
    partner_id: int | None
    date: str
    maturity: str
    name: str
    ref: str
    balance: Number
    amount_currency: Number
    currency_id: int | None
    residual: Number
    residual_currency: Number
    reconciled: bool
    matching: str
    payment_id: int | None
    posted: bool
    written_at: str


class BarePartial(NamedTuple):
    """`amount` in the company's currency, the other two in that of the debit and of the credit item."""

    id: int
    debit_item: int
    credit_item: int
    amount: Number
    debit_amount: Number
    credit_amount: Number
    date: str
    exchange_move_id: int | None
    written_at: str


Bare: TypeAlias = "BareMove | BarePayment | BarePartner | BareItem | BarePartial"
# Few, and read whole.
Short: TypeAlias = "Currency | Journal | Tax | PaymentTerm | Account | Product"
