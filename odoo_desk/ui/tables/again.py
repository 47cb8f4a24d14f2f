"""The same question asked again after the books changed: where the user was is found again by its records, not by its positions."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from odoo_desk.accounting.listing import Query, Row, Summary, runs

BLOCK = 40  # rows that are read together; about what a screen shows
AROUND = 20  # rows that are read above and below what is seen: a few that came or went need no further question


class Source(Protocol):
    """`spans` are positions in the order of the query; `ids` and `summary_of` are for selections of any size."""

    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]: ...

    async def summary(self, query: Query) -> Summary: ...

    async def ids(self, query: Query, spans: Sequence[range] | None = None) -> array[int]: ...

    async def spans(self, query: Query, ids: Collection[int]) -> tuple[range, ...]: ...

    async def summary_of(self, query: Query, spans: Sequence[range]) -> Summary: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user is. `top`, `current` and `ids` are records: at the top of what is seen (None: stay at this position), with the cursor, and
    selected (None: not known, or everything is). `first`, `row` and `spans` are their positions; `height` is how many rows are seen."""

    first: int = 0
    height: int = 1
    top: int | None = None
    row: int = -1
    current: int | None = None
    spans: tuple[range, ...] = ()
    ids: frozenset[int] | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """What is there now: `rows` from position `offset` on (fewer than `asked` at the end of the list), and where the user is among them."""

    offset: int
    asked: int
    rows: Sequence[Row]
    first: int
    row: int
    spans: tuple[range, ...]
    everything: bool = False


async def look_again(source: Source, query: Query, place: Place) -> Again:
    first = place.first
    offset, asked, rows = await _around(source, query, first, place.height)
    seen = {row.id: offset + number for number, row in enumerate(rows)}
    if place.top is not None:
        first = await _position(source, query, place.top, seen, first)
        if rows and not (offset <= first and first + place.height <= offset + asked):
            offset, asked, rows = await _around(source, query, first, place.height)
            seen = {row.id: offset + number for number, row in enumerate(rows)}
    row = place.row
    if place.current is not None:
        row = await _position(source, query, place.current, seen, -1)
    spans = place.spans
    if place.ids is not None:
        missing = place.ids - seen.keys()
        found = sorted(seen[each] for each in place.ids - missing)
        spans = await source.spans(query, place.ids) if missing else runs(found)
    return Again(offset, asked, rows, first, row, spans, place.everything)


async def _around(source: Source, query: Query, first: int, height: int) -> tuple[int, int, Sequence[Row]]:
    offset = max(0, first - AROUND) // BLOCK * BLOCK
    asked = -(-(first + height + AROUND - offset) // BLOCK) * BLOCK
    return offset, asked, await source.window(query, offset, asked)


async def _position(source: Source, query: Query, record: int, seen: dict[int, int], otherwise: int) -> int:
    if record in seen:
        return seen[record]
    spans = await source.spans(query, (record,))
    return spans[0].start if spans else otherwise
