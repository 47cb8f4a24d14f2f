"""What can be done to documents, as buttons, menu entries and keys: offered by state and right, done once, told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.concerns import Concern
from odoo_desk.accounting.records import Document, Invoice, MoveType, PaymentState
from odoo_desk.accounting.rules import NO_RIGHT, Action, refusal_for_all
from odoo_desk.errors import ConnectionProblem, DeskError, NotAllowed
from odoo_desk.ui import icons, keys, notices, tasks
from odoo_desk.ui.invoices.approval import approved

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

Saver = Callable[[], Coroutine[object, object, Document | None]]
"""Saves what is being edited and gives the document; None when the user has to look at something first."""
Refused = Callable[[DeskError], bool]
Doubts = Callable[[Document], tuple[Concern, ...]]

_COMMANDS = {Action.POST: "post", Action.PAY: "pay", Action.RESET: "reset", Action.DUPLICATE: "duplicate"}


class DocumentActions(QObject):
    """`opened` names a document that should be shown now (a duplicate); `deleted` those that are gone."""

    opened = Signal(int)
    deleted = Signal(object)

    def __init__(self, workspace: Workspace, owner: QWidget) -> None:
        super().__init__(owner)
        self._workspace = workspace
        self._owner = owner
        self._documents: tuple[Invoice, ...] = ()
        self._saver: Saver | None = None
        self._refused: Refused | None = None
        self._doubts: Doubts | None = None
        self._unsaved: MoveType | None = None
        words = workspace.server.words
        self.post = self._action(Action.POST, words.post, self._post)
        self.pay = self._action(Action.PAY, words.pay, self._pay)
        self.reset = self._action(Action.RESET, "Reset to draft", self._reset)
        self.cancel = self._action(Action.CANCEL, "Cancel", self._cancel)
        self.delete = self._action(Action.DELETE, "Delete", self._delete)
        self.duplicate = self._action(Action.DUPLICATE, "Duplicate", self._duplicate)
        self._refresh()

    def all(self) -> list[QAction]:
        return [self.post, self.pay, self.reset, self.cancel, self.delete, self.duplicate]

    def set_documents(self, documents: Sequence[Invoice]) -> None:
        self._documents = tuple(documents)
        self._refresh()

    def set_editor(
        self, saver: Saver | None, refused: Refused, doubts: Doubts | None, *, unsaved: MoveType | None
    ) -> None:
        """For a page with an editor: `saver` runs before anything is posted, `refused` may point at what is wrong, `doubts` are the editor's own
        of what was saved; `unsaved` is the type of what is written while no document exists yet."""
        self._saver, self._refused, self._doubts, self._unsaved = saver, refused, doubts, unsaved

    def _action(self, kind: Action, title: str, start: Callable[[], None]) -> QAction:
        action = QAction(icons.icon(kind.value.replace("_", "-")), title, self)
        action.setObjectName(f"action_{kind.value}")
        if kind in _COMMANDS:
            keys.bind(action, _COMMANDS[kind])
        action.setData(kind)
        action.triggered.connect(start)
        return action

    def _refresh(self) -> None:
        rights, words = self._workspace.user.rights, self._workspace.server.words
        kinds = [document.move_type for document in self._documents] or [self._unsaved or MoveType.CUSTOMER_INVOICE]
        self.post.setText(words.post_entry if all(kind.is_entry for kind in kinds) else words.post)
        for action in self.all():
            kind = Action(action.data())
            reason = refusal_for_all(kind, self._documents, rights)
            if self._unsaved is not None and not self._documents:
                may_post = kind is Action.POST and rights.write_invoices
                reason = "" if may_post else "Save it first." if rights.write_invoices else NO_RIGHT
            action.setEnabled(not reason)
            keys.tell(action, reason or action.text(), "" if reason else _COMMANDS.get(kind, ""))

    # --- one by one ---------------------------------------------------------------------------------------------------

    def _post(self) -> None:
        tasks.run(
            self._owner,
            self._save_and_post(),
            done=self._tell,
            failed=self._refused,
            control=self.post,
            saying=f"{self.post.text()} …",
        )

    async def _save_and_post(self) -> str:
        documents = self._documents
        if self._saver is not None:
            saved = await self._saver()
            if saved is None or not await self._approved(saved):
                return ""
            posted = await self._workspace.invoicing.post(saved.header.id, saved.header.written_at)
            return " ".join(filter(None, (f"Posted {_name(posted.document.header)}.", posted.notice)))
        return await self._each(documents, "Posted", self._post_one if len(documents) == 1 else self._post_of_many)

    async def _approved(self, document: Document) -> bool:
        concerns = await self._workspace.invoicing.concerns_about(document)
        if self._doubts is not None:
            concerns = (*self._doubts(document), *concerns)
        return await approved(self._owner, self._workspace, _name(document.header), self.post.text(), concerns)

    async def _post_one(self, document: Invoice) -> str | None:
        whole = await self._workspace.invoicing.open(document.id)
        if not await self._approved(whole):
            return None
        return (await self._workspace.invoicing.post(document.id, whole.header.written_at)).notice

    async def _post_of_many(self, document: Invoice) -> str:
        """Nobody reads a question for each of two hundred: what there is to see is said, and that one left."""
        whole = await self._workspace.invoicing.open(document.id)
        if concerns := await self._workspace.invoicing.concerns_about(whole):
            raise NotAllowed("Not posted. " + " ".join(each.text for each in concerns))
        return (await self._workspace.invoicing.post(document.id, whole.header.written_at)).notice

    def _pay(self) -> None:
        from odoo_desk.ui.payments.register import register_payment  # noqa: PLC0415  not needed for looking at lists

        register_payment(self._owner, self._workspace, tuple(document.id for document in self._documents))

    def _reset(self) -> None:
        paid = [each for each in self._documents if each.payment_state not in (PaymentState.NOT_PAID,)]
        question = (
            f"{_several(paid)} has payments. They will be separated from it and stay outstanding." if paid else ""
        )
        self._start(self.reset, "Reset to draft", "Reset to draft", question, self._reset_one)

    async def _reset_one(self, document: Invoice) -> str:
        await self._workspace.invoicing.reset_to_draft(document.id)
        return ""

    def _cancel(self) -> None:
        question = f"Cancel {_several(self._documents)}? It stays in the books as cancelled and can be reset to draft."
        self._start(self.cancel, "Cancelled", "Cancel document", question, self._cancel_one)

    async def _cancel_one(self, document: Invoice) -> str:
        await self._workspace.invoicing.cancel(document.id)
        return ""

    def _delete(self) -> None:
        question = f"Delete {_several(self._documents)}? This cannot be undone."
        self._start(self.delete, "Deleted", "Delete", question, self._delete_one)

    async def _delete_one(self, document: Invoice) -> str:
        await self._workspace.invoicing.delete(document.id)
        self.deleted.emit((document.id,))
        return ""

    def _duplicate(self) -> None:
        self._start(self.duplicate, "Duplicated", "Duplicate", "", self._duplicate_one)

    async def _duplicate_one(self, document: Invoice) -> str:
        copy = await self._workspace.invoicing.duplicate(document.id)
        if len(self._documents) == 1:
            self.opened.emit(copy.header.id)
        return ""

    # --- for a selection ----------------------------------------------------------------------------------------------

    def _start(
        self,
        action: QAction,
        done_word: str,
        confirm: str,
        question: str,
        do: Callable[[Invoice], Coroutine[object, object, str | None]],
    ) -> None:
        work = self._asked(self._documents, done_word, confirm, question, do)
        tasks.run(self._owner, work, done=self._tell, control=action, saying=f"{action.text()} …")

    async def _asked(
        self,
        documents: tuple[Invoice, ...],
        done_word: str,
        confirm: str,
        question: str,
        do: Callable[[Invoice], Coroutine[object, object, str | None]],
    ) -> str:
        if question and not await notices.ask(self._owner, confirm, question, confirm=confirm):
            return ""
        return await self._each(documents, done_word, do)

    async def _each(
        self,
        documents: tuple[Invoice, ...],
        done_word: str,
        do: Callable[[Invoice], Coroutine[object, object, str | None]],
    ) -> str:
        """One after the other. One refusal does not stop the rest; a lost connection does. `do` gives what is to be said of it, None when
        the user went back."""
        if len(documents) == 1:
            notice = await do(documents[0])
            if notice is None:
                return ""
            return " ".join(filter(None, (f"{done_word} {_name(documents[0])}.".replace(" .", "."), notice)))
        done, remarks = 0, list[str]()
        for document in documents:
            try:
                notice = await do(document)
                done += 1
                remarks.extend([f"{_name(document)}: {notice}"] if notice else [])
            except ConnectionProblem as problem:
                remarks.append(f"{_name(document)}: {problem}")
                break
            except DeskError as problem:
                remarks.append(f"{_name(document)}: {problem.message}")
        return " ".join([f"{done_word} {done} of {len(documents)}.", *remarks])

    def _tell(self, text: str) -> None:
        if text:
            notices.tell(self._owner, text)


def _name(document: Invoice) -> str:
    if document.number:
        return document.number
    return f"the draft of {document.partner.name}" if document.partner else "the draft"


def _several(documents: Sequence[Invoice]) -> str:
    return _name(documents[0]) if len(documents) == 1 else f"these {len(documents)} documents"
