"""The program's window with somebody watching: when it was painted, and with which rows. Nothing of it is in the program."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer

from odoo_desk import settings
from odoo_desk.settings import Profile
from odoo_desk.ui import app
from odoo_desk.ui.books.page import BookPage
from odoo_desk.ui.main_window import MainWindow

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

PATIENCE = 60.0  # seconds
BEAT = 2  # ms
Driver = Callable[["Watched"], Coroutine[object, object, object]]


class _Paints(QObject):
    """Of one widget."""

    def __init__(self, watched: QObject, painted: Callable[[], None]) -> None:
        super().__init__(watched)
        self._painted = painted
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802
        if event.type() == QEvent.Type.Paint:
            self._painted()
        return False


class Watched(MainWindow):
    """All that was to be painted is painted when Qt's update request has been worked off: only then `moment` passes.
    That the rows of the last answer are on screen is known by a paint event of the table after they came."""

    def __init__(self, workspace: Workspace, kept: QSettings) -> None:
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[float]]] = []
        self._answered = False  # the first rows of the last question came
        self._shown = False  # and the table was painted since
        self.summarised_at = 0.0
        super().__init__(workspace, kept)
        self.list: BookPage = self.page
        self._paints = _Paints(self.list.view.viewport(), self._table_painted)
        self.list.model.filled.connect(self._filled)
        self.list.model.summarised.connect(self._summarised)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and getattr(self, "_waiting", None):
            now = time.perf_counter()
            for condition, moment in tuple(self._waiting):
                if not moment.done() and condition():
                    moment.set_result(now)
        return done

    async def moment(self, condition: Callable[[], bool]) -> float:
        """When the window was painted with that being so."""
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        entry = (condition, future)
        self._waiting.append(entry)
        try:
            return await asyncio.wait_for(future, PATIENCE)
        except TimeoutError:
            page = self.list
            state = f"answered {self._answered}, shown {self._shown}, {page.model.rowCount()} rows, empty {page.empty.isVisible()}"
            raise TimeoutError(f"was not painted within {PATIENCE:.0f} s: {page.model.query}, {state}") from None
        finally:
            self._waiting.remove(entry)

    def shows_rows(self) -> bool:
        """The table was painted with rows, all of those that are in sight."""
        return self._shown and bool(self.list.model.rowCount()) and self._all_in_sight()

    def shows_answer(self) -> bool:
        """The same, or that there is nothing."""
        if not self._answered:
            return False
        if not self.list.model.rowCount() and self.list.empty.isVisible():
            return True
        return self._shown and self._all_in_sight()

    async def ask(self, act: Callable[[], object]) -> tuple[float, float]:
        """Milliseconds from `act`, which asks another question of the list, to its first rows painted, and to its count and totals."""
        self._answered = self._shown = False
        self.summarised_at = 0.0
        began = time.perf_counter()
        act()
        painted = await self.moment(self.shows_answer)
        await self.until(lambda: bool(self.summarised_at))
        return 1000 * (painted - began), 1000 * (self.summarised_at - began)

    async def look(self, act: Callable[[], object]) -> float:
        """Milliseconds from `act`, which looks at another place of the list, to its rows painted."""
        self._shown = False
        began = time.perf_counter()
        act()
        return 1000 * (await self.moment(self.shows_rows) - began)

    async def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.perf_counter() + PATIENCE
        while not condition():
            if time.perf_counter() > deadline:
                raise TimeoutError("what was waited for did not come")
            await asyncio.sleep(0.001)

    def _all_in_sight(self) -> bool:
        view, model = self.list.view, self.list.model
        count = model.rowCount()
        first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        last = count - 1 if last < 0 else last
        return all(model.row_at(row) is not None for row in range(max(0, first), last + 1))

    def _filled(self) -> None:
        self._answered = True
        self._shown = False
        self._paint_nothing()

    def _table_painted(self) -> None:
        self._shown = True

    def _summarised(self, _summary: object) -> None:
        self.summarised_at = time.perf_counter()
        self._paint_nothing()

    def _paint_nothing(self) -> None:
        """From nothing to nothing there is nothing to paint that could be waited for."""
        if self.list.empty.isVisible():
            self.list.empty.update()


def drive(driver: Driver, profile: Profile, secret: str | None = None) -> None:
    """Runs the program with `driver` at its window, prints what that found, and ends it in order."""
    found: list[object] = []

    class Driven(Watched):
        def __init__(self, workspace: Workspace, kept: QSettings) -> None:
            super().__init__(workspace, kept)
            self._driving = asyncio.ensure_future(self._drive())

        async def _drive(self) -> None:
            try:
                found.append(await driver(self))
            except BaseException:  # noqa: BLE001  whatever it is, the program must not go on without its driver
                traceback.print_exc()
                sys.stderr.flush()
                os._exit(1)
            self.close()

    (settings.config_folder() / "window.ini").unlink(
        missing_ok=True
    )  # as it comes: no order or filter of an earlier run
    app.MainWindow = Driven  # type: ignore[misc]
    app.run(start_demo=_no_demo, profile=profile, secret=secret)
    print(json.dumps(found[0]), flush=True)


class Heart:
    """Beats every 2 ms on Qt's loop, and notes by how many milliseconds each beat was late."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT)

    def stop(self) -> list[float]:
        self._timer.stop()
        return self._late

    def _beat(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, round(1000 * (now - self._last) - BEAT, 2)))
        self._last = now


def real_server() -> tuple[Profile, str]:
    """The one that benchmarks.servers names in the environment."""
    environment = os.environ
    profile = Profile("bench", environment["BENCH_URL"], environment["BENCH_DB"], environment["BENCH_LOGIN"])
    return profile, environment["ODOO_DESK_SECRET"]


def memory(pid: int | None = None) -> float:
    """What a process has in memory now, in MB."""
    with open(f"/proc/{pid or 'self'}/status", encoding="ascii") as status:  # noqa: PTH123
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024


def _no_demo() -> Awaitable[tuple[Profile, str]]:
    raise AssertionError("no demo was asked for")
