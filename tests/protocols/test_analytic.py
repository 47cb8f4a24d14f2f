"""Analytic distribution: read, written, and never lost by changing something else."""

from __future__ import annotations

import uuid
import xmlrpc.client
from dataclasses import replace
from decimal import Decimal

import pytest

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.records import MoveType
from odoo_desk.errors import DeskError, NotAvailable
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import TODAY, line

HALF, ALL = Decimal(50), Decimal(100)


@pytest.fixture
def sites(odoo, target) -> list[int]:
    """Two building sites, as analytic accounts; on a fresh Odoo even its administrator must be let make them."""
    model = "account.analytic.plan" if target.version >= 16 else "account.analytic.account"
    named = {"name": f"Site {uuid.uuid4().hex[:6]}"}
    try:
        made = odoo(model, "create", named)
    except xmlrpc.client.Fault:
        wanted = [["module", "=", "analytic"], ["name", "=", "group_analytic_accounting"]]
        (found,) = odoo("ir.model.data", "search_read", wanted, fields=["res_id"])
        user = odoo("res.users", "search", [["login", "=", "admin"]])
        groups = "group_ids" if target.version >= 19 else "groups_id"
        odoo("res.users", "write", user, {groups: [[4, found["res_id"]]]})
        made = odoo(model, "create", named)
    plan = {"plan_id": made} if target.version >= 16 else {}
    return [odoo("account.analytic.account", "create", {**named, **plan}) for _ in range(2)]


async def test_what_is_distributed_stays_when_other_cells_are_changed_and_lines_are_moved(sites, desk):
    invoicing = desk.workspace.invoicing
    shares = [(AnalyticShare((site,), ALL),) for site in sites]
    lines = [replace(line(10 + at, name=f"L{at}"), analytic=each) for at, each in enumerate([*shares, None])]
    saved = await invoicing.create(await desk.draft(MoveType.VENDOR_BILL, *lines))
    assert [each.analytic for each in saved.lines] == [*shares, ()]
    original = draft_of(saved)
    one, two, three = original.lines
    edited = replace(original, ref=uuid.uuid4().hex, lines=(three, replace(two, price_unit=Decimal(99)), line(5), one))
    changed = await invoicing.change(original, edited)
    assert [each.name for each in changed.lines] == ["L2", "L1", "Work", "L0"]
    assert [each.analytic for each in changed.lines] == [(), shares[1], (), shares[0]]
    said_nothing = replace(
        draft_of(changed), lines=tuple(replace(each, analytic=None) for each in draft_of(changed).lines)
    )
    again = await invoicing.change(draft_of(changed), replace(said_nothing, ref=uuid.uuid4().hex))
    assert [each.analytic for each in again.lines] == [(), shares[1], (), shares[0]]


async def test_a_line_is_distributed_anew_or_not_at_all(sites, desk, target):
    invoicing = desk.workspace.invoicing
    saved = await invoicing.create(await desk.draft(MoveType.VENDOR_BILL, line(10)))
    original = draft_of(saved)
    halves = tuple(AnalyticShare((site,), HALF) for site in sites)
    divided = replace(original, lines=(replace(original.lines[0], analytic=halves),))
    if target.version < 16:
        with pytest.raises(NotAvailable):
            await invoicing.change(original, divided)
        divided = replace(original, lines=(replace(original.lines[0], analytic=(AnalyticShare((sites[0],), ALL),)),))
    changed = await invoicing.change(original, divided)
    assert changed.lines[0].analytic == divided.lines[0].analytic
    original = draft_of(changed)
    cleared = await invoicing.change(original, replace(original, lines=(replace(original.lines[0], analytic=()),)))
    assert cleared.lines[0].analytic == ()


async def test_analytic_accounts_are_there_to_choose_from(sites, desk, target):
    found = {each.id: each for each in await desk.workspace.lookups.analytic_accounts()}
    assert set(sites) <= set(found)
    assert bool(found[sites[0]].plan) is (target.version >= 16)


async def test_a_plan_that_is_mandatory_is_said_before_posting_and_the_server_is_asked_to_look(
    sites, desk, odoo, target
):
    invoicing = desk.workspace.invoicing
    if target.version < 16:
        assert await invoicing.missing(await desk.draft(), ALL, TODAY) == ()
        return
    found = {each.id: each for each in await desk.workspace.lookups.analytic_accounts()}
    plan = found[sites[0]].plan_id
    odoo("account.analytic.plan", "write", [plan], {"default_applicability": "mandatory"})
    try:
        draft = await desk.draft(MoveType.VENDOR_BILL, line(10, name="Given"), line(10, name="Not"))
        shares = (AnalyticShare((sites[0],), ALL),)
        draft = replace(draft, lines=(replace(draft.lines[0], analytic=shares), draft.lines[1]))
        (told,) = await invoicing.missing(draft, ALL, TODAY)
        assert (told.field, told.line, told.is_refused) == ("analytic", 1, True)
        assert found[sites[0]].plan in told.words
        saved = await invoicing.create(draft)
        with pytest.raises(DeskError, match="100%"):
            await invoicing.post(saved.header.id)
        original = draft_of(saved)
        halves = tuple(AnalyticShare((site,), HALF) for site in sites)
        given = replace(original, lines=(original.lines[0], replace(original.lines[1], analytic=halves)))
        changed = await invoicing.change(original, given)
        assert await invoicing.missing(draft_of(changed), ALL, TODAY) == ()
        assert (await invoicing.post(saved.header.id)).document.header.number
    finally:
        odoo("account.analytic.plan", "write", [plan], {"default_applicability": "optional"})
