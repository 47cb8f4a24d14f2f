"""Computed fields of payments and of the two wizards."""

from __future__ import annotations

from odoo_desk.demo import payments, proposing
from odoo_desk.demo import records as r
from odoo_desk.demo.books import Env
from odoo_desk.demo.computed import field
from odoo_desk.demo.documents import rate
from odoo_desk.demo.matching import is_settled, matched_documents
from odoo_desk.demo.records import ZERO, Record


@field("account.payment", "name")
def _payment_name(env: Env, payment: r.Payment) -> object:
    return payment.name or env.flavour.draft_name


@field("account.payment", "state")
def _payment_state(env: Env, payment: r.Payment) -> object:
    return payments.state(env.books, payment)


@field("account.payment", "amount_signed")
def _amount_signed(_env: Env, payment: r.Payment) -> object:
    return payment.amount if payment.payment_type == "inbound" else -payment.amount


@field("account.payment", "amount_company_currency_signed")
def _amount_company_signed(env: Env, payment: r.Payment) -> object:
    liquidity = payments.liquidity_line(payment)
    if liquidity:
        return liquidity.balance
    amount = payment.amount / rate(env.books, payment.company_id, payment.currency_id, payment.date)
    return amount if payment.payment_type == "inbound" else -amount


@field("account.payment", "payment_method_id")
def _method(_env: Env, payment: r.Payment) -> object:
    return payment.payment_method_line_id.payment_method_id if payment.payment_method_line_id else None


@field("account.payment", "payment_method_code")
def _method_code(_env: Env, _payment: r.Payment) -> object:
    return "manual"


@field("account.payment", "is_matched")
def _is_matched(env: Env, payment: r.Payment) -> object:
    del env
    liquidity = payments.liquidity_line(payment)
    if liquidity is None or payment.stage != "posted":
        return False
    return liquidity.account_id is payment.journal_id.default_account_id


@field("account.payment", "is_reconciled")
def _is_reconciled(_env: Env, payment: r.Payment) -> object:
    return is_settled(payment.move_id)


@field("account.payment", "reconciled_invoice_ids")
def _invoices(env: Env, payment: r.Payment) -> object:
    return tuple(move for move in _documents_of(env, payment) if move.is_sale)


@field("account.payment", "reconciled_bill_ids")
def _bills(env: Env, payment: r.Payment) -> object:
    return tuple(move for move in _documents_of(env, payment) if not move.is_sale)


def _documents_of(env: Env, payment: r.Payment) -> tuple[r.Move, ...]:
    """18 and later name what a payment was made for, matched or not (measured on 19)."""
    made_for = payment.invoice_ids if env.flavour.version >= 18 else ()
    return tuple(dict.fromkeys((*made_for, *matched_documents(payment.move_id))))


@field("account.payment", "reconciled_invoices_count")
def _invoices_count(_env: Env, payment: r.Payment) -> object:
    return sum(1 for move in matched_documents(payment.move_id) if move.is_sale)


@field("account.payment", "reconciled_bills_count")
def _bills_count(_env: Env, payment: r.Payment) -> object:
    return sum(1 for move in matched_documents(payment.move_id) if not move.is_sale)


@field("account.payment", "is_internal_transfer")
def _never(_env: Env, _record: Record) -> object:
    return False


# --- the wizards ------------------------------------------------------------------------------------------------------


@field("account.payment.register", "available_journal_ids")
def _offered_journals(env: Env, wizard: r.Register) -> object:
    return tuple(proposing.journals_for(env.books, wizard))


@field("account.payment.register", "available_payment_method_line_ids")
def _offered_ways(env: Env, wizard: r.Register) -> object:
    return tuple(proposing.methods_for(env.books, wizard))


@field("account.payment.register", "available_payment_method_ids")
def _offered_methods(env: Env, wizard: r.Register) -> object:
    return tuple(line.payment_method_id for line in proposing.methods_for(env.books, wizard))


@field("account.payment.register", "payment_method_id")
def _chosen_method(_env: Env, wizard: r.Register) -> object:
    return wizard.payment_method_line_id.payment_method_id if wizard.payment_method_line_id else None


@field("account.payment.register", "source_amount_currency")
def _source_amount_currency(_env: Env, wizard: r.Register) -> object:
    return proposing.source_amount(wizard)


@field("account.payment.register", "source_amount")
def _source_amount(_env: Env, wizard: r.Register) -> object:
    return abs(sum((line.amount_residual for line in wizard.line_ids), ZERO))


@field("account.payment.register", "source_currency_id")
def _source_currency(_env: Env, wizard: r.Register) -> object:
    return wizard.line_ids[0].currency_id if wizard.line_ids else None


@field("account.payment.register", "can_edit_wizard")
def _can_edit(_env: Env, wizard: r.Register) -> object:
    return proposing.can_edit(wizard)


@field("account.payment.register", "can_group_payments")
def _can_group(_env: Env, wizard: r.Register) -> object:
    return proposing.can_edit(wizard) and len({line.move_id for line in wizard.line_ids}) > 1


@field("account.payment.register", "payment_difference")
def _difference(env: Env, wizard: r.Register) -> object:
    return proposing.difference(env, wizard)


@field("account.move.reversal", "move_type")
def _reversed_type(_env: Env, wizard: r.Reversal) -> object:
    return wizard.move_ids[0].move_type if wizard.move_ids else ""


@field("account.move.reversal", "currency_id")
def _reversed_currency(_env: Env, wizard: r.Reversal) -> object:
    return wizard.move_ids[0].currency_id if wizard.move_ids else None


@field("account.move.reversal", "residual")
def _reversed_residual(_env: Env, wizard: r.Reversal) -> object:
    return wizard.move_ids[0].amount_residual if len(wizard.move_ids) == 1 else ZERO
