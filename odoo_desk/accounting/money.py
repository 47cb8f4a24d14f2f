"""Currencies and amounts: Decimal only, rounded the way the currency says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Currency:
    """`rounding` is the smallest step (0.01, 1, 0.05); `code` is the ISO code; `decimal_places` is how many are shown."""

    id: int
    code: str
    symbol: str
    rounding: Decimal
    decimal_places: int
    symbol_first: bool = False
    active: bool = True

    def round(self, amount: Decimal) -> Decimal:
        """To the nearest step, halves away from zero, as Odoo does; with exactly the currency's decimals."""
        steps = (amount / self.rounding).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        return (steps * self.rounding).quantize(Decimal(1).scaleb(-self.decimal_places), rounding=ROUND_HALF_UP)

    def is_zero(self, amount: Decimal) -> bool:
        return self.round(amount) == ZERO
