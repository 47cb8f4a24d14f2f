"""The books and reports at the left of the window, in sections."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from odoo_desk.accounting.listing import Book
from odoo_desk.ui import icons, theme
from odoo_desk.ui.places import SECTIONS, TITLES, Place, Report

ICONS: dict[Place, str] = {
    Book.CUSTOMER_INVOICES: "invoice",
    Book.VENDOR_BILLS: "bill",
    Book.CREDIT_NOTES: "credit-note",
    Book.RECEIPTS: "receipt",
    Book.PAYMENTS: "payment",
    Book.PARTNERS: "partner",
    Book.JOURNAL_ENTRIES: "entry",
    Book.ACCOUNTS: "account",
    Report.AGED_RECEIVABLE: "ageing",
    Report.AGED_PAYABLE: "ageing",
}
_PLACE = int(Qt.ItemDataRole.UserRole)


class Navigation(QListWidget):
    """`chosen` with the place that the user turns to, also the one that is marked already."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName("Books")
        self.setFixedWidth(24 * theme.SPACE)
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section, places in SECTIONS:
            heading = QListWidgetItem(section)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(theme.CAPTION.of(self.font()))
            heading.setSizeHint(QSize(0, 5 * theme.SPACE))
            self.addItem(heading)
            for place in places:
                item = QListWidgetItem(icons.icon(ICONS[place]), TITLES[place])
                item.setData(_PLACE, place)
                item.setSizeHint(QSize(0, 4 * theme.SPACE))
                self.addItem(item)
        self.currentItemChanged.connect(self._choose)
        self.itemClicked.connect(self._choose)

    def mark(self, place: Place) -> None:
        """Shows where the window is; nothing is chosen by it."""
        self.blockSignals(True)
        for row in range(self.count()):
            if self.item(row).data(_PLACE) == place:
                self.setCurrentRow(row)
        self.blockSignals(False)

    def _choose(self, item: QListWidgetItem | None) -> None:
        value = item.data(_PLACE) if item else None
        if value is not None:
            self.chosen.emit(next(place for place in TITLES if place == value))  # Qt keeps the text of it
