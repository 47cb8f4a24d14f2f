"""Matching when the answer is lost: looked up, asked once more where nothing was done, and never matched twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from odoo_desk.accounting.outgoing import Kind, Outgoing, Progress
from odoo_desk.errors import OutcomeUnknown
from odoo_desk.workspace.connecting import connect
from tests.protocols.conftest import desk_of
from tests.protocols.test_reconciling import items_of, undone
from tests.ui.until import until

CALL = ("account.move.line", "reconcile")


@pytest.fixture(params=[14, 16, 17, 19])
def server(demo_server, request):
    return demo_server(version=request.param, invoices=20)


@pytest.fixture
async def desk(server, profile):
    workspace = await connect(profile, server.users["admin"].api_key)
    yield await desk_of(workspace)
    await workspace.close()


def partials(server):
    return server.do("account.partial.reconcile", "search_count", [])


def asked(server):
    return [call for call in server.calls if call[:2] == CALL]


@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "truncate", "garbage", "html"])
async def test_a_lost_answer_is_settled_by_looking(desk, server, fault):
    _, item, payment = await undone(desk, 100)
    before = partials(server)
    server.fail_next(fault, model=CALL[0], method=CALL[1])
    done = await desk.workspace.reconciling.reconcile([item, payment])
    assert done.left == ()
    assert partials(server) == before + 1
    assert await desk.workspace.sending.unfinished() == ()


async def test_two_clicks_are_one(desk, server):
    _, item, payment = await undone(desk, 100)
    before = partials(server)
    server.fail_next("delay", model=CALL[0], method=CALL[1])
    clicks = [asyncio.ensure_future(desk.workspace.reconciling.reconcile([item, payment])) for _ in range(2)]
    await until(lambda: server.is_holding, "the first at the server")
    server.release()
    assert [done.left for done in await asyncio.gather(*clicks)] == [(), ()]
    assert partials(server) == before + 1
    assert len(asked(server)) == 1


async def test_what_cannot_be_looked_up_waits_and_is_found_out_later(desk, server):
    _, item, payment = await undone(desk, 100)
    before = partials(server)
    server.fail_next("cut_after", model=CALL[0], method=CALL[1])
    for _attempt in range(3):  # reads are tried again
        server.fail_next("cut_before", model=CALL[0], method="read")
    moves, ids = (item.move_id, payment.move_id), (item.id, payment.id)
    wanted = Outgoing("marker", Kind.RECONCILE, "Reconcile", datetime.now(UTC), moves, items=ids)
    with pytest.raises(OutcomeUnknown, match="not confirmed"):
        await desk.workspace.sending.once(wanted)
    [entry] = await desk.workspace.sending.unfinished()
    assert entry.progress is Progress.NOT_CONFIRMED
    assert await desk.workspace.sending.settle() == ()
    assert partials(server) == before + 1
    assert len(asked(server)) == 1


async def test_what_is_left_of_several_is_not_matched_again_by_a_late_request(desk, server):
    """A payment over two invoices, lost on its way back: asked again it would find the payment used up."""
    _, item, payment = await undone(desk, 100)
    other = await desk.posted(60)
    items = [item, payment, *await items_of(desk, other)]
    server.fail_next("cut_after", model=CALL[0], method=CALL[1])
    done = await desk.workspace.reconciling.reconcile(items)
    assert [each.residual for each in done.left] == [60]
    assert len(asked(server)) == 1


@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "truncate", "html"])
async def test_a_match_is_taken_back_once_whatever_becomes_of_the_answer(desk, server, fault):
    invoice = await desk.posted(100)
    [item] = await items_of(desk, invoice)
    for amount in (40, 60):
        await desk.pay(invoice, amount=amount)
    before = partials(server)
    matches = await desk.workspace.reconciling.matches(item.id)
    server.fail_next(fault, model="account.move", method="js_remove_outstanding_partial")
    await desk.workspace.reconciling.unreconcile(item, matches[0])
    assert partials(server) == before - 1
    assert await desk.workspace.reconciling.matches(item.id) == matches[1:]
    assert await desk.workspace.sending.unfinished() == ()
