"""Searching, sorting, filtering and jumping in a list of many rows, each to what is painted.

ODOO_DESK_HOME=FOLDER python -m benchmarks.window.lists ROUNDS
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton

from benchmarks.generate import PROFILE
from benchmarks.window.watch import Watched, drive
from odoo_desk.ui.tables.columns import UNSORTED
from odoo_desk.workspace.lines import Phase

# Rare, common, absent, one letter, two letters, with accents and typed without them, an amount.
TEXTS = ("0071234", "PO-44", "gmbh", "seed", "qqqzz", "b", "st", "Søndergaard", "eclair", "48697.84")
ROWS, COLUMNS = 33, 12
JUMPS = 20
REPAINTS = 100
Samples = list[float]


async def measure(window: Watched, rounds: int) -> dict[str, Samples]:
    await window.moment(window.shows_rows)
    # What the program does after its first paint (it finds no key here) is over.
    await window.until(lambda: window.workspace.syncing.state.phase in (Phase.OFFLINE, Phase.REFUSED))
    await window.until(lambda: bool(window.summarised_at))
    found: dict[str, Samples] = {}

    def keep(what: str, samples: tuple[float, float]) -> None:
        found.setdefault(what, []).append(samples[0])
        found.setdefault(f"{what} totals", []).append(samples[1])

    for _round in range(rounds):
        for text in TEXTS:
            for each in await type_in(window, text):
                keep("search", each)
            await window.ask(window.list.filters.reset)
        for section in _sorted_by(window):
            for _direction in range(2):
                keep(
                    "sort", await window.ask(partial(window.list.view.horizontalHeader().sectionClicked.emit, section))
                )
        await _in_default_order(window)
        for state in _states(window):
            keep("filter", await window.ask(partial(state.setChecked, True)))
            for section in _sorted_by(window):
                keep(
                    "filter and sort",
                    await window.ask(partial(window.list.view.horizontalHeader().sectionClicked.emit, section)),
                )
            await window.ask(partial(state.setChecked, False))
        await _in_default_order(window)
        found.setdefault("jump", []).extend(await _jumps(window, JUMPS))
        for section in _sorted_by(window):
            await window.ask(partial(window.list.view.horizontalHeader().sectionClicked.emit, section))
            found.setdefault("jump in any order", []).extend(await _jumps(window, 1))
        await _in_default_order(window)
    found["repaint"], found["first paint"] = await _repaints(window)
    found["count"] = [window.list.model.rowCount()]
    return found


async def type_in(window: Watched, text: str) -> list[tuple[float, float]]:
    """Key by key, each answered before the next."""
    return [await window.ask(partial(press, window.list.filters.search, letter)) for letter in text]


def press(field: QLineEdit, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter))


def _sorted_by(window: Watched) -> list[int]:
    return [place for place, column in enumerate(window.list.model.columns) if column.key not in UNSORTED]


async def _in_default_order(window: Watched) -> None:
    page = window.list
    if page.filters.query.order:
        await window.ask(partial(page.filters.order_by, "", descending=True))


def _states(window: Watched) -> list:
    """The choices of both menus of states."""
    buttons = [window.list.findChild(QToolButton, name) for name in ("filter_state", "filter_payment_state")]
    return [action for button in buttons for action in button.menu().actions()]


async def _jumps(window: Watched, count: int) -> Samples:
    """To the end and to the middle, each to rows that were not looked at before."""
    bar = window.list.view.verticalScrollBar()
    places = [
        place + 300 * number * way
        for number in range(count)
        for place, way in ((bar.maximum(), -1), (bar.maximum() // 2, 1))
    ]
    samples = [await window.look(partial(bar.setValue, place)) for place in places]
    await window.look(partial(bar.setValue, 0))
    return samples


async def _repaints(window: Watched) -> tuple[Samples, Samples]:
    """Of a list as large as a screen: rows that were painted before, and rows that never were."""
    page = window.list
    view, bar = page.view, page.view.verticalScrollBar()
    shown = [place for place in range(len(page.model.columns)) if not view.isColumnHidden(place)]
    for place in range(len(page.model.columns)):
        if len(shown) < COLUMNS and place not in shown:
            page.show_column(place, on=True)
            shown.append(place)
    for place in shown[COLUMNS:]:
        page.show_column(place, on=False)
    height = view.verticalHeader().defaultSectionSize()
    await window.look(lambda: window.resize(1920, window.height() + ROWS * height - view.viewport().height()))
    width = sum(view.columnWidth(place) for place in shown[:COLUMNS])
    if view.viewport().width() < width:
        window.resize(window.width() + width - view.viewport().width(), window.height())
    await window.until(lambda: view.viewport().height() >= ROWS * height and view.viewport().width() >= width)
    again = [_timed(view.viewport().repaint) for _number in range(REPAINTS)]
    fresh = []
    for number in range(1, REPAINTS // 4):
        first = 200 * number + ROWS + 5
        await window.look(partial(bar.setValue, 200 * number))
        await window.until(lambda first=first: not page.model.is_missing(range(first, first + ROWS + 1)))
        bar.setValue(first)
        fresh.append(_timed(view.viewport().repaint))
    return again, fresh


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    drive(lambda window: measure(window, int(sys.argv[1])), PROFILE)
