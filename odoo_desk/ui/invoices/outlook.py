"""What the server will make of a draft, asked at each pause in typing and said above its lines: the day it is booked on, its twins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.auto_post import in_words
from odoo_desk.ui.invoices.remarks import Remark

if TYPE_CHECKING:
    from decimal import Decimal

    from odoo_desk.accounting.concerns import Concern
    from odoo_desk.accounting.records import Draft, ServerWarning
    from odoo_desk.errors import DeskError
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.workspace.workspace import Workspace

PAUSE_MS = 400


class Outlook(QObject):
    """Of one form. One question at a time; what is typed meanwhile is asked about afterwards."""

    def __init__(self, workspace: Workspace, form: DraftForm) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._asked: tuple[Draft, Decimal | None] | None = None
        self._warnings: tuple[ServerWarning, ...] = ()
        self._asking: tasks.Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        form.changed.connect(self._pause.start)
        form.totalled.connect(self._pause.start)

    def begin(self, warnings: tuple[ServerWarning, ...]) -> None:
        """Another document is in the form, of which the server said this."""
        self._asked, self._warnings = None, warnings
        self._form.remarks.show_remarks(())
        self._pause.start()

    def _look(self) -> None:
        if self._asking is not None and self._asking.is_running:
            self._pause.start()
            return
        draft, totals = self._form.so_far(), self._form.totals.totals
        total = totals.total if totals else None
        if (draft, total) == self._asked or (draft.partner_id is None and not draft.lines):
            return
        self._asked = (draft, total)
        work = self._workspace.invoicing.concerns(draft, total, self._warnings)
        self._asking = tasks.run(self._form, work, done=self._say, failed=self._not_known)

    def _say(self, concerns: tuple[Concern, ...]) -> None:
        remarks = [Remark(each.text, document_id=each.document_id) for each in concerns]
        draft = self._form.so_far()
        if later := in_words(draft.auto_post, draft.auto_post_until, draft.accounting_date or draft.invoice_date):
            remarks.append(Remark(later, "info"))
        self._form.remarks.show_remarks(remarks)

    def _not_known(self, problem: DeskError) -> bool:
        """No reason to interrupt anybody; before it is posted it is asked again."""
        self._asked = None
        self._form.remarks.show_remarks([Remark(f"Not checked: {problem.message}", "muted")])
        return True
