"""Cash rounding: what is paid in coins comes to a multiple of the smallest one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Totals

# Up is away from zero, as with Odoo.
_WAYS = {"UP": ROUND_UP, "DOWN": ROUND_DOWN, "HALF-UP": ROUND_HALF_UP}


@dataclass(frozen=True, slots=True)
class CashRounding:
    """`step` is the smallest coin, `method` UP, DOWN or HALF-UP. The difference changes the largest tax, or is a line of its own."""

    id: int
    name: str
    step: Decimal
    method: str
    changes_tax: bool

    def difference(self, total: Decimal, currency: Currency) -> Decimal:
        steps = (total / self.step).quantize(Decimal(1), rounding=_WAYS[self.method])
        return currency.round(steps * self.step - total)


def rounded(totals: Totals, rounding: CashRounding | None, currency: Currency, exact: Decimal) -> Totals:
    """As Odoo books it: its line counts as untaxed; without a tax to change nothing is rounded. `exact` is what is rounded: the total, or what it
    was before its taxes were rounded."""
    difference = rounding.difference(exact, currency) if rounding else ZERO
    if rounding is None or not difference:
        return totals
    total = totals.total + difference
    if not rounding.changes_tax:
        return replace(totals, untaxed=totals.untaxed + difference, total=total, rounding=difference)
    if not totals.groups:
        return totals
    largest = max(totals.groups, key=lambda group: abs(group.amount))
    groups = tuple(
        replace(group, amount=group.amount + difference) if group is largest else group for group in totals.groups
    )
    return replace(totals, tax=totals.tax + difference, total=total, groups=groups)
