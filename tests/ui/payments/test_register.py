"""The payment dialog: what it says it will do, and that nothing is paid twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget

from odoo_desk.accounting.finding import Card, Index
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.payments import PaymentMethod, PaymentProposal, PaymentResult
from odoo_desk.accounting.records import Invoice, Journal, MoveType, Named, PaymentState, State
from odoo_desk.errors import NotConfirmed, OutcomeUnknown, ServerRefused
from odoo_desk.ui.payments.register import PaymentDialog, register_payment
from odoo_desk.workspace.workspace import Words
from tests.ui.until import until

EURO = Currency(1, "EUR", "€", Decimal("0.01"), 2)
COMPANY = Named(1, "Firm")
BANK = Journal(7, "BNK1", "Bank", "bank", None, None, COMPANY)
CASH = Journal(8, "CSH1", "Cash", "cash", None, None, COMPANY)
TODAY = date.today()  # noqa: DTZ011  the user's day


MANUAL = PaymentMethod(70, "Manual")


def proposal(ids=(1,), residual=Decimal(120), journal=BANK, method=MANUAL):
    return PaymentProposal(
        document_ids=ids,
        inbound=True,
        partner=Named(5, "Azure Interior"),
        currency=EURO,
        residual=residual,
        amount=residual,
        date=TODAY,
        memo="INV/1",
        journal_id=journal.id,
        journals=(BANK, CASH),
        method_id=method.id,
        methods=(method,),
        can_group=len(ids) > 1,
    )


def invoice(residual, state=PaymentState.PARTIAL):
    return Invoice(
        id=1,
        move_type=MoveType.CUSTOMER_INVOICE,
        state=State.POSTED,
        payment_state=state,
        number="INV/1",
        partner=Named(5, "Azure Interior"),
        invoice_date=TODAY,
        accounting_date=TODAY,
        due_date=TODAY,
        next_due=TODAY,
        ref="",
        payment_reference="",
        origin="",
        journal=Named(1, "Sales"),
        company=COMPANY,
        currency=EURO,
        amount_untaxed=Decimal(120),
        amount_tax=Decimal(0),
        amount_total=Decimal(120),
        amount_residual=residual,
        amount_untaxed_signed=Decimal(120),
        amount_total_signed=Decimal(120),
        amount_residual_signed=residual,
        salesperson=None,
        written_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


class Paying:
    """Stands where the workspace's does: answers what a test says, and remembers what it was asked."""

    def __init__(self):
        self.orders = []
        self.settled = []
        self.answer = PaymentResult((1,), (invoice(Decimal(0), PaymentState.PAID),))
        self.proposal = proposal()

    async def propose(self, document_ids, journal_id=None):
        if isinstance(self.proposal, Exception):
            raise self.proposal
        if journal_id == CASH.id:
            return proposal(document_ids, journal=CASH, method=PaymentMethod(80, "Cash"))
        return self.proposal

    async def register(self, order):
        self.orders.append(order)
        await asyncio.sleep(0)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def settle_by_hand(self, document_ids):
        self.settled.append(document_ids)
        self.proposal = proposal()


class Accounts:
    def now(self, text):
        return Index([Card(9, "Small differences", "658000")]).find(text, 20)

    async def more(self, text):
        return self.now(text)


class Lookups:
    accounts = Accounts()


class Server:
    words = Words("Confirm", "Post", "Pay")


class Workspace:
    def __init__(self):
        self.paying = Paying()
        self.lookups = Lookups()
        self.server = Server()


class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.said = []

    def show_message(self, text):
        self.said.append(text)


@pytest.fixture
def workspace():
    return Workspace()


@pytest.fixture
def window(qtbot):
    window = Window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    return window


async def opened(window, workspace, ids=(1,)):
    register_payment(window, workspace, ids)
    await until(lambda: window.findChild(PaymentDialog), "the dialog")
    return window.findChild(PaymentDialog)


def pay(dialog, amount):
    dialog.amount.setFocus()
    dialog.amount.selectAll()
    QTest.keyClicks(dialog.amount, amount)
    QTest.keyClick(dialog.amount, Qt.Key.Key_Tab)


async def test_paying_in_full_needs_one_key(window, workspace):
    dialog = await opened(window, workspace)
    assert not dialog.difference.isVisible()
    assert dialog.sentence.text() == "Nothing stays due."
    QTest.keyClick(dialog.amount, Qt.Key.Key_Return)
    await until(lambda: window.said, "what happened")
    (order,) = workspace.paying.orders
    assert (order.amount, order.date, order.journal_id, order.method_id, order.memo) == (120, TODAY, 7, 70, "INV/1")
    assert len(order.marker) == 32
    assert window.said == ["INV/1 is paid."]


async def test_paying_in_part_keeps_the_rest_open_and_says_so(window, workspace):
    workspace.paying.answer = PaymentResult((1,), (invoice(Decimal(20)),))
    dialog = await opened(window, workspace)
    pay(dialog, "=50*2")
    assert "20.00" in dialog.sentence.text()
    assert "stays due" in dialog.sentence.text()
    dialog.pay_button.click()
    await until(lambda: window.said, "what happened")
    assert workspace.paying.orders[0].write_off_account_id is None
    assert "still due" in window.said[0]


async def test_the_difference_is_written_off_only_on_an_account(window, workspace):
    dialog = await opened(window, workspace)
    pay(dialog, "119.50")
    dialog.difference.write_off.setChecked(True)
    dialog.pay_button.click()
    await until(dialog.message.text, "the refusal")
    assert "needs an account" in dialog.message.text()
    assert workspace.paying.orders == []
    QTest.keyClicks(dialog.difference.account, "658")
    QTest.keyClick(dialog.difference.account, Qt.Key.Key_Return)
    await until(dialog.difference.account.choice, "the account")
    assert "0.50" in dialog.sentence.text()
    assert "658000 Small differences" in dialog.sentence.text()
    dialog.pay_button.click()
    await until(lambda: workspace.paying.orders, "the order")
    assert workspace.paying.orders[0].write_off_account_id == 9
    await until(lambda: window.said, "what happened")


async def test_paying_more_says_that_the_rest_is_a_credit(window, workspace):
    dialog = await opened(window, workspace)
    pay(dialog, "150")
    assert "outstanding credit of Azure Interior" in dialog.sentence.text()
    dialog.reject()


async def test_another_journal_is_proposed_again_and_keeps_the_amount_typed(window, workspace):
    dialog = await opened(window, workspace)
    pay(dialog, "50")
    dialog.journal.setFocus()
    dialog.journal.selectAll()
    QTest.keyClicks(dialog.journal, "cash")
    QTest.keyClick(dialog.journal, Qt.Key.Key_Return)
    await until(lambda: dialog.method.value() == 80, "the cash method")
    assert dialog.amount.value() == 50
    dialog.reject()


async def test_clicking_twice_pays_once(window, workspace):
    dialog = await opened(window, workspace)
    dialog.pay_button.click()
    dialog.pay_button.click()
    await until(lambda: window.said, "what happened")
    assert len(workspace.paying.orders) == 1


async def test_an_answer_that_never_came_is_not_tried_again(window, workspace):
    workspace.paying.answer = OutcomeUnknown(
        "The payment is not confirmed: no answer came.", advice="It will not be sent again."
    )
    dialog = await opened(window, workspace)
    dialog.pay_button.click()
    await until(dialog.message.text, "the words")
    assert dialog.message.text().startswith("Not confirmed.")
    assert not dialog.pay_button.isVisible()
    dialog.pay_button.click()
    assert len(workspace.paying.orders) == 1
    dialog.reject()


async def test_after_a_refusal_it_can_be_corrected_and_tried_under_a_new_marker(window, workspace):
    workspace.paying.answer = ServerRefused("The journal is closed.")
    dialog = await opened(window, workspace)
    dialog.pay_button.click()
    await until(dialog.message.text, "the refusal")
    workspace.paying.answer = PaymentResult((1,), (invoice(Decimal(0), PaymentState.PAID),))
    dialog.pay_button.click()
    await until(lambda: window.said, "what happened")
    first, second = workspace.paying.orders
    assert first.marker != second.marker


async def test_an_unconfirmed_payment_is_checked_by_a_person_first(window, workspace):
    workspace.paying.proposal = NotConfirmed("A payment is not confirmed.", advice="Look at the payments first.")
    register_payment(window, workspace, (1,))
    await until(lambda: window.findChild(QMessageBox), "the question")
    box = window.findChild(QMessageBox)
    assert "not confirmed" in box.text()
    assert window.findChild(PaymentDialog) is None
    next(button for button in box.buttons() if button.text() == "I have checked").click()
    await until(lambda: window.findChild(PaymentDialog), "the dialog")
    assert workspace.paying.settled == [(1,)]
    window.findChild(PaymentDialog).reject()


async def test_several_documents_are_paid_one_by_one_or_together(window, workspace):
    workspace.paying.proposal = proposal((1, 2), Decimal(300))
    dialog = await opened(window, workspace, (1, 2))
    assert dialog.amount.isReadOnly()
    assert "2 payments" in dialog.sentence.text()
    dialog.group.setChecked(True)
    pay(dialog, "250")
    dialog.pay_button.click()
    await until(lambda: workspace.paying.orders, "the order")
    order = workspace.paying.orders[0]
    assert (order.group, order.amount, order.document_ids) == (True, 250, (1, 2))
    await until(lambda: window.said, "what happened")
