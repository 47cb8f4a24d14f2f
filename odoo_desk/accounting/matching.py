"""Which open items probably belong together, and why: for a person to take, never to be matched by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from odoo_desk.accounting.open_items import OpenItem

MOST_IN_A_SUM = 5
_TRIED = 40  # items of the other side that a sum is looked for in, the oldest due first
_SUMMED = 200  # items that one is looked for, of one partner
_STEPS = 3_000  # and how long, for one item
_SHORTEST = 5  # letters and digits of a number or reference that is a name and no accident
_RUNS = 6  # that such a name consists of at most


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`items` come to nothing together, but where `is_part`: then one of them stays open in part. `reason` in words."""

    items: tuple[int, ...]
    reason: str
    is_part: bool = False


def suggestions(items: Sequence[OpenItem]) -> tuple[Suggestion, ...]:
    """The surest first; each item in one of them at most. Only items of one account, partner and currency are put together."""
    groups: dict[tuple[int, int, int], list[OpenItem]] = defaultdict(list)
    for item in items:
        if not item.is_draft and item.residual_currency:
            groups[item.account_id, item.partner.id if item.partner else 0, item.currency.id].append(item)
    found: list[tuple[int, Suggestion]] = []
    for group in groups.values():
        found += _of_group(sorted(group, key=lambda each: (each.due_date, each.id)))
    found.sort(key=lambda each: each[0])
    return tuple(suggestion for _, suggestion in found)


def _of_group(items: list[OpenItem]) -> Iterator[tuple[int, Suggestion]]:
    """With how sure each is: 0 is surest."""
    left = {each.id: each for each in items}
    for sureness, look in enumerate((_named_with_amount, _same_amount, _sums, _named)):
        for suggestion in look(list(left.values())):
            if all(each in left for each in suggestion.items):
                for each in suggestion.items:
                    del left[each]
                yield sureness, suggestion


def _named_with_amount(items: Sequence[OpenItem]) -> Iterator[Suggestion]:
    for credit, debit in _naming(items):
        if credit.residual_currency == -debit.residual_currency:
            yield Suggestion((debit.id, credit.id), f"{_title(credit)} names {_title(debit)} and has its amount")


def _same_amount(items: Sequence[OpenItem]) -> Iterator[Suggestion]:
    by_amount: dict[Decimal, tuple[list[OpenItem], list[OpenItem]]] = defaultdict(lambda: ([], []))
    for item in items:
        by_amount[abs(item.residual_currency)][item.residual_currency < 0].append(item)
    for debits, credits_ in by_amount.values():
        alike = max(len(debits), len(credits_))
        for debit, credit in zip(debits, credits_, strict=False):
            others = f", the oldest of {alike}" if alike > 1 else ""
            yield Suggestion(
                (debit.id, credit.id), f"{_title(debit)} and {_title(credit)} have the same amount{others}"
            )


def _sums(items: Sequence[OpenItem]) -> Iterator[Suggestion]:
    """Of the oldest: who has thousands of items open does not look for sums of the last ones."""
    taken: set[int] = set()
    sides = {
        is_debit: [each for each in items if (each.residual_currency > 0) is is_debit] for is_debit in (True, False)
    }
    for item in items[:_SUMMED]:
        opposite = (each for each in sides[item.residual_currency < 0] if each.id not in taken)
        parts = _adding_up(list(islice(opposite, _TRIED)), abs(item.residual_currency)) if item.id not in taken else ()
        if parts:
            taken |= {item.id, *(each.id for each in parts)}
            numbers = ", ".join(_title(each) for each in parts)
            yield Suggestion((item.id, *(each.id for each in parts)), f"{numbers} come to {_title(item)} together")


def _adding_up(items: Sequence[OpenItem], wanted: Decimal) -> tuple[OpenItem, ...]:
    """Two to five of them whose residuals come to that, those that are due first; () when there are none, or none was found in time."""
    steps = 0

    def look(start: int, chosen: tuple[OpenItem, ...], rest: Decimal) -> tuple[OpenItem, ...]:
        nonlocal steps
        for place in range(start, len(items)):
            steps += 1
            if steps > _STEPS:
                return ()
            amount = abs(items[place].residual_currency)
            if amount == rest and chosen:
                return (*chosen, items[place])
            if amount < rest and len(chosen) + 1 < MOST_IN_A_SUM:
                found = look(place + 1, (*chosen, items[place]), rest - amount)
                if found:
                    return found
        return ()

    return look(0, (), wanted)


def _named(items: Sequence[OpenItem]) -> Iterator[Suggestion]:
    for credit, debit in _naming(items):
        yield Suggestion((debit.id, credit.id), f"{_title(credit)} names {_title(debit)}", is_part=True)


def _naming(items: Sequence[OpenItem]) -> Iterator[tuple[OpenItem, OpenItem]]:
    """(one that pays, one that it names by number or reference)"""
    named: dict[str, list[OpenItem]] = defaultdict(list)
    for item in items:
        for name in {"".join(_runs(item.number)), "".join(_runs(item.ref))}:
            if len(name) >= _SHORTEST:
                named[name].append(item)
    for one in items:
        runs = _runs(f"{one.ref} {one.name}")
        said = ("".join(runs[start:end]) for start in range(len(runs)) for end in range(start + 1, start + _RUNS + 1))
        for name in dict.fromkeys(said):
            for other in named.get(name, ()):
                if (one.residual_currency > 0) is not (other.residual_currency > 0):
                    yield one, other


def _runs(text: str) -> list[str]:
    """Of letters and digits: people write inv 2026-00031 for INV/2026/00031."""
    return re.findall(r"[^\W_]+", text.casefold())


def _title(item: OpenItem) -> str:
    return item.number or item.name or f"item {item.id}"
