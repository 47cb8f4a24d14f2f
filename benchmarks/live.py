"""The window on a server it has never seen: its first screen, and how it feels while the copy is being filled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import fill, servers
from benchmarks.processes import PartFailed, python
from benchmarks.servers import Server
from benchmarks.table import Result, median, percentile

TIMES = 3  # first screens a round
FRAME = 16  # ms


def run_first(rounds: int) -> Iterable[Result]:
    server = servers.large(19)
    ours, floor = [], []
    for number in range(rounds * TIMES + 1):
        pair = (python("-m", "benchmarks.bare", "screen", environment=server.environment()), window(server, "first"))
        if number:  # the first pair warms the server
            floor += pair[0]["seconds"]
            ours.append(pair[1]["seconds"])
    what = "first screen of a server never seen, from the end of signing in to rows painted, against its answer for 80 rows"
    note = f"{len(ours)} windows, {len(floor)} answers, taken in turns"
    yield Result(what, 1000 * median(ours), 1000 * median(floor), 2.5, note=note)


def run(rounds: int) -> Iterable[Result]:
    server = servers.large(19)
    alone, beside = [], []
    for _round in range(rounds):
        alone.append(fill.fill(server, "json2"))
        beside.append(window(server, "filling"))
    if any(not each["late"] or each["count"] < 1000 for each in beside):
        raise PartFailed("the window did not see the fill")
    late = [each["late"] for each in beside]
    beats = f"{sum(map(len, late)):,} beats in {len(late)} fills"
    filling = "event loop late during the first fill, while scrolling and searching"
    yield Result(f"{filling}, p99", median(percentile(each, 99) for each in late), FRAME, note=beats)
    yield Result(f"{filling}, longest", median(map(max, late)), 60, note=f"of all fills {max(map(max, late)):.0f} ms")
    shares = [100 * sum(beat for beat in each if beat > FRAME) / sum(beat + 2 for beat in each) for each in late]
    yield Result(f"{filling}, time in stalls over {FRAME} ms", median(shares), 1.0, unit="%")
    searches = [each["search"] for each in beside]
    yield Result(
        "key press in the search field to the first rows painted, p95, during the first fill",
        median(percentile(each, 95) for each in searches),
        80,
        note=f"{sum(map(len, searches))} key presses",
    )
    yield Result(
        "the whole first fill (lists, journal items, matches) with a window, against without",
        median(each["seconds"] for each in beside),
        median(each["seconds"] for each in alone),
        2.0,
        "s",
    )


def window(server: Server, module: str, home: Path | None = None) -> Any:
    """One of benchmarks.window, on a server, with a home of its own or the one given."""
    if home is not None:
        return python("-m", f"benchmarks.window.{module}", environment=server.environment(home))
    with tempfile.TemporaryDirectory() as fresh:
        return python("-m", f"benchmarks.window.{module}", environment=server.environment(Path(fresh)))
