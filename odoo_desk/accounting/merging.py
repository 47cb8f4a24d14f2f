"""Two people changed one draft: what was there before, what is there now, what is typed here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.records import Draft, DraftLine

LINES = "lines"
# What a person writes, in the order of the form.
FIELDS = tuple(each.name for each in fields(Draft) if each.name not in ("move_type", "id", LINES))


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same in all three. The lines are one block: `field` is LINES, the values are tuples of lines."""

    field: str
    base: object
    theirs: object
    mine: object

    @property
    def is_conflict(self) -> bool:
        """Both changed it, and not to the same."""
        return self.theirs != self.base and self.mine not in (self.base, self.theirs)

    @property
    def is_theirs_alone(self) -> bool:
        """Something that nobody has seen here."""
        return self.theirs not in (self.base, self.mine)

    @property
    def prefers_mine(self) -> bool:
        """What is taken if nobody says otherwise: whoever changed it; where both did, what is typed here."""
        return self.mine != self.base


def differences(base: Draft, theirs: Draft, mine: Draft) -> tuple[Difference, ...]:
    """Only what somebody changed."""
    found = [Difference(name, *(getattr(each, name) for each in (base, theirs, mine))) for name in FIELDS]
    found.append(Difference(LINES, *(_written(each) for each in (base, theirs, mine))))
    return tuple(each for each in found if not each.base == each.theirs == each.mine)


def merged(theirs: Draft, mine: Draft, from_mine: Collection[str]) -> Draft:
    """Theirs, with the fields `from_mine` as they are in mine. Lines of mine that are gone from theirs are new again."""
    taken: dict[str, object] = {name: getattr(mine, name) for name in from_mine if name != LINES}
    if LINES in from_mine:
        known = {line.id for line in theirs.lines}
        taken[LINES] = tuple(line if line.id in known else replace(line, id=None) for line in mine.lines)
    return replace(theirs, **taken)  # type: ignore[arg-type]


def holds(found: Draft, wanted: Draft) -> bool:
    """Whether what was to be written is there. What was left to the server's defaults is whatever the server has."""
    lines, asked = _written(found), _written(wanted)
    return (
        all(_agrees(getattr(found, name), getattr(wanted, name)) for name in FIELDS)
        and len(lines) == len(asked)
        and all(
            _agrees(getattr(there, each.name), getattr(here, each.name))
            for there, here in zip(lines, asked, strict=True)
            for each in fields(DraftLine)
        )
    )


def _agrees(found: object, wanted: object) -> bool:
    return wanted in (None, "", found)


def _written(draft: Draft) -> tuple[DraftLine, ...]:
    """The lines as a person wrote them, whatever the server calls them: of an invoice without what is booked of them, of an entry only that."""
    lines = (line for line in draft.lines if line.id or not line.is_blank)
    if draft.move_type.is_entry:
        return tuple(replace(line, id=None, quantity=Decimal(1), price_unit=None, tax_ids=None) for line in lines)
    return tuple(replace(line, id=None, debit=ZERO, credit=ZERO, partner_id=None) for line in lines)
