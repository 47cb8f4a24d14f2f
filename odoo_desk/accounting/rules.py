"""What may be done with a document in which state, and by whom; and when something is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.records import Document, Invoice, PaymentState, Rights, State


class Action(StrEnum):
    EDIT = "edit"
    POST = "post"
    PAY = "pay"
    RESET = "reset_to_draft"
    CANCEL = "cancel"
    DELETE = "delete"
    DUPLICATE = "duplicate"
    APPLY_CREDIT = "apply_credit"


_CLOSED = (PaymentState.PAID, PaymentState.IN_PAYMENT, PaymentState.REVERSED, PaymentState.BLOCKED, PaymentState.LEGACY)
REASONS = {
    Action.EDIT: "Only drafts can be changed. Reset the document to draft first.",
    Action.POST: "Only drafts can be posted.",
    Action.PAY: "Only posted invoices, bills, credit notes and receipts with an amount due can be paid.",
    Action.RESET: "Only posted or cancelled documents can be reset to draft.",
    Action.CANCEL: "Only drafts can be cancelled. Reset the document to draft first.",
    Action.DELETE: "Only drafts can be deleted.",
    Action.DUPLICATE: "You do not have the right to create documents.",
    Action.APPLY_CREDIT: "Only posted documents with an amount due can take a credit.",
}
SECURED = "This journal secures what is posted with a hash, so nothing in it is ever reset to draft. Make a credit note or a correcting entry instead."
NO_RIGHT = "Your user may look at documents but not change them. Ask your administrator for the Billing right."


def refusal(action: Action, document: Invoice, rights: Rights) -> str:
    """Why `action` is not offered for this document; "" when it is."""
    if not _has_right(action, rights):
        return NO_RIGHT
    return "" if _state_allows(action, document) else REASONS[action]


def refusal_of(action: Action, document: Document, rights: Rights) -> str:
    """The same of a document that is open, of which more is known."""
    if reason := refusal(action, document.header, rights):
        return reason
    return SECURED if action is Action.RESET and document.is_secured else ""


def refusal_for_all(action: Action, documents: Sequence[Invoice], rights: Rights) -> str:
    """Why `action` is not offered for a selection; "" when every one allows it. Paying several wants them alike in direction and currency."""
    if not documents:
        return "Nothing is selected."
    for document in documents:
        if reason := refusal(action, document, rights):
            return reason
    return ""


def _has_right(action: Action, rights: Rights) -> bool:
    if action is Action.DELETE:
        return rights.delete_invoices
    if action is Action.PAY:
        return rights.register_payments
    return rights.write_invoices


def _state_allows(action: Action, document: Invoice) -> bool:
    match action:
        case Action.EDIT | Action.POST | Action.DELETE | Action.CANCEL:
            return document.state is State.DRAFT
        case Action.RESET:
            return document.state in (State.POSTED, State.CANCELLED)
        case Action.PAY | Action.APPLY_CREDIT:
            return (
                document.state is State.POSTED
                and not document.move_type.is_entry
                and document.payment_state not in _CLOSED
                and document.amount_residual != ZERO
            )
        case Action.DUPLICATE:
            return True


def is_overdue(document: Invoice, today: date) -> bool:
    """An open instalment has matured: the rest of the document need not have."""
    due = document.next_due or document.due_date
    return (
        document.state is State.POSTED
        and document.payment_state not in _CLOSED
        and not document.move_type.is_entry
        and document.amount_residual != ZERO
        and due is not None
        and due < today
    )
