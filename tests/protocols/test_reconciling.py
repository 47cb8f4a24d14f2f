"""Open items matched with each other: a payment that was undone, several at once, what is refused and why."""

from __future__ import annotations

from decimal import Decimal

import pytest

from odoo_desk.accounting.open_items import RECEIVABLE, AsOf
from odoo_desk.accounting.records import MoveType, PaymentState
from odoo_desk.errors import ChangedMeanwhile, NotAllowed
from tests.protocols.conftest import TODAY


async def items_of(desk, *documents):
    """Open items of these documents, and what is open of their payments."""
    ids = {each.header.id for each in documents}
    found = await desk.workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,), partner_ids=(desk.partner.id,)))
    return [each for each in found if each.move_id in ids]


async def undone(desk, amount):
    """An invoice that was paid, and the payment that is open again: their items."""
    invoice = await desk.posted(amount)
    known = {each.id for each in await desk.workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,)))}
    await desk.pay(invoice)
    document = await desk.workspace.invoicing.open(invoice.header.id)
    await desk.workspace.invoicing.undo_payment(invoice.header.id, document.payments[0].partial_id)
    now = await desk.workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,)))
    [payment] = [each for each in now if each.id not in known and each.residual == -amount]
    [item] = await items_of(desk, invoice)
    return invoice, item, payment


async def test_a_payment_that_was_undone_is_matched_again(desk):
    invoice, item, payment = await undone(desk, 100)
    done = await desk.workspace.reconciling.reconcile([item, payment])
    assert done.left == ()
    header = (await desk.workspace.invoicing.open(invoice.header.id)).header
    assert (header.payment_state, header.amount_residual) == (PaymentState.PAID, Decimal(0))
    left = {each.id for each in await desk.workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,)))}
    assert not left & {item.id, payment.id}


async def test_several_at_once_and_what_is_left_is_said(desk):
    _, item, payment = await undone(desk, 70)
    other = await desk.posted(50)
    note = await desk.posted(20, MoveType.CUSTOMER_CREDIT_NOTE)
    items = [item, payment, *await items_of(desk, other, note)]
    assert sum(each.residual for each in items) == 30
    done = await desk.workspace.reconciling.reconcile(items)
    assert [each.residual for each in done.left] == [30]
    now = {each.id: each.residual for each in await desk.workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,)))}
    assert [now[each.id] for each in items if each.id in now] == [30]


async def test_what_cannot_be_matched_is_said_before_anything_is_sent(desk):
    one, two = await desk.posted(10), await desk.posted(20)
    with pytest.raises(NotAllowed, match="on the same side"):
        await desk.workspace.reconciling.reconcile(await items_of(desk, one, two))
    with pytest.raises(NotAllowed, match="at least two"):
        await desk.workspace.reconciling.reconcile(await items_of(desk, one))


async def test_what_was_paid_meanwhile_is_not_matched(desk):
    invoice, item, payment = await undone(desk, 40)
    await desk.pay(invoice, amount=15)
    with pytest.raises(ChangedMeanwhile):
        await desk.workspace.reconciling.reconcile([item, payment])
    [now] = await items_of(desk, invoice)
    assert now.residual == 25


async def test_who_only_looks_may_not(sign_in, desk):
    _, item, payment = await undone(desk, 30)
    looking = await sign_in("readonly")
    with pytest.raises(NotAllowed):
        await looking.reconciling.reconcile([item, payment])


async def test_three_payments_and_a_credit_note_each_undone_alone(desk):
    invoice = await desk.posted(100)
    [item] = await items_of(desk, invoice)
    for amount in (10, 20, 30):
        await desk.pay(invoice, amount=amount)
    note = await desk.posted(15, MoveType.CUSTOMER_CREDIT_NOTE)
    [now] = await items_of(desk, invoice)
    await desk.workspace.reconciling.reconcile([now, *await items_of(desk, note)])
    reconciling = desk.workspace.reconciling
    left = {each.partial_id: each.amount for each in await reconciling.matches(item.id)}
    assert sorted(left.values()) == [10, 15, 20, 30]
    for match in [
        each for amount in (20, 15, 10, 30) for each in await reconciling.matches(item.id) if each.amount == amount
    ]:
        await reconciling.unreconcile(item, match)
        del left[match.partial_id]
        assert {each.partial_id: each.amount for each in await reconciling.matches(item.id)} == left
        header = (await desk.workspace.invoicing.open(invoice.header.id)).header
        assert header.amount_residual == 100 - sum(left.values())
        [other] = [each for each in await open_now(desk) if each.move_id == match.move_id]
        assert other.residual == -match.amount
    assert left == {}


async def open_now(desk):
    return await desk.workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,), partner_ids=(desk.partner.id,)))
