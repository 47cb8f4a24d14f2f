"""Whether anybody is at the keyboard, by clocks that the test turns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from odoo_desk.ui.idle import Idle


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Watched:
    """Five minutes, and a field that somebody may type into."""

    def __init__(self, qtbot):
        self.steady, self.wall = Clock(), Clock()
        self.idle = Idle(QApplication.instance(), self.steady, self.wall)
        self.times = 0
        self.idle.noticed.connect(self._noticed)
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        self.field.show()
        self.idle.start(5)

    def _noticed(self):
        self.times += 1

    def pass_minutes(self, minutes):
        self.steady.seconds += minutes * 60
        self.wall.seconds += minutes * 60


@pytest.fixture
def watched(qtbot):
    made = Watched(qtbot)
    yield made
    made.idle.start(0)
    made.idle.deleteLater()


def test_it_is_noticed_when_nobody_was_there_for_long_enough(watched):
    watched.pass_minutes(4.9)
    watched.idle.look()
    assert watched.times == 0
    watched.pass_minutes(0.2)
    watched.idle.look()
    assert watched.times == 1
    watched.idle.look()
    assert watched.times == 1


@pytest.mark.parametrize(
    "sign",
    [
        lambda field: QTest.keyClick(field, Qt.Key.Key_A),
        lambda field: QTest.mouseClick(field, Qt.MouseButton.LeftButton),
        lambda field: QTest.mouseMove(field, QPoint(3, 3)),
        lambda field: QTest.wheelEvent(field.windowHandle(), QPoint(3, 3), QPoint(0, 120)),
    ],
    ids=["key", "click", "move", "wheel"],
)
def test_whoever_types_clicks_points_or_scrolls_is_there(watched, sign):
    QTest.mouseMove(watched.field, QPoint(1, 1))
    watched.idle.look()
    watched.pass_minutes(4)
    sign(watched.field)
    QApplication.processEvents()
    watched.idle.look()
    watched.pass_minutes(4)
    watched.idle.look()
    assert watched.times == 0


def test_never_is_never(watched):
    watched.idle.start(0)
    watched.pass_minutes(1000)
    QTest.keyClick(watched.field, Qt.Key.Key_A)
    assert watched.times == 0


@pytest.mark.parametrize("clock", ["steady", "wall"])
def test_the_key_that_wakes_a_sleeping_computer_goes_nowhere(watched, clock):
    """Only one clock has gone on, whichever it is."""
    getattr(watched, clock).seconds += 3600
    QTest.keyClick(watched.field, Qt.Key.Key_A)
    assert watched.times == 1
    assert watched.field.text() == ""


def test_who_was_there_when_the_computer_went_to_sleep_is_not_there_any_more(watched):
    QTest.keyClick(watched.field, Qt.Key.Key_A)
    watched.wall.seconds += 3600
    watched.idle.look()
    assert watched.times == 1


def test_while_somebody_works_events_are_not_looked_at_one_by_one(watched, monkeypatch):
    looked: list[QEvent.Type] = []
    ask = watched.idle.eventFilter
    monkeypatch.setattr(watched.idle, "eventFilter", lambda on, event: looked.append(event.type()) or ask(on, event))
    for letter in "somebody who types":
        QTest.keyClicks(watched.field, letter)
    assert looked.count(QEvent.Type.KeyPress) <= 1
