"""What is to be read can be read, in both schemes; and no module has colours, sizes or sheets of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from odoo_desk.ui.scheme import DARK, LIGHT

TEXT, EDGE = 4.5, 3.0  # WCAG 2 AA: of words, and of what shows where one types or stands
UI = Path(__file__).parent.parent.parent / "odoo_desk" / "ui"
HOMES = {"scheme.py", "sheet.py", "theme.py"}
# The strip in the connection's own colour, and the editor inside a cell.
MAY_HAVE_A_SHEET = {"lock_page.py", "main_window.py", "cells.py"}


def light_of(colour):
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    more, less = sorted((light_of(one), light_of(other)), reverse=True)
    return (more + 0.05) / (less + 0.05)


def pairs(scheme):
    """What is seen on what, and how well it has to be."""
    grounds = (scheme.window, scheme.base, scheme.alternate)
    for name, colour in {"text": scheme.text, "quiet": scheme.quiet, **scheme.tones}.items():
        for ground in (*grounds, scheme.row):
            yield name, colour, ground, TEXT
    for ground in grounds:
        yield "accent, of words", scheme.accent, ground, TEXT
        yield "edge", scheme.edge, ground, EDGE
    yield "accent, at the current row", scheme.accent, scheme.row, EDGE
    yield "on_accent", scheme.on_accent, scheme.accent, TEXT
    yield "on_selected", scheme.on_selected, scheme.selected, TEXT
    yield "the ring on a button of the accent", scheme.text, scheme.window, EDGE


@pytest.mark.parametrize("scheme", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
def test_everything_can_be_read(scheme):
    faint = [
        f"{name} {colour} on {ground}: {contrast(colour, ground):.2f}"
        for name, colour, ground, least in pairs(scheme)
        if contrast(colour, ground) < least
    ]
    assert not faint


@pytest.mark.parametrize(
    ("stray", "homes"),
    [
        (r"setStyleSheet\(", HOMES | MAY_HAVE_A_SHEET),
        (r"setPointSize|setPixelSize", HOMES),
        (r"\"#[0-9a-fA-F]{6}\"", HOMES),
    ],
)
def test_looks_have_one_home(stray, homes):
    found = [
        f"{file.relative_to(UI)}: {line.strip()}"
        for file in sorted(UI.rglob("*.py"))
        if file.name not in homes
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(stray, line)
    ]
    assert not found


def test_distances_are_multiples_of_half_the_unit():
    """Where they are written as numbers."""
    found = []
    for file in sorted(UI.rglob("*.py")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if match := re.search(r"set(?:ContentsMargins|\w*Spacing)\(([0-9, ]+)\)", line):
                found += [
                    f"{file.relative_to(UI)}: {line.strip()}"
                    for number in match[1].split(",")
                    if int(number) % 4 and int(number) != 1  # one pixel is a border
                ]
    assert not found
