"""Reconciliation: open debits against open credits, oldest first, with the exchange difference that is left in the company's currency."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from odoo_desk.demo import documents, numbering
from odoo_desk.demo.books import Books
from odoo_desk.demo.records import Currency, FullReconcile, Line, Move, Partial
from odoo_desk.demo.refusals import UserError
from odoo_desk.demo.taxes import rounded


def reconcile(books: Books, lines: Iterable[Line]) -> list[Partial]:
    """As much as can be. UserError where Odoo would refuse."""
    lines = list(lines)
    if len({line.account_id for line in lines}) > 1:
        raise UserError("Entries are not from the same account.")
    if any(line.move_id.state != "posted" for line in lines) and not books.flavour.pays_drafts:
        raise UserError("You can only reconcile posted entries.")
    refuses = all if books.flavour.skips_settled else any
    if refuses(line.reconciled for line in lines):
        raise UserError("You are trying to reconcile some entries that are already reconciled.")
    lines = [line for line in lines if not line.reconciled]
    lines.sort(key=lambda line: (line.date_maturity or line.date, line.id))
    debits = [line for line in lines if line.balance > 0 or line.amount_currency > 0]
    credits_ = [line for line in lines if line.balance < 0 or line.amount_currency < 0]
    made = []
    while debits and credits_:
        made.append(_match(books, debits[0], credits_[0]))
        debits = [line for line in debits if line.amount_residual_currency]
        credits_ = [line for line in credits_ if line.amount_residual_currency]
    for partial in made:
        for line in (partial.debit_move_id, partial.credit_move_id):
            _close_in_company_currency(books, partial, line)
    for move in dict.fromkeys(line.move_id for line in lines):
        documents.update(books, move)
        if move.origin_payment_id:
            books.touch(move.origin_payment_id)
    _join(books, made)
    return made


def _join(books: Books, made: Iterable[Partial]) -> None:
    """Lines that are matched with each other and all settled are a group, which has a number."""
    known = set[Line]()
    for partial in made:
        if partial.debit_move_id in known:
            continue
        group = _group(partial.debit_move_id)
        known |= group
        if all(line.reconciled for line in group):
            full = FullReconcile(reconciled_line_ids=tuple(sorted(group, key=lambda line: line.id)))
            books.fulls.add(full)
            for line in group:
                line.full_reconcile_id = full


def _group(line: Line) -> set[Line]:
    group, left = {line}, [line]
    while left:
        each = left.pop()
        others = {match.other(each) for match in each.matches} - group
        group |= others
        left.extend(others)
    return group


def _part_again(books: Books, line: Line) -> None:
    full = line.full_reconcile_id
    if full:
        for each in full.reconciled_line_ids:
            each.full_reconcile_id = None
            books.touch(each)
        books.fulls.remove(full)


def _match(books: Books, debit: Line, credit: Line) -> Partial:
    """One partial: in the currency both share, else in the foreign one of the two."""
    assert debit.currency_id
    assert credit.currency_id
    own = debit.company_id.currency_id
    shared = debit.currency_id if debit.currency_id is not own else credit.currency_id
    debit_open, credit_open = _open_in(books, debit, shared), _open_in(books, credit, shared)
    if debit.currency_id is not credit.currency_id and abs(debit_open - credit_open) <= 2 * shared.rounding:
        debit_open = credit_open  # there and back through a rate, a cent gets lost
    amount = min(debit_open, credit_open)
    debit_part, debit_currency = _part(debit, amount, debit_open)
    credit_part, credit_currency = _part(credit, amount, credit_open)
    partial = books.partials.add(
        Partial(
            debit_move_id=debit,
            credit_move_id=credit,
            amount=min(debit_part, credit_part),
            debit_amount_currency=debit_currency,
            credit_amount_currency=credit_currency,
        )
    )
    for line in (debit, credit):
        line.matches = (*line.matches, partial)
        documents.settle(line)
    return partial


def _open_in(books: Books, line: Line, currency: Currency) -> Decimal:
    assert line.currency_id
    open_amount = abs(line.amount_residual_currency)
    return documents.converted(books, line.company_id, open_amount, line.currency_id, currency, line.date)


def _part(line: Line, amount: Decimal, open_amount: Decimal) -> tuple[Decimal, Decimal]:
    """What `amount` out of `open_amount` is of this line: in the company's currency, and in its own."""
    assert line.currency_id
    if amount == open_amount or not open_amount:
        return abs(line.amount_residual), abs(line.amount_residual_currency)
    share = amount / open_amount
    return (
        rounded(abs(line.amount_residual) * share, line.company_id.currency_id.rounding),
        rounded(abs(line.amount_residual_currency) * share, line.currency_id.rounding),
    )


def _close_in_company_currency(books: Books, partial: Partial, line: Line) -> None:
    """A line that is settled in its own currency and not in the company's: the rest is an exchange difference."""
    rest = line.amount_residual
    if line.amount_residual_currency or not rest:
        return
    move = line.move_id
    journal = next(each for each in books.journals if each.code == "EXCH" and each.company_id is move.company_id)
    entry = books.moves.add(
        Move(
            journal_id=journal,
            company_id=move.company_id,
            currency_id=move.company_id.currency_id,
            date=partial.max_date,
        )
    )
    wanted = "expense" if rest > 0 else "income_other"
    account = next(
        each
        for each in books.accounts
        if each.account_type == wanted and "xchange" in each.name and each.company_id is move.company_id
    )
    own = move.company_id.currency_id
    against = Line(
        move_id=entry,
        account_id=line.account_id,
        partner_id=line.partner_id,
        currency_id=line.currency_id,
        balance=-rest,
        name="Currency exchange rate difference",
    )
    result = Line(
        move_id=entry,
        account_id=account,
        partner_id=line.partner_id,
        currency_id=own,
        balance=rest,
        amount_currency=rest,
        name="Currency exchange rate difference",
    )
    entry.line_ids = (books.lines.add(against), books.lines.add(result))
    entry.state, entry.posted_before, entry.name = "posted", True, numbering.next_number(books, entry)
    partial.exchange_move_id = entry
    debit, credit = (line, against) if rest > 0 else (against, line)
    match = books.partials.add(
        Partial(debit_move_id=debit, credit_move_id=credit, amount=abs(rest), exchange_move_id=entry)
    )
    for each in (debit, credit):
        each.matches = (*each.matches, match)
    documents.update(books, entry)


def unmatch(books: Books, partial: Partial) -> None:
    """Undoes one match; an exchange difference that belongs to it is taken back with it."""
    lines = (partial.debit_move_id, partial.credit_move_id)
    exchange = partial.exchange_move_id
    _part_again(books, partial.debit_move_id)
    books.partials.remove(partial)
    for line in lines:
        line.matches = tuple(each for each in line.matches if each is not partial)
    if exchange and exchange.id in books.moves.rows:
        for line in exchange.line_ids:
            for each in line.matches:
                books.partials.remove(each)
                other = each.other(line)
                other.matches = tuple(match for match in other.matches if match is not each)
                documents.update(books, other.move_id)
            books.lines.remove(line)
        books.moves.remove(exchange)
    for line in lines:
        if line.move_id.id in books.moves.rows:
            documents.update(books, line.move_id)
            if line.move_id.origin_payment_id:
                books.touch(line.move_id.origin_payment_id)


def unmatch_all(books: Books, move: Move) -> None:
    for line in move.line_ids:
        for partial in line.matches:
            if partial.id in books.partials.rows:
                unmatch(books, partial)


def is_settled(move: Move | None) -> bool:
    """Its receivable and payable lines are all matched."""
    return move is not None and bool(move.term_lines) and not any(line.amount_residual for line in move.term_lines)


def matched_documents(move: Move | None) -> list[Move]:
    """The documents that an entry's lines are matched with, exchange differences left out."""
    if move is None:
        return []
    found = (match.other(line).move_id for line in move.line_ids for match in line.matches)
    return list(dict.fromkeys(each for each in found if each.is_invoice))
