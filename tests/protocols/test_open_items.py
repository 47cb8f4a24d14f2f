"""What is open on a day, worked out from the copy, against what the server says of its items and accounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from odoo_desk.accounting.open_items import PAYABLE, RECEIVABLE, AsOf
from odoo_desk.accounting.records import MoveType
from tests.protocols.conftest import TODAY

LONG_AGO = TODAY - timedelta(days=40)
KINDS = (RECEIVABLE, PAYABLE)


async def left_on(desk, day):
    items = await desk.workspace.open_items.items(AsOf(day, KINDS, partner_ids=(desk.partner.id,)))
    return sum((each.residual for each in items), Decimal(0))


async def test_what_was_paid_later_was_open_before(desk):
    await desk.workspace.sync_once()
    days = (TODAY, LONG_AGO, LONG_AGO - timedelta(days=1))
    today, then, before = [await left_on(desk, day) for day in days]
    invoice = await desk.posted(100, invoice_date=LONG_AGO, accounting_date=LONG_AGO)
    await desk.pay(invoice, amount=30)
    assert [await left_on(desk, day) for day in days] == [today + 70, then + 100, before]


async def test_a_match_that_is_undone_is_open_again(desk):
    await desk.workspace.sync_once()
    before = await left_on(desk, TODAY)
    invoice = await desk.posted(100)
    for amount in (20, 30, 50):
        await desk.pay(invoice, amount=amount)
    assert await left_on(desk, TODAY) == before
    document = await desk.workspace.invoicing.open(invoice.header.id)
    [second] = [each for each in document.payments if each.amount == 30]
    undone = await desk.workspace.invoicing.undo_payment(invoice.header.id, second.partial_id)
    assert undone.header.amount_residual == 30
    items = await desk.workspace.open_items.items(AsOf(TODAY, KINDS, partner_ids=(desk.partner.id,)))
    of_these = {each.residual for each in items if each.move_id == invoice.header.id}
    assert of_these == {30}
    assert await left_on(desk, TODAY) == before  # the payment is open too


async def test_open_items_come_to_what_the_accounts_and_the_items_say(desk, odoo):
    """Whatever else the server has in its books."""
    await desk.posted(75, MoveType.VENDOR_BILL)
    await desk.workspace.sync_once()
    for day in (TODAY, LONG_AGO):
        controls = await desk.workspace.open_items.controls(AsOf(day, KINDS))
        known = matched_with_unposted(odoo, desk.workspace.user.company.id, day)
        assert {each.account.id: each.difference for each in controls if each.difference} == known
        assert [each.half_posted for each in controls if each.difference] == [*known.values()]
        ageing = await desk.workspace.open_items.ageing(AsOf(day, KINDS))
        assert ageing.total == sum((each.open_items for each in controls), Decimal(0))
    domain = [["account_id.reconcile", "=", True], ["parent_state", "=", "posted"]]
    domain.append(["company_id", "=", desk.workspace.user.company.id])
    rows = odoo("account.move.line", "search_read", domain, fields=["amount_residual", "amount_residual_currency"])
    there = {
        row["id"]: (
            round(Decimal(str(row["amount_residual"])), 2),
            round(Decimal(str(row["amount_residual_currency"])), 3),
        )
        for row in rows
    }
    later = TODAY + timedelta(days=10_000)
    here = {
        each.id: (each.residual, each.residual_currency) for each in await desk.workspace.open_items.items(AsOf(later))
    }
    assert here == {number: left for number, left in there.items() if any(left)}


def matched_with_unposted(odoo, company, day):
    """19 leaves a paid invoice that is reset to draft matched with its payment: what is posted of that match is settled by what is not in the
    books, and by so much the open items are not what the account says."""
    found = {}
    for side, other, sign in (("debit_move_id", "credit_move_id", -1), ("credit_move_id", "debit_move_id", 1)):
        domain = [[f"{side}.parent_state", "=", "posted"], [f"{other}.parent_state", "!=", "posted"]]
        domain += [["company_id", "=", company], ["max_date", "<=", day.isoformat()]]
        for row in odoo("account.partial.reconcile", "search_read", domain, fields=["amount", side]):
            [item] = odoo("account.move.line", "read", [row[side][0]], fields=["account_id"])
            account = item["account_id"][0]
            found[account] = found.get(account, Decimal(0)) + sign * round(Decimal(str(row["amount"])), 2)
    return {account: amount for account, amount in found.items() if amount}


async def test_drafts_are_in_it_only_when_they_are_wanted(desk):
    await desk.workspace.sync_once()
    draft = await desk.workspace.invoicing.create(await desk.draft())
    items = await desk.workspace.open_items.items(AsOf(TODAY, KINDS))
    assert draft.header.id not in {each.move_id for each in items}
    items = await desk.workspace.open_items.items(AsOf(TODAY, KINDS, with_drafts=True))
    assert [each.residual for each in items if each.move_id == draft.header.id] == [100]
    assert all(each.is_draft for each in items if each.move_id == draft.header.id)
