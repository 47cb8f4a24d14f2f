"""A tax of a draft set by hand, as the paper has it. From 16 on Odoo takes its own summary back with another amount in it; before, the tax is a
journal item and so is what is owed, and both are written (measured on 14 and 19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.odoo.guard import UPDATE
from odoo_desk.odoo.row import Row
from odoo_desk.odoo.wire.call import Argument, Value

_AMOUNTS = ("tax_amount_currency", "tax_group_amount")  # 18 and later; 16 and 17
ITEM_FIELDS = ("tax_line_id", "tax_group_id", "account_internal_type", "debit", "credit", "amount_currency")


def summary_with(whole: Value, amounts: Mapping[int, Decimal]) -> Argument:
    """The field tax_totals as it was read, with other amounts for these tax groups."""
    if isinstance(whole, list):
        return [summary_with(each, amounts) for each in whole]
    if not isinstance(whole, dict):
        return whole
    found: dict[str, Argument] = {name: summary_with(each, amounts) for name, each in whole.items()}
    name = next((each for each in _AMOUNTS if each in whole and ("id" in whole or "tax_group_id" in whole)), "")
    group = whole.get("tax_group_id", whole.get("id"))
    if name and isinstance(group, int) and group in amounts:
        found[name] = amounts[group]
    return found


def items_with(
    rows: Sequence[Row], amounts: Mapping[int, Decimal], sign: int, currency: Currency, own: Currency
) -> list[Argument]:
    """Commands for `line_ids`: the first item of each group takes the difference, what is owed follows. `sign` is 1 where a tax is a debit;
    `own` is the company's currency. Empty when the amounts are those already."""
    commands: list[Argument] = []
    owed, owed_currency = ZERO, ZERO
    for group, wanted in amounts.items():
        items = [row for row in rows if row.linked_id("tax_line_id") and row.linked_id("tax_group_id") == group]
        now = sum((row.amount("amount_currency", currency) for row in items), ZERO)
        change = sign * wanted - now
        if not items or not change:
            continue
        item = items[0]
        in_currency, balance = item.amount("amount_currency", currency), _balance(item, own)
        new = own.round((in_currency + change) * balance / in_currency) if in_currency else own.round(change)
        commands.append([UPDATE, item.id, {**_sides(new), "amount_currency": in_currency + change}])
        owed, owed_currency = owed + new - balance, owed_currency + change
    terms = [row for row in rows if row.text("account_internal_type") in ("payable", "receivable")]
    if commands and terms:
        last = terms[-1]
        in_currency = last.amount("amount_currency", currency) - owed_currency
        commands.append([UPDATE, last.id, {**_sides(_balance(last, own) - owed), "amount_currency": in_currency}])
    return commands


def _balance(row: Row, own: Currency) -> Decimal:
    return row.amount("debit", own) - row.amount("credit", own)


def _sides(balance: Decimal) -> dict[str, Argument]:
    return {"debit": max(balance, ZERO), "credit": max(-balance, ZERO)}
