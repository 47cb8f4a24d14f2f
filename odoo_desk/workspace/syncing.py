"""What the window knows of the sync: how far it is, since when the copy is in step, and ways to hurry it or hold it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from odoo_desk.accounting.listing import Book
from odoo_desk.errors import ConnectionProblem, DeskError
from odoo_desk.workspace.changes import Change, Changes
from odoo_desk.workspace.child import Child
from odoo_desk.workspace.lines import ELSEWHERE, Phase, Report, Start, Wish

if TYPE_CHECKING:
    from odoo_desk.settings import Profile
    from odoo_desk.store.mirror import Mirror
    from odoo_desk.workspace.link import Link

AGAIN = 15.0  # seconds until what did not work is tried again
FOLLOW_EVERY = 3.0  # seconds between two looks at what another program wrote
FOLLOWED = 10  # looks, before it is tried whether that program still runs
_ENDED = "The sync ended unexpectedly."
Reconnect = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class SyncState:
    """`done` of `total` rows and `seconds_left` (None when not known) while FILLING. `since`: when the copy last was in step with the server
    (None: never). `problem` says why OFFLINE, REFUSED or STOPPED. `notice`: something the user should know once (a copy was damaged and is filled again)."""

    phase: Phase = Phase.OFF
    done: int = 0
    total: int = 0
    seconds_left: int | None = None
    since: datetime | None = None
    problem: DeskError | None = None
    notice: str = ""


Listener = Callable[[SyncState], None]


class Syncing:
    """Keeps the copy in step by way of a child process. Listeners are called on the loop whenever the state is another one."""

    def __init__(self, mirror: Mirror, changes: Changes) -> None:
        self._mirror = mirror
        self._changes = changes
        self._state = SyncState()
        self._listeners: list[Listener] = []
        self._life: asyncio.Task[None] | None = None
        self._child: Child | None = None
        self._hurry = asyncio.Event()
        self._book = Book.CUSTOMER_INVOICES
        self._is_paused = False

    @property
    def state(self) -> SyncState:
        return self._state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """The result ends the subscription."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def say(self, notice: str) -> None:
        """Something the user should know once."""
        if notice:
            self._tell(replace(self._state, notice=notice))

    def start(self, link: Link, profile: Profile, reconnect: Reconnect | None) -> None:
        """`reconnect` signs in where that was not done yet; it is tried until it succeeds or is refused."""
        assert self._life is None, "started already"
        self._life = asyncio.ensure_future(self._live(link, profile, reconnect))
        self._life.add_done_callback(_loudly)

    async def stop(self) -> None:
        """Waits for the child's end; it goes on where it was the next time."""
        life, self._life = self._life, None
        if life is not None:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)

    def nudge(self) -> None:
        """Look for changes now: the window got the focus, or somebody asked."""
        self._wish(Wish("pull"))
        self._hurry.set()

    def look_at(self, book: Book) -> None:
        """What the user looks at comes first while the copy is being filled."""
        self._book = book
        self._wish(Wish("look", book))

    def pause(self) -> None:
        self._is_paused = True
        self._wish(Wish("pause"))

    def resume(self) -> None:
        self._is_paused = False
        self._wish(Wish("resume"))

    # --- its life -----------------------------------------------------------------------------------------------------

    async def _live(self, link: Link, profile: Profile, reconnect: Reconnect | None) -> None:

        def cut_off(state: SyncState) -> None:
            if state.phase is not Phase.CONNECTING:
                link.is_cut_off = state.phase is Phase.OFFLINE

        self.subscribe(cut_off)
        while True:
            try:
                self._tell(replace(self._state, since=_moment(await self._mirror.fact("in_step"))))
                if not link.is_online and reconnect is not None:
                    await self._reconnect(reconnect)
                    reconnect = None
                await self._keep(link, profile)
            except DeskError as problem:  # of the copy: it is damaged
                self._show(Phase.STOPPED, problem)
                await self._pause_for(None)

    async def _keep(self, link: Link, profile: Profile) -> None:
        while True:
            code = await self._run_child(link, profile)
            if code == ELSEWHERE:
                await self._follow_the_other()
            else:
                again = DeskError(_ENDED, advice="It is started again by itself.", details=f"exit code {code}")
                self._show(Phase.STOPPED, again)
                await self._pause_for(AGAIN)

    async def _reconnect(self, reconnect: Reconnect) -> None:
        while True:
            self._show(Phase.CONNECTING)
            try:
                await reconnect()
            except ConnectionProblem as problem:
                self._show(Phase.OFFLINE, problem)
                await self._pause_for(AGAIN)
            except DeskError as problem:
                self._show(Phase.REFUSED, problem)
                await self._pause_for(None)
            else:
                self._changes.tell(Change(everything=True))
                return

    async def _run_child(self, link: Link, profile: Profile) -> int:
        child = self._child = Child(
            Start(profile, link.secret, str(self._mirror.path), link.ledger.user.company.id, self._book)
        )
        try:
            if self._is_paused:
                child.send(Wish("pause"))
            async for line in child.lines():
                self._hear(msgspec.json.decode(line, type=Report))
            return await child.exit_code()
        finally:
            self._child = None
            await asyncio.shield(child.stop())

    async def _follow_the_other(self) -> None:
        """Another program keeps the copy in step: what it writes is looked for, and after a while whether it still does."""
        self._show(Phase.ELSEWHERE)
        seen = await self._mirror.fact("books")
        for _turn in range(FOLLOWED):
            await self._pause_for(FOLLOW_EVERY)
            if (now := await self._mirror.fact("books")) != seen:
                seen = now
                self._changes.tell(Change(everything=True))
        self._tell(replace(self._state, since=_moment(await self._mirror.fact("in_step"))))

    async def _pause_for(self, seconds: float | None) -> None:
        self._hurry.clear()
        try:
            await asyncio.wait_for(self._hurry.wait(), seconds)
        except TimeoutError:
            return

    def _hear(self, report: Report) -> None:
        if report.phase is None:
            ids = (frozenset(report.documents), frozenset(report.payments), frozenset(report.partners))
            self._changes.tell(Change(*ids, everything=report.everything))
            return
        problem = DeskError(report.message, advice=report.advice) if report.message else None
        since = datetime.now(UTC) if report.phase is Phase.IN_STEP else self._state.since
        self._tell(
            replace(
                self._state,
                phase=report.phase,
                done=report.done,
                total=report.total,
                seconds_left=report.seconds_left,
                since=since,
                problem=problem,
            )
        )

    def _show(self, phase: Phase, problem: DeskError | None = None) -> None:
        self._tell(replace(self._state, phase=phase, problem=problem, done=0, total=0, seconds_left=None))

    def _wish(self, wish: Wish) -> None:
        if self._child is not None:
            self._child.send(wish)

    def _tell(self, state: SyncState) -> None:
        if state == self._state:
            return
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)


def _loudly(life: asyncio.Future[None]) -> None:
    """What nobody expected is not kept until the window closes."""
    if not life.cancelled():
        life.result()


def _moment(told: str) -> datetime | None:
    return datetime.fromisoformat(told) if told else None
