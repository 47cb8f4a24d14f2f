"""What the window knows of the sync: how far it is, since when the copy is in step, and ways to hurry it or hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from odoo_desk.accounting.listing import Book
from odoo_desk.errors import DeskError


class Phase(StrEnum):
    """OFFLINE: the server cannot be reached, it is tried again by itself. REFUSED: signing in was refused, the user has to do something.
    ELSEWHERE: another program keeps this copy in step."""

    OFF = "off"
    CONNECTING = "connecting"
    FILLING = "filling"
    PULLING = "pulling"
    IN_STEP = "in_step"
    PAUSED = "paused"
    OFFLINE = "offline"
    REFUSED = "refused"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class SyncState:
    """`done` of `total` rows and `seconds_left` (None when not known) while FILLING. `since`: when the copy last was in step with the server
    (None: never). `problem` says why OFFLINE or REFUSED. `notice`: something the user should know once (a copy was damaged and is filled again)."""

    phase: Phase = Phase.OFF
    done: int = 0
    total: int = 0
    seconds_left: int | None = None
    since: datetime | None = None
    problem: DeskError | None = None
    notice: str = ""


Listener = Callable[[SyncState], None]


class Syncing:
    """Listeners are called on the loop whenever the state is another one."""

    def __init__(self) -> None:
        self._state = SyncState()
        self._listeners: list[Listener] = []

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

    def tell(self, state: SyncState) -> None:
        if state == self._state:
            return
        self._state = state
        for listener in tuple(self._listeners):
            listener(state)

    def nudge(self) -> None:
        """Look for changes now: the window got the focus, or somebody asked."""

    def look_at(self, book: Book) -> None:
        """What the user looks at comes first while the copy is being filled."""

    def pause(self) -> None: ...

    def resume(self) -> None: ...
