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


def propose(env: Env, wizard: Register, *, keeps_mode: bool) -> None:
    """The amount: all that is open, from 18 on what is overdue or the next instalment, less a discount for early payment."""
    day = wizard.payment_date or env.books.today
    mode, lines = _due(wizard, day) if env.flavour.pays_overdue_first else ("full", list(wizard.line_ids))
    if not keeps_mode:
        wizard.installments_mode = mode
    wizard.amount = _open_amount(env, wizard, lines)
    is_early = env.flavour.early_discount and _has_early_discount(wizard, day)
    if is_early:
        discounted = abs(sum((line.discount_amount_currency for line in wizard.line_ids), ZERO))
        wizard.amount = _converted(env, wizard, discounted)
        wizard.payment_difference_handling = "reconcile"
    wizard.early_payment_discount_mode = is_early


def take_mode(env: Env, wizard: Register) -> None:
    """The mode that an amount which was given stands for."""
    if not env.flavour.pays_overdue_first:
        return
    mode, lines = _due(wizard, wizard.payment_date or env.books.today)
    wizard.installments_mode = mode if wizard.amount == _open_amount(env, wizard, lines) else "full"


def _due(wizard: Register, day: date) -> tuple[str, list[Line]]:
    """What is overdue, else the next instalment; everything when that is the same."""
    lines = sorted(wizard.line_ids, key=lambda line: line.date_maturity or day)
    if all(len(line.move_id.term_lines) == 1 for line in lines):
        return "full", lines
    overdue = [line for line in lines if line.date_maturity and line.date_maturity < day]
    if len(overdue) == len(lines):
        return "full", lines
    return ("overdue", overdue) if overdue else ("next", lines[:1])


def _open_amount(env: Env, wizard: Register, lines: Iterable[Line]) -> Decimal:
    return _converted(env, wizard, abs(sum((line.amount_residual_currency for line in lines), ZERO)))


def _converted(env: Env, wizard: Register, amount: Decimal) -> Decimal:
    """Into the wizard's currency, at its date."""
    source = wizard.line_ids[0].currency_id
    if source is None or wizard.currency_id is None or wizard.company_id is None:
        return amount
    day = wizard.payment_date or env.books.today
    return documents.converted(env.books, wizard.company_id, amount, source, wizard.currency_id, day)


def _has_early_discount(wizard: Register, day: date) -> bool:
    return all(
        line.discount_date and day <= line.discount_date and not line.matches and line.discount_amount_currency
        for line in wizard.line_ids
    )


def discount_account(books: Books, wizard: Register) -> Account | None:
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
    if not can_edit(wizard):
        return ZERO
    lines = list(wizard.line_ids)
    if env.flavour.pays_overdue_first and wizard.installments_mode != "full":
        lines = _due(wizard, wizard.payment_date or env.books.today)[1]
    return _open_amount(env, wizard, lines) - wizard.amount
