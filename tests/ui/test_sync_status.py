"""How the copy stands, in words; and what a click offers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from odoo_desk.errors import DeskError
from odoo_desk.ui.sync_status import SyncStatus, words
from odoo_desk.workspace.lines import Phase
from odoo_desk.workspace.syncing import SyncState

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=UTC).astimezone()
EARLIER = NOW - timedelta(days=2)
REFUSED = DeskError("This key has expired.", advice="Make a new one in Odoo.")


class Said:
    """What a Syncing tells its listeners, without a child."""

    def __init__(self, state: SyncState) -> None:
        self.state = state
        self.asked: list[str] = []
        self._listener = None

    def subscribe(self, listener):
        self._listener = listener
        return lambda: None

    def say(self, state):
        self.state = state
        self._listener(state)

    def nudge(self):
        self.asked.append("nudge")

    def pause(self):
        self.asked.append("pause")

    def resume(self):
        self.asked.append("resume")


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (SyncState(Phase.FILLING), "Copying the books …"),
        (SyncState(Phase.FILLING, 34_000, 100_000, 12), "Copying 34,000 of 100,000, about 12 s left"),
        (SyncState(Phase.FILLING, 34_000, 100_000, 240), "Copying 34,000 of 100,000, about 4 min left"),
        (SyncState(Phase.IN_STEP, since=NOW), f"Up to date {NOW:%H:%M}"),
        (SyncState(Phase.OFFLINE), "No connection"),
        (SyncState(Phase.OFFLINE, since=NOW), f"No connection; as of {NOW:%H:%M}"),
        (SyncState(Phase.PAUSED), "Copying is paused"),
        (SyncState(Phase.REFUSED, problem=REFUSED), "Not signed in"),
        (SyncState(Phase.STOPPED), "Not kept up to date just now"),
    ],
)
def test_the_status_bar_says_how_the_copy_stands(qapp, state, text):
    assert words(state, NOW)[0].replace("\u202f", ",") == text


def test_another_day_is_said_with_its_day(qapp):
    short, long = words(SyncState(Phase.OFFLINE, since=EARLIER, problem=DeskError("The server does not answer.")), NOW)
    assert "2026" in short or "11" in short
    assert long.startswith("The server does not answer. What you see is as of ")


def test_why_signing_in_was_refused_is_in_the_long_form(qapp):
    assert words(SyncState(Phase.REFUSED, problem=REFUSED), NOW)[1].startswith(
        "This key has expired. Make a new one in Odoo."
    )


def test_it_is_there_only_while_there_is_something_to_say(qtbot):
    said = Said(SyncState())
    status = SyncStatus(said)
    qtbot.addWidget(status)
    assert status.isHidden()
    said.say(SyncState(Phase.FILLING, 1, 2))
    assert not status.isHidden()
    assert status.text == "Copying 1 of 2"


@pytest.mark.parametrize(
    ("phase", "offered"),
    [
        (Phase.IN_STEP, ["Refresh now", "Pause copying"]),
        (Phase.PAUSED, ["Refresh now", "Resume copying"]),
        (Phase.REFUSED, ["Refresh now", "Sign in …"]),
        (Phase.OFFLINE, ["Refresh now"]),
    ],
)
def test_a_click_offers_what_can_be_done(qtbot, phase, offered):
    said = Said(SyncState(phase))
    status = SyncStatus(said)
    qtbot.addWidget(status)
    menu = status._button.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == offered
    wanted = []
    status.sign_in_wanted.connect(lambda: wanted.append("sign in"))
    for action in menu.actions():
        action.trigger()
    assert len(said.asked) + len(wanted) == len(offered)
