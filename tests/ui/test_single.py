"""One program at a time."""

from __future__ import annotations

import asyncio
from pathlib import Path

from odoo_desk.ui import single
from tests.ui.until import until


async def test_a_second_start_rings_at_the_first(qtbot):
    assert not single.ring()
    bell, heard = single.Doorbell(), []
    bell.rung.connect(lambda: heard.append(True))
    try:
        # As from another program: the bell is answered on this loop while the other waits.
        assert await asyncio.to_thread(single.ring)
        await until(lambda: heard, "the bell")
    finally:
        bell.take_down()
    assert not single.ring()


async def test_what_a_crashed_program_left_behind_is_no_obstacle(qtbot):
    first = single.Doorbell()
    second, heard = single.Doorbell(), []
    second.rung.connect(lambda: heard.append(True))
    try:
        assert await asyncio.to_thread(single.ring)
        await until(lambda: heard, "the second bell")
    finally:
        second.take_down()
        first.take_down()


def test_other_settings_are_another_program(qapp, monkeypatch):
    here = single._name()
    monkeypatch.setenv("ODOO_DESK_HOME", str(Path("elsewhere").absolute()))
    assert single._name() != here
