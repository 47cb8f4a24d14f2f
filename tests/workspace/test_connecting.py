"""Opening a company: what its window is going to ask first is on its way before there is a window."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import Draft, MoveType, Rights
from odoo_desk.errors import NotAllowed, SignInRefused, StoreDamaged
from odoo_desk.odoo import guard
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace import connecting

FIRST = Query(Book.CUSTOMER_INVOICES)
BILLS = Query(Book.VENDOR_BILLS)


@pytest.fixture
async def opened(server, profile):
    workspace = await connecting.connect(profile, server.users["admin"].api_key, FIRST)
    yield workspace
    await workspace.close()


def lists_read(server):
    return Counter(model for model, method, _ids in server.calls if method == "search_read")["account.move"]


async def test_the_first_rows_are_asked_for_once_before_the_window_asks(opened, server):
    rows = await opened.listing.window(FIRST, 0, 40)
    assert lists_read(server) == 1
    assert await opened.listing.window(FIRST, 0, 40) == rows
    assert lists_read(server) == 2


async def test_a_window_that_asks_something_else_first_is_answered(opened):
    bills = await opened.listing.window(BILLS, 0, 40)
    assert {row.move_type.value for row in bills} == {"in_invoice"}
    invoices = await opened.listing.window(FIRST, 0, 40)
    assert {row.move_type.value for row in invoices} == {"out_invoice"}


async def test_rows_further_down_are_not_those_that_were_foreseen(opened):
    assert await opened.listing.window(FIRST, 40, 80) == (await opened.listing.window(FIRST, 0, 120))[40:]


async def test_nobody_else_asks_for_lists(server, profile):
    workspace = await connecting.connect(profile, server.users["admin"].api_key)
    assert lists_read(server) == 0
    await workspace.close()


async def test_a_company_that_was_copied_is_not_asked_again(server, profile, opened):
    await opened.close()
    before = lists_read(server)
    workspace = await connecting.connect(profile, server.users["admin"].api_key, FIRST)
    await workspace.close()
    assert lists_read(server) == before


async def test_a_sign_in_under_another_name_leaves_nothing_running(server, profile):
    with pytest.raises(SignInRefused):
        await connecting.connect(profile, server.users["billing"].api_key, FIRST)


async def test_a_profile_that_only_looks_is_offered_nothing_and_changes_nothing(server, profile):
    looking = replace(profile, read_only=True)
    before = len(server.calls)
    workspace = await connecting.connect(looking, server.users["admin"].api_key)
    try:
        assert workspace.user.rights == Rights(True, False, False, False, False)
        [row] = await workspace.listing.window(FIRST, 0, 1)
        for change in (
            workspace.invoicing.post(row.id),
            workspace.invoicing.create(Draft(MoveType.CUSTOMER_INVOICE)),
            workspace.invoicing.reset_to_draft(row.id),
        ):
            with pytest.raises(NotAllowed):
                await change
        await workspace.sync_once()
    finally:
        await workspace.close()
    reopened = await connecting.reopen(looking)
    try:
        assert not reopened.user.rights.write_invoices
    finally:
        await reopened.close()
    assert {method for _model, method, _ids in server.calls[before:]} <= guard.READS


async def test_a_copy_of_another_version_of_this_program_is_no_reason_not_to_start(opened, profile):
    await opened._mirror.set_facts({"server": '{"url": 7}'})
    await opened.close()
    assert await connecting.reopen(profile) is None


async def test_a_copy_that_cannot_be_read_is_not_kept_open(opened, profile, monkeypatch):
    closed: list[Mirror] = []
    close = Mirror.close

    async def damaged(_mirror):
        raise StoreDamaged("The copy is damaged.")

    async def noted(mirror):
        closed.append(mirror)
        await close(mirror)

    await opened.close()
    monkeypatch.setattr(Mirror, "user", damaged)
    monkeypatch.setattr(Mirror, "close", noted)
    with pytest.raises(StoreDamaged):
        await connecting.reopen(profile)
    assert len(closed) == 1
