"""Saving, posting and the next document by keys: a heavy hand posts nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.records import MoveType, State
from odoo_desk.ui import tasks
from tests.ui.invoices.test_page import (  # noqa: F401  fixtures
    a_draft,
    a_partner,
    keys,
    opened,
    server,
    started,
    window,
    workspace,
)
from tests.ui.until import until

TAB, ENTER = Qt.Key.Key_Tab, Qt.Key.Key_Return
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


async def test_ctrl_enter_saves_and_pressed_again_posts(window, workspace):  # noqa: F811
    page = await opened(window, await a_draft(workspace))
    page.form.header.ref.setFocus()
    keys("PO 7", ENTER)
    keys(ENTER, held=CONTROL)
    await until(lambda: window.said and tasks.is_idle(), "saved")
    assert window.said == ["Saved. Ctrl+Enter again confirms it."]
    assert page.document.header.state is State.DRAFT
    keys(ENTER, held=CONTROL)
    await until(lambda: page.document.header.state is State.POSTED and tasks.is_idle(), "posted")
    assert page.document.header.ref == "PO 7"


async def test_presses_while_it_is_being_saved_do_not_post(window, workspace):  # noqa: F811
    page = await opened(window, await a_draft(workspace))
    page.form.header.ref.setFocus()
    keys("PO 7", ENTER)
    keys(ENTER, ENTER, ENTER, held=CONTROL)
    await until(lambda: window.said and tasks.is_idle(), "saved")
    assert window.said == ["Saved. Ctrl+Enter again confirms it."]
    assert (await workspace.invoicing.open(page.document.header.id)).header.state is State.DRAFT


async def test_a_key_that_is_held_posts_nothing(window, workspace):  # noqa: F811
    page = await opened(window, await a_draft(workspace))
    page.form.header.ref.setFocus()
    for _ in range(5):
        QTest.simulateEvent(QApplication.focusWidget(), True, ENTER, CONTROL, "\r", True)
    await until(tasks.is_idle, "rest")
    assert page.document.header.state is State.DRAFT
    assert (await workspace.invoicing.open(page.document.header.id)).header.state is State.DRAFT


async def test_the_next_one_has_date_journal_and_account_of_the_one_that_was_saved(window, workspace):  # noqa: F811
    partner = await a_partner(workspace)
    page = await started(window, MoveType.VENDOR_BILL)
    keys(partner.name, ENTER)
    await until(page.form.header.partner.choice, "the partner")
    page.form.go_to_field("invoice_date")
    keys("0110", TAB)
    page.form.grid.go_to(0, "name")
    keys("Paper", TAB)
    page.form.grid.go_to(0, "price_unit")
    keys("40", TAB)
    await until(tasks.is_idle, "rest")
    before = page.form.read()
    keys(ENTER, held=CONTROL | SHIFT)
    await until(lambda: window.said and tasks.is_idle(), "the next one")
    assert page.document is None
    assert window.said[0].startswith("Saved Draft")
    assert "40.00" in window.said[0]
    assert QApplication.focusWidget() is page.form.header.partner
    after = page.form.read()
    assert after.partner_id is None
    assert before.invoice_date is not None
    assert (after.invoice_date, after.journal_id, after.currency_id) == (
        before.invoice_date,
        before.journal_id,
        before.currency_id,
    )
    page.form.grid.go_to(0, "name")
    keys("Toner", TAB)
    (line,) = page.form.read().lines
    assert line.name == "Toner"
    assert before.lines[0].account_id is None  # the server's choice, which the next one takes over
    assert line.account_id is not None


async def test_what_cannot_be_saved_stays_and_there_is_no_next_one(window):  # noqa: F811
    page = await started(window)
    page.form.grid.go_to(0, "price_unit")
    keys("abc", TAB)
    keys(ENTER, held=CONTROL | SHIFT)
    await until(lambda: page.notice.isVisible() and tasks.is_idle(), "the refusal")
    assert not any(each.startswith("Saved") for each in window.said)
    assert page.is_dirty
