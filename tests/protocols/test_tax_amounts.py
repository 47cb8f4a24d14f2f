"""The cents of a tax as the paper has them: set on a draft bill, kept when it is posted, worked out anew when lines change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import MoveType, State
from odoo_desk.errors import ChangedMeanwhile, NotAllowed, RecordGone
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import line

CENT = Decimal("0.01")


@pytest.fixture
async def purchase_tax(desk):
    taxes = await desk.workspace.lookups.taxes()
    return next(each for each in taxes if each.use == "purchase" and each.amount_type == "percent" and each.amount > 5)


@pytest.fixture
async def draft_bill(desk, purchase_tax):
    async def draft_bill(move_type=MoveType.VENDOR_BILL):
        return await desk.workspace.invoicing.create(await desk.draft(move_type, line("235.50", purchase_tax)))

    return draft_bill


def one_group(document):
    (group,) = document.totals.groups
    return group


@pytest.mark.parametrize("move_type", [MoveType.VENDOR_BILL, MoveType.VENDOR_CREDIT_NOTE])
async def test_a_tax_is_a_cent_less_on_the_paper(desk, draft_bill, move_type):
    invoicing, saved = desk.workspace.invoicing, await draft_bill(move_type)
    group = one_group(saved)
    corrected = await invoicing.correct_taxes(saved, {group.id: group.amount - CENT})
    assert one_group(corrected).amount == group.amount - CENT
    assert corrected.header.amount_total == saved.header.amount_total - CENT
    assert corrected.header.amount_untaxed == saved.header.amount_untaxed
    assert sum(item.debit - item.credit for item in corrected.journal_items) == 0
    again = await invoicing.correct_taxes(corrected, {group.id: group.amount + CENT})
    assert again.header.amount_total == saved.header.amount_total + CENT
    posted = await invoicing.post(again.header.id)
    assert posted.document.header.state is State.POSTED
    assert posted.document.header.amount_total == saved.header.amount_total + CENT
    assert posted.document.header.amount_residual == saved.header.amount_total + CENT


async def test_it_stays_when_the_header_is_changed_and_goes_when_the_lines_are(desk, draft_bill):
    invoicing, saved = desk.workspace.invoicing, await draft_bill()
    group = one_group(saved)
    corrected = await invoicing.correct_taxes(saved, {group.id: group.amount - CENT})
    before = draft_of(corrected)
    renamed = await invoicing.change(before, replace(before, payment_reference="RF 1"))
    assert renamed.header.amount_total == saved.header.amount_total - CENT
    before = draft_of(renamed)
    more = replace(before.lines[0], price_unit=Decimal("471.00"))
    changed = await invoicing.change(before, replace(before, lines=(more,)))
    preview = await invoicing.preview(draft_of(changed))
    assert changed.header.amount_total == preview.total


async def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(desk, draft_bill, odoo):
    saved = await draft_bill()
    group = one_group(saved)
    stale = replace(saved, header=replace(saved.header, written_at=saved.header.written_at.replace(year=2020)))
    with pytest.raises(ChangedMeanwhile):
        await desk.workspace.invoicing.correct_taxes(stale, {group.id: group.amount - CENT})


async def test_taxes_of_our_own_invoices_are_not_set_by_hand(desk):
    saved = await desk.workspace.invoicing.create(await desk.draft(MoveType.CUSTOMER_INVOICE, line(100, desk.tax)))
    with pytest.raises(NotAllowed):
        await desk.workspace.invoicing.correct_taxes(saved, {1: Decimal(1)})


async def test_the_books_balance_in_another_currency_too(desk, purchase_tax):
    invoicing, own = desk.workspace.invoicing, desk.workspace.user.company.currency
    other = next(
        (each for each in await desk.workspace.lookups.currencies() if each.active and each.id != own.id), None
    )
    if other is None:
        pytest.skip("one currency only")
    draft = await desk.draft(MoveType.VENDOR_BILL, line("235.50", purchase_tax), currency_id=other.id)
    saved = await invoicing.create(draft)
    group = one_group(saved)
    corrected = await invoicing.correct_taxes(saved, {group.id: group.amount - 2 * CENT})
    assert corrected.header.amount_total == saved.header.amount_total - 2 * CENT
    assert sum(item.debit - item.credit for item in corrected.journal_items) == 0
    assert sum(item.amount_currency for item in corrected.journal_items) == 0
    posted = await invoicing.post(corrected.header.id)
    assert posted.document.header.amount_residual == saved.header.amount_total - 2 * CENT


async def test_of_a_document_that_is_gone_it_is_said_in_words(desk, draft_bill):
    invoicing, saved = desk.workspace.invoicing, await draft_bill()
    group = one_group(saved)
    await invoicing.delete(saved.header.id)
    with pytest.raises(RecordGone):
        await invoicing.correct_taxes(saved, {group.id: group.amount - CENT})
