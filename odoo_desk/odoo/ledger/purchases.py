"""Purchase orders that wait for their bill. Only where the purchase module is installed: its field on journal items tells."""

from __future__ import annotations

from odoo_desk.accounting.purchasing import OrderLine, PurchaseOrder
from odoo_desk.accounting.records import Named
from odoo_desk.errors import AccessRefused
from odoo_desk.odoo.ledger import reading
from odoo_desk.odoo.ledger.directory import Directory
from odoo_desk.odoo.row import Row
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.wire.call import Argument

ORDER, LINE = "purchase.order", "purchase.order.line"
_ORDER_FIELDS = (
    "name",
    "partner_ref",
    "partner_id",
    "date_order",
    "currency_id",
    "amount_total",
    "payment_term_id",
    "order_line",
)
_LINE_FIELDS = (
    "product_id",
    "name",
    "display_type",
    "product_qty",
    "qty_received",
    "qty_invoiced",
    "qty_to_invoice",
    "product_uom_id",  # 19+
    "product_uom",  # -18
    "price_unit",
    "discount",  # 17+
    "tax_ids",  # 19+
    "taxes_id",  # -18
    "analytic_distribution",  # 16+
    "account_analytic_id",  # 14, 15
)


class Purchases:
    def __init__(self, session: Session, directory: Directory) -> None:
        self._session = session
        self._directory = directory

    async def is_there(self) -> bool:
        return "purchase_line_id" in await self._session.fields("account.move.line")

    async def open_orders(self, partner_id: int) -> tuple[PurchaseOrder, ...]:
        """Of the partner's whole company, the newest first. None where there is no such module, or this user may not look."""
        if not await self.is_there():
            return ()
        try:
            (partner,) = await self._session.read("res.partner", [partner_id], ("commercial_partner_id",)) or [Row({})]
            domain: list[Argument] = [
                ["partner_id", "child_of", partner.linked_id("commercial_partner_id") or partner_id],
                ["state", "in", ["purchase", "done"]],
                ["invoice_status", "in", ["to invoice", "no"]],
                ["company_id", "=", self._directory.user.company.id],
            ]
            orders = await self._session.search_read(ORDER, domain, _ORDER_FIELDS, order="date_order desc, id desc")
            ids = [each for order in orders for each in order.ids("order_line")]
            rows = await self._session.read(LINE, ids, _LINE_FIELDS)
        except AccessRefused:
            return ()
        taxes = {tax.id: Named(tax.id, tax.name) for tax in (await self._directory.taxes()).values()}
        lines = {row.id: _line(row, taxes) for row in rows if not row.text("display_type")}
        found = [await self._order(row, lines) for row in orders]
        return tuple(order for order in found if order.to_bill)

    async def _order(self, row: Row, lines: dict[int, OrderLine]) -> PurchaseOrder:
        currency = await self._directory.currency(row.linked_id("currency_id") or 0)
        return PurchaseOrder(
            id=row.id,
            number=row.text("name"),
            vendor_reference=row.text("partner_ref"),
            partner=row.link("partner_id") or Named(0, ""),
            ordered_on=row.day("date_order"),
            currency=currency,
            total=row.amount("amount_total", currency),
            payment_term_id=row.linked_id("payment_term_id"),
            lines=tuple(lines[each] for each in row.ids("order_line") if each in lines),
        )


def _line(row: Row, taxes: dict[int, Named]) -> OrderLine:
    analytic = reading.analytic(
        Row({**row.values, "analytic_account_id": row.values.get("account_analytic_id", False)})
    )
    return OrderLine(
        id=row.id,
        product=row.link("product_id"),
        name=row.raw("name"),
        ordered=row.decimal("product_qty"),
        received=row.decimal("qty_received"),
        billed=row.decimal("qty_invoiced"),
        to_bill=row.decimal("qty_to_invoice"),
        unit_id=row.linked_id("product_uom_id") or row.linked_id("product_uom"),
        price_unit=row.decimal("price_unit"),
        discount=row.decimal("discount"),
        taxes=tuple(taxes.get(tax, Named(tax, f"#{tax}")) for tax in row.ids("tax_ids") or row.ids("taxes_id")),
        analytic=analytic or None,
    )
