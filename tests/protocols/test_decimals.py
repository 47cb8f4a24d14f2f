"""More decimals than the server keeps of a quantity, a price or a discount: what is said is what is saved, for a new line and for a changed one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import MoveType
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import line

FINE = (("1.2345", "1000", "0"), ("1", "10000", "3.335"), ("1000", "1.2345", "0"), ("-1.005", "1000", "0"))


@pytest.mark.parametrize(("quantity", "price", "discount"), FINE)
async def test_a_new_line(desk, quantity, price, discount):
    invoicing = desk.workspace.invoicing
    fine = line(price, desk.tax, quantity=quantity, discount=discount)
    draft = await desk.draft(MoveType.CUSTOMER_INVOICE, fine, line("3.33", desk.tax))
    guess, told = await invoicing.estimate(draft), await invoicing.preview(draft)
    saved = (await invoicing.create(draft)).totals
    assert [(each.untaxed, each.tax, each.total) for each in (guess, told)] == [
        (saved.untaxed, saved.tax, saved.total)
    ] * 2


@pytest.mark.parametrize(("quantity", "price", "discount"), FINE)
async def test_a_line_that_is_changed(desk, quantity, price, discount):
    invoicing = desk.workspace.invoicing
    saved = draft_of(await invoicing.create(await desk.draft(MoveType.CUSTOMER_INVOICE, line("7", desk.tax))))
    fine = line(price, desk.tax, quantity=quantity, discount=discount)
    changed = replace(saved.lines[0], quantity=fine.quantity, price_unit=fine.price_unit, discount=fine.discount)
    edited = replace(saved, lines=(changed,))
    guess, told = await invoicing.estimate(edited), await invoicing.preview(edited)
    after = (await invoicing.change(saved, edited)).totals
    assert [(each.untaxed, each.tax, each.total) for each in (guess, told)] == [
        (after.untaxed, after.tax, after.total)
    ] * 2


async def test_on_every_server_what_is_kept_counts_once_another_line_is_written(desk):
    """Only 14 and 15 count a new line otherwise; there the total moves with the next line that is added, and that is said before."""
    invoicing = desk.workspace.invoicing
    fine = line("1000", desk.tax, quantity="1.2345")
    saved = draft_of(await invoicing.create(await desk.draft(MoveType.CUSTOMER_INVOICE, fine)))
    edited = replace(saved, lines=(*saved.lines, line("1", desk.tax)))
    guess = await invoicing.estimate(edited)
    after = (await invoicing.change(saved, edited)).totals
    assert (guess.untaxed, after.untaxed) == (Decimal(1231), Decimal(1231))
