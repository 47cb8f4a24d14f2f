"""What was open on a day, out of a copy with 100,000 documents: the first time, at the next day, and against a bare sum over the same file."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks import generate
from benchmarks.processes import PartFailed, python
from benchmarks.table import Result, median, percentile

DOCUMENTS = 100_000
LEAST_ITEMS, LEAST_PARTIALS = 250_000, 200_000


def run(rounds: int) -> Iterable[Result]:
    home = generate.home(DOCUMENTS, items=True)
    # Each round in a process of its own, the first of which reads the file into the system's memory.
    found = [
        python("-m", "benchmarks.window.ageing", environment={"ODOO_DESK_HOME": str(home)})
        for _round in range(rounds + 1)
    ][1:]
    items, partials = found[0]["counts"]
    if items < LEAST_ITEMS or partials < LEAST_PARTIALS:
        raise PartFailed(f"the copy should have more than {items:,} items and {partials:,} partials")
    what = f"{DOCUMENTS:,} documents, {items:,} items, {partials:,} partials"
    cold = median(each["cold"] for each in found)
    yield Result(f"ageing as of a past day, the first in a process, {what}", cold, 1000)
    days = [sample for each in found for sample in each["days"]]
    note = f"{len(days)} samples, median {median(days):.0f}, slowest {max(days):.0f} ms"
    yield Result("ageing as of another day, p95", percentile(days, 95), 150, note=note)
    ours, bare = median(days), median(sample for each in found for sample in each["bare"])
    yield Result("ageing against a bare SQL sum by partner over the same file, at most twice", ours, 2 * bare)
