"""The cents of a tax as the paper has them: Odoo rounds otherwise now and then, and the vendor's paper is what is owed."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from odoo_desk.accounting.cents import USUAL
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Totals
from odoo_desk.ui import formats, theme
from odoo_desk.ui.fields.money import MoneyEdit
from odoo_desk.ui.form_dialog import FormDialog


class TaxAmountsDialog(FormDialog):
    """`chosen` with the amounts that are other ones than now, by the id of their tax group."""

    chosen = Signal(object)

    def __init__(self, totals: Totals, currency: Currency, parent: QWidget, *, is_forgotten_soon: bool) -> None:
        super().__init__("tax_amounts", "Taxes as on the paper", parent)
        self._totals, self._currency = totals, currency
        self._fields: dict[int, MoneyEdit] = {}
        for group in totals.groups:
            field = self._fields[group.id] = MoneyEdit(self, decimals=currency.decimal_places)
            field.set_decimals(currency.decimal_places)
            field.setObjectName(f"tax_{group.id}")
            field.setAccessibleName(group.name)
            field.set_value(group.amount)
            field.changed.connect(self._say)
            self.form.addRow(group.name, field)
        self.total = QLabel(self)
        self.total.setObjectName("tax_total")
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.total.setFont(theme.tabular(self.total.font()))
        self.form.addRow("Total", self.total)
        self.remark = QLabel(self)
        self.remark.setObjectName("tax_remark")
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setWordWrap(True)
        self.remark.setMinimumHeight(3 * self.remark.fontMetrics().lineSpacing())
        self.remark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._usually = (
            "Do this last: this version of Odoo works the taxes out anew whenever lines are saved."
            if is_forgotten_soon
            else "Odoo works a tax out anew when the lines under it change."
        )
        self.form.addRow("", self.remark)
        self.setMinimumWidth(420)
        self._say()

    def field(self, group_id: int) -> MoneyEdit:
        return self._fields[group_id]

    def _changes(self) -> dict[int, Decimal]:
        now = {group.id: group.amount for group in self._totals.groups}
        values = {number: field.value() or ZERO for number, field in self._fields.items()}
        return {number: value for number, value in values.items() if value != now[number]}

    def _say(self) -> None:
        now = {group.id: group.amount for group in self._totals.groups}
        difference = sum((value - now[number] for number, value in self._changes().items()), ZERO)
        self.total.setText(formats.amount(self._totals.total + difference, self._currency))
        is_much = abs(difference) > USUAL * self._currency.rounding
        amount = formats.amount(abs(difference), self._currency)
        theme.set_tone(self.remark, "warning" if is_much else "muted")
        self.remark.setText(
            f"{amount} is more than rounding makes: look at the lines and their taxes first."
            if is_much
            else self._usually
        )

    def confirm(self) -> None:
        for field in self._fields.values():
            field.commit()
            if field.complaint:
                field.setFocus()
                return
        if changes := self._changes():
            self.chosen.emit(changes)
        super().confirm()
