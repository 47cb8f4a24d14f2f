"""The lock: while it is on, nothing of the books is on screen, in a menu, under a key or in the accessibility tree.

Every window is hidden and its native window destroyed (a hidden one is still read out by a screen reader), and comes back as it was. What goes
on behind goes on; a window that it opens meanwhile is caught before it is seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from odoo_desk.ui import notices, tasks
from odoo_desk.ui.lock_page import LockPage

if TYPE_CHECKING:
    from odoo_desk.ui.main_window import MainWindow

_PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip)


class Lock(QObject):
    """Over all windows of the program. `other_key_wanted` and `left` are the application's to answer."""

    unlocked = Signal()
    other_key_wanted = Signal()
    left = Signal()

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._now = now
        self._window: MainWindow | None = None
        self._page: LockPage | None = None
        self._away: dict[QWidget, QRect] = {}

    @property
    def page(self) -> LockPage | None:
        """None while it is off."""
        return self._page

    def turn_on(self, window: MainWindow) -> None:
        """`window` has the books whose key opens it; it may be one that takes the place of another meanwhile."""
        self._window = window
        if self._page is not None:
            return
        while popup := QApplication.activePopupWidget():
            popup.close()
            popup.hide()  # also one that refuses to close
        QToolTip.hideText()
        page = self._page = LockPage(window.workspace.profile, self._now)
        page.tried.connect(self._try)
        page.other_key_wanted.connect(lambda: self._leave(self.other_key_wanted, "Sign in with another key"))
        page.left.connect(lambda: self._leave(self.left, "Close Odoo Desk"))
        page.setGeometry(window.normalGeometry())
        page.setWindowState(window.windowState())
        # Whoever works in another program meanwhile goes on there.
        page.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, QApplication.activeWindow() is None)
        for each in sorted(QApplication.topLevelWidgets(), key=_depth, reverse=True):
            if each is not page:
                self._put_away(each)
        page.show()
        _application().installEventFilter(self)

    def turn_off(self) -> None:
        """Everything is there again as it was."""
        away = self._away
        self.end()
        for window in sorted(filter(shiboken6.isValid, away), key=_depth):
            if not window.isMaximized() and not window.isFullScreen():
                window.setGeometry(away[window])
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()
        self.unlocked.emit()

    def drop(self) -> None:
        """What is locked is never shown again: its window is going to be closed."""
        away = self._away
        self.end()
        for window in filter(shiboken6.isValid, away):
            if isinstance(window, QDialog):
                window.close()

    def end(self) -> None:
        page, self._page = self._page, None
        self._away = {}
        if page is not None:
            _application().removeEventFilter(self)
            page.close_at_once()
            page.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            window = watched
            if not self._is_ours(window):
                # Invisible until it is put away. (WA_DontShowOnScreen would leave a QMessageBox in Qt's list of modal windows, and Qt crash.)
                window.setWindowOpacity(0)
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
                QTimer.singleShot(0, window, lambda: self._put_away(window))
        return False

    # ------------------------------------------------------------------------------------------------------------------

    def _is_ours(self, window: QWidget | None) -> bool:
        while window is not None and window is not self._page:
            window = window.parentWidget()
        return window is not None

    def _put_away(self, window: QWidget) -> None:
        if self._page is None:  # unlocked in the same moment
            window.setWindowOpacity(1)
            return
        if window.isVisible() and window.windowType() not in _PASSING:
            self._away[window] = window.geometry()
            if isinstance(window, QDialog):  # what is finished behind the lock does not come back
                window.finished.connect(lambda _result: self._away.pop(window, None))
        window.hide()
        window.setWindowOpacity(1)
        window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=False)
        if window.windowHandle() is not None:
            window.destroy()

    def _try(self, typed: str) -> None:
        page, window = self._page, self._window
        assert page is not None
        assert window is not None

        def answered(is_right: bool) -> None:
            if is_right:
                self.turn_off()
            else:
                page.refuse()

        tasks.run(page, window.workspace.is_secret(typed), done=answered, failed=page.say_problem, control=page.unlock)

    def _leave(self, way: SignalInstance, title: str) -> None:
        """Asks when something would be lost."""
        page, window = self._page, self._window
        assert page is not None
        assert window is not None
        if not window.is_dirty:
            way.emit()
            return
        question = notices.ask(
            page,
            title,
            "Something that you typed is not saved in Odoo.",
            confirm="Go on",
            informative="A draft is kept on this computer. What was changed in a posted document is not.",
        )
        tasks.run(page, question, done=lambda sure: way.emit() if sure else None)


def _depth(widget: QWidget) -> int:
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
