"""What the last documents of the partner suggest for the cells of a line: shown where nothing stands yet, filled in where all of them agree."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from odoo_desk.accounting.learning import Learned, LineHint
from odoo_desk.accounting.records import InvoiceLine, LineKind
from odoo_desk.ui.fields.money import number_text
from odoo_desk.ui.fields.providers import named_choice
from odoo_desk.ui.fields.several import joined
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.line import Line, loaded

SUGGESTED = ("product_id", "account_id", "tax_ids", "price_unit")
AS_LAST_TIME = "as last time"


class Hints:
    """Of one form. Nothing that somebody typed or chose is ever replaced."""

    def __init__(self) -> None:
        self._learned = Learned()
        self._known: dict[tuple[str, int | None], LineHint] = {}

    def learn(self, learned: Learned) -> None:
        self._learned = learned
        self._known = {}

    def of(self, line: Line) -> LineHint:
        if line.is_text or not line.draft.name.strip() or not self._learned.documents:
            return LineHint()
        key = (line.draft.name, line.draft.product_id)
        if key not in self._known:
            self._known[key] = self._learned.line(*key)
        return self._known[key]

    def shown(self, line: Line, name: str, places: int) -> str:
        """For an empty cell; "" when there is nothing to suggest."""
        if name not in SUGGESTED or not _is_open(line, name):
            return ""
        hint = self.of(line)
        match name:
            case "product_id":
                return hint.product.name if hint.product else ""
            case "account_id":
                return hint.account.name if hint.account else ""
            case "tax_ids":
                return joined(_choices(hint))
            case _:
                return "" if hint.price is None else number_text(hint.price, places)

    def fill_agreed(self, line: Line) -> None:
        """Account and taxes, as a product would bring them, where the last documents all say the same."""
        if line.draft.product_id is None and self.of(line).is_agreed:
            self.take(line, ("account_id", "tax_ids"))

    def take(self, line: Line, names: Collection[str]) -> bool:
        """What is suggested for these cells, as far as nothing stands there. Whether there was anything."""
        hint, before = self.of(line), line.draft
        for name in names:
            if not _is_open(line, name):
                continue
            if name == "tax_ids" and hint.taxes:
                line.set_taxes(_choices(hint))
            elif name == "price_unit" and hint.price is not None:
                line.draft = replace(line.draft, price_unit=hint.price)
            elif name == "account_id" and hint.account:
                line.set_record(name, named_choice(hint.account))
            elif name == "product_id" and hint.product:
                line.set_record(name, named_choice(hint.product))
            else:
                continue
            line.by_suggestion.add(name)
        return line.draft != before


def again(lines: Collection[InvoiceLine]) -> list[Line]:
    """The lines of an earlier document, for a new one."""
    found = []
    for line in lines:
        made = loaded(line).copy()
        if line.kind is LineKind.PRODUCT:
            made.by_suggestion = {"product_id", "account_id", "name", "quantity", "price_unit", "discount", "tax_ids"}
        found.append(made)
    return found


def _is_open(line: Line, name: str) -> bool:
    if name in line.pending:
        return False
    match name:
        case "tax_ids":
            return not line.taxes and name not in line.by_hand
        case "price_unit":
            return line.draft.price_unit is None
        case _:
            return name not in line.records and name not in line.by_hand


def _choices(hint: LineHint) -> tuple[Choice, ...]:
    return tuple(choice for tax in hint.taxes or () if (choice := named_choice(tax)))
