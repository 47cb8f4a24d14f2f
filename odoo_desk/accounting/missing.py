"""What a draft still lacks before it can be posted, said while it is typed and not by the server's refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from odoo_desk.accounting.analytic import AnalyticPlan
from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.records import AutoPost, Draft, DraftLine, LineKind, MoveType


@dataclass(frozen=True, slots=True)
class Missing:
    """`field` is the draft's, or with a `line` (from 0) the line's. `is_refused`: the server posts nothing with it; else it would without a word."""

    field: str
    line: int | None
    words: str
    is_refused: bool = True


@dataclass(frozen=True, slots=True)
class Archived:
    """What of the things a draft names is not in use any more."""

    partner: bool = False
    currency: bool = False
    accounts: frozenset[int] = frozenset()
    taxes: frozenset[int] = frozenset()


def missing(
    draft: Draft,
    total: Decimal,
    today: date,
    archived: Archived,
    lacking: Mapping[int, Sequence[AnalyticPlan]] = MappingProxyType({}),
) -> tuple[Missing, ...]:
    """`total` is what the document comes to, `lacking` the analytic plans that a line (from 0) must be given to and is not. In the order in which
    the form is filled in."""
    return (
        *_in_header(draft, today, archived),
        *_in_lines(draft, archived),
        *_in_distribution(lacking),
        *_in_sum(draft, total),
    )


def _in_header(draft: Draft, today: date, archived: Archived) -> list[Missing]:
    found: list[Missing] = []
    who = "vendor" if draft.move_type.is_purchase else "customer"
    if draft.partner_id is None and draft.move_type in _NAME_A_PARTNER:
        found.append(Missing("partner_id", None, f"The {who} is missing."))
    elif archived.partner:
        found.append(Missing("partner_id", None, f"The {who} is archived.", is_refused=False))
    if draft.invoice_date is None and draft.move_type.is_purchase:
        found.append(Missing("invoice_date", None, "The date on the paper is missing."))
    if archived.currency:
        found.append(Missing("currency_id", None, "The currency is not in use in this company."))
    day = draft.accounting_date or draft.invoice_date or today
    if draft.auto_post not in (None, AutoPost.NO) and day > today:
        found.append(Missing("auto_post", None, "Odoo will post it by itself on its accounting date, and not before."))
    return found


_NAME_A_PARTNER = (
    MoveType.CUSTOMER_INVOICE,
    MoveType.CUSTOMER_CREDIT_NOTE,
    MoveType.VENDOR_BILL,
    MoveType.VENDOR_CREDIT_NOTE,
)


def _in_lines(draft: Draft, archived: Archived) -> list[Missing]:
    written = [
        (position, line)
        for position, line in enumerate(draft.lines)
        if line.kind is LineKind.PRODUCT and not line.is_blank
    ]
    if not written:
        is_refused = draft.move_type.is_entry or not any(line.kind is not LineKind.PRODUCT for line in draft.lines)
        return [Missing("lines", None, "There are no lines with an amount.", is_refused=is_refused)]
    return [each for position, line in written for each in _in_line(draft, position, line, archived)]


def _in_line(draft: Draft, position: int, line: DraftLine, archived: Archived) -> list[Missing]:
    found: list[Missing] = []
    where = f"Line {position + 1}"
    if draft.move_type.is_entry and line.account_id is None:
        found.append(Missing("account_id", position, f"{where} has no account."))
    if line.account_id in archived.accounts:
        found.append(Missing("account_id", position, f"{where} is on an archived account."))
    if not line.name.strip() and not line.product_id and not draft.move_type.is_entry:
        found.append(Missing("name", position, f"{where} has no label.", is_refused=False))
    if archived.taxes.intersection(line.tax_ids or ()):
        found.append(Missing("tax_ids", position, f"{where} has an archived tax.", is_refused=False))
    return found


def _in_distribution(lacking: Mapping[int, Sequence[AnalyticPlan]]) -> list[Missing]:
    return [
        Missing("analytic", position, f"Line {position + 1} must be given to {plan.name} as a whole (Analytic).")
        for position, plans in lacking.items()
        for plan in plans
    ]


def _in_sum(draft: Draft, total: Decimal) -> list[Missing]:
    if draft.move_type.is_entry:
        difference = sum((line.debit - line.credit for line in draft.lines), ZERO)
        if difference:
            side = "debit" if difference < 0 else "credit"
            return [Missing("lines", None, f"The entry does not balance: {abs(difference)} is missing in {side}.")]
        return []
    if total < 0:
        other = "a bill" if draft.move_type is MoveType.VENDOR_CREDIT_NOTE else "an invoice"
        instead = other if draft.move_type.is_credit_note else "a credit note"
        return [Missing("lines", None, f"The total is negative. Make {instead} of it.")]
    return []
