"""What a payment is asked for with: what the server proposes, what the user orders, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Invoice, Journal, Named


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class PaymentProposal:
    """What the server would register for these documents: all that is due, also where 18 and later would offer only the overdue instalments.
    `methods` belong to `journal_id`; choosing another journal asks again."""

    document_ids: tuple[int, ...]
    inbound: bool
    partner: Named | None
    currency: Currency
    residual: Decimal
    amount: Decimal
    date: date
    memo: str
    journal_id: int
    journals: tuple[Journal, ...]
    method_id: int | None
    methods: tuple[PaymentMethod, ...]
    can_group: bool


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A payment the user decided on. `marker` is ours, made when the dialog opens: one marker is carried out once, however often it is asked for.
    `write_off_account_id` books the difference and closes the documents; None leaves it open. `group` makes one payment of several documents."""

    marker: str
    document_ids: tuple[int, ...]
    amount: Decimal
    date: date
    journal_id: int
    method_id: int | None = None
    currency_id: int | None = None
    memo: str = ""
    write_off_account_id: int | None = None
    write_off_label: str = ""
    group: bool = False


@dataclass(frozen=True, slots=True)
class PaymentResult:
    payment_ids: tuple[int, ...]
    documents: tuple[Invoice, ...] = ()
