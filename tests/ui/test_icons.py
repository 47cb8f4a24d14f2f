"""The icons are one set, follow the scheme, and are drawn for the scale of the screen."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from odoo_desk.ui import icons, resources, theme
from odoo_desk.ui.scheme import DARK, LIGHT

OF_THE_SHEET = re.compile(r"-(light|dark)$")
NAMES = sorted(
    file.stem
    for file in resources.path("icons").glob("*.svg")
    if file.stem != "odoo-desk" and not OF_THE_SHEET.search(file.stem)
)


@pytest.fixture(autouse=True)
def light_again(qapp):
    theme.apply("light")
    yield
    theme.apply("light")


def colours(picture):
    """What is painted in full."""
    image = picture.toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_one_of_the_set(name):
    drawing = resources.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    for shared in ('viewBox="0 0 20 20"', 'stroke="currentColor"', 'stroke-width="1.5"', 'stroke-linecap="round"'):
        assert shared in drawing
    assert not re.search(r"#[0-9a-fA-F]{3}", drawing), "its colours are the scheme's"
    assert colours(icons.icon(name).pixmap(QSize(40, 40), 1.0)) == {LIGHT.tones["neutral"]}


def test_an_icon_that_is_shown_already_follows_the_scheme():
    icon = icons.icon("bill", "bad")
    assert colours(icon.pixmap(QSize(40, 40), 1.0)) == {LIGHT.tones["bad"]}
    theme.apply("dark")
    assert colours(icon.pixmap(QSize(40, 40), 1.0)) == {DARK.tones["bad"]}


def test_what_cannot_be_used_is_fainter_and_what_is_chosen_stands_out():
    plain, toned = icons.icon("bill"), icons.icon("bill", "warning")
    size = QSize(40, 40)
    assert colours(plain.pixmap(size, 1.0, QIcon.Mode.Disabled)) == {LIGHT.disabled}
    assert colours(plain.pixmap(size, 1.0, QIcon.Mode.Selected)) == {LIGHT.on_selected}
    assert colours(toned.pixmap(size, 1.0, QIcon.Mode.Selected)) == {LIGHT.tones["warning"]}


def test_it_is_drawn_for_the_screen_and_not_stretched():
    assert icons.icon("bill").pixmap(QSize(20, 20), 2.0).size() == QSize(40, 40)
