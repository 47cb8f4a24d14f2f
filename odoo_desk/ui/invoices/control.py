"""The total on the paper, typed before the lines: what the lines come to is compared with it at every change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from odoo_desk.accounting.money import Currency
from odoo_desk.ui import formats, theme
from odoo_desk.ui.fields.money import MoneyEdit


class ControlTotal(QWidget):
    """Belongs to what is being typed, not to the document: the server never sees it."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = MoneyEdit(self)
        self.field.setPlaceholderText("as on the paper")
        self._remark = QLabel(self)
        self._remark.setTextFormat(Qt.TextFormat.PlainText)
        self._remark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("0,000,000.00") + 36)
        layout.addWidget(self.field)
        layout.addWidget(self._remark, 1)
        self.setFocusProxy(self.field)
        self.field.changed.connect(self.changed)

    def setObjectName(self, name: object, /) -> None:
        super().setObjectName(str(name))
        self.field.setObjectName(f"{name}_text")
        self._remark.setObjectName(f"{name}_remark")

    def setAccessibleName(self, name: str, /) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def value(self) -> Decimal | None:
        return self.field.value()

    def set_value(self, value: Decimal | None) -> None:
        self.field.set_value(value)

    def compare(self, total: Decimal, currency: Currency, reasons: Sequence[str] = ()) -> None:
        """With what the lines come to; `reasons` say where a few cents come from."""
        self.field.set_decimals(currency.decimal_places)
        wanted = self.field.value()
        difference = None if wanted is None else currency.round(wanted - total)
        if difference is None:
            self._say("", "muted")
        elif not difference:
            self._say("✓ agrees", "good")
        else:
            amount = formats.amount(abs(difference), currency)
            self._say(f"{amount} {'missing' if difference > 0 else 'too much'} in the lines", "warning", reasons)

    def _say(self, remark: str, tone: str, reasons: Sequence[str] = ()) -> None:
        self._remark.setText(remark)
        self._remark.setToolTip(formats.tip("\n".join(reasons) or remark))
        self.field.setAccessibleDescription(". ".join((remark, *reasons)))
        theme.set_tone(self._remark, tone)
