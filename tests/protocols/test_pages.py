"""The books in bulk: pages of bare records say the same as the documents, lists and payments do, over every protocol."""

from __future__ import annotations

import pytest

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import MoveType
from tests.protocols.conftest import line

BULK = (Kind.MOVE, Kind.PAYMENT, Kind.PARTNER, Kind.ITEM, Kind.PARTIAL)


@pytest.fixture
def ledger(desk):
    return desk.workspace._link.ledger


@pytest.fixture
def pages(ledger):
    return ledger.pages


@pytest.fixture
async def traded(desk):
    """Something of everything: a paid and a half paid invoice, a bill, a draft."""
    half = await desk.posted(80)
    await desk.pay(half, amount=30)
    whole = await desk.posted(40)
    await desk.pay(whole)
    bill = await desk.posted(55, MoveType.VENDOR_BILL)
    draft = await desk.workspace.invoicing.create(await desk.draft(MoveType.CUSTOMER_INVOICE, line(9)))
    return [each.header.id for each in (half, whole, bill, draft)]


async def test_pages_have_every_record_once_newest_first(pages, traded):
    for kind in BULK:
        whole = await pages.ids(kind)
        ids = whole[:150]
        assert ids == sorted(set(ids), reverse=True)
        rows = []
        for start in range(0, len(ids), 70):
            rows += await pages.page(kind, ids[start : start + 70])
        assert [row.id for row in rows] == ids
        assert all(row.written_at for row in rows)
        assert await pages.count(kind, ids[-1], ids[0]) == len(ids)
        assert await pages.ids(kind, ids[1]) == whole[2:]


async def test_the_ids_of_one_book(pages, ledger, traded):
    for book in (each for each in Book if each.move_types):
        ids = await pages.ids(Kind.MOVE, book=book)
        assert len(ids) == (await ledger.books.summary(Query(book))).count
        if ids:
            rows = await pages.page(Kind.MOVE, ids[:50], book)
            assert [row.id for row in rows] == ids[:50]
            assert {row.move_type for row in rows} <= {each.value for each in book.move_types}


async def test_documents_say_the_same(pages, ledger, traded):
    for row in await pages.some(Kind.MOVE, traded):
        document = await ledger.documents.open(row.id)
        header = document.header
        assert (row.move_type, row.state, row.payment_state) == (header.move_type, header.state, header.payment_state)
        assert (row.number, row.ref, row.payment_reference) == (header.number, header.ref, header.payment_reference)
        assert row.partner_id == header.partner.id
        assert (row.journal_id, row.currency_id) == (header.journal.id, header.currency.id)
        assert row.invoice_date == header.invoice_date.isoformat()
        assert row.accounting_date == header.accounting_date.isoformat()
        rounded = header.currency.round
        assert rounded(row.amount_total) == header.amount_total
        assert rounded(row.amount_residual) == header.amount_residual
        assert rounded(row.amount_total_signed) == header.amount_total_signed
        assert rounded(row.amount_residual_signed) == header.amount_residual_signed
        assert row.written_at == header.written_at.strftime("%Y-%m-%d %H:%M:%S")


async def test_items_say_what_is_booked_and_what_is_open(pages, ledger, traded):
    items = await pages.items_of(traded)
    for move in traded:
        document = await ledger.documents.open(move)
        rounded = document.header.currency.round
        ours = [row for row in items if row.move_id == move]
        assert {row.kind for row in ours} == {
            "asset_receivable" if document.header.move_type.is_sale else "liability_payable"
        }
        assert abs(sum(rounded(row.balance) for row in ours)) == document.header.amount_total
        assert abs(sum(rounded(row.residual) for row in ours)) == document.header.amount_residual
        assert {row.posted for row in ours} == {document.header.state == "posted"}
        # From the draft on on some versions, once it is posted on all.
        assert {row.maturity for row in ours} <= {document.header.due_date.isoformat()}
        assert all(row.partner_id and row.currency_id and row.date for row in ours)
    half, whole = ([row for row in items if row.move_id == move] for move in traded[:2])
    assert [row.reconciled for row in whole] == [True]
    assert [row.reconciled for row in half] == [False]
    assert whole[0].matching
    assert whole[0].matching != "P"


async def test_partials_join_items_of_both_sides(pages, ledger, traded):
    half, whole = traded[:2]
    for move, paid in ((half, 30), (whole, None)):
        document = await ledger.documents.open(move)
        [item] = await pages.items_of([move])
        [partial] = await pages.partials_of([item.id])
        assert item.id == partial.debit_item
        wanted = document.header.amount_total if paid is None else paid
        assert document.header.currency.round(partial.amount) == wanted
        [other] = await pages.some(Kind.ITEM, [partial.credit_item])
        assert other.payment_id
        assert partial.date == max(item.date, other.date)
        [payment] = await pages.some(Kind.PAYMENT, [other.payment_id])
        assert payment.move_id == other.move_id
        assert move in payment.documents


async def test_payments_and_partners_say_what_lists_say(pages, ledger, traded):
    shown = {row.id: row for row in await ledger.books.window(Query(Book.PAYMENTS), 0, 50)}
    for row in await pages.some(Kind.PAYMENT, list(shown)):
        there = shown[row.id]
        assert (row.number, row.state, row.inbound, row.memo) == (there.number, there.state, there.inbound, there.memo)
        assert there.currency.round(row.amount) == there.amount
        assert (row.date, row.method) == (there.date.isoformat(), there.method)
        assert set(row.documents) == set(there.documents)
    partners = {row.id: row for row in await ledger.books.window(Query(Book.PARTNERS), 0, 50)}
    for row in await pages.some(Kind.PARTNER, list(partners)):
        there = partners[row.id]
        assert (row.name, row.ref, row.email, row.city) == (there.name, there.ref, there.email, there.city)
        assert (row.is_company, row.country, row.archived) == (there.is_company, there.country, there.archived)


async def test_what_was_written_since(desk, pages):
    before = await pages.newest(Kind.MOVE)
    document = await desk.posted(15)
    found = await pages.written(Kind.MOVE, before)
    assert list(found)[-1] == document.header.id
    assert list(found.values()) == sorted(found.values())
    [row] = await pages.some(Kind.MOVE, [document.header.id])
    assert found[row.id] == row.written_at == await pages.newest(Kind.MOVE)
    assert list(await pages.written(Kind.MOVE, low=row.id, high=row.id)) == [row.id]


async def test_what_is_gone_is_left_out(desk, pages):
    draft = await desk.workspace.invoicing.create(await desk.draft())
    await desk.workspace.invoicing.delete(draft.header.id)
    assert await pages.some(Kind.MOVE, [draft.header.id]) == []
    assert await pages.count(Kind.MOVE, draft.header.id, draft.header.id) == 0


async def test_names_of_those_in_documents(desk, pages, traded):
    names = await pages.partner_names(traded)
    assert names[desk.partner.id] == desk.partner.name
    people = await pages.salesperson_names(traded)
    assert desk.workspace.user.name in people.values()


async def test_the_head_of_a_book_is_what_its_list_shows_first(pages, ledger, traded):
    head = await pages.head(Book.CUSTOMER_INVOICES, 20)
    shown = await ledger.books.window(Query(Book.CUSTOMER_INVOICES), 0, 20)
    assert [row.id for row in head] == [row.id for row in shown]
