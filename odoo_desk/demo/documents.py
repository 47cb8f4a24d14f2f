"""The inside of a document: tax lines, instalments, totals, residuals and payment state, worked out again after every change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from odoo_desk.demo import coins
from odoo_desk.demo.books import Books
from odoo_desk.demo.records import ZERO, Account, Company, Currency, Line, Move, Partner, Tax, Term, TermLine
from odoo_desk.demo.taxes import HUNDRED, Taxed, compute, rounded

_WORKED_OUT = ("tax", "rounding", "payment_term")
_REVERSED_BY = {"out_invoice": "out_refund", "in_invoice": "in_refund", "entry": "entry"}


def rate(books: Books, company: Company, currency: Currency, day: date) -> Decimal:
    """Units of `currency` for one of the company's. From 20 on a rate counts from the day after its own."""
    if currency is company.currency_id:
        return Decimal(1)
    found = [each for each in books.rates if each.currency_id is currency and each.company_id in (None, company)]
    found.sort(key=lambda each: (each.company_id is None, each.name))
    version = books.flavour.version
    known = [each for each in found if each.name < day or (each.name == day and version < 20)]
    if known:
        return [each for each in known if each.company_id is known[0].company_id][-1].rate
    return found[0].rate if found and version >= 17 else Decimal(1)


def exchange_of(books: Books, move: Move) -> Decimal:
    return move.invoice_currency_rate or rate(books, move.company_id, move.currency_id, rate_day(books, move))


def rate_day(books: Books, move: Move) -> date:
    """The day whose rate counts for an invoice or bill (measured on 14 and 19)."""
    return (move.date if books.flavour.version < 16 else move.invoice_date) or move.date


def converted(
    books: Books, company: Company, amount: Decimal, source: Currency, target: Currency, day: date
) -> Decimal:
    if source is target:
        return amount
    in_company = amount / rate(books, company, source, day)
    return rounded(in_company * rate(books, company, target, day), target.rounding)


def account_of_type(books: Books, company: Company, account_type: str) -> Account:
    return next(
        each
        for each in books.accounts
        if each.account_type == account_type and each.company_id is company and each.active
    )


def partner_account(books: Books, company: Company, partner: Partner | None, *, receivable: bool) -> Account:
    if partner:
        own = partner.property_account_receivable_id if receivable else partner.property_account_payable_id
        if own and own.company_id is company:
            return own
    return account_of_type(books, company, "asset_receivable" if receivable else "liability_payable")


# --- working a document out -------------------------------------------------------------------------------------------


def work_out(books: Books, move: Move) -> None:
    """Taxes, instalments and totals of a document; only the totals of an entry."""
    if move.is_invoice:
        exchange = exchange_of(books, move)
        _work_out_lines(books, move, exchange)
        _work_out_terms(books, move, exchange)
    for line in move.line_ids:
        settle(line)
    total(books, move)


def taxed(move: Move, line: Line) -> Taxed:
    price = line.price_unit * (1 - line.discount / HUNDRED) if line.discount else line.price_unit
    in_price = move.document_tax_mode == "tax_included"
    return compute(line.tax_ids, price, line.quantity, move.currency_id.rounding, in_price=in_price)


@dataclass(slots=True)
class _TaxSum:
    amount: Decimal = ZERO
    base: Decimal = ZERO
    account: Account | None = None


def _work_out_lines(books: Books, move: Move, exchange: Decimal) -> None:
    sums: dict[Tax, _TaxSum] = {}
    partner, step = move.commercial_partner_id, move.company_id.currency_id.rounding
    for line in move.line_ids:
        if line.display_type != "product":
            continue
        found = taxed(move, line)
        line.price_subtotal, line.price_total = found.excluded, found.included
        line.currency_id, line.partner_id = move.currency_id, partner
        line.amount_currency = move.direction * found.excluded
        line.balance = rounded(line.amount_currency / exchange, step)
        for each in found.taxes:
            known = sums.setdefault(each.tax, _TaxSum())
            known.amount += each.amount
            known.base += each.base
            known.account = each.tax.account_id or line.account_id
    kept = {line.tax_line_id: line for line in move.line_ids if line.display_type == "tax" and line.tax_line_id}
    tax_lines = []
    for tax, known in sums.items():
        if not known.amount:
            continue
        line = kept.get(tax) or _new_line(books, move, "tax")
        if line.by_hand and line.by_hand[0] == known.amount:
            known.amount = line.by_hand[1]
        else:
            line.by_hand = None
        line.tax_line_id, line.name, line.account_id = tax, tax.description or tax.name, known.account
        line.currency_id, line.partner_id = move.currency_id, partner
        line.amount_currency, line.tax_base_amount = move.direction * known.amount, known.base
        line.balance = rounded(line.amount_currency / exchange, step)
        if books.flavour.signed_tax_base:
            line.tax_base_amount *= move.direction
        _put_price(books, line)
        tax_lines.append(line)
    _replace_lines(books, move, "tax", tax_lines)
    _work_out_coins(books, move, tax_lines, exchange)


def _work_out_coins(books: Books, move: Move, tax_lines: list[Line], exchange: Decimal) -> None:
    own = [line for line in move.line_ids if line.display_type in ("product", "tax")]
    line = next((each for each in move.line_ids if each.display_type == "rounding"), None) or _new_line(
        books, move, "rounding"
    )
    amount = sum((each.amount_currency for each in own), ZERO)
    is_needed = coins.put_on(line, move, tax_lines, amount)
    if is_needed:
        line.balance = rounded(line.amount_currency / exchange, move.company_id.currency_id.rounding)
    else:
        books.lines.remove(line)
    _replace_lines(books, move, "rounding", [line] if is_needed else [])


def _work_out_terms(books: Books, move: Move, exchange: Decimal) -> None:
    products = [line for line in move.line_ids if line.display_type in ("product", "tax", "rounding")]
    step = move.company_id.currency_id.rounding
    in_currency = -sum((line.amount_currency for line in products), ZERO)
    balance = -sum((line.balance for line in products), ZERO)
    start = move.invoice_date or move.date
    term = move.invoice_payment_term_id
    parts = instalments(term, start, in_currency) if term else []
    if term:
        move.invoice_date_due = max((due for due, _ in parts), default=start)
    elif move.invoice_date_due is None:
        move.invoice_date_due = start
    parts = parts or [(move.invoice_date_due or start, in_currency)]
    account = partner_account(books, move.company_id, move.partner_id, receivable=move.is_sale)
    kept = [line for line in move.line_ids if line.display_type == "payment_term"]
    lines: list[Line] = []
    rest = balance
    for position, (due, part) in enumerate(parts if products else []):
        line = kept[position] if position < len(kept) else _new_line(books, move, "payment_term")
        is_last = position == len(parts) - 1
        line.account_id, line.partner_id, line.currency_id = account, move.commercial_partner_id, move.currency_id
        line.date_maturity = due
        line.name = move.payment_reference
        if len(parts) > 1 and books.flavour.version >= 16:
            line.name += f" installment #{position + 1}"
        line.amount_currency = part
        line.balance = rest if is_last else rounded(part / exchange, step)
        rest -= line.balance
        _put_price(books, line)
        if term and term.early_discount:
            line.discount_date = start + timedelta(days=term.discount_days)
            line.discount_amount_currency = rounded(
                part * (1 - term.discount_percentage / HUNDRED), move.currency_id.rounding
            )
        lines.append(line)
    _replace_lines(books, move, "payment_term", lines)


def _put_price(books: Books, line: Line) -> None:
    if books.flavour.tax_lines_have_prices:
        amount = line.move_id.direction * line.amount_currency
        line.price_unit = line.price_subtotal = line.price_total = amount


def instalments(term: Term, start: date, amount: Decimal) -> list[tuple[date, Decimal]]:
    """The last one takes what rounding left over."""
    parts, rest = list[tuple[date, Decimal]](), amount
    for line in term.line_ids:
        part = rounded(amount * line.value_amount / HUNDRED, Decimal("0.01"))
        if line.value == "fixed":
            part = line.value_amount.copy_sign(amount)
        rest -= part
        parts.append((_due(line, start), part))
    if parts:
        parts[-1] = (parts[-1][0], parts[-1][1] + rest)
    return parts


def _due(line: TermLine, start: date) -> date:
    """The four delays that there are from 17 on; the older versions' options are not made up here."""
    after = timedelta(days=line.nb_days)
    match line.delay_type:
        case "days_after_end_of_month":
            return _end(start) + after
        case "days_after_end_of_next_month":
            return _end(_end(start) + timedelta(days=1)) + after
        case "days_end_of_month_on_the":
            day, number = start + after, int(line.days_next_month)
            following = _end(day) + timedelta(days=1)
            return following.replace(day=min(number, _end(following).day)) if number else _end(day)
        case _:
            return start + after


def _end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _new_line(books: Books, move: Move, kind: str) -> Line:
    sequences = {"tax": 10000, "rounding": 11000, "payment_term": 12000}
    sequence = 10 if books.flavour.version < 16 else sequences.get(kind, 100)
    quantity = Decimal(1) if books.flavour.version < 16 else ZERO
    return books.lines.add(Line(move_id=move, display_type=kind, sequence=sequence, quantity=quantity))


def _replace_lines(books: Books, move: Move, kind: str, lines: Sequence[Line]) -> None:
    for line in move.line_ids:
        if line.display_type == kind and line not in lines:
            books.lines.remove(line)
    kept = {each: [line for line in move.line_ids if line.display_type == each] for each in _WORKED_OUT}
    kept[kind] = list(lines)
    others = [line for line in move.line_ids if line.display_type not in _WORKED_OUT]
    move.line_ids = (*others, *(line for each in _WORKED_OUT for line in kept[each]))


# --- totals and residuals ---------------------------------------------------------------------------------------------


def settle(line: Line) -> None:
    """What is still open of a line, after its matches."""
    account = line.account_id
    if account is None or not (account.reconcile or account.account_type in ("asset_cash", "liability_credit_card")):
        line.amount_residual = line.amount_residual_currency = ZERO
        return
    open_amount, in_currency = line.balance, line.amount_currency
    for match in line.matches:
        if match.debit_move_id is line:
            open_amount -= match.amount
            in_currency -= match.debit_amount_currency
        else:
            open_amount += match.amount
            in_currency += match.credit_amount_currency
    line.amount_residual, line.amount_residual_currency = open_amount, in_currency
    line.reconciled = not open_amount and not in_currency and line.move_id.state == "posted"
    _track(line)


def _track(line: Line) -> None:
    """Keeps the partner's list of open lines."""
    partner = line.partner_id
    if partner is None or not line.is_term:
        return
    is_open = line.move_id.state == "posted" and bool(line.amount_residual)
    before = line.open_with
    if before is (partner if is_open else None):
        return
    if before:
        place = before.open_lines.index(line)
        before.open_lines = before.open_lines[:place] + before.open_lines[place + 1 :]
    if is_open:
        partner.open_lines = (*partner.open_lines, line)
    line.open_with = partner if is_open else None


def total(books: Books, move: Move) -> None:
    lines = move.line_ids
    if not move.is_invoice:
        debits = [line for line in lines if line.balance > 0]
        move.amount_total = sum((line.amount_currency for line in debits), ZERO)
        move.amount_total_signed = sum((line.balance for line in debits), ZERO)
        return
    coin_lines = [line for line in lines if line.display_type == "rounding"]
    products = [line for line in lines if line.display_type == "product"]
    products += [line for line in coin_lines if not line.tax_line_id]
    taxes = [line for line in lines if line.display_type == "tax"]
    taxes += [line for line in coin_lines if line.tax_line_id]
    terms = [line for line in lines if line.display_type == "payment_term"]
    sign = move.direction
    move.amount_untaxed = sign * sum((line.amount_currency for line in products), ZERO)
    move.amount_tax = sign * sum((line.amount_currency for line in taxes), ZERO)
    move.amount_total = move.amount_untaxed + move.amount_tax
    move.amount_untaxed_signed = -sum((line.balance for line in products), ZERO)
    move.amount_tax_signed = -sum((line.balance for line in taxes), ZERO)
    move.amount_total_signed = move.amount_untaxed_signed + move.amount_tax_signed
    move.amount_residual = -sign * sum((line.amount_residual_currency for line in terms), ZERO)
    move.amount_residual_signed = sum((line.amount_residual for line in terms), ZERO)
    move.payment_state = _payment_state(books, move, terms)


def _payment_state(books: Books, move: Move, terms: Sequence[Line]) -> str:
    if move.state != "posted" and not (books.flavour.draft_keeps_matches and any(line.matches for line in terms)):
        return "not_paid"
    if any(line.amount_residual_currency for line in terms):
        return "partial" if any(line.matches for line in terms) else "not_paid"
    others = {match.other(line).move_id for line in terms for match in line.matches}
    exchange = {match.exchange_move_id for line in terms for match in line.matches}
    others -= {each for each in exchange if each}
    if others and _is_reversed_by(books, move, others):
        return "reversed"
    is_by_payment = any(each.origin_payment_id for each in others)
    return "in_payment" if books.enterprise and is_by_payment else "paid"


def _is_reversed_by(books: Books, move: Move, others: set[Move]) -> bool:
    """Payments do not reverse; credit notes do, and so does an entry together with them."""
    if any(each.origin_payment_id for each in others):
        return False
    kinds = {each.move_type for each in others}
    if not books.flavour.reversed_by_kind:
        return kinds == {_REVERSED_BY.get(move.move_type)} and all(each.reversed_entry_id is move for each in others)
    if move.move_type in ("out_refund", "in_refund"):
        return kinds == {"entry"}
    refund = "out_refund" if move.is_sale else "in_refund"
    return kinds in ({refund}, {refund, "entry"})


def update(books: Books, move: Move) -> None:
    """After a match was made or undone. From 16 on an entry is not written then, only its lines (api-facts 4.3)."""
    for line in move.line_ids:
        before = line.amount_residual, line.amount_residual_currency, line.reconciled
        settle(line)
        if before != (line.amount_residual, line.amount_residual_currency, line.reconciled):
            books.touch(line)
    paid_before = move.payment_state
    total(books, move)
    if move.payment_state != paid_before and books.flavour.paid_states in ("matched", "reconciled"):
        for payment in {match.other(line).payment_id for line in move.term_lines for match in line.matches}:
            if payment:  # its own state hangs on that
                books.touch(payment)
    if move.is_invoice or books.flavour.matching_writes_entry:
        books.touch(move)
