"""Every dialog and state as it is painted, light and dark, beside the picture of it that somebody looked at (stage.py says how to add one).

`make looks` takes the pictures anew; look at each that changed before it is committed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from odoo_desk.ui import theme
from tests.looks import pictures, scenes
from tests.looks.stage import WRITES, Stage, one_look

# Qt takes the scale from here when it starts: at 150 % these tests run in a process of their own.
LARGER = os.environ.get("QT_SCALE_FACTOR") == "1.5"
SCENES = [scene for scene in scenes.ALL if scene.larger or not LARGER]


@pytest.fixture
def looks(qapp, monkeypatch):
    with one_look(qapp, monkeypatch):
        yield


@pytest.fixture
async def stage(looks, tmp_path, expect_log):
    stage = Stage(tmp_path, expect_log)
    yield stage
    await stage.clear()


@pytest.mark.parametrize("scene", [pytest.param(scene, id=scene.name) for scene in SCENES])
async def test_it_looks_as_it_did(scene, stage):
    theme.apply("light")
    widget = await scene.act(stage)
    complaints = []
    for colours in ("light", "dark"):
        theme.apply(colours, QApplication.instance().property("density"))
        await stage.rest()
        name, image = f"{scene.name}-{colours}{'-150' if LARGER else ''}", pictures.taken(widget)
        if WRITES:
            pictures.keep(name, image)
        else:
            complaints.append(pictures.complaint(name, image))
    if any(complaints):
        pytest.fail("\n".join(filter(None, complaints)), pytrace=False)


@pytest.mark.skipif(LARGER, reason="is the larger one")
def test_it_looks_as_it_did_at_150_percent():
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    done = subprocess.run(
        command, check=False, env=os.environ | {"QT_SCALE_FACTOR": "1.5"}, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(done.stdout, pytrace=False)


@pytest.mark.skipif(LARGER, reason="once is enough")
def test_no_picture_is_of_something_that_is_gone():
    wanted = {
        f"{scene.name}-{colours}{suffix}.png"
        for scene in scenes.ALL
        for colours in ("light", "dark")
        for suffix in ("", *(["-150"] if scene.larger else []))
    }
    for name in {file.name for file in pictures.KEPT.glob("*.png")} - wanted:
        assert WRITES, f"{name} is of no scene: make looks"
        (pictures.KEPT / name).unlink()
