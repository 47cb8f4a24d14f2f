"""What every test stands on.

Async tests: write `async def test_...():` and it runs. A test (or its fixtures) that uses `qapp` or `qtbot`, or is marked
`qt_loop`, runs on a qasync loop, so that widgets, signals and coroutines live together as in the program; every other one runs on
plain asyncio. Async fixtures work too, `async def` returning or yielding once, on the same loop as their test (function scope only).

Each test gets a home of its own, and fails when it leaves a task, thread, timer or window behind, when something warns, when Qt
prints a warning, or when the program logs a warning that the test did not announce with `expect_log`.

    demo_server(version=19, ...)   a started DemoServer, stopped after the test
    live_server(19)                a real Odoo with a fresh database; only in tests marked `live`
    expect_log(logger, text="")    the records of that logger that contain text are wanted; they must come
    memory_keyring                 a keyring that can be used; without it a test has none
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import logging
import os
import sys

# Before Qt and keyring are first imported, by us or by a plugin.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from odoo_desk.ui import garbage
from tests.leftovers import Leftovers
from tests.real_odoo import LiveServer, LiveServers, NoServer

if TYPE_CHECKING:
    from odoo_desk.demo.server import DemoServer

QT_FIXTURES = frozenset({"qapp", "qtbot"})


class Loop:
    """The loop of one test, made when the first coroutine needs it."""

    def __init__(self, *, on_qt: bool) -> None:
        self.on_qt = on_qt
        self._runner: asyncio.Runner | None = None

    def run(self, work: Awaitable[object]) -> object:
        async def whole() -> object:
            return await work

        if self._runner is None:
            self._runner = asyncio.Runner(loop_factory=_qt_loop if self.on_qt else None)
        return self._runner.run(whole())

    def close(self) -> list[str]:
        """The names of what was still running. What a closing window has cancelled gets its turn to end first."""
        if self._runner is None:
            return []

        async def settle() -> list[str]:
            for _turn in range(5):
                await asyncio.sleep(0)
            others = asyncio.all_tasks() - {asyncio.current_task()}
            left = [repr(task.get_coro()) for task in others if task.get_coro().__name__ != "whole"]
            # Ended here, with their callbacks, so that what they were noted in does not keep them for the next test.
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0)
            return left

        left = self._runner.run(settle())
        self._runner.close()
        self._runner = None
        return left


def pytest_configure() -> None:
    """As in the program (ui/garbage.py): what a test of the window left behind must not be collected later on the thread of a demo server."""
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    result = yield
    garbage.collect_what_is_due()
    return result


def _qt_loop() -> asyncio.AbstractEventLoop:
    import qasync
    from PySide6.QtCore import QTimerEvent
    from PySide6.QtWidgets import QApplication

    loop = qasync.QEventLoop(QApplication.instance())

    class Timer(qasync._SimpleTimer):
        """pytest-qt works off Qt's events between the parts of a test too: callbacks wait until the loop runs again."""

        def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802
            if loop.is_running() or self._stopped:
                super().timerEvent(event)

    loop._timer = Timer()
    return loop


def _uses_qt(item: pytest.Item) -> bool:
    return bool(QT_FIXTURES.intersection(item.fixturenames)) or item.get_closest_marker("qt_loop") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: value for name, value in pyfuncitem.funcargs.items() if name in wanted}
    pyfuncitem.funcargs["loop"].run(_whole_test(pyfuncitem.obj(**arguments)))
    return True


async def _whole_test(test: Awaitable[object]) -> None:
    """Ends with what a closing program does: outside its loop, a search still under way could not even be cancelled."""
    try:
        await test
    finally:
        if tasks := sys.modules.get("odoo_desk.ui.tasks"):
            await tasks.finish_all()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> object | None:
    function = fixturedef.func
    generator = inspect.isasyncgenfunction(function)
    if not generator and not inspect.iscoroutinefunction(function):
        return None
    loop: Loop = request.getfixturevalue("loop")
    key = fixturedef.cache_key(request)
    try:
        arguments = {name: request.getfixturevalue(name) for name in fixturedef.argnames}
        if generator:
            steps = function(**arguments)
            value = loop.run(anext(steps))

            def finish() -> None:
                assert loop.run(anext(steps, steps)) is steps, f"{fixturedef.argname} yielded twice"

            request.addfinalizer(finish)
        else:
            value = loop.run(function(**arguments))
    except BaseException as problem:
        # What pytest keeps of its own fixtures; without it every later test that wants this one is in error too.
        fixturedef.cached_result = (None, key, (problem, problem.__traceback__))
        raise
    fixturedef.cached_result = (value, key, None)
    return value


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With `-n 2 --dist loadgroup` the live tests of one server stay in one process, as they share its database."""
    for item in items:
        if item.get_closest_marker("live") and not item.get_closest_marker("xdist_group"):
            numbers = [value for value in _parameters(item).values() if value in (14, 19, "14", "19")]
            item.add_marker(pytest.mark.xdist_group(f"odoo{numbers[0] if numbers else 19}"))


def _parameters(item: pytest.Item) -> dict[str, object]:
    return item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or changes the settings of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "DATA", "CACHE", "STATE", "RUNTIME"):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(f"XDG_{name}_{'DIR' if name == 'RUNTIME' else 'HOME'}", str(folder))
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in [name for name in os.environ if name.startswith("ODOO_DESK_") and "LIVE" not in name]:
        monkeypatch.delenv(name)
    return home


@pytest.fixture(autouse=True)
def loop(request: pytest.FixtureRequest, own_home: Path) -> Iterator[Loop]:
    on_qt = _uses_qt(request.node)
    if on_qt:
        # As in the program: closing the last window must not stop the loop.
        request.getfixturevalue("qapp").setQuitOnLastWindowClosed(False)
    before = Leftovers.now(windows=on_qt)
    loop = Loop(on_qt=on_qt)
    yield loop
    left = [f"task {name}" for name in loop.close()] + before.added()
    if on_qt:
        gc.collect()
    if left:
        pytest.fail("left behind: " + "; ".join(left), pytrace=False)


class ExpectedLog(logging.Handler):
    """Collects what is logged at WARNING and above, and knows what the test announced."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.announced: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def __call__(self, logger: str, text: str = "") -> None:
        self.announced.append((logger, text))

    def surprises(self) -> list[str]:
        wanted = {
            (logger, text): [r for r in self.records if r.name == logger and text in r.getMessage()]
            for logger, text in self.announced
        }
        missing = [f"not logged by {logger}: {text!r}" for (logger, text), found in wanted.items() if not found]
        known = {id(record) for found in wanted.values() for record in found}
        return missing + [_in_words(record) for record in self.records if id(record) not in known]


def _in_words(record: logging.LogRecord) -> str:
    cause = f" ({record.exc_info[1]!r})" if record.exc_info else ""
    return f"{record.levelname} {record.name}: {record.getMessage()}{cause}"


@pytest.fixture(autouse=True)
def expect_log() -> Iterator[ExpectedLog]:
    expected = ExpectedLog()
    logging.getLogger().addHandler(expected)
    yield expected
    logging.getLogger().removeHandler(expected)
    if surprises := expected.surprises():
        pytest.fail("the log: " + "; ".join(surprises), pytrace=False)


@pytest.fixture
def memory_keyring() -> Iterator[dict[tuple[str, str], str]]:
    """Secrets as (service, login) -> secret, forgotten after the test."""
    import keyring
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    secrets: dict[tuple[str, str], str] = {}

    class Memory(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return secrets.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            secrets[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            if secrets.pop((service, username), None) is None:
                raise PasswordDeleteError(username)

    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    yield secrets
    keyring.set_keyring(before)


@pytest.fixture
def demo_server() -> Iterator[Callable[..., DemoServer]]:
    from odoo_desk.demo.server import DemoServer

    running: list[DemoServer] = []

    def start(version: int = 19, **options: object) -> DemoServer:
        server = DemoServer(version=version, **options)
        server.start()
        running.append(server)
        return server

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def live_server() -> Iterator[Callable[[int], LiveServer]]:
    servers = LiveServers()

    def server(version: int) -> LiveServer:
        try:
            return servers(version)
        except NoServer as missing:
            pytest.skip(str(missing))

    yield server
    servers.drop()
