"""Signing in, the three users' rights, and what is said when it does not work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.errors import ConnectionProblem, DatabaseUnknown, NotAllowed, NotAvailable, SignInRefused
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect, databases, diagnose
from tests.protocols.conftest import desk_of


async def test_the_workspace_says_where_it_is(sign_in, target):
    workspace = await sign_in("admin")
    assert (workspace.server.major, workspace.server.protocol) == (target.version, target.protocol)
    assert workspace.user.login == "admin"
    assert workspace.user.company.currency.decimal_places == 2


async def test_each_step_is_told(target):
    steps = [step async for step in diagnose(target.profile(), target.keys["admin"])]
    assert [step.name for step in steps] == ["address", "encryption", "version", "database", "sign-in", "rights"]
    assert all(step.ok for step in steps)


async def test_a_wrong_key_is_refused(target):
    with pytest.raises(SignInRefused) as refused:
        await connect(target.profile(), "0123456789abcdef0123456789abcdef01234567")
    assert refused.value.advice
    steps = [step async for step in diagnose(target.profile(), "wrong")]
    assert (steps[-1].name, steps[-1].ok) == ("sign-in", False)


async def test_somebody_elses_key_is_refused(target):
    """JSON-2 and REST would sign in whoever the key belongs to; the older protocols compare."""
    with pytest.raises(SignInRefused):
        await connect(target.profile("billing"), target.keys["readonly"])


async def test_an_unknown_database_is_said(target):
    with pytest.raises((DatabaseUnknown, SignInRefused, NotAvailable)) as refused:
        await connect(replace(target.profile(), database="nodb"), target.keys["admin"])
    assert "Traceback" not in str(refused.value)


async def test_databases_are_listed_where_the_server_lists_them(target):
    assert target.database in await databases(target.profile())


async def test_a_server_that_is_not_there():
    """Found out before any protocol is chosen, and asked a few times: once is enough here."""
    nowhere = Profile("test", "http://127.0.0.1:9", login="admin")
    steps = [step async for step in diagnose(nowhere, "x")]
    assert not steps[-1].ok
    with pytest.raises(ConnectionProblem):
        await connect(nowhere, "x")


async def test_billing_may_write_post_and_pay(sign_in):
    workspace = await sign_in("billing")
    rights = workspace.user.rights
    assert rights.read_invoices
    assert rights.write_invoices
    assert rights.register_payments
    assert not rights.create_partners
    desk = await desk_of(workspace)
    paid = await desk.pay(await desk.posted(10))
    assert paid.documents[0].amount_residual == 0


async def test_readonly_may_look_and_is_refused_in_words(sign_in):
    workspace = await sign_in("readonly")
    rights = workspace.user.rights
    assert (rights.read_invoices, rights.write_invoices, rights.register_payments) == (True, False, False)
    (invoice,) = await workspace.listing.window(Query(Book.CUSTOMER_INVOICES, states=frozenset({"posted"})), 0, 1)
    document = await workspace.invoicing.open(invoice.id)
    assert document.lines
    desk = await desk_of(workspace)
    with pytest.raises(NotAllowed, match="Billing"):
        await workspace.invoicing.create(await desk.draft())
    with pytest.raises(NotAllowed):
        await workspace.invoicing.reset_to_draft(invoice.id)
    with pytest.raises(NotAllowed):
        await workspace.paying.propose((invoice.id,))
