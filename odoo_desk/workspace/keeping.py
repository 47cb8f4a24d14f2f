"""`odoo-desk sync`: fills a copy and keeps it in step. Once, for the command line; or until its input closes, as the child of a window.

One sync at a time works on one copy.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from odoo_desk.errors import ConnectionProblem, DeskError, NotAllowed, StoreDamaged, StoreFull, StoreNewer
from odoo_desk.odoo.client import Client
from odoo_desk.odoo.ledger import Ledger
from odoo_desk.store.mirror import Mirror
from odoo_desk.workspace.changes import Change
from odoo_desk.workspace.connecting import sign_in
from odoo_desk.workspace.lines import ELSEWHERE, Phase, Report, Start, Wish
from odoo_desk.workspace.reader import Progress
from odoo_desk.workspace.sync import Sync

EVERY = 30.0  # seconds between two looks for changes
SWEEP_EVERY = 600.0
AGAIN = 15.0  # seconds until a server that did not answer is tried again
TOLD_EVERY = 0.25  # seconds between two reports of progress
NICENESS = 5  # the window goes first


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one sync did. `seconds` until the lists were there, and in all."""

    rows: int
    requests: int
    received: int
    lists_seconds: float
    seconds: float
    changed: int
    stages: tuple[tuple[str, str, int, float], ...]


async def once(
    ledger: Ledger,
    client: Client,
    mirror: Mirror,
    *,
    full: bool = False,
    documents: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Outcome:
    """Fills what is missing (`full`: reads everything again), then pulls what changed. NotAllowed while another program is at it."""
    began, before, received = time.perf_counter(), client.requests, client.received
    with _alone(mirror.path) as is_alone:
        if not is_alone:
            raise NotAllowed(
                "Another Odoo Desk is keeping this copy in step right now.",
                advice="Close its window, or just read the lists.",
            )
        sync = Sync(ledger, mirror, progress=progress)
        await sync.fill(full=full)
        change = await sync.pull()
        if full:
            await sync.sweep()
        while documents and await sync.read_documents():
            pass
    return Outcome(
        rows=sum(each.rows for each in sync.stages),
        requests=client.requests - before,
        received=client.received - received,
        lists_seconds=round(sync.lists_seconds, 3),
        seconds=round(time.perf_counter() - began, 3),
        changed=len(change.documents) + len(change.payments) + len(change.partners),
        stages=tuple(
            (each.stage.kind.value, each.stage.book.value if each.stage.book else "", each.rows, round(each.seconds, 3))
            for each in sync.stages
        ),
    )


async def serve() -> int:
    """The child of a window, on standard input and output. Ends when the input does."""
    lines = _Input()
    first = await lines.next()
    if first is None:
        return 0
    start = msgspec.json.decode(first, type=Start)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with _alone(Path(start.copy)) as is_alone:
        if not is_alone:
            return ELSEWHERE
        mirror = Mirror(Path(start.copy))
        try:
            work = asyncio.ensure_future(_Keeper(start, mirror, lines).live())
            ended = asyncio.ensure_future(lines.ended.wait())
            await asyncio.wait((work, ended), return_when=asyncio.FIRST_COMPLETED)
            for task in (work, ended):
                task.cancel()
            await asyncio.gather(ended, return_exceptions=True)
            with suppress(asyncio.CancelledError):
                await work
        finally:
            await mirror.close()
    return 0


class _Keeper:
    def __init__(self, start: Start, mirror: Mirror, lines: _Input) -> None:
        self._start = start
        self._mirror = mirror
        self._lines = lines
        self._sync: Sync | None = None
        self._book = start.book
        self._is_paused = False
        self._hurry = asyncio.Event()
        self._under_way: asyncio.Future[object] | None = None
        self._phase = Phase.CONNECTING
        self._rate: tuple[float, int] | None = None
        self._told_at = 0.0

    async def live(self) -> None:
        listening = asyncio.ensure_future(self._listen())
        is_open = False
        try:
            while True:
                try:
                    if not is_open:
                        await self._mirror.open(mend=False)  # the window has it open
                        is_open = True
                    await self._connected()
                except ConnectionProblem as problem:
                    self._say(Phase.OFFLINE, problem)
                    await self._wait(AGAIN)
                except (StoreDamaged, StoreFull, StoreNewer) as problem:
                    self._say(Phase.STOPPED, problem)
                    await self._wait(None)
                except DeskError as problem:
                    self._say(Phase.REFUSED, problem)
                    await self._wait(None)
        finally:
            listening.cancel()

    async def _connected(self) -> None:
        self._say(Phase.CONNECTING)
        client, ledger = await sign_in(self._start.profile, self._start.secret, self._start.company_id)
        try:
            self._sync = Sync(ledger, self._mirror, progress=self._tell_progress, changed=self._tell_change)
            self._sync.look_at(self._book)
            await self._unless_paused(self._fill)
            swept = 0.0
            while True:
                await self._unless_paused(self._pull)
                if time.monotonic() - swept > SWEEP_EVERY:
                    await self._unless_paused(self._sync.sweep)
                    swept = time.monotonic()
                self._say(Phase.IN_STEP)
                await self._read_documents_until_hurried()
        finally:
            self._sync = None
            await client.close()

    async def _fill(self) -> None:
        assert self._sync is not None
        if not await self._mirror.fact("filled"):
            self._say(Phase.FILLING)
        self._rate = None
        await self._sync.fill()

    async def _pull(self) -> None:
        assert self._sync is not None
        if self._phase is not Phase.IN_STEP:  # looking for changes is no news
            self._say(Phase.PULLING)
        await self._sync.pull()

    async def _read_documents_until_hurried(self) -> None:
        """In what time is left until the next look for changes."""
        assert self._sync is not None
        until = time.monotonic() + EVERY
        while time.monotonic() < until and not self._hurry.is_set():
            try:
                if self._is_paused or not await self._sync.read_documents():
                    await self._wait(until - time.monotonic())
                    return
            except ConnectionProblem:
                raise
            except DeskError:
                continue  # those are left out from now on; whoever opens one is told why
        self._hurry.clear()

    async def _unless_paused(self, work: Callable[[], Coroutine[object, object, object]]) -> None:
        """A pause calls it off; afterwards it begins again, and goes on where it was."""
        while True:
            while self._is_paused:
                self._say(Phase.PAUSED)
                await self._wait(None)
            task = self._under_way = asyncio.ensure_future(work())
            try:
                await asyncio.wait((task,))
            finally:  # also when this is called off itself
                task.cancel()
                await asyncio.wait((task,))
            if not task.cancelled():
                task.result()
                return

    async def _wait(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self._hurry.wait(), seconds)
        except TimeoutError:
            return
        self._hurry.clear()

    async def _listen(self) -> None:
        while (line := await self._lines.next()) is not None:
            wish = msgspec.json.decode(line, type=Wish)
            if wish.do == "look":
                self._book = wish.book
                if self._sync is not None:
                    self._sync.look_at(wish.book)
                continue
            if wish.do == "pause":
                self._is_paused = True
                if self._under_way is not None:
                    self._under_way.cancel()
            elif wish.do == "resume":
                self._is_paused = False
            self._hurry.set()

    # --- what the window hears ----------------------------------------------------------------------------------------

    def _say(self, phase: Phase, problem: DeskError | None = None) -> None:
        self._phase = phase
        _write(Report(phase, message=problem.message if problem else "", advice=problem.advice if problem else ""))

    def _tell_progress(self, progress: Progress) -> None:
        now = time.monotonic()
        if self._rate is None:
            self._rate = (now, progress.done)
        if now - self._told_at < TOLD_EVERY or self._phase is not Phase.FILLING:
            return
        self._told_at = now
        began, from_row = self._rate
        rows = progress.done - from_row
        left = round((now - began) / rows * (progress.total - progress.done)) if rows else None
        _write(Report(Phase.FILLING, progress.done, progress.total, left))

    def _tell_change(self, change: Change) -> None:
        _write(
            Report(
                documents=tuple(change.documents),
                payments=tuple(change.payments),
                partners=tuple(change.partners),
                everything=change.everything,
            )
        )


class _Input:
    """Lines of standard input, read by a thread of its own: a pipe cannot be waited for on every system's loop."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(self._lines.put_nowait, line)
            loop.call_soon_threadsafe(self._end)

        threading.Thread(target=read, name="input", daemon=True).start()

    async def next(self) -> str | None:
        return await self._lines.get()

    def _end(self) -> None:
        self._lines.put_nowait(None)
        self.ended.set()


def _write(report: Report) -> None:
    sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
    sys.stdout.flush()


@contextmanager
def _alone(copy: Path) -> Iterator[bool]:
    """Whether nobody else is keeping this copy in step; the system lets go when a program dies."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  a twentieth of a second

    copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(copy.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
