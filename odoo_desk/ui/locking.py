"""When the program is locked: wanted, left alone for long enough, or locked when it ended (who starts it again is asked all the same)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from odoo_desk.ui import notices, tasks

if TYPE_CHECKING:
    from odoo_desk.ui.idle import Idle
    from odoo_desk.ui.lock import Lock
    from odoo_desk.ui.lock_page import LockPage
    from odoo_desk.ui.main_window import MainWindow

LOCKED = "window/locked"  # names the connection that was locked and not unlocked, among what is kept


class Locking(QObject):
    """Of the program. `other_key_wanted` and `left` are the application's to answer. Most starts do without what it loads."""

    other_key_wanted = Signal()
    left = Signal()

    def __init__(self, kept: QSettings) -> None:
        super().__init__()
        self._kept = kept
        self._minutes = 0
        self._window: MainWindow | None = None
        self._lock: Lock | None = None
        self._idle: Idle | None = None

    @property
    def page(self) -> LockPage | None:
        """None while nothing is locked."""
        return self._lock.page if self._lock is not None else None

    @property
    def wants_keys_typed(self) -> bool:
        """Something was locked and not unlocked: nobody gets in with a key that is filled in."""
        return self._kept.contains(LOCKED)

    def guard(self, window: MainWindow, *, is_demo: bool) -> None:
        """Before it is shown. The demo company is never locked: nobody knows its key."""
        self._window = window
        window.lock_action.setVisible(not is_demo)
        window.lock_wanted.connect(self._wanted)
        if self._kept.value(LOCKED) == window.workspace.profile.name:
            self._turn_on()

    def after(self, minutes: int) -> None:
        """Without a key or click; 0 for never."""
        self._minutes = minutes
        if minutes and self._idle is None:
            from odoo_desk.ui.idle import Idle  # noqa: PLC0415

            self._idle = Idle(self)
            self._idle.noticed.connect(self._turn_on)
        if self._idle is not None:
            self._idle.start(minutes)

    def signed_in(self, *, is_known: bool) -> None:
        """What is locked is never shown again. `is_known`: to a connection that was there before, so it is whoever locked."""
        if self._lock is not None:
            self._lock.drop()
        if is_known:
            self._kept.remove(LOCKED)

    def end(self) -> None:
        self.after(0)
        if self._lock is not None:
            self._lock.end()

    def _wanted(self) -> None:
        """At once where it locks by itself; who does not expect to be asked for a key is told first."""
        window = self._window
        assert window is not None
        if self._minutes:
            self._turn_on()
            return
        question = notices.ask(
            window,
            "Lock",
            f"To unlock, you type the key or password of “{window.workspace.profile.name}”. Have it at hand.",
            confirm="Lock",
            informative="Syncing and sending go on; what you typed stays.",
        )
        tasks.run(window, question, done=lambda sure: self._turn_on() if sure else None)

    def _turn_on(self) -> None:
        window = self._window
        if window is None or not window.lock_action.isVisible():
            return
        if self._lock is None:
            from odoo_desk.ui.lock import Lock  # noqa: PLC0415

            self._lock = Lock()
            self._lock.unlocked.connect(lambda: self._kept.remove(LOCKED))
            self._lock.other_key_wanted.connect(self.other_key_wanted)
            self._lock.left.connect(self.left)
        self._kept.setValue(LOCKED, window.workspace.profile.name)
        self._kept.sync()
        self._lock.turn_on(window)
