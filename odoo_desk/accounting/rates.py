"""What a document in another currency comes to in the company's: which rate the server takes, of which day, and whether that is a good one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Document, Draft

OLD = timedelta(days=35)  # a company that sets its rates by the month has none older


@dataclass(frozen=True, slots=True)
class RateRules:
    """How a server looks a rate up. `by_accounting_date`: of that day, and not of the one on the paper. `reaches_back`: before the first rate
    that one counts, else one to one. `from_next_day`: a rate counts from the day after its own."""

    by_accounting_date: bool = False
    reaches_back: bool = True
    from_next_day: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """Units of a currency for one of the server's base, from `day` on. `is_own`: of this company, and so before those of all."""

    day: date
    units: Decimal
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class RateTable:
    """All rates of one currency that count in a company."""

    rules: RateRules
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """`units` of the document's currency for one of the company's, `amount` what it comes to there. `day` is the rate's own, None where there is
    none of that day or before. `looked_up` is the day that counts. `expected` is what the table says, where the document has another one."""

    currency: Currency
    own: Currency
    units: Decimal
    amount: Decimal
    looked_up: date
    day: date | None
    expected: Decimal | None = None
    is_estimate: bool = True

    @property
    def is_old(self) -> bool:
        return self.day is not None and self.looked_up - self.day > OLD


def day_of(draft: Draft, rules: RateRules, today: date) -> date:
    """The day whose rate counts for an invoice or bill."""
    if rules.by_accounting_date:
        return draft.accounting_date or draft.invoice_date or today
    return draft.invoice_date or today


def looked_up(rates: Sequence[Rate], day: date, rules: RateRules) -> tuple[Decimal, date | None]:
    """The units that count on a day, and since when; None where no rate is so old."""
    for own in (True, False):
        known = [each for each in rates if each.is_own is own]
        until = [each for each in known if each.day < day or (each.day == day and not rules.from_next_day)]
        if until:
            latest = max(until, key=lambda each: each.day)
            return latest.units, latest.day
    if rules.reaches_back and rates:
        first = min(rates, key=lambda each: (not each.is_own, each.day))
        return first.units, None
    return Decimal(1), None


def exchange(
    draft: Draft,
    total: Decimal,
    tables: tuple[RateTable, RateTable],
    currencies: tuple[Currency, Currency],
    today: date,
    saved: Document | None = None,
) -> Exchange:
    """`tables` and `currencies`: the document's and the company's. `saved` is the document as the server has it: while what its rate hangs on is
    as it was, the rate is the one that it was saved with."""
    currency, own = currencies
    day = day_of(draft, tables[0].rules, today)
    (theirs, since), (ours, _) = (looked_up(each.rates, day, each.rules) for each in tables)
    expected = theirs / ours
    kept = _saved_rate(draft, saved)
    if saved is None or kept is None:
        return Exchange(currency, own, expected, own.round(total / expected), day, since)
    is_same = total == saved.header.amount_total
    amount = abs(saved.header.amount_total_signed) if is_same else own.round(total / kept)
    is_expected = saved.rate is None or abs(kept / expected - 1) < Decimal("0.000005")
    if saved.rate is None:  # known by what it came to only
        is_expected = abs(own.round(saved.header.amount_total / expected) - amount) <= own.rounding or not is_same
    units = expected if is_expected else kept
    return Exchange(
        currency, own, units, amount, day, since, None if is_expected else expected, is_estimate=not is_same
    )


def _saved_rate(draft: Draft, saved: Document | None) -> Decimal | None:
    """What the document was saved with, unless it is to be looked up anew."""
    if saved is None or draft.id != saved.header.id or draft.currency_id != saved.header.currency.id:
        return None
    header = saved.header
    if (draft.invoice_date, draft.accounting_date) != (header.invoice_date, header.accounting_date):
        return None
    if saved.rate is not None:
        return saved.rate or None
    signed = abs(header.amount_total_signed)
    return header.amount_total / signed if signed else None
