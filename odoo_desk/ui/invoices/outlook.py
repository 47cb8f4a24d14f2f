"""What the server will make of a draft, asked at each pause in typing and said above its lines: the day it is booked on, its twins."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from odoo_desk.accounting.records import MoveType
from odoo_desk.errors import RecordGone
from odoo_desk.ui import keys, tasks
from odoo_desk.ui.invoices.auto_post import in_words
from odoo_desk.ui.invoices.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odoo_desk.accounting.concerns import Concern
    from odoo_desk.accounting.fiscal import FiscalPosition
    from odoo_desk.accounting.purchasing import PurchaseOrder
    from odoo_desk.accounting.rates import Exchange
    from odoo_desk.accounting.records import Document, Draft, Partner, Product, Totals
    from odoo_desk.accounting.terms import EarlyPayment, Instalment
    from odoo_desk.errors import DeskError
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.workspace.workspace import Workspace

PAUSE_MS = 400
_ORDERS_NAMED = 4


@dataclass(frozen=True, slots=True)
class _Foreseen:
    draft: Draft
    concerns: tuple[Concern, ...]
    instalments: tuple[Instalment, ...]
    early: EarlyPayment | None
    about: _About
    products: tuple[Remark, ...]
    exchange: Exchange | None


@dataclass(frozen=True, slots=True)
class _About:
    """What is to be known of whom it is for, whatever it says."""

    partner: Partner | None = None
    position: FiscalPosition | None = None
    orders: tuple[PurchaseOrder, ...] = ()
    is_chosen: bool = False
    """The position, and so it is in its field already."""

    def remarks(self, draft: Draft) -> list[Remark]:
        found: list[Remark] = []
        if self.partner is not None and self.partner.warning:
            found.append(Remark(self.partner.warning, "bad" if self.partner.is_blocked else "warning"))
        if self.position is not None and not self.is_chosen:
            found.append(Remark(f"Fiscal position of the partner: {self.position.name}.", "info"))
        if self.orders and not any(line.purchase_line_id for line in draft.lines):
            numbers = ", ".join(order.number for order in self.orders[:_ORDERS_NAMED])
            numbers += " …" if len(self.orders) > _ORDERS_NAMED else ""
            how = keys.tip("Actions, From a purchase order", "from_order")
            found.append(Remark(f"Ordered from this vendor and not billed: {numbers}. {how}.", "info"))
        return found


class Outlook(QObject):
    """Of one form. One question at a time; what is typed meanwhile is asked about afterwards."""

    def __init__(self, workspace: Workspace, form: DraftForm) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._asked: tuple[Draft, Totals] | None = None
        self._saved: Document | None = None
        self._asking: tasks.Task | None = None
        self._foreseen: list[Remark] = []
        self._why: list[Remark] = []
        self._mapped: tuple[int | None, Remark] | None = None
        self.position: FiscalPosition | None = None
        """What maps the taxes and accounts of products here."""
        self._about: dict[tuple[int | None, int | None], _About] = {}
        self._products: dict[int, Product] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        form.changed.connect(self._pause.start)
        form.changed.connect(self._forget_mapped)
        form.totalled.connect(self._pause.start)

    def begin(self, saved: Document | None) -> None:
        """Another document is in the form, as the server has it; None while it is on none."""
        self._asked, self._saved = None, saved
        self._foreseen, self._why, self._mapped = [], [], None
        self._show()
        self.position = None
        self._form.instalments.show_instalments((), None, self._form.currency)
        self._form.exchange.show_exchange(None)
        self._pause.start()

    def _look(self) -> None:
        if self._asking is not None and self._asking.is_running:
            self._pause.start()
            return
        draft, totals = self._form.so_far(), self._form.totals.totals
        if totals is None or (draft, totals) == self._asked or (draft.partner_id is None and not draft.lines):
            return
        self._asked = (draft, totals)
        self._asking = tasks.run(self._form, self._foresee(draft, totals), done=self._say, failed=self._not_known)

    async def _foresee(self, draft: Draft, totals: Totals) -> _Foreseen:
        invoicing, today = self._workspace.invoicing, date.today()  # noqa: DTZ011  the user's day
        saved = self._saved
        concerns, parts, early, about, products, exchange = await asyncio.gather(
            invoicing.concerns(draft, totals.total, saved.warnings if saved else ()),
            invoicing.instalments(draft, totals, today),
            invoicing.early_payment(draft, totals, today),
            self._learn_about(draft),
            self._learn_of_products(draft),
            invoicing.exchange(draft, totals.total, today, saved),
        )
        return _Foreseen(draft, concerns, parts, early, about, products, exchange)

    async def _learn_about(self, draft: Draft) -> _About:
        """Once for each partner."""
        if draft.partner_id is None or draft.move_type.is_entry:
            return _About()
        key = (draft.partner_id, draft.fiscal_position_id)
        if key not in self._about:
            partner, position, orders = await asyncio.gather(
                self._workspace.lookups.partner(draft.partner_id),
                self._workspace.invoicing.fiscal_position(draft),
                self._orders(draft.move_type, draft.partner_id),
            )
            self._about[key] = _About(partner, position, orders, is_chosen=draft.fiscal_position_id is not None)
        return self._about[key]

    async def _orders(self, move_type: MoveType, partner_id: int) -> tuple[PurchaseOrder, ...]:
        return await self._workspace.lookups.purchase_orders(partner_id) if move_type is MoveType.VENDOR_BILL else ()

    async def _learn_of_products(self, draft: Draft) -> tuple[Remark, ...]:
        """What is to be read of each product, asked once."""
        wanted = dict.fromkeys(line.product_id for line in draft.lines if line.product_id is not None)
        for product_id in wanted.keys() - self._products.keys():
            with suppress(RecordGone):
                self._products[product_id] = await self._workspace.lookups.product(product_id)
        found = []
        for product_id in wanted:
            product = self._products.get(product_id)
            warning = "" if product is None else product.warning_on(draft.move_type)
            if product is not None and warning:
                found.append(Remark(f"{product.name}: {warning}"))
        return tuple(found)

    def _say(self, foreseen: _Foreseen) -> None:
        draft = foreseen.draft
        if draft.id != self._form.so_far().id:
            return  # it was saved meanwhile, and would be its own twin
        self.position = foreseen.about.position
        self._form.exchange.show_exchange(foreseen.exchange)
        self._form.instalments.show_instalments(foreseen.instalments, foreseen.early, self._form.currency)
        remarks = [*foreseen.about.remarks(draft), *foreseen.products]
        remarks += [Remark(each.text, document_id=each.document_id) for each in foreseen.concerns]
        if later := in_words(draft.auto_post, draft.auto_post_until, draft.accounting_date or draft.invoice_date):
            remarks.append(Remark(later, "info"))
        self._foreseen = sorted(remarks, key=lambda each: each.tone == "info")  # what is only good to know comes last
        self._show()

    def say_why(self, reasons: Sequence[str]) -> None:
        """Where a few cents come from, between the total on the paper and the lines."""
        self._why = [Remark(each, "muted") for each in reasons]
        self._show()

    def say_mapped(self, remark: Remark | None) -> None:
        """What the fiscal position that was picked made of the lines, as long as it is that one."""
        self._mapped = (self._form.header.fiscal_position.value(), remark) if remark else None
        self._show()

    def _forget_mapped(self) -> None:
        if self._mapped and self._mapped[0] != self._form.header.fiscal_position.value():
            self.say_mapped(None)

    def _show(self) -> None:
        mapped = [self._mapped[1]] if self._mapped else []
        self._form.remarks.show_remarks([*self._foreseen, *mapped, *self._why])

    def _not_known(self, problem: DeskError) -> bool:
        """No reason to interrupt anybody; before it is posted it is asked again."""
        self._asked = None
        self._foreseen = [Remark(f"Not checked: {problem.message}", "muted")]
        self._show()
        return True
