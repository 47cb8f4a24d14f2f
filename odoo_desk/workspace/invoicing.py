"""Draft, edit, post, reset, cancel, delete, duplicate; apply and undo credits. For all seven move types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from odoo_desk.accounting.records import Document, Draft, DraftLine, LineKind, MoveType, Totals
from odoo_desk.accounting.rules import Action, refusal
from odoo_desk.errors import InvalidInput, NotAllowed
from odoo_desk.workspace.link import Link


@dataclass(frozen=True, slots=True)
class Posted:
    """`notice` says what the server did differently from what was asked (another accounting date, say); "" if nothing."""

    document: Document
    notice: str


class Invoicing:
    def __init__(self, link: Link) -> None:
        self._link = link

    async def open(self, document_id: int) -> Document:
        """From the server; without one as it was when it was last read. NotConnected when it never was."""
        if not self._link.is_online and (kept := await self._link.mirror.document(document_id)):
            return kept
        document = await self._link.ledger.documents.open(document_id)
        await self._link.mirror.put_documents([document])
        return document

    async def written_at(self, document_id: int) -> datetime | None:
        """When it was last changed, as far as is known here; None when it is gone."""
        headers = await self._link.mirror.headers([document_id])
        return headers[0].written_at if headers else None

    async def blank(self, move_type: MoveType, today: date) -> Draft:
        """A draft with what the server would fill in by itself: journal, currency, today's date."""
        return await self._link.ledger.documents.blank(move_type, today)

    async def create(self, draft: Draft) -> Document:
        check(draft)
        document_id = await self._link.ledger.documents.create(draft)
        return await self._reopen(document_id)

    async def change(self, original: Draft, edited: Draft) -> Document:
        """Writes only what differs between the two: fields and lines that we do not show stay as they are."""
        check(edited)
        assert original.id is not None
        await self._link.ledger.documents.change(original, edited)
        return await self._reopen(original.id)

    async def annotate(self, original: Draft, edited: Draft) -> Document:
        """On a posted document: reference, payment reference, recipient bank, terms and conditions; nothing else is sent."""
        assert original.id is not None
        await self._link.ledger.documents.annotate(original, edited)
        return await self._reopen(original.id)

    async def preview(self, draft: Draft) -> Totals:
        """Totals without saving: the server's where the version can work them out, else an estimate marked as one."""
        return await self._link.ledger.documents.preview(draft)

    async def line_for_product(self, product_id: int, move_type: MoveType) -> DraftLine:
        """What a new line with this product starts with: description, price, taxes."""
        return await self._link.ledger.documents.line_for_product(product_id, move_type)

    async def post(self, document_id: int) -> Posted:
        before = await self._require(Action.POST, document_id)
        await self._link.ledger.documents.post(document_id)
        document = await self._reopen(document_id)
        return Posted(document, _difference(before, document))

    async def reset_to_draft(self, document_id: int) -> Document:
        await self._require(Action.RESET, document_id)
        await self._link.ledger.documents.reset_to_draft(document_id)
        return await self._reopen(document_id)

    async def cancel(self, document_id: int) -> Document:
        await self._require(Action.CANCEL, document_id)
        await self._link.ledger.documents.cancel(document_id)
        return await self._reopen(document_id)

    async def delete(self, document_id: int) -> None:
        await self._require(Action.DELETE, document_id)
        await self._link.ledger.documents.delete(document_id)
        await self._link.touched(documents={document_id})

    async def duplicate(self, document_id: int) -> Document:
        await self._require(Action.DUPLICATE, document_id)
        return await self._reopen(await self._link.ledger.documents.duplicate(document_id))

    async def apply_credit(self, document_id: int, line_id: int) -> Document:
        await self._require(Action.APPLY_CREDIT, document_id)
        await self._link.ledger.documents.apply_credit(document_id, line_id)
        return await self._reopen(document_id)

    async def undo_payment(self, document_id: int, partial_id: int) -> Document:
        """Unreconciles one payment or credit; the payment itself stays and is outstanding again."""
        await self._link.ledger.documents.undo_payment(document_id, partial_id)
        return await self._reopen(document_id)

    async def _require(self, action: Action, document_id: int) -> Document:
        document = await self._link.ledger.documents.open(document_id)
        if reason := refusal(action, document.header, self._link.ledger.user.rights):
            raise NotAllowed(reason)
        return document

    async def _reopen(self, document_id: int) -> Document:
        document = await self._link.ledger.documents.open(document_id)
        others = {each.move_id for each in document.payments} | {each.move_id for each in document.outstanding}
        payments = {each.payment_id for each in document.payments} | {each.payment_id for each in document.outstanding}
        await self._link.mirror.put_documents([document])
        await self._link.touched({document_id, *filter(None, others)}, filter(None, payments))
        return document


def draft_of(document: Document) -> Draft:
    """The document as something to edit; changing it back to a Draft and saving it unchanged writes nothing."""
    header = document.header
    return Draft(
        move_type=header.move_type,
        id=header.id,
        partner_id=header.partner.id if header.partner else None,
        invoice_date=header.invoice_date,
        accounting_date=header.accounting_date,
        due_date=header.due_date,
        payment_term_id=document.payment_term.id if document.payment_term else None,
        journal_id=header.journal.id,
        currency_id=header.currency.id,
        ref=header.ref,
        payment_reference=header.payment_reference,
        partner_bank_id=document.partner_bank.id if document.partner_bank else None,
        narration=document.narration,
        lines=tuple(
            DraftLine(
                kind=line.kind,
                id=line.id,
                product_id=line.product.id if line.product else None,
                name=line.name,
                account_id=line.account.id if line.account else None,
                partner_id=line.partner.id if line.partner else None,
                quantity=line.quantity,
                price_unit=line.price_unit,
                discount=line.discount,
                tax_ids=tuple(tax.id for tax in line.taxes),
                debit=line.debit,
                credit=line.credit,
            )
            for line in document.lines
        ),
    )


def check(draft: Draft) -> None:
    """What the server would refuse, or take without a word, said before it is sent."""
    for number, line in enumerate(draft.lines):
        if line.kind is not LineKind.PRODUCT and not line.name.strip():
            raise InvalidInput(
                f"Line {number + 1} is an empty {line.kind.value.removeprefix('line_')}.", field="name", line=number
            )
        if draft.move_type.is_entry and line.debit and line.credit:
            raise InvalidInput(f"Line {number + 1} has both a debit and a credit.", field="debit", line=number)
    if draft.move_type.is_entry:
        difference = sum(line.debit - line.credit for line in draft.lines)
        if difference:
            raise InvalidInput(
                f"The entry does not balance: debit and credit differ by {abs(difference)}.", field="lines"
            )


def _difference(before: Document, after: Document) -> str:
    asked, got = before.header.accounting_date, after.header.accounting_date
    if asked != got:
        return f"The server booked it on {got.isoformat()}, not on {asked.isoformat()}: that day is probably in a locked period."
    return ""
