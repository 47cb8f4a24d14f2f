"""Where a scene is set so that its picture is the same on every machine: our own font, one style, a day and a time that stand still, a company
whose books end on that day. A scene is an async function that gets the stage and gives back the widget to be taken:

    @scene(larger=True)
    async def about_box(stage: Stage) -> QWidget:
        return stage.show(AboutBox(await stage.window()))

Write it into one of the scenes_*.py (a new file is named in scenes.py), run `make looks`, and look at the new pictures in tests/looks/pictures.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QLocale, QSettings, QSize, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import odoo_desk.odoo
import odoo_desk.ui
import odoo_desk.workspace
from odoo_desk.demo.server import DemoServer
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks, theme
from odoo_desk.ui.invoices.page import InvoicePage
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect, reopen
from odoo_desk.workspace.workspace import Workspace
from tests.ui.until import until

DAY = date(2026, 3, 16)  # a Monday
NOW = datetime(2026, 3, 16, 9, 41, tzinfo=UTC)
SIZE = QSize(1280, 560)
W = TypeVar("W", bound=QWidget)
Act = Callable[["Stage"], Awaitable[QWidget]]


@dataclass(frozen=True)
class Scene:
    """`larger`: also where the system says 150 %."""

    name: str
    act: Act
    larger: bool


SCENES: dict[str, Scene] = {}  # scenes.py has them all


def scene(*, larger: bool = False) -> Callable[[Act], Act]:
    def add(act: Act) -> Act:
        name = act.__name__.replace("_", "-")
        assert name not in SCENES, f"two scenes are called {name}"
        SCENES[name] = Scene(name, act, larger)
        return act

    return add


class Stage:
    """One scene's server, workspace and windows; all of it is taken away by `clear`."""

    def __init__(self, folder: Path, expect_log: Callable[[str, str], None]) -> None:
        self.invoices = 60
        self.expect_log = expect_log
        self._folder = folder
        self._begun: list[asyncio.Future[object]] = []
        self._server: DemoServer | None = None
        self._workspaces: list[Workspace] = []
        self._windows: list[QWidget] = []

    @property
    def server(self) -> DemoServer:
        if self._server is None:
            self._server = DemoServer(version=19, invoices=self.invoices, today=DAY)
            self._server.clock.freeze(NOW)
            self._server.start()
        return self._server

    @property
    def profile(self) -> Profile:
        return Profile("Deco Addict", self.server.url, self.server.database, "admin")

    async def workspace(self, *, copied: bool = True, online: bool = True) -> Workspace:
        """Signed in; the copy filled, or nothing copied yet; and without a connection."""
        workspace = await connect(self.profile, self.server.users["admin"].api_key)
        if copied:
            await workspace.sync_once()
        if not online:
            await workspace.close()
            again = await reopen(self.profile)
            assert again is not None
            workspace = again
        workspace.server = replace(workspace.server, url="https://books.example.com", notice="")
        self._workspaces.append(workspace)
        return workspace

    async def window(self, workspace: Workspace | None = None, size: QSize = SIZE) -> MainWindow:
        kept = QSettings(str(self._folder / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(workspace or await self.workspace(), kept)
        self.show(window, size)
        await self.rest()
        return window

    async def page(self, window: MainWindow) -> InvoicePage:
        """The document page, when what was asked of it is there."""
        await until(lambda: window.shows_document, "the document page")
        await self.rest()
        return window.document_page

    def show(self, widget: W, size: QSize | None = None) -> W:
        if size is not None:
            widget.resize(size)
        widget.show()
        widget.activateWindow()
        self._windows.append(widget)
        return widget

    async def find(self, kind: type[W]) -> W:
        """The window of this kind that comes up."""

        def found() -> list[W]:
            return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]

        await until(found, kind.__name__)
        await self.rest()
        return found()[0]

    async def popup(self) -> QWidget:
        """What came up over a window and goes when one clicks elsewhere."""
        await until(QApplication.activePopupWidget, "what comes up")
        await self.rest()
        return QApplication.activePopupWidget()

    async def rest(self) -> None:
        """Until nothing is under way and what came is painted."""
        for _ in range(3):
            await until(self._is_at_rest, "rest")
            # Qt's events go on meanwhile. Processed from in here they could wake a task inside another one, which loses it.
            await asyncio.sleep(0.06)

    def _is_at_rest(self) -> bool:
        return tasks.is_idle() or (self._server is not None and self._server.is_holding)

    def nothing(self) -> tasks.Task:
        """What a sign of being busy stands for."""
        return tasks.Task(None)

    def begin(self, work: Coroutine[object, object, object]) -> None:
        """What waits for an answer that nobody gives."""
        self._begun.append(asyncio.ensure_future(work))

    def keys(self, *pressed: str | Qt.Key) -> None:
        for each in pressed:
            for key in each if isinstance(each, str) else [each]:
                QTest.keyClick(QApplication.focusWidget(), key)

    async def clear(self) -> None:
        if self._server is not None and self._server.is_holding:
            self._server.release()
        for work in self._begun:
            work.cancel()
        await asyncio.gather(*self._begun, return_exceptions=True)
        await tasks.finish_all()
        for window in self._windows:
            if not shiboken6.isValid(window):
                continue
            if isinstance(window, MainWindow):
                window.close_at_once()
            window.close()
        for workspace in self._workspaces:
            await workspace.close()
        for window in self._windows:
            if shiboken6.isValid(window):
                shiboken6.delete(window)
        if self._server is not None:
            self._server.stop()


@contextmanager
def one_look(application: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same font, language, caret and time wherever this runs."""
    before, blinks = application.font(), application.cursorFlashTime()
    for file in sorted((Path(__file__).parent / "font").glob("*.ttf")):
        assert QFontDatabase.addApplicationFont(str(file)) >= 0
    font = QFont("Looks Sans", 10)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    application.setCursorFlashTime(0)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    _stop_the_clock(monkeypatch)
    yield
    QFontDatabase.removeAllApplicationFonts()
    application.setFont(before)
    application.setCursorFlashTime(blinks)
    QLocale.setDefault(QLocale.c())
    monkeypatch.undo()
    time.tzset()
    theme.apply("light")


class _OfItsKind(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, cls.__mro__[1])


class _Date(date, metaclass=_OfItsKind):
    def __new__(cls, *parts: int) -> date:  # type: ignore[misc]
        return date(*parts)

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return DAY


class _DateTime(datetime, metaclass=_OfItsKind):
    def __new__(cls, *parts: int, **named: object) -> datetime:  # type: ignore[misc]
        return datetime(*parts, **named)  # type: ignore[arg-type]  # noqa: DTZ001

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz) if tz else NOW.replace(tzinfo=None)


def _stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in (odoo_desk.ui, odoo_desk.workspace, odoo_desk.odoo):
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            importlib.import_module(module.name)  # one that is loaded later would have a clock of its own
    for name, module in list(sys.modules.items()):
        if name.startswith(("odoo_desk.ui.", "odoo_desk.workspace.", "odoo_desk.odoo.")):
            for word, kind, still in (("date", date, _Date), ("datetime", datetime, _DateTime)):
                if getattr(module, word, None) is kind:
                    monkeypatch.setattr(module, word, still)


WRITES = bool(os.environ.get("LOOKS_ARE_KEPT"))
