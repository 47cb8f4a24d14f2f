"""The register-payment wizard and the credit-note wizard. As in Odoo, running the first one twice pays twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from odoo_desk.demo import documents, matching, moves, payments, proposing
from odoo_desk.demo.books import Env, named
from odoo_desk.demo.records import (
    ZERO,
    Line,
    Move,
    Payment,
    Register,
    Reversal,
)
from odoo_desk.demo.refusals import UserError, ValidationError
from odoo_desk.demo.values import Values, check_names, linked_by, put

REGISTER, REVERSAL = "account.payment.register", "account.move.reversal"
Action = dict[str, object]


# --- registering a payment --------------------------------------------------------------------------------------------


def create(env: Env, values: Values) -> Register:
    check_names(env, REGISTER, values)
    lines = _lines(env, values)
    first = lines[0]
    inbound = first.balance > 0
    company = first.company_id
    wizard = Register(
        line_ids=tuple(lines),
        payment_date=env.books.today,
        company_id=company,
        partner_id=first.partner_id if len({line.partner_id for line in lines}) == 1 else None,
        currency_id=first.currency_id,
        payment_type="inbound" if inbound else "outbound",
        partner_type="customer"
        if first.account_id and first.account_id.account_type == "asset_receivable"
        else "supplier",
        communication=proposing.memo(lines),
        group_payment=len(proposing.batches(lines)) == 1 and len({line.move_id for line in lines}) == 1,
    )
    wizard.journal_id = proposing.default_journal(env.books, wizard)
    env.books.registers.add(wizard, env.user)
    _put(env, wizard, values)
    return wizard


def _lines(env: Env, values: Values) -> list[Line]:
    """The open lines of the documents that the context or the values name."""
    if values.get("line_ids"):
        lines = [each for each in linked_by(env, "account.move.line", values["line_ids"]) if isinstance(each, Line)]
    else:
        ids = env.context.get("active_ids")
        ids = ids if isinstance(ids, list) else [env.context["active_id"]] if "active_id" in env.context else []
        if env.context.get("active_model") == "account.move.line":
            lines = list(named(env, env.books.lines, ids))
        else:
            lines = [line for move in named(env, env.books.moves, ids) for line in move.term_lines]
    if not lines:
        raise UserError(
            "The register payment wizard should only be called on account.move or account.move.line records."
        )
    if not env.flavour.pays_drafts and any(line.move_id.state != "posted" for line in lines):
        raise UserError("You can only register payment for posted journal entries.")
    lines = [line for line in lines if line.amount_residual and line.move_id.state != "cancel"]
    if not lines:
        raise UserError(
            "You can't register a payment because there is nothing left to pay on the selected journal items."
            if env.flavour.version < 18
            else "There's nothing left to pay for the selected journal items, so no payment registration is necessary. "
            "You've got your finances under control like a boss!"
        )
    if len({line.company_id for line in lines}) > 1:
        raise UserError("You can't create payments for entries belonging to different companies.")
    if len({line.account_id.account_type for line in lines if line.account_id}) > 1:
        raise UserError("You can't register payments for both inbound and outbound moves at the same time.")
    return lines


def write(env: Env, wizard: Register, values: Values) -> None:
    check_names(env, REGISTER, values, writing=True)
    _put(env, wizard, values)


def _put(env: Env, wizard: Register, values: Values) -> None:
    books = env.books
    values = dict(values)
    method = values.pop("payment_method_id", None)
    put(env, wizard, REGISTER, {name: value for name, value in values.items() if name != "line_ids"})
    if method or "journal_id" in values or wizard.payment_method_line_id is None:
        offered = proposing.methods_for(books, wizard)
        if "payment_method_line_id" not in values:
            wizard.payment_method_line_id = next(
                (each for each in offered if not method or each.payment_method_id.id == method), None
            )
    wizard.amount_is_given |= "amount" in values
    if not wizard.amount_is_given:
        proposing.propose(env, wizard, keeps_mode="installments_mode" in values)
    elif "installments_mode" not in values:
        proposing.take_mode(env, wizard)
    env.books.touch(wizard, env.user)


def run(env: Env, wizard: Register) -> Action:
    """Makes the payments and matches them. Nothing keeps a second run from making more of them."""
    if wizard.journal_id is None:
        raise _without_journal(env)
    one = proposing.can_edit(wizard) and (wizard.group_payment or len({line.move_id for line in wizard.line_ids}) == 1)
    if one:
        made = [_pay(env, wizard, list(wizard.line_ids), wizard.amount, alone=True)]
    else:
        parts = proposing.batches(wizard.line_ids)
        if not wizard.group_payment:
            parts = [
                [line for line in batch if line.move_id is move]
                for batch in parts
                for move in dict.fromkeys(line.move_id for line in batch)
            ]
        made = [_pay(env, wizard, part, _open(part), alone=False) for part in parts]
    action: Action = {
        "name": "Payments",
        "type": "ir.actions.act_window",
        "res_model": "account.payment",
        "context": {"create": False},
    }
    if len(made) == 1:
        return {**action, "view_mode": "form", "res_id": made[0].id}
    view = "tree,form" if env.flavour.version < 18 else "list,form"
    return {**action, "view_mode": view, "domain": [["id", "in", [each.id for each in made]]]}


def _open(lines: Iterable[Line]) -> Decimal:
    """What is open, or was: a wizard that is run again pays the same amount once more."""
    lines = list(lines)
    open_amount = abs(sum((line.amount_residual_currency for line in lines), ZERO))
    return open_amount or abs(sum((line.amount_currency for line in lines), ZERO))


def _without_journal(env: Env) -> ValidationError:
    if env.flavour.version < 18:
        return ValidationError(
            "The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the"
            " record being deleted. If possible, archive it instead.\n\nModel: Journal Entry (account.move), Field: Journal (journal_id)"
        )
    return ValidationError(
        "The operation cannot be completed: Missing required value for the field 'Journal' (journal_id).\nModel: 'Payments'"
        " (account.payment)\n- create/update: a mandatory field is not set\n- delete: another model requires the record being deleted,"
        " you can archive it instead\n"
    )


def _pay(env: Env, wizard: Register, lines: list[Line], amount: Decimal, *, alone: bool) -> Payment:
    books, first = env.books, lines[0]
    assert wizard.journal_id
    currency = wizard.currency_id if alone else first.currency_id
    assert currency
    payment = Payment(
        by_wizard=True,
        payment_type=wizard.payment_type,
        partner_type=wizard.partner_type,
        memo=wizard.communication if alone else proposing.memo(lines),
        date=wizard.payment_date or books.today,
        amount=amount,
        currency_id=currency,
        journal_id=wizard.journal_id,
        company_id=wizard.journal_id.company_id,
        partner_id=first.partner_id,
        partner_bank_id=wizard.partner_bank_id,
        payment_method_line_id=wizard.payment_method_line_id,
        invoice_ids=tuple(dict.fromkeys(line.move_id for line in lines)),
    )
    books.payments.add(payment, env.user)
    if alone and wizard.payment_difference_handling == "reconcile" and any(line.amount_residual for line in lines):
        payment.write_off_amount = proposing.difference(env, wizard)
        payment.write_off_account = wizard.writeoff_account_id
        payment.write_off_label = wizard.writeoff_label
        if wizard.early_payment_discount_mode:
            payment.write_off_account = wizard.writeoff_account_id or proposing.discount_account(books, wizard)
            payment.write_off_label = "Early Payment Discount"
        if payment.write_off_amount and payment.write_off_account is None:
            raise ValidationError("The write-off needs an account.")
    payments.post(books, payment)
    counterparts = [line for line in (payment.move_id.line_ids if payment.move_id else ()) if line.is_term]
    open_lines = [line for line in lines if line.amount_residual and _can_be_matched(env, line)]
    if open_lines and counterparts:
        matching.reconcile(books, [*open_lines, *counterparts])
    for move in payment.invoice_ids:
        books.touch(move, env.user)
    return payment


def _can_be_matched(env: Env, line: Line) -> bool:
    """On a draft 18 makes the payment and does not match it; 19 matches it (api-facts 3.6)."""
    return line.move_id.state == "posted" or env.flavour.draft_keeps_matches


# --- credit notes -----------------------------------------------------------------------------------------------------


def create_reversal(env: Env, values: Values) -> Reversal:
    check_names(env, REVERSAL, values)
    ids = env.context.get("active_ids")
    given = linked_by(env, "account.move", values.get("move_ids"))
    chosen = [each for each in given if isinstance(each, Move)] or list(
        named(env, env.books.moves, ids if isinstance(ids, list) else [])
    )
    if not chosen or any(move.state != "posted" for move in chosen):
        raise UserError("You can only reverse posted moves.")
    if env.flavour.reversal_needs_journal and not values.get("journal_id"):
        raise ValidationError(
            "The operation cannot be completed: Missing required value for the field 'Journal' (journal_id).\n"
            "Model: 'Account Move Reversal' (account.move.reversal)\n- create/update: a mandatory field is not set\n"
        )
    wizard = Reversal(move_ids=tuple(chosen), date=env.books.today, company_id=chosen[0].company_id)
    env.books.reversals.add(wizard, env.user)
    put(env, wizard, REVERSAL, {name: value for name, value in values.items() if name != "move_ids"})
    return wizard


def reverse(env: Env, wizard: Reversal, *, modify: bool) -> Action:
    """`modify`: the credit note is posted and matched, and a new draft takes the place of the original."""
    method = wizard.refund_method if env.flavour.refund_method else "modify" if modify else "refund"
    refunds = [_refund(env, wizard, move) for move in wizard.move_ids]
    if method in ("cancel", "modify"):
        for refund in refunds:
            moves.post(env, [refund])
            original = refund.reversed_entry_id
            if original and not env.flavour.refund_matches_itself:
                moves.match_with(env.books, refund, original)
        if method == "modify":
            refunds = [_draft_again(env, move) for move in wizard.move_ids]
    for move in wizard.move_ids:
        if env.flavour.version >= 16:
            env.books.touch(move, env.user)
    wizard.new_move_ids = tuple(refunds)
    action: Action = {"name": "Reverse Moves", "type": "ir.actions.act_window", "res_model": "account.move"}
    if len(refunds) == 1:
        if env.flavour.version >= 16:
            action["context"] = {"default_move_type": refunds[0].move_type}
        return {**action, "view_mode": "form", "res_id": refunds[0].id}
    return {**action, "view_mode": "tree,form", "domain": [["id", "in", [each.id for each in refunds]]]}


_REFUND_OF: Mapping[str, str] = {
    "out_invoice": "out_refund",
    "in_invoice": "in_refund",
    "out_refund": "out_invoice",
    "in_refund": "in_invoice",
    "out_receipt": "out_refund",
    "in_receipt": "in_refund",
    "entry": "entry",
}


def _refund(env: Env, wizard: Reversal, move: Move) -> Move:
    refund = moves.copy(env, move)
    day = wizard.date or env.books.today
    refund.move_type, refund.journal_id = _REFUND_OF[move.move_type], wizard.journal_id or move.journal_id
    refund.reversed_entry_id, refund.date = move, day
    refund.ref = f"Reversal of: {move.name}" + (f", {wizard.reason}" if wizard.reason else "")
    if refund.is_invoice:
        refund.invoice_date, refund.invoice_payment_term_id, refund.invoice_date_due = day, None, day
    else:
        for line in refund.line_ids:
            env.books.lines.remove(line)
        refund.line_ids = tuple(moves.copied_line(env, line, refund, -1) for line in move.line_ids)
    move.reversal_move_ids = (*move.reversal_move_ids, refund)
    documents.work_out(env.books, refund)
    return refund


def _draft_again(env: Env, move: Move) -> Move:
    twin = moves.copy(env, move)
    twin.invoice_date = move.invoice_date
    twin.date = move.date
    documents.work_out(env.books, twin)
    return twin
