"""The page of one document: opens it, edits it while it is a draft, shows it when it is posted, and saves when it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.drafting import next_after
from odoo_desk.accounting.outgoing import OPEN, Progress
from odoo_desk.accounting.records import AppliedPayment, Document, Draft, MoveType, OutstandingCredit, State
from odoo_desk.accounting.rules import NO_RIGHT
from odoo_desk.errors import DeskError, InvalidInput, RecordGone
from odoo_desk.ui import formats, icons, keys, notices, tasks, theme
from odoo_desk.ui.invoices.actions import DocumentActions
from odoo_desk.ui.invoices.buttons import DocumentButtons
from odoo_desk.ui.invoices.elsewhere import ChangedElsewhere
from odoo_desk.ui.invoices.extras import Extras
from odoo_desk.ui.invoices.form import DraftForm
from odoo_desk.ui.invoices.glance import look_at
from odoo_desk.ui.invoices.header import ShortLists, short_lists
from odoo_desk.ui.invoices.heading import Heading
from odoo_desk.ui.invoices.keeper import Keeper, typed_in
from odoo_desk.ui.invoices.posted import PostedView
from odoo_desk.ui.invoices.saver import Saver
from odoo_desk.workspace.drafting import draft_of

if TYPE_CHECKING:
    from odoo_desk.accounting.kept import KeptDraft
    from odoo_desk.workspace.changes import Change
    from odoo_desk.workspace.workspace import Workspace


KEEP, DISCARD = "Keep as draft", "Discard"


class InvoicePage(QWidget):
    title_changed = Signal(str)
    leave_requested = Signal()
    document_opened = Signal(int)
    dirty_changed = Signal(bool)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("invoice_page")
        self._workspace = workspace
        self._document: Document | None = None
        self._draft: Draft | None = None
        self._form: DraftForm | None = None
        self._posted: PostedView | None = None
        self._working = 0
        self._was_dirty = False
        self.keeper = Keeper(workspace, self)
        self._saver = Saver(workspace, self.keeper, self)
        self._saver.queued.connect(self._queued)
        self.document_actions = DocumentActions(workspace, self)
        self.document_actions.opened.connect(self.document_opened)
        self.document_actions.deleted.connect(self._deleted)
        self._extras = Extras(workspace, self)
        self._extras.marked.connect(self._marked)
        self.save_action = QAction(icons.icon("save"), "Save", self)
        self.save_action.setObjectName("action_save")
        keys.bind(self.save_action, "save")
        self.save_action.triggered.connect(self._save_clicked)
        self.reload_action = QAction(icons.icon("refresh"), "Refresh", self)
        self.reload_action.setObjectName("action_reload")
        self.reload_action.triggered.connect(self._reload_clicked)
        self.addActions(self.actions())
        self._arrange()
        # Keys that are held do it once: nothing is posted by a heavy hand.
        keys.shortcut(self, "save_or_post", self._save_or_post).setAutoRepeat(False)
        keys.shortcut(self, "save_and_next", self._save_and_next_clicked).setAutoRepeat(False)
        keys.shortcut(self, "leave", self.leave_requested.emit)
        unsubscribe = workspace.changes.subscribe(self._heard)
        self.destroyed.connect(unsubscribe)
        self._refresh_actions()

    def _arrange(self) -> None:
        self.heading = Heading(self)
        self.notice = QLabel(self)
        self.notice.setObjectName("document_notice")
        self.notice.setWordWrap(True)
        self.notice.setTextFormat(Qt.TextFormat.PlainText)
        self.notice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notice.setProperty("banner", "warning")
        self.notice.setMargin(theme.SPACE)
        self.notice.hide()
        self.elsewhere = ChangedElsewhere(self)
        self.elsewhere.other_wanted.connect(self._reload_clicked)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        inner = QWidget(self)
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(theme.MARGIN, theme.SPACE, theme.MARGIN, theme.SPACE)
        inside.setSpacing(theme.SPACE)
        inside.addWidget(self.heading)
        inside.addWidget(self.notice)
        inside.addWidget(self.elsewhere)
        inside.addLayout(self._body, 1)
        scroll = self._scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        acts = self.document_actions
        rest = ((acts.reset, acts.cancel, acts.delete, acts.duplicate), (*self._extras.all(), self.reload_action))
        self._buttons = DocumentButtons(self.save_action, acts.post, acts.pay, rest, self)
        whole.addWidget(self._buttons)

    # --- what the window asks for -------------------------------------------------------------------------------------

    def open_document(self, document_id: int) -> None:
        self._run(partial(self._open, document_id), saying="Opening …")

    def start(self, move_type: MoveType) -> None:
        self._run(partial(self._blank, move_type), saying="Opening …")

    def resume(self, kept: KeptDraft) -> None:
        """A draft that was typed an earlier time and never saved."""
        self._run(partial(self._resume, kept), saying="Opening …")

    @property
    def is_dirty(self) -> bool:
        if self._form is not None:
            return self._form.is_dirty
        return self._posted is not None and self._posted.is_dirty

    @property
    def document(self) -> Document | None:
        return self._document

    @property
    def form(self) -> DraftForm | None:
        return self._form

    @property
    def posted(self) -> PostedView | None:
        return self._posted

    def actions(self) -> list[QAction]:
        return [self.save_action, *self.document_actions.all(), *self._extras.all(), self.reload_action]

    async def may_leave(self) -> bool:
        if self._form is not None:
            self._form.grid.finish_editing()
        if not self.is_dirty:
            return True
        if self._form is None:
            return await self._may_discard()
        answer = await notices.choose(
            self,
            "Not saved yet",
            "What you typed is not on the server yet.",
            {KEEP: QMessageBox.ButtonRole.AcceptRole, DISCARD: QMessageBox.ButtonRole.DestructiveRole},
            default=KEEP,
            informative="A kept draft is on this computer only. It opens again where you left it.",
        )
        if answer == KEEP:
            await self.keeper.keep_now()
        elif answer == DISCARD:
            await self.keeper.forget()
        else:
            return False
        self._drop_views()
        self._document, self._draft = None, None
        return True

    def end(self) -> None:
        """The window is closed, and with it the files that a form writes to and reads from. What is kept stays."""
        self._drop_views()

    async def _may_discard(self) -> bool:
        return not self.is_dirty or await notices.ask(
            self,
            "Unsaved changes",
            "What you changed has not been saved.",
            confirm="Go on without saving",
            informative="Go back to save it with Ctrl+S.",
        )

    # --- opening ------------------------------------------------------------------------------------------------------

    async def _open(self, document_id: int) -> None:
        """As the copy has it, at once, and then as the server has it; what was typed into it before is put over what the server has."""
        copy, kept = await asyncio.gather(
            self._workspace.invoicing.copied(document_id), self._workspace.drafts.of_document(document_id)
        )
        if copy is None or kept is not None:
            await self._load(document_id)
            return
        self._show(copy, await self._lists_for(copy))
        tasks.run(self, self._freshen(copy), failed=self._stay)

    async def _freshen(self, shown: Document) -> None:
        """Behind what is on screen already: without a word when it is the same, and never over what is being typed."""
        try:
            document = await self._workspace.invoicing.open(shown.header.id)
        except RecordGone:
            if self._document is shown:
                self.elsewhere.say_deleted(_kind(shown), is_dirty=self.is_dirty)
            return
        if self._document is not shown or document == shown:
            return
        if not self.is_dirty:
            self._show_in_place(document, await self._lists_for(document))
        elif document.header.written_at > shown.header.written_at:
            self.elsewhere.say_changed(_kind(shown), document.header.written_at)

    async def _load(self, document_id: int) -> None:
        document, kept = await asyncio.gather(
            self._workspace.invoicing.open(document_id), self._workspace.drafts.of_document(document_id)
        )
        self._show(document, await self._lists_for(document))
        if kept:
            self._take_up(kept, document)

    async def _resume(self, kept: KeptDraft) -> None:
        """What waits in the outbox is taken out of it, to be changed; what has reached the server meanwhile is opened there."""
        sent = await self._workspace.sending.find(kept.key)
        if sent is not None and sent.progress in OPEN:
            await self._workspace.sending.settle()
            sent = await self._workspace.sending.find(kept.key)
        if sent is not None and sent.progress in (Progress.DONE, Progress.DIFFERS):
            await self._workspace.drafts.forget(kept.key)
            await self._load(sent.documents[0])
            return
        if sent is not None and sent.progress is Progress.WAITING:
            await self._workspace.sending.withdraw(kept.key)
        if kept.document_id:
            await self._load(kept.document_id)
        else:
            await self._blank(kept.move_type, kept)

    async def _lists_for(self, document: Document) -> ShortLists | None:
        """None where the view that is there can show it."""
        header = document.header
        is_edited = header.state is State.DRAFT and self._workspace.user.rights.write_invoices
        view = self._form if is_edited else self._posted
        if view is not None and view.move_type is header.move_type:
            return None
        return await short_lists(self._workspace, header.move_type)

    def _take_up(self, kept: KeptDraft, document: Document | None) -> None:
        """What was typed an earlier time, over what the server has now."""
        if self._form is None:
            self._say_notice("You changed this draft and had not saved it when it was posted. What you typed is kept.")
            return
        self.keeper.begin(self._form, document, kept)
        self._say_notice(f"What you typed until {formats.moment(kept.kept_at)} is here again. It is not saved yet.")
        if document and kept.base and document.header.written_at > kept.base:
            self.elsewhere.say_changed(_kind(document), document.header.written_at)
        self._edited()

    async def _blank(self, move_type: MoveType, kept: KeptDraft | None = None, *, begun: Draft | None = None) -> None:
        draft, lists = await asyncio.gather(
            self._beginning(move_type, kept, begun), short_lists(self._workspace, move_type)
        )
        self._document, self._draft = None, draft
        form = self._use_form(move_type, lists)
        form.load(draft, None)
        self.elsewhere.hide()
        self.heading.show_new()
        self._say_notice("" if self._workspace.user.rights.write_invoices else NO_RIGHT)
        self.title_changed.emit(f"New {move_type.word.lower()}")
        self._refresh_actions()
        if kept:
            self._take_up(kept, None)
        else:
            self.keeper.begin(form, None)
            form.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _beginning(self, move_type: MoveType, kept: KeptDraft | None, begun: Draft | None) -> Draft:
        """What a new document begins with. One that was begun before needs no server for that."""
        if kept:
            return typed_in(kept).header.original
        if begun:
            return begun
        return await self._workspace.invoicing.blank(move_type, date.today())  # noqa: DTZ011  the user's day, not the server's

    def _show(self, document: Document, lists: ShortLists | None) -> None:
        """`lists` where a view has to be made for it (`_lists_for`)."""
        header = document.header
        is_new_here = self._document is None or self._document.header.id != header.id
        self._document, self._draft = document, draft_of(document)
        may_write = self._workspace.user.rights.write_invoices
        if header.state is State.DRAFT and may_write:
            form = self._use_form(header.move_type, lists)
            on_paper = None if is_new_here else form.header.control_total.value()
            form.load(self._draft, document)
            form.set_control_total(on_paper)
            self.keeper.begin(form, document)
            view: QWidget = form
        else:
            posted = self._use_posted(header.move_type, lists)
            posted.load(document, self._draft, may_change=may_write and header.state is State.POSTED)
            view = posted
        self.heading.show_invoice(header)
        remark = NO_RIGHT if header.state is State.DRAFT and not may_write else ""
        self._say_notice("\n".join(filter(None, (document.notice, remark))))
        self.title_changed.emit(formats.document_title(header))
        self.elsewhere.hide()
        self._was_dirty = False
        self.dirty_changed.emit(False)
        self._refresh_actions()
        if is_new_here:
            view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use_form(self, move_type: MoveType, lists: ShortLists | None) -> DraftForm:
        """The form stays when it can, and with it the place where the user is."""
        if self._form is None or self._form.move_type is not move_type:
            assert lists is not None
            self._drop_views()
            self._form = DraftForm(self._workspace, move_type, lists, self)
            self._form.changed.connect(self._edited)
            self._form.remarks.wanted.connect(self._look_at)
            self._body.addWidget(self._form)
        return self._form

    def _use_posted(self, move_type: MoveType, lists: ShortLists | None) -> PostedView:
        if self._posted is None or self._posted.move_type is not move_type:
            assert lists is not None
            self._drop_views()
            self._posted = PostedView(self._workspace, move_type, self, lists.analytic)
            self._posted.changed.connect(self._edited)
            self._posted.settlement.apply.connect(self._apply_credit)
            self._posted.settlement.undo.connect(self._undo_payment)
            self._body.addWidget(self._posted)
        return self._posted

    def _drop_views(self) -> None:
        self.keeper.end()
        for view in (self._form, self._posted):
            if view is not None:
                self._body.removeWidget(view)
                view.hide()
                view.deleteLater()
        self._form, self._posted = None, None

    def _marked(self, document: Document) -> None:
        if self._document is not None and self._document.header.id == document.header.id:
            self._run(partial(self._load, document.header.id))

    def _look_at(self, document_id: int) -> None:
        look_at(self._workspace, document_id, self, opened=self.document_opened.emit)

    # --- saving -------------------------------------------------------------------------------------------------------

    def _save_clicked(self) -> None:
        self._run(self._save_and_tell, control=self.save_action, saying="Saving …")

    async def _save_and_tell(self) -> None:
        if not self.is_dirty and self._document is not None:
            return
        if await self._save() is not None:
            again = (
                f" {keys.shown('save_or_post')} again {self.document_actions.post.text().lower()}s it."
                if self._form
                else ""
            )
            notices.tell(self, f"Saved.{again}")

    def _save_or_post(self) -> None:
        """Saves what was typed; pressed once more, when that is done, posts."""
        if self._working:
            return
        if self._form is not None:
            self._form.grid.finish_editing()
        if self.is_dirty or self._document is None:
            self.save_action.trigger()
        elif self._form is not None:
            self.document_actions.post.trigger()

    def _save_and_next_clicked(self) -> None:
        if self._form is not None and not self._working:
            self._run(self._save_and_next, control=self.save_action, saying="Saving …")

    async def _save_and_next(self) -> None:
        """For a pile of papers: the next one has the date, journal, account and tax of this one."""
        saved = await self._save()
        if saved is None or self._form is None or self._draft is None:
            return
        following, usual = next_after(self._draft), self._form.lines.usual()
        total = formats.amount(saved.header.amount_total, saved.header.currency)
        await self._blank(saved.header.move_type, begun=following)
        self._form.lines.start_with(*usual)
        notices.tell(self, f"Saved {formats.document_title(saved.header)}, {total}. The next one has its date.")

    async def _save(self) -> Document | None:
        """A refusal leaves everything typed where it is."""
        self._working += 1
        try:
            document = await self._written()
        finally:
            self._working -= 1
        if document is None:
            return None
        await self.keeper.forget()
        if document is not self._document:
            control_total = self._form.header.control_total.value() if self._form else None
            self._show(document, await self._lists_for(document))
            if self._form is not None:
                self._form.set_control_total(control_total)
        return document

    async def _written(self) -> Document | None:
        invoicing = self._workspace.invoicing
        if self._posted is not None:
            return await invoicing.annotate(self._posted.original, self._posted.annotated())
        if self._form is None or self._draft is None:
            return None
        await self._form.settle()
        edited = self._form.read()
        if self._document is not None and not self._form.is_dirty:
            return self._document
        return await self._saver.save(self._form, edited, self._document, self._draft)

    def _queued(self) -> None:
        """It is in the outbox, and the desk is free for the next one."""
        self._drop_views()
        self._document, self._draft = None, None
        self.leave_requested.emit()
        notices.tell(
            self, "No connection: saved in the outbox, and sent when there is one. Posting waits for the server."
        )

    # --- payments and credits -----------------------------------------------------------------------------------------

    def _apply_credit(self, credit: OutstandingCredit) -> None:
        self._run(partial(self._apply_and_show, credit), saying="Applying …")

    async def _apply_and_show(self, credit: OutstandingCredit) -> None:
        assert self._document is not None
        document = await self._workspace.invoicing.apply_credit(self._document.header.id, credit.line_id)
        self._show(document, await self._lists_for(document))
        notices.tell(self, f"Applied {credit.name}.")

    def _undo_payment(self, payment: AppliedPayment) -> None:
        self._run(partial(self._ask_and_undo, payment), saying="Undoing …")

    async def _ask_and_undo(self, payment: AppliedPayment) -> None:
        assert self._document is not None
        amount = formats.amount(payment.amount, payment.currency)
        if not await notices.ask(
            self,
            "Undo payment",
            f"Separate {payment.name} ({amount}) from this document?",
            confirm="Undo",
            informative="The payment itself stays, as an outstanding credit.",
        ):
            return
        document = await self._workspace.invoicing.undo_payment(self._document.header.id, payment.partial_id)
        self._show(document, await self._lists_for(document))
        notices.tell(self, f"Separated {payment.name}.")

    # --- what changes meanwhile ---------------------------------------------------------------------------------------

    def _heard(self, change: Change) -> None:
        document = self._document
        if self._working or document is None:
            return
        if document.header.id in change.documents:
            tasks.run(self, self._look_what_changed(document, is_named=True), failed=self._stay)
        elif change.everything:
            tasks.run(self, self._look_what_changed(document, is_named=False), failed=self._stay)

    async def _look_what_changed(self, document: Document, *, is_named: bool) -> None:
        """Read again quietly when nothing is being typed; else the user decides. Our own saving comes by here too and is no news."""
        written_at = await self._workspace.invoicing.written_at(document.header.id)
        if self._document is not document or self._working:
            return
        if written_at is None:
            if is_named:  # what merely was not copied yet is not gone
                self.elsewhere.say_deleted(_kind(document), is_dirty=self.is_dirty)
        elif self.is_dirty:
            if written_at > document.header.written_at:
                self.elsewhere.say_changed(_kind(document), written_at)
        elif is_named or written_at > document.header.written_at:
            await self._counted(partial(self._load_quietly, document.header.id))

    async def _load_quietly(self, document_id: int) -> None:
        document = await self._workspace.invoicing.open(document_id)
        lists, now = await self._lists_for(document), self._document
        if now is None or now.header.id != document_id or self.is_dirty:
            return
        self._show_in_place(document, lists)

    def _show_in_place(self, document: Document, lists: ShortLists | None) -> None:
        place = self._scroll.verticalScrollBar().value()
        self._show(document, lists)
        self._scroll.verticalScrollBar().setValue(place)

    def _stay(self, _problem: DeskError) -> bool:
        """What is on screen stays; the list and the status bar say what is wrong with the connection."""
        return True

    def _reload_clicked(self) -> None:
        self._run(self._reload, control=self.reload_action, saying="Refreshing …")

    async def _reload(self) -> None:
        if await self._may_discard() and self._document is not None:
            await self.keeper.forget()
            await self._load(self._document.header.id)

    def _deleted(self, _document_ids: object) -> None:
        self._run(self._forget_deleted)

    async def _forget_deleted(self) -> None:
        await self.keeper.forget()
        self._drop_views()
        self._document, self._draft = None, None
        self.leave_requested.emit()

    # --- plumbing -----------------------------------------------------------------------------------------------------

    def _run(
        self, work: Callable[[], Coroutine[object, object, None]], *, control: QAction | None = None, saying: str = ""
    ) -> None:
        tasks.run(self, self._counted(work), failed=self._refused, control=control, saying=saying)

    async def _counted(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        """Changes that we make ourselves are no news to us."""
        self._working += 1
        try:
            await work()
        finally:
            self._working -= 1
            self._refresh_actions()

    def _refused(self, problem: DeskError) -> bool:
        """A refusal that names a field is shown there; everything else is for the notices."""
        if self._form is None and self._posted is None:
            self.leave_requested.emit()  # nothing could be opened: the list is a better place to read why
        if not isinstance(problem, InvalidInput) or not problem.field or self._form is None:
            return False
        if not self._form.point_at(problem.field, problem.line, problem.message):
            return False
        self._say_notice(str(problem))
        return True

    def _say_notice(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def _edited(self) -> None:
        dirty = self.is_dirty
        if dirty != self._was_dirty:
            self._was_dirty = dirty
            self.dirty_changed.emit(dirty)
            self._refresh_actions()

    def _refresh_actions(self) -> None:
        may_write = self._workspace.user.rights.write_invoices
        document = self._document
        is_new = self._form is not None and document is None
        is_posted = document is not None and document.header.state is State.POSTED
        may_save = may_write and (self._form is not None or (self._posted is not None and is_posted))
        self.save_action.setEnabled(may_save and (is_new or self.is_dirty))
        keys.tell(self.save_action, *(("Save", "save") if may_write else (NO_RIGHT,)))
        self.reload_action.setEnabled(document is not None)
        acts = self.document_actions
        unsaved = self._form.move_type if self._form is not None and is_new else None
        saver, doubts = (self._save, self._form.doubts) if self._form else (None, None)
        acts.set_editor(saver, self._refused, doubts, unsaved=unsaved)
        acts.set_documents([document.header] if document else [])
        self._extras.show_document(document, self._form, is_dirty=self.is_dirty)
        self._buttons.show_for(is_edited=self._form is not None)


def _kind(document: Document) -> str:
    return "draft" if document.header.state is State.DRAFT else "document"
