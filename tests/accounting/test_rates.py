"""Which rate counts for a document in another currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.rates import Rate, RateRules, RateTable, exchange, looked_up
from odoo_desk.accounting.records import Draft, MoveType

EURO, DOLLAR = Currency(1, "EUR", "€", Decimal("0.01"), 2), Currency(2, "USD", "$", Decimal("0.01"), 2)
NEW, OLD = RateRules(), RateRules(by_accounting_date=True, reaches_back=False)


def rate(day, units, *, own=True):
    return Rate(date(2026, *day), Decimal(units), own)


RATES = (rate((1, 1), 2), rate((6, 1), 4), rate((11, 1), 5))


@pytest.mark.parametrize(
    ("day", "rules", "units", "since"),
    [
        ((6, 1), NEW, 4, (6, 1)),
        ((5, 31), NEW, 2, (1, 1)),
        ((6, 1), RateRules(from_next_day=True), 2, (1, 1)),
        ((12, 31), NEW, 5, (11, 1)),
    ],
)
def test_the_latest_until_the_day(day, rules, units, since):
    assert looked_up(RATES, date(2026, *day), rules) == (units, date(2026, *since))


def test_before_the_first_one_newer_servers_take_that_and_older_ones_none():
    assert looked_up(RATES, date(2025, 2, 1), NEW) == (2, None)
    assert looked_up(RATES, date(2025, 2, 1), OLD) == (1, None)
    assert looked_up((), date(2025, 2, 1), NEW) == (1, None)


def test_the_companys_own_come_before_those_of_all():
    shared = (rate((10, 1), 9, own=False), rate((1, 1), 8, own=False))
    assert looked_up((*RATES, *shared), date(2026, 10, 15), NEW) == (4, date(2026, 6, 1))
    assert looked_up((RATES[2], *shared), date(2026, 10, 15), NEW) == (9, date(2026, 10, 1))


def found(rules, invoice_date, accounting_date):
    draft = Draft(MoveType.VENDOR_BILL, invoice_date=invoice_date, accounting_date=accounting_date)
    return exchange(
        draft, Decimal(100), (RateTable(rules, RATES), RateTable(rules)), (DOLLAR, EURO), date(2026, 11, 20)
    )


@pytest.mark.parametrize(
    ("rules", "invoice_date", "accounting_date", "amount"),
    [
        (NEW, date(2026, 2, 1), date(2026, 6, 15), "50.00"),
        (OLD, date(2026, 2, 1), date(2026, 6, 15), "25.00"),
        (NEW, date(2026, 6, 15), date(2026, 2, 1), "25.00"),
        (OLD, date(2026, 6, 15), date(2026, 2, 1), "50.00"),
        (NEW, None, date(2026, 2, 1), "20.00"),
        (OLD, None, date(2026, 2, 1), "50.00"),
    ],
)
def test_the_day_on_the_paper_counts_or_the_accounting_date(rules, invoice_date, accounting_date, amount):
    """As measured on 19 and on 14, with these very rates and dates."""
    assert found(rules, invoice_date, accounting_date).amount == Decimal(amount)


def test_an_old_rate_is_one_of_more_than_five_weeks():
    assert not found(NEW, date(2026, 11, 20), None).is_old
    assert found(NEW, date(2026, 3, 1), None).is_old


def test_the_rate_of_the_company_counts_where_its_currency_is_not_the_base():
    draft = Draft(MoveType.VENDOR_BILL, invoice_date=date(2026, 6, 1))
    told = exchange(draft, Decimal(100), (RateTable(NEW), RateTable(NEW, RATES)), (EURO, DOLLAR), date(2026, 11, 20))
    assert told.amount == 400
