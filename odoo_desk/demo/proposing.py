"""What the register-payment wizard proposes: journal, method, amount, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from odoo_desk.demo import documents
from odoo_desk.demo.books import Books, Env
from odoo_desk.demo.records import ZERO, Account, Journal, Line, MethodLine, Register


def memo(lines: Iterable[Line]) -> str:
    words = [line.move_id.payment_reference or line.move_id.ref or line.move_id.name for line in lines]
    return ", ".join(dict.fromkeys(words))


def batches(lines: Iterable[Line]) -> list[list[Line]]:
    """What one payment can settle: one partner, account, currency and direction."""
    found: dict[object, list[Line]] = {}
    for line in lines:
        found.setdefault((line.partner_id, line.account_id, line.currency_id, line.balance > 0), []).append(line)
    return list(found.values())


def default_journal(books: Books, wizard: Register) -> Journal | None:
    offered = journals_for(books, wizard)
    own = [each for each in offered if each.currency_id is wizard.currency_id]
    return next(iter(own or offered), None)


def journals_for(books: Books, wizard: Register) -> list[Journal]:
    found = [each for each in books.journals if each.company_id is wizard.company_id and each.type in ("bank", "cash")]
    return sorted(found, key=lambda each: (each.sequence, each.type, each.code))


def methods_for(books: Books, wizard: Register) -> list[MethodLine]:
    return [
        each
        for each in books.method_lines
        if each.journal_id is wizard.journal_id and each.payment_method_id.payment_type == wizard.payment_type
    ]


def can_edit(wizard: Register) -> bool:
    return len(batches(wizard.line_ids)) == 1


def propose(env: Env, wizard: Register, *, has_mode: bool) -> None:
    """The amount: all that is open, from 18 on what is overdue or the next instalment, less a discount for early payment."""
    day = wizard.payment_date or env.books.today
    if env.flavour.pays_overdue_first and not has_mode:
        wizard.installments_mode = _mode(wizard, day)
    chosen = _chosen_lines(env, wizard, day)
    amount = abs(sum((line.amount_residual_currency for line in chosen), ZERO))
    source = chosen[0].currency_id
    wizard.early_payment_discount_mode = False
    if env.flavour.early_discount and _has_early_discount(wizard, day):
        amount = abs(sum((line.discount_amount_currency for line in wizard.line_ids), ZERO))
        wizard.early_payment_discount_mode = True
        wizard.payment_difference_handling = "reconcile"
        wizard.writeoff_account_id = _discount_account(env.books, wizard)
        wizard.writeoff_label = "Early Payment Discount"
    if source and wizard.currency_id and wizard.company_id:
        amount = documents.converted(env.books, wizard.company_id, amount, source, wizard.currency_id, day)
    wizard.amount = amount


def _mode(wizard: Register, day: date) -> str:
    if all(len(line.move_id.term_lines) == 1 for line in wizard.line_ids):
        return "full"
    return "overdue" if any(line.date_maturity and line.date_maturity < day for line in wizard.line_ids) else "next"


def _chosen_lines(env: Env, wizard: Register, day: date) -> list[Line]:
    lines = sorted(wizard.line_ids, key=lambda line: line.date_maturity or day)
    if not env.flavour.pays_overdue_first or wizard.installments_mode == "full":
        return lines
    overdue = [line for line in lines if line.date_maturity and line.date_maturity < day]
    return overdue if overdue and wizard.installments_mode == "overdue" else lines[:1]


def _has_early_discount(wizard: Register, day: date) -> bool:
    return all(
        line.discount_date and day <= line.discount_date and not line.matches and line.discount_amount_currency
        for line in wizard.line_ids
    )


def _discount_account(books: Books, wizard: Register) -> Account | None:
    wanted = "loss" if wizard.payment_type == "inbound" else "gain"
    return next(
        (
            each
            for each in books.accounts
            if each.company_id is wizard.company_id and f"cash discount {wanted}" in each.name.lower()
        ),
        None,
    )


def source_amount(wizard: Register) -> Decimal:
    """All that is open, in the documents' own currency."""
    return abs(sum((line.amount_residual_currency for line in wizard.line_ids), ZERO))


def difference(env: Env, wizard: Register) -> Decimal:
    if not can_edit(wizard) or wizard.currency_id is None or wizard.company_id is None:
        return ZERO
    day = wizard.payment_date or env.books.today
    lines = wizard.line_ids
    if env.flavour.pays_overdue_first and wizard.installments_mode != "full":
        lines = tuple(_chosen_lines(env, wizard, day))
    source = lines[0].currency_id
    assert source
    amount = abs(sum((line.amount_residual_currency for line in lines), ZERO))
    return documents.converted(env.books, wizard.company_id, amount, source, wizard.currency_id, day) - wizard.amount
