"""Documents that may be the same paper entered twice: the vendor's reference again, or the same amount within days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.records import Draft, Invoice, MoveType, State

DAYS = 10
"""How far apart two documents over the same amount are still looked at."""
_PAPERS = (
    (MoveType.CUSTOMER_INVOICE, MoveType.SALES_RECEIPT),
    (MoveType.VENDOR_BILL, MoveType.PURCHASE_RECEIPT),
    (MoveType.CUSTOMER_CREDIT_NOTE,),
    (MoveType.VENDOR_CREDIT_NOTE,),
    (MoveType.JOURNAL_ENTRY,),
)
_NOT_SAID = re.compile(r"[\W_]+")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")


@dataclass(frozen=True, slots=True)
class Twin:
    """`told_by_server`: it is among those that Odoo itself takes for the same."""

    document: Invoice
    same_reference: bool
    same_amount: bool
    told_by_server: bool = False

    @property
    def words(self) -> str:
        if self.same_reference:
            return "same reference and same amount" if self.same_amount else "same reference"
        return "same amount within days" if self.same_amount else "the same for Odoo"


def folded_reference(text: str) -> str:
    """Without what people write differently: case, spaces, punctuation, accents, leading zeros."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return _NOT_SAID.sub("", _LEADING_ZEROS.sub("", plain.casefold()))


def papers_like(move_type: MoveType) -> tuple[MoveType, ...]:
    """The types that the same paper could have been entered as."""
    return next(each for each in _PAPERS if move_type in each)


def twins_among(
    documents: Iterable[Invoice], draft: Draft, total: Decimal | None, told: Iterable[int] = ()
) -> tuple[Twin, ...]:
    """`documents` are of the same partner, or told by the server; the surest first."""
    by_server, reference = frozenset(told), folded_reference(draft.ref)
    found = [
        Twin(
            each,
            bool(reference) and folded_reference(each.ref) == reference,
            _is_same_amount(each, draft, total),
            each.id in by_server,
        )
        for each in documents
        if each.id != draft.id and each.state is not State.CANCELLED
    ]
    found = [twin for twin in found if twin.same_reference or twin.same_amount or twin.told_by_server]
    return tuple(sorted(found, key=lambda twin: (not twin.same_reference, not twin.told_by_server, -twin.document.id)))


def _is_same_amount(document: Invoice, draft: Draft, total: Decimal | None) -> bool:
    if not total or draft.move_type.is_entry or document.amount_total != total:
        return False
    is_same_currency = draft.currency_id is None or document.currency.id == draft.currency_id
    return is_same_currency and _days_between(document.invoice_date, draft.invoice_date) <= DAYS


def _days_between(one: date | None, other: date | None) -> int:
    """A date that is not there yet may be any."""
    return abs((one - other).days) if one and other else 0
