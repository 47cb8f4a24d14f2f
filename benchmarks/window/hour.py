"""An hour of incremental sync in little time: as many looks for changes as an hour has, each after a partner was renamed on the server, so that
documents and lists change every time. Prints the memory of the window's process, in MB, after each, and what its children have.

    ODOO_DESK_HOME=FOLDER python -m benchmarks.window.hour
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from benchmarks.servers import Server
from benchmarks.window.watch import Watched, drive, memory, real_server
from odoo_desk.workspace.changes import Change
from odoo_desk.workspace.keeping import EVERY
from odoo_desk.workspace.lines import Phase
from odoo_desk.workspace.syncing import SyncState

LOOKS = int(3600 / EVERY)
WARMING = 20  # looks before the memory counts: all that is read once has been read


async def hour(window: Watched) -> dict[str, object]:
    server, in_step, heard = _server(), asyncio.Event(), []

    def state_changed(state: SyncState) -> None:
        if state.phase is Phase.IN_STEP:
            in_step.set()

    def changed(change: Change) -> None:
        heard.extend(change.documents)

    await window.moment(window.shows_rows)
    window.workspace.syncing.subscribe(state_changed)
    window.workspace.changes.subscribe(changed)
    await window.until(lambda: window.workspace.syncing.state.phase is Phase.IN_STEP)
    partner, name = await asyncio.to_thread(_somebody, server)
    found, seen = [], 0
    try:
        for number in range(WARMING + LOOKS):
            called = f"{name} {number % 7}"
            await asyncio.to_thread(server.call, "res.partner", "write", ids=[partner], vals={"name": called})
            heard.clear()
            in_step.clear()
            window.workspace.syncing.nudge()
            await asyncio.wait_for(in_step.wait(), 60)
            seen += bool(heard)
            found.append(memory())
    finally:
        await asyncio.to_thread(server.call, "res.partner", "write", ids=[partner], vals={"name": name})
    return {"memory": found[WARMING - 1 :], "looks": WARMING + LOOKS, "seen": seen, "children": _children()}


def _server() -> Server:
    profile, secret = real_server()
    return Server(19, profile.url, profile.database, profile.login, secret)


def _somebody(server: Server) -> tuple[int, str]:
    """A partner with documents."""
    domain = [["move_type", "=", "out_invoice"]]
    found = server.call("account.move", "search_read", domain=domain, fields=["partner_id"], order="id desc", limit=1)
    partner = found[0]["partner_id"][0]
    return partner, server.call("res.partner", "read", ids=[partner], fields=["name"])[0]["name"]


def _children() -> list[float]:
    """What each has in memory."""
    return [memory(int(each.name)) for each in Path("/proc").iterdir() if _is_child(each)]


def _is_child(folder: Path) -> bool:
    if not folder.name.isdigit():
        return False
    try:
        fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False  # it has ended meanwhile
    return int(fields[1]) == os.getpid()


if __name__ == "__main__":
    drive(hour, *real_server())
