"""Seldom wanted of an open document, and so in the menu only: lines from a purchase order, taxes as on the paper, Odoo's auto-post, and the mark
for somebody to look at it again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.records import AutoPost, MoveType, State
from odoo_desk.accounting.rules import NO_RIGHT
from odoo_desk.errors import DeskError, InvalidInput, NotAvailable, NotConnected
from odoo_desk.ui import keys, notices, tasks

if TYPE_CHECKING:
    from odoo_desk.accounting.purchasing import OrderLine, PurchaseOrder
    from odoo_desk.accounting.records import Document
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.workspace.workspace import Workspace


_KEEPS_TAXES = 16  # before, taxes set by hand are worked out anew with every line


class Extras(QObject):
    """`marked` with the document as it is afterwards."""

    marked = Signal(object)

    def __init__(self, workspace: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workspace = workspace
        self._owner = owner
        self._document: Document | None = None
        self._form: DraftForm | None = None
        self.from_order = QAction("From a purchase order …", self)
        self.from_order.setObjectName("action_from_order")
        keys.bind(self.from_order, "from_order")
        self.from_order.triggered.connect(self._ask_which)
        self.correct_taxes = QAction("Taxes as on the paper …", self)
        self.correct_taxes.setObjectName("action_correct_taxes")
        keys.bind(self.correct_taxes, "correct_taxes")
        self.correct_taxes.triggered.connect(self._ask_amounts)
        self.auto_post = QAction("Auto-post …", self)
        self.auto_post.setObjectName("action_auto_post")
        self.auto_post.triggered.connect(self._ask_how)
        self.review = QAction(self)
        self.review.setObjectName("action_review")
        self.review.triggered.connect(self._mark)

    def all(self) -> list[QAction]:
        return [self.from_order, self.correct_taxes, self.auto_post, self.review]

    def show_document(self, document: Document | None, form: DraftForm | None, *, is_dirty: bool) -> None:
        self._document, self._form = document, form
        may_write = self._workspace.user.rights.write_invoices
        is_bill = form is not None and form.move_type is MoveType.VENDOR_BILL
        self.from_order.setEnabled(is_bill and may_write)
        self.from_order.setToolTip("For drafts of vendor bills." if may_write else NO_RIGHT)
        is_purchase = form is not None and form.move_type.is_purchase
        has_taxes = document is not None and any(group.id for group in document.totals.groups)
        self.correct_taxes.setEnabled(is_purchase and has_taxes and may_write and not is_dirty)
        self.correct_taxes.setToolTip(
            NO_RIGHT if not may_write else "Save it first." if is_purchase else "For drafts of what vendors send."
        )
        self.auto_post.setEnabled(form is not None and may_write)
        self.auto_post.setToolTip("" if may_write else NO_RIGHT)
        to_check = document is not None and document.to_check
        self.review.setText("Mark as reviewed" if to_check else "Mark as to check")
        is_there = document is not None and document.header.state is not State.CANCELLED
        self.review.setEnabled(is_there and may_write and not is_dirty)
        self.review.setToolTip("" if may_write and not is_dirty else "Save it first." if may_write else NO_RIGHT)

    def _ask_which(self) -> None:
        form = self._form
        if form is not None:
            tasks.run(
                self._owner, self._orders(form), done=self._offer_orders, failed=self._tell_why, control=self.from_order
            )

    def _tell_why(self, problem: DeskError) -> bool:
        """Why there is nothing to choose from is no error."""
        is_expected = isinstance(problem, InvalidInput | NotAvailable | NotConnected)
        if is_expected:
            notices.tell(self._owner, problem.message)
        return is_expected

    async def _orders(self, form: DraftForm) -> tuple[PurchaseOrder, ...]:
        """Those of the vendor that are not in the document yet. NotAvailable says why there are none."""
        lookups, partner = self._workspace.lookups, form.header.partner.choice()
        if not self._workspace.is_online:
            raise NotConnected("Purchase orders are not copied: they can be looked at only while the server answers.")
        if not await lookups.has_purchase_orders():
            raise NotAvailable("This server has no purchase orders: its purchase module is not installed.")
        if partner is None:
            form.header.go_to_field("partner_id")
            raise InvalidInput("Choose the vendor first: the purchase orders offered are those of the vendor.")
        taken = {line.purchase_line_id for line in form.so_far().lines}
        orders = await lookups.purchase_orders(partner.id)
        found = tuple(order for order in orders if not taken.issuperset(line.id for line in order.to_bill))
        if not found:
            raise NotAvailable(f"No purchase order of {partner.text} is waiting for a bill.")
        return found

    def _offer_orders(self, orders: tuple[PurchaseOrder, ...]) -> None:
        from odoo_desk.ui.invoices.purchases import OrdersDialog, lines_of  # noqa: PLC0415  seldom needed

        form = self._form
        if form is None:
            return

        def take(order: PurchaseOrder, lines: tuple[OrderLine, ...]) -> None:
            is_first, billed_in = not form.lines.has_content, form.header.currency
            if not is_first and billed_in.value() != order.currency.id:
                notices.tell(
                    self._owner,
                    f"{order.number} is in {order.currency.code}, this bill is not: its prices would be wrong. Write a bill of its own for it.",
                )
                return
            form.header.bill_order(order, is_first=is_first)
            form.grid.insert_lines(lines_of(lines))

        dialog = OrdersDialog(orders, self._owner.window())
        dialog.taken.connect(take)
        dialog.open()

    def _ask_amounts(self) -> None:
        from odoo_desk.ui.invoices.tax_amounts import TaxAmountsDialog  # noqa: PLC0415  seldom needed

        document = self._document
        if document is None:
            return

        def correct(amounts: dict[int, Decimal]) -> None:
            work = self._workspace.invoicing.correct_taxes(document, amounts)
            tasks.run(self._owner, work, done=self._tell_corrected, control=self.correct_taxes, saying="Saving …")

        dialog = TaxAmountsDialog(
            document.totals,
            document.header.currency,
            self._owner.window(),
            is_forgotten_soon=self._workspace.server.major < _KEEPS_TAXES,
        )
        dialog.chosen.connect(correct)
        dialog.open()

    def _tell_corrected(self, document: Document) -> None:
        notices.tell(self._owner, "The taxes are as on the paper now.")
        self.marked.emit(document)

    def _ask_how(self) -> None:
        tasks.run(self._owner, self._workspace.invoicing.auto_posts(), done=self._offer, control=self.auto_post)

    def _offer(self, ways: tuple[AutoPost, ...]) -> None:
        from odoo_desk.ui.invoices.auto_post import AutoPostDialog  # noqa: PLC0415  seldom needed

        form = self._form
        if form is None:
            return
        if len(ways) < 2:
            notices.tell(self._owner, "This server posts nothing by itself, or cannot be asked now.")
            return
        draft = form.so_far()
        dialog = AutoPostDialog(ways, draft.auto_post or AutoPost.NO, draft.auto_post_until, self._owner.window())
        dialog.chosen.connect(form.header.set_auto_post)
        dialog.open()

    def _mark(self) -> None:
        document = self._document
        if document is None:
            return
        work = self._workspace.invoicing.mark(document.header.id, to_check=not document.to_check)
        tasks.run(self._owner, work, done=self._tell, control=self.review)

    def _tell(self, document: Document) -> None:
        notices.tell(self._owner, "Marked as to check." if document.to_check else "Marked as reviewed.")
        self.marked.emit(document)
