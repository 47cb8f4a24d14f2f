"""What the last bills of a vendor suggest is read once, out of the copy where it has them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.workspace.connecting import connect

TODAY = date.today()  # noqa: DTZ011  the user's day


@pytest.fixture
async def workspace(server, profile):
    workspace = await connect(profile, server.users["admin"].api_key)
    yield workspace
    await workspace.close()


async def bill(workspace, vendor, *names, days=0, ref="F-1"):
    account = next(each for each in await workspace.lookups.find_accounts("6", 50) if each.code.startswith("6"))
    tax = next(each for each in await workspace.lookups.taxes() if each.use == "purchase")
    lines = tuple(
        DraftLine(name=name, price_unit=Decimal(10), account_id=account.id, tax_ids=(tax.id,)) for name in names
    )
    day = TODAY - timedelta(days=days)
    made = await workspace.invoicing.create(
        Draft(MoveType.VENDOR_BILL, partner_id=vendor, invoice_date=day, ref=ref, lines=lines)
    )
    await workspace.invoicing.post(made.header.id)
    return account, tax


def vendor_of(server):
    return server.do("res.partner", "create", {"name": "Paper Mill", "is_company": True})


@pytest.mark.parametrize("copied", [True, False], ids=["out of the copy", "of the server"])
async def test_account_taxes_and_price_of_the_last_bill_are_learnt(workspace, server, copied):
    vendor = vendor_of(server)
    account, tax = await bill(workspace, vendor, "Paper", "Toner")
    if copied:
        await workspace.sync_once(documents=True)
    before = len(server.calls)
    learned = await workspace.suggestions.for_partner(vendor, MoveType.VENDOR_BILL)
    assert (len(server.calls) == before) is copied
    hint = learned.line("paper")
    assert (hint.account.id, [each.id for each in hint.taxes], hint.price) == (account.id, [tax.id], Decimal(10))
    assert [line.name for line in learned.lines_to_start_from()] == ["Paper", "Toner"]


async def test_it_is_asked_once_and_again_after_another_bill(workspace, server):
    vendor = vendor_of(server)
    await bill(workspace, vendor, "Paper", days=5)
    assert (await workspace.suggestions.for_partner(vendor, MoveType.VENDOR_BILL)).last.lines[0].name == "Paper"
    before = len(server.calls)
    await workspace.suggestions.for_partner(vendor, MoveType.VENDOR_BILL)
    assert len(server.calls) == before
    await bill(workspace, vendor, "Toner", ref="F-2")
    assert (await workspace.suggestions.for_partner(vendor, MoveType.VENDOR_BILL)).last.lines[0].name == "Toner"


async def test_what_is_sold_to_a_partner_teaches_nothing_of_what_is_bought(workspace, server):
    vendor = vendor_of(server)
    await bill(workspace, vendor, "Paper")
    assert (await workspace.suggestions.for_partner(vendor, MoveType.CUSTOMER_INVOICE)).last is None
    assert (await workspace.suggestions.for_partner(vendor, MoveType.JOURNAL_ENTRY)).last is None
