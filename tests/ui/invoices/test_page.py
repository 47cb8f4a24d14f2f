"""The page of one document, against the demo server: nothing typed is ever lost, and nothing is done twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QVBoxLayout, QWidget

from odoo_desk.accounting.records import Draft, DraftLine, LineKind, MoveType, PaymentState, State
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.page import InvoicePage
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day
TAB, ENTER = Qt.Key.Key_Tab, Qt.Key.Key_Return


class Window(QWidget):
    """As much of a window as the page needs: it hears what is said."""

    def __init__(self, workspace):
        super().__init__()
        self.workspace, self.said = workspace, []
        self.page = InvoicePage(workspace, self)
        QVBoxLayout(self).addWidget(self.page)
        self.resize(1100, 760)

    def show_message(self, text):
        self.said.append(text)

    def question(self):
        return next((box for box in self.findChildren(QMessageBox) if box.isVisible()), None)


@pytest.fixture
def server(demo_server):
    return demo_server(version=19)


def user_of(server, login="admin"):
    return Profile("test", server.url, server.database, login), server.users[login].api_key


@pytest.fixture
async def workspace(server, qapp):
    workspace = await connect(*user_of(server))
    yield workspace
    await workspace.close()


@pytest.fixture
async def window(workspace, qtbot):
    window = Window(workspace)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow, "the window")
    return window


def keys(*pressed, held=Qt.KeyboardModifier.NoModifier):
    for key in pressed:
        for each in key if isinstance(key, str) else [key]:
            QTest.keyClick(QApplication.focusWidget(), each, held)


async def a_partner(workspace, at=0):
    return (await workspace.lookups.find_partners("", 20))[at]


async def a_draft(workspace, **changes):
    partner = await a_partner(workspace)
    draft = Draft(
        MoveType.CUSTOMER_INVOICE,
        partner_id=partner.id,
        invoice_date=TODAY,
        lines=(DraftLine(name="Advice", quantity=Decimal(2), price_unit=Decimal(100), tax_ids=()),),
    )
    return await workspace.invoicing.create(replace(draft, **changes))


async def opened(window, document):
    window.page.open_document(document.header.id)
    await until(lambda: window.page.document and tasks.is_idle(), "the document")
    return window.page


async def started(window, move_type=MoveType.CUSTOMER_INVOICE):
    window.page.start(move_type)
    await until(lambda: window.page.form, "the form")
    return window.page


async def test_an_invoice_is_written_with_the_keyboard_and_saved(window, workspace):
    partner = await a_partner(workspace)
    page = await started(window)
    assert QApplication.focusWidget() is page.form.header.partner
    keys(partner.name, ENTER)
    await until(page.form.header.partner.choice, "the partner")
    page.form.grid.setFocus()
    keys(TAB, TAB, "Freight", TAB, "3", TAB, "=10*1,25", TAB, TAB, TAB)
    keys(Qt.Key.Key_S, held=Qt.KeyboardModifier.ControlModifier)
    await until(lambda: window.said, "saved")
    saved = await workspace.invoicing.open(page.document.header.id)
    (line,) = saved.lines
    assert (line.name, line.quantity, line.price_unit, line.subtotal) == (
        "Freight",
        3,
        Decimal("12.5"),
        Decimal("37.5"),
    )
    assert saved.header.partner.id == partner.id
    assert saved.header.accounting_date == TODAY
    assert not page.is_dirty


async def test_totals_are_worked_out_while_typing(window):
    page = await started(window)
    page.form.grid.setFocus()
    keys(TAB, TAB, "Freight", TAB, "2", TAB, "50", TAB)
    await until(lambda: page.form.totals.totals.total == 100, "the totals")


async def test_posting_saves_first_and_shows_the_number(window, workspace):
    document = await a_draft(workspace)
    page = await opened(window, document)
    page.form.header.ref.setFocus()
    keys("PO-7")
    page.document_actions.post.trigger()
    await until(lambda: page.document.header.state is State.POSTED, "posted")
    header = page.document.header
    assert header.number
    assert header.ref == "PO-7"
    assert f"Posted {header.number}." in window.said
    assert page.posted is not None


async def test_posted_documents_keep_four_remarks_that_can_be_changed(window, workspace):
    document = await a_draft(workspace)
    await workspace.invoicing.post(document.header.id)
    page = await opened(window, document)
    page.posted.ref.setText("")
    page.posted.ref.setFocus()
    keys("Later")
    assert page.is_dirty
    page.save_action.trigger()
    await until(lambda: window.said, "saved")
    assert (await workspace.invoicing.open(document.header.id)).header.ref == "Later"


async def test_only_what_was_changed_is_written(window, workspace, server):
    document = await a_draft(workspace)
    page = await opened(window, document)
    before = len(server.calls)
    page.save_action.trigger()
    await until(tasks.is_idle, "nothing")
    assert not page.is_dirty
    assert ("account.move", "write", (document.header.id,)) not in server.calls[before:]


async def test_a_credit_is_applied_and_undone_by_key(window, workspace):
    invoice = await a_draft(workspace)
    credit = await a_draft(
        workspace,
        move_type=MoveType.CUSTOMER_CREDIT_NOTE,
        lines=(DraftLine(name="Back", price_unit=Decimal(30), tax_ids=()),),
    )
    for each in (invoice, credit):
        await workspace.invoicing.post(each.header.id)
    page = await opened(window, invoice)
    names = [credit.name for credit in page.document.outstanding]
    assert names
    residual = page.document.header.amount_residual
    keys(Qt.Key.Key_A, held=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    await until(lambda: page.document.header.amount_residual < residual, "applied")
    keys(Qt.Key.Key_U, held=Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    await until(window.question, "the question")
    next(button for button in window.question().buttons() if button.text() == "Undo").click()
    await until(lambda: page.document.header.amount_residual == residual, "undone")


async def test_a_payment_made_elsewhere_shows_at_once(window, workspace):
    document = await a_draft(workspace)
    await workspace.invoicing.post(document.header.id)
    page = await opened(window, document)
    page.document_actions.pay.trigger()
    await until(lambda: window.findChild(QWidget, "register_payment"), "the dialog")
    window.findChild(QWidget, "register_payment").pay_button.click()
    await until(lambda: page.document.header.payment_state is PaymentState.PAID, "paid")
    assert page.document.payments
    assert not page.document_actions.pay.isEnabled()


async def test_a_refusal_names_the_line_and_keeps_everything(window, workspace):
    page = await started(window)
    page.form.grid.setFocus()
    keys(TAB, TAB, "Freight", TAB, "2", TAB, "5O", TAB)
    page.form.grid.add(LineKind.NOTE)
    keys(ENTER)
    page.save_action.trigger()
    await until(page.notice.isVisible, "the refusal")
    assert "5O" in page.notice.text()
    assert page.form.grid.currentIndex().row() == 0
    assert page.form.lines.line(0).draft.name == "Freight"
    keys("50", TAB)
    page.save_action.trigger()
    await until(lambda: "empty note" in page.notice.text(), "the second refusal")
    assert page.form.grid.currentIndex().row() == 1


async def test_a_lost_connection_while_saving_loses_nothing_and_makes_no_second_draft(window, workspace, server):
    partner = await a_partner(workspace)
    page = await started(window)
    keys(partner.name, ENTER)
    await until(page.form.header.partner.choice, "the partner")
    page.form.grid.setFocus()
    keys(TAB, TAB, "Freight", TAB, "2", TAB, "50", TAB)
    await until(lambda: page.form.totals.totals.total == 100, "the totals")
    before = server.do("account.move", "search_count", [])
    server.fail_next("cut_after", model="account.move", method="write")
    page.save_action.trigger()
    await until(lambda: any(said.startswith("Saved.") for said in window.said), "saved")
    assert page.document.lines[0].price_unit == 50
    assert page.document.header.partner.id == partner.id
    assert not page.is_dirty
    assert server.do("account.move", "search_count", []) == before + 1


async def test_leaving_with_unsaved_changes_asks(window, workspace):
    document = await a_draft(workspace)
    page = await opened(window, document)
    assert await page.may_leave()
    page.form.header.ref.setFocus()
    keys("x")
    answers = []
    tasks.run(page, page.may_leave(), done=answers.append)
    await until(window.question, "the question")
    window.question().reject()
    await until(lambda: answers, "the answer")
    assert answers == [False]


async def test_an_accounting_date_follows_the_date_on_the_paper_until_it_is_touched(window):
    page = await started(window, MoveType.VENDOR_BILL)
    header = page.form.header
    header.invoice_date.setFocus()
    keys("2026-10-15", TAB)
    assert header.accounting_date.value() == date(2026, 10, 15)
    header.accounting_date.setFocus()
    header.accounting_date.line_edit.selectAll()
    keys("2026-11-01", TAB)
    header.invoice_date.setFocus()
    header.invoice_date.line_edit.selectAll()
    keys("2026-10-20", TAB)
    draft = page.form.so_far()
    assert (draft.invoice_date, draft.accounting_date) == (date(2026, 10, 20), date(2026, 11, 1))


async def test_an_entry_must_balance_and_says_by_how_much(window, workspace):
    page = await started(window, MoveType.JOURNAL_ENTRY)
    account = (await workspace.lookups.find_accounts(""))[0]
    page.form.grid.setFocus()
    keys(account.code, TAB, TAB, "Rent", TAB, "100", TAB, TAB)
    page.save_action.trigger()
    await until(page.notice.isVisible, "the refusal")
    assert "does not balance" in page.notice.text()
    assert page.form.balance.findChild(QWidget, "balance_difference").text().endswith("missing in credit")


async def test_somebody_who_may_only_look_is_told_so(server, qtbot):
    workspace = await connect(*user_of(server, "readonly"))
    window = Window(workspace)
    qtbot.addWidget(window)
    window.show()
    page = await started(window)
    assert "may look at documents but not change them" in page.notice.text()
    assert not page.save_action.isEnabled()
    assert not page.document_actions.post.isEnabled()
    assert "Billing" in page.document_actions.post.toolTip()
    await workspace.close()


async def test_deleting_asks_and_leaves_the_page(window, workspace):
    document = await a_draft(workspace)
    page = await opened(window, document)
    left = []
    page.leave_requested.connect(lambda: left.append(True))
    page.document_actions.delete.trigger()
    await until(window.question, "the question")
    next(button for button in window.question().buttons() if button.text() == "Delete").click()
    await until(lambda: left, "left")
    assert any(text.startswith("Deleted") for text in window.said)


async def test_a_duplicate_is_offered_to_be_opened(window, workspace):
    document = await a_draft(workspace)
    page = await opened(window, document)
    copies = []
    page.document_opened.connect(copies.append)
    page.document_actions.duplicate.trigger()
    await until(lambda: copies, "the copy")
    assert copies[0] != document.header.id


CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


async def test_ctrl_enter_saves_and_pressed_again_posts(window, workspace):
    page = await opened(window, await a_draft(workspace))
    page.form.header.ref.setFocus()
    keys("PO-7")
    keys(ENTER, ENTER, held=CONTROL)  # a bounced key: the second comes while it is being saved
    await until(lambda: window.said and tasks.is_idle(), "saved")
    assert "Ctrl+Enter" in window.said[-1]
    assert (page.document.header.ref, page.document.header.state) == ("PO-7", State.DRAFT)
    held = QKeyEvent(QKeyEvent.Type.KeyPress, ENTER, CONTROL, "\r", True)
    QApplication.sendEvent(QApplication.focusWidget(), held)
    await until(tasks.is_idle, "nothing")
    assert page.document.header.state is State.DRAFT
    keys(ENTER, held=CONTROL)
    await until(lambda: page.document.header.state is State.POSTED, "posted")


async def test_the_next_of_a_pile_has_the_date_account_and_tax_of_the_one_before(window, workspace):
    taxes = await workspace.lookups.taxes()
    tax = next(each for each in taxes if each.use == "sale" and each.amount_type == "percent")
    day = TODAY.replace(day=1)
    line = DraftLine(name="Advice", price_unit=Decimal(100), tax_ids=(tax.id,))
    page = await opened(window, await a_draft(workspace, invoice_date=day, accounting_date=day, lines=(line,)))
    account = page.document.lines[0].account
    page.form.header.ref.setFocus()
    keys("PO-8")
    keys(ENTER, held=CONTROL | SHIFT)
    await until(lambda: page.document is None and tasks.is_idle(), "the next one")
    assert "PO-8" not in page.form.header.ref.text()
    assert QApplication.focusWidget() is page.form.header.partner
    assert not page.is_dirty
    page.form.grid.setFocus()
    keys(TAB, TAB, "More advice", TAB)
    draft = page.form.so_far()
    assert (draft.partner_id, draft.invoice_date) == (None, day)
    assert (draft.lines[0].account_id, draft.lines[0].tax_ids) == (account.id, (tax.id,))


async def test_what_cannot_be_saved_stays_and_no_next_one_is_begun(window):
    page = await started(window, MoveType.JOURNAL_ENTRY)
    page.form.grid.setFocus()
    keys(TAB, TAB, "Rounding", TAB, "5", TAB)
    keys(ENTER, held=CONTROL | SHIFT)
    await until(lambda: "balance" in page.notice.text() or window.question() or tasks.is_idle(), "the refusal")
    assert page.form.so_far().lines[0].name == "Rounding"


async def test_a_document_that_was_copied_is_there_before_the_server_has_answered(window, workspace, server):
    document = await a_draft(workspace)
    server.do("account.move", "write", [document.header.id], {"ref": "Written elsewhere"})
    window.page.open_document(document.header.id)
    await until(lambda: window.page.form is not None, "the form")
    assert window.page.document == document
    await until(lambda: window.page.form.header.ref.text() == "Written elsewhere", "what the server has")
    assert QApplication.focusWidget() is window.page.form.header.partner
    assert not window.page.is_dirty


async def test_what_is_typed_before_the_server_has_answered_stays_and_its_change_is_said(window, workspace, server):
    document = await a_draft(workspace)
    server.clock.advance(timedelta(seconds=2))
    server.do("account.move", "write", [document.header.id], {"narration": "Written elsewhere"})
    window.page.open_document(document.header.id)
    await until(lambda: window.page.form is not None, "the form")
    window.page.form.header.ref.setFocus()
    keys("Mine")
    await until(window.page.elsewhere.isVisible, "that it was changed")
    assert window.page.form.header.ref.text() == "Mine"


async def test_a_document_that_is_gone_is_said_to_be(window, workspace, server):
    document = await a_draft(workspace)
    server.do("account.move", "unlink", [document.header.id])
    window.page.open_document(document.header.id)
    await until(window.page.elsewhere.isVisible, "that it is gone")
