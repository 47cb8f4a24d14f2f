"""Purchase orders, which the purchase module adds: what was ordered and received, and what bills say of it. Products are billed as received."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from odoo_desk.demo.books import Books, Env
from odoo_desk.demo.computed import field
from odoo_desk.demo.founding import Firm
from odoo_desk.demo.orders import PurchaseLine, PurchaseOrder
from odoo_desk.demo.records import ZERO

# The vendor, how many days ago, what it is called there, and lines: product, ordered, received, price.
_ORDERS = (
    (0, 21, "SO-4471", ((14, 40, 25, "54.00"), (6, 30, 30, "57.85"))),
    (0, 4, "", ((14, 20, 0, "54.00"),)),
    (1, 9, "N-2209", ((11, 4, 4, "215.00"), (10, 2, 0, "98.40"))),
)


def order(books: Books, firm: Firm) -> None:
    """The open orders of the sample company."""
    for number, (vendor, ago, reference, wares) in enumerate(_ORDERS, start=1):
        partner = firm.vendors[vendor]
        made = books.orders.add(
            PurchaseOrder(
                name=f"P{number:05}",
                partner_ref=reference,
                partner_id=partner,
                company_id=firm.company,
                currency_id=firm.currency_of[partner],
                payment_term_id=partner.property_supplier_payment_term_id,
                date_order=datetime.combine(books.today - timedelta(days=ago), time(9), UTC),
            )
        )
        made.order_line = tuple(
            books.order_lines.add(
                PurchaseLine(
                    order_id=made,
                    product_id=firm.products[product],
                    name=firm.products[product].name,
                    product_qty=Decimal(ordered),
                    qty_received=Decimal(received),
                    price_unit=Decimal(price),
                    taxes_id=(firm.taxes["p23"],),
                )
            )
            for product, ordered, received, price in wares
        )
        made.amount_total = sum((line.product_qty * line.price_unit for line in made.order_line), ZERO)


@field("purchase.order.line", "qty_invoiced")
def _billed_of(env: Env, line: PurchaseLine) -> object:
    return _billed(env, line)


@field("purchase.order.line", "qty_to_invoice")
def _to_bill_of(env: Env, line: PurchaseLine) -> object:
    return line.qty_received - _billed(env, line)


@field("purchase.order", "invoice_status")
def _status(env: Env, made: PurchaseOrder) -> object:
    if any(line.qty_received - _billed(env, line) for line in made.order_line):
        return "to invoice"
    return "invoiced" if any(_billed(env, line) for line in made.order_line) else "no"


def _billed(env: Env, line: PurchaseLine) -> Decimal:
    """On drafts too; what is credited is not billed any more."""
    signs = {"in_invoice": 1, "in_refund": -1}
    return sum(
        (
            each.quantity * signs.get(each.move_id.move_type, 0)
            for each in env.books.lines
            if each.purchase_line_id is line and each.move_id.state != "cancel"
        ),
        ZERO,
    )
