"""What is open while the program runs."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from odoo_desk.ui.main_window import MainWindow
from tests.ui.until import until


def opened(kind):
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()]


async def window():
    await until(lambda: opened(MainWindow), "the window")
    found = opened(MainWindow)[0]
    await until(lambda: found.page.model.row_at(0) is not None, "rows")
    return found
