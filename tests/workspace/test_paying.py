"""Payments when the answer is lost: never sent again, said, remembered by the next start, and settled only by a person who looked."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import DraftLine, MoveType
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


def deaf(server, writes=1):
    """The next writes are not taken, however often each is tried."""
    for _attempt in range(3 * writes):
        server.fail_next("cut_before", model=RUN[0], method="write")


def runs(server):
    return [call for call in server.calls if call[:2] == RUN]


async def residual(desk, order):
    return (await desk.invoicing.open(order.document_ids[0])).header.amount_residual


async def test_what_nobody_can_look_into_is_not_confirmed_and_blocks_a_second_payment(desk, sign_in, server):
    """Also for the next start, and until the server can be asked again."""
    order = await an_order(desk)
    server.fail_next("cut_after", model=RUN[0], method=RUN[1])
    deaf(server, 2)  # looked for twice: at once, and when it is settled
    with pytest.raises(OutcomeUnknown, match="not confirmed"):
        await desk.paying.register(order)
    for again in (desk, await sign_in()):
        deaf(server)
        with pytest.raises(NotConfirmed):
            await again.paying.propose(order.document_ids)
        with pytest.raises(NotConfirmed):
            await again.paying.register(replace(order, marker=uuid.uuid4().hex))
    assert len(runs(server)) == 1
    assert (await desk.paying.propose(order.document_ids)).amount == 40
    assert (await desk.paying.register(order)).documents[0].amount_residual == 40
    assert len(runs(server)) == 1


async def test_who_looked_may_go_on(desk, server):
    order = await an_order(desk)
    server.fail_next("cut_before", model=RUN[0], method=RUN[1])
    deaf(server, 2)  # looked for twice: at once, and when it is settled
    with pytest.raises(OutcomeUnknown):
        await desk.paying.register(order)
    await desk.paying.settle_by_hand(order.document_ids)
    assert (await desk.paying.propose(order.document_ids)).amount == 100


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
    await desk.sending.finish()
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
