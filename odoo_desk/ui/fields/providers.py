"""What type-ahead fields search in: the workspace's partners, products and accounts, as choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from odoo_desk.accounting.finding import Card, Hit
from odoo_desk.accounting.records import Account, Named, Tax
from odoo_desk.ui.fields.choice import Provider
from odoo_desk.ui.fields.suggestions import Choice

if TYPE_CHECKING:
    from odoo_desk.workspace.lookups import Choosing, Lookups


class Known:
    """Answers at once out of memory; asked as a coroutine, with what the server has besides."""

    def __init__(self, choosing: Choosing, choice: Callable[[Card], Choice]) -> None:
        self._choosing = choosing
        self._choice = choice

    def now(self, typed: str) -> Sequence[Choice] | None:
        found = self._choosing.now(typed)
        return None if found is None else self._choices(found)

    async def __call__(self, typed: str) -> Sequence[Choice]:
        return self._choices(await self._choosing.more(typed))

    def _choices(self, found: Sequence[Hit]) -> list[Choice]:
        return [replace(self._choice(hit.card), is_meant=hit.is_meant, is_guess=hit.is_guess) for hit in found]


def partners(lookups: Lookups) -> Provider:
    return Known(lookups.partners, _named_card)


def products(lookups: Lookups) -> Provider:
    return Known(lookups.products, _product_choice)


def accounts(lookups: Lookups) -> Provider:
    return Known(lookups.accounts, _account_choice)


def tax_choice(tax: Tax) -> Choice:
    """Found by its rate too."""
    rate = f"{tax.amount.normalize():f}" if tax.amount_type in ("percent", "division") else ""
    return Choice(tax.id, tax.name, code=rate, archived=tax.archived)


def named_choice(named: Named | None) -> Choice | None:
    return Choice(named.id, named.name, archived=named.archived) if named else None


def account_choice(account: Account) -> Choice:
    return Choice(account.id, f"{account.code} {account.name}".strip(), "", account.code)


def _named_card(card: Card) -> Choice:
    return Choice(card.id, card.name, card.detail, card.code)


def _account_choice(card: Card) -> Choice:
    return Choice(card.id, f"{card.code} {card.name}".strip(), "", card.code)


def _product_choice(card: Card) -> Choice:
    text = card.name if not card.code or card.code in card.name else f"[{card.code}] {card.name}"
    return Choice(card.id, text, "", card.code)
