"""The first screen of a server that was never seen: from the end of signing in to rows painted. Prints seconds.

python -m benchmarks.window.first
"""

from __future__ import annotations

import time

from benchmarks.window.watch import Watched, drive, real_server
from odoo_desk.accounting.listing import Query
from odoo_desk.settings import Profile
from odoo_desk.ui import app
from odoo_desk.workspace.workspace import Workspace

_signed_in_at: list[float] = []


async def first_screen(window: Watched) -> dict[str, float]:
    painted = await window.moment(window.shows_rows)
    return {"seconds": painted - _signed_in_at[0], "rows": window.list.model.rowCount()}


def _note_the_end_of_signing_in() -> None:
    connect = app.connecting.connect

    async def noted(profile: Profile, secret: str, question: Query | None) -> Workspace:
        workspace = await connect(profile, secret, question)
        _signed_in_at.append(time.perf_counter())
        return workspace

    app.connecting.connect = noted


if __name__ == "__main__":
    _note_the_end_of_signing_in()
    drive(first_screen, *real_server())
