"""What becomes of documents and entries: posted, reset, cancelled, deleted, duplicated, each as its version of Odoo would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from odoo_desk.demo import distributing, documents, locking, matching, numbering
from odoo_desk.demo.books import Books, Env
from odoo_desk.demo.drafting import touch
from odoo_desk.demo.records import NOTES, USER_LINES, Line, Move
from odoo_desk.demo.refusals import AccessError, UserError


def post(env: Env, moves: Sequence[Move]) -> None:
    if not env.as_system and not {"invoice", "manager"} & env.user.groups:
        raise AccessError("You don't have the access rights to post an invoice.")
    for move in moves:
        _check_may_post(env, move)
    for move in moves:
        if move.state == "draft":
            _post(env, move)


def _check_may_post(env: Env, move: Move) -> None:
    flavour = env.flavour
    if move.state != "draft":
        if flavour.post_again == "silent" and move.state == "posted":
            return
        if flavour.post_again == "already" and move.state == "posted":
            raise UserError(f"The entry {move.name} (id {move.id}) is already posted.")
        raise UserError(f"The entry {move.name} (id {move.id}) must be in draft.")
    # A note alone brings an instalment over nothing along, and is posted (measured on 14 and 19).
    if not (move.line_ids if move.is_invoice else [each for each in move.line_ids if each.display_type not in NOTES]):
        raise UserError(
            "Even magicians can't post nothing!" if flavour.version >= 18 else "You need to add a line before posting."
        )
    if move.is_invoice and move.partner_id is None and not move.move_type.endswith("receipt"):
        field = "Customer" if move.is_sale else "Vendor"
        raise UserError(
            f"The field '{field}' is required, please complete it to validate the document."
            if flavour.version < 18
            else f"The '{field}' field is required to validate the invoice.\n"
            "You probably don't want to explain to your auditor that you invoiced an invisible man :)"
        )
    if move.amount_total < 0 and move.is_invoice:
        raise UserError(
            "You cannot validate an invoice with a negative total amount. You should create a credit note instead. "
            "Use the action menu to transform it into a credit note or refund."
        )
    if move.is_invoice and not move.is_sale and move.invoice_date is None and flavour.bill_needs_date:
        raise UserError("The Bill/Refund date is required to validate this document.")
    distributing.check(env, move)


def _post(env: Env, move: Move) -> None:
    books = env.books
    if move.is_invoice and move.invoice_date is None:
        move.invoice_date = books.today
        move.date = books.today if move.date < books.today or not move.is_sale else move.date
    locking.move_date(env, move)
    if not numbering.keeps_number(books, move):
        move.name = numbering.next_number(books, move)
    if move.is_sale and not move.payment_reference:
        move.payment_reference = move.name
    move.state, move.posted_before = "posted", True
    locking.check(env, move)
    move.checked = "manager" in env.user.groups
    if move.journal_id.restrict_mode_hash_table:
        move.inalterable_hash = sha256(f"{move.name} {move.amount_total}".encode()).hexdigest()
    if move.partner_id and move.is_invoice:
        partner = move.partner_id.commercial_partner_id
        if move.is_sale:
            partner.customer_rank += 1
        else:
            partner.supplier_rank += 1
        if env.flavour.version >= 19 and books.fixed_now is None:
            books.touch(partner)
    documents.work_out(books, move)
    touch(env, move)
    original = move.reversed_entry_id
    if env.flavour.refund_matches_itself and original and original.state == "posted":
        match_with(books, move, original)


def is_secured(move: Move) -> bool:
    """A journal that secures with a hash does so when it posts; up to 16 it closes what was posted before as well (here: the same)."""
    return move.state == "posted" and bool(move.inalterable_hash)


def match_with(books: Books, move: Move, original: Move) -> None:
    """A credit note and what it credits."""
    open_lines = [line for line in (*original.term_lines, *move.term_lines) if line.amount_residual]
    for account in dict.fromkeys(line.account_id for line in open_lines):
        matching.reconcile(books, [line for line in open_lines if line.account_id is account])


def reset(env: Env, moves: Iterable[Move]) -> None:
    for move in moves:
        if move.state not in ("posted", "cancel") and env.flavour.reset_again == "silent":
            continue
        if move.state not in ("posted", "cancel"):
            raise UserError("Only posted/cancelled journal entries can be reset to draft.")
        if move.journal_id.code == "EXCH" and move.state == "posted":
            raise UserError("You cannot reset to draft an exchange difference journal entry.")
        if is_secured(move):
            raise UserError(
                "You cannot modify a posted entry of this journal because it is in strict mode."
                if env.flavour.version < 17
                else "You cannot reset to draft a locked journal entry."
            )
        if move.state == "posted":
            locking.check(env, move)
        if not env.flavour.draft_keeps_matches or not move.is_invoice:
            matching.unmatch_all(env.books, move)
        move.state = "draft"
        if move.origin_payment_id:
            move.origin_payment_id.stage = "draft"
        documents.work_out(env.books, move)
        touch(env, move)


def cancel(env: Env, moves: Iterable[Move]) -> None:
    for move in moves:
        matching.unmatch_all(env.books, move)
        move.state = "cancel"
        documents.work_out(env.books, move)
        touch(env, move)


def unlink(env: Env, moves: Iterable[Move]) -> None:
    for move in moves:
        if move.state == "posted":
            raise UserError(
                "You cannot delete an entry which has been posted once."
                if env.flavour.version < 16
                else "You can't delete a posted journal item. Don't play games with your accounting records; "
                "reset the journal entry to draft before deleting it."
            )
        if move.posted_before and not env.flavour.once_posted_may_go:
            raise UserError("You cannot delete an entry which has been posted once.")
        if any(line.matches for line in move.line_ids):
            matching.unmatch_all(env.books, move)
        numbering.free(env.books, move)
        for line in move.line_ids:
            env.books.lines.remove(line)
        env.books.moves.remove(move)
        for name, record in list(env.books.external_ids.items()):
            if record is move:
                del env.books.external_ids[name]


def copy(env: Env, move: Move) -> Move:
    books = env.books
    twin = Move(
        move_type=move.move_type,
        company_id=move.company_id,
        journal_id=move.journal_id,
        currency_id=move.currency_id,
        partner_id=move.partner_id,
        partner_bank_id=move.partner_bank_id,
        invoice_payment_term_id=move.invoice_payment_term_id,
        invoice_user_id=move.invoice_user_id,
        narration=move.narration,
        document_tax_mode=move.document_tax_mode,
        date=books.today,
    )
    books.moves.add(twin, env.user)
    twin.line_ids = tuple(copied_line(env, line, twin) for line in move.line_ids if line.display_type in USER_LINES)
    documents.work_out(books, twin)
    return twin


def copied_line(env: Env, line: Line, move: Move, sign: int = 1) -> Line:
    twin = Line(
        move_id=move,
        display_type=line.display_type,
        sequence=line.sequence,
        name=line.name,
        account_id=line.account_id,
        partner_id=line.partner_id,
        product_id=line.product_id,
        quantity=line.quantity,
        price_unit=line.price_unit,
        discount=line.discount,
        tax_ids=line.tax_ids,
        currency_id=line.currency_id,
        amount_currency=sign * line.amount_currency,
        balance=sign * line.balance,
        analytic_distribution=line.analytic_distribution,
        analytic_account_id=line.analytic_account_id,
    )
    return env.books.lines.add(twin, env.user)
