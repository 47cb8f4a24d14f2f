"""What is done once is done once: whatever is lost on the way, whoever asks again, and whenever the program ends."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.outgoing import Progress
from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import DraftLine, MoveType, State
from odoo_desk.errors import ChangedMeanwhile, DeskError, NotSent, OutcomeUnknown, ServerRefused
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.drafting import draft_of
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011
MOVE, WIZARD = "account.move", "account.payment.register"
RUN = "action_create_payments"
LOST = ("cut_before", "cut_after", "truncate", "garbage")


@pytest.fixture(params=[19, 14])
def server(demo_server, request):
    return demo_server(version=request.param)


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


async def a_draft(desk, *lines):
    partner = next(each for each in await desk.lookups.find_partners("", 50) if each.is_company)
    draft = await desk.invoicing.blank(MoveType.CUSTOMER_INVOICE, TODAY)
    lines = lines or (DraftLine(name="Work", price_unit=Decimal(100), tax_ids=()),)
    return replace(draft, partner_id=partner.id, lines=lines, ref=uuid.uuid4().hex)


async def posted(desk):
    return (await desk.invoicing.post((await desk.invoicing.create(await a_draft(desk))).header.id)).document


async def an_order(desk, *documents, amount=None, **more):
    ids = tuple(each.header.id for each in documents)
    proposal = await desk.paying.propose(ids)
    due = amount or proposal.amount
    return PaymentOrder(uuid.uuid4().hex, ids, Decimal(due), TODAY, proposal.journal_id, proposal.method_id, **more)


def documents_with(server, ref):
    return server.do(MOVE, "search_read", [["ref", "=", ref]], ["state", "amount_total", "invoice_line_ids"])


def payments_of(server, *documents):
    """Ids and amounts of what was paid for these, matched or not."""
    partner = documents[0].header.partner.id
    return server.do("account.payment", "search_read", [["partner_id", "=", partner]], ["amount"])


def counted(server):
    return server.do(MOVE, "search_count", [])


# --- creating ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("method", ["load", "write"])
async def test_a_lost_answer_makes_no_second_document(desk, server, fault, method):
    draft = await a_draft(desk)
    before = counted(server)
    server.fail_next(fault, model=MOVE, method=method)
    document = await desk.invoicing.create(draft)
    assert [row["amount_total"] for row in documents_with(server, draft.ref)] == [100]
    assert (len(document.lines), document.header.amount_total) == (1, 100)
    assert counted(server) == before + 1


async def test_what_the_server_refuses_leaves_nothing_behind(desk, server):
    draft = await a_draft(desk, DraftLine(name="Work", price_unit=Decimal(1), tax_ids=(), account_id=10**6))
    before = counted(server)
    with pytest.raises(DeskError):
        await desk.invoicing.create(draft, "m1")
    assert counted(server) == before
    assert (await desk.sending.find("m1")).progress is Progress.REFUSED


async def test_a_save_asked_for_again_gives_the_same_document(desk, sign_in, server):
    draft = await a_draft(desk)
    first, second = await asyncio.gather(desk.invoicing.create(draft, "m1"), desk.invoicing.create(draft, "m1"))
    third = await (await sign_in()).invoicing.create(draft, "m1")
    assert first.header.id == second.header.id == third.header.id
    assert len(documents_with(server, draft.ref)) == 1


async def test_without_a_server_nothing_is_sent_and_the_outbox_stays_empty(desk, server):
    draft = await a_draft(desk)
    server.stop()
    with pytest.raises(NotSent):
        await desk.invoicing.create(draft, "m1")
    assert await desk.sending.find("m1") is None


# --- posting and the other states -------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", LOST)
async def test_a_lost_answer_to_posting_ends_with_one_number(desk, server, fault):
    document = await desk.invoicing.create(await a_draft(desk))
    server.fail_next(fault, model=MOVE, method="action_post")
    done = await desk.invoicing.post(document.header.id)
    assert (done.document.header.state, bool(done.document.header.number)) == (State.POSTED, True)


async def test_two_clicks_post_once(desk, server):
    document = await desk.invoicing.create(await a_draft(desk))
    results = await asyncio.gather(*(desk.invoicing.post(document.header.id) for _ in range(2)), return_exceptions=True)
    assert {each.document.header.number for each in results} == {results[0].document.header.number}
    assert len([call for call in server.calls if call[:2] == (MOVE, "action_post")]) == 1


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("what", ["cancel", "delete", "reset_to_draft", "duplicate"])
async def test_other_states_are_reached_whatever_is_lost(desk, server, fault, what):
    document = await posted(desk) if what == "reset_to_draft" else await desk.invoicing.create(await a_draft(desk))
    method = {"cancel": "button_cancel", "delete": "unlink", "reset_to_draft": "button_draft", "duplicate": "copy"}
    before = counted(server)
    server.fail_next(fault, model=MOVE, method=method[what])
    if what == "duplicate" and fault == "cut_before":
        with pytest.raises(OutcomeUnknown):  # a copy bears no mark: it is not asked for again
            await desk.invoicing.duplicate(document.header.id)
        assert counted(server) == before
        return
    await getattr(desk.invoicing, what)(document.header.id)
    assert counted(server) == before + {"delete": -1, "duplicate": 1}.get(what, 0)
    assert await desk.sending.unfinished() == ()


async def test_a_copy_is_known_though_its_tax_is_worked_out_anew(desk, server):
    taxes = [each for each in await desk.lookups.taxes() if each.use == "purchase" and each.amount_type == "percent"]
    line = DraftLine(name="Work", price_unit=Decimal(100), tax_ids=(taxes[0].id,))
    bill = replace(await a_draft(desk, line), move_type=MoveType.VENDOR_BILL, journal_id=None, invoice_date=TODAY)
    document = await desk.invoicing.create(bill)
    (group,) = document.totals.groups
    corrected = await desk.invoicing.correct_taxes(document, {group.id: group.amount - Decimal("0.01")})
    server.fail_next("cut_after", model=MOVE, method="copy")
    copy = await desk.invoicing.duplicate(corrected.header.id)
    assert copy.header.amount_total == document.header.amount_total
    assert await desk.sending.unfinished() == ()


async def test_what_somebody_changed_meanwhile_is_neither_written_nor_posted(desk, server):
    document = await desk.invoicing.create(await a_draft(desk))
    seen = document.header.written_at
    server.clock.advance(timedelta(seconds=5))
    server.do(MOVE, "write", [document.header.id], {"ref": "theirs"})
    draft = draft_of(document)
    with pytest.raises(ChangedMeanwhile):
        await desk.invoicing.change(draft, replace(draft, ref="mine"), seen)
    with pytest.raises(ChangedMeanwhile):
        await desk.invoicing.post(document.header.id, seen)
    assert [(row["state"]) for row in documents_with(server, "theirs")] == ["draft"]


# --- paying -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [100, 40])
@pytest.mark.parametrize("fault", ["cut_after", "truncate", "garbage"])
async def test_a_payment_whose_answer_was_lost_is_found(desk, server, fault, amount):
    document = await posted(desk)
    order = await an_order(desk, document, amount=amount)
    before = len(payments_of(server, document))
    server.fail_next(fault, model=WIZARD, method=RUN)
    result = await desk.paying.register(order)
    assert result.documents[0].amount_residual == 100 - amount
    assert len(payments_of(server, document)) == before + 1
    assert (await desk.paying.register(order)).payment_ids == result.payment_ids


async def test_a_payment_that_never_arrived_is_said_not_to_be_made_and_can_be_made_again(desk, server):
    document = await posted(desk)
    order = await an_order(desk, document)
    before = len(payments_of(server, document))
    server.fail_next("cut_before", model=WIZARD, method=RUN)
    with pytest.raises(ServerRefused, match="nothing was done"):
        await desk.paying.register(order)
    assert len(payments_of(server, document)) == before
    assert (await desk.paying.register(replace(order, marker="again"))).documents[0].amount_residual == 0
    assert len(payments_of(server, document)) == before + 1


async def test_a_wizard_that_was_looked_after_pays_no_more(desk, server):
    """The lost request that arrives after everything was settled."""
    document = await posted(desk)
    order = await an_order(desk, document)
    server.fail_next("cut_before", model=WIZARD, method=RUN)
    with pytest.raises(ServerRefused):
        await desk.paying.register(order)
    (wizard,) = (await desk.sending.find(order.marker)).wizards
    before = len(payments_of(server, document))
    with pytest.raises(Exception, match="ournal"):
        server.do(WIZARD, RUN, [wizard.id])
    assert len(payments_of(server, document)) == before


async def test_of_two_payments_the_one_that_was_made_is_known(desk, server):
    """Two documents paid one by one, and only the second request is lost."""
    first, second = await posted(desk), await posted(desk)
    order = await an_order(desk, first, second)
    server.fail_next("cut_after", model=WIZARD, method=RUN)
    result = await desk.paying.register(order)
    assert len(set(result.payment_ids)) == 2
    assert [each.amount_residual for each in result.documents] == [0, 0]


async def test_what_the_same_user_books_in_odoo_meanwhile_is_left_alone(desk, server, monkeypatch):
    """An advance of the same amount, on the same day, for the same partner: it is not what was made twice."""
    document = await posted(desk)
    order = await an_order(desk, document)
    payments = desk._link.ledger.payments
    run = payments.run
    advance = {
        "payment_type": "inbound",
        "partner_type": "customer",
        "partner_id": document.header.partner.id,
        "amount": 100,
        "journal_id": order.journal_id,
        "date": TODAY.isoformat(),
    }

    async def lost(wizard):
        await run(wizard)
        booked = server.do("account.payment", "create", advance)
        server.do("account.payment", "action_post", booked if isinstance(booked, list) else [booked])
        raise OutcomeUnknown("The connection was lost.")

    monkeypatch.setattr(payments, "run", lost)
    before = len(payments_of(server, document))
    result = await desk.paying.register(order)
    assert result.documents[0].amount_residual == 0
    assert len(payments_of(server, document)) == before + 2


async def test_of_two_payments_at_the_same_moment_the_one_too_many_is_taken_back(desk, server, monkeypatch):
    """Another computer pays between our wizard and its run: Odoo takes both, and one goes."""
    document = await posted(desk)
    order = await an_order(desk, document)
    payments = desk._link.ledger.payments
    run = payments.run

    async def second(wizard):
        context = {"active_model": MOVE, "active_ids": [document.header.id]}
        theirs = server.do(WIZARD, "create", {}, context=context)
        server.do(WIZARD, RUN, theirs if isinstance(theirs, list) else [theirs], context=context)
        return await run(wizard)

    monkeypatch.setattr(payments, "run", second)
    before = len(payments_of(server, document))
    with pytest.raises(ServerRefused, match="paid once"):
        await desk.paying.register(order)
    assert len(payments_of(server, document)) == before + 1
    assert (await desk.invoicing.open(document.header.id)).header.amount_residual == 0


# --- the program ends meanwhile ---------------------------------------------------------------------------------------


async def test_what_a_program_was_sending_when_it_died_is_settled_by_the_next(desk, sign_in, server):
    document, other = await posted(desk), await desk.invoicing.create(await a_draft(desk))
    order = await an_order(desk, document)
    for method, call in [
        (RUN, desk.paying.register(order)),
        ("action_post", desk.invoicing.post(other.header.id)),
    ]:
        server.fail_next("delay", method=method)
        asked = asyncio.ensure_future(call)
        await until(lambda: server.is_holding, "the call at the server")
        for task in list(desk.sending._under_way.values()):
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        server.release()
        await until(lambda: not server.is_holding, "the call to go on")
    later = await sign_in()
    assert await later.sending.settle() == ()
    assert (await later.sending.find(order.marker)).progress is Progress.DONE
    assert (await later.invoicing.open(other.header.id)).header.state is State.POSTED
    assert (await later.invoicing.open(document.header.id)).header.amount_residual == 0


async def test_what_cannot_be_told_can_be_settled_by_who_looked(desk, server):
    document = await desk.invoicing.create(await a_draft(desk))
    server.fail_next("cut_before", model=MOVE, method="copy")
    with pytest.raises(OutcomeUnknown):
        await desk.invoicing.duplicate(document.header.id)
    (open_entry,) = await desk.sending.settle()
    await desk.sending.settle_by_hand(open_entry.marker)
    assert await desk.sending.settle() == ()
