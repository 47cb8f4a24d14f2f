"""The vendor's purchase orders that wait for their bill: one of them, or some of its lines, is taken over into the bill that is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.purchasing import OrderLine, PurchaseOrder
from odoo_desk.plain import legible
from odoo_desk.ui import formats, theme
from odoo_desk.ui.fields.money import number_text
from odoo_desk.ui.fields.providers import named_choice
from odoo_desk.ui.invoices.line import Line

TITLES = ("Purchase order", "Date", "Ordered", "Received", "Billed", "To bill", "Price")
_ROLE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class OrdersDialog(QDialog):
    """`taken` with the order and those of its lines that were chosen (an order itself is all that is to be billed of it). Deleted when it is
    done."""

    taken = Signal(object, object)

    def __init__(self, orders: Sequence[PurchaseOrder], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("purchase_orders")
        self.setWindowTitle("Purchase orders to bill")
        self.tree = self._make_tree(orders)
        self.remark = QLabel(self)
        self.remark.setObjectName("purchase_remark")
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setWordWrap(True)
        self.remark.setProperty("tone", "muted")
        self.remark.setMinimumHeight(2 * self.remark.fontMetrics().lineSpacing())
        self.remark.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton("Take over", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setObjectName("take_over")
        self.take.setDefault(True)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        self.tree.itemSelectionChanged.connect(self._say)
        self.tree.itemDoubleClicked.connect(self._take)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.remark)
        layout.addWidget(buttons)
        self.resize(860, 420)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.tree.setCurrentIndex(self.tree.model().index(0, 0))
        self.tree.setFocus()
        self.finished.connect(self.deleteLater)

    def _make_tree(self, orders: Sequence[PurchaseOrder]) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setObjectName("orders")
        tree.setAccessibleName("Purchase orders")
        tree.setHeaderLabels(TITLES)
        tree.ensurePolished()  # else the first rows are measured without the style sheet
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for number in range(2, len(TITLES)):
            tree.headerItem().setTextAlignment(number, _RIGHT)
        for order in orders:
            name = f"{order.number} · {order.vendor_reference}" if order.vendor_reference else order.number
            item = QTreeWidgetItem(tree, [name, formats.day(order.ordered_on) if order.ordered_on else ""])
            item.setText(len(TITLES) - 1, formats.amount(order.total, order.currency))
            item.setData(0, _ROLE, (order, order.to_bill))
            font = item.font(0)
            font.setBold(True)
            for number in range(len(TITLES)):
                item.setFont(number, font)
            for line in order.lines:
                self._add_line(item, order, line)
            _align(item)
            item.setExpanded(True)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return tree

    def _add_line(self, above: QTreeWidgetItem, order: PurchaseOrder, line: OrderLine) -> None:
        counts = [_count(each) for each in (line.ordered, line.received, line.billed, line.to_bill)]
        price = number_text(line.price_unit, order.currency.decimal_places)
        item = QTreeWidgetItem(above, [legible(line.name), "", *counts, price])
        item.setToolTip(0, formats.tip(legible(line.name)))
        item.setData(0, _ROLE, (order, (line,)))
        item.setDisabled(not line.proposed)  # billed whole
        _align(item)

    def _chosen(self) -> tuple[PurchaseOrder, tuple[OrderLine, ...]] | None:
        """Of one order: that of the keyboard."""
        items = self.tree.selectedItems()
        current = self.tree.currentItem()
        if not items or current is None:
            return None
        order: PurchaseOrder = current.data(0, _ROLE)[0]
        found: list[OrderLine] = []
        for item in items:
            of, lines = item.data(0, _ROLE)
            found += [line for line in lines if of is order and line not in found]
        return (order, tuple(sorted(found, key=order.lines.index))) if found else None

    def _say(self) -> None:
        chosen = self._chosen()
        self.take.setEnabled(chosen is not None)
        if chosen is None:
            self.remark.setText("")
            return
        order, lines = chosen
        many = f"{len(lines)} lines" if len(lines) != 1 else "1 line"
        awaited = any(not line.to_bill for line in lines)
        why = (
            " Nothing was received yet, so there is nothing to bill for Odoo: the quantities are those ordered."
            if awaited
            else ""
        )
        self.remark.setText(f"{order.number}: {many}.{why}")

    def _take(self) -> None:
        if chosen := self._chosen():
            self.taken.emit(*chosen)
            self.accept()


def lines_of(lines: Sequence[OrderLine]) -> list[Line]:
    """As they stand in the editor."""
    found = []
    for line in lines:
        product = named_choice(line.product)
        taxes = tuple(choice for tax in line.taxes if (choice := named_choice(tax)))
        records = {"product_id": product} if product else {}
        by_hand = {"name", "price_unit", "tax_ids"}  # the order's, not the product's
        found.append(Line(line.drafted(), records, taxes, by_hand=by_hand))
    return found


def _count(value: Decimal) -> str:
    return number_text(value, 0) if value else ""


def _align(item: QTreeWidgetItem) -> None:
    for number in range(2, len(TITLES)):
        item.setTextAlignment(number, _RIGHT)
