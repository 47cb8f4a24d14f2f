"""Payments when the answer is lost: never sent again, said, remembered by the next start, and settled only by a person who looked."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import DraftLine, MoveType, PaymentOrder
from odoo_desk.errors import NotAllowed, NotConfirmed, OutcomeUnknown
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011
RUN = ("account.payment.register", "action_create_payments")


@pytest.fixture
def server(demo_server):
    return demo_server(version=19)


@pytest.fixture
async def sign_in(server):
    opened = []

    async def sign_in():
        profile = Profile("test", server.url, server.database, "admin")
        opened.append(await connect(profile, server.users["admin"].api_key))
        return opened[-1]

    yield sign_in
    for workspace in opened:
        await workspace.close()


@pytest.fixture
async def desk(sign_in):
    return await sign_in()


async def an_order(desk, amount=60):
    partner = next(each for each in await desk.lookups.find_partners("", 50) if each.is_company)
    draft = await desk.invoicing.blank(MoveType.CUSTOMER_INVOICE, TODAY)
    line = DraftLine(name="Work", price_unit=Decimal(100), tax_ids=())
    saved = await desk.invoicing.create(replace(draft, partner_id=partner.id, lines=(line,)))
    posted = (await desk.invoicing.post(saved.header.id)).document
    proposal = await desk.paying.propose((posted.header.id,))
    ids = (posted.header.id,)
    return PaymentOrder(uuid.uuid4().hex, ids, Decimal(amount), TODAY, proposal.journal_id, proposal.method_id)


def runs(server):
    return [call for call in server.calls if call[:2] == RUN]


async def residual(desk, order):
    return (await desk.invoicing.open(order.document_ids[0])).header.amount_residual


@pytest.mark.parametrize(("fault", "left"), [("cut_after", 40), ("truncate", 40), ("cut_before", 100)])
async def test_a_lost_answer_is_not_confirmed_and_nothing_is_sent_again(desk, server, fault, left):
    order = await an_order(desk)
    server.fail_next(fault, model=RUN[0], method=RUN[1])
    with pytest.raises(OutcomeUnknown) as unknown:
        await desk.paying.register(order)
    assert "not confirmed" in unknown.value.message
    for again in (order, replace(order, marker=uuid.uuid4().hex)):
        with pytest.raises((NotConfirmed, NotAllowed)):
            await desk.paying.register(again)
    with pytest.raises(NotConfirmed):
        await desk.paying.propose(order.document_ids)
    assert len(runs(server)) <= 1
    assert await residual(desk, order) == left


async def test_the_next_start_still_knows(desk, sign_in, server):
    order = await an_order(desk)
    server.fail_next("cut_after", model=RUN[0], method=RUN[1])
    with pytest.raises(OutcomeUnknown):
        await desk.paying.register(order)
    later = await sign_in()
    with pytest.raises(NotConfirmed):
        await later.paying.propose(order.document_ids)
    await later.paying.settle_by_hand(order.document_ids)
    proposal = await later.paying.propose(order.document_ids)
    assert proposal.amount == 40


async def test_whoever_asked_may_go_away_the_payment_is_finished_and_noted(desk, server):
    """A dialog that is closed while the server works: the answer is waited for and written down."""
    order = await an_order(desk)
    server.fail_next("delay", model=RUN[0], method=RUN[1])
    asked = asyncio.ensure_future(desk.paying.register(order))
    await until(lambda: server.is_holding, "the order at the server")
    with pytest.raises(NotConfirmed):
        await desk.paying.propose(order.document_ids)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    server.release()
    await desk.paying.finish()
    assert (await desk.paying.register(order)).documents[0].amount_residual == 40
    assert len(runs(server)) == 1


async def test_a_refused_preparation_blocks_nothing(desk, server):
    order = await an_order(desk)
    with pytest.raises(NotAllowed):
        await desk.paying.register(replace(order, document_ids=(10**6,)))
    assert (await desk.paying.register(order)).documents[0].amount_residual == 40


async def test_every_list_is_told_what_changed(desk):
    order = await an_order(desk)
    heard = []
    desk.changes.subscribe(heard.append)
    result = await desk.paying.register(order)
    assert set(order.document_ids) <= heard[-1].documents
    assert set(result.payment_ids) <= heard[-1].payments
