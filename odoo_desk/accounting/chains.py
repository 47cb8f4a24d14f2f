"""Taxes as Odoo up to 17 works them out: one after the other, each on what the ones before left (account.tax compute_all).

What is in a price is taken out of it going backwards; then each tax is worked out going forwards, and the last one in the price gets what is
missing to it, so that the price is kept to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import DraftLine, Tax
from odoo_desk.accounting.taxed import Sums, Taxed, TaxShare

_HUNDRED, _ONE = Decimal(100), Decimal(1)
_FINER = Decimal("0.00001")  # of the currency's step, where a document is rounded as a whole


def taxed(
    price: Decimal, quantity: Decimal, taxes: Sequence[Tax], currency: Currency, *, globally: bool, is_refund: bool
) -> Taxed:
    step = currency.rounding * _FINER if globally else currency.rounding
    total = currency.round(price * quantity)
    sign = -1 if total < 0 else 1
    excluded, goals = _without_included(abs(total), abs(quantity), taxes, currency, is_refund=is_refund)
    base, since_goal, goes_on = excluded, ZERO, True
    shares: list[TaxShare] = []
    for position, tax in enumerate(taxes):
        parts_of = tax.parts_of(is_refund=is_refund)
        factors = [part.factor for part in parts_of]
        own_base = base if tax.price_included or tax.is_base_affected else excluded
        goal = goals.get(position) if tax.price_included and goes_on else None
        if goal:
            amount, since_goal = goal - (base + since_goal), ZERO
        else:
            amount = _amount(tax, own_base, abs(quantity))
        amount = _rounded(amount, step)
        whole = _rounded(amount * sum(factors, ZERO), step)
        if tax.price_included and not goal:
            since_goal += whole
        parts = [_rounded(amount * factor, step) for factor in factors]
        parts = _spread(parts, whole - sum(parts, ZERO), currency.rounding)
        shares += [
            TaxShare(tax.id, sign * own_base, sign * amount, number, not part.has_account, tax.price_included)
            for number, (part, amount) in enumerate(zip(parts_of, parts, strict=True))
        ]
        if tax.include_base_amount:
            base += whole
            goes_on = goes_on and tax.price_included
    return Taxed(sign * excluded, tuple(shares))


def add_up(lines: Sequence[tuple[DraftLine, Taxed]], currency: Currency) -> Sums:
    """Each part of a tax is one journal item for each account it is booked on, and rounded there."""
    untaxed = sum((each.excluded for _, each in lines), ZERO)
    items: dict[tuple[int, int, int | None], Decimal] = {}
    bases: dict[int, Decimal] = {}
    for line, each in lines:
        for share in each.shares:
            key = (share.tax_id, share.part, line.account_id if share.on_account_of_line else None)
            items[key] = items.get(key, ZERO) + share.amount
            if not share.part:
                bases[share.tax_id] = bases.get(share.tax_id, ZERO) + share.base
    by_tax: dict[int, tuple[Decimal, Decimal]] = {}
    for (tax_id, _, _), amount in items.items():
        _, known = by_tax.get(tax_id, (ZERO, ZERO))
        by_tax[tax_id] = (bases[tax_id], known + currency.round(amount))
    return Sums(untaxed, by_tax)


def _without_included(
    total: Decimal, quantity: Decimal, taxes: Sequence[Tax], currency: Currency, *, is_refund: bool
) -> tuple[Decimal, dict[int, Decimal]]:
    """(what is left of a price without what is in it, {position of a tax: the total it has to reach})."""
    base, goals, wants_goal = total, dict[int, Decimal](), True
    fixed = percent = division = ZERO
    for position in range(len(taxes) - 1, -1, -1):
        tax = taxes[position]
        if tax.include_base_amount:
            base = _taken_out(base, fixed, percent, division)
            fixed = percent = division = ZERO
            wants_goal = True
        if not tax.price_included:
            continue
        factor = sum((part.factor for part in tax.parts_of(is_refund=is_refund)), ZERO)
        match tax.amount_type:
            case "percent":
                percent += tax.amount * factor
            case "division":
                division += tax.amount * factor
            case _:
                fixed += quantity * tax.amount * factor
        if wants_goal and tax.amount:
            goals[position], wants_goal = base, False
    return currency.round(_taken_out(base, fixed, percent, division)), goals


def _taken_out(base: Decimal, fixed: Decimal, percent: Decimal, division: Decimal) -> Decimal:
    return (base - fixed) / (1 + percent / _HUNDRED) * (_HUNDRED - division) / _HUNDRED


def _amount(tax: Tax, base: Decimal, quantity: Decimal) -> Decimal:
    match tax.amount_type:
        case "fixed":
            return quantity * tax.amount
        case "division":
            left = _ONE - tax.amount / _HUNDRED
            return base / left - base if left else ZERO
        case _:
            return base * tax.amount / _HUNDRED


def _spread(parts: list[Decimal], error: Decimal, step: Decimal) -> list[Decimal]:
    """What rounding the parts one by one lost, a cent to each of the first."""
    steps = int(abs(error / step))
    each = error / steps if steps else ZERO
    return [part + each if number < steps else part for number, part in enumerate(parts)]


def _rounded(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).quantize(_ONE, ROUND_HALF_UP) * step
