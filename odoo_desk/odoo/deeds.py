"""Writes in a bookkeeper's words: what was done, to which documents."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.odoo.wire.call import Call

_WORDS = {
    ("account.move", "write"): "changed",
    ("account.move", "unlink"): "deleted",
    ("account.move", "copy"): "duplicated",
    ("account.move", "action_post"): "posted",
    ("account.move", "button_draft"): "reset to draft",
    ("account.move", "button_cancel"): "cancelled",
    ("account.move", "js_assign_outstanding_line"): "credit applied",
    ("account.move", "js_remove_outstanding_partial"): "payment undone",
    ("account.move.line", "reconcile"): "reconciled",
    ("account.payment", "unlink"): "taken back",
    ("account.payment.register", "action_create_payments"): "paid",
}


def word_for(call: Call) -> str:
    """ "" for what changes nothing yet: a wizard that is being filled in, an empty document that is being made."""
    if call.method == "write" and "default_move_type" in call.context:
        return "created"  # what fills the empty document
    return _WORDS.get((call.model, call.method), "")


def documents_of(call: Call) -> tuple[int, ...]:
    """What was paid is in the context. A payment is no document, nor is a journal item."""
    if call.model in ("account.payment", "account.move.line"):
        return ()
    if call.model == "account.payment.register":
        named = call.context.get("active_ids")
        return _ids(named if isinstance(named, Sequence) and not isinstance(named, str) else ())
    return _ids(call.ids or ())


def _ids(found: Sequence[object]) -> tuple[int, ...]:
    return tuple(each for each in found if isinstance(each, int) and not isinstance(each, bool))
