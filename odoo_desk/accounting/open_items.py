"""What is owed, by whom and since when, on any day: open items, and how old they are.

An open item is a posted journal item on an account that allows reconciliation, with a residual: an instalment, not an invoice. Its residual on a
day is its balance less the partials up to that day (docs/open-items.md). Amounts are signed as in the books: debit is positive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Named

RECEIVABLE, PAYABLE = "asset_receivable", "liability_payable"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """`partner` is the commercial one. `document_date` is the invoice date, `due_date` the item's maturity; the accounting date where there is
    none. `balance` and `residual` in the company's currency, the other two in `currency`."""

    id: int
    move_id: int
    number: str
    account_id: int
    kind: str
    partner: Named | None
    accounting_date: date
    document_date: date
    due_date: date
    name: str
    ref: str
    currency: Currency
    balance: Decimal
    amount_currency: Decimal
    residual: Decimal
    residual_currency: Decimal
    payment_id: int | None = None
    is_draft: bool = False
    discount_until: date | None = None
    discounted: Decimal | None = None
    """What settles it until then, in its currency; None without an early-payment discount."""
    revalued: Decimal | None = None
    """`residual_currency` at the rate of the day it was asked for, in the company's currency; None where nobody asked."""


@dataclass(frozen=True, slots=True)
class ItemNow:
    """A journal item as the server has it at this moment."""

    id: int
    move_id: int
    account_id: int
    residual: Decimal
    is_reconciled: bool
    is_posted: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A partial, seen from one of its two items: so much of it is matched with `number`, from `dated` on. `amount` in the company's currency,
    `amount_currency` in that of the item. An exchange difference goes with the match that it belongs to."""

    partial_id: int
    dated: date
    move_id: int
    number: str
    amount: Decimal
    amount_currency: Decimal
    currency: Currency
    is_exchange_difference: bool

    @property
    def id(self) -> int:
        return self.partial_id


def cannot_reconcile(items: Sequence[OpenItem]) -> str:
    """Why these cannot be matched with each other, in words; "" when they can."""
    if len(items) < 2:
        return "Choose what is owed and what pays it: at least two items."
    if any(each.is_draft for each in items):
        return "Drafts are posted before anything is matched with them."
    if len({each.account_id for each in items}) > 1:
        return "These items are on different accounts. Only items of one account can be reconciled."
    if len({each.partner.id if each.partner else 0 for each in items}) > 1:
        return "These items are of different partners. Reconcile partner by partner."
    if len({_side(each) for each in items}) < 2:
        return "All of these are on the same side. Choose a debit and a credit."
    return ""


def _side(item: OpenItem) -> bool:
    """Whether it is a debit; by its own currency where nothing is left in the company's."""
    return (item.residual or item.residual_currency) > 0


class AgedBy(StrEnum):
    DUE_DATE = "due_date"
    DOCUMENT_DATE = "document_date"

    @property
    def word(self) -> str:
        return "Due date" if self is AgedBy.DUE_DATE else "Document date"


class GroupedBy(StrEnum):
    PARTNER = "partner"
    SALESPERSON = "salesperson"
    ACCOUNT = "account"
    CURRENCY = "currency"

    @property
    def word(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which items: open at the end of the day `on` by accounting date, as the books stand now. `kinds` are types of accounts (all reconcilable
    ones when empty). Drafts have nothing matched, and are in it only `with_drafts`."""

    on: date
    kinds: tuple[str, ...] = ()
    with_drafts: bool = False
    account_ids: tuple[int, ...] = ()
    partner_ids: tuple[int, ...] = ()
    """Commercial partners; 0 for items that have none."""
    salesperson_ids: tuple[int, ...] = ()
    currency_ids: tuple[int, ...] = ()

    @property
    def sign(self) -> int:
        """What is owed is shown positive, by whomever it is."""
        return -1 if self.kinds == (PAYABLE,) else 1


@dataclass(frozen=True, slots=True)
class DayRate:
    """`units` of a currency for one of the company's; `day` is the rate's own, None where there is none of that day or before."""

    currency: Currency
    units: Decimal
    day: date | None


@dataclass(frozen=True, slots=True)
class Buckets:
    """`borders` are the last day of each bucket in days past due, rising: (30, 60) makes not due, 1 to 30, 31 to 60 and older."""

    borders: tuple[int, ...] = (30, 60, 90, 120)

    def __post_init__(self) -> None:
        if list(self.borders) != sorted(set(self.borders)) or any(each < 1 for each in self.borders):
            raise ValueError(f"buckets do not rise: {self.borders}")

    @property
    def count(self) -> int:
        return len(self.borders) + 2

    def of(self, days: int) -> int:
        """Which bucket so many days past due are in."""
        if days <= 0:
            return 0
        return next((place for place, border in enumerate(self.borders, 1) if days <= border), len(self.borders) + 1)

    def titles(self, aged_by: AgedBy) -> tuple[str, ...]:
        starts = (0, *self.borders)
        first = "Not due" if aged_by is AgedBy.DUE_DATE else "That day"
        between = (f"{start + 1} to {end}" for start, end in zip(starts, self.borders, strict=False))
        return (first, *between, f"Over {starts[-1]}")


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """`amounts` are residuals in the company's currency, bucket by bucket. `in_currency` the same in `currency`; both empty where a row has items
    of more than one currency."""

    id: int
    name: str
    amounts: tuple[Decimal, ...]
    total: Decimal
    items: int
    oldest: date | None
    currency: Currency | None = None
    in_currency: tuple[Decimal, ...] = ()

    @property
    def overdue(self) -> Decimal:
        return sum(self.amounts[1:], Decimal(0))


@dataclass(frozen=True, slots=True)
class Ageing:
    """As of a day, computed from the copy at `computed`, which was last in step with the server at `in_step`."""

    asked: AsOf
    aged_by: AgedBy
    grouped_by: GroupedBy
    buckets: Buckets
    rows: tuple[AgeingRow, ...]
    computed: datetime
    in_step: datetime | None
    rates: tuple[DayRate, ...] = ()
    """By which its amounts were revalued, where that was asked for: they are not what is in the books then."""

    @property
    def total(self) -> Decimal:
        return sum((row.total for row in self.rows), Decimal(0))

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        return tuple(sum((row.amounts[place] for row in self.rows), Decimal(0)) for place in range(self.buckets.count))


@dataclass(frozen=True, slots=True)
class Control:
    """A control account on a day: what its open items come to, and its balance as the server adds it up. `half_posted` is what of the difference
    comes from posted items that are matched with what is not posted: 19 leaves a paid invoice that is reset to draft so."""

    account: Named
    open_items: Decimal
    balance: Decimal
    half_posted: Decimal = Decimal(0)

    @property
    def difference(self) -> Decimal:
        return self.open_items - self.balance
