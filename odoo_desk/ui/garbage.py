"""Python's cyclic garbage collector, on Qt's thread only. Left to itself it runs on whichever thread happens to allocate: a widget or timer that
is collected on SQLite's or the keyring's worker makes Qt crash ("Timers cannot be stopped from another thread", seen in the tests)."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # ms
_THRESHOLDS = gc.get_threshold()


def collect_on_this_thread(parent: QObject) -> None:
    """As often as Python would, looked at twice a second; young objects first, so that a collection takes less than a frame."""
    gc.disable()
    timer = QTimer(parent)
    timer.timeout.connect(collect_what_is_due)
    timer.start(EVERY)


def collect_what_is_due() -> None:
    """Of the generation that has most to look at; nothing when none has."""
    counts = gc.get_count()
    for generation in (2, 1, 0):
        if counts[generation] > _THRESHOLDS[generation]:
            gc.collect(generation)
            return
