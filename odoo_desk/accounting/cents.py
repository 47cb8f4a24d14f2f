"""Where a few cents come from, between the total on the paper and what the lines come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from odoo_desk.accounting.estimate import estimate
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Draft, DraftLine, LineKind, Tax, TaxArithmetic

USUAL = 5
"""Cents (steps of the currency); rounding hardly makes more of a document."""
_HUNDRED = Decimal(100)
_MOST_LINES = 3  # named one by one


def reasons(
    draft: Draft,
    taxes: Mapping[int, Tax],
    currency: Currency,
    arithmetic: TaxArithmetic,
    total: Decimal,
    wanted: Decimal,
) -> tuple[str, ...]:
    """Why `wanted` is not the `total` that the lines come to; nothing where more is missing than rounding can make of it."""
    lines = [
        (number, line)
        for number, line in enumerate(draft.lines, start=1)
        if line.kind is LineKind.PRODUCT and not line.is_blank
    ]
    if wanted == total or abs(wanted - total) > currency.rounding * max(2, len(lines)):
        return ()
    found: list[str] = []
    other = replace(arithmetic, globally=not arithmetic.globally)
    if estimate(draft, taxes, currency, other).total == wanted:
        ours, theirs = ("over the whole document", "line by line")
        if not arithmetic.globally:
            ours, theirs = theirs, ours
        found.append(f"The paper rounds {theirs}, Odoo here {ours}: that makes the difference.")
    broken = [(number, exact) for number, line in lines if (exact := _exact(line)) != currency.round(exact)]
    found += [
        f"Line {number}: {exact.normalize():f} becomes {currency.round(exact)}."
        for number, exact in broken[:_MOST_LINES]
    ]
    if len(broken) > _MOST_LINES:
        found.append(f"{len(broken) - _MOST_LINES} more lines are rounded too.")
    return tuple(found)


def _exact(line: DraftLine) -> Decimal:
    return (line.price_unit or ZERO) * line.quantity * (_HUNDRED - line.discount) / _HUNDRED
