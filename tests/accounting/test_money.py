"""Amounts are rounded the way the currency says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo_desk.accounting.money import Currency

EUR = Currency(1, "EUR", "€", Decimal("0.01"), 2)
CHF_CASH = Currency(2, "CHF", "CHF", Decimal("0.05"), 2)
JPY = Currency(3, "JPY", "¥", Decimal(1), 0)


@pytest.mark.parametrize(
    ("currency", "amount", "rounded"),
    [
        (EUR, "-152.89000000000001", "-152.89"),
        (EUR, "0.005", "0.01"),
        (EUR, "-0.005", "-0.01"),
        (EUR, "7", "7.00"),
        (CHF_CASH, "1.075", "1.10"),
        (CHF_CASH, "1.02", "1.00"),
        (JPY, "1.5", "2"),
    ],
)
def test_rounding(currency, amount, rounded):
    assert str(currency.round(Decimal(amount))) == rounded


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_rounding_twice_changes_nothing_and_moves_at_most_half_a_cent(amount):
    once = EUR.round(amount)
    assert EUR.round(once) == once
    assert abs(once - amount) <= Decimal("0.005")
