"""A document in another currency: what we say it comes to in the company's is what the server books."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import MoveType
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import TODAY, line

LONG_AGO, LATELY = TODAY - timedelta(days=200), TODAY - timedelta(days=20)


@pytest.fixture
def foreign(desk, odoo, target) -> int:
    """A currency that is not the company's, with two rates of its own: 2 and then 4 for one."""
    company = desk.workspace.user.company
    told = odoo("res.currency", "search_read", [["name", "in", ["GBP", "CHF"]], ["active", "in", [True, False]]])
    chosen = next(each for each in told if each["id"] != company.currency.id)
    odoo("res.currency", "write", [chosen["id"]], {"active": True})
    before = odoo("res.currency.rate", "search", [["currency_id", "=", chosen["id"]]])
    odoo("res.currency.rate", "unlink", before)
    own = odoo("res.currency.rate", "search_read", [["currency_id", "=", company.currency.id]])
    for day, units in ((LONG_AGO, 2.0), (LATELY, 4.0)):
        until = [each for each in own if each["name"] <= day.isoformat()]
        per_base = max(until, key=lambda each: each["name"])["rate"] if until else 1.0
        values = {"name": day.isoformat(), "rate": units * per_base, "currency_id": chosen["id"]}
        odoo("res.currency.rate", "create", {**values, "company_id": company.id})
    return chosen["id"]


@pytest.mark.parametrize("move_type", [MoveType.VENDOR_BILL, MoveType.CUSTOMER_INVOICE])
@pytest.mark.parametrize(
    ("invoice_date", "accounting_date"),
    [
        (LONG_AGO + timedelta(days=9), LATELY + timedelta(days=9)),
        (LATELY + timedelta(days=9), LATELY + timedelta(days=9)),
    ],
)
async def test_the_amount_in_the_companys_currency_is_the_servers(
    desk, foreign, move_type, invoice_date, accounting_date
):
    invoicing = desk.workspace.invoicing
    await desk.workspace.refresh()
    draft = replace(
        await desk.draft(move_type, line("333.33")),
        currency_id=foreign,
        invoice_date=invoice_date,
        accounting_date=accounting_date,
    )
    foreseen = await invoicing.exchange(draft, Decimal("333.33"), TODAY)
    assert foreseen.is_estimate
    saved = await invoicing.create(draft)
    assert abs(saved.header.amount_total_signed) == foreseen.amount
    told = await invoicing.exchange(draft_of(saved), saved.header.amount_total, TODAY, saved)
    assert not told.is_estimate
    assert (told.amount, told.day, told.expected) == (foreseen.amount, foreseen.day, None)


async def test_without_a_server_the_rates_are_those_that_were_last_asked_for(desk, foreign):
    invoicing = desk.workspace.invoicing
    await desk.workspace.refresh()
    draft = replace(await desk.draft(MoveType.VENDOR_BILL), currency_id=foreign)
    told = await invoicing.exchange(draft, Decimal(100), TODAY)
    desk.workspace._link.is_cut_off = True
    assert await invoicing.exchange(draft, Decimal(100), TODAY) == told
    assert told.day == LATELY


async def test_nothing_is_said_in_the_companys_own_currency(desk):
    assert await desk.workspace.invoicing.exchange(await desk.draft(), Decimal(100), TODAY) is None


async def test_a_rate_that_was_set_by_hand_is_told_from_the_tables(desk, foreign, odoo, target):
    if target.version < 19:
        return
    invoicing = desk.workspace.invoicing
    await desk.workspace.refresh()
    draft = replace(await desk.draft(MoveType.VENDOR_BILL, line(300)), currency_id=foreign)
    saved = await invoicing.create(draft)
    odoo("account.move", "write", [saved.header.id], {"invoice_currency_rate": 3.0})
    saved = await invoicing.open(saved.header.id)
    told = await invoicing.exchange(draft_of(saved), saved.header.amount_total, TODAY, saved)
    assert (told.units, told.expected, told.amount) == (3, 4, 100)
    other_day = replace(draft_of(saved), invoice_date=LONG_AGO)
    assert (await invoicing.exchange(other_day, saved.header.amount_total, TODAY, saved)).units == 2
