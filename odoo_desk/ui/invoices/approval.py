"""The question before posting, when there is something that should have been seen: it waits for a yes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from odoo_desk.ui import theme
from odoo_desk.ui.invoices.glance import look_at
from odoo_desk.ui.invoices.remarks import Remark, Remarks

if TYPE_CHECKING:
    from odoo_desk.accounting.concerns import Concern
    from odoo_desk.workspace.workspace import Workspace


class Approval(QDialog):
    """Enter and Esc go back; Ctrl+Enter, or the button, is the yes. Deleted when it is done."""

    def __init__(self, workspace: Workspace, what: str, yes: str, concerns: Sequence[Concern], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("approval")
        self.setWindowTitle(f"{yes}?")
        title = QLabel(f"Before {what} is posted:", self)
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setWordWrap(True)
        theme.STRONG.on(title)
        remarks = Remarks(self)
        remarks.show_remarks([Remark(each.text, document_id=each.document_id) for each in concerns])
        remarks.wanted.connect(lambda document_id: look_at(workspace, document_id, self))
        buttons = QDialogButtonBox(self)
        back = buttons.addButton("Go back", QDialogButtonBox.ButtonRole.RejectRole)
        self.yes = QPushButton(f"{yes} all the same", self)
        self.yes.setObjectName("yes")
        self.yes.setToolTip("Ctrl+Enter")
        self.yes.setAutoDefault(False)
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        back.setObjectName("go_back")
        back.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)
        QShortcut(QKeySequence("F8"), self).activated.connect(remarks.look_at_first)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE * 2)
        layout.addWidget(title)
        layout.addWidget(remarks)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(560)
        self.resize(
            560, layout.totalHeightForWidth(560)
        )  # Qt asks for the height that lines would need if they broke at every word
        self.setWindowModality(Qt.WindowModality.WindowModal)
        back.setFocus()
        self.finished.connect(self.deleteLater)


async def approved(parent: QWidget, workspace: Workspace, what: str, yes: str, concerns: Sequence[Concern]) -> bool:
    """At once when there is nothing to say."""
    if not concerns:
        return True
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    dialog = Approval(workspace, what, yes, concerns, parent.window())

    def answered(result: int) -> None:
        if not answer.done():
            answer.set_result(result == QDialog.DialogCode.Accepted)

    dialog.finished.connect(answered)
    dialog.open()
    return await answer
