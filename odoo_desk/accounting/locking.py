"""Locked periods: on which day the server will book a document, and why. Measured on 14 and 19 (tests/protocols/test_locks.py)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from odoo_desk.accounting.records import Draft


class LockKind(StrEnum):
    """What a lock date closes. ADVISERS (up to 17) closes the books for all but advisers, HARD (18+) for ever."""

    FISCAL_YEAR = "fiscal_year"
    ADVISERS = "advisers"
    SALES = "sales"
    PURCHASES = "purchases"
    TAX = "tax"
    HARD = "hard"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    LockKind.FISCAL_YEAR: "The books are locked",
    LockKind.ADVISERS: "The books are locked for all but advisers",
    LockKind.SALES: "Sales are locked",
    LockKind.PURCHASES: "Purchases are locked",
    LockKind.TAX: "The tax return is locked",
    LockKind.HARD: "The books are locked for good",
}


@dataclass(frozen=True, slots=True)
class Lock:
    """Nothing is booked on `until` or before. `for_others` is later where an exception was made for this user (18+)."""

    kind: LockKind
    until: date | None
    for_others: date | None = None

    @property
    def is_excepted(self) -> bool:
        return self.for_others is not None and (self.until is None or self.until < self.for_others)


class Renumbering(StrEnum):
    """When the numbers of a journal begin anew. It decides how far the server moves a date."""

    MONTHLY = "month"
    YEARLY = "year"
    YEAR_RANGE = "year_range"
    YEAR_RANGE_MONTHLY = "year_range_month"
    NEVER = "never"
    UNKNOWN = ""
    """There is no number yet."""


@dataclass(frozen=True, slots=True)
class Locks:
    """`moved`: what is in a locked period is posted on a later day (15 and later); 14 refuses it, and moves only what the tax lock closes."""

    locks: tuple[Lock, ...]
    moved: bool = True

    def closing(self, day: date, journal_kind: str, *, has_taxes: bool) -> tuple[Lock, ...]:
        """The locks that keep `day` from being booked on, the latest last."""
        closed = [
            lock
            for lock in self.locks
            if lock.until is not None and day <= lock.until and _concerns(lock.kind, journal_kind, has_taxes=has_taxes)
        ]
        return tuple(sorted(closed, key=lambda lock: lock.until or date.min))


@dataclass(frozen=True, slots=True)
class BookingDay:
    """`day` is where the server will book it; `reason` is "" when that is the day `typed`. `refused`: it will not book it at all.
    `is_known` is False without a server: nobody knows the locks then."""

    typed: date
    day: date
    reason: str = ""
    refused: bool = False
    locks: tuple[Lock, ...] = ()
    is_known: bool = True

    @property
    def is_typed(self) -> bool:
        return self.day == self.typed and not self.refused


def typed_day(draft: Draft, today: date) -> date:
    """The accounting date that is sent."""
    return draft.accounting_date or draft.invoice_date or today


def booking_day(
    draft: Draft, locks: Locks, journal_kind: str, renumbering: Renumbering, today: date, *, has_taxes: bool
) -> BookingDay:
    typed = typed_day(draft, today)
    closing = locks.closing(typed, journal_kind, has_taxes=has_taxes)
    if not closing:
        return BookingDay(typed, typed)
    until = closing[-1].until
    assert until is not None
    first_open = until + timedelta(days=1)
    if not locks.moved:
        if any(lock.kind is not LockKind.TAX for lock in closing):
            return _refused(typed, closing)
        return _moved(typed, first_open, closing)
    day = _moved_to(draft, first_open, renumbering, today)
    if still := locks.closing(day, journal_kind, has_taxes=has_taxes):
        return _refused(typed, still)
    return _moved(typed, day, closing)


def renumbering_of(number: str) -> Renumbering:
    """Read off a number of the journal, as the server does."""
    for kind, pattern in _PATTERNS:
        if number and (found := pattern.search(number)) and _is_one_year(found):
            return kind
    return Renumbering.NEVER if number else Renumbering.UNKNOWN


_START = r"(?:(?<=\D)|^)"
_YEAR = rf"{_START}(?P<%s>(?:19|20|21)\d\d|\d\d(?=\D))"
_MONTH = r"(?:0[1-9]|1[0-2])"
_REST = r"\D+?\d*\D*$"
_PATTERNS = (
    (Renumbering.YEAR_RANGE_MONTHLY, re.compile(rf"{_YEAR % 'first'}\D{_YEAR % 'last'}\D{_MONTH}{_REST}")),
    (Renumbering.MONTHLY, re.compile(rf"{_YEAR % 'first'}\D*?{_MONTH}{_REST}")),
    (Renumbering.YEAR_RANGE, re.compile(rf"{_YEAR % 'first'}\D{_YEAR % 'last'}{_REST}")),
    (Renumbering.YEARLY, re.compile(rf"{_START}(?:19|20|21)?\d\d{_REST}")),
)


def _is_one_year(found: re.Match[str]) -> bool:
    """A range of years is of two that follow each other: 2026/27."""
    years = found.groupdict()
    first, last = years.get("first"), years.get("last")
    if first is None or last is None:
        return True
    return len(first) >= len(last) and (int(first) + 1) % 10 ** len(last) == int(last)


def _concerns(kind: LockKind, journal_kind: str, *, has_taxes: bool) -> bool:
    match kind:
        case LockKind.SALES:
            return journal_kind == "sale"
        case LockKind.PURCHASES:
            return journal_kind == "purchase"
        case LockKind.TAX:
            return has_taxes
        case _:
            return True


def _moved_to(draft: Draft, first_open: date, renumbering: Renumbering, today: date) -> date:
    """Not to the first open day, but to the last of its month (or year) that is over: numbers and dates go up together."""
    monthly = renumbering in (Renumbering.MONTHLY, Renumbering.UNKNOWN)
    if draft.move_type.is_sale:
        if monthly:
            return min(today, _month_end(first_open))
        return min(today, date(first_open.year, 12, 31)) if renumbering is Renumbering.YEARLY else first_open
    if monthly or renumbering is Renumbering.YEAR_RANGE_MONTHLY:
        is_past = (first_open.year, first_open.month) < (today.year, today.month)
        return _month_end(first_open) if is_past else max(first_open, today)
    if renumbering is Renumbering.YEARLY:
        return date(first_open.year, 12, 31) if first_open.year < today.year else max(first_open, today)
    return first_open


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _moved(typed: date, day: date, closing: Sequence[Lock]) -> BookingDay:
    return BookingDay(typed, day, f"{_named(closing)}, so Odoo books it on {in_words(day)}.", locks=tuple(closing))


def _refused(typed: date, closing: Sequence[Lock]) -> BookingDay:
    reason = f"{_named(closing)}, so Odoo refuses it. Choose a later accounting date."
    return BookingDay(typed, typed, reason, refused=True, locks=tuple(closing))


def _named(closing: Sequence[Lock]) -> str:
    """The lock that reaches furthest; the others change nothing."""
    lock = closing[-1]
    assert lock.until is not None
    return f"{lock.kind.words} until {in_words(lock.until)}"


def in_words(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
