"""What this program did to the books, newest first: to be read, and taken along as a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.activity import Deed
from odoo_desk.accounting.entry import harmless
from odoo_desk.errors import InvalidInput
from odoo_desk.plain import legible
from odoo_desk.ui import formats, notices, tasks, theme
from odoo_desk.ui.empty import EmptyList

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

SHOWN = 1000
EXPORTED = 100_000
TITLES = ("When", "Who", "What", "Documents", "Result")


class ActivityDialog(QDialog):
    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("activity")
        self.setWindowTitle("Activity log")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self.table = QTableWidget(0, len(TITLES), self)
        self.table.setObjectName("deeds")
        self.table.setAccessibleName("What this program did")
        self.table.setHorizontalHeaderLabels(TITLES)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.density().line)
        self.table.setFont(theme.tabular(self.table.font()))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        empty = EmptyList(self)
        empty.say(
            "Nothing was changed yet.", "What this program writes into the books from this computer is listed here."
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.export_button = buttons.addButton("Export …", QDialogButtonBox.ButtonRole.ActionRole)
        self.export_button.setObjectName("export_activity")
        self.export_button.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        self.export_button.clicked.connect(self._choose_file)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self._stack, 1)
        layout.addWidget(buttons)
        self.resize(860, 520)
        tasks.run(self, workspace.activity.latest(SHOWN), done=self._show)

    def _show(self, deeds: Sequence[tuple[Deed, str]]) -> None:
        self._stack.setCurrentIndex(0 if deeds else 1)
        self.export_button.setEnabled(bool(deeds))
        self.table.setRowCount(len(deeds))
        for row, (deed, documents) in enumerate(deeds):
            for column, text in enumerate(_cells(deed, documents)):
                self.table.setItem(row, column, QTableWidgetItem(legible(text)))

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Export the activity log", "activity.csv", "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda path: tasks.run(self, self.export(Path(path))))
        dialog.open()

    async def export(self, path: Path) -> None:
        """InvalidInput when the file cannot be written."""
        deeds = await self._workspace.activity.latest(EXPORTED)
        try:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(TITLES)
                for deed, documents in deeds:
                    cells = (deed.at.astimezone().isoformat(sep=" ", timespec="seconds"), *_cells(deed, documents)[1:])
                    writer.writerow([harmless(cell) for cell in cells])
        except OSError as problem:
            raise InvalidInput(
                f"{path} cannot be written: {problem.strerror}.", advice="Choose another place."
            ) from problem
        notices.tell(self, f"Exported to {path}.")


def _cells(deed: Deed, documents: str) -> tuple[str, ...]:
    return formats.moment(deed.at), deed.who, deed.what, documents, deed.result
