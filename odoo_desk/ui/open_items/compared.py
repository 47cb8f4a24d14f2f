"""A saved ageing beside the same day now: the items that moved, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QStackedWidget, QVBoxLayout, QWidget

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.saved_ageing import Moved
from odoo_desk.ui import formats, theme
from odoo_desk.ui.empty import EmptyList
from odoo_desk.ui.tables.columns import Column, Kind
from odoo_desk.ui.tables.records import RecordsView

if TYPE_CHECKING:
    from odoo_desk.workspace.open_items import Comparison


class ComparedDialog(QDialog):
    """`document_wanted` with the id of a document."""

    document_wanted = Signal(int)

    def __init__(self, comparison: Comparison, own: Currency, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("compared_ageing")
        self.setWindowTitle("Compared with a saved copy")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        saved, sign = comparison.saved, comparison.saved.asked.sign
        total = sum((each.difference for each in comparison.moved), Decimal(0))
        count = len(comparison.moved)
        what = QLabel(self)
        what.setTextFormat(Qt.TextFormat.PlainText)
        what.setObjectName("compared_what")
        what.setWordWrap(True)
        what.setText(
            f"What was open on {formats.day(saved.asked.on)}: as saved at {saved.computed} UTC, and as the books say now. "
            f"{count} item{'' if count == 1 else 's'} moved, by {formats.amount(sign * total, own)} together."
        )
        self.table = RecordsView("moved_items", "Items that moved", _columns(own, sign), self)
        self.table.show_records(comparison.moved)
        self.table.chosen.connect(self._open)
        empty = EmptyList(self)
        empty.say("Nothing moved.", "Every item is as it was saved.")
        stack = QStackedWidget(self)
        stack.addWidget(self.table)
        stack.addWidget(empty)
        stack.setCurrentIndex(0 if comparison.moved else 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(what)
        layout.addWidget(stack, 1)
        layout.addWidget(buttons)
        self.resize(980, 460)

    def _open(self, item: Moved) -> None:
        if item.move_id is not None:
            self.document_wanted.emit(item.move_id)
            self.close()


def _columns(own: Currency, sign: int) -> tuple[Column, ...]:
    def amount(key: str, title: str) -> Column:
        return Column(
            key,
            title,
            lambda item: formats.amount(sign * getattr(item, key), own),
            Kind.AMOUNT,
            100,
            value=lambda item: sign * getattr(item, key),
        )

    return (
        Column("number", "Number", lambda item: item.number, width=150),
        Column("partner", "Partner", lambda item: item.partner, width=150),
        amount("before", "Saved"),
        amount("now", "Now"),
        amount("difference", "Difference"),
        Column("why", "Why", lambda item: item.why, grows=True),
    )
