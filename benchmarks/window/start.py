"""The program itself, `odoo-desk window --profile NAME`, until the first rows of the list are painted. window/painted.py says what it prints.

ODOO_DESK_HOME=FOLDER python -m benchmarks.window.start PROFILE
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

gc.disable()  # as the program does before it loads its window; this module loads it first

from PySide6.QtCore import QEvent, QObject, QSettings  # noqa: E402

from benchmarks.window import painted  # noqa: E402
from odoo_desk import cli  # noqa: E402
from odoo_desk.ui import app  # noqa: E402
from odoo_desk.ui.main_window import MainWindow  # noqa: E402

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace


class Watched(MainWindow):
    def __init__(self, workspace: Workspace, kept: QSettings) -> None:
        self._table_painted = False
        super().__init__(workspace, kept)
        self.page.view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self._table_painted = self.page.model.row_at(0) is not None
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest and self._table_painted:
            painted.tell_and_end()
        return done


if __name__ == "__main__":
    app.MainWindow = Watched  # type: ignore[misc]
    sys.exit(cli.main(["window", "--profile", sys.argv[1]]))
