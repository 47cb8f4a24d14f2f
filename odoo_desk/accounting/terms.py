"""What payment terms make of a total: instalments with their days and amounts, and what is paid early for less."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import PaymentTerm, TermLine, TermValue

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Instalment:
    due: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class EarlyPayment:
    """Paid until that day, `amount` settles the document."""

    until: date
    amount: Decimal


def instalments(term: PaymentTerm, total: Decimal, start: date, currency: Currency) -> tuple[Instalment, ...]:
    """As the server divides it: rounded one by one, the last takes the rest; those of one day are one."""
    by_day: dict[date, Decimal] = {}
    rest, last = total, len(term.lines) - 1
    for position, line in enumerate(term.lines):
        if position == last or line.value is TermValue.BALANCE:
            amount = rest
        elif line.value is TermValue.FIXED:
            amount = currency.round(line.amount)
        else:
            amount = currency.round(total * line.amount / _HUNDRED)
        rest -= amount
        day = due_day(line, start)
        by_day[day] = by_day.get(day, ZERO) + amount
    return tuple(Instalment(day, amount) for day, amount in sorted(by_day.items()))


def early_payment(
    term: PaymentTerm, total: Decimal, untaxed: Decimal, start: date, currency: Currency
) -> EarlyPayment | None:
    """None where the terms have no discount for it."""
    discount = term.discount
    if discount is None:
        return None
    base = untaxed if discount.of_untaxed else total
    amount = currency.round(total - base * discount.percentage / _HUNDRED)
    return EarlyPayment(start + timedelta(days=discount.days), amount)


def due_day(line: TermLine, start: date) -> date:
    day = _months_later(start, line.months) + timedelta(days=line.days)
    if line.day_of_month:
        is_over = line.only_later and line.day_of_month < day.day
        day = _on(_months_later(day, line.months_on + is_over), line.day_of_month)
    return day + timedelta(days=line.days_after)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return _on(date(day.year + years, month + 1, 1), day.day)


def _on(month: date, number: int) -> date:
    """The day of this number, or the last of the month where it has fewer."""
    return month.replace(day=min(number, calendar.monthrange(month.year, month.month)[1]))
