"""An ageing that was saved, and the same day computed anew: the items that moved, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.open_items import AsOf, OpenItem


@dataclass(frozen=True, slots=True)
class SavedItem:
    """As it was when the copy was saved. Amounts as in the books: debit is positive."""

    id: int
    number: str
    partner: str
    residual: Decimal


@dataclass(frozen=True, slots=True)
class SavedAgeing:
    """`newest_item` and `newest_partial` are the highest ids there were: what is above was made since."""

    asked: AsOf
    computed: str
    books: str
    """Which books: server, database, company."""
    newest_item: int
    newest_partial: int
    items: tuple[SavedItem, ...]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an item since: `is_here` in the copy at all, `is_posted`, booked on which day, and by what it was reconciled since, as words."""

    is_here: bool = False
    is_posted: bool = False
    accounting_date: date | None = None
    reconciled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """An item that is not as it was. `why` in words."""

    id: int
    number: str
    partner: str
    before: Decimal
    now: Decimal
    why: str
    move_id: int | None

    @property
    def difference(self) -> Decimal:
        return self.now - self.before


def moved(saved: SavedAgeing, items: Sequence[OpenItem], fates: Mapping[int, Fate]) -> tuple[Moved, ...]:
    """Those that moved, by number. `fates` of all that are in either."""
    before, now = {each.id: each for each in saved.items}, {each.id: each for each in items}
    found = []
    for number in before.keys() | now.keys():
        then, today = before.get(number), now.get(number)
        was, is_now = then.residual if then else Decimal(0), today.residual if today else Decimal(0)
        if was != is_now:
            name = today.number if today else then.number if then else ""
            partner = today.partner.name if today and today.partner else then.partner if then else ""
            why = _why(number, was, is_now, saved, fates.get(number, Fate()))
            found.append(Moved(number, name, partner, was, is_now, why, today.move_id if today else None))
    return tuple(sorted(found, key=lambda each: (each.number, each.id)))


def _why(number: int, before: Decimal, now: Decimal, saved: SavedAgeing, fate: Fate) -> str:
    on = saved.asked.on
    if not fate.is_here:
        return "Deleted since, or not to be seen any more"
    if not fate.is_posted and before:
        return "Reset to draft or cancelled since"
    if fate.accounting_date and fate.accounting_date > on:
        return f"Its accounting date is {fate.accounting_date.isoformat()} now"
    if number > saved.newest_item:
        return "Entered since, with an earlier accounting date"
    if fate.reconciled:
        return "Reconciled since, dated up to that day: " + ", ".join(fate.reconciled)
    if abs(now) > abs(before):
        return "Unreconciled since" if before else "Unreconciled since, or posted since with an earlier accounting date"
    return "Changed since in another way"
