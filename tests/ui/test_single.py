"""A second start of the program: the first one is told, and nothing is in the way after a crash."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from PySide6.QtNetwork import QLocalServer

from odoo_desk.ui import single
from tests.ui.until import until

pytestmark = pytest.mark.qt_loop
SECOND = "from odoo_desk.ui import single; print(single.already_running())"


@pytest.fixture
def bell(qapp):
    bell = single.Doorbell()
    bell.heard = []
    bell.rung.connect(lambda: bell.heard.append(True))
    yield bell
    bell.close()
    bell.deleteLater()


async def start_again() -> str:
    return await asyncio.to_thread(
        lambda: subprocess.run([sys.executable, "-c", SECOND], stdout=subprocess.PIPE, check=True, text=True).stdout
    )


def test_nobody_is_there_at_the_first_start(qapp):
    assert not single.already_running()


async def test_a_second_start_rings_and_goes(bell):
    assert bell.is_open
    assert (await start_again()).strip() == "True"
    await until(lambda: bell.heard == [True], "the ring")


async def test_other_settings_are_another_program(bell, monkeypatch, tmp_path):
    monkeypatch.setenv("ODOO_DESK_HOME", str(tmp_path))
    assert (await start_again()).strip() == "False"
    assert not bell.heard


async def test_what_a_crash_left_behind_is_put_away(qapp):
    left = (
        "import os; from PySide6.QtNetwork import QLocalServer; from odoo_desk.ui import single; "
        "s = QLocalServer(); assert s.listen(single._name()); os._exit(0)"
    )
    await asyncio.to_thread(lambda: subprocess.run([sys.executable, "-c", left], check=True))
    probe = QLocalServer()
    assert not probe.listen(single._name()), "nothing was left behind: this test shows nothing"
    assert not single.already_running()
    bell = single.Doorbell()
    assert bell.is_open
    assert (await start_again()).strip() == "True"
    bell.close()
    bell.deleteLater()
