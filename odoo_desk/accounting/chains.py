"""Taxes as Odoo up to 17 works them out: one after the other, each on what the ones before left (account.tax compute_all).

What is in a price is taken out of it going backwards; then each tax is worked out going forwards, and the last one in the price gets what is
missing to it, so that the price is kept to the cent.

The one place where amounts are floats, for these servers add up floats: where a sum lies half-way between two cents, their dust decides
(4 of 250 documents rounded as a whole, docs/totals.md). What leaves this module is Decimal again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import DraftLine, Tax, TaxArithmetic
from odoo_desk.accounting.taxed import Sums, Taxed, TaxShare

_FINER = 1e-5  # of the currency's step, where a document is rounded as a whole

_NOISE = Decimal("1e-9")


def taxed(
    line: DraftLine, taxes: Sequence[Tax], currency: Currency, arithmetic: TaxArithmetic, *, is_refund: bool
) -> Taxed:
    whole_step = float(currency.rounding)
    step = whole_step * _FINER if arithmetic.globally else whole_step
    price = float(line.price_unit or 0) * (1 - float(line.discount) / 100.0)
    quantity = float(line.quantity)
    total = _rounded(price * quantity, whole_step)
    sign = -1.0 if total < 0 else 1.0
    units = quantity if arithmetic.by_signed_quantity else abs(quantity)
    excluded, goals = _without_included(abs(total), units, taxes, whole_step, is_refund=is_refund)
    base, since_goal, goes_on = excluded, 0.0, True
    shares: list[TaxShare] = []
    for position, tax in enumerate(taxes):
        parts_of = tax.parts_of(is_refund=is_refund)
        factors = [float(part.factor) for part in parts_of]
        own_base = base if tax.price_included or tax.is_base_affected else excluded
        goal = goals.get(position) if tax.price_included and goes_on else None
        if goal:
            amount, since_goal = goal - (base + since_goal), 0.0
        else:
            amount = _amount(tax, own_base, abs(quantity))
        amount = _rounded(amount, step)
        whole = _rounded(amount * sum(factors), step)
        if tax.price_included and not goal:
            since_goal += whole
        parts = [_rounded(amount * factor, step) for factor in factors]
        parts = _spread(parts, _rounded(whole - sum(parts), step), whole_step, step)
        on_top = taxes[position + 1 :] if tax.include_base_amount else ()
        below = tuple(each.id for each in on_top if each.is_base_affected)
        shares += [
            TaxShare(
                tax.id,
                _exact(sign * own_base),
                _exact(sign * amount),
                number,
                on_account_of_line=not part.has_account,
                is_included=tax.price_included,
                below=below,
            )
            for number, (part, amount) in enumerate(zip(parts_of, parts, strict=True))
        ]
        if tax.include_base_amount:
            base += whole
            goes_on = goes_on and tax.price_included
    return Taxed(_exact(sign * excluded), tuple(shares))


def add_up(lines: Sequence[tuple[DraftLine, Taxed]], currency: Currency) -> Sums:
    """Each part of a tax is one journal item for each account it is booked on and each set of taxes on top of it, and rounded there."""
    untaxed = sum((each.excluded for _, each in lines), ZERO)
    items: dict[tuple[int, int, int | None, tuple[int, ...]], float] = {}
    bases: dict[int, Decimal] = {}
    for line, each in lines:
        for share in each.shares:
            account_id = line.account_id if share.on_account_of_line else None
            key = (share.tax_id, share.part, account_id, share.below)
            items[key] = items.get(key, 0.0) + float(share.amount)
            if not share.part:
                bases[share.tax_id] = bases.get(share.tax_id, ZERO) + share.base
    by_tax: dict[int, tuple[Decimal, Decimal]] = {}
    for (tax_id, *_), amount in items.items():
        _, known = by_tax.get(tax_id, (ZERO, ZERO))
        rounded = currency.round(_exact(_rounded(amount, float(currency.rounding))))
        by_tax[tax_id] = (bases[tax_id], known + rounded)
    lines_rounded = sum((currency.round(each.excluded) for _, each in lines), ZERO)
    taxes = _exact(sum(items.values())).quantize(_NOISE)  # rounding up would take the last bit of a float for a coin
    return Sums(untaxed, by_tax, lines_rounded + taxes)


def _without_included(
    total: float, quantity: float, taxes: Sequence[Tax], step: float, *, is_refund: bool
) -> tuple[float, dict[int, float]]:
    """(what is left of a price without what is in it, {position of a tax: the total it has to reach})."""
    base, goals, wants_goal = total, dict[int, float](), True
    fixed = percent = division = 0.0
    for position in range(len(taxes) - 1, -1, -1):
        tax = taxes[position]
        if tax.include_base_amount:
            base = _taken_out(base, fixed, percent, division)
            fixed = percent = division = 0.0
            wants_goal = True
        if not tax.price_included:
            continue
        factor = sum(float(part.factor) for part in tax.parts_of(is_refund=is_refund))
        match tax.amount_type:
            case "percent":
                percent += float(tax.amount) * factor
            case "division":
                division += float(tax.amount) * factor
            case _:
                fixed += quantity * float(tax.amount) * factor
        if wants_goal and tax.amount:
            goals[position], wants_goal = base, False
    return _rounded(_taken_out(base, fixed, percent, division), step), goals


def _taken_out(base: float, fixed: float, percent: float, division: float) -> float:
    return (base - fixed) / (1.0 + percent / 100.0) * (100 - division) / 100


def _amount(tax: Tax, base: float, quantity: float) -> float:
    rate = float(tax.amount)
    match tax.amount_type:
        case "fixed":
            return quantity * rate
        case "division":
            left = 1 - rate / 100
            return base / left - base if left else 0.0
        case _:
            return base * rate / 100


def _spread(parts: list[float], error: float, step: float, finest: float) -> list[float]:
    """What rounding the parts one by one lost, a cent to each of the first."""
    steps = int(abs(error / step))
    each = _rounded(error / steps, finest) if steps else 0.0
    return [part + each if number < steps else part for number, part in enumerate(parts)]


def _rounded(amount: float, step: float) -> float:
    """Half away from zero, a hair's breadth under a half being one: as Odoo's float_round."""
    if not amount:
        return 0.0
    steps = amount / step
    steps += math.copysign(2.0 ** (math.log2(abs(steps)) - 52), steps)
    return math.copysign(math.floor(abs(steps) + 0.5), steps) * step


def _exact(amount: float) -> Decimal:
    return Decimal(repr(amount))
