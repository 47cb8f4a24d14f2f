"""Keys in a document of 1,000 lines, and copied documents opened, each until it is painted."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.processes import python
from benchmarks.table import Result, median, percentile

FRAME, OPEN = 16, 50  # ms


def run(rounds: int) -> Iterable[Result]:
    # Each round in a process of its own, the first of which only warms up the system.
    found = [python("-m", "benchmarks.window.editor") for _round in range(rounds + 1)][1:]
    for what in found[0]["keys"]:
        yield _result(f"1,000 lines: {what}, painted, p95", [each["keys"][what] for each in found], FRAME)
    yield _result("a copied document opened, painted, p95", [each["opened"] for each in found], OPEN)


def _result(what: str, found: list[list[float]], limit: float) -> Result:
    """The median of the rounds' 95th percentiles."""
    ours = median(percentile(each, 95) for each in found)
    every = [sample for each in found for sample in each]
    note = f"{len(every)} samples, median {median(every):.1f}, slowest {max(every):.1f} ms"
    return Result(what, ours, limit, note=note)
