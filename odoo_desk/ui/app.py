"""The application and its loop: opens the window, changes companies and servers, closes everything in order."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import qasync
from PySide6.QtCore import QLockFile, QMessageLogContext, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from odoo_desk import __version__, settings
from odoo_desk.errors import DeskError, SecretStoreUnavailable, SignInRefused
from odoo_desk.settings import Preferences, Profile, Settings
from odoo_desk.ui import garbage, keys, notices, resources, tasks, theme
from odoo_desk.ui.books.filters import first_question
from odoo_desk.ui.locking import Locking
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace import connecting
from odoo_desk.workspace.workspace import Workspace

if TYPE_CHECKING:
    from odoo_desk.ui.sign_in import SignIn
    from odoo_desk.ui.single import Doorbell

T = TypeVar("T")
DemoStarter = Callable[[], Awaitable[tuple[Profile, str]]]
AFTER_PAINT = 0.3  # seconds
_log = logging.getLogger(__name__)
_qt_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run(
    *, start_demo: DemoStarter, profile: Profile | None = None, secret: str | None = None, demo: bool = False
) -> int:
    """The window until it is closed. With `profile` (and `secret`, or one in the keyring) it signs in at once; with `demo` to the demo company."""

    async def live() -> int:
        alone = None if demo else _first_start()  # a demo company is nobody else's window
        if alone is not None and not alone.isLocked() and _rang():
            return 0
        desk = _Desk(start_demo)
        if alone is not None:
            # Loaded when the first paint is done: nobody starts the program twice within that.
            asyncio.get_running_loop().call_later(AFTER_PAINT, desk.hang_bell)
        try:
            return await desk.live(profile, secret, demo=demo)
        finally:
            desk.take_bell_down()
            if alone is not None:
                alone.unlock()

    return run_on_qt(live)


def _first_start() -> QLockFile:
    """Locked by whoever was started first, until it ends (a dead program's is broken)."""
    folder = settings.config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(str(folder / "window.lock"))
    lock.setStaleLockTime(0)
    lock.tryLock(0)
    return lock


def _rang() -> bool:
    from odoo_desk.ui import single  # noqa: PLC0415

    return single.ring()


def run_on_qt(work: Callable[[], Coroutine[object, object, T]]) -> T:
    """A coroutine on Qt's loop, in an application set up as ours."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setOrganizationName("Odoo Desk")
    application.setApplicationName("odoo-desk")
    application.setApplicationDisplayName("Odoo Desk")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("odoo-desk")
    application.setWindowIcon(QIcon(str(resources.path("icons/odoo-desk.svg"))))
    application.setQuitOnLastWindowClosed(False)  # the loop ends when everything is closed in order
    qInstallMessageHandler(_from_qt)
    preferences = settings.load().preferences
    theme.apply(preferences.theme, preferences.density)
    keys.use(preferences.keys)
    garbage.collect_on_this_thread(application)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        runner.get_loop().set_exception_handler(_unhandled)
        sys.excepthook = _uncaught  # what Qt calls is not on the loop
        return runner.run(work())


def kept_choices() -> QSettings:
    """Geometry, columns and the like; never anything secret."""
    folder = settings.config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


class _Desk:
    """What is open: either the sign-in or one window on one workspace."""

    def __init__(self, start_demo: DemoStarter) -> None:
        self._start_company = start_demo
        self._demo_url = ""
        self._settings = settings.load()
        self._kept = kept_choices()
        self._locking = Locking(self._kept)
        self._locking.other_key_wanted.connect(self._other_key)
        self._locking.left.connect(self._left)
        self._window: MainWindow | None = None
        self._sign_in: SignIn | None = None
        self._closing: list[asyncio.Future[None]] = []
        self._bell: Doorbell | None = None
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def live(self, profile: Profile | None, secret: str | None, *, demo: bool) -> int:
        try:
            try:
                if demo:
                    profile, secret = await self._start_demo()
                profile = profile or self._last_profile()
                if not await self._open_copy(profile, secret):
                    await self._open_server(profile, secret)
            except DeskError as problem:
                self._show_sign_in(profile, problem)
            await self._ended
        finally:
            await tasks.finish_all()
            await asyncio.gather(*self._closing)
            await self._close_window()
            self._locking.end()
        return 0

    def hang_bell(self) -> None:
        from odoo_desk.ui import single  # noqa: PLC0415

        if not self._ended.done():
            self._bell = single.Doorbell()
            self._bell.rung.connect(self.come_forward)

    def take_bell_down(self) -> None:
        if self._bell is not None:
            self._bell.take_down()
            self._bell = None

    def come_forward(self) -> None:
        if (page := self._locking.page) is not None:
            page.come_forward()
        elif self._window is not None:
            self._window.come_forward()
        elif self._sign_in is not None:
            self._sign_in.raise_()
            self._sign_in.activateWindow()

    def _last_profile(self) -> Profile | None:
        name = self._settings.preferences.last_profile
        return next((each for each in self._settings.profiles if each.name == name), None)

    async def _open_copy(self, profile: Profile | None, secret: str | None) -> bool:
        """What was copied the last time is on screen at once; signing in comes afterwards."""
        workspace = await connecting.reopen(profile) if profile is not None else None
        if workspace is None:
            return False
        assert profile is not None
        signing_in_as = profile

        async def sign_in() -> None:
            assert workspace is not None
            known = secret or await asyncio.to_thread(_remembered, signing_in_as)
            if not known:
                raise SignInRefused("No API key or password is kept for this connection.", advice="Sign in once more.")
            await connecting.attach(workspace, known)

        self._open(workspace, sign_in)
        return True

    async def _open_server(self, profile: Profile | None, secret: str | None) -> None:
        if profile is not None and secret is None:
            secret = await asyncio.to_thread(_remembered, profile)
        if profile is None or not secret:
            self._show_sign_in(profile)
            return
        self._open(await connecting.connect(profile, secret, first_question()))

    def _show_sign_in(self, profile: Profile | None = None, problem: DeskError | None = None) -> None:
        current = profile.name if profile else self._settings.preferences.last_profile
        from odoo_desk.ui.sign_in import SignIn  # noqa: PLC0415  most starts do without

        parent, is_locked = self._locking.page or self._window, self._locking.wants_keys_typed
        dialog = SignIn(self._settings, self._start_demo, parent, current=current, is_locked=is_locked)
        known = {_identity(each) for each in self._settings.profiles}
        dialog.signed_in.connect(
            lambda workspace: self._signed_in(workspace, is_known=_identity(workspace.profile) in known)
        )
        dialog.settings_changed.connect(self._save)
        dialog.rejected.connect(self._sign_in_left)
        self._sign_in = dialog
        dialog.open()
        if problem is not None:
            dialog.show_problem(problem)

    def _sign_in_instead(self) -> None:
        """To another server, if what is open may be left."""
        window = self._window
        assert window is not None
        tasks.run(window, window.may_leave(), done=lambda may: self._show_sign_in() if may else None)

    def _other_key(self) -> None:
        """Signing in is the way out for whoever has not the key at hand."""
        assert self._window is not None
        if self._sign_in is not None:  # put away by the lock, with a key filled in
            self._sign_in.reject()
        self._show_sign_in(self._window.workspace.profile)

    def _sign_in_left(self) -> None:
        if self._sign_in is not None:
            self._sign_in.deleteLater()
            self._sign_in = None
        if self._window is None and not self._ended.done():
            self._ended.set_result(None)

    def _signed_in(self, workspace: Workspace, *, is_known: bool) -> None:
        if self._sign_in is not None:
            self._sign_in.rejected.disconnect()
            self._sign_in.close()
            self._sign_in.deleteLater()
            self._sign_in = None
        self._locking.signed_in(is_known=is_known)
        self._replace(workspace)

    async def _start_demo(self) -> tuple[Profile, str]:
        profile, secret = await self._start_company()
        self._demo_url = profile.url
        return profile, secret

    def _open(self, workspace: Workspace, sign_in: Callable[[], Awaitable[None]] | None = None) -> None:
        window = MainWindow(workspace, self._kept)
        window.left.connect(self._left)
        window.sign_in_wanted.connect(self._sign_in_instead)
        window.preferences_wanted.connect(self._show_preferences)
        window.company_chosen.connect(self._change_company)
        window.keys_changed.connect(self._use_keys)
        self._window = window
        name, preferences = workspace.profile.name, self._settings.preferences
        if name != preferences.last_profile and any(each.name == name for each in self._settings.profiles):
            self._save(replace(self._settings, preferences=replace(preferences, last_profile=name)))
        self._locking.guard(window, is_demo=workspace.profile.url == self._demo_url)
        self._locking.after(preferences.lock_after)
        window.show()
        # The first paint is not kept waiting for what signing in has to load, nor for what the child asks of the server.
        asyncio.get_running_loop().call_later(AFTER_PAINT, workspace.keep_in_step, sign_in)

    def _replace(self, workspace: Workspace) -> None:
        """The new window first, so that the program is never without one."""
        earlier = self._window
        self._open(workspace)
        if earlier is not None:
            earlier.left.disconnect()
            # Not a task of a window: what was begun to be closed is closed to its end.
            self._closing.append(asyncio.ensure_future(_close(earlier)))

    def _left(self) -> None:
        if not self._ended.done():
            self._ended.set_result(None)

    async def _close_window(self) -> None:
        if self._window is not None:
            window, self._window = self._window, None
            await _close(window)

    def _change_company(self, company_id: int) -> None:
        window = self._window
        assert window is not None

        async def change() -> Workspace | None:
            if not await window.may_leave():
                return None
            return await connecting.open_company(window.workspace, company_id, first_question())

        tasks.run(
            window,
            change(),
            done=lambda found: self._replace(found) if found else None,
            saying="Changing the company …",
        )

    def _show_preferences(self) -> None:
        from odoo_desk.ui.preferences import PreferencesDialog  # noqa: PLC0415

        dialog = PreferencesDialog(self._settings.preferences, self._window)
        dialog.chosen.connect(self._prefer)
        dialog.open()

    def _prefer(self, preferences: Preferences) -> None:
        self._save(replace(self._settings, preferences=preferences))
        theme.apply(preferences.theme, preferences.density)
        self._locking.after(preferences.lock_after)

    def _use_keys(self, own: dict[str, str]) -> None:
        self._save(replace(self._settings, preferences=replace(self._settings.preferences, keys=own)))

    def _save(self, changed: Settings) -> None:
        self._settings = changed
        settings.save(changed)


async def _close(window: MainWindow) -> None:
    window.close_at_once()
    window.deleteLater()
    await window.workspace.close()


def _identity(profile: Profile) -> tuple[str, str, str]:
    return profile.name, profile.url, profile.login


def _remembered(profile: Profile) -> str | None:
    from odoo_desk import credentials  # noqa: PLC0415  a fifth of a second, on another thread than the window's

    try:
        return credentials.read(profile)
    except SecretStoreUnavailable:
        return None


def _from_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    _qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s", text)


def _uncaught(_kind: type[BaseException], problem: BaseException, _where: object) -> None:
    notices.show_bug(None, problem)


def _unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    problem = context.get("exception")
    if isinstance(problem, Exception):
        notices.show_bug(None, problem)
    else:
        _log.error("%s", context.get("message"))
