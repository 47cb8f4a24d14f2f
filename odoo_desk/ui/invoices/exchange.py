"""What a document in another currency comes to in the company's, and by which rate: under its totals."""

from __future__ import annotations

from decimal import Context, Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from odoo_desk.accounting.rates import Exchange
from odoo_desk.ui import formats, theme
from odoo_desk.ui.fields.money import number_text

_SIX_DIGITS = Context(prec=6)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ExchangeBox(QWidget):
    """Takes no room where there is nothing to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exchange")
        self.setAccessibleName("Rate")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE // 2)
        self._amount, self._rate, self._doubt = (QLabel(self) for _ in range(3))
        for name, label in (("own_amount", self._amount), ("rate", self._rate), ("rate_doubt", self._doubt)):
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(_RIGHT)
            label.setWordWrap(True)
            label.setFont(theme.tabular(label.font()))
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(label)
        theme.set_tone(self._rate, "muted")
        theme.set_tone(self._doubt, "warning")
        self.hide()

    @property
    def texts(self) -> tuple[str, str, str]:
        return self._amount.text(), self._rate.text(), self._doubt.text()

    def show_exchange(self, found: Exchange | None) -> None:
        self.setVisible(found is not None)
        if found is None:
            return
        about = "≈ " if found.is_estimate else ""
        self._amount.setText(f"{about}{formats.amount(found.amount, found.own)} in {found.own.code}")
        self._rate.setText(_rate(found))
        self._doubt.setText(_doubt(found))
        self._doubt.setVisible(bool(self._doubt.text()))


def _rate(found: Exchange) -> str:
    told = f"1 {found.currency.code} = {_digits(1 / found.units)} {found.own.code}"
    if found.expected is not None or found.day is None:
        return told
    return f"{told}, rate of {formats.day(found.day)}"


def _doubt(found: Exchange) -> str:
    if found.expected is not None:
        table = f"1 {found.currency.code} = {_digits(1 / found.expected)} {found.own.code}"
        return f"The document has a rate of its own; the table says {table} for {formats.day(found.looked_up)}."
    if found.day is None:
        return f"There is no rate of {formats.day(found.looked_up)} or before."
    if found.is_old:
        weeks = (found.looked_up - found.day).days // 7
        return f"That rate is {weeks} weeks older than the document."
    return ""


def _digits(value: Decimal) -> str:
    """As exact as a rate is read: six digits, four places at least."""
    return number_text(_SIX_DIGITS.plus(value).normalize(), 4)
