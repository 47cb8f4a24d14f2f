"""Documents and entries, written: created, changed, their lines and dates, each as its version of Odoo would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from odoo_desk.demo import correcting, documents, locking
from odoo_desk.demo.books import Books, Env
from odoo_desk.demo.computed import display_name
from odoo_desk.demo.fields import fields_of
from odoo_desk.demo.records import NOTES, USER_LINES, ZERO, Company, FiscalPosition, Journal, Line, Move
from odoo_desk.demo.refusals import AccessError, BadValue, UserError, ValidationError
from odoo_desk.demo.taxes import rounded
from odoo_desk.demo.values import Values, as_values, check_names, kept, put, taken

MODEL, LINE = "account.move", "account.move.line"
IN_FORM = "demo_in_form"
"""In the context of an onchange: 14 and 15 fill in more there than when a document is written."""
_LINES = ("line_ids", "invoice_line_ids")
_JOURNAL_TYPES = {"out": "sale", "in_": "purchase", "ent": "general"}
# What a posted document keeps from 18 on, whoever asks.
_KEPT = (
    "invoice_line_ids",
    "line_ids",
    "invoice_date",
    "date",
    "partner_id",
    "invoice_payment_term_id",
    "currency_id",
    "document_tax_mode",
)


# --- creating ---------------------------------------------------------------------------------------------------------


def create(env: Env, values: Values) -> Move:
    defaults = {name[8:]: value for name, value in env.context.items() if name.startswith("default_")}
    fields = fields_of(MODEL, env.flavour.version)
    values = {**{name: value for name, value in defaults.items() if name in fields}, **values}
    check_names(env, MODEL, values)
    if env.flavour.version >= 20 and values.get("state") == "posted":
        raise UserError(
            "You cannot create a move already in the posted state. Please create a draft move and post it after."
        )
    kind = str(values.get("move_type") or "entry")
    if kind not in dict(fields["move_type"].selection):
        raise BadValue(f"Wrong value for account.move.move_type: {kind!r}")
    company, journal = _company_and_journal(env, values, kind)
    move = Move(
        move_type=kind,
        company_id=company,
        journal_id=journal,
        currency_id=journal.currency_id or company.currency_id,
        date=env.books.today,
        invoice_user_id=env.user if kind.startswith("out_") else None,
    )
    env.books.moves.add(move, env.user)
    if env.flavour.bill_gets_today and kind.startswith("in_") and "invoice_date" not in values:
        values["invoice_date"] = env.books.today.isoformat()
    if env.flavour.default_bank and move.direction < 0 and move.is_invoice and "partner_bank_id" not in values:
        own = company.partner_id
        move.partner_bank_id = own.bank_ids[0] if own and own.bank_ids else None
    _put(env, move, values, is_new=True)
    return move


def _company_and_journal(env: Env, values: Values, kind: str) -> tuple[Company, Journal]:
    company = env.books.companies.get(values.get("company_id")) or env.company
    if company not in env.user.company_ids:
        raise AccessError("Access to unauthorized or invalid companies.")
    journal = env.books.journals.get(values.get("journal_id")) if values.get("journal_id") else None
    if journal:
        return journal.company_id, journal
    wanted = _JOURNAL_TYPES[kind[:3]]
    found = next((each for each in env.books.journals if each.type == wanted and each.company_id is company), None)
    if found is None:
        raise UserError(f"No journal could be found in company {company.name} for any of those types: {wanted}")
    return company, found


def _put(env: Env, move: Move, values: Values, *, is_new: bool) -> None:
    """Simple fields first, then what follows from them, then the lines."""
    simple = {name: value for name, value in values.items() if name not in _LINES}
    if "narration" in simple and not env.flavour.html_narration:
        move.narration = str(simple.pop("narration") or "")
    _forget_rate(move, simple)
    summary = simple.pop("tax_totals", None)
    put(env, move, MODEL, simple)
    if "partner_id" in simple and move.partner_id:
        _check_partner(move)
        if "fiscal_position_id" not in simple and (env.flavour.version >= 16 or env.context.get(IN_FORM)):
            move.fiscal_position_id = position_of(env, move)
        if "invoice_payment_term_id" not in simple and is_new and move.is_invoice and "invoice_date_due" not in simple:
            partner = move.partner_id.commercial_partner_id
            term = partner.property_payment_term_id if move.is_sale else partner.property_supplier_payment_term_id
            move.invoice_payment_term_id = term
    if "invoice_date_due" in simple and "invoice_payment_term_id" not in simple and is_new:
        move.invoice_payment_term_id = None
    _date(env, move, simple, is_new=is_new, has_lines=any(name in values for name in _LINES))
    if "journal_id" in simple and not is_new and "currency_id" not in simple and move.journal_id.currency_id:
        move.currency_id = move.journal_id.currency_id
    correcting.by_items(env, move, values)
    correcting.by_summary(move, summary)
    for name in _LINES:
        if name in values:
            _put_lines(env, move, values[name], is_new=is_new)
    if (
        move.is_invoice
        and move.invoice_date_due
        and not move.invoice_payment_term_id
        and "invoice_date_due" not in simple
    ):
        changed = {"invoice_date", "invoice_payment_term_id"} & set(simple)
        if changed and move.invoice_date:
            move.invoice_date_due = max(move.invoice_date_due, move.invoice_date)
    documents.work_out(env.books, move)
    _check_balance(env, move)
    if not env.flavour.moves_locked_dates and ("date" in simple or move.line_ids):
        locking.check(env, move)


def _forget_rate(move: Move, values: Values) -> None:
    """What was set by hand counts until the currency or the day is another one."""
    if {"currency_id", "invoice_date"} & set(values):
        move.invoice_currency_rate = None


def position_of(env: Env, move: Move) -> FiscalPosition | None:
    """The partner's own, else the first that fits his country; up to 17 one that wants a VAT number goes first, if he has one."""
    partner = move.partner_id
    if partner is None or not move.is_invoice:
        return None
    if partner.property_account_position_id or not partner.country_id:
        return partner.property_account_position_id
    fitting = [
        each
        for each in sorted(env.books.positions, key=lambda each: (each.sequence, each.id))
        if each.active
        and each.auto_apply
        and each.company_id is move.company_id
        and each.country_id in (None, partner.country_id)
        and (partner.vat or not each.vat_required)
    ]
    if env.flavour.version < 19:
        fitting.sort(key=lambda each: (not each.vat_required, each.country_id is None))
    return next(iter(fitting), None)


def _check_partner(move: Move) -> None:
    company = move.partner_id.company_id if move.partner_id else None
    if company and company is not move.company_id:
        assert move.partner_id
        raise UserError(
            "Uh-oh! You've got some company inconsistencies here:\n"
            f"- Record is company {move.company_id.name!r} and 'Partner' (partner_id: {move.partner_id.name!r})"
            f" belongs to another company."
        )


def _date(env: Env, move: Move, values: Values, *, is_new: bool, has_lines: bool) -> None:
    """The accounting date follows the document's, unless it came along (api-facts 3.2)."""
    if not move.is_invoice or values.get("date"):
        return
    if "invoice_date" not in values or move.invoice_date is None:
        return
    if env.flavour.shifts_accounting_date or (is_new and has_lines):  # up to 15 only while the lines are completed
        move.date = accounting_date(env.books, move)


def accounting_date(books: Books, move: Move) -> date:
    assert move.invoice_date
    day, today = move.invoice_date, books.today
    if move.is_sale or not books.flavour.shifts_accounting_date:
        return day
    if (day.year, day.month) < (today.year, today.month):
        return month_end(day)
    return max(day, today)


def month_end(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _check_balance(env: Env, move: Move) -> None:
    if move.is_invoice or not move.line_ids:
        return
    difference = sum((line.balance for line in move.line_ids), ZERO)
    if difference:
        if env.flavour.version < 16:
            raise UserError(
                f"Cannot create unbalanced journal entry. Ids: [{move.id}]\nDifferences debit - credit: [{difference}]"
            )
        raise UserError("The entry is not balanced.")


# --- lines ------------------------------------------------------------------------------------------------------------


def _put_lines(env: Env, move: Move, commands: object, *, is_new: bool) -> None:
    had_lines = bool(move.line_ids)
    told_names: set[int] = set()
    for line in move.invoice_line_ids:
        _keep_decimals(env, line)
    for command in commands if isinstance(commands, list | tuple) else []:
        if not isinstance(command, list | tuple) or not command:
            raise BadValue(f"Wrong value for account.move.line_ids: {command!r}")
        if command[0] == 0:
            line = _add_line(env, move, as_values(command[2]), must_have_account=not is_new and not had_lines)
            told_names.add(line.id)
        elif command[0] == 1:
            line, given = _line_of(env, command[1]), as_values(command[2])
            told_names |= {line.id} if "name" in given else set()
            put_line(env, line, given)
            _keep_decimals(env, line)
        else:
            _relink(env, move, command)
    if not is_new and not env.flavour.completes_lines:
        for line in move.invoice_line_ids:
            if line.product_id and line.id not in told_names:
                line.name = display_name(env, line.product_id)  # 14 fills every name in again


def _relink(env: Env, move: Move, command: Sequence[object]) -> None:
    """The commands that take lines away, or from another document."""
    code, target = command[0], command[-1] if command[0] == 6 else command[1] if len(command) > 1 else 0
    if code in (2, 3):
        remove_line(env.books, _line_of(env, target))
    elif code == 4:
        _steal(_line_of(env, target), move)
    elif code == 5:
        for line in move.line_ids:
            remove_line(env.books, line)
    elif code == 6 and isinstance(target, list | tuple):
        kept = {_line_of(env, each) for each in target}
        for line in move.line_ids:
            if line.display_type in USER_LINES and line not in kept:
                remove_line(env.books, line)


def _line_of(env: Env, line_id: object) -> Line:
    line = env.books.lines.get(line_id)
    if line is None:
        raise BadValue(f"Record does not exist or has been deleted. (Record: account.move.line({line_id},))")
    return line


def _steal(line: Line, move: Move) -> None:
    if line.move_id is not move:
        line.move_id.line_ids = tuple(each for each in line.move_id.line_ids if each is not line)
        line.move_id = move
        move.line_ids = (*move.line_ids, line)


def remove_line(books: Books, line: Line) -> None:
    move = line.move_id
    move.line_ids = tuple(each for each in move.line_ids if each is not line)
    books.lines.remove(line)


def _add_line(env: Env, move: Move, values: Values, *, must_have_account: bool) -> Line:
    check_names(env, LINE, values)
    kind = values.get("display_type")
    is_note = kind in NOTES
    if kind and str(kind) not in dict(fields_of(LINE, env.flavour.version)["display_type"].selection):
        raise BadValue(f"Wrong value for account.move.line.display_type: {kind!r}")
    if (
        must_have_account
        and env.flavour.header_needs_account
        and not is_note
        and not values.get("account_id")
        and not values.get("product_id")
    ):
        raise ValidationError(
            "The operation cannot be completed: Missing required account on accountable invoice line."
        )
    sequence = 10 if env.flavour.version < 16 else 100
    line = Line(move_id=move, display_type=str(kind) if is_note else "product", sequence=sequence, quantity=ZERO)
    if move.is_invoice and (not is_note or env.flavour.version < 16):
        line.quantity += 1
    line.currency_id = move.currency_id
    env.books.lines.add(line, env.user)
    move.line_ids = (*move.line_ids, line)
    put_line(env, line, values)
    if env.flavour.version >= 16:
        _keep_decimals(env, line)
    if not is_note:
        _complete(env, line, values)
    return line


def _complete(env: Env, line: Line, values: Values) -> None:
    """Account, name, price and taxes that were not sent."""
    move, product = line.move_id, line.product_id
    if line.account_id is None and move.is_invoice:
        own = None
        if product:
            own = product.property_account_income_id if move.is_sale else product.property_account_expense_id
        own = own if own and own.company_id is move.company_id else None
        if own and move.fiscal_position_id:
            instead = {each.account_src_id: each.account_dest_id for each in move.fiscal_position_id.account_ids}
            own = instead.get(own, own)
        line.account_id = own or move.journal_id.default_account_id
    if product and move.is_invoice:
        if "name" not in values and env.flavour.version < 20:
            line.name = display_name(env, product)
        if env.flavour.completes_lines:
            if "price_unit" not in values:
                line.price_unit = product.lst_price if move.is_sale else product.standard_price
            if "tax_ids" not in values:
                taxes = product.taxes_id if move.is_sale else product.supplier_taxes_id
                line.tax_ids = tuple(tax for tax in taxes if tax.company_id is move.company_id)
    if line.account_id is None and not move.is_invoice:
        raise ValidationError(
            "The operation cannot be completed: Missing required account on accountable invoice line."
        )


def _keep_decimals(env: Env, line: Line) -> None:
    """Until 15 a new line counts as it was sent, and what is kept of it from the next write to any line on (measured on 14)."""
    fields = fields_of(LINE, env.flavour.version)
    line.quantity = kept(fields["quantity"], line.quantity)
    line.price_unit = kept(fields["price_unit"], line.price_unit)
    line.discount = kept(fields["discount"], line.discount)


def put_line(env: Env, line: Line, values: Values) -> None:
    check_names(env, LINE, values, writing=True)
    amounts = {"debit", "credit", "balance", "amount_currency"}
    put(env, line, LINE, {name: value for name, value in values.items() if name not in {*amounts, "move_id", "label"}})
    if line.move_id.is_invoice:
        return
    fields = fields_of(LINE, env.flavour.version)
    given = {name: taken(env, fields[name], values[name]) for name in amounts & set(values)}
    _put_amounts(env, line, given)


def _put_amounts(env: Env, line: Line, given: dict[str, object]) -> None:
    """An entry's line: debit and credit, or a balance, or an amount in its currency."""
    numbers = {name: Decimal(str(value)) for name, value in given.items()}
    line.currency_id = line.currency_id or line.company_id.currency_id
    exchange = documents.rate(env.books, line.company_id, line.currency_id, line.date)
    if "balance" in numbers:
        line.balance = numbers["balance"]
    elif "debit" in numbers or "credit" in numbers:
        line.balance = numbers.get("debit", line.debit if "credit" not in numbers else ZERO) - numbers.get(
            "credit", line.credit if "debit" not in numbers else ZERO
        )
    if "amount_currency" in numbers:
        line.amount_currency = numbers["amount_currency"]
        if not {"balance", "debit", "credit"} & set(numbers):
            line.balance = rounded(line.amount_currency / exchange, line.company_id.currency_id.rounding)
    elif numbers:
        line.amount_currency = rounded(line.balance * exchange, line.currency_id.rounding)


# --- changing ---------------------------------------------------------------------------------------------------------


def write(env: Env, move: Move, values: Values) -> None:
    check_names(env, MODEL, values, writing=True)
    if move.state == "posted":
        _check_posted(env, move, values)
    if "state" in values:
        move.state = str(values["state"])  # Odoo lets this past every check, on all versions
        values = {name: value for name, value in values.items() if name != "state"}
    if values:
        if move.state == "posted" and not set(values) & set(_KEPT):
            put(env, move, MODEL, values)
        else:
            _put(env, move, values, is_new=False)
    else:
        documents.work_out(env.books, move)
    touch(env, move)


def _check_posted(env: Env, move: Move, values: Values) -> None:
    if env.flavour.posted_write == "allowed":
        return
    if values.get("journal_id", move.journal_id.id) != move.journal_id.id:
        raise UserError(
            "You cannot edit the journal of an account move if it has been posted once, unless the name is removed or set to"
            ' "/". This might create a gap in the sequence.'
        )
    refused = [name for name in values if name in _KEPT]
    if env.flavour.posted_write == "changed":
        fields = fields_of(MODEL, env.flavour.version)
        refused = [
            name
            for name in refused
            if name in _LINES or taken(env, fields[name], values[name]) != getattr(move, fields[name].attribute)
        ]
    if refused:
        raise UserError(f"You cannot modify the following readonly fields on a posted move: {', '.join(refused)}")


def write_line(env: Env, line: Line, values: Values) -> None:
    check_names(env, LINE, values, writing=True)
    move = line.move_id
    touches_amounts = set(values) & {"quantity", "price_unit", "discount", "tax_ids", "debit", "credit", "balance"}
    if env.flavour.lines_by_write == "refused" and touches_amounts:
        raise UserError(
            f"Cannot create unbalanced journal entry. Ids: [{move.id}]\nDifferences debit - credit: [{line.price_unit}]"
        )
    put_line(env, line, values)
    _keep_decimals(env, line)
    env.books.touch(line, env.user)
    if move.state == "posted":
        line.price_subtotal = documents.taxed(
            move, line
        ).excluded  # the books stay as they were: nobody is told (api-facts 3.2)
        return
    documents.work_out(env.books, move)
    _check_balance(env, move)
    if env.flavour.version >= 16:
        touch(env, move)


def touch(env: Env, move: Move) -> None:
    env.books.touch(move, env.user)
    for line in move.line_ids:
        line.write_date, line.write_uid = move.write_date, env.user
