"""What taxes make of a price: percent, fixed, division, groups, in the price or on top of it. Amounts are rounded per line and tax, as Odoo does by default."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from odoo_desk.demo.records import ZERO, Tax

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxAmount:
    tax: Tax
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Taxed:
    excluded: Decimal
    included: Decimal
    taxes: tuple[TaxAmount, ...]


def rounded(amount: Decimal, step: Decimal) -> Decimal:
    return amount.quantize(step, ROUND_HALF_UP)


def flattened(taxes: Iterable[Tax]) -> list[Tax]:
    """Groups replaced by what is in them, all in the order they are computed."""
    found: list[Tax] = []
    for tax in sorted(taxes, key=lambda each: (each.sequence, each.id)):
        if tax.amount_type == "group":
            found.extend(flattened(tax.children_tax_ids))
        else:
            found.append(tax)
    return found


def compute(taxes: Sequence[Tax], price: Decimal, quantity: Decimal, step: Decimal, *, in_price: bool = False) -> Taxed:
    """`price` is the unit price after discount. `in_price`: all taxes are in it, whatever they say themselves (a document of 20)."""
    total = rounded(price * quantity, step)
    if not taxes:
        return Taxed(total, total, ())
    chain = flattened(taxes)
    included = [tax for tax in chain if in_price or tax.price_include]
    base = excluded = _without(included, price * quantity, quantity, step) if included else total
    amounts = list[TaxAmount]()
    for tax in chain:
        amount = rounded(_amount(tax, base, quantity), step)
        if included and tax is included[-1] and len(included) == len(chain):
            amount = (
                total - excluded - sum((each.amount for each in amounts), ZERO)
            )  # what is in the price stays the price
        amounts.append(TaxAmount(tax, base, amount))
        if tax.include_base_amount:
            base += amount
    return Taxed(excluded, excluded + sum((each.amount for each in amounts), ZERO), tuple(amounts))


def _amount(tax: Tax, base: Decimal, quantity: Decimal) -> Decimal:
    if tax.amount_type == "fixed":
        return quantity * tax.amount
    if tax.amount_type == "division":
        return base / (1 - tax.amount / HUNDRED) - base
    return base * tax.amount / HUNDRED


def _without(included: Iterable[Tax], total: Decimal, quantity: Decimal, step: Decimal) -> Decimal:
    fixed = percent = division = ZERO
    for tax in included:
        if tax.amount_type == "fixed":
            fixed += tax.amount * quantity
        elif tax.amount_type == "division":
            division += tax.amount
        else:
            percent += tax.amount
    return rounded((total - fixed) / (1 + percent / HUNDRED) * (HUNDRED - division) / HUNDRED, step)
