"""What is found while one types comes out of memory once the copy is filled, and follows what changes."""

from __future__ import annotations

import pytest

from odoo_desk.accounting.finding import Card
from odoo_desk.workspace.changes import Change
from odoo_desk.workspace.connecting import connect


@pytest.fixture
async def workspace(server, profile):
    workspace = await connect(profile, server.users["admin"].api_key)
    yield workspace
    await workspace.close()


@pytest.fixture
async def filled(workspace):
    await workspace.sync_once()
    for each in (workspace.lookups.partners, workspace.lookups.products, workspace.lookups.accounts):
        await each.ready()
    return workspace


def ids(hits):
    return [hit.card.id for hit in hits]


def company_with_contacts(server):
    company = server.do("res.partner", "create", {"name": "Azure Interior", "is_company": True})
    contacts = [
        server.do("res.partner", "create", {"name": name, "parent_id": company})
        for name in ("Brandon Freeman", "Colleen Diaz")
    ]
    return company, contacts


async def test_before_the_copy_is_filled_the_server_is_asked(workspace, server):
    company, contacts = company_with_contacts(server)
    assert workspace.lookups.partners.now("azu") is None
    hits = await workspace.lookups.partners.more("azu")
    assert sorted(ids(hits)) == [company, *contacts]
    assert [hit.card.id for hit in hits if hit.is_meant] == [company]


async def test_a_filled_copy_answers_at_once_and_asks_nobody(filled, server):
    before = len(server.calls)
    partner, account, product = (
        (await filled.lookups.find_partners("", 1))[0],
        (await filled.lookups.find_accounts("", 1))[0],
        (await filled.lookups.find_products("", 1))[0],
    )
    asked = len(server.calls)
    assert asked > before
    assert ids(filled.lookups.partners.now(partner.name))[0] == partner.id
    assert ids(filled.lookups.accounts.now(account.code))[0] == account.id
    assert ids(filled.lookups.products.now(product.name))[0] == product.id
    assert len(server.calls) == asked


async def test_a_company_comes_before_its_contacts_and_is_meant(workspace, server):
    company, contacts = company_with_contacts(server)
    await workspace.sync_once()
    await workspace.lookups.partners.ready()
    hits = workspace.lookups.partners.now("azu")
    assert ids(hits) == [company, *contacts]
    assert [hit.is_meant for hit in hits] == [True, False, False]


async def test_what_only_the_server_has_is_put_behind_what_is_known(filled, server):
    known = filled.lookups.partners.now("a")
    new = server.do("res.partner", "create", {"name": "Aardvark Paper", "is_company": True})
    assert new not in ids(filled.lookups.partners.now("aardvark"))
    assert ids(await filled.lookups.partners.more("aardvark")) == [new]
    assert ids(filled.lookups.partners.now("a")) == ids(known)


async def test_a_partner_that_changed_is_found_by_its_new_name(filled, server):
    partner = filled.lookups.partners.now("")[0].card
    server.do("res.partner", "write", [partner.id], {"name": "Zyxwv Trading"})
    await filled.sync_once()
    await filled.lookups.partners.ready()
    assert ids(filled.lookups.partners.now("zyxwv"))[0] == partner.id


async def test_an_archived_partner_is_not_offered(filled, server):
    partner = filled.lookups.partners.now("")[0].card
    server.do("res.partner", "write", [partner.id], {"active": False})
    await filled.sync_once()
    await filled.lookups.partners.ready()
    assert partner.id not in ids(filled.lookups.partners.now(partner.name))


async def test_while_it_is_read_again_the_old_answer_stands(filled):
    filled.changes.tell(Change(everything=True))
    assert filled.lookups.partners.now("") is not None
    assert isinstance(filled.lookups.partners.now("")[0].card, Card)


async def test_those_of_the_newest_documents_come_first(filled):
    used = {}
    for book in ("customer_invoices", "vendor_bills"):
        from odoo_desk.accounting.listing import Book, Query

        for row in await filled.listing.window(Query(Book(book)), 0, 200):
            used[row.partner.id] = used.get(row.partner.id, 0) + 1
    first = filled.lookups.partners.now("")[0].card
    assert used.get(first.id, 0) > 0
