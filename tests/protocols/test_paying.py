"""Payments, in full and in part, alone and together, once however often it is asked."""

from __future__ import annotations

import asyncio
import uuid
from decimal import Decimal

import pytest

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import MoveType, PaymentState
from odoo_desk.errors import InvalidInput, NotAllowed
from tests.protocols.conftest import TODAY


def of(result):
    return [(each.payment_state, each.amount_residual) for each in result.documents]


PAID = (PaymentState.PAID, Decimal(0))


async def test_in_part_then_the_rest(desk):
    invoice = await desk.posted(100)
    part = await desk.pay(invoice, amount=40)
    assert of(part) == [(PaymentState.PARTIAL, Decimal(60))]
    rest = await desk.pay(invoice)
    assert of(rest) == [PAID]
    document = await desk.workspace.invoicing.open(invoice.header.id)
    assert sorted(each.amount for each in document.payments) == [40, 60]
    assert {each.payment_id for each in document.payments} == {*part.payment_ids, *rest.payment_ids}
    listed = await desk.workspace.listing.window(Query(Book.PAYMENTS, partner_id=desk.partner.id, order="id"), 0, 2)
    assert {each.id for each in listed} == {*part.payment_ids, *rest.payment_ids}
    assert all(
        each.inbound and each.is_customer and each.date == TODAY and invoice.header.id in each.documents
        for each in listed
    )


async def test_a_vendor_bill_is_paid_out(desk):
    bill = await desk.posted(80, MoveType.VENDOR_BILL)
    proposal = await desk.workspace.paying.propose((bill.header.id,))
    assert not proposal.inbound
    assert of(await desk.pay(bill)) == [PAID]


async def test_the_difference_is_written_off(desk):
    invoice = await desk.posted(100)
    accounts = await desk.workspace.lookups.find_accounts("", 200)
    expense = next(each for each in accounts if each.kind.startswith("expense"))
    paid = await desk.pay(invoice, amount=98, write_off_account_id=expense.id, write_off_label="Rounded")
    assert of(paid) == [PAID]
    assert len(paid.payment_ids) == 1


async def test_several_as_one_payment_or_as_several(desk):
    one, two = await desk.posted(30), await desk.posted(20)
    proposal = await desk.workspace.paying.propose((one.header.id, two.header.id))
    assert proposal.can_group
    assert proposal.amount == 50
    together = await desk.pay(one, two, group=True)
    assert (of(together), len(together.payment_ids)) == ([PAID, PAID], 1)
    three, four = await desk.posted(30), await desk.posted(20)
    apart = await desk.pay(three, four)
    assert (of(apart), len(apart.payment_ids)) == ([PAID, PAID], 2)
    with pytest.raises(NotAllowed):
        await desk.pay(three)


async def test_several_one_by_one_are_paid_in_full_or_not_at_all(desk):
    one, two = await desk.posted(30), await desk.posted(20)
    with pytest.raises(InvalidInput):
        await desk.pay(one, two, amount=45)
    assert (await desk.workspace.invoicing.open(one.header.id)).header.amount_residual == 30


async def test_money_in_and_money_out_are_not_paid_together(desk):
    with pytest.raises(NotAllowed):
        await desk.workspace.paying.propose(
            ((await desk.posted(30)).header.id, (await desk.posted(20, MoveType.VENDOR_BILL)).header.id)
        )


async def test_in_another_currency(desk):
    own = desk.workspace.user.company.currency
    foreign = next(each for each in await desk.workspace.lookups.currencies() if each.id != own.id)
    invoice = await desk.posted(100, currency_id=foreign.id)
    assert invoice.header.currency.code == foreign.code
    proposal = await desk.workspace.paying.propose((invoice.header.id,))
    assert (proposal.currency.code, proposal.amount) == (foreign.code, 100)
    assert of(await desk.pay(invoice, currency_id=foreign.id)) == [PAID]


async def test_a_double_click_and_a_retry_pay_once(desk):
    invoice = await desk.posted(100)
    proposal = await desk.workspace.paying.propose((invoice.header.id,))
    order = PaymentOrder(
        uuid.uuid4().hex, (invoice.header.id,), Decimal(60), TODAY, proposal.journal_id, proposal.method_id
    )
    register = desk.workspace.paying.register
    first, second = await asyncio.gather(register(order), register(order))
    third = await register(order)
    assert first.payment_ids == second.payment_ids == third.payment_ids
    document = await desk.workspace.invoicing.open(invoice.header.id)
    assert len(document.payments) == 1
    assert document.header.amount_residual == 40


async def test_a_payment_is_undone_and_applied_again(desk):
    invoice = await desk.posted(100)
    await desk.pay(invoice)
    invoicing = desk.workspace.invoicing
    (payment,) = (await invoicing.open(invoice.header.id)).payments
    undone = await invoicing.undo_payment(invoice.header.id, payment.partial_id)
    assert (undone.header.payment_state, undone.header.amount_residual, undone.payments) == (
        PaymentState.NOT_PAID,
        100,
        (),
    )
    credit = next(each for each in undone.outstanding if each.move_id == payment.move_id)
    assert credit.amount == 100
    applied = await invoicing.apply_credit(invoice.header.id, credit.line_id)
    assert (applied.header.payment_state, applied.header.amount_residual) == (PaymentState.PAID, 0)


async def test_a_credit_note_is_an_outstanding_credit(desk):
    note = await desk.posted(25, MoveType.CUSTOMER_CREDIT_NOTE)
    invoice = await desk.posted(100)
    credit = next(each for each in invoice.outstanding if each.move_id == note.header.id)
    applied = await desk.workspace.invoicing.apply_credit(invoice.header.id, credit.line_id)
    assert (applied.header.payment_state, applied.header.amount_residual) == (PaymentState.PARTIAL, 75)


async def test_drafts_and_paid_documents_cannot_be_paid(desk):
    draft = await desk.workspace.invoicing.create(await desk.draft())
    with pytest.raises(NotAllowed):
        await desk.workspace.paying.propose((draft.header.id,))
    invoice = await desk.posted(10)
    await desk.pay(invoice)
    with pytest.raises(NotAllowed):
        await desk.workspace.paying.propose((invoice.header.id,))


async def test_nothing_is_paid_with_an_amount_of_nothing(desk):
    with pytest.raises(InvalidInput):
        await desk.pay(await desk.posted(10), amount=0)
