"""Whether anybody is at the keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

LOOKS_EVERY = 1000  # ms
_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
    }
)


class Idle(QObject):
    """`noticed` once when nobody has touched keyboard or mouse for a while, and again after the next while.

    Events are looked at by Python until the first sign of somebody, and then not before the next second: while somebody works
    the program is no slower. Both clocks count, because one of them stands still in a suspended computer (which one depends on the system)."""

    noticed = Signal()

    def __init__(
        self,
        parent: QObject | None,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._clocks = (steady, wall)
        self._after = 0.0
        self._seen_at = (0.0, 0.0)
        self._is_listening = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def start(self, minutes: int) -> None:
        """From now on; 0 for not at all."""
        self._after = minutes * 60.0
        self._note()
        self._listen(on=minutes > 0)
        if minutes:
            self._timer.start(LOOKS_EVERY)
        else:
            self._timer.stop()

    def look(self) -> None:
        """Whether it has been long enough by now."""
        if self._is_over():
            self._note()
            self._listen(on=True)
            self.noticed.emit()
        elif not self._is_listening:  # somebody was there since the last look
            self._note()
            self._listen(on=True)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() not in _SIGNS:
            return False
        if self._is_over():  # the computer was asleep, and this is what woke it
            self.look()
            return True
        self._listen(on=False)
        return False

    def _is_over(self) -> bool:
        return any(clock() - seen >= self._after for clock, seen in zip(self._clocks, self._seen_at, strict=True))

    def _note(self) -> None:
        steady, wall = self._clocks
        self._seen_at = (steady(), wall())

    def _listen(self, *, on: bool) -> None:
        application = QCoreApplication.instance()
        if application is None or on is self._is_listening:
            return
        self._is_listening = on
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)
