"""What a test may not leave running: threads, Qt timers, windows."""

from __future__ import annotations

import gc
import threading
import time
from dataclasses import dataclass

PATIENCE = 2.0  # seconds that an ending thread is given


@dataclass(frozen=True)
class Leftovers:
    """What was there before the test; `added` says in words what came since. Windows and timers only where Qt is in use."""

    threads: frozenset[int | None]
    timers: frozenset[int]
    windows: frozenset[int]
    with_windows: bool

    @classmethod
    def now(cls, *, windows: bool) -> Leftovers:
        return cls(
            threads=frozenset(thread.ident for thread in threading.enumerate()),
            timers=frozenset(_timers()) if windows else frozenset(),
            windows=frozenset(_windows()) if windows else frozenset(),
            with_windows=windows,
        )

    def added(self) -> list[str]:
        found = self._threads()
        if self.with_windows:
            _delete_what_is_due()
            if _timers().keys() - self.timers or _windows().keys() - self.windows:
                gc.collect()
                _delete_what_is_due()
            found += [f"timer of {name}" for key, name in _timers().items() if key not in self.timers]
            found += [f"window {name}" for key, name in _windows().items() if key not in self.windows]
        return found

    def _threads(self) -> list[str]:
        until = time.monotonic() + PATIENCE
        found = []
        for thread in threading.enumerate():
            # A _DummyThread is how Python shows a thread that Qt or C started; those end by themselves.
            if thread.ident in self.threads or isinstance(thread, threading._DummyThread):
                continue
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                found.append(f"thread {thread.name}")
        return found


def _delete_what_is_due() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()


def _timers() -> dict[int, str]:
    import shiboken6
    from PySide6.QtCore import QTimer

    timers = [each for each in shiboken6.getAllValidWrappers() if isinstance(each, QTimer) and each.isActive()]
    return {shiboken6.getCppPointer(each)[0]: repr(each.parent() or each) for each in timers}


def _windows() -> dict[int, str]:
    import shiboken6
    from PySide6.QtWidgets import QApplication

    # Qt keeps the little label that shows tooltips for itself.
    found = [
        each
        for each in QApplication.topLevelWidgets()
        if each.parent() is None and each.metaObject().className() != "QTipLabel"
    ]
    return {
        shiboken6.getCppPointer(each)[0]: f"{each.metaObject().className()} {each.objectName() or each.windowTitle()!r}"
        for each in found
    }
