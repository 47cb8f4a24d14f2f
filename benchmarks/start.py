"""Whole processes from their start to a painted list, and their memory then, beside a bare window."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from benchmarks import generate
from benchmarks.processes import python
from benchmarks.table import Result, median

TIMES = 5  # a round: each is short


def run(rounds: int) -> Iterable[Result]:
    environment = {"ODOO_DESK_HOME": str(generate.home(100_000))}
    (generate.home(100_000) / "config" / "window.ini").unlink(missing_ok=True)
    ours, bare = [], []
    for number in range(rounds * TIMES + 1):
        pair = (
            _started("benchmarks.window.bare"),
            _started("benchmarks.window.start", generate.PROFILE.name, environment=environment),
        )
        if number:  # the first pair reads the files into the system's memory
            bare.append(pair[0])
            ours.append(pair[1])
    spent, floor = median(each["seconds"] for each in ours), median(each["seconds"] for each in bare)
    what = "start to the painted list, 100,000 rows, against a bare window with an empty table, whole processes"
    yield Result(what, 1000 * spent, 1000 * floor, 2.5, note=f"{len(ours)} starts of each, taken in turns")
    peak, floor = median(each["peak"] for each in ours), median(each["peak"] for each in bare)
    yield Result("peak memory of the window's process then, against the bare window's", peak, floor, 1.8, "MB")


def _started(*arguments: str, environment: dict[str, str] | None = None) -> Any:
    began = time.monotonic()
    found = python("-m", *arguments, environment=environment)
    return {"seconds": found["painted_at"] - began, "peak": found["peak"]}
