"""An ageing saved as a workbook, and compared with the same day later: what moved, and why."""

from __future__ import annotations

from datetime import date, timedelta

import openpyxl
import pytest

from odoo_desk.accounting.open_items import PAYABLE, RECEIVABLE, AsOf
from odoo_desk.errors import InvalidInput
from odoo_desk.workspace.connecting import connect
from tests.protocols.conftest import desk_of

TODAY = date.today()  # noqa: DTZ011  the user's day
DAY = TODAY - timedelta(days=20)
BEFORE = DAY - timedelta(days=10)


@pytest.fixture
async def desk(server, profile):
    workspace = await connect(profile, server.users["admin"].api_key)
    await workspace.sync_once()
    yield await desk_of(workspace)
    await workspace.close()


async def saved(desk, path, *kinds):
    ageing = await desk.workspace.open_items.ageing(AsOf(DAY, kinds or (RECEIVABLE,)))
    await desk.workspace.open_items.save(ageing, path)
    return ageing


async def test_the_workbook_has_what_the_screen_has(desk, tmp_path):
    path = tmp_path / "aged.xlsx"
    ageing = await saved(desk, path)
    book = openpyxl.load_workbook(path)
    rows = list(book["Ageing"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:-1]] == [each.name for each in ageing.rows]
    assert rows[-1][:8] == ("Total", *map(float, ageing.amounts), float(ageing.total))
    items = list(book["Open items"].iter_rows(values_only=True))
    assert round(sum(row[8] for row in items[1:]), 2) == float(ageing.total)
    assert items[1][2].date() <= DAY  # a real date, and not a text
    about = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert about["As of"].date() == DAY
    control = next(value for name, value in about.items() if name.startswith("Balance of"))
    assert round(control, 2) == float(ageing.total)


async def test_nothing_moves_by_what_is_booked_later(desk, tmp_path):
    invoice = await desk.posted(100, invoice_date=BEFORE, accounting_date=BEFORE)
    await saved(desk, tmp_path / "aged.xlsx")
    await desk.pay(invoice)
    assert (await desk.workspace.open_items.compare(tmp_path / "aged.xlsx")).moved == ()


async def test_what_moved_says_why(desk, tmp_path):
    paid = await desk.posted(100, invoice_date=BEFORE, accounting_date=BEFORE)
    await desk.pay(paid, amount=60, date=BEFORE)
    reset = await desk.posted(30, invoice_date=BEFORE, accounting_date=BEFORE)
    later = await desk.posted(40, invoice_date=BEFORE, accounting_date=BEFORE)
    await saved(desk, tmp_path / "aged.xlsx")
    document = await desk.workspace.invoicing.open(paid.header.id)
    await desk.workspace.invoicing.undo_payment(paid.header.id, document.payments[0].partial_id)
    await desk.workspace.invoicing.reset_to_draft(reset.header.id)
    new = await desk.posted(77, invoice_date=BEFORE, accounting_date=BEFORE)
    payment = await desk.pay(later, date=BEFORE)
    moved = (await desk.workspace.open_items.compare(tmp_path / "aged.xlsx")).moved
    by_number = {each.number: (each.before, each.now, each.why) for each in moved}
    [made] = await desk.workspace.listing.window(_payments(desk), 0, 1)
    assert made.id in payment.payment_ids
    assert by_number[paid.header.number] == (40, 100, "Unreconciled since")
    assert by_number[reset.header.number] == (30, 0, "Reset to draft or cancelled since")
    assert by_number[new.header.number] == (0, 77, "Entered since, with an earlier accounting date")
    before, now, why = by_number[later.header.number]
    assert (before, now) == (40, 0)
    assert why.startswith("Reconciled since, dated up to that day: ")
    assert why.endswith(f"of {BEFORE.isoformat()} (40.00)")
    assert (
        sum(each.difference for each in moved) == 77 - 30 - 40 + 60 - 60
    )  # the payment that is open again is among them


def _payments(desk):
    from odoo_desk.accounting.listing import Book, Query

    return Query(Book.PAYMENTS, partner_id=desk.partner.id, order="id")


async def test_payables_are_shown_positive_and_compared_all_the_same(desk, tmp_path):
    ageing = await saved(desk, tmp_path / "aged.xlsx", PAYABLE)
    rows = list(openpyxl.load_workbook(tmp_path / "aged.xlsx")["Ageing"].iter_rows(values_only=True))
    assert rows[-1][7] == -float(ageing.total) > 0
    assert (await desk.workspace.open_items.compare(tmp_path / "aged.xlsx")).moved == ()


async def test_a_file_that_is_no_saved_ageing_is_said_in_words(desk, tmp_path):
    path = tmp_path / "aged.xlsx"
    path.write_text("not a workbook")
    with pytest.raises(InvalidInput, match="cannot be read as a workbook"):
        await desk.workspace.open_items.compare(path)
    openpyxl.Workbook().save(path)
    with pytest.raises(InvalidInput, match="no sheet called About"):
        await desk.workspace.open_items.compare(path)


@pytest.mark.parametrize(
    ("sheet", "key", "value", "words"),
    [
        ("About", "As of", "soon", "does not say what day"),
        ("About", "Books", "https://elsewhere.example.com books Other (1)", "of other books"),
        ("Open items", None, "much", "has no amount due"),
    ],
)
async def test_a_copy_that_was_changed_or_is_of_other_books(desk, tmp_path, sheet, key, value, words):
    path = tmp_path / "aged.xlsx"
    await saved(desk, path)
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    cell = next(row[1] for row in page.iter_rows() if row[0].value == key) if key else page.cell(2, 9)
    cell.value = value
    book.save(path)
    with pytest.raises(InvalidInput, match=words):
        await desk.workspace.open_items.compare(path)


async def test_a_file_that_cannot_be_written_leaves_what_was_there(desk, tmp_path):
    path = tmp_path / "nowhere" / "aged.xlsx"
    with pytest.raises(InvalidInput, match="cannot be written"):
        await saved(desk, path)
    assert not path.exists()
