"""What a draft will probably come to, worked out here while somebody types. The server's totals replace it as soon as they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Draft, DraftLine, LineKind, Tax, TaxGroup, Totals

_HUNDRED = Decimal(100)


def estimate(draft: Draft, taxes: Mapping[int, Tax], currency: Currency) -> Totals:
    """Of an entry its debit side. Rounded per line. Taxes by percent, fixed amount, division and group; included or added; one on top of the
    other where they say so."""
    if draft.move_type.is_entry:
        debit = sum((line.debit for line in draft.lines), ZERO)
        return Totals(debit, ZERO, debit)
    untaxed, by_tax = ZERO, dict[int, tuple[Decimal, Decimal]]()
    for line in draft.lines:
        if line.kind is not LineKind.PRODUCT or line.is_blank:
            continue
        base, amounts = line_amounts(line, taxes, currency)
        untaxed += base
        for tax_id, (tax_base, amount) in amounts.items():
            known = by_tax.get(tax_id, (ZERO, ZERO))
            by_tax[tax_id] = (known[0] + tax_base, known[1] + amount)
    groups = tuple(
        TaxGroup(taxes[tax_id].name, currency.round(base), currency.round(amount))
        for tax_id, (base, amount) in by_tax.items()
    )
    tax = sum((group.amount for group in groups), ZERO)
    return Totals(currency.round(untaxed), currency.round(tax), currency.round(untaxed + tax), groups, estimated=True)


def line_amounts(
    line: DraftLine, taxes: Mapping[int, Tax], currency: Currency
) -> tuple[Decimal, dict[int, tuple[Decimal, Decimal]]]:
    """(subtotal without tax, {tax: (its base, its amount)}), each rounded to the currency."""
    price = (line.price_unit or ZERO) * (_HUNDRED - line.discount) / _HUNDRED
    gross = currency.round(price * line.quantity)
    applied = _flatten(line.tax_ids or (), taxes)
    included = [tax for tax in applied if tax.price_included]
    base = gross
    rate = sum((tax.amount for tax in included if tax.amount_type == "percent"), ZERO)
    division = sum((tax.amount for tax in included if tax.amount_type == "division"), ZERO)
    fixed = sum((tax.amount * line.quantity for tax in included if tax.amount_type == "fixed"), ZERO)
    if included:
        net = (gross - fixed) / (1 + rate / _HUNDRED) if rate else gross - fixed
        base = currency.round(net - gross * division / _HUNDRED)
    amounts: dict[int, tuple[Decimal, Decimal]] = {}
    on_top = ZERO
    for tax in applied:
        tax_base = base + on_top
        amount = currency.round(_amount(tax, tax_base, gross, line.quantity))
        amounts[tax.id] = (tax_base, amount)
        if tax.include_base_amount:
            on_top += amount
    if included:
        # What was included adds up to the price typed, to the cent: the base takes the rounding.
        base = gross - sum((amounts[tax.id][1] for tax in included), ZERO)
    return base, amounts


def _amount(tax: Tax, base: Decimal, gross: Decimal, quantity: Decimal) -> Decimal:
    if tax.amount_type == "fixed":
        return tax.amount * quantity
    if tax.amount_type == "division":
        if tax.price_included:
            return gross * tax.amount / _HUNDRED
        return base / (1 - tax.amount / _HUNDRED) - base if tax.amount != _HUNDRED else ZERO
    return base * tax.amount / _HUNDRED


def _flatten(tax_ids: Sequence[int], taxes: Mapping[int, Tax]) -> list[Tax]:
    found: list[Tax] = []
    for tax_id in tax_ids:
        tax = taxes.get(tax_id)
        if tax is None:
            continue
        if tax.amount_type == "group":
            found.extend(_flatten(tax.children, taxes))
        else:
            found.append(tax)
    return sorted(found, key=lambda tax: (tax.sequence, tax.id))
