"""Payments made and changed by hand: drafts that are posted and matched later."""

from __future__ import annotations

from odoo_desk.demo import documents, payments
from odoo_desk.demo.books import Env
from odoo_desk.demo.records import Payment
from odoo_desk.demo.values import check_names, put

MODEL = "account.payment"


def create(env: Env, values: dict[str, object]) -> Payment:
    check_names(env, MODEL, values)
    company = env.company
    journal = env.books.journals.get(values.get("journal_id")) or next(
        each for each in env.books.journals if each.type == "bank" and each.company_id is company
    )
    payment = Payment(
        company_id=journal.company_id,
        journal_id=journal,
        currency_id=journal.currency_id or journal.company_id.currency_id,
        date=env.books.today,
    )
    env.books.payments.add(payment, env.user)
    change(env, payment, values)
    return payment


def change(env: Env, payment: Payment, values: dict[str, object]) -> None:
    put(env, payment, MODEL, {name: each for name, each in values.items() if name != "state"})
    if not payment.payment_method_line_id or {"journal_id", "payment_type", "payment_method_id"} & set(values):
        wanted = values.get("payment_method_id")
        payment.payment_method_line_id = next(
            (
                each
                for each in env.books.method_lines
                if each.journal_id is payment.journal_id
                and each.payment_method_id.payment_type == payment.payment_type
                and (not wanted or each.payment_method_id.id == wanted)
            ),
            None,
        )
    payments.check(payment)
    if env.flavour.payment_has_entry:
        documents.work_out(env.books, payments.make_entry(env.books, payment))
