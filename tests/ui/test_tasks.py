"""From a click to a coroutine: once, with words when it fails, over when its widget is gone."""

from __future__ import annotations

import asyncio

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel, QMainWindow, QMessageBox, QPushButton

from odoo_desk.errors import NotAllowed
from odoo_desk.ui import notices, tasks
from tests.ui.until import until


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.busy: list[str] = []

    def show_message(self, text: str) -> None:
        self.said.append(text)

    def show_busy(self, _task: tasks.Task, saying: str) -> None:
        self.busy.append(saying)

    def hide_busy(self, _task: tasks.Task) -> None:
        self.busy.clear()


@pytest.fixture
def window(qtbot):
    window = Window()
    qtbot.addWidget(window)
    window.show()
    return window


def notice(window, name) -> QMessageBox | None:
    return window.findChild(QMessageBox, name)


async def test_the_result_is_handed_over(window):
    found: list[int] = []

    async def work() -> int:
        return 7

    tasks.run(window, work(), done=found.append)
    await until(lambda: found == [7], "the result")


async def test_a_second_click_starts_nothing(window):
    button, started, gate = QPushButton(window), [], asyncio.Event()

    async def work() -> None:
        started.append(1)
        await gate.wait()

    first = tasks.run(window, work(), control=button)
    await until(lambda: started, "the start")
    assert tasks.run(window, work(), control=button) is first
    gate.set()
    await until(lambda: not first.is_running, "the end")
    assert started == [1]
    tasks.run(window, work(), control=button)
    await until(lambda: started == [1, 1], "a new start after the end")


async def test_a_refusal_is_said_with_advice_and_details(window):
    async def work() -> None:
        raise NotAllowed("You may not post.", advice="Ask for <b>Billing</b>.", details="Traceback")

    tasks.run(window, work())
    await until(lambda: notice(window, "error_notice"), "the notice")
    box = notice(window, "error_notice")
    assert (box.text(), box.informativeText(), box.detailedText()) == (
        "You may not post.",
        "Ask for <b>Billing</b>.",
        "Traceback",
    )
    labels = [label for label in box.findChildren(QLabel) if "Billing" in label.text()]
    assert labels
    box.close()


async def test_whoever_asks_may_say_it_otherwise(window):
    said: list[str] = []

    async def work() -> None:
        raise NotAllowed("No.")

    tasks.run(window, work(), failed=lambda problem: said.append(problem.message) is None)
    await until(lambda: said == ["No."], "the words")
    assert notice(window, "error_notice") is None


async def test_a_bug_is_loud(window, expect_log):
    expect_log("odoo_desk.ui.notices", "a bug")

    async def work() -> None:
        raise ZeroDivisionError

    tasks.run(window, work())
    await until(lambda: notice(window, "bug_notice"), "the notice")
    assert "ZeroDivisionError" in notice(window, "bug_notice").detailedText()
    notice(window, "bug_notice").close()


async def test_what_takes_long_is_shown_and_can_be_cancelled(window):
    done: list[None] = []

    async def work() -> None:
        await asyncio.Event().wait()

    task = tasks.run(window, work(), done=done.append, saying="Posting …")
    assert not window.busy
    await until(lambda: window.busy == ["Posting …"], "the sign")
    task.cancel()
    await until(lambda: not task.is_running, "the end")
    assert not window.busy
    assert not done
    assert notice(window, "error_notice") is None


async def test_with_its_widget_it_ends(window):
    button = QPushButton(window)
    task = tasks.run(button, asyncio.Event().wait())
    shiboken6.delete(button)
    await until(lambda: not task.is_running, "the end")


async def test_a_question_is_answered_by_its_buttons(window):
    for name, expected in (("Delete", True), ("Cancel", False)):
        answers: list[bool] = []
        tasks.run(window, notices.ask(window, "Delete", "Delete it?", confirm="Delete"), done=answers.append)
        await until(lambda: notice(window, "question"), "the question")
        box = notice(window, "question")
        assert box.defaultButton().text().replace("&", "") == "Cancel"
        next(each for each in box.buttons() if each.text().replace("&", "") == name).click()
        await until(lambda answers=answers: answers, "the answer")
        assert answers == [expected]
        await until(lambda: notice(window, "question") is None, "the end of the dialog")


async def test_a_quiet_word_goes_to_the_window(window):
    notices.tell(QPushButton(window), "Posted as INV/1.")
    assert window.said == ["Posted as INV/1."]
