"""The top of a document: in which state it is, when it is due, and what is still due, large. (What it is called stands in the window's title.)"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from odoo_desk.accounting.records import Invoice, State
from odoo_desk.accounting.rules import is_overdue
from odoo_desk.ui import formats, theme


class Heading(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = self._label("document_state", theme.HEADING)
        self._hint = self._label("document_hint", theme.Type())
        self._hint.setProperty("tone", "muted")
        self._due_title = self._label("amount_due_title", theme.Type())
        self._due_title.setProperty("tone", "muted")
        self._due = self._label("amount_due", theme.FIGURE)
        left = QHBoxLayout()
        left.setSpacing(theme.SPACE)
        left.addWidget(self._state)
        left.addWidget(self._hint)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._due, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._due_title, 0, Qt.AlignmentFlag.AlignRight)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(left, 1)
        whole.addLayout(right)

    def show_new(self) -> None:
        self._say_state("Draft", "neutral")
        self._hint.setText("Not saved yet")
        self._show_due(None)

    def show_invoice(self, invoice: Invoice, *, hint: str = "") -> None:
        word, tone = formats.state_word(invoice)
        self._say_state(word, tone)
        self._hint.setText(hint or _due_hint(invoice))
        is_due = invoice.state is State.POSTED and not invoice.move_type.is_entry
        self._show_due(invoice if is_due else None)

    def say(self, hint: str) -> None:
        self._hint.setText(hint)

    def _say_state(self, word: str, tone: str) -> None:
        self._state.setText(word)
        self._state.setAccessibleName(f"State {word}")
        theme.set_tone(self._state, tone)

    def _show_due(self, invoice: Invoice | None) -> None:
        for label in (self._due, self._due_title):
            label.setVisible(invoice is not None)
        if invoice is not None:
            amount = formats.amount(invoice.amount_residual, invoice.currency)
            self._due.setText(amount)
            self._due_title.setText("Amount Due")
            self._due.setAccessibleName(f"Amount Due {amount}")

    def _label(self, name: str, kind: theme.Type) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        kind.on(label)
        return label


def _due_hint(invoice: Invoice) -> str:
    due = invoice.next_due or invoice.due_date
    if invoice.state is not State.POSTED or due is None or not invoice.amount_residual or invoice.move_type.is_entry:
        return ""
    today = date.today()  # noqa: DTZ011  the user's day
    if is_overdue(invoice, today):
        return f"was due on {formats.day(due)}"
    return "due today" if due == today else f"due on {formats.day(due)}"
