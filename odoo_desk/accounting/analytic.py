"""Analytic accounts: what a line is for, beside the account that it is on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AnalyticShare:
    """So much of a line goes to an analytic account; to several at once where plans are combined (17 and later)."""

    account_ids: tuple[int, ...]
    percent: Decimal


@dataclass(frozen=True, slots=True)
class AnalyticAccount:
    """`plan` groups them; "" on 14 and 15."""

    id: int
    name: str
    code: str
    plan: str
