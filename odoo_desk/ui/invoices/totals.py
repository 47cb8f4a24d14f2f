"""What a document comes to. An estimate looks like one: lighter, with ≈ and the word, until the server has said it."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Totals
from odoo_desk.ui import formats, theme

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TotalsBox(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("totals")
        self.setAccessibleName("Totals")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self.totals: Totals | None = None

    def show_totals(self, totals: Totals, currency: Currency) -> None:
        self.totals = totals
        self._clear()
        about = "≈ " if totals.estimated else ""
        self._row("Untaxed Amount", about + formats.amount(totals.untaxed, currency))
        if totals.rounding:
            self._row("of this, cash rounding", about + formats.amount(totals.rounding, currency), quiet=True)
        for group in totals.groups:
            self._row(group.name, about + formats.amount(group.amount, currency))
        if not totals.groups:
            self._row("Tax", about + formats.amount(totals.tax, currency))
        self._row("Total", about + formats.amount(totals.total, currency), large=True, name="total")
        if totals.estimated:
            self._row("Estimate, until it is saved", "", quiet=True)

    def say(self, remark: str) -> None:
        """Under the amounts, which stay as they were."""
        self._row(remark, "", quiet=True, name="remark")

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _row(self, title: str, value: str, *, large: bool = False, quiet: bool = False, name: str = "") -> None:
        row = self._grid.rowCount()
        label, amount = QLabel(title, self), QLabel(value, self)
        for each in (label, amount):
            each.setTextFormat(Qt.TextFormat.PlainText)
            # Both: what can be selected is laid out otherwise, a pixel lower.
            each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        amount.setFont(theme.tabular(amount.font()))
        amount.setAccessibleName(f"{title} {value}")
        amount.setObjectName(f"totals_{name or title.lower().replace(' ', '_')}")
        if large:
            for each in (label, amount):
                each.setFont(_bold(each.font()))
        if quiet or (self.totals and self.totals.estimated):
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            amount.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(amount, row, 1, _RIGHT)


class BalanceBox(QWidget):
    """Of a journal entry: debit, credit, and what is missing on which side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("balance")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setColumnStretch(0, 1)
        self._amounts: dict[str, QLabel] = {}
        for row, title in enumerate(("Debit", "Credit", "Difference")):
            label, amount = QLabel(title, self), QLabel(self)
            amount.setTextFormat(Qt.TextFormat.PlainText)
            amount.setFont(theme.tabular(amount.font()))
            if title == "Difference":
                label.setFont(_bold(label.font()))
                amount.setFont(_bold(amount.font()))
            amount.setObjectName(f"balance_{title.lower()}")
            grid.addWidget(label, row, 0, _RIGHT)
            grid.addWidget(amount, row, 1, _RIGHT)
            self._amounts[title] = amount

    def show_balance(self, debit: Decimal, credit: Decimal, currency: Currency) -> None:
        difference = debit - credit
        self._amounts["Debit"].setText(formats.amount(debit, currency))
        self._amounts["Credit"].setText(formats.amount(credit, currency))
        missing = "" if not difference else " missing in credit" if difference > 0 else " missing in debit"
        self._amounts["Difference"].setText(formats.amount(abs(difference), currency) + missing)
        self._amounts["Difference"].setAccessibleName(f"Difference {self._amounts['Difference'].text()}")


def _bold(font: QFont) -> QFont:
    font.setBold(True)
    return font
