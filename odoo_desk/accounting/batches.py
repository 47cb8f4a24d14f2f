"""Taxes as Odoo works them out from 18 on: alike neighbours together, and each sum of a document rounded once where the company says so.

Fixed amounts come first, then what is in the price going backwards, then what is added going forwards; what one tax comes to is added to, or
taken from, the base of the others as their settings say (account.tax _get_tax_details, _round_base_lines_tax_details)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import DraftLine, Tax, TaxArithmetic
from odoo_desk.accounting.taxed import Sums, Taxed, TaxShare

_HUNDRED, _ONE = Decimal(100), Decimal(1)
_REVERSED = 1  # the part of a reverse charge that takes away again what the tax adds


def taxed(
    line: DraftLine, taxes: Sequence[Tax], currency: Currency, arithmetic: TaxArithmetic, *, is_refund: bool
) -> Taxed:
    del is_refund  # parts of a tax are shares of its whole, which is the same for both
    price = (line.price_unit or ZERO) * (_HUNDRED - line.discount) / _HUNDRED
    return _Line(price, line.quantity, taxes, currency, globally=arithmetic.globally).worked_out()


def add_up(lines: Sequence[tuple[DraftLine, Taxed]], currency: Currency) -> Sums:
    """Each tax is rounded over the whole document. What is left when every tax is in the prices is the rounded total less the taxes."""
    raw, bases = dict[tuple[int, int, bool], Decimal](), dict[int, Decimal]()
    for _, line in lines:
        for share in line.shares:
            key = (share.tax_id, share.part, share.is_included)
            raw[key] = raw.get(key, ZERO) + share.amount
            if not share.part:
                bases[share.tax_id] = bases.get(share.tax_id, ZERO) + share.base
    by_tax: dict[int, tuple[Decimal, Decimal]] = {}
    for (tax_id, _, _), amount in raw.items():
        _, known = by_tax.get(tax_id, (ZERO, ZERO))
        by_tax[tax_id] = (bases[tax_id], known + currency.round(amount))
    excluded = sum((line.excluded for _, line in lines), ZERO)
    if any(not share.is_included for _, line in lines for share in line.shares):
        return Sums(currency.round(excluded), by_tax)
    total = currency.round(excluded + sum(raw.values(), ZERO))
    return Sums(total - sum((amount for _, amount in by_tax.values()), ZERO), by_tax)


class _Line:
    def __init__(
        self, price: Decimal, quantity: Decimal, taxes: Sequence[Tax], currency: Currency, *, globally: bool
    ) -> None:
        self._price, self._quantity, self._taxes = price, quantity, taxes
        self._currency, self._globally = currency, globally
        self._raw = price * quantity if globally else currency.round(price * quantity)
        self._batch = _batches(taxes)
        self._amounts: dict[int, Decimal] = {}
        self._for_tax = dict.fromkeys((tax.id for tax in taxes), ZERO)
        self._for_base = dict.fromkeys((tax.id for tax in taxes), ZERO)

    def worked_out(self) -> Taxed:
        for tax in reversed(self._taxes):
            if tax.amount_type == "fixed":
                self._take(tax, (-1 if self._price < 0 else 1) * self._quantity * tax.amount)
        for tax in reversed(self._taxes):
            if _is_included(tax) and tax.id not in self._amounts:
                self._take(tax, self._in_price(tax))
        for tax in self._taxes:
            if tax.id not in self._amounts:
                self._take(tax, self._added(tax))
        shares: list[TaxShare] = []
        for tax in self._taxes:
            base, amount = self._base(tax), self._amounts[tax.id]
            shares.append(TaxShare(tax.id, base, amount, is_included=_is_included(tax)))
            if tax.reverses:
                shares.append(TaxShare(tax.id, base, -amount, _REVERSED))
        return Taxed(shares[0].base if shares else self._raw, tuple(shares))

    def _take(self, tax: Tax, amount: Decimal) -> None:
        amount = amount if self._globally else self._currency.round(amount)
        self._amounts[tax.id] = amount
        batch = self._batch[tax.id]
        first, last = self._taxes.index(batch[0]), self._taxes.index(batch[-1])
        before, after = self._taxes[:first], self._taxes[last + 1 :]
        if tax.price_included:
            # What goes on is on top of this one where they say so on both sides; all others are without it.
            for other in (*after, *before):
                if not (other in after and tax.include_base_amount and other.is_base_affected):
                    self._pass_on(other, -amount)
        elif tax.include_base_amount:
            for other in after:
                if other.is_base_affected:
                    self._pass_on(other, amount)

    def _pass_on(self, other: Tax, amount: Decimal) -> None:
        if other.id not in self._amounts:
            self._for_tax[other.id] += amount
        self._for_base[other.id] += amount

    def _in_price(self, tax: Tax) -> Decimal:
        base = self._raw + self._for_tax[tax.id]
        if tax.amount_type == "division":
            return base * tax.amount / _HUNDRED
        together = sum((each.amount for each in self._batch[tax.id]), ZERO) / _HUNDRED
        return base / (1 + together) * tax.amount / _HUNDRED if together != -1 else ZERO

    def _added(self, tax: Tax) -> Decimal:
        base = self._raw + self._for_tax[tax.id]
        if tax.amount_type == "division":
            together = sum((each.amount for each in self._batch[tax.id]), ZERO) / _HUNDRED
            return base * tax.amount / _HUNDRED / (_ONE if together == 1 else 1 - together)
        return base * tax.amount / _HUNDRED

    def _base(self, tax: Tax) -> Decimal:
        base = self._raw + self._for_base[tax.id]
        if _is_included(tax):
            base -= sum((self._amounts[each.id] for each in self._batch[tax.id] if not each.reverses), ZERO)
        return base


def _is_included(tax: Tax) -> bool:
    return tax.price_included and not tax.reverses


def _batches(taxes: Sequence[Tax]) -> dict[int, list[Tax]]:
    """Neighbours that are worked out together: of one kind, all in the price or all not, and not on top of each other."""
    found: dict[int, list[Tax]] = {}
    batch: list[Tax] = []
    next_is_affected = False
    for tax in reversed(taxes):
        alike = batch and (
            tax.amount_type == batch[0].amount_type
            and tax.price_included == batch[0].price_included
            and tax.include_base_amount == batch[0].include_base_amount
            and not (tax.include_base_amount and next_is_affected)
        )
        if not alike:
            batch = []
        batch.insert(0, tax)
        found[tax.id] = batch
        next_is_affected = tax.is_base_affected
    return found
