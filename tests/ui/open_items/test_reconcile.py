"""Items taken in the ageing and matched by key."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox

from odoo_desk.accounting.open_items import GroupedBy
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.open_items.matches import MatchesDialog
from odoo_desk.workspace.connecting import connect
from tests.protocols.conftest import TODAY, desk_of
from tests.protocols.test_reconciling import undone
from tests.ui.open_items.test_page import ask, page_of
from tests.ui.running import opened
from tests.ui.until import until


@pytest.fixture
async def desk(demo_server, qapp):
    server = demo_server(version=19, invoices=30)
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    await workspace.sync_once()
    yield await desk_of(workspace)
    await until(tasks.is_idle, "rest")
    await workspace.close()


async def on_partner(desk, page):
    row = next(at for at, each in enumerate(page.ageing.rows) if each.id == desk.partner.id)
    page.view.setCurrentIndex(page.view.records.index(row, 0))
    await until(tasks.is_idle, "the items")
    page.items.setFocus()


def stand_on(page, item):
    place = next(at for at, each in enumerate(page.items.records.records) if each.id == item.id)
    page.items.setCurrentIndex(page.items.records.index(place, 0))


async def test_taken_with_space_and_matched_by_key(desk, qtbot, tmp_path):
    invoice, item, payment = await undone(desk, 100)
    page = await page_of(desk.workspace, qtbot, tmp_path)
    await on_partner(desk, page)
    assert not page.reconcile_action.isEnabled()
    for each in (item, payment):
        stand_on(page, each)
        QTest.keyClick(page.items, Qt.Key.Key_Space)
    words = page.findChild(QLabel, "taken_items").text()
    assert words.startswith("2 taken")
    assert words.endswith("Difference 0.00\u00a0€")
    assert page.reconcile_action.isEnabled()
    page.reconcile_action.trigger()
    await until(tasks.is_idle, "the match")
    assert (await desk.workspace.invoicing.open(invoice.header.id)).header.amount_residual == 0
    shown = {each.id for each in page.items.records.records}
    assert not shown & {item.id, payment.id}
    assert page.items.taken == []


async def test_space_gives_back_and_goes_on(desk, qtbot, tmp_path):
    await undone(desk, 100)
    page = await page_of(desk.workspace, qtbot, tmp_path)
    await on_partner(desk, page)
    page.items.setCurrentIndex(page.items.records.index(0, 0))
    QTest.keyClick(page.items, Qt.Key.Key_Space)
    assert page.items.currentIndex().row() == 1
    assert [page.items.records.index(row, 0).data() for row in (0, 1)] == ["✓", ""]
    QTest.keyClick(page.items, Qt.Key.Key_Up)
    QTest.keyClick(page.items, Qt.Key.Key_Space)
    assert page.items.taken == []


async def test_as_of_a_past_day_nothing_is_matched_and_it_says_why(desk, qtbot, tmp_path):
    _, item, payment = await undone(desk, 100)
    page = await page_of(desk.workspace, qtbot, tmp_path)
    page.question.ask_for_day(TODAY + timedelta(days=1))
    await until(tasks.is_idle, "the ageing")
    await on_partner(desk, page)
    for each in (item, payment):
        stand_on(page, each)
        QTest.keyClick(page.items, Qt.Key.Key_Space)
    assert page.reconcile_action.isEnabled()
    page.question.ask_for_day(TODAY - timedelta(days=1))
    await ask(page, grouped_by=GroupedBy.CURRENCY)
    for row in range(2):
        page.items.setCurrentIndex(page.items.records.index(row, 0))
        QTest.keyClick(page.items, Qt.Key.Key_Space)
    assert not page.reconcile_action.isEnabled()
    assert "choose today" in page.reconcile_action.toolTip()
    assert page.findChild(QLabel, "why_not_reconciled").isVisible()


async def test_one_match_is_taken_back_after_a_question(desk, qtbot, tmp_path):
    invoice = await desk.posted(100)
    for amount in (25, 35):
        await desk.pay(invoice, amount=amount)
    page = await page_of(desk.workspace, qtbot, tmp_path)
    await on_partner(desk, page)
    [item] = [each for each in page.items.records.records if each.move_id == invoice.header.id]
    stand_on(page, item)
    assert page.matches_action.isEnabled()
    page.matches_action.trigger()
    await until(lambda: opened(MatchesDialog), "the matches")
    [dialog] = opened(MatchesDialog)
    await until(tasks.is_idle, "the matches")
    assert [each.amount for each in dialog.table.records.records] == [25, 35]
    dialog.table.setCurrentIndex(dialog.table.records.index(1, 0))
    dialog.undo.click()
    await until(lambda: opened(QMessageBox), "the question")
    [question] = opened(QMessageBox)
    next(each for each in question.buttons() if each.text() == "Unreconcile").click()
    await until(tasks.is_idle, "the match")
    assert [each.amount for each in dialog.table.records.records] == [25]
    assert (await desk.workspace.invoicing.open(invoice.header.id)).header.amount_residual == 75
    dialog.close()


async def test_what_belongs_together_is_suggested_and_says_why(desk, qtbot, tmp_path):
    invoice, item, payment = await undone(desk, 123)
    page = await page_of(desk.workspace, qtbot, tmp_path)
    await on_partner(desk, page)
    for _press in range(10):
        page.suggest_action.trigger()
        await until(tasks.is_idle, "the suggestions")
        if {each.id for each in page.items.taken} == {item.id, payment.id}:
            break
    assert {each.id for each in page.items.taken} == {item.id, payment.id}
    why = page.findChild(QLabel, "why_not_reconciled")
    assert why.isVisible()
    assert invoice.header.number in why.text()
    page.reconcile_action.trigger()
    await until(tasks.is_idle, "the match")
    assert (await desk.workspace.invoicing.open(invoice.header.id)).header.amount_residual == 0
