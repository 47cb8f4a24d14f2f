"""The floor of a start: a window of PySide6 with an empty table, to its first paint. Prints when, on the clock that all processes share, and its
peak memory then."""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QEvent
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


class Window(QMainWindow):
    def __init__(self) -> None:
        super().__init__()
        self.table = QTableView(self)
        self.table.setModel(QStandardItemModel(0, 12, self.table))
        self.setCentralWidget(self.table)
        self.resize(1280, 820)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.UpdateRequest:
            now = time.monotonic()
            with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123
                peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024
            print(json.dumps({"painted_at": now, "peak": peak}), flush=True)
            os._exit(0)
        return done


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Window()
    window.show()
    application.exec()
