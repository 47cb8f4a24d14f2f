"""Purchase orders, as what a vendor bill is written from. The server has them where its purchase module is installed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import DraftLine, Named


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`to_bill` is the server's count: what was received, or ordered, as the product is billed, less what was billed. Quantities are in `unit_id`."""

    id: int
    product: Named | None
    name: str
    ordered: Decimal
    received: Decimal
    billed: Decimal
    to_bill: Decimal
    unit_id: int | None
    price_unit: Decimal
    discount: Decimal
    taxes: tuple[Named, ...]
    analytic: tuple[AnalyticShare, ...] | None

    @property
    def proposed(self) -> Decimal:
        """What a bill that came before the goods is about, where there is nothing to bill yet by the server's count."""
        return self.to_bill or max(self.ordered - self.billed, Decimal(0))

    def drafted(self) -> DraftLine:
        return DraftLine(
            product_id=self.product.id if self.product else None,
            name=self.name,
            quantity=self.proposed,
            price_unit=self.price_unit,
            discount=self.discount,
            tax_ids=tuple(tax.id for tax in self.taxes),
            analytic=self.analytic or None,
            purchase_line_id=self.id,
            unit_id=self.unit_id,
        )


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """Confirmed, and not billed whole. `vendor_reference` is what the vendor calls it."""

    id: int
    number: str
    vendor_reference: str
    partner: Named
    ordered_on: date | None
    currency: Currency
    total: Decimal
    payment_term_id: int | None
    lines: tuple[OrderLine, ...]

    @property
    def is_awaited(self) -> bool:
        """Nothing of it is to be billed by the server's count: nothing was received."""
        return not any(line.to_bill for line in self.lines)

    @property
    def to_bill(self) -> tuple[OrderLine, ...]:
        """What a bill for it takes over: what the server counts; of an awaited one, what is not billed."""
        return tuple(line for line in self.lines if (line.proposed if self.is_awaited else line.to_bill))
