"""Another document, looked at without leaving the one that is being typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from odoo_desk.ui import formats, tasks, theme
from odoo_desk.ui.invoices.heading import Heading
from odoo_desk.ui.invoices.posted import PostedView
from odoo_desk.workspace.drafting import draft_of

if TYPE_CHECKING:
    from odoo_desk.accounting.records import Document
    from odoo_desk.workspace.workspace import Workspace


class Glance(QDialog):
    """Nothing can be changed here. `open_wanted` when the user wants to go there instead. Deleted when it is closed."""

    open_wanted = Signal(int)

    def __init__(self, workspace: Workspace, document: Document, parent: QWidget, *, may_open: bool) -> None:
        super().__init__(parent)
        self.setObjectName("glance")
        self.setWindowTitle(formats.document_title(document.header))
        heading = Heading(self)
        heading.show_invoice(document.header)
        view = PostedView(workspace, document.header.move_type, self)
        view.load(document, draft_of(document), may_change=False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        go_there = buttons.addButton("Open it instead", QDialogButtonBox.ButtonRole.ActionRole)
        go_there.setObjectName("open_it_instead")
        go_there.setAutoDefault(False)
        go_there.setVisible(may_open)
        go_there.clicked.connect(lambda: self._go_there(document.header.id))
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE * 2)
        layout.addWidget(heading)
        layout.addWidget(view, 1)
        layout.addWidget(buttons)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(960, 620)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        self.finished.connect(self.deleteLater)

    def _go_there(self, document_id: int) -> None:
        self.accept()
        self.open_wanted.emit(document_id)


def look_at(
    workspace: Workspace, document_id: int, parent: QWidget, opened: Callable[[int], object] | None = None
) -> None:
    """Reads it and shows it over `parent`; `opened` is offered to go there instead."""

    def show(document: Document) -> None:
        dialog = Glance(workspace, document, parent, may_open=opened is not None)
        if opened is not None:
            dialog.open_wanted.connect(opened)
        dialog.open()

    tasks.run(parent, workspace.invoicing.open(document_id), done=show, saying="Opening …")
