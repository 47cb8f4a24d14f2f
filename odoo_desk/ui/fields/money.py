"""Amounts, prices, quantities and percentages as they are typed and shown: the locale's signs, arithmetic, Decimal only."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.entry import parse_amount
from odoo_desk.errors import InvalidInput
from odoo_desk.ui import formats
from odoo_desk.ui.fields.text import TextEdit


def decimal_point() -> str:
    return "," if QLocale().decimalPoint() == "," else "."


def number_text(value: Decimal, decimals: int, *, grouped: bool = True) -> str:
    """At least `decimals` places, more when the number has them."""
    places = max(decimals, -int(value.normalize().as_tuple().exponent)) if value.is_finite() else decimals
    text = f"{value:,.{places}f}" if grouped else f"{value:.{places}f}"
    return text.replace(",", "g").replace(".", decimal_point()).replace("g", QLocale().groupSeparator())


def read_number(text: str, *, places: int | None = None) -> Decimal | None:
    """None for nothing. InvalidInput when it is no number or could be two."""
    if not text.strip():
        return None
    found = parse_amount(text, decimal_point=decimal_point())
    return found if places is None else found.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


class MoneyEdit(TextEdit):
    """`changed` tells when a different value stands. Grouped while it is only looked at, plain while it is edited."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, decimals: int = 2, places: int | None = None) -> None:
        super().__init__(parent)
        self._value: Decimal | None = None
        self._decimals = decimals
        self._places = places
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.returnPressed.connect(self.commit)

    def value(self) -> Decimal | None:
        return self._value

    def set_value(self, value: Decimal | None) -> None:
        self._value = value
        self.complain("")
        self._show()

    def set_decimals(self, decimals: int) -> None:
        """How many places are shown, and kept when something is typed."""
        self._decimals, self._places = decimals, decimals
        self._show()

    def read(self) -> Decimal | None:
        """What is typed, worked out; InvalidInput says why it cannot be."""
        if not self.isModified():
            return self._value
        return read_number(self.text(), places=self._places)

    def commit(self) -> None:
        """Works out what was typed and shows the result; what cannot be read stays, with the reason."""
        if not self.isModified():
            return
        typed = self.text().strip()
        try:
            value = self.read()
        except InvalidInput as problem:
            self.complain(str(problem))
            return
        before, self._value = self._value, value
        self._show()
        is_sum = any(sign in typed.lstrip("-") for sign in "+*/()%") or "-" in typed[1:]
        self.setToolTip(formats.tip(typed) if is_sum else "")
        if before != value:
            self.changed.emit()

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if not self.isModified():
            self._show()
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        self.commit()
        super().focusOutEvent(event)
        if not self.isModified():
            self._show()

    def _show(self) -> None:
        text = "" if self._value is None else number_text(self._value, self._decimals, grouped=not self.hasFocus())
        if text != self.text():
            self.setText(text)
        self.setModified(False)
