"""Computed fields of documents and their lines."""

from __future__ import annotations

from odoo_desk.demo import locking, moves, widgets
from odoo_desk.demo import records as r
from odoo_desk.demo.books import Env
from odoo_desk.demo.computed import display_name, field
from odoo_desk.demo.computed_directory import internal_group, internal_type
from odoo_desk.demo.documents import exchange_of
from odoo_desk.demo.records import Record


@field("account.move", "name")
def _move_name(env: Env, move: r.Move) -> object:
    return move.name or env.flavour.draft_name


@field("account.move", "name_placeholder")
def _name_placeholder(_env: Env, _move: r.Move) -> object:
    return ""


@field("account.move", "payment_state")
def _document_payment_state(env: Env, move: r.Move) -> object:
    return move.payment_state if move.is_invoice or env.flavour.version > 14 else ""


@field("account.move", "status_in_payment")
def _status_in_payment(env: Env, move: r.Move) -> object:
    if move.state != "posted":
        return move.state
    is_fresh = env.flavour.version >= 19 and move.payment_state == "not_paid"
    return ("sent" if move.is_move_sent else "posted") if is_fresh else move.payment_state


@field("account.move", "invoice_partner_display_name")
def _partner_name(env: Env, move: r.Move) -> object:
    return display_name(env, move.partner_id) if move.partner_id else ""


@field("account.move", "company_currency_id")
@field("account.move.line", "company_currency_id")
@field("account.payment", "company_currency_id")
@field("account.payment.register", "company_currency_id")
def _company_currency(env: Env, record: Record) -> object:
    company = getattr(record, "company_id", None)
    return company.currency_id if isinstance(company, r.Company) else env.company.currency_id


@field("account.move", "invoice_currency_rate")
def _currency_rate(env: Env, move: r.Move) -> object:
    return exchange_of(env.books, move)


@field("account.move", "amount_total_in_currency_signed")
def _in_currency_signed(_env: Env, move: r.Move) -> object:
    return move.amount_total * (-move.direction if move.is_invoice else 1)


@field("account.move", "amount_paid")
def _amount_paid(_env: Env, move: r.Move) -> object:
    return move.amount_total - move.amount_residual


@field("account.move", "auto_post")
def _auto_post(env: Env, move: r.Move) -> object:
    return move.auto_post if env.flavour.version >= 16 else bool(move.auto_post) and move.auto_post != "no"


@field("account.move", "tax_lock_date_message")
def _tax_lock(env: Env, move: r.Move) -> object:
    return locking.message(env, move)


@field("account.move", "duplicated_ref_ids")
def _duplicates(env: Env, move: r.Move) -> object:
    """Of the same partner: bills by reference and year, or by amount and date; invoices by amount and date."""
    if move.move_type not in ("out_invoice", "out_refund", "in_invoice", "in_refund") or not move.partner_id:
        return ()
    return tuple(
        each
        for each in env.books.moves
        if each is not move
        and each.state != "cancel"
        and each.move_type == move.move_type
        and each.company_id is move.company_id
        and each.commercial_partner_id is move.commercial_partner_id
        and _is_duplicate(each, move)
    )


def _is_duplicate(one: r.Move, other: r.Move) -> bool:
    if not one.is_sale and one.ref and one.ref == other.ref:
        days = one.invoice_date, other.invoice_date
        return days[0] is None or days[1] is None or days[0].year == days[1].year
    return bool(one.amount_total) and one.amount_total == other.amount_total and one.invoice_date == other.invoice_date


@field("account.move", "partner_credit_warning", "abnormal_amount_warning", "abnormal_date_warning")
def _nothing_abnormal(_env: Env, _move: r.Move) -> object:
    """No company here has a credit limit, and no partner enough documents to know what is usual."""
    return ""


@field("account.move", "made_sequence_gap")
def _made_gap(_env: Env, move: r.Move) -> object:
    return bool(move.name) and move.state != "posted"


@field("account.move", "restrict_mode_hash_table")
def _is_restricted(_env: Env, move: r.Move) -> object:
    return move.journal_id.restrict_mode_hash_table


@field("account.move", "show_reset_to_draft_button")
def _may_reset(_env: Env, move: r.Move) -> object:
    return move.state == "cancel" or (move.state == "posted" and not moves.is_secured(move))


@field("account.move", "matched_payment_ids")
def _matched_payments(_env: Env, move: r.Move) -> object:
    found = [match.other(line).payment_id for line in move.term_lines for match in line.matches]
    return tuple(dict.fromkeys(each for each in (*move.direct_payments, *found) if each))


for _name, _compute in widgets.FIELDS.items():
    field("account.move", _name)(_compute)


@field("account.move.line", "display_type")
def _display_type(env: Env, line: r.Line) -> object:
    return line.display_type if env.flavour.version >= 16 or line.display_type in r.NOTES else ""


@field("account.move.line", "exclude_from_invoice_tab")
def _excluded(_env: Env, line: r.Line) -> object:
    return line.display_type not in r.USER_LINES and not _is_coins(line)


@field("account.move.line", "is_rounding_line")
def _is_rounding_line(_env: Env, line: r.Line) -> object:
    return line.display_type == "rounding"


def _is_coins(line: r.Line) -> bool:
    return line.display_type == "rounding" and not line.tax_line_id


@field("account.move", "invoice_line_ids")
def _invoice_lines(env: Env, move: r.Move) -> object:
    """Until 15 cash rounding is among what a person wrote."""
    if env.flavour.version >= 16 or not move.is_invoice:
        return move.invoice_line_ids
    return tuple(line for line in move.line_ids if line.display_type in r.USER_LINES or _is_coins(line))


@field("account.move.line", "tax_group_id")
def _tax_group(_env: Env, line: r.Line) -> object:
    return line.tax_line_id.tax_group_id if line.tax_line_id else None


@field("account.move.line", "label")
def _label(_env: Env, line: r.Line) -> object:
    return "\n".join(text for text in (line.product_id.name if line.product_id else "", line.name) if text)


@field("account.move.line", "account_internal_type")
def _line_internal_type(env: Env, line: r.Line) -> object:
    return internal_type(env, line.account_id) if line.account_id else ""


@field("account.move.line", "account_type")
def _line_account_type(_env: Env, line: r.Line) -> object:
    return line.account_id.account_type if line.account_id else ""


@field("account.move.line", "account_internal_group")
def _line_internal_group(env: Env, line: r.Line) -> object:
    return internal_group(env, line.account_id) if line.account_id else ""


@field("account.move.line", "matching_number")
def _matching_number(env: Env, line: r.Line) -> object:
    """P while something is open, from 17 on with the number of the first match; then that of the whole."""
    full = line.full_reconcile_id
    if full:
        return str(full.id) if env.flavour.version >= 16 else full.name
    first = min((match.id for match in line.matches), default=0)
    return "" if not first else f"P{first}" if env.flavour.version >= 17 else "P"


@field("account.move.line", "matched_debit_ids")
def _matched_debits(_env: Env, line: r.Line) -> object:
    return tuple(match for match in line.matches if match.credit_move_id is line)


@field("account.move.line", "matched_credit_ids")
def _matched_credits(_env: Env, line: r.Line) -> object:
    return tuple(match for match in line.matches if match.debit_move_id is line)
