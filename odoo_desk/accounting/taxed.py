"""One line with its taxes, worked out; and what all lines of a document come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

PRECISION = 40  # digits; more than any rounding can tell


@dataclass(frozen=True, slots=True)
class TaxShare:
    """What one part of a tax comes to on one line: rounded, unless the company rounds over the whole document. `part` is its number: parts are
    booked, and so rounded, apart. `below`: the taxes that are on top of it here."""

    tax_id: int
    base: Decimal
    amount: Decimal
    part: int = 0
    on_account_of_line: bool = False
    is_included: bool = False
    below: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Taxed:
    excluded: Decimal
    shares: tuple[TaxShare, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """`by_tax`: tax -> (its base, what it comes to). `exact`: all of it before the taxes are rounded, where that is known."""

    untaxed: Decimal
    by_tax: Mapping[int, tuple[Decimal, Decimal]]
    exact: Decimal | None = None
