"""What a locked program shows: one card with one field, and nothing of the books."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from odoo_desk.errors import DeskError
from odoo_desk.settings import Profile
from odoo_desk.ui import theme

WRONG = "That is not the key or password of this connection."
PAUSES = (0, 0, 2, 5, 15, 30, 60)  # seconds after the first, second, … wrong one
WIDTH, MARGIN = theme.SPACE * 58, theme.SPACE * 4  # of the card


class LockPage(QWidget):
    """`tried` with what was typed; `other_key_wanted` and `left` when the user wants another way out."""

    tried = Signal(str)
    other_key_wanted = Signal()
    left = Signal()

    def __init__(self, profile: Profile, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setObjectName("lock_page")
        self.setWindowTitle("Locked - Odoo Desk")
        self._now = now
        self._wrong = 0
        self._not_before = 0.0
        self._may_close = False
        self.secret, self.unlock = QLineEdit(self), QPushButton("Unlock", self)
        self.other_key, self.leave = QToolButton(self), QToolButton(self)
        self._said = QLabel(self)
        self._arrange(profile)
        self.secret.returnPressed.connect(self.unlock.click)
        self.unlock.clicked.connect(self._try)
        self.other_key.clicked.connect(self.other_key_wanted)
        self.leave.clicked.connect(self.close)
        self._say("")

    def come_forward(self) -> None:
        """The program was started once more."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def refuse(self) -> None:
        """It was a wrong one: the next may be tried after a while, which grows."""
        pause = PAUSES[min(self._wrong, len(PAUSES) - 1)]
        self._wrong += 1
        self._not_before = self._now() + pause
        self._say(f"{WRONG} The next try is in {_seconds(pause)}." if pause else WRONG)

    def say_problem(self, problem: DeskError) -> bool:
        self._say(f"{problem.message} {problem.advice}")
        return True

    def close_at_once(self) -> None:
        self._may_close = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._may_close)
        if not self._may_close:
            self.left.emit()

    # ------------------------------------------------------------------------------------------------------------------

    def _try(self) -> None:
        typed = self.secret.text()
        if not typed:
            return
        pause = self._not_before - self._now()
        if pause > 0:
            self._say(f"The next try is in {_seconds(math.ceil(pause))}.")
            return
        self._say("")
        self.tried.emit(typed)

    def _say(self, text: str) -> None:
        said = self._said
        said.setText(text)
        # Two lines at least, so that the card stands still when it speaks.
        said.setMinimumHeight(max(2 * said.fontMetrics().lineSpacing(), said.heightForWidth(WIDTH - 2 * MARGIN)))
        self.secret.selectAll()
        self.secret.setFocus()

    def _arrange(self, profile: Profile) -> None:
        title, whose = QLabel("Odoo Desk is locked", self), QLabel(self)
        title.setObjectName("lock_title")
        theme.TITLE.on(title)
        whose.setObjectName("lock_connection")
        whose.setTextFormat(Qt.TextFormat.PlainText)
        whose.setText(f"Key or password of “{profile.name}”")
        whose.setWordWrap(True)
        whose.setBuddy(self.secret)
        self.secret.setObjectName("lock_secret")
        self.secret.setAccessibleName("Key or password")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.unlock.setObjectName("unlock")
        self.unlock.setDefault(True)
        self._said.setObjectName("lock_said")
        self._said.setProperty("tone", "bad")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignTop)
        for button, name, words in (
            (self.other_key, "lock_other_key", "Sign in with another key…"),
            (self.leave, "lock_leave", "Close Odoo Desk"),
        ):
            button.setObjectName(name)
            button.setText(words)
        strip = QWidget(self)
        strip.setFixedHeight(4)
        strip.setStyleSheet(f"background: {profile.colour};")
        card = QFrame(self)
        card.setObjectName("lock_card")
        card.setFixedWidth(WIDTH)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(*(MARGIN,) * 4)
        inner.setSpacing(theme.SPACE)
        inner.addWidget(title)
        inner.addSpacing(theme.SPACE)
        for widget in (whose, self.secret, self._said, self.unlock):
            inner.addWidget(widget)
        others = QHBoxLayout()
        others.addWidget(self.other_key)
        others.addStretch(1)
        others.addWidget(self.leave)
        inner.addLayout(others)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(strip)
        whole.addStretch(1)
        whole.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(2)


def _seconds(count: int) -> str:
    return "1 second" if count == 1 else f"{count} seconds"
