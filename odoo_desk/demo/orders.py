"""What the purchase module adds: its records and their fields (written as in schema.py)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from odoo_desk.demo import records as r

MODELS = {
    "purchase.order": """
name  char,!  *  Order Reference
partner_ref  char  *  Vendor Reference
partner_id  many2one:res.partner,!  *  Vendor
company_id  many2one:res.company,!  *  Company
currency_id  many2one:res.currency,!  *  Currency
date_order  datetime,!  *  Order Deadline
state  selection,r  *  Status
invoice_status  selection,r  *  Billing Status
payment_term_id  many2one:account.payment.term  *  Payment Terms
order_line  one2many:purchase.order.line  *  Order Lines
amount_total  monetary,r  *  Total
""",
    "purchase.order.line": """
order_id  many2one:purchase.order,!  *  Order Reference
product_id  many2one:product.product  *  Product
name  text,!  *  Description
sequence  integer  *  Sequence
display_type  selection  *  Display Type
product_qty  float,!  *  Quantity
qty_received  float  *  Received Qty
qty_invoiced  float,r  *  Billed Qty
qty_to_invoice  float,r  *  To Invoice Quantity
price_unit  float,!  *  Unit Price
discount  float  17+  Discount (%)
taxes_id  many2many:account.tax  -18  Taxes
tax_ids=taxes_id  many2many:account.tax  19+  Taxes
""",
}
LABELS = {
    "purchase.order": ("Purchase Order", "id desc"),
    "purchase.order.line": ("Purchase Order Line", "order_id, sequence, id"),
}


@dataclass(slots=True, eq=False)
class PurchaseOrder(r.Record):
    name: str = ""
    partner_ref: str = ""
    partner_id: r.Partner | None = None
    company_id: r.Company = field(default_factory=r.Company)
    currency_id: r.Currency | None = None
    payment_term_id: r.Term | None = None
    date_order: datetime | None = None
    state: str = "purchase"
    order_line: tuple[PurchaseLine, ...] = ()
    amount_total: Decimal = r.ZERO


@dataclass(slots=True, eq=False)
class PurchaseLine(r.Record):
    order_id: PurchaseOrder | None = None
    product_id: r.Product | None = None
    name: str = ""
    sequence: int = 10
    display_type: str = ""
    product_qty: Decimal = r.ZERO
    qty_received: Decimal = r.ZERO
    price_unit: Decimal = r.ZERO
    discount: Decimal = r.ZERO
    taxes_id: tuple[r.Tax, ...] = ()
