"""What is typed into a draft is on the disk half a second after the last key, and gone from there when the server has it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.kept import KeptDraft
from odoo_desk.ui import formats, tasks
from odoo_desk.ui.invoices.typed import Typed

if TYPE_CHECKING:
    from odoo_desk.accounting.records import Document
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.workspace.workspace import Workspace

PAUSE_MS = 500


class Keeper(QWidget):
    """Of one page. `changed` when a draft is kept that was not, or is not kept any more. Never shown: a widget, so that tasks can belong to it."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._workspace = workspace
        self._form: DraftForm | None = None
        self._document: Document | None = None
        self._key = ""
        self._is_kept = False
        self._keeping: tasks.Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._keep_soon)

    @property
    def key(self) -> str:
        """Of what is being typed now."""
        return self._key

    def begin(self, form: DraftForm, document: Document | None, kept: KeptDraft | None = None) -> None:
        """Another document is in the form; with `kept`, what was typed into it an earlier time."""
        self.end()
        self._form, self._document = form, document
        self._key, self._is_kept = (kept.key, True) if kept else (uuid4().hex, False)
        if kept:
            form.restore(typed_in(kept))
            self.changed.emit()
        form.changed.connect(self._pause.start)
        form.typing.connect(self._pause.start)

    def end(self) -> None:
        """Nothing is typed any more; what is kept stays."""
        self._stop()
        if self._form is not None:
            self._form.changed.disconnect(self._pause.start)
            self._form.typing.disconnect(self._pause.start)
        self._form, self._document, self._key, self._is_kept = None, None, "", False

    async def keep_now(self) -> None:
        self._stop()
        await self._keep()

    async def forget(self) -> None:
        """It was saved, or nobody wants it."""
        self._stop()
        await self._drop()

    def _stop(self) -> None:
        self._pause.stop()
        if self._keeping is not None:
            self._keeping.cancel()
            self._keeping = None

    def _keep_soon(self) -> None:
        if self._keeping is not None and self._keeping.is_running:
            self._pause.start()
            return
        self._keeping = tasks.run(self, self._keep())

    async def _keep(self) -> None:
        form = self._form
        if form is None:
            return
        if not form.is_dirty:
            await self._drop()
            return
        was_kept, self._is_kept = self._is_kept, True
        header = self._document.header if self._document else None
        await self._workspace.drafts.keep(
            KeptDraft(
                key=self._key,
                document_id=header.id if header else None,
                move_type=form.move_type,
                title=self._title(form),
                base=header.written_at if header else None,
                content=msgspec.json.encode(form.typed()),
                kept_at=datetime.now(UTC),
            )
        )
        if not was_kept:
            self.changed.emit()

    async def _drop(self) -> None:
        if self._is_kept:
            self._is_kept = False
            await self._workspace.drafts.forget(self._key)
            self.changed.emit()

    def _title(self, form: DraftForm) -> str:
        header = self._document.header if self._document else None
        what = formats.document_title(header) if header else f"New {form.move_type.word.lower()}"
        partner = form.header.partner.text().strip()
        return f"{what}, {partner}" if partner else what


def typed_in(kept: KeptDraft) -> Typed:
    return msgspec.json.decode(kept.content, type=Typed)
