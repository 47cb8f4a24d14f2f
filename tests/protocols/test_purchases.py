"""Purchase orders as a source of lines: what is to be billed, and that the server counts it as billed then."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from odoo_desk.accounting.records import MoveType
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import TODAY


@pytest.fixture
async def orders(desk, odoo):
    """A vendor with an order of which a part was received. The sample company has one; on a real server it is made."""
    lookups = desk.workspace.lookups
    if not await lookups.has_purchase_orders():
        pytest.skip("this server has no purchase module")
    of_sample = await lookups.find_partners("Shannonside", 1)
    partner = of_sample[0] if of_sample else desk.partner
    if not of_sample:
        _order(odoo, partner.id)
    return partner, await lookups.purchase_orders(partner.id)


def _order(odoo, partner):
    product = odoo(
        "product.product",
        "create",
        {"name": f"Ordered {uuid.uuid4().hex[:6]}", "type": "service", "purchase_method": "receive"},
    )
    lines = [[0, 0, {"product_id": product, "name": "Boards", "product_qty": 40, "price_unit": 54}]]
    order = odoo("purchase.order", "create", {"partner_id": partner, "partner_ref": "SO-1", "order_line": lines})
    odoo("purchase.order", "button_confirm", [order])
    (line,) = odoo("purchase.order", "read", [order], ["order_line"])[0]["order_line"]
    odoo("purchase.order.line", "write", [line], {"qty_received": 25})


async def test_what_is_received_and_not_billed_is_to_be_billed(orders):
    _, found = orders
    order = next(each for each in found if not each.is_awaited)
    line = order.to_bill[0]
    assert line.ordered == 40
    assert line.to_bill == line.received - line.billed
    assert line.drafted().quantity == line.to_bill
    assert (line.drafted().price_unit, line.drafted().purchase_line_id) == (line.price_unit, line.id)


async def test_what_was_billed_is_not_offered_again(desk, orders):
    invoicing, lookups = desk.workspace.invoicing, desk.workspace.lookups
    partner, found = orders
    order = next(each for each in found if not each.is_awaited)
    line = order.to_bill[0]
    blank = await invoicing.blank(MoveType.VENDOR_BILL, TODAY)
    draft = replace(
        blank,
        partner_id=partner.id,
        invoice_date=TODAY,
        ref=uuid.uuid4().hex[:8],
        currency_id=order.currency.id,
        origin=order.number,
        lines=tuple(each.drafted() for each in order.to_bill),
    )
    expected = await invoicing.preview(draft)
    saved = await invoicing.create(draft)
    assert saved.header.origin == order.number
    assert [each.purchase_line_id for each in saved.lines] == [each.id for each in order.to_bill]
    assert saved.header.amount_total == expected.total
    again = {each.id: each for one in await lookups.purchase_orders(partner.id) for each in one.lines}
    assert line.id not in again or again[line.id].to_bill == 0
    changed = draft_of(saved)
    fewer = replace(changed.lines[0], quantity=changed.lines[0].quantity - 5)
    await invoicing.change(changed, replace(changed, lines=(fewer, *changed.lines[1:])))
    (left,) = [each for one in await lookups.purchase_orders(partner.id) for each in one.to_bill if each.id == line.id]
    assert left.to_bill == 5
    await invoicing.cancel(saved.header.id)
