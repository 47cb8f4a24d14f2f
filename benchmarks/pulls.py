"""Looks for changes one after the other in one session, as the child of a window makes them. Prints requests, seconds and changes of each.

ODOO_DESK_HOME=FOLDER python -m benchmarks.pulls TIMES
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect


async def pulls(times: int) -> list[dict[str, float]]:
    environment = os.environ
    profile = Profile("bench", environment["BENCH_URL"], environment["BENCH_DB"], environment["BENCH_LOGIN"])
    workspace = await connect(profile, environment["ODOO_DESK_SECRET"])
    try:
        await workspace.sync_once()  # what is asked once a session is asked here
        found = [await workspace.sync_once() for _time in range(times)]
    finally:
        await workspace.close()
    return [{"requests": each.requests, "seconds": each.seconds, "changed": each.changed} for each in found]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(pulls(int(sys.argv[1])))))
