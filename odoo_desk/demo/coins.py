"""Cash rounding: its record, and the line that makes a document come to what can be paid in coins (measured on 14 and 19)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from odoo_desk.demo import records as r
from odoo_desk.demo.taxes import rounded

MODELS = {
    "account.cash.rounding": """
name  char,!  *  Name
rounding  float,!  *  Rounding Precision
strategy  selection,!  *  Rounding Strategy
rounding_method  selection,!  *  Rounding Method
profit_account_id  many2one:account.account  *  Profit Account
loss_account_id  many2one:account.account  *  Loss Account
company_id  many2one:res.company  -15  Company
""",
}
LABELS = {"account.cash.rounding": ("Account Cash Rounding", "id")}
_WAYS = {"UP": ROUND_UP, "DOWN": ROUND_DOWN, "HALF-UP": ROUND_HALF_UP}


@dataclass(slots=True, eq=False)
class CashRounding(r.Record):
    name: str = ""
    rounding: Decimal = Decimal("0.05")
    strategy: str = "add_invoice_line"
    rounding_method: str = "HALF-UP"
    profit_account_id: r.Account | None = None
    loss_account_id: r.Account | None = None
    company_id: r.Company | None = None


def put_on(line: r.Line, move: r.Move, taxes: list[r.Line], amount: Decimal) -> bool:
    """Fills in the rounding line of a document whose lines and taxes come to `amount` (signed, in its currency). False: it needs none."""
    coins = move.invoice_cash_rounding_id
    if not isinstance(coins, CashRounding):
        return False
    steps = (amount / coins.rounding).quantize(Decimal(1), rounding=_WAYS[coins.rounding_method])
    difference = rounded(steps * coins.rounding - amount, move.currency_id.rounding)
    by_tax = coins.strategy == "biggest_tax"
    if not difference or (by_tax and not taxes):
        return False
    line.tax_line_id, line.name = None, coins.name
    line.account_id = coins.loss_account_id if difference > 0 else coins.profit_account_id
    if by_tax:
        largest = max(taxes, key=lambda each: abs(each.balance))
        line.tax_line_id, line.account_id = largest.tax_line_id, largest.account_id
        line.name = f"{largest.name} (rounding)"
    line.currency_id, line.partner_id = move.currency_id, move.commercial_partner_id
    line.amount_currency = difference
    line.price_subtotal = line.price_total = line.price_unit = move.direction * difference
    return True
