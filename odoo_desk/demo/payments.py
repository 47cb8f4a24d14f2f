"""Payments: each posted one has an entry of its own, with money on an outstanding account against the partner's."""

from __future__ import annotations

from odoo_desk.demo import documents, matching, numbering, widgets
from odoo_desk.demo.books import Books
from odoo_desk.demo.records import ZERO, Account, Line, Move, Payment
from odoo_desk.demo.refusals import UserError, ValidationError
from odoo_desk.demo.taxes import rounded


def state(books: Books, payment: Payment) -> str:
    """What this version calls the stage it is in (api-facts 3.6, odoo20.md section 5)."""
    flavour = books.flavour
    if payment.stage == "cancelled":
        return flavour.cancelled_state
    if payment.stage == "draft" or flavour.paid_states == "posted":
        return payment.stage
    if flavour.paid_states == "wizard":
        return "paid" if payment.by_wizard else "in_process"
    if flavour.paid_states == "matched":
        return "paid" if payment.partner_type == "customer" and _pays_all(payment) else "in_process"
    return "reconciled" if _pays_all(payment) else "paid"


def _pays_all(payment: Payment) -> bool:
    """The documents it is matched with are paid."""
    found = matching.matched_documents(payment.move_id)
    return bool(found) and all(move.payment_state in ("paid", "in_payment", "reversed") for move in found)


def liquidity_line(payment: Payment) -> Line | None:
    lines = payment.move_id.line_ids if payment.move_id else ()
    return next((line for line in lines if not line.is_term and line.account_id is not payment.write_off_account), None)


def outstanding_account(payment: Payment) -> Account | None:
    method = payment.payment_method_line_id
    return payment.outstanding_account_id or (method.payment_account_id if method else None)


def make_entry(books: Books, payment: Payment) -> Move:
    """Its journal entry, made or made again."""
    move = payment.move_id or books.moves.add(Move(origin_payment_id=payment), payment.create_uid)
    payment.move_id = move
    move.journal_id, move.company_id, move.date = payment.journal_id, payment.company_id, payment.date
    move.currency_id, move.partner_id, move.ref = payment.currency_id, payment.partner_id, payment.memo
    payment.destination_account_id = documents.partner_account(
        books, payment.company_id, payment.partner_id, receivable=payment.partner_type == "customer"
    )
    payment.outstanding_account_id = outstanding_account(payment)
    sign = 1 if payment.payment_type == "inbound" else -1
    amounts = [
        (payment.outstanding_account_id, payment.amount, _words(books, payment)),
        (payment.destination_account_id, -payment.amount - payment.write_off_amount, _words(books, payment)),
    ]
    if payment.write_off_amount:
        amounts.append((payment.write_off_account, payment.write_off_amount, payment.write_off_label))
    exchange = documents.rate(books, payment.company_id, payment.currency_id, payment.date)
    step = payment.company_id.currency_id.rounding
    for line in move.line_ids[len(amounts) :]:
        books.lines.remove(line)
    kept, rest, lines = move.line_ids, ZERO, list[Line]()
    for position, (account, amount, name) in enumerate(amounts):
        line = kept[position] if position < len(kept) else books.lines.add(Line(move_id=move), payment.create_uid)
        line.account_id, line.name, line.currency_id = account, name, payment.currency_id
        line.partner_id = payment.partner_id.commercial_partner_id if payment.partner_id else None
        line.date_maturity = payment.date
        line.amount_currency = sign * amount
        is_last = position == len(amounts) - 1
        line.balance = -rest if is_last else rounded(line.amount_currency / exchange, step)
        rest += line.balance
        lines.append(line)
    move.line_ids = tuple(lines)
    return move


def _words(books: Books, payment: Payment) -> str:
    """What its journal items say."""
    method = payment.payment_method_line_id
    if books.flavour.version >= 18:
        return f"{method.name if method else 'Manual Payment'}: {payment.memo}"
    kind = "Customer" if payment.partner_type == "customer" else "Vendor"
    way = "Payment" if (kind == "Customer") is (payment.payment_type == "inbound") else "Reimbursement"
    amount = widgets.shown(payment.amount, payment.currency_id)
    partner = payment.partner_id.name if payment.partner_id else ""
    return f"{kind} {way} {amount} - {partner} - {payment.date:%m/%d/%Y}"


def check(payment: Payment) -> None:
    if payment.amount < ZERO:
        raise ValidationError("The payment amount cannot be negative.")
    if payment.payment_method_line_id is None:
        raise ValidationError(
            f"Please define a payment method line on your payment. (journal {payment.journal_id.name})"
        )


def post(books: Books, payment: Payment) -> None:
    if payment.stage != "draft":
        if books.flavour.post_again == "silent" or not books.flavour.payment_has_entry:
            return
        raise UserError(
            f"The entry {payment.name} (id {payment.move_id.id if payment.move_id else 0}) must be in draft."
        )
    check(payment)
    move = make_entry(books, payment)
    move.name = move.name or payment.name
    if not numbering.keeps_number(books, move):
        move.name = numbering.next_number(books, move)
    payment.name = move.name
    payment.stage, move.state, move.posted_before = "posted", "posted", True
    for invoice in payment.invoice_ids:
        if payment not in invoice.direct_payments:
            invoice.direct_payments = (*invoice.direct_payments, payment)
    documents.update(books, move)
    books.touch(move)
    books.touch(payment)


def reset(books: Books, payment: Payment) -> None:
    if payment.move_id:
        if not books.flavour.draft_keeps_matches:
            matching.unmatch_all(books, payment.move_id)
        payment.move_id.state = "draft"
        documents.update(books, payment.move_id)
        books.touch(payment.move_id)
    payment.stage = "draft"
    books.touch(payment)


def cancel(books: Books, payment: Payment) -> None:
    move = payment.move_id
    if move:
        if books.flavour.cancel_frees or payment.stage == "draft":
            matching.unmatch_all(books, move)
        if payment.stage == "draft" and not books.flavour.payment_has_entry:
            _remove_entry(books, payment)
        else:
            move.state = "cancel"
            documents.update(books, move)
            books.touch(move)
    payment.stage = "cancelled"
    books.touch(payment)


def unlink(books: Books, payment: Payment) -> None:
    if payment.stage == "posted":
        words = "You cannot delete an entry which has been posted once."
        raise (UserError if books.flavour.payment_has_entry else ValidationError)(words)
    _remove_entry(books, payment)
    books.payments.remove(payment)


def _remove_entry(books: Books, payment: Payment) -> None:
    move = payment.move_id
    if move is None:
        return
    matching.unmatch_all(books, move)
    numbering.free(books, move)
    for line in move.line_ids:
        books.lines.remove(line)
    books.moves.remove(move)
    payment.move_id = None
