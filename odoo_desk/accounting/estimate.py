"""What a draft comes to, worked out here while somebody types: as its server would, to the cent. The server's totals replace it as soon as they are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from odoo_desk.accounting import batches, chains
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Draft, DraftLine, LineKind, Tax, TaxArithmetic, TaxGroup, Totals
from odoo_desk.accounting.rounding import CashRounding, rounded
from odoo_desk.accounting.taxed import PRECISION, Taxed


def estimate(
    draft: Draft,
    taxes: Mapping[int, Tax],
    currency: Currency,
    arithmetic: TaxArithmetic,
    rounding: CashRounding | None = None,
) -> Totals:
    """Of an entry its debit side."""
    if draft.move_type.is_entry:
        debit = sum((line.debit for line in draft.lines), ZERO)
        return Totals(debit, ZERO, debit)
    with localcontext(prec=PRECISION):
        lines = [
            (line, taxed(line, taxes, currency, arithmetic, is_refund=draft.move_type.is_credit_note))
            for line in draft.lines
            if line.kind is LineKind.PRODUCT and not line.is_blank
        ]
        add_up = batches.add_up if arithmetic.by_batches else chains.add_up
        sums = add_up(lines, currency)
    groups = tuple(
        TaxGroup(taxes[tax_id].group or taxes[tax_id].name, currency.round(base), amount)
        for tax_id, (base, amount) in sums.by_tax.items()
    )
    tax = currency.round(sum((group.amount for group in groups), ZERO))
    untaxed = currency.round(sums.untaxed)
    totals = Totals(untaxed, tax, untaxed + tax, _by_name(groups), estimated=True)
    exact = sums.exact if arithmetic.coins_first else None
    return rounded(totals, rounding, currency, totals.total if exact is None else exact)


def taxed(
    line: DraftLine, taxes: Mapping[int, Tax], currency: Currency, arithmetic: TaxArithmetic, *, is_refund: bool
) -> Taxed:
    """One line for itself: its amount without tax, and each tax."""
    line = counted(line, arithmetic)
    work_out = batches.taxed if arithmetic.by_batches else chains.taxed
    chain = in_order(line.tax_ids or (), taxes)
    return work_out(line, chain, currency, arithmetic, is_refund=is_refund)


def subtotal(line: DraftLine, taxes: Mapping[int, Tax], currency: Currency, arithmetic: TaxArithmetic) -> Decimal:
    """What stands at the end of the line."""
    with localcontext(prec=PRECISION):
        return currency.round(taxed(line, taxes, currency, arithmetic, is_refund=False).excluded)


def counted(line: DraftLine, arithmetic: TaxArithmetic) -> DraftLine:
    """As the server counts it: without the decimals that it does not keep."""
    if arithmetic.new_lines_exact and not line.id:
        return line
    decimals = arithmetic.decimals
    typed = (line.quantity, line.price_unit or ZERO, line.discount)
    places = (decimals.quantity, decimals.price, decimals.discount)
    kept = tuple(_to_places(value, each) for value, each in zip(typed, places, strict=True))
    return line if kept == typed else replace(line, quantity=kept[0], price_unit=kept[1], discount=kept[2])


def _to_places(value: Decimal, places: int | None) -> Decimal:
    return value if places is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def in_order(tax_ids: Sequence[int], taxes: Mapping[int, Tax]) -> list[Tax]:
    """In the order in which they are computed; a group's taxes stand where the group does."""
    known = sorted((taxes[each] for each in tax_ids if each in taxes), key=_place)
    found: dict[int, Tax] = {}
    for tax in known:
        parts = in_order(tax.children, taxes) if tax.amount_type == "group" else [tax]
        found.update((each.id, each) for each in parts)
    return list(found.values())


def _place(tax: Tax) -> tuple[int, int]:
    return tax.sequence, tax.id


def _by_name(groups: Sequence[TaxGroup]) -> tuple[TaxGroup, ...]:
    """Taxes of one group are shown as one."""
    found: dict[str, TaxGroup] = {}
    for group in groups:
        known = found.get(group.name)
        found[group.name] = (
            TaxGroup(group.name, max(known.base, group.base), known.amount + group.amount) if known else group
        )
    return tuple(found.values())
