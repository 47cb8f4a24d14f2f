"""The floor of a start: a window of PySide6 with an empty table, to its first paint (window/painted.py says what it prints)."""

from __future__ import annotations

import sys

from PySide6.QtCore import QEvent
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from benchmarks.window import painted


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
            painted.tell_and_end()
        return done


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Window()
    window.show()
    application.exec()
