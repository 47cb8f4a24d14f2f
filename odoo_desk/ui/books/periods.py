"""Spans of days that a list is filtered by: the usual ones, counted from today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are included; None is open."""

    title: str
    first: date | None = None
    last: date | None = None


ANY = Period("Any date")
OWN = Period("From … to …")


def periods(today: date) -> tuple[Period, ...]:
    month = today.replace(day=1)
    next_month = (month + timedelta(days=32)).replace(day=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    return (
        ANY,
        Period("Today", today, today),
        Period("This month", month, next_month - timedelta(days=1)),
        Period("Last month", last_month, month - timedelta(days=1)),
        Period("This year", today.replace(month=1, day=1), today.replace(month=12, day=31)),
        Period("Last year", date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    )
