"""Documents of all seven types, from the first draft to the end, over every protocol."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import DraftLine, LineKind, MoveType, PaymentState, State
from odoo_desk.errors import DeskError, InvalidInput, NotAllowed, RecordGone
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import TODAY, line

LAST_MONTH = TODAY.replace(day=1) - timedelta(days=10)


@pytest.mark.parametrize("move_type", [each for each in MoveType if not each.is_entry])
async def test_a_document_of_each_type_is_written_and_posted_on_its_date(desk, move_type):
    """Left to themselves, 16 to 19 book a bill of last month on another day."""
    draft = await desk.draft(move_type, line("12.34", quantity=2), invoice_date=LAST_MONTH, accounting_date=LAST_MONTH)
    saved = await desk.workspace.invoicing.create(draft)
    assert (saved.header.state, saved.header.move_type, saved.header.amount_total) == (
        State.DRAFT,
        move_type,
        Decimal("24.68"),
    )
    posted = await desk.workspace.invoicing.post(saved.header.id)
    header = posted.document.header
    assert (header.state, header.invoice_date, header.accounting_date) == (State.POSTED, LAST_MONTH, LAST_MONTH)
    assert header.number
    assert header.amount_residual == Decimal("24.68")
    assert posted.notice == ""
    assert sum(item.debit - item.credit for item in posted.document.journal_items) == 0


async def test_a_journal_entry(desk):
    invoicing, accounts = desk.workspace.invoicing, await desk.workspace.lookups.find_accounts("", 200)
    expense = next(each for each in accounts if each.kind.startswith("expense"))
    blank = await invoicing.blank(MoveType.JOURNAL_ENTRY, TODAY)
    lines = (
        DraftLine(name="Rent", account_id=expense.id, debit=Decimal("10.50")),
        DraftLine(name="Correction", account_id=expense.id, credit=Decimal("10.50")),
    )
    saved = await invoicing.create(replace(blank, lines=lines))
    assert [(each.name, each.debit, each.credit) for each in saved.lines] == [
        ("Rent", Decimal("10.50"), Decimal("0.00")),
        ("Correction", Decimal("0.00"), Decimal("10.50")),
    ]
    changed = draft_of(saved)
    edited = replace(
        changed,
        lines=tuple(
            replace(each, debit=each.debit and Decimal(7), credit=each.credit and Decimal(7)) for each in changed.lines
        ),
    )
    saved = await invoicing.change(changed, edited)
    assert saved.header.amount_total == Decimal("7.00")
    with pytest.raises(InvalidInput):
        await invoicing.create(replace(blank, lines=lines[:1]))
    assert (await invoicing.post(saved.header.id)).document.header.state is State.POSTED


async def test_lines_totals_sections_and_notes(desk):
    draft = await desk.draft(
        MoveType.CUSTOMER_INVOICE,
        DraftLine(LineKind.SECTION, name="Workshop"),
        line("100", desk.tax, quantity=2, discount=10, name="Table"),
        DraftLine(LineKind.NOTE, name="Delivered on Friday"),
        line("1.10", name="Screws"),
        DraftLine(),
        narration="Thank you,\nsee you soon <soon>",
    )
    saved = await desk.workspace.invoicing.create(draft)
    assert [each.kind for each in saved.lines] == [LineKind.SECTION, LineKind.PRODUCT, LineKind.NOTE, LineKind.PRODUCT]
    assert [each.name for each in saved.lines] == ["Workshop", "Table", "Delivered on Friday", "Screws"]
    tax = (Decimal(180) * desk.tax.amount / 100).quantize(Decimal("0.01"))
    assert (saved.totals.untaxed, saved.totals.tax, saved.totals.total) == (
        Decimal("181.10"),
        tax,
        Decimal("181.10") + tax,
    )
    assert [(group.base, group.amount) for group in saved.totals.groups] == [(Decimal("180.00"), tax)]
    assert [each.name for each in saved.lines[1].taxes] == [desk.tax.name]
    assert saved.narration == "Thank you,\nsee you soon <soon>"


async def test_a_product_brings_its_description_price_and_taxes(desk):
    product = next(each for each in await desk.workspace.lookups.find_products("", 50) if each.sale_price)
    saved = await desk.workspace.invoicing.create(
        await desk.draft(MoveType.CUSTOMER_INVOICE, DraftLine(product_id=product.id))
    )
    (found,) = saved.lines
    assert found.product is not None
    assert (found.product.id, found.price_unit, found.name) == (product.id, product.sale_price, product.name)
    assert found.account is not None


async def test_totals_without_saving_are_those_of_the_saved_document(desk):
    draft = await desk.draft(
        MoveType.CUSTOMER_INVOICE,
        line("33.33", desk.tax, quantity=3),
        line("0.05", desk.tax, discount="12.5"),
        line("7.77"),
    )
    before = await desk.workspace.invoicing.preview(draft)
    saved = await desk.workspace.invoicing.create(draft)
    assert (before.untaxed, before.tax, before.total) == (saved.totals.untaxed, saved.totals.tax, saved.totals.total)
    assert not before.estimated


async def test_a_change_sends_what_changed_and_nothing_else(desk):
    invoicing = desk.workspace.invoicing
    product = (await desk.workspace.lookups.find_products("", 1))[0]
    first = DraftLine(product_id=product.id, name="Our own words", price_unit=Decimal(5), tax_ids=(desk.tax.id,))
    saved = await invoicing.create(
        await desk.draft(MoveType.CUSTOMER_INVOICE, first, line("2", name="Second"), line("3", name="Third"))
    )
    original = draft_of(saved)
    one, two, three = original.lines
    new = line("4", name="New")
    edited = replace(original, ref="CHANGED", lines=(replace(three, quantity=Decimal(2)), new, one))
    changed = await invoicing.change(original, edited)
    assert changed.header.ref == "CHANGED"
    assert [(each.name, each.quantity) for each in changed.lines] == [("Third", 2), ("New", 1), ("Our own words", 1)]
    assert [each.id for each in changed.lines][0::2] == [three.id, one.id]
    assert [tax.id for tax in changed.lines[2].taxes] == [desk.tax.id]
    assert two.id not in [each.id for each in changed.lines]


async def test_the_accounting_date_survives_a_change_of_the_invoice_date(desk):
    invoicing = desk.workspace.invoicing
    saved = await invoicing.create(
        await desk.draft(MoveType.VENDOR_BILL, invoice_date=LAST_MONTH, accounting_date=LAST_MONTH)
    )
    original = draft_of(saved)
    changed = await invoicing.change(original, replace(original, invoice_date=LAST_MONTH + timedelta(days=1)))
    assert (changed.header.invoice_date, changed.header.accounting_date) == (LAST_MONTH + timedelta(days=1), LAST_MONTH)


async def test_posted_documents_take_annotations_and_nothing_else(desk):
    invoicing, posted = desk.workspace.invoicing, await desk.posted()
    original = draft_of(posted)
    for edited in (
        replace(original, partner_id=None),
        replace(original, invoice_date=LAST_MONTH),
        replace(original, lines=(replace(original.lines[0], price_unit=Decimal(9)),)),
        replace(original, lines=()),
    ):
        with pytest.raises(NotAllowed):
            await invoicing.change(original, edited)
    noted = await invoicing.annotate(
        original, replace(original, ref="PO 7", payment_reference="RF18", narration="Paid by card")
    )
    assert (noted.header.ref, noted.header.payment_reference, noted.narration) == ("PO 7", "RF18", "Paid by card")
    assert noted.header.amount_total == posted.header.amount_total
    assert noted.lines == posted.lines


async def test_reset_cancel_delete_and_duplicate(desk):
    invoicing, posted = desk.workspace.invoicing, await desk.posted()
    draft = await invoicing.reset_to_draft(posted.header.id)
    assert draft.header.state is State.DRAFT
    assert (await invoicing.cancel(draft.header.id)).header.state is State.CANCELLED
    assert (await invoicing.reset_to_draft(draft.header.id)).header.state is State.DRAFT
    copy = await invoicing.duplicate(posted.header.id)
    assert (copy.header.state, copy.header.amount_total) == (State.DRAFT, posted.header.amount_total)
    assert copy.header.id != posted.header.id
    await invoicing.delete(copy.header.id)
    with pytest.raises(RecordGone):
        await invoicing.open(copy.header.id)


async def test_the_wrong_state_is_refused_before_anything_is_sent(desk):
    posted = await desk.posted()
    for action in (desk.workspace.invoicing.post, desk.workspace.invoicing.cancel, desk.workspace.invoicing.delete):
        with pytest.raises(NotAllowed):
            await action(posted.header.id)


async def test_a_bill_without_a_date_is_not_posted(desk):
    saved = await desk.workspace.invoicing.create(await desk.draft(MoveType.VENDOR_BILL, invoice_date=None))
    with pytest.raises(InvalidInput) as refused:
        await desk.workspace.invoicing.post(saved.header.id)
    assert refused.value.field == "invoice_date"


async def test_what_odoo_refuses_comes_in_odoos_words(desk):
    saved = await desk.workspace.invoicing.create(await desk.draft(MoveType.CUSTOMER_INVOICE, line("-5")))
    with pytest.raises(DeskError) as refused:
        await desk.workspace.invoicing.post(saved.header.id)
    assert "Traceback" not in refused.value.message
    assert (await desk.workspace.invoicing.open(saved.header.id)).header.payment_state is PaymentState.NOT_PAID


async def test_the_terms_of_the_partner_make_instalments_with_dates_of_their_own(desk):
    term = next(each for each in await desk.workspace.lookups.terms() if "30%" in each.name)
    long_ago = TODAY - timedelta(days=40)
    posted = await desk.posted(1000, payment_term_id=term.id, invoice_date=long_ago, accounting_date=long_ago)
    open_items = [item for item in posted.journal_items if item.is_open_item]
    assert len(open_items) == 2
    assert sum(item.residual for item in open_items) == 1000
    assert posted.header.next_due == min(item.due_date for item in open_items)
    assert posted.header.due_date == max(item.due_date for item in open_items)
