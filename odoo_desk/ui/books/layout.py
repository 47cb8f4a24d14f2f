"""Which columns a list shows, in which order and how wide: kept by their names, so that a column that is new or gone upsets none of the others."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QHeaderView

from odoo_desk.ui.tables.columns import Column

BESIDE = 18  # a title


def keep(kept: QSettings, name: str, header: QHeaderView, columns: tuple[Column, ...]) -> None:
    """In the order of the screen: name, width (0 when it is not known), whether it is shown."""
    entries = []
    for place in range(header.count()):
        number = header.logicalIndex(place)
        is_hidden = header.isSectionHidden(number)
        entries.append(f"{columns[number].key} {0 if is_hidden else header.sectionSize(number)} {int(not is_hidden)}")
    kept.setValue(name, entries)


def restore(kept: QSettings, name: str, header: QHeaderView, columns: tuple[Column, ...]) -> bool:
    """Whether something was kept; without, the columns are as they are from the start."""
    title = header.fontMetrics()  # the system's font may be a wide one
    for number, column in enumerate(columns):
        header.resizeSection(number, max(column.width, title.horizontalAdvance(column.title) + BESIDE))
        header.setSectionHidden(number, not column.shown)
    entries = kept.value(name)
    if not isinstance(entries, list):
        return False
    numbers = {column.key: number for number, column in enumerate(columns)}
    place = 0
    for entry in entries:
        key, _, sizes = str(entry).partition(" ")
        width, _, shown = sizes.partition(" ")
        if key not in numbers or not width.isdecimal():
            continue
        number = numbers[key]
        header.moveSection(header.visualIndex(number), place)
        header.setSectionHidden(number, shown != "1")
        if int(width):
            header.resizeSection(number, int(width))
        place += 1
    return place > 0
