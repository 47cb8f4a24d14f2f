"""Registering a payment: the dialog, and everything that follows from it. One marker for one payment; never paid twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.payments import PaymentOrder, PaymentProposal, PaymentResult
from odoo_desk.accounting.records import PaymentState
from odoo_desk.errors import DeskError, InvalidInput, NotAllowed, NotConfirmed, NotSent, OutcomeUnknown, ServerRefused
from odoo_desk.ui import formats, notices, tasks, theme
from odoo_desk.ui.fields.date import DateEdit
from odoo_desk.ui.fields.money import MoneyEdit
from odoo_desk.ui.fields.pick import PickBox
from odoo_desk.ui.fields.text import TextEdit
from odoo_desk.ui.payments.difference import DifferenceBox

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

# After these it is certain that nothing was paid, so the same dialog may try again under a new marker.
_NOTHING_WAS_PAID = (InvalidInput, NotAllowed, NotSent, ServerRefused)


def register_payment(owner: QWidget, workspace: Workspace, document_ids: tuple[int, ...]) -> None:
    """Opens the dialog on what the server proposes; says what happened when it is done."""

    def open_dialog(proposal: PaymentProposal) -> None:
        PaymentDialog(owner, workspace, proposal).open()

    tasks.run(
        owner,
        workspace.paying.propose(document_ids),
        done=open_dialog,
        failed=partial(_settle_first, owner, workspace, document_ids),
        saying="Preparing the payment …",
    )


def _settle_first(owner: QWidget, workspace: Workspace, document_ids: tuple[int, ...], problem: DeskError) -> bool:
    """An earlier payment was never confirmed: it is looked at by a person before another one is offered."""
    if not isinstance(problem, NotConfirmed):
        return False

    async def settle() -> bool:
        checked = await notices.ask(
            owner,
            "Payment not confirmed",
            problem.message,
            confirm="I have checked",
            informative=f"{problem.advice} If that payment is there, do not pay again.",
        )
        if checked:
            await workspace.paying.settle_by_hand(document_ids)
        return checked

    def go_on(checked: bool) -> None:
        if checked:
            register_payment(owner, workspace, document_ids)

    tasks.run(owner, settle(), done=go_on)
    return True


class PaymentDialog(QDialog):
    def __init__(self, owner: QWidget, workspace: Workspace, proposal: PaymentProposal) -> None:
        super().__init__(owner.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("register_payment")
        word = workspace.server.words.pay
        self.setWindowTitle(word)
        self._owner = owner
        self._workspace = workspace
        self._proposal = proposal
        self._marker = uuid4().hex
        self._amount_by_hand = False
        self._paying: tasks.Task | None = None
        self._make_fields()
        self._arrange(word)
        self._connect()
        self._show_proposal(proposal)
        self.amount.setFocus()
        self.amount.selectAll()

    # --- looks --------------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        self.journal = PickBox(self)
        self.method = PickBox(self)
        self.amount = MoneyEdit(self)
        self.currency = QLabel(self)
        self.currency.setTextFormat(Qt.TextFormat.PlainText)
        self.date = DateEdit(self)
        self.memo = TextEdit(self)
        self.group = QCheckBox("&One payment for all", self)
        self.difference = DifferenceBox(self._workspace.lookups, self)
        self.sentence = QLabel(self)
        self.message = QLabel(self)
        for label in (self.sentence, self.message):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setProperty("tone", "bad")
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.hide()
        for name, title, widget in (
            ("journal_id", "Journal", self.journal),
            ("method_id", "Payment method", self.method),
            ("amount", "Amount", self.amount),
            ("date", "Payment date", self.date),
            ("memo", "Memo", self.memo),
            ("group", "One payment for all", self.group),
            ("sentence", "What will happen", self.sentence),
            ("message", "Message", self.message),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(title)

    def _arrange(self, word: str) -> None:
        whole = QVBoxLayout(self)
        theme.margins(whole)
        whole.setSpacing(theme.SPACE * 2)
        whole.addLayout(self._heading())
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(theme.SPACE * 2)
        form.setVerticalSpacing(theme.SPACE)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        amount = QHBoxLayout()
        amount.setSpacing(theme.SPACE)
        amount.addWidget(self.amount, 1)
        amount.addWidget(self.currency)
        for title, field, buddy in (
            ("&Journal", self.journal, self.journal),
            ("Me&thod", self.method, self.method),
            ("A&mount", amount, self.amount),
            ("&Date", self.date, self.date),
            ("M&emo", self.memo, self.memo),
        ):
            label = QLabel(title, self)
            label.setBuddy(buddy)
            form.addRow(label, field)
        form.addRow("", self.group)
        whole.addLayout(form)
        whole.addWidget(self.difference)
        whole.addWidget(self.sentence)
        whole.addWidget(self.message)
        whole.addStretch(1)
        self.pay_button = QPushButton(word, self)
        self.pay_button.setObjectName("pay")
        self.pay_button.setAccessibleName(word)
        self.pay_button.setDefault(True)
        self.close_button = QPushButton("Close", self)
        self.close_button.setObjectName("close")
        self.close_button.setAutoDefault(False)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.pay_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(self.close_button, QDialogButtonBox.ButtonRole.RejectRole)
        whole.addWidget(buttons)
        self.setMinimumWidth(520)

    def _heading(self) -> QHBoxLayout:
        proposal = self._proposal
        count = len(proposal.document_ids)
        direction = "Money in from" if proposal.inbound else "Money out to"
        who = proposal.partner.name if proposal.partner else f"{count} partners"
        what = QLabel(f"{direction} {who}" + (f", {count} documents" if count > 1 else ""), self)
        what.setTextFormat(Qt.TextFormat.PlainText)
        what.setWordWrap(True)
        self.due = QLabel(self)
        self.due.setTextFormat(Qt.TextFormat.PlainText)
        self.due.setObjectName("amount_due")
        theme.TITLE.on(self.due)
        row = QHBoxLayout()
        row.addWidget(what, 1)
        due_title = QLabel("Amount Due", self)
        row.addWidget(due_title)
        row.addWidget(self.due)
        return row

    # --- what is proposed ---------------------------------------------------------------------------------------------

    def _show_proposal(self, proposal: PaymentProposal) -> None:
        self._proposal = proposal
        self.journal.set_choices([(journal.id, journal.name) for journal in proposal.journals])
        self.journal.set_value(proposal.journal_id)
        self.method.clear()
        self.method.set_choices([(method.id, method.name) for method in proposal.methods])
        self.method.set_value(proposal.method_id)
        self.amount.set_decimals(proposal.currency.decimal_places)
        self.currency.setText(proposal.currency.code)
        self.due.setText(formats.amount(proposal.residual, proposal.currency))
        if not self._amount_by_hand:
            self.amount.set_value(proposal.amount)
        if self.date.value() is None:
            self.date.set_value(date.today())  # noqa: DTZ011  the user's day, sent outright
        if not self.memo.isModified():
            self.memo.setText(proposal.memo)
        self.group.setVisible(proposal.can_group)
        self._show_consequence()

    def _journal_picked(self) -> None:
        tasks.run(
            self,
            self._workspace.paying.propose(self._proposal.document_ids, self.journal.value()),
            done=self._show_proposal,
            failed=self._complain,
            control=self.pay_button,
        )

    def _connect(self) -> None:
        self.journal.picked.connect(self._journal_picked)
        self.amount.changed.connect(self._amount_changed)
        self.amount.textEdited.connect(self._show_consequence)
        self.group.toggled.connect(self._show_consequence)
        self.difference.changed.connect(self._show_consequence)
        self.pay_button.clicked.connect(self._pay)
        self.close_button.clicked.connect(self.reject)

    def _amount_changed(self) -> None:
        self._amount_by_hand = True
        self._show_consequence()

    def _show_consequence(self) -> None:
        proposal = self._proposal
        several = len(proposal.document_ids) > 1
        one_by_one = several and not self.group.isChecked()
        if one_by_one and self.amount.value() != proposal.residual:
            self.amount.set_value(proposal.residual)
        self.amount.setReadOnly(one_by_one)
        amount = self._typed_amount()
        difference = None if amount is None else proposal.residual - amount
        self.difference.setVisible(bool(difference) and not one_by_one)
        self.sentence.setText(self._sentence(amount, difference, one_by_one=one_by_one))

    def _typed_amount(self) -> Decimal | None:
        try:
            return self.amount.read()
        except InvalidInput:
            return None

    def _sentence(self, amount: Decimal | None, difference: Decimal | None, *, one_by_one: bool) -> str:
        if amount is None or difference is None:
            return ""
        if one_by_one:
            return f"{len(self._proposal.document_ids)} payments are made, each document is paid in full."
        if not difference:
            return "Nothing stays due."
        partner = self._proposal.partner.name if self._proposal.partner else ""
        return self.difference.sentence(difference, self._proposal.currency, partner)

    # --- paying -------------------------------------------------------------------------------------------------------

    def _pay(self) -> None:
        if self._paying is not None:
            return
        self._say("")
        self._paying = tasks.run(
            self,
            self._settle_and_register(),
            done=self._paid,
            failed=self._not_paid,
            control=self.pay_button,
            saying="Registering the payment …",
        )

    async def _settle_and_register(self) -> PaymentResult:
        if self.difference.is_write_off:
            await self.difference.account.settle()
        return await self._workspace.paying.register(self._order())

    def _order(self) -> PaymentOrder:
        proposal = self._proposal
        self.journal.read()
        self.method.read()
        amount, day = self.amount.read(), self._read_date()
        if amount is None or amount <= ZERO:
            raise InvalidInput("The amount must be more than zero.", field="amount")
        if day is None:
            raise InvalidInput("The payment needs a date.", field="date")
        account, label = self.difference.read()
        return PaymentOrder(
            marker=self._marker,
            document_ids=proposal.document_ids,
            amount=amount,
            date=day,
            journal_id=self.journal.value() or proposal.journal_id,
            method_id=self.method.value(),
            currency_id=proposal.currency.id,
            memo=self.memo.text().strip(),
            write_off_account_id=account,
            write_off_label=label,
            group=proposal.can_group and self.group.isChecked(),
        )

    def _read_date(self) -> date | None:
        try:
            return self.date.read()
        except InvalidInput as problem:
            raise InvalidInput(problem.message, advice=problem.advice, field="date") from problem

    def _paid(self, result: PaymentResult) -> None:
        self._paying = None
        notices.tell(self._owner, _what_happened(result))
        self.accept()

    def _not_paid(self, problem: DeskError) -> bool:
        self._paying = None
        if isinstance(problem, InvalidInput) and problem.field:
            self._point_at(problem)
        self._complain(problem)
        if isinstance(problem, _NOTHING_WAS_PAID):
            self._marker = uuid4().hex
            return True
        heading = "Not confirmed. " if isinstance(problem, OutcomeUnknown) else ""
        self._say(f"{heading}{problem}")
        for widget in (self.journal, self.method, self.amount, self.date, self.memo, self.group, self.difference):
            widget.setEnabled(False)
        self.pay_button.hide()
        self.close_button.setFocus()
        return True

    def _complain(self, problem: DeskError) -> bool:
        self._say(str(problem))
        return True

    def _point_at(self, problem: InvalidInput) -> None:
        fields: Sequence[TextEdit | DateEdit] = (self.amount, self.date, self.memo, self.difference.account)
        for field in fields:
            if field.objectName() == problem.field:
                field.complain(problem.message)
                field.setFocus()

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))

    # --- closing ------------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Not while a payment is under way: what becomes of it has to be seen."""
        if self._paying is None:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & control:
            self.pay_button.click()
            return
        super().keyPressEvent(event)


def _what_happened(result: PaymentResult) -> str:
    if len(result.documents) != 1:
        return f"Paid {len(result.documents)} documents with {len(result.payment_ids)} payments."
    document = result.documents[0]
    if document.payment_state is PaymentState.PAID:
        return f"{document.number} is paid."
    if document.payment_state is PaymentState.IN_PAYMENT:
        return f"{document.number} is in payment: the bank has still to confirm it."
    return f"Payment registered. {formats.amount(document.amount_residual, document.currency)} of {document.number} is still due."
