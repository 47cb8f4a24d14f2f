"""Analytic accounts: what a line is for, beside the account that it is on. How a distribution is written down and read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from odoo_desk.accounting.money import ZERO
from odoo_desk.errors import InvalidInput

ALL = Decimal(100)
SEPARATOR = "; "
_TOGETHER = " + "
Find = Callable[[str], "AnalyticAccount"]
_PERCENT = re.compile(r"(.*?)[\s:]*(\d+(?:[.,]\d+)?)\s*%")
_NEXT = re.compile(r"(?<=%),|,\s+")


@dataclass(frozen=True, slots=True)
class AnalyticShare:
    """So much of a line goes to an analytic account; to several at once where plans are combined (17 and later)."""

    account_ids: tuple[int, ...]
    percent: Decimal


@dataclass(frozen=True, slots=True)
class AnalyticAccount:
    """`plan` groups them, by the highest above it; "" on 14 and 15, where a line has one account and no shares."""

    id: int
    name: str
    code: str
    plan: str
    plan_id: int = 0
    archived: bool = False

    @property
    def shown(self) -> str:
        return f"{self.code} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class AnalyticPlan:
    """`is_mandatory`: the server posts no line that is not given to its accounts as a whole."""

    id: int
    name: str
    is_mandatory: bool


def in_words(shares: Iterable[AnalyticShare], accounts: Mapping[int, AnalyticAccount], decimal_point: str) -> str:
    """“Projects”, or “Projects 60 %; Sales 40 %”."""
    return SEPARATOR.join(_share_in_words(each, accounts, decimal_point) for each in shares)


def _share_in_words(share: AnalyticShare, accounts: Mapping[int, AnalyticAccount], decimal_point: str) -> str:
    names = _TOGETHER.join(accounts[each].shown if each in accounts else f"No. {each}" for each in share.account_ids)
    percent = f"{share.percent.normalize():f}".replace(".", decimal_point)
    return names if share.percent == ALL else f"{names} {percent} %"


def read(typed: str, find: Find) -> tuple[AnalyticShare, ...]:
    """As `in_words` writes it, or with commas. An account without a percentage gets what is left in its plan. `find` gives the account that a
    name means. InvalidInput when one means none or several, when more than all is given, and for shares where there are none."""
    terms = [each.strip() for each in typed.split(SEPARATOR.strip()) if each.strip()]
    parts = [part for term in terms for part in _parts(term, find)]
    if any(not account.plan for accounts, _ in parts for account in accounts):
        return _only_one(parts)
    return _filled(parts)


_Part = tuple[tuple[AnalyticAccount, ...], Decimal | None]


def _parts(term: str, find: Find) -> list[_Part]:
    """One, or several between commas, which names may have too."""
    try:
        return [_part(term, find)]
    except InvalidInput:
        several = [each.strip() for each in _NEXT.split(term) if each.strip()]
        if len(several) < 2:
            raise
    return [_part(each, find) for each in several]


def _part(term: str, find: Find) -> _Part:
    told = _PERCENT.fullmatch(term)
    names, percent = (told[1], Decimal(told[2].replace(",", "."))) if told else (term, None)
    try:
        return (find(names),), percent
    except InvalidInput:
        if _TOGETHER.strip() not in names:
            raise
    return tuple(find(each.strip()) for each in names.split(_TOGETHER.strip())), percent


def _only_one(parts: Sequence[_Part]) -> tuple[AnalyticShare, ...]:
    (accounts, percent), more = parts[0], parts[1:]
    if more or len(accounts) > 1 or percent not in (None, ALL):
        raise InvalidInput(
            "This version of Odoo has one analytic account for a line.", advice="Give all of the line to one."
        )
    return (AnalyticShare((accounts[0].id,), ALL),)


def _filled(parts: Sequence[_Part]) -> tuple[AnalyticShare, ...]:
    given: dict[str, Decimal] = {}
    for accounts, percent in parts:
        for plan in {each.plan for each in accounts}:
            given[plan] = given.get(plan, ZERO) + (percent or ZERO)
    open_plans = [plan for accounts, percent in parts if percent is None for plan in {each.plan for each in accounts}]
    if len(open_plans) > len(set(open_plans)):
        raise InvalidInput("How much goes to each?", advice="Say it in percent, as in “Projects 60 %; Sales 40 %”.")
    if over := next((plan for plan, percent in given.items() if percent > ALL), None):
        raise InvalidInput(f"More than 100 % is given to {over}.", advice="Make the percentages less.")
    found: dict[tuple[int, ...], Decimal] = {}
    for accounts, percent in parts:
        left = min(ALL - given[each.plan] for each in accounts)
        ids = tuple(each.id for each in accounts)
        found[ids] = found.get(ids, ZERO) + (left if percent is None else percent)
    return tuple(AnalyticShare(ids, percent) for ids, percent in found.items() if percent)


def lacking(
    shares: Iterable[AnalyticShare], plans: Iterable[AnalyticPlan], accounts: Mapping[int, AnalyticAccount]
) -> tuple[AnalyticPlan, ...]:
    """The mandatory plans that a line is not given to as a whole."""
    given: dict[int, Decimal] = {}
    for share in shares:
        for account in filter(None, map(accounts.get, share.account_ids)):
            given[account.plan_id] = given.get(account.plan_id, ZERO) + share.percent
    return tuple(each for each in plans if each.is_mandatory and given.get(each.id) != ALL)
