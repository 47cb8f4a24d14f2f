"""How the local copy stands, quietly in the status bar: how far it is filled, since when it is in step, why it is not. A click offers what can be done."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QToolButton, QWidget

from odoo_desk.ui import formats, icons, notices, theme
from odoo_desk.workspace.lines import Phase
from odoo_desk.workspace.syncing import Syncing, SyncState

BAR = QSize(96, 6)
ICONS = {
    Phase.IN_STEP: ("online", "good"),
    Phase.ELSEWHERE: ("online", "good"),
    Phase.OFFLINE: ("offline", "warning"),
    Phase.REFUSED: ("error", "bad"),
    Phase.STOPPED: ("error", "bad"),
}


class SyncStatus(QWidget):
    """`sign_in_wanted` when signing in was refused and the user wants to do it again."""

    sign_in_wanted = Signal()

    def __init__(self, syncing: Syncing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sync_status")
        self._syncing = syncing
        self._notice = ""
        self._bar = QProgressBar(self)
        self._bar.setObjectName("sync_progress")
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(BAR)
        self._button = QToolButton(self)
        self._button.setObjectName("sync_state")
        self._button.setAutoRaise(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._button.setMenu(QMenu(self._button))
        self._button.menu().aboutToShow.connect(self._fill_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._button)
        self.destroyed.connect(syncing.subscribe(self._show))
        self._show(syncing.state)

    @property
    def text(self) -> str:
        return self._button.text()

    def _show(self, state: SyncState) -> None:
        self.setVisible(state.phase is not Phase.OFF)
        short, long = words(state, datetime.now(UTC))
        self._button.setText(short)
        self._button.setToolTip(formats.tip(long))
        self._button.setAccessibleName(long)
        name, tone = ICONS.get(state.phase, ("refresh", "muted"))
        self._button.setIcon(icons.icon(name, tone))
        theme.set_tone(self._button, tone if tone == "bad" else "")
        filling = state.phase is Phase.FILLING
        self._bar.setVisible(filling)
        self._bar.setRange(0, state.total if filling else 1)
        self._bar.setValue(state.done)
        if state.notice and state.notice != self._notice:
            self._notice = state.notice
            notices.tell(self, state.notice)

    def _fill_menu(self) -> None:
        menu, phase = self._button.menu(), self._syncing.state.phase
        menu.clear()
        menu.addAction("Refresh now", self._syncing.nudge)
        if phase is Phase.PAUSED:
            menu.addAction("Resume copying", self._syncing.resume)
        elif phase in (Phase.FILLING, Phase.PULLING, Phase.IN_STEP):
            menu.addAction("Pause copying", self._syncing.pause)
        if phase is Phase.REFUSED:
            menu.addAction("Sign in …", self.sign_in_wanted.emit)


def words(state: SyncState, now: datetime) -> tuple[str, str]:
    """What the status bar says, and the long form of it."""
    as_of = (
        f"What you see is as of {formats.moment(state.since, now)}." if state.since else "Nothing has been copied yet."
    )
    why = str(state.problem) if state.problem else ""
    match state.phase:
        case Phase.CONNECTING:
            return "Connecting …", f"Connecting to the server. {as_of}"
        case Phase.FILLING:
            return _filling(
                state
            ), "The books are being copied to this computer, the newest first. You can work meanwhile."
        case Phase.PULLING:
            return "Looking for changes …", as_of
        case Phase.IN_STEP:
            return f"Up to date {formats.moment(state.since, now)}", "Changes in Odoo are looked for by themselves."
        case Phase.PAUSED:
            return "Copying is paused", f"{as_of} Changes in Odoo are not looked for."
        case Phase.OFFLINE:
            short = f"No connection; as of {formats.moment(state.since, now)}" if state.since else "No connection"
            return short, f"{why} {as_of} It is tried again by itself.".strip()
        case Phase.REFUSED:
            return "Not signed in", f"{why} {as_of}".strip()
        case Phase.STOPPED:
            return "Not kept up to date just now", f"{why} {as_of}".strip()
        case Phase.ELSEWHERE:
            return "Kept up to date by another window", as_of
    return "", ""


def _filling(state: SyncState) -> str:
    if not state.total:
        return "Copying the books …"
    done, total = (formats.number(Decimal(each), 0) for each in (state.done, state.total))
    return f"Copying {done} of {total}{_left(state.seconds_left)}"


def _left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 90:
        return f", about {max(1, seconds)} s left"
    return f", about {round(seconds / 60)} min left"
