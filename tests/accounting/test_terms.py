"""Instalments of payment terms (what the real ones make of them: tests/protocols/test_terms.py)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import PaymentTerm, TermDiscount, TermLine, TermValue
from odoo_desk.accounting.terms import due_day, early_payment, instalments

EURO = Currency(1, "EUR", "€", Decimal("0.01"), 2)
YEN = Currency(2, "JPY", "¥", Decimal(1), 0)
PERCENT, FIXED, BALANCE = TermValue.PERCENT, TermValue.FIXED, TermValue.BALANCE


def parts(total, *lines, currency=EURO, start=date(2026, 1, 31)):
    found = instalments(PaymentTerm(1, "T", lines), Decimal(total), start, currency)
    return [(each.due, str(each.amount)) for each in found]


def test_the_last_takes_what_rounding_leaves():
    thirds = [TermLine(PERCENT, Decimal("33.33"), days=days) for days in (0, 1, 2)]
    assert [amount for _, amount in parts("0.05", *thirds)] == ["0.02", "0.02", "0.01"]
    assert [amount for _, amount in parts("1000", *thirds, currency=YEN)] == ["333", "333", "334"]


def test_of_one_day_they_are_one():
    same = [TermLine(PERCENT, Decimal(50), days=10), TermLine(BALANCE, Decimal(0), days=10)]
    assert parts("10", *same) == [(date(2026, 2, 10), "10.00")]


def test_a_fixed_part_and_the_rest():
    assert [
        amount
        for _, amount in parts("100", TermLine(FIXED, Decimal("12.345")), TermLine(PERCENT, Decimal(100), days=1))
    ] == [
        "12.35",
        "87.65",
    ]


@pytest.mark.parametrize(
    ("line", "start", "due"),
    [
        ({"days": 30}, date(2026, 1, 31), date(2026, 3, 2)),
        ({"day_of_month": 31, "days_after": 10}, date(2026, 2, 3), date(2026, 3, 10)),
        ({"months": 1, "day_of_month": 31}, date(2026, 1, 31), date(2026, 2, 28)),
        ({"months": 1, "day_of_month": 31}, date(2023, 12, 5), date(2024, 1, 31)),
        ({"days": 90, "months_on": 1, "day_of_month": 10}, date(2026, 1, 31), date(2026, 6, 10)),
        ({"days": 0, "day_of_month": 15, "only_later": True}, date(2026, 1, 15), date(2026, 1, 15)),
        ({"days": 1, "day_of_month": 15, "only_later": True}, date(2026, 1, 15), date(2026, 2, 15)),
        ({"months_on": 1, "day_of_month": 31}, date(2024, 1, 31), date(2024, 2, 29)),
    ],
)
def test_when_an_instalment_is_due(line, start, due):
    assert due_day(TermLine(PERCENT, Decimal(100), **line), start) == due


def test_the_discount_for_paying_early_is_of_all_or_of_what_is_untaxed():
    def told(of_untaxed):
        term = PaymentTerm(1, "T", (), TermDiscount(Decimal(2), 7, of_untaxed))
        return early_payment(term, Decimal("119.00"), Decimal(100), date(2026, 1, 25), EURO)

    assert (told(False).until, told(False).amount) == (date(2026, 2, 1), Decimal("116.62"))
    assert told(True).amount == Decimal("117.00")
    assert early_payment(PaymentTerm(1, "T"), Decimal(1), Decimal(1), date(2026, 1, 1), EURO) is None
