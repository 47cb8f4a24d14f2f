"""The list of a copy of 100,000 and of 1,000,000 documents: searched, sorted, filtered, jumped in, painted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks import generate
from benchmarks.processes import PartFailed, python
from benchmarks.table import Result, median, percentile


@dataclass(frozen=True, slots=True)
class Bar:
    """`samples`: one of the lists that window/lists.py found. `limits` in ms, at 100,000 and at 1,000,000 rows."""

    samples: str
    what: str
    limits: tuple[float, float]


BARS = (
    Bar("search", "key press in the search field to the first rows painted", (30, 30)),
    Bar("search totals", "key press in the search field to count and totals", (150, 2000)),
    Bar("sort", "sorted by another column, to the first rows painted", (50, 50)),
    Bar("filter", "filtered by another state, to the first rows painted", (50, 50)),
    Bar("filter and sort", "filtered by a state and sorted by another column, to the first rows painted", (50, 50)),
    Bar("sort totals", "sorted by another column, to count and totals", (100, 500)),
    Bar("filter totals", "filtered by another state, to count and totals", (100, 500)),
    Bar("jump", "jump to the middle and to the end, painted", (16, 50)),
    Bar("jump in any order", "jump to the middle and to the end in any order, painted", (16, 50)),
    Bar("repaint", "full repaint of 33 rows x 12 columns", (10, 10)),
    Bar("first paint", "full repaint with 33 rows x 12 columns that were never painted", (10, 10)),
)


def run(rounds: int) -> Iterable[Result]:
    for place, rows in enumerate((100_000, 1_000_000)):
        home = generate.home(rows)
        # Each round in a process of its own, the first of which reads the file into the system's memory.
        found = [
            python("-m", "benchmarks.window.lists", "1", environment={"ODOO_DESK_HOME": str(home)})
            for _round in range(rounds + 1)
        ][1:]
        if any(each["count"] != [rows] for each in found):
            raise PartFailed(f"the list should have {rows:,} rows and had {found[0]['count']}")
        for bar in BARS:
            yield _result(bar, rows, [each[bar.samples] for each in found], bar.limits[place])


def _result(bar: Bar, rows: int, found: list[list[float]], limit: float) -> Result:
    """The median of the rounds' 95th percentiles."""
    ours = median(percentile(each, 95) for each in found)
    every = [sample for each in found for sample in each]
    note = f"{len(every)} samples, median {median(every):.1f}, slowest {max(every):.1f} ms"
    return Result(f"{bar.what}, p95, {rows:,} rows", ours, limit, note=note)
