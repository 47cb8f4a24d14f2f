"""How each kind of one-time write is sent, and how it is found out what became of it when no answer came.

Looking alone proves nothing, because the lost request may still be on its way: either the same thing is asked again in a way that cannot do it
twice (an external id, a state that is reached already), or what the request needs is taken away from it before anybody looks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from odoo_desk.accounting.merging import holds
from odoo_desk.accounting.outgoing import Kind, Outgoing, Progress, Wizard
from odoo_desk.accounting.records import Document, State
from odoo_desk.errors import (
    ConnectionProblem,
    DeskError,
    NotSent,
    OutcomeUnknown,
    RecordGone,
    ServerRefused,
)
from odoo_desk.odoo.ledger import Ledger
from odoo_desk.store.outbox import Outbox
from odoo_desk.workspace.drafting import draft_of

Note = Callable[[Outgoing], Awaitable[Outgoing]]
"""Writes down how far it has come, before the next step is made."""


class Way(Protocol):
    async def send(self, entry: Outgoing) -> Outgoing:
        """Carries it out: DONE, or an error. OutcomeUnknown when it has to be settled."""
        ...

    async def settle(self, entry: Outgoing) -> Outgoing:
        """DONE, REFUSED, or as it was when that cannot be told. A ConnectionProblem when the server could not be asked."""
        ...


def way_of(kind: Kind, ledger: Ledger, outbox: Outbox, note: Note) -> Way:
    if kind is Kind.CREATE:
        return _Creating(ledger, note)
    if kind is Kind.CHANGE:
        return _Changing(ledger)
    if kind is Kind.PAY:
        return _Paying(ledger, outbox, note)
    if kind is Kind.DUPLICATE:
        return _Duplicating(ledger, note)
    if kind is Kind.RECONCILE:
        return _Reconciling(ledger)
    if kind is Kind.UNRECONCILE:
        return _Unreconciling(ledger)
    return _Reaching(ledger)


class _Creating:
    """An empty document under our external id, which exists once however often it is asked for; then its content, which is written once.
    When the answer to that is lost and nothing is there, the empty document is deleted: what is still on its way finds nothing to write to."""

    def __init__(self, ledger: Ledger, note: Note) -> None:
        self._documents = ledger.documents
        self._note = note

    async def send(self, entry: Outgoing) -> Outgoing:
        return await self._fill(entry, await self._begin(entry))

    async def settle(self, entry: Outgoing) -> Outgoing:
        document_id = await self._begin(entry)
        document = await self._documents.open(document_id)
        if entry.draft and any(not line.is_blank for line in entry.draft.lines) and document.lines:
            return replace(entry, documents=(document_id,), progress=Progress.DONE)
        if entry.removing:
            await self._remove(document_id)
            return replace(entry, documents=(), progress=Progress.REFUSED)
        await self._remove(document_id)
        try:
            return await self._fill(entry, await self._begin(entry))
        except ConnectionProblem:
            raise
        except DeskError as problem:
            return replace(entry, documents=(), progress=Progress.REFUSED, reason=problem.message)

    async def _begin(self, entry: Outgoing) -> int:
        assert entry.draft is not None
        return await self._documents.begin(entry.draft.move_type, entry.marker)

    async def _fill(self, entry: Outgoing, document_id: int) -> Outgoing:
        draft = entry.draft
        assert draft is not None
        entry = await self._note(replace(entry, documents=(document_id,)))
        try:
            await self._documents.fill(document_id, draft)
        except ConnectionProblem as problem:
            raise _unknown(problem) from problem
        except DeskError as problem:
            await self._note(replace(entry, removing=True, reason=problem.message))
            try:
                await self._remove(document_id)
            except ConnectionProblem as lost:
                raise _unknown(lost) from problem
            raise
        return replace(entry, progress=Progress.DONE)

    async def _remove(self, document_id: int) -> None:
        try:
            await self._documents.delete(document_id)
        except RecordGone:
            return


class _Changing:
    """Values set twice are the same values; lines added twice are not, so what adds lines is not sent again."""

    def __init__(self, ledger: Ledger) -> None:
        self._documents = ledger.documents
        self._traces = ledger.traces

    async def send(self, entry: Outgoing) -> Outgoing:
        assert entry.original is not None
        assert entry.draft is not None
        await self._documents.change(entry.original, entry.draft, entry.seen)
        return replace(entry, progress=Progress.DONE)

    async def settle(self, entry: Outgoing) -> Outgoing:
        await self._traces.wait_for(entry.documents)
        try:
            document = await self._documents.open(entry.documents[0])
        except RecordGone as problem:
            return replace(entry, progress=Progress.REFUSED, reason=problem.message)
        assert entry.draft is not None
        if holds(draft_of(document), entry.draft):
            return replace(entry, progress=Progress.DONE)
        return replace(
            entry,
            progress=Progress.REFUSED,
            reason="The change did not reach the server. What you typed is still here.",
        )


class _Reaching:
    """A state to be reached: posted, cancelled, matched. Asked for again it is reached once; what is reached is left alone."""

    def __init__(self, ledger: Ledger) -> None:
        self._documents = ledger.documents

    async def send(self, entry: Outgoing) -> Outgoing:
        await self._ask(entry)
        return replace(entry, progress=Progress.DONE)

    async def settle(self, entry: Outgoing) -> Outgoing:
        document = await self._look(entry)
        if _is_reached(entry, document):
            return replace(entry, progress=Progress.DONE)
        if document is None:
            return replace(entry, progress=Progress.REFUSED, reason="The document no longer exists.")
        if entry.seen and document.header.written_at != entry.seen:
            return replace(
                entry,
                progress=Progress.NOT_CONFIRMED,
                reason="The document was changed by somebody else meanwhile. Look at it, then do it again or say that you have checked.",
            )
        try:
            await self._ask(entry)
        except ConnectionProblem:
            raise
        except DeskError as problem:
            # Refused, or the first request was quicker.
            if _is_reached(entry, await self._look(entry)):
                return replace(entry, progress=Progress.DONE)
            return replace(entry, progress=Progress.REFUSED, reason=problem.message)
        return replace(entry, progress=Progress.DONE)

    async def _look(self, entry: Outgoing) -> Document | None:
        found = await self._documents.open_all(entry.documents)
        return found[0] if found else None

    async def _ask(self, entry: Outgoing) -> None:
        document_id = entry.documents[0]
        if entry.kind is Kind.POST:
            await self._documents.post(document_id)
        elif entry.kind is Kind.RESET:
            await self._documents.reset_to_draft(document_id)
        elif entry.kind is Kind.CANCEL:
            await self._documents.cancel(document_id)
        elif entry.kind is Kind.DELETE:
            await self._documents.delete(document_id)
        elif entry.kind is Kind.APPLY_CREDIT:
            await self._documents.apply_credit(document_id, entry.item)
        else:
            await self._documents.undo_payment(document_id, entry.item)


def _is_reached(entry: Outgoing, document: Document | None) -> bool:
    if document is None:
        return entry.kind is Kind.DELETE
    state = document.header.state
    if entry.kind is Kind.POST:
        return state is State.POSTED
    if entry.kind is Kind.RESET:
        return state is State.DRAFT
    if entry.kind is Kind.CANCEL:
        return state is State.CANCELLED
    if entry.kind is Kind.APPLY_CREDIT:
        return all(each.line_id != entry.item for each in document.outstanding)
    if entry.kind is Kind.UNDO_PAYMENT:
        return all(each.partial_id != entry.item for each in document.payments)
    return False


class _Reconciling:
    """What is matched is matched with all that it can be: one of the items has nothing left then, and a second request, also one that comes late, is
    refused or finds nothing to do. So it may be asked again, once for each look."""

    def __init__(self, ledger: Ledger) -> None:
        self._items = ledger.items

    async def send(self, entry: Outgoing) -> Outgoing:
        await self._items.reconcile(entry.items)
        return replace(entry, progress=Progress.DONE)

    async def settle(self, entry: Outgoing) -> Outgoing:
        if reached := await self._reached(entry):
            return reached
        try:
            return await self.send(entry)
        except ConnectionProblem:
            raise
        except DeskError as problem:
            # Refused, or the first request was quicker.
            return await self._reached(entry) or replace(entry, progress=Progress.REFUSED, reason=problem.message)

    async def _reached(self, entry: Outgoing) -> Outgoing | None:
        items = await self._items.read(entry.items)
        if len(items) < len(entry.items):
            return replace(entry, progress=Progress.REFUSED, reason="One of the items no longer exists.")
        return replace(entry, progress=Progress.DONE) if any(each.is_reconciled for each in items) else None


class _Unreconciling:
    """A partial is there or it is not. One that was made since is another one, which a late request does not touch."""

    def __init__(self, ledger: Ledger) -> None:
        self._items = ledger.items

    async def send(self, entry: Outgoing) -> Outgoing:
        await self._items.unreconcile(entry.documents[0], entry.item)
        return replace(entry, progress=Progress.DONE)

    async def settle(self, entry: Outgoing) -> Outgoing:
        if not await self._items.is_matched(entry.item):
            return replace(entry, progress=Progress.DONE)
        try:
            return await self.send(entry)
        except ConnectionProblem:
            raise
        except DeskError as problem:
            # Refused, or the first request was quicker.
            if not await self._items.is_matched(entry.item):
                return replace(entry, progress=Progress.DONE)
            return replace(entry, progress=Progress.REFUSED, reason=problem.message)


class _Duplicating:
    """A copy bears no mark of ours: it is recognised by what it is a copy of, and never asked for again by itself."""

    def __init__(self, ledger: Ledger, note: Note) -> None:
        self._documents = ledger.documents
        self._traces = ledger.traces
        self._note = note

    async def send(self, entry: Outgoing) -> Outgoing:
        entry = await self._note(replace(entry, newest=await self._traces.newest_document()))
        copy = await self._documents.duplicate(entry.documents[0])
        return replace(entry, documents=(*entry.documents, copy), progress=Progress.DONE)

    async def settle(self, entry: Outgoing) -> Outgoing:
        if not entry.newest:
            return replace(entry, progress=Progress.REFUSED, reason=_NOT_DONE)
        document = await self._documents.open(entry.documents[0])
        copy = await self._traces.copy_of(document, entry.newest)
        if copy is None:
            return replace(
                entry,
                progress=Progress.NOT_CONFIRMED,
                reason="There is no copy yet; the server may still make it. Look for it later, then say that you have checked.",
            )
        return replace(entry, documents=(*entry.documents, copy), progress=Progress.DONE)


class _Paying:
    """Odoo's wizards, which pay each time they are run: prepared, written down, run once. When an answer is lost the wizard is disarmed,
    what still runs is waited for, and only then the payment is looked for (measured on 14 and 19, tests/faults/fence.py)."""

    def __init__(self, ledger: Ledger, outbox: Outbox, note: Note) -> None:
        self._ledger = ledger
        self._outbox = outbox
        self._note = note

    async def send(self, entry: Outgoing) -> Outgoing:
        order = entry.order
        assert order is not None
        newest = await self._ledger.traces.newest_payment()
        documents = await self._ledger.documents.read_headers(order.document_ids)
        try:
            wizards = await self._ledger.payments.prepare(order, documents)
        except OutcomeUnknown as problem:
            # Nothing is paid by a wizard that was only made.
            raise NotSent(problem.message, advice="Nothing was paid. Try again.", details=problem.details) from problem
        entry = await self._note(replace(entry, wizards=wizards, newest=newest))
        for wizard in wizards:
            try:
                made = await self._made_by(entry, wizard)
            except NotSent as problem:
                if not entry.payment_ids:
                    raise
                raise _unknown(problem) from problem
            except ConnectionProblem:
                raise
            except DeskError as problem:
                if not entry.payment_ids:
                    raise
                raise ServerRefused(
                    _some_made(entry, problem.message),
                    advice="Look at the documents, then pay the rest.",
                    details=problem.details,
                ) from problem
            entry = await self._note(replace(entry, payment_ids=(*entry.payment_ids, *made)))
        return replace(entry, progress=Progress.DONE)

    async def _made_by(self, entry: Outgoing, wizard: Wizard) -> tuple[int, ...]:
        """Runs it. When the answer is lost, what it made is looked for at once, so that the payments after it go on."""
        made: tuple[int, ...] = ()
        lost: OutcomeUnknown | None = None
        try:
            made = await self._ledger.payments.run(wizard)
        except OutcomeUnknown as problem:
            lost = problem
        try:
            if lost is not None:
                await self._fence([wizard])
                found = await self._find(entry, wizard, entry.payment_ids)
                made = (found,) if found is not None else ()
            is_taken_back = bool(made) and await self._takes_back(wizard, made)
        except ConnectionProblem as problem:  # whatever could not be sent now: the payment was
            raise _unknown(problem) from problem
        if is_taken_back:
            raise ServerRefused(_PAID_ALREADY)
        if not made:
            raise ServerRefused(_NOT_DONE, advice="Try again.", details=lost.details if lost else "")
        return made

    async def _takes_back(self, wizard: Wizard, made: tuple[int, ...]) -> bool:
        """Two people paid at the same moment, and Odoo took both: the payment that found nothing left to pay goes."""
        headers = await self._ledger.documents.read_headers(wizard.document_ids)
        if any(header.amount_residual for header in headers):
            return False
        documents = await self._ledger.documents.open_all(wizard.document_ids)
        for document in documents:
            payments = {each.payment_id for each in document.payments}
            if not payments or payments & set(made):
                return False
        for payment in made if documents else ():
            try:
                await self._ledger.traces.take_back(payment)
            except DeskError as problem:
                raise OutcomeUnknown(
                    f"Somebody else paid this a moment before, and this payment could not be taken back: {problem.message}",
                    advice="It is an outstanding credit now. It is tried again; you can cancel it in Odoo, too.",
                    details=problem.details,
                ) from problem
        return bool(documents)

    async def settle(self, entry: Outgoing) -> Outgoing:
        if entry.order is None:
            return entry  # of a program of before, which did not write down what it asked for
        if not entry.wizards:
            return replace(entry, progress=Progress.REFUSED, reason=_NOT_DONE)
        await self._fence(entry.wizards)
        known = entry.payment_ids
        for wizard in entry.wizards[len(known) :]:
            found = await self._find(entry, wizard, known)
            if found is not None and await self._takes_back(wizard, (found,)):
                return replace(entry, progress=Progress.REFUSED, payment_ids=known, reason=_PAID_ALREADY)
            known = (*known, found) if found is not None else known
        entry = replace(entry, payment_ids=known)
        if len(known) == len(entry.wizards):
            return replace(entry, progress=Progress.DONE)
        reason = _some_made(entry, "the connection was lost before the next one.") if known else _NOT_DONE
        return replace(entry, progress=Progress.REFUSED, reason=reason)

    async def _fence(self, wizards: Sequence[Wizard]) -> None:
        for wizard in wizards:
            await self._ledger.traces.disarm(wizard)
        await self._ledger.traces.wait_for([each for wizard in wizards for each in wizard.document_ids])

    async def _find(self, entry: Outgoing, wizard: Wizard, known: tuple[int, ...]) -> int | None:
        """When this user paid it twice at the same moment, from two programs, one of the two goes: of the document's own, nothing else of his."""
        assert entry.order is not None
        others = await self._outbox.payments_of_others(entry.marker)
        made = await self._ledger.traces.payments_of(wizard, entry.order, entry.newest, {*known, *others})
        matched = [each.id for each in made if each.matched]
        loose = [each.id for each in made if not each.matched and each.like_ours]
        if matched and loose:
            await self._takes_back(wizard, tuple(loose))
        return next(iter((*matched, *loose)), None)


_NOT_DONE = "The connection was lost before the server had done it: nothing was done."
_PAID_ALREADY = "Somebody else paid this a moment before, so this payment was taken back: it is paid once."


def _some_made(entry: Outgoing, why: str) -> str:
    return f"{len(entry.payment_ids)} of {len(entry.wizards)} payments were made, then: {why}"


def _unknown(problem: ConnectionProblem) -> OutcomeUnknown:
    return OutcomeUnknown(problem.message, advice=problem.advice, details=problem.details)
