"""The one place where an error becomes words on screen. Dialogs are opened and awaited, never exec()ed; texts are plain, wherever they come from."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Protocol, runtime_checkable

import shiboken6
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox, QWidget

from odoo_desk import diagnostics
from odoo_desk.errors import DeskError
from odoo_desk.ui import icons

_log = logging.getLogger(__name__)
ICON = 40
LONGEST = 2000  # characters of a server's sentence that a dialog shows


@runtime_checkable
class MessageLine(Protocol):
    """What a window offers for saying something quietly."""

    def show_message(self, text: str) -> None: ...


def tell(parent: QWidget, text: str) -> None:
    """Says what happened, in the window's message line; nothing has to be clicked away."""
    window = parent.window()
    while not isinstance(window, MessageLine) and (above := window.parentWidget()) is not None:
        window = above.window()
    if isinstance(window, MessageLine) and text:
        window.show_message(text)


def show_error(parent: QWidget, problem: DeskError) -> None:
    """What happened and what to do; what the server said of it is behind Details."""
    box = _box(parent, ("warning", "warning"), problem.message, problem.advice)
    box.setObjectName("error_notice")
    if problem.details:
        box.setDetailedText(problem.details)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.open()


def show_bug(parent: QWidget | None, bug: BaseException) -> None:
    """Loudly: this should not have happened. One window, however often it happens."""
    _log.error("a bug", exc_info=bug)
    if any(each.objectName() == "bug_notice" and each.isVisible() for each in QApplication.topLevelWidgets()):
        return
    box = _box(
        parent,
        ("error", "bad"),
        "Something in Odoo Desk itself went wrong.",
        "What was saved on the server is safe, and what you typed is still there. A report says what happened, without names, amounts or keys.",
    )
    box.setObjectName("bug_notice")
    report = diagnostics.report(bug)
    box.setDetailedText(report)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    _stays_open(box, "Copy report", lambda: QGuiApplication.clipboard().setText(report))
    if folder := diagnostics.folder():
        _stays_open(box, "Open log folder", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
    box.open()


def _stays_open(box: QMessageBox, text: str, act: Callable[[], object]) -> None:
    """A button that does not close the box."""
    button = box.addButton(text, QMessageBox.ButtonRole.ActionRole)
    button.setObjectName(text.lower().replace(" ", "_"))
    button.clicked.disconnect()
    button.clicked.connect(act)


async def ask(parent: QWidget, title: str, text: str, *, confirm: str, informative: str = "") -> bool:
    """A question with `confirm` and Cancel; Cancel is what Enter and Esc give."""
    answers = {confirm: QMessageBox.ButtonRole.AcceptRole}
    return await choose(parent, title, text, answers, informative=informative) == confirm


async def choose(
    parent: QWidget,
    title: str,
    text: str,
    answers: Mapping[str, QMessageBox.ButtonRole],
    *,
    default: str = "",
    informative: str = "",
) -> str:
    """One of `answers`, or "" for Cancel, which is what Esc gives; `default` is what Enter gives (Cancel without)."""
    box = _box(parent, ("question", "info"), text, informative)
    box.setObjectName("question")
    box.setWindowTitle(title)
    buttons = {answer: box.addButton(answer, role) for answer, role in answers.items()}
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(buttons.get(default, cancel))
    answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def answer(_code: int) -> None:
        if not answered.done():
            clicked = box.clickedButton()
            answered.set_result(next((each for each, button in buttons.items() if button is clicked), ""))

    box.finished.connect(answer)
    box.open()
    try:
        return await answered
    finally:
        if shiboken6.isValid(box):  # closed, it has deleted itself
            box.close()


class _Notice(QMessageBox):
    def __init__(self, parent: QWidget | None, icon: tuple[str, str]) -> None:
        super().__init__(parent)
        self._icon = icon
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setIconPixmap(icons.pixmap(*self._icon, ICON, self.devicePixelRatioF()))


def _box(parent: QWidget | None, icon: tuple[str, str], text: str, informative: str) -> QMessageBox:
    box = _Notice(parent, icon)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text[:LONGEST])
    box.setInformativeText(informative)
    box.setWindowTitle("Odoo Desk")
    for buttons in box.findChildren(QDialogButtonBox):
        buttons.setAccessibleName("Answers")
    return box
