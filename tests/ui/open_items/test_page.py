"""The ageing on screen: as of a day, its items, and what it says of itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.open_items import RECEIVABLE, AsOf, GroupedBy
from odoo_desk.errors import InvalidInput
from odoo_desk.settings import Profile
from odoo_desk.ui import formats, printing, tasks
from odoo_desk.ui.open_items.compared import ComparedDialog
from odoo_desk.ui.open_items.page import AgeingPage
from odoo_desk.ui.places import Report
from odoo_desk.workspace.connecting import connect, reopen
from tests.protocols.conftest import desk_of
from tests.ui.running import opened
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day
LONG_AGO = TODAY - timedelta(days=75)


@pytest.fixture
async def workspace(demo_server, qapp):
    server = demo_server(version=19, invoices=60)
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    yield workspace
    await until(tasks.is_idle, "rest")
    await workspace.close()


async def page_of(workspace, qtbot, tmp_path, report=Report.AGED_RECEIVABLE):
    kept = QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    page = AgeingPage(workspace, report, kept, None)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    await until(tasks.is_idle, "the ageing")
    return page


async def ask(page, **changes):
    page.question._set(replace(page.question.question, **changes))
    await until(tasks.is_idle, "the ageing")


def column(page, title):
    return next(place for place, each in enumerate(page.view.records.columns) if each.title == title)


def cell(page, row, title):
    return page.view.records.index(row, column(page, title)).data()


async def test_rows_and_total_are_what_the_items_come_to(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    items = await workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,)))
    owed = sum((each.residual for each in items), Decimal(0))
    last = page.view.records.rowCount() - 1
    own = workspace.user.company.currency
    assert last > 2
    assert (cell(page, last, "Partner"), cell(page, last, "Total")) == ("Total", formats.amount(owed, own))
    assert cell(page, last, "Items") == str(len(items))


async def test_another_day_is_typed(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    edit = page.question.day.line_edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, LONG_AGO.isoformat())
    QTest.keyClick(edit, Qt.Key.Key_Return)
    await until(tasks.is_idle, "the ageing")
    assert page.ageing.asked.on == LONG_AGO
    wanted = await workspace.open_items.ageing(AsOf(LONG_AGO, (RECEIVABLE,)))
    assert page.ageing.total == wanted.total
    assert formats.day(LONG_AGO) in page.computed.text()


async def test_the_control_account_is_compared(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path, Report.AGED_PAYABLE)
    assert page.control.text().endswith("equal to its open items")
    assert page.control.property("tone") == "good"


async def test_a_difference_is_shown_when_the_copy_is_not_what_the_server_has(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    items = await workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,)))
    await workspace._mirror.drop(Kind.ITEM, [items[0].id])
    page = await page_of(workspace, qtbot, tmp_path)
    gone = formats.amount(-items[0].residual, workspace.user.company.currency)
    assert f"difference {gone}" in page.control.text()
    assert page.control.property("tone") == "bad"


async def test_what_is_matched_with_a_draft_is_said_of_the_difference(workspace, qtbot, tmp_path):
    """19 leaves a paid invoice that is reset to draft matched with its payment."""
    desk = await desk_of(workspace)
    invoice = await desk.posted(115)
    await desk.pay(invoice)
    await workspace.invoicing.reset_to_draft(invoice.header.id)
    await workspace.sync_once()
    [control] = await workspace.open_items.controls(AsOf(TODAY, (RECEIVABLE,)))
    assert (control.difference, control.half_posted) == (115, 115)
    page = await page_of(workspace, qtbot, tmp_path)
    assert "of it is matched with drafts" in page.control.text()


async def test_the_items_of_a_row_and_their_document(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Down)
    await until(tasks.is_idle, "the items")
    row = page.view.current
    assert row is page.ageing.rows[1]
    shown = page.items.records.records
    assert (len(shown), sum(each.residual for each in shown)) == (row.items, row.total)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert page.items.hasFocus()
    spy = QSignalSpy(page.opened)
    QTest.keyClick(page.items, Qt.Key.Key_Return)
    assert spy.at(0) == [shown[0].move_id]


async def test_grouped_and_aged_otherwise(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    total = page.ageing.total
    for grouped_by in GroupedBy:
        await ask(page, grouped_by=grouped_by)
        assert page.ageing.total == total
        for row in range(len(page.ageing.rows)):
            page.view.setCurrentIndex(page.view.records.index(row, 0))
            await until(tasks.is_idle, "the items")
            shown = page.items.records.records
            assert sum(each.residual for each in shown) == page.view.current.total


async def test_revalued_only_when_asked_and_then_said(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    assert "REVALUED" not in page.computed.text()
    await ask(page, revalue=True, grouped_by=GroupedBy.CURRENCY)
    assert "REVALUED, not as booked" in page.computed.text()
    assert "USD 1." in page.computed.text()
    for place, row in enumerate(page.ageing.rows):
        page.view.setCurrentIndex(page.view.records.index(place, 0))
        await until(tasks.is_idle, "the items")
        assert sum(each.revalued for each in page.items.records.records) == row.total
    assert page.control.text().endswith("equal to its open items")  # what is booked


async def test_buckets_are_typed_and_kept(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    page.question.borders.setText("45; 10")
    page.question.borders.editingFinished.emit()
    await until(tasks.is_idle, "the ageing")
    titles = [each.title for each in page.view.records.columns]
    assert titles[1:5] == ["Not due", "1 to 10", "11 to 45", "Over 45"]
    again = await page_of(workspace, qtbot, tmp_path)
    assert again.question.question.buckets.borders == (10, 45)
    again.question.borders.setText("soon")
    again.question.borders.editingFinished.emit()
    assert "30, 60, 90" in again.question.borders.complaint
    assert again.question.question.buckets.borders == (10, 45)


async def test_sorted_by_a_column_the_total_stays_last(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    page.view.sortByColumn(column(page, "Total"), Qt.SortOrder.DescendingOrder)
    totals = [each.total for each in page.view.records.records]
    assert totals == sorted(totals, reverse=True)
    assert cell(page, page.view.records.rowCount() - 1, "Partner") == "Total"


async def test_a_copy_that_is_not_whole_says_so_instead_of_a_part(workspace, qtbot, tmp_path):
    page = await page_of(workspace, qtbot, tmp_path)
    assert page.empty.isVisible()
    assert page.empty.findChild(QLabel, "empty_list").text() == "The books are being copied."


async def test_without_a_connection_it_is_computed_all_the_same(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    wanted = (await workspace.open_items.ageing(AsOf(TODAY, (RECEIVABLE,)))).total
    await workspace.close()
    reopened = await reopen(workspace.profile)
    page = await page_of(reopened, qtbot, tmp_path)
    assert page.ageing.total == wanted
    assert "no connection" in page.control.text()
    await reopened.close()


async def test_saved_and_compared(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    await page.save(tmp_path / "aged.xlsx")
    items = await workspace.open_items.items(AsOf(TODAY, (RECEIVABLE,)))
    await workspace._mirror.drop(Kind.ITEM, [items[0].id])
    await page.compare(tmp_path / "aged.xlsx")
    [dialog] = opened(ComparedDialog)
    assert "1 item moved" in dialog.findChild(QLabel, "compared_what").text()
    row = dialog.table.records.index(0, 0)
    assert row.data() == items[0].number
    assert row.siblingAtColumn(5).data() == "Deleted since, or not to be seen any more"
    dialog.close()


async def test_saved_as_pdf(workspace, qtbot, tmp_path):
    await workspace.sync_once()
    page = await page_of(workspace, qtbot, tmp_path)
    await page.save(tmp_path / "aged.pdf")
    written = (tmp_path / "aged.pdf").read_bytes()
    assert written.startswith(b"%PDF-")
    assert pages_in(written) == 1
    table = page._on_paper()
    assert table.rows[-1][0] == "Total"
    await printing.write_pdf(tmp_path / "long.pdf", replace(table, rows=[*table.rows] * 60))
    assert pages_in((tmp_path / "long.pdf").read_bytes()) > 5
    with pytest.raises(InvalidInput, match="cannot be written"):
        await page.save(tmp_path / "nowhere" / "aged.pdf")


def pages_in(written):
    return len(re.findall(rb"/Type\s*/Page\b", written))
