"""When the copy is full: what it costs to see that nothing has changed, and what an hour of that does to the memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import live, servers
from benchmarks.fill import sync
from benchmarks.processes import PartFailed, python
from benchmarks.servers import Server
from benchmarks.table import Result, median

TIMES = 5  # looks a round, of each
# A product is called and priced by its template. Journal items and matches change with their documents, and are read with them.
MODELS = (
    *("account.move", "account.payment", "res.partner", "res.currency", "account.journal", "account.tax"),
    *("account.payment.term", "account.account", "product.product", "product.template"),
)
GROWTH = 5  # MB


def run(rounds: int) -> Iterable[Result]:
    few, many = servers.small(), servers.large(19)
    with tempfile.TemporaryDirectory() as small_home, tempfile.TemporaryDirectory() as large_home:
        pairs = ((few, Path(small_home)), (many, Path(large_home)))
        for server, home in pairs:
            sync(server, home)
        turns = [[_looks(server, home) for server, home in pairs] for _round in range(rounds)]
        small, large = ([look for turn in turns for look in turn[place]] for place in (0, 1))
        if any(each["changed"] for each in (*small, *large)):
            raise PartFailed("somebody changed the server's books meanwhile")
        requests = max(each["requests"] for each in (*small, *large))
        what = "requests of a sync with nothing changed, against the number of models"
        yield Result(what, requests, len(MODELS), 1.0, "requests")
        what = "time of a sync with nothing changed, 100,000 documents against 1,000"
        seconds = [median(each["seconds"] for each in found) for found in (large, small)]
        yield Result(what, 1000 * seconds[0], 1000 * seconds[1], 1.5, note=f"{len(small)} of each, taken in turns")
        hours = [live.window(many, "hour", Path(large_home)) for _hour in range(rounds)]
    if any(each["seen"] < each["looks"] for each in hours):
        seen = [each["seen"] for each in hours]
        raise PartFailed(f"of {hours[0]['looks']} changes on the server the window heard of {seen}")
    grown = median(median(each["memory"][-5:]) - median(each["memory"][:5]) for each in hours)
    held, children = hours[0]["memory"][-1], ", ".join(f"{each:.0f} MB" for each in hours[0]["children"])
    note = f"{hours[0]['looks']} looks, each after a change; the window's process has {held:.0f} MB, its children {children}"
    what = "growth of the window's memory in an hour of incremental sync, 100,000 documents"
    yield Result(what, grown, GROWTH, unit="MB", note=note)


def _looks(server: Server, home: Path) -> Any:
    return python("-m", "benchmarks.pulls", str(TIMES), environment=server.environment(home))
