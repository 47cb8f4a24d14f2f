"""Payment terms: the instalments told while typing are those that the server makes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import MoveType, Totals
from odoo_desk.odoo.dialect import DIALECTS
from tests.protocols.conftest import TODAY, line

DAYS = (date(2026, 1, 31), date(2026, 2, 14), date(2024, 2, 29))


def _lines(version: int, *parts: tuple[str, str, int]) -> list[list[object]]:
    """(percent or fixed, how much, days), the last the rest."""
    made: list[list[object]] = []
    for position, (value, amount, days) in enumerate(parts):
        is_last = position == len(parts) - 1
        values: dict[str, object] = {"value": value, "value_amount": float(amount)}
        values["nb_days" if version >= 17 else "days"] = days
        if version < 17 and is_last:
            values |= {"value": "balance", "value_amount": 0}
        if version < 15:
            values["sequence"] = position
        made.append([0, 0, values])
    return made


def _delays(version: int) -> list[list[list[object]]]:
    """What 17 and later can say beyond days."""
    late = ("days_after_end_of_month", "days_after_end_of_next_month", "days_end_of_month_on_the")
    values = {"value": "percent", "value_amount": 100.0, "nb_days": 20, "days_next_month": "31"}
    return [[[0, 0, {**values, "delay_type": each}]] for each in late] if version >= 17 else []


@pytest.fixture
def own_terms(odoo, target):
    """30/70, and a third each with cents left over."""
    parts = (
        [("percent", "30", 0), ("percent", "70", 30)],
        [("percent", "33.33", 10), ("percent", "33.33", 20), ("percent", "33.34", 20)],
        [("fixed", "12.34", 5), ("percent", "100", 60)],
    )
    return [
        odoo(
            "account.payment.term",
            "create",
            {"name": f"T{uuid.uuid4().hex[:6]}", "line_ids": each},
        )
        for each in [*(_lines(target.version, *each) for each in parts), *_delays(target.version)]
    ]


async def test_the_instalments_told_are_those_of_the_saved_document(desk, target, own_terms):
    if target.protocol != DIALECTS[target.version].protocols[0]:
        pytest.skip("some sixty documents, once each version")
    invoicing = desk.workspace.invoicing
    terms = await desk.workspace.lookups.terms()
    assert {each.id for each in terms} >= set(own_terms)
    for term in terms:
        assert term.lines, term
        for day, price in zip(DAYS, ("100.01", "0.05", "99999.99"), strict=True):
            draft = await desk.draft(
                MoveType.VENDOR_BILL, line(price), payment_term_id=term.id, invoice_date=day, accounting_date=day
            )
            saved = await invoicing.create(draft)
            made: dict[date, Decimal] = {}
            for item in saved.journal_items:
                if item.is_open_item:
                    made[item.due_date] = made.get(item.due_date, Decimal(0)) - item.amount_currency
            told = await invoicing.instalments(draft, saved.totals, TODAY)
            assert [(each.due, each.amount) for each in told] == sorted(made.items()), (term, day)
            assert saved.header.due_date == told[-1].due


async def test_a_discount_for_paying_early_is_told(desk, target):
    """17 and later."""
    terms = await desk.workspace.lookups.terms()
    totals = Totals(Decimal("83.33"), Decimal("16.67"), Decimal(100))
    found = {}
    for term in terms:
        draft = replace(await desk.draft(invoice_date=date(2026, 1, 25)), payment_term_id=term.id)
        if early := await desk.workspace.invoicing.early_payment(draft, totals, TODAY):
            found[term.name] = early
    assert bool(found) is (target.version >= 17)
    for early in found.values():
        assert early.until > date(2026, 1, 25)
        assert early.amount == Decimal("98.00")


async def test_without_terms_all_is_due_on_the_day_that_was_typed(desk):
    totals = Totals(Decimal(100), Decimal(0), Decimal(100))
    draft = replace(await desk.draft(), due_date=date(2026, 12, 31))
    (only,) = await desk.workspace.invoicing.instalments(draft, totals, TODAY)
    assert (only.due, only.amount) == (date(2026, 12, 31), Decimal(100))
