"""What the server and we warn of before a draft is posted: the same paper twice, marks, secured journals."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import AutoPost, MoveType, WarningKind
from odoo_desk.errors import NotAllowed, NotAvailable
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import TODAY, line


@pytest.mark.parametrize(
    "move_type", [MoveType.VENDOR_BILL, MoveType.CUSTOMER_INVOICE, MoveType.VENDOR_CREDIT_NOTE, MoveType.SALES_RECEIPT]
)
async def test_the_same_reference_is_found_however_it_is_written(desk, move_type):
    invoicing, number = desk.workspace.invoicing, uuid.uuid4().int % 10**9 + 1
    first = await invoicing.create(replace(await desk.draft(move_type, line(41)), ref=f"AB-00{number}"))
    draft = replace(await desk.draft(move_type, line(12)), ref=f"ab {number}", invoice_date=TODAY - timedelta(days=200))
    assert [each.document.id for each in await invoicing.twins(draft)] == [first.header.id]
    assert await invoicing.twins(replace(draft, ref=f"ab {number}1")) == ()
    assert await invoicing.twins(replace(draft, id=first.header.id)) == ()
    await invoicing.cancel(first.header.id)
    assert await invoicing.twins(draft) == ()


async def test_the_same_amount_is_found_within_days(desk):
    invoicing = desk.workspace.invoicing
    amount = Decimal(uuid.uuid4().int % 10**8 + 100) / 100
    first = await invoicing.create(await desk.draft(MoveType.VENDOR_BILL, line(amount)))
    draft = await desk.draft(MoveType.VENDOR_BILL, line(amount), invoice_date=TODAY - timedelta(days=10))
    (twin,) = await invoicing.twins(draft, amount)
    assert (twin.document.id, twin.same_reference, twin.same_amount) == (first.header.id, False, True)
    assert await invoicing.twins(replace(draft, invoice_date=TODAY - timedelta(days=11)), amount) == ()
    assert await invoicing.twins(draft, amount + 1) == ()


async def test_what_the_server_takes_for_the_same_is_told(desk):
    """16 and later; 14 has nothing of the kind (it refuses the same date as well), and then it is ours alone."""
    invoicing, ref = desk.workspace.invoicing, uuid.uuid4().hex
    first = await invoicing.create(replace(await desk.draft(MoveType.VENDOR_BILL), ref=ref))
    earlier = await desk.draft(MoveType.VENDOR_BILL, invoice_date=TODAY - timedelta(days=2))
    second = await invoicing.create(replace(earlier, ref=ref))
    is_told = desk.workspace.server.major >= 16
    assert (first.header.id in second.twins) is is_told
    assert (WarningKind.DUPLICATE in {each.kind for each in second.warnings}) is is_told
    found = {each.document.id: each for each in await invoicing.twins(draft_of(second), Decimal(100), second.twins)}
    assert found[first.header.id].told_by_server is is_told
    assert found[first.header.id].same_reference


async def test_a_document_is_marked_for_somebody_to_look_at_again(desk):
    invoicing, posted = desk.workspace.invoicing, await desk.posted()
    assert (await invoicing.mark(posted.header.id, to_check=True)).to_check
    assert not (await invoicing.mark(posted.header.id, to_check=False)).to_check


async def test_what_a_journal_has_secured_is_not_reset(desk, odoo):
    journal = next(each for each in await desk.workspace.lookups.journals_for(MoveType.VENDOR_BILL))
    secured = odoo(
        "account.journal",
        "create",
        {
            "name": "Secured",
            "code": uuid.uuid4().hex[:4].upper(),
            "type": "purchase",
            "default_account_id": journal.default_account_id,
            "restrict_mode_hash_table": True,
        },
    )
    account = (await desk.workspace.lookups.find_accounts("", 200))[0]
    draft = await desk.draft(
        MoveType.VENDOR_BILL, replace(line(5), account_id=journal.default_account_id or account.id), journal_id=secured
    )
    saved = await desk.workspace.invoicing.create(draft)
    assert not saved.is_secured
    posted = (await desk.workspace.invoicing.post(saved.header.id)).document
    assert posted.is_secured
    with pytest.raises(NotAllowed, match="hash"):
        await desk.workspace.invoicing.reset_to_draft(posted.header.id)


async def test_posting_by_itself_is_said_and_taken_back(desk):
    invoicing = desk.workspace.invoicing
    later = TODAY + timedelta(days=40)
    draft = await desk.draft(invoice_date=later, auto_post=AutoPost.AT_DATE)
    saved = await invoicing.create(draft)
    assert saved.auto_post is AutoPost.AT_DATE
    original = draft_of(saved)
    if desk.workspace.server.major < 16:
        with pytest.raises(NotAvailable):
            await invoicing.change(original, replace(original, auto_post=AutoPost.MONTHLY))
    else:
        edited = replace(original, auto_post=AutoPost.MONTHLY, auto_post_until=later + timedelta(days=90))
        monthly = await invoicing.change(original, edited)
        assert (monthly.auto_post, monthly.auto_post_until) == (AutoPost.MONTHLY, later + timedelta(days=90))
        original = draft_of(monthly)
    assert (await invoicing.change(original, replace(original, auto_post=AutoPost.NO))).auto_post is AutoPost.NO


async def test_what_is_to_be_read_before_a_partner_is_billed(desk, odoo, target):
    """Up to 18; on 19 the modules for orders have it, which are not there."""
    name, lookups = uuid.uuid4().hex[:6], desk.workspace.lookups
    company = odoo(
        "res.partner", "create", {"name": f"Careful {name}", "is_company": True, "comment": "Asks for the foreman"}
    )
    contact = odoo("res.partner", "create", {"name": f"Ann {name}", "parent_id": company})
    assert (await lookups.partner(company)).comment == "Asks for the foreman"
    if target.version > 18:
        assert (await lookups.partner(company)).warning == ""
        return
    values = {"invoice_warn": "warning", "invoice_warn_msg": "Wants two copies\nand a stamp"}
    odoo("res.partner", "write", [company], values)
    for each in (company, contact):
        partner = await lookups.partner(each)
        assert (partner.warning, partner.is_blocked) == ("Wants two copies\nand a stamp", False)
    odoo("res.partner", "write", [company], {"invoice_warn": "block"})
    assert (await lookups.partner(contact)).is_blocked
    await desk.workspace.sync_once()  # and from the copy, without a server
    (copied,) = await desk.workspace._link.mirror.partners([contact])
    assert (copied.warning, copied.is_blocked) == ("Wants two copies\nand a stamp", True)
    odoo("res.partner", "write", [company], {"invoice_warn": "no-message"})
    assert (await lookups.partner(company)).warning == ""
