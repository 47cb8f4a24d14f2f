"""A document as something to edit, and what is wrong with it before it is sent."""

from __future__ import annotations

from odoo_desk.accounting.drafting import draft_line
from odoo_desk.accounting.records import Document, Draft, LineKind
from odoo_desk.errors import InvalidInput


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
        lines=tuple(map(draft_line, document.lines)),
        fiscal_position_id=document.fiscal_position.id if document.fiscal_position else 0,
        auto_post=document.auto_post,
        auto_post_until=document.auto_post_until,
        origin=header.origin,
        cash_rounding_id=document.cash_rounding.id if document.cash_rounding else 0,
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
