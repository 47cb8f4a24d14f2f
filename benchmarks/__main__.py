"""All measurements, or some: `python -m benchmarks [--only fill,search] [--rounds N]`. Ends with 1 when one could not be made, saying which."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable

from benchmarks import ageing, editor, fill, lists, live, start, steady
from benchmarks.processes import PartFailed
from benchmarks.table import RESULTS, Result, show, write

PARTS: dict[str, Callable[[int], Iterable[Result]]] = {
    "start": start.run,
    "lists": lists.run,
    "editor": editor.run,
    "ageing": ageing.run,
    "fill": fill.run,
    "protocols": fill.run_protocols,
    "first": live.run_first,
    "live": live.run,
    "steady": steady.run,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is run; the median counts (default 3)")
    options = parser.parse_args()
    wanted = options.only.split(",")
    if unknown := [each for each in wanted if each not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}; there are {', '.join(PARTS)}")
    if (load := os.getloadavg()[0]) > 1:
        print(f"this machine is busy with something else (load {load:.1f}): times will not mean much", file=sys.stderr)
    results: list[Result] = []
    failed: dict[str, str] = {}
    for name in wanted:
        began = time.monotonic()
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            for result in PARTS[name](options.rounds):
                results.append(result)
                print(f"    {result.what}: {result.ratio:.2f}", file=sys.stderr, flush=True)
        except (PartFailed, OSError) as problem:
            failed[name] = str(problem)
        write(results)  # of what takes so long nothing should be lost
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(show(results))
    missed = [each.what for each in results if each.holds is False]
    print(f"\n{sum(each.holds is True for each in results)} bars hold, {len(missed)} do not; all figures in {RESULTS}")
    for name, problem in failed.items():
        print(f"\nTHE PART “{name}” COULD NOT BE MEASURED: {problem}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
