"""The window while its child fills the copy for the first time, with somebody who scrolls and searches all the while. Prints by how many
milliseconds each beat of the heart was late, what searching took, and how long the fill took.

    python -m benchmarks.window.filling
"""

from __future__ import annotations

import asyncio
import time
from functools import partial

from benchmarks.window.lists import TEXTS, press
from benchmarks.window.watch import Heart, Watched, drive, real_server
from odoo_desk.workspace.lines import Phase
from odoo_desk.workspace.syncing import SyncState

BETWEEN_KEYS = 0.1  # seconds; a quick typist
BETWEEN_STEPS = 0.016  # of somebody who turns the wheel
STEPS = 60
ROWS_A_STEP = 3


async def fill(window: Watched) -> dict[str, object]:
    fill = Fill(window)
    heart = Heart()
    searches: list[float] = []
    await window.until(lambda: bool(fill.began))  # before that it is the server that answers
    while not fill.is_over:
        for text in TEXTS:
            if fill.is_over:
                break
            searches += await _search(window, text)
            await _scroll(window)
    return {
        "seconds": fill.ended - fill.began,
        "rows": fill.rows,
        "late": heart.stop(),
        "search": searches,
        "count": window.list.model.rowCount(),
    }


class Fill:
    """When the child said that it fills, and when it went on to something else."""

    def __init__(self, window: Watched) -> None:
        self.began = self.ended = 0.0
        self.rows = 0
        window.workspace.syncing.subscribe(self._hear)

    @property
    def is_over(self) -> bool:
        return bool(self.ended)

    def _hear(self, state: SyncState) -> None:
        if state.phase in (Phase.OFFLINE, Phase.REFUSED, Phase.ELSEWHERE):
            raise RuntimeError(f"the fill did not go on: {state}")
        if state.phase is Phase.FILLING:
            self.began = self.began or time.perf_counter()
            self.rows = max(self.rows, state.total)
        elif self.began and not self.ended:
            self.ended = time.perf_counter()


async def _search(window: Watched, text: str) -> list[float]:
    found = []
    for letter in text:
        found.append((await window.ask(partial(press, window.list.filters.search, letter)))[0])
        await asyncio.sleep(BETWEEN_KEYS)
    await window.ask(window.list.filters.reset)
    return found


async def _scroll(window: Watched) -> None:
    """Down and back, and once to the end."""
    bar = window.list.view.verticalScrollBar()
    for step in (*range(STEPS), *range(STEPS, 0, -1)):
        bar.setValue(step * ROWS_A_STEP)
        await asyncio.sleep(BETWEEN_STEPS)
    bar.setValue(bar.maximum())
    await asyncio.sleep(BETWEEN_KEYS)
    bar.setValue(0)


if __name__ == "__main__":
    drive(fill, *real_server())
