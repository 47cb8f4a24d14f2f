"""Seldom wanted of an open document, and so in the menu only: Odoo's auto-post, and the mark for somebody to look at it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.records import AutoPost, State
from odoo_desk.accounting.rules import NO_RIGHT
from odoo_desk.ui import notices, tasks

if TYPE_CHECKING:
    from odoo_desk.accounting.records import Document
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.workspace.workspace import Workspace


class Extras(QObject):
    """`marked` with the document as it is afterwards."""

    marked = Signal(object)

    def __init__(self, workspace: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workspace = workspace
        self._owner = owner
        self._document: Document | None = None
        self._form: DraftForm | None = None
        self.auto_post = QAction("Auto-post …", self)
        self.auto_post.setObjectName("action_auto_post")
        self.auto_post.triggered.connect(self._ask_how)
        self.review = QAction(self)
        self.review.setObjectName("action_review")
        self.review.triggered.connect(self._mark)

    def all(self) -> list[QAction]:
        return [self.auto_post, self.review]

    def show_document(self, document: Document | None, form: DraftForm | None, *, is_dirty: bool) -> None:
        self._document, self._form = document, form
        may_write = self._workspace.user.rights.write_invoices
        self.auto_post.setEnabled(form is not None and may_write)
        self.auto_post.setToolTip("" if may_write else NO_RIGHT)
        to_check = document is not None and document.to_check
        self.review.setText("Mark as reviewed" if to_check else "Mark as to check")
        is_there = document is not None and document.header.state is not State.CANCELLED
        self.review.setEnabled(is_there and may_write and not is_dirty)
        self.review.setToolTip("" if may_write and not is_dirty else "Save it first." if may_write else NO_RIGHT)

    def _ask_how(self) -> None:
        tasks.run(self._owner, self._workspace.invoicing.auto_posts(), done=self._offer, control=self.auto_post)

    def _offer(self, ways: tuple[AutoPost, ...]) -> None:
        from odoo_desk.ui.invoices.auto_post import AutoPostDialog  # noqa: PLC0415  seldom needed

        form = self._form
        if form is None:
            return
        if len(ways) < 2:
            notices.tell(self._owner, "This server posts nothing by itself, or cannot be asked now.")
            return
        draft = form.so_far()
        dialog = AutoPostDialog(ways, draft.auto_post or AutoPost.NO, draft.auto_post_until, self._owner.window())
        dialog.chosen.connect(form.header.set_auto_post)
        dialog.open()

    def _mark(self) -> None:
        document = self._document
        if document is None:
            return
        work = self._workspace.invoicing.mark(document.header.id, to_check=not document.to_check)
        tasks.run(self._owner, work, done=self._tell, control=self.review)

    def _tell(self, document: Document) -> None:
        notices.tell(self._owner, "Marked as to check." if document.to_check else "Marked as reviewed.")
        self.marked.emit(document)
