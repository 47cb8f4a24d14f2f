"""What becomes of the difference when something else than the amount due is paid: said in a sentence before it is done."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QGroupBox, QLabel, QRadioButton, QWidget

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.errors import InvalidInput
from odoo_desk.ui import formats, theme
from odoo_desk.ui.fields import providers
from odoo_desk.ui.fields.choice import ChoiceEdit
from odoo_desk.ui.fields.text import TextEdit

if TYPE_CHECKING:
    from odoo_desk.workspace.lookups import Lookups


class DifferenceBox(QGroupBox):
    changed = Signal()

    def __init__(self, lookups: Lookups, parent: QWidget) -> None:
        super().__init__("Difference", parent)
        self.setObjectName("difference")
        self.keep_open = QRadioButton("&Keep open", self)
        self.keep_open.setObjectName("keep_open")
        self.keep_open.setChecked(True)
        self.write_off = QRadioButton("Mark as &fully paid", self)
        self.write_off.setObjectName("write_off")
        self.account = ChoiceEdit(providers.accounts(lookups), self)
        self.account.setObjectName("write_off_account_id")
        self.account.setAccessibleName("Write-off account")
        self.account.setPlaceholderText("Type a number or a name")
        self.label = TextEdit(self)
        self.label.setObjectName("write_off_label")
        self.label.setAccessibleName("Write-off label")
        self.label.setText("Write-Off")
        account_title, label_title = QLabel("&Account", self), QLabel("La&bel", self)
        account_title.setBuddy(self.account)
        label_title.setBuddy(self.label)
        grid = QGridLayout(self)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.keep_open, 0, 0, 1, 2)
        grid.addWidget(self.write_off, 1, 0, 1, 2)
        for row, (title, field) in enumerate(((account_title, self.account), (label_title, self.label)), start=2):
            title.setContentsMargins(3 * theme.SPACE, 0, 0, 0)
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(field, row, 1)
        self._below_write_off: tuple[QWidget, ...] = (account_title, self.account, label_title, self.label)
        self.write_off.toggled.connect(self._show_account)
        self.account.chosen.connect(self.changed)
        self._show_account()

    @property
    def is_write_off(self) -> bool:
        return not self.isHidden() and self.write_off.isChecked()

    def read(self) -> tuple[int | None, str]:
        """(account, label); no account leaves the difference open."""
        if not self.is_write_off:
            return None, ""
        choice = self.account.read()
        if choice is None:
            raise InvalidInput(
                "The difference needs an account.",
                advice="Choose the account that it is booked on.",
                field="write_off_account_id",
            )
        return choice.id, self.label.text().strip() or "Write-Off"

    def sentence(self, difference: Decimal, currency: Currency, partner: str) -> str:
        """`difference` is what is due less what is paid."""
        amount = formats.amount(abs(difference), currency)
        if self.is_write_off:
            choice = self.account.choice()
            where = f"on {choice.text}" if choice else "on the account that you choose"
            return f"{amount} will be booked {where}, and nothing stays due."
        if difference > ZERO:
            return f"{amount} stays due."
        return f"{amount} more than is due: it stays as an outstanding credit of {partner or 'the partner'}."

    def _show_account(self) -> None:
        for widget in self._below_write_off:
            widget.setVisible(self.write_off.isChecked())
        self.changed.emit()
