"""The promises that tests/conftest.py makes to every other test: async tests run, and nothing is left behind unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

REPO = Path(__file__).resolve().parent.parent
HEAD = """
import asyncio, logging, threading
import pytest
"""


class Inner:
    """Runs a test file of its own under our conftest."""

    def __init__(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
        self._pytester = pytester
        monkeypatch.setenv("PYTHONPATH", str(REPO))
        monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
        pytester.makeini(
            "[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\nfilterwarnings = error\nmarkers =\n  live\n  qt_loop"
        )

    def __call__(self, test: str) -> pytest.RunResult:
        self._pytester.makepyfile(HEAD + test)
        return self._pytester.runpytest_subprocess(
            "-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:xdist", "-q"
        )


@pytest.fixture
def inner(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Inner:
    return Inner(pytester, monkeypatch)


def test_async_tests_and_fixtures_share_a_plain_loop(inner: Inner) -> None:
    result = inner("""
order = []

@pytest.fixture
async def opened(tmp_path):
    order.append(asyncio.get_running_loop())
    yield "open"
    order.append(asyncio.get_running_loop())

@pytest.fixture
async def number(opened):
    return 7

async def test_async(opened, number):
    order.append(asyncio.get_running_loop())
    assert (opened, number) == ("open", 7)
    assert await asyncio.to_thread(lambda: 3) == 3
    assert "qasync" not in type(asyncio.get_running_loop()).__module__

def test_same_loop_throughout_and_finished():
    assert len(order) == 3 and len(set(order)) == 1 and order[0].is_closed()

@pytest.mark.parametrize("value", [1, 2])
async def test_with_parameters(value):
    assert value in (1, 2)
""")
    result.assert_outcomes(passed=4)


def test_a_fixture_that_fails_fails_its_own_test_only(inner: Inner) -> None:
    result = inner("""
tries = []

@pytest.fixture
async def opened():
    tries.append(1)
    if len(tries) == 1:
        raise ConnectionError("nobody there")
    yield "open"

async def test_first(opened):
    pass

async def test_second(opened):
    assert opened == "open"
""")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*ConnectionError: nobody there*"])


def test_a_test_with_qtbot_runs_on_the_loop_of_the_window(inner: Inner) -> None:
    result = inner("""
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

async def test_click(qtbot):
    assert "qasync" in type(asyncio.get_running_loop()).__module__
    button, clicked = QPushButton("Pay"), asyncio.get_running_loop().create_future()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: clicked.set_result(True))
    button.show()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert await asyncio.wait_for(clicked, 5)
    button.close()
    await asyncio.sleep(0)      # closing the last window does not stop the loop
    assert await asyncio.to_thread(lambda: 3) == 3

@pytest.mark.qt_loop
async def test_marked():
    assert "qasync" in type(asyncio.get_running_loop()).__module__

async def test_again(qtbot):
    reader, writer = await asyncio.open_connection(*(await serve()))
    assert await reader.read() == b"hello"
    writer.close()
    await writer.wait_closed()
    server.close()

async def serve():
    global server
    async def answer(reader, writer):
        writer.write(b"hello")
        writer.close()
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server.sockets[0].getsockname()
""")
    result.assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            "async def test_x():\n    global t\n    t = asyncio.create_task(asyncio.Event().wait())",
            "*left behind: task*Event.wait*",
        ),
        (
            "def test_x():\n    threading.Thread(target=threading.Event().wait, daemon=True, name='stray').start()",
            "*left behind: thread stray*",
        ),
        (
            """
from PySide6.QtWidgets import QWidget
def test_x(qapp):
    global w
    w = QWidget(objectName="stray")
    w.show()
""",
            "*left behind: window QWidget 'stray'*",
        ),
        (
            "from PySide6.QtCore import QTimer\ndef test_x(qapp):\n    global t\n    t = QTimer()\n    t.start(1000)",
            "*left behind: timer of*",
        ),
        ("def test_x():\n    logging.getLogger('odoo_desk').warning('odd')", "*the log: WARNING odoo_desk: odd*"),
        ("def test_x(expect_log):\n    expect_log('odoo_desk', 'odd')", "*the log: not logged by odoo_desk: 'odd'*"),
    ],
    ids=["task", "thread", "window", "timer", "log", "no log"],
)
def test_what_is_left_behind_is_named(inner: Inner, test: str, said: str) -> None:
    result = inner(test)
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines([said])


def test_an_announced_log_record_is_fine_and_the_home_is_our_own(inner: Inner) -> None:
    result = inner(f"""
import os, keyring
from pathlib import Path
def test_log(expect_log):
    expect_log("odoo_desk", "odd")
    logging.getLogger("odoo_desk").warning("rather %s", "odd")
def test_home(own_home):
    assert Path.home() == own_home != Path({str(Path.home())!r})
def test_no_keyring():
    assert keyring.get_password("odoo-desk", "me") is None
def test_memory_keyring(memory_keyring):
    keyring.set_password("odoo-desk", "me", "secret")
    assert memory_keyring == {{("odoo-desk", "me"): "secret"}}
""")
    result.assert_outcomes(passed=4)
