"""One line of a draft while it is edited: the draft itself, the names it is shown by, and what is typed but not settled yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.drafting import draft_line
from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.records import DraftLine, InvoiceLine, LineKind
from odoo_desk.ui.fields.money import number_text
from odoo_desk.ui.fields.providers import named_choice
from odoo_desk.ui.fields.several import joined
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.columns import Column, Kind

FILLED_BY_PRODUCT = ("name", "price_unit", "tax_ids")


@dataclass(slots=True, eq=False)
class Line:
    """`pending` holds what was typed and is not settled, by column; `troubles` what is wrong with a cell; `by_hand` the fields the
    user filled, which a product must not overwrite; `by_suggestion` those filled as the partner's last documents had them; `subtotal` is the
    server's, as long as nothing was changed."""

    draft: DraftLine
    records: dict[str, Choice] = field(default_factory=dict)
    taxes: tuple[Choice, ...] = ()
    subtotal: Decimal | None = None
    pending: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)
    by_suggestion: set[str] = field(default_factory=set)

    def stands_as(self, other: Line) -> bool:
        """Whether both are the same to whoever looks at them."""
        return self is other or (
            (self.draft is other.draft or self.draft == other.draft)  # the first is quick, and mostly so
            and self.taxes == other.taxes
            and self.subtotal == other.subtotal
            and self.records == other.records
            and self.pending == other.pending
            and self.troubles == other.troubles
            and self.by_hand == other.by_hand
            and self.by_suggestion == other.by_suggestion
        )

    def snapshot(self) -> Line:
        """As it is now, which nothing changes afterwards."""
        return Line(
            self.draft,
            dict(self.records),
            self.taxes,
            self.subtotal,
            dict(self.pending),
            dict(self.troubles),
            set(self.by_hand),
            set(self.by_suggestion),
        )

    @property
    def is_blank(self) -> bool:
        return (
            self.draft.is_blank
            and self.draft.kind is LineKind.PRODUCT
            and self.draft.account_id is None
            and self.draft.id is None
            and not self.pending
        )

    @property
    def is_text(self) -> bool:
        return self.draft.kind is not LineKind.PRODUCT

    def set_record(self, name: str, choice: Choice | None) -> None:
        number = choice.id if choice else None
        match name:
            case "product_id":
                self.draft = replace(self.draft, product_id=number, purchase_line_id=None, unit_id=None)
            case "account_id":
                self.draft = replace(self.draft, account_id=number)
            case _:
                self.draft = replace(self.draft, partner_id=number)
        self.records.pop(name, None)
        if choice:
            self.records[name] = choice

    def set_name(self, text: str) -> None:
        self.draft = replace(self.draft, name=text)

    def set_number(self, name: str, value: Decimal | None) -> None:
        match name:
            case "quantity":
                self.draft = replace(self.draft, quantity=Decimal(1) if value is None else value)
            case "price_unit":
                self.draft = replace(self.draft, price_unit=value)
                self.by_hand.add(name)
            case "discount":
                self.draft = replace(self.draft, discount=value or ZERO)
            case _:
                self.draft = with_side(self.draft, name, value or ZERO)

    def set_taxes(self, taxes: Sequence[Choice]) -> None:
        self.taxes = tuple(taxes)
        self.draft = replace(self.draft, tax_ids=tuple(tax.id for tax in taxes))

    def set_shares(self, shares: Sequence[AnalyticShare]) -> None:
        self.draft = replace(self.draft, analytic=tuple(shares))

    def copy(self) -> Line:
        return Line(
            replace(self.draft, id=None, purchase_line_id=None),
            dict(self.records),
            self.taxes,
            pending=dict(self.pending),
            troubles=dict(self.troubles),
            by_hand=set(self.by_hand),
        )

    def shown(self, column: Column, subtotal: Decimal, places: int, *, grouped: bool = True) -> str:
        """The text of one cell; `places` are the currency's."""
        if (typed := self.pending.get(column.field)) is not None:
            return typed
        match column.kind:
            case Kind.RECORD:
                choice = self.records.get(column.field)
                text = choice.shown if choice else ""
            case Kind.TEXT:
                text = self.draft.name
            case Kind.TAXES:
                text = joined(self.taxes)
            case Kind.SUBTOTAL:
                text = "" if self.is_blank else number_text(subtotal, places)
            case _:
                text = self._number_shown(column, places, grouped=grouped)
        return text

    def _number_shown(self, column: Column, places: int, *, grouped: bool) -> str:
        value = number_of(self.draft, column.field)
        is_idle = not value and column.field in ("discount", "debit", "credit")
        if value is None or is_idle or (self.is_blank and not self.by_hand):
            return ""
        return number_text(value, places if column.decimals else 0, grouped=grouped)


def loaded(line: InvoiceLine) -> Line:
    records = {
        name: choice
        for name, named in (
            ("product_id", line.product),
            ("account_id", line.account),
            ("partner_id", line.partner),
        )
        if (choice := named_choice(named))
    }
    taxes = tuple(choice for tax in line.taxes if (choice := named_choice(tax)))
    by_hand = set(FILLED_BY_PRODUCT) if not line.product else set()
    return Line(draft_line(line), records, taxes, line.subtotal, by_hand=by_hand)


def with_side(draft: DraftLine, name: str, value: Decimal) -> DraftLine:
    """Debit and credit are never both filled; a minus goes to the other side."""
    is_debit = (name == "debit") == (value >= 0)
    if not value:
        return replace(draft, debit=ZERO) if name == "debit" else replace(draft, credit=ZERO)
    return replace(draft, debit=abs(value) if is_debit else ZERO, credit=ZERO if is_debit else abs(value))


def number_of(draft: DraftLine, name: str) -> Decimal | None:
    match name:
        case "quantity":
            return draft.quantity
        case "price_unit":
            return draft.price_unit
        case "discount":
            return draft.discount
        case "debit":
            return draft.debit
        case _:
            return draft.credit
