"""What changed since: nothing is lost, whatever the clocks say, and nothing costs more than it must."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.errors import DeskError, SignInRefused
from odoo_desk.odoo.ledger import pages
from odoo_desk.workspace import reader
from odoo_desk.workspace import sync as syncing
from tests.workspace.copying import Copy, copy_of

VERSIONS = [14, 15, 16, 17, 18, 19, 20]
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def filled(demo_server, tmp_path, request):
    """A full copy of the books of one version (19 unless a test names others)."""
    version = getattr(request, "param", 19)
    async with copy_of(demo_server(version=version, invoices=80), tmp_path / "copy.sqlite") as copy:
        await copy.sync.fill()
        yield copy


every_version = pytest.mark.parametrize("filled", VERSIONS, indirect=True)


def amounts(copy: Copy, move: int) -> object:
    return copy.act("account.move", "read", [move], ["amount_residual"])[0]["amount_residual"]


# --- what others do ---------------------------------------------------------------------------------------------------


@every_version
async def test_what_others_do_is_there_after_the_next_look(filled):
    draft, invoice = filled.draft(31), filled.posted(100)
    await filled.sync.pull()
    assert await filled.differences() == []

    filled.pass_time(MINUTE)
    payment = filled.pay(invoice, amount=40)
    filled.act("account.move", "action_post", [draft])
    await filled.sync.pull()
    assert await filled.differences() == []
    [header] = await filled.mirror.headers([invoice])
    assert (header.amount_residual, header.payment_state.value) == (60, "partial")

    filled.pass_time(MINUTE)
    filled.act("account.payment", "action_draft", [payment])
    filled.act("account.move", "button_draft", [draft])
    await filled.sync.pull()
    assert await filled.differences() == []


@every_version
async def test_a_match_that_is_undone_leaves_none_behind(filled):
    invoice = filled.posted(100)
    filled.pay(invoice)
    await filled.sync.pull()
    assert await filled.differences() == []
    filled.pass_time(MINUTE)
    term = filled.act("account.move.line", "search", [["move_id", "=", invoice], ["account_id.reconcile", "=", True]])
    filled.act("account.move.line", "remove_move_reconcile", term)
    await filled.sync.pull()
    assert await filled.differences() == []


async def test_another_match_undone_on_both_sides(filled):
    """A credit that paid two invoices is taken off one of them: the credit's own side is read again too."""
    first, second = filled.posted(100), filled.posted(50)
    refund = filled.posted(120, move_type="out_refund")
    for invoice in (first, second):
        lines = filled.act(
            "account.move.line",
            "search",
            [["move_id", "in", [invoice, refund]], ["account_id.reconcile", "=", True], ["reconciled", "=", False]],
        )
        filled.act("account.move.line", "reconcile", lines)
    await filled.sync.pull()
    assert await filled.differences() == []
    filled.pass_time(MINUTE)
    [term] = filled.act("account.move.line", "search", [["move_id", "=", first], ["account_id.reconcile", "=", True]])
    filled.act("account.move.line", "remove_move_reconcile", [term])
    await filled.sync.pull()
    assert await filled.differences() == []


@every_version
async def test_a_renamed_partner_is_renamed_in_every_list(filled):
    [partner] = filled.act(
        "account.move", "read", filled.find("account.move", ["move_type", "=", "out_invoice"]), ["partner_id"]
    )
    number = partner["partner_id"][0]
    filled.act("res.partner", "write", [number], {"name": "Ångström & Søn"})
    await filled.sync.pull()
    assert await filled.differences() == []
    query = Query(Book.CUSTOMER_INVOICES, text="angstrom son")
    found = await filled.mirror.window(query, 0, 100)
    assert found
    assert {row.partner.id for row in found} == {number}


@every_version
async def test_short_lists_follow(filled):
    journal = filled.find("account.journal", ["type", "=", "sale"])
    filled.pass_time(2 * MINUTE)
    filled.act("account.journal", "write", journal, {"name": "Outgoing"})
    await filled.sync.pull()
    [invoice, *_] = await filled.mirror.window(Query(Book.CUSTOMER_INVOICES), 0, 1)
    assert invoice.journal.name == "Outgoing"


async def test_a_product_renamed_in_its_template(filled):
    from odoo_desk.accounting.records import Product

    [template] = filled.find_any("product.template")
    filled.pass_time(2 * MINUTE)
    filled.act("product.template", "write", [template], {"name": "Folding Ladder"})
    await filled.sync.pull()
    assert "Folding Ladder" in {each.name for each in await filled.mirror.records(Product)}


async def test_it_is_told_what_changed(filled):
    invoice = filled.posted(10)
    filled.told.clear()
    await filled.sync.pull()
    assert any(invoice in change.documents for change in filled.told)
    filled.told.clear()
    await filled.sync.pull()
    assert filled.told == []


# --- moments ----------------------------------------------------------------------------------------------------------


@every_version
async def test_two_changes_in_the_same_second(filled):
    """Told in whole seconds, the second is not to be told from the first."""
    filled.server.clock.freeze()
    invoice = filled.posted(100)
    await filled.sync.pull()
    filled.act("account.move", "write", [invoice], {"payment_reference": "the second"})
    other = filled.posted(7)
    await filled.sync.pull()
    headers = await filled.mirror.headers([invoice, other])
    assert [each.payment_reference for each in headers][:1] == ["the second"]
    assert await filled.differences() == []


async def test_three_changes_in_the_same_second(filled):
    filled.server.clock.freeze()
    invoice = filled.posted(100)
    for words in ("the first", "the second", "the third"):
        await filled.sync.pull()
        filled.act("account.move", "write", [invoice], {"payment_reference": words})
    await filled.sync.pull()
    [header] = await filled.mirror.headers([invoice])
    assert header.payment_reference == "the third"


@every_version
async def test_changes_a_moment_apart(filled):
    for step in range(12):
        filled.posted(step + 1)
        await filled.sync.pull()
        filled.pass_time(timedelta(milliseconds=310))
    await filled.sync.pull()
    assert await filled.differences() == []


@every_version
@pytest.mark.parametrize("minutes", [1, 12])
async def test_a_long_transaction_is_stamped_with_its_beginning(filled, minutes):
    invoice = filled.posted(100)
    await filled.sync.pull()
    filled.pass_time(MINUTE)
    late = filled.server.begin()
    for step in range(minutes):
        filled.pass_time(MINUTE)
        filled.posted(step + 1)
        await filled.sync.pull()
    context = {"allowed_company_ids": [filled.company]}
    late.do("account.move", "write", [invoice], {"payment_reference": "a long time ago"}, context=context)
    made = filled.draft_by(late, 55)
    await filled.sync.pull()
    assert await filled.differences() == []
    headers = await filled.mirror.headers([invoice, made])
    assert headers[0].payment_reference == "a long time ago"
    assert headers[1].amount_total == 55


async def test_a_long_transaction_that_began_before_the_first_fill(demo_server, tmp_path):
    async with copy_of(demo_server(invoices=40), tmp_path / "copy.sqlite") as copy:
        late = copy.server.begin()
        copy.pass_time(MINUTE)
        copy.posted(5)
        await copy.sync.fill()
        copy.pass_time(MINUTE)
        await copy.sync.pull()
        made = copy.draft_by(late, 55)
        await copy.sync.pull()
        assert await copy.mirror.headers([made])
        assert await copy.differences() == []


@pytest.mark.parametrize("ahead", [timedelta(hours=5), timedelta(hours=-5), timedelta(days=-4000), timedelta(days=900)])
async def test_the_clock_of_the_server_is_its_own(demo_server, tmp_path, ahead):
    server = demo_server(invoices=40, today=date.today() + min(ahead, timedelta()))  # noqa: DTZ011
    server.clock.advance(ahead)
    async with copy_of(server, tmp_path / "copy.sqlite") as copy:
        copy.posted(3)
        await copy.sync.fill()
        for step in range(3):
            copy.pay(copy.posted(step + 1))
            await copy.sync.pull()
            copy.pass_time(20 * MINUTE)
        assert await copy.differences() == []


async def test_the_clock_of_this_computer_is_set_while_it_runs(filled):
    for by in (timedelta(hours=9), timedelta(hours=-20), timedelta(days=3)):
        filled.watch.advance(by)
        filled.posted(5)
        await filled.sync.pull()
        assert await filled.differences() == []


async def test_after_a_month_away(filled):
    filled.pass_time(timedelta(days=30))
    filled.pay(filled.posted(5))
    await filled.anew()
    await filled.sync.pull()
    assert await filled.differences() == []


# --- what it costs ----------------------------------------------------------------------------------------------------


MODELS = len(reader.POLLED) + len(reader.SHORT) + 1  # what a product is called is its template's


@every_version
async def test_one_request_for_each_model_when_nothing_changed(filled):
    await filled.sync.pull()
    filled.pass_time(timedelta(minutes=1))  # what was written in this second is looked at once more
    await filled.sync.pull()
    asked = await filled.catch_up()
    models = [model for model, _method in asked]
    assert len(models) == len(set(models)) == MODELS


async def test_what_is_read_does_not_grow_with_the_books(demo_server, tmp_path):
    counts = []
    for invoices in (40, 400):
        async with copy_of(demo_server(invoices=invoices), tmp_path / f"{invoices}.sqlite") as copy:
            await copy.sync.fill()
            copy.pass_time(timedelta(hours=1))
            copy.pay(copy.posted(5))
            await copy.sync.pull()
            copy.pass_time(timedelta(hours=1))
            await copy.sync.pull()
            received = copy.client.received
            asked = await copy.catch_up()
            counts.append((len(asked), copy.client.received - received))
    assert counts[0][0] == counts[1][0]
    assert counts[1][1] < counts[0][1] * 1.5


async def test_a_partner_of_very_many_documents_is_renamed(demo_server, tmp_path, monkeypatch):
    """All of them are touched on the server: they are read in pages, told in steps, and nothing is read twice afterwards."""
    monkeypatch.setattr(syncing, "PAGE", 50)
    monkeypatch.setattr(reader, "PAGE", 50)
    monkeypatch.setattr(pages, "PAGE", 50)
    async with copy_of(demo_server(invoices=1200), tmp_path / "copy.sqlite") as copy:
        await copy.sync.fill()
        rows = copy.act("account.move", "search_read", [["move_type", "=", "out_invoice"]], ["partner_id"])
        partners = [row["partner_id"][0] for row in rows if row["partner_id"]]
        busiest = max(set(partners), key=partners.count)
        assert partners.count(busiest) > 50
        copy.told.clear()
        copy.act("res.partner", "write", [busiest], {"name": "Aardvark and Sons"})
        await copy.sync.pull()
        assert await copy.differences() == []
        assert max(len(change.documents) for change in copy.told[:-1]) <= 100
        copy.pass_time(timedelta(hours=1))
        await copy.sync.pull()
        assert len(await copy.catch_up()) == MODELS


# --- one's own actions ------------------------------------------------------------------------------------------------


@every_version
async def test_ones_own_action_is_read_back_with_what_hangs_on_it(filled):
    invoice = filled.posted(100)
    payment = filled.pay(invoice)
    change = await filled.sync.touch([invoice], [payment])
    assert invoice in change.documents
    assert payment in change.payments
    assert await filled.mirror.items_of([invoice])
    [header] = await filled.mirror.headers([invoice])
    assert (header.amount_residual, header.number[:4]) == (0, "INV/")
    await filled.sync.pull()
    assert await filled.differences() == []


async def test_what_is_deleted_by_oneself_is_gone_at_once(filled):
    draft = filled.draft()
    await filled.sync.pull()
    filled.act("account.move", "unlink", [draft])
    await filled.sync.touch([draft])
    assert await filled.mirror.headers([draft]) == ()
    assert await filled.differences() == []


# --- access -----------------------------------------------------------------------------------------------------------


async def test_a_key_that_has_expired_is_said_and_a_new_one_goes_on(demo_server, tmp_path):
    server = demo_server(invoices=40)
    async with copy_of(server, tmp_path / "copy.sqlite") as copy:
        await copy.sync.fill()
        server.revoke("admin")
        with pytest.raises(SignInRefused):
            await copy.sync.pull()
        rows = await copy.mirror.window(Query(Book.CUSTOMER_INVOICES), 0, 10)
        assert len(rows) == 10
        made = copy.posted(5)
    async with copy_of(server, tmp_path / "copy.sqlite") as copy:
        await copy.sync.fill()
        await copy.sync.pull()
        assert await copy.mirror.headers([made])
        assert await copy.differences() == []


async def test_a_server_that_is_gone_is_said_and_nothing_is_lost(filled):
    filled.server.stop()
    with pytest.raises(DeskError):
        await filled.sync.pull()
    await others_end()
    assert await filled.mirror.count(Kind.MOVE) > 50
    assert (await filled.mirror.summary(Query(Book.CUSTOMER_INVOICES))).count > 10


async def test_what_failed_has_ended(filled):
    filled.server.stop()
    with pytest.raises(DeskError):
        await filled.sync.pull()
    try:
        assert asyncio.all_tasks() == {asyncio.current_task()}
    finally:
        await others_end()


async def others_end() -> None:
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}), return_exceptions=True)


async def test_the_items_of_an_account_that_was_added_since_are_receivables_too(filled):
    code = {"code": "119999", "name": "Other receivables", "reconcile": True, "account_type": "asset_receivable"}
    account = filled.act("account.account", "create", code)
    filled.act("res.partner", "write", [filled.customer], {"property_account_receivable_id": account})
    invoice = filled.posted(100)
    await filled.sync.pull()
    [item] = await filled.ledger.pages.items_of([invoice])
    assert (item.account_id, item.kind) == (account, "asset_receivable")
