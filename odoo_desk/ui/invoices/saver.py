"""Saves what stands in a form: on the server, in the outbox without a connection, over what somebody else wrote once both were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.records import Document, Draft, State
from odoo_desk.errors import ChangedMeanwhile, NotAllowed, NotConnected, NotSent, OutcomeUnknown
from odoo_desk.workspace.drafting import draft_of

if TYPE_CHECKING:
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.ui.invoices.keeper import Keeper
    from odoo_desk.workspace.workspace import Workspace


class Saver(QObject):
    """`queued` when it is in the outbox, to be sent when there is a connection."""

    queued = Signal()

    def __init__(self, workspace: Workspace, keeper: Keeper, owner: QWidget) -> None:
        super().__init__(owner)
        self._workspace = workspace
        self._keeper = keeper
        self._owner = owner

    async def save(self, form: DraftForm, edited: Draft, document: Document | None, original: Draft) -> Document | None:
        """`document` and `original` are what was opened. None when it was queued, or the user wants to go on editing."""
        invoicing = self._workspace.invoicing
        try:
            if document is None:
                return await invoicing.create(edited, self._keeper.key)
            return await invoicing.change(original, edited, document.header.written_at)
        except (NotSent, NotConnected):
            await self._queue(form, edited, document, original)
            return None
        except ChangedMeanwhile:
            assert document is not None
            return await self._merge(form, edited, document)
        except OutcomeUnknown:
            await self._keeper.keep_now()
            raise

    async def _queue(self, form: DraftForm, edited: Draft, document: Document | None, original: Draft) -> None:
        await self._keeper.keep_now()
        totals = form.totals.totals
        await self._workspace.invoicing.queue(
            edited,
            original if document else None,
            self._keeper.key,
            document.header.written_at if document else None,
            totals.total if totals else None,
        )
        self.queued.emit()

    async def _merge(self, form: DraftForm, edited: Draft, document: Document) -> Document | None:
        """Before, theirs and mine are shown, and what is chosen is saved over theirs."""
        from odoo_desk.ui.invoices.merge import MergeDialog, Side, Sides  # noqa: PLC0415  seldom needed

        theirs = await self._workspace.invoicing.open(document.header.id)
        if theirs.header.state is not State.DRAFT:
            raise NotAllowed(
                "This document is not a draft any more, so it was not changed.",
                advice="What you typed is kept. Reset the document to draft to go on with it.",
            )
        names = {**form.header.typed().names, "partner_id": form.header.partner.text()}
        sides = Sides(Side.of(document), Side.of(theirs), Side(edited, names))
        taken = await MergeDialog.choose(self._owner, sides, theirs.header.written_at)
        if taken is None:
            return None
        return await self._workspace.invoicing.change(draft_of(theirs), taken, theirs.header.written_at)
