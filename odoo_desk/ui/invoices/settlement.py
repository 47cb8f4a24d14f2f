"""What has been paid on a document and what could still be used to pay it: each line with the button that undoes or applies it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from odoo_desk.accounting.records import AppliedPayment, Document, OutstandingCredit
from odoo_desk.ui import formats, keys, theme


class Settlement(QWidget):
    """`apply` and `undo` carry the credit or payment that was asked for."""

    apply = Signal(object)
    undo = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("settlement")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._outstanding: tuple[OutstandingCredit, ...] = ()
        self._undoable: list[AppliedPayment] = []
        keys.shortcut(self, "apply_credit", self._apply_first, Qt.ShortcutContext.WindowShortcut)
        keys.shortcut(self, "undo_payment", self._undo_last, Qt.ShortcutContext.WindowShortcut)

    def show_document(self, document: Document, *, may_change: bool) -> None:
        self._clear()
        self._outstanding = document.outstanding if may_change else ()
        self._undoable = [each for each in document.payments if may_change and not each.is_exchange_difference]
        if document.payments:
            self._title("Payments")
        for number, payment in enumerate(document.payments):
            command = "undo_payment" if self._undoable and payment is self._undoable[-1] else ""
            self._row(
                payment.name or "Payment",
                formats.day(payment.date) if payment.date else "",
                f"\N{MINUS SIGN}{formats.amount(payment.amount, payment.currency)}",
                ("Undo", command, f"undo_{number}", self._undo(payment)) if payment in self._undoable else None,
            )
        if document.outstanding:
            self._title("Outstanding credits")
        for number, credit in enumerate(document.outstanding):
            command = "apply_credit" if number == 0 else ""
            self._row(
                credit.name or "Credit",
                formats.day(credit.date) if credit.date else "",
                formats.amount(credit.amount, credit.currency),
                ("Apply", command, f"apply_{number}", self._apply(credit)) if may_change else None,
            )
        self.setVisible(bool(document.payments or document.outstanding))

    def _apply(self, credit: OutstandingCredit) -> Callable[[], None]:
        return lambda: self.apply.emit(credit)

    def _undo(self, payment: AppliedPayment) -> Callable[[], None]:
        return lambda: self.undo.emit(payment)

    def _apply_first(self) -> None:
        if self._outstanding:
            self.apply.emit(self._outstanding[0])

    def _undo_last(self) -> None:
        if self._undoable:
            self.undo.emit(self._undoable[-1])

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _title(self, text: str) -> None:
        label = QLabel(text, self)
        theme.STRONG.on(label)
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 4)

    def _row(self, name: str, day: str, amount: str, button: tuple[str, str, str, Callable[[], None]] | None) -> None:
        row = self._grid.rowCount()
        for column, text in enumerate((name, day, amount)):
            label = QLabel(text, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setFont(theme.tabular(label.font()))
            side = Qt.AlignmentFlag.AlignRight if column == 2 else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(label, row, column, side | Qt.AlignmentFlag.AlignVCenter)
        if button is not None:
            title, command, object_name, act = button
            push = QPushButton(self)
            keys.tell(push, title, command)
            push.setObjectName(object_name)
            push.setAccessibleName(f"{title} {name} {amount}")
            push.setAutoDefault(False)
            push.clicked.connect(act)
            self._grid.addWidget(push, row, 3)
