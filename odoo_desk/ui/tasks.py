"""The one bridge from a click to a coroutine: started once, shown while it lasts, told when it fails, cancelled with its widget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Protocol, TypeVar, runtime_checkable

import shiboken6
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QWidget

from odoo_desk.errors import DeskError
from odoo_desk.ui import notices

T = TypeVar("T")
SHOWN_AFTER = 0.15  # seconds; what is quicker than that needs no sign
_running: set[asyncio.Task[None]] = set()


@runtime_checkable
class BusySign(Protocol):
    """What a window offers for showing that something is under way, with a way to cancel it."""

    def show_busy(self, task: Task, saying: str) -> None: ...

    def hide_busy(self, task: Task) -> None: ...


class Task:
    """What was started. Cancelling it tells nobody: whoever cancels knows."""

    def __init__(self, control: QAction | QAbstractButton | None) -> None:
        self.control = control
        self._task: asyncio.Task[None] | None = None

    def start(self, whole: Coroutine[object, object, None], work: Coroutine[object, object, object]) -> None:
        self._task = asyncio.ensure_future(whole)
        _running.add(self._task)
        self._task.add_done_callback(_running.discard)
        # Cancelled before its first step, `whole` never comes to awaiting `work`, and Python would warn of that.
        self._task.add_done_callback(lambda _: work.close())

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    @property
    def is_running(self) -> bool:
        return self._task is not None and not self._task.done()


_started: dict[int, Task] = {}


def run(
    owner: QWidget,
    work: Coroutine[object, object, T],
    *,
    done: Callable[[T], None] | None = None,
    failed: Callable[[DeskError], bool] | None = None,
    control: QAction | QAbstractButton | None = None,
    saying: str = "",
) -> Task:
    """`done` gets the result. A DeskError goes to the notices unless `failed` returns True; anything else is a bug and says so.
    While what `control` started is running it starts nothing more. `saying` is shown when it takes longer than a blink.
    (The control is not greyed out: by the end, what happened may have decided otherwise about it.)"""
    if control is not None and (earlier := _started.get(id(control))) is not None and earlier.is_running:
        work.close()
        return earlier
    task = Task(control)
    if asyncio._get_running_loop() is None:  # noqa: SLF001  the loop has ended and windows are closing: nothing new is begun
        work.close()
        return task
    if control is not None:
        _started[id(control)] = task
    task.start(_carry_out(task, owner, work, done, failed, saying), work)
    owner.destroyed.connect(task.cancel)
    return task


def is_idle() -> bool:
    """Whether nothing that was started on this loop is still running."""
    return not _running_here()


async def finish_all() -> None:
    """Cancels what is still running and waits until it has ended."""
    while ours := _running_here():
        for task in ours:
            task.cancel()
        await asyncio.gather(*ours, return_exceptions=True)


def _running_here() -> list[asyncio.Task[None]]:
    here = asyncio.get_running_loop()
    return [task for task in _running if task.get_loop() is here]


async def _carry_out(
    task: Task,
    owner: QWidget,
    work: Coroutine[object, object, T],
    done: Callable[[T], None] | None,
    failed: Callable[[DeskError], bool] | None,
    saying: str,
) -> None:
    try:
        result = await _shown(task, owner.window(), work, saying)
        if shiboken6.isValid(owner) and done is not None:
            done(result)
    except DeskError as problem:
        if shiboken6.isValid(owner) and (failed is None or not failed(problem)):
            notices.show_error(owner, problem)
    except Exception as bug:  # noqa: BLE001  shown loudly: nobody else would see it
        notices.show_bug(owner if shiboken6.isValid(owner) else None, bug)
    finally:
        if task.control is not None and _started.get(id(task.control)) is task:
            del _started[id(task.control)]


async def _shown(task: Task, window: QWidget, work: Coroutine[object, object, T], saying: str) -> T:
    if not saying or not isinstance(window, BusySign):
        return await work
    sign = asyncio.get_running_loop().call_later(SHOWN_AFTER, window.show_busy, task, saying)
    try:
        return await work
    finally:
        sign.cancel()
        if shiboken6.isValid(window):
            window.hide_busy(task)
