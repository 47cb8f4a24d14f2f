"""The fields that are worked out when they are read, and what a record is called."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TypeVar, cast

from odoo_desk.demo import payments, proposing, widgets
from odoo_desk.demo import records as r
from odoo_desk.demo.books import Env
from odoo_desk.demo.documents import rate
from odoo_desk.demo.fields import Field
from odoo_desk.demo.matching import is_settled, matched_documents
from odoo_desk.demo.records import ZERO, Record

Compute = Callable[[Env, Record], object]
R = TypeVar("R", bound=Record)
_COMPUTED: dict[tuple[str, str], Compute] = {}
_OLD_TYPES = {"asset_receivable": "receivable", "liability_payable": "payable", "asset_cash": "liquidity"}


def getter(env: Env, field: Field) -> Callable[[Record], object]:
    compute = _COMPUTED.get((field.model, field.name))
    if compute:
        return lambda record: compute(env, record)
    if field.name == "display_name":
        return lambda record: display_name(env, record)
    return attrgetter(field.attribute)


def value_of(env: Env, record: Record, field: Field) -> object:
    return getter(env, field)(record)


def is_computed(field: Field) -> bool:
    return (field.model, field.name) in _COMPUTED or field.name == "display_name"


def _field(model: str, *names: str) -> Callable[[Callable[[Env, R], object]], Callable[[Env, R], object]]:
    def register(compute: Callable[[Env, R], object]) -> Callable[[Env, R], object]:
        for name in names:
            _COMPUTED[model, name] = cast("Compute", compute)
        return compute

    return register


# --- what records are called ------------------------------------------------------------------------------------------

_DRAFTS = {
    "out_invoice": "Draft Invoice",
    "out_refund": "Draft Credit Note",
    "in_invoice": "Draft Bill",
    "in_refund": "Draft Vendor Credit Note",
    "out_receipt": "Draft Sales Receipt",
    "in_receipt": "Draft Purchase Receipt",
    "entry": "Draft Entry",
}


def display_name(env: Env, record: Record) -> str:
    if isinstance(record, r.Move):
        return _document_name(env, record)
    if isinstance(record, r.Line):
        start = record.move_name or "/"
        start += f" ({record.ref})" if record.ref else ""
        return f"{start} {record.name}" if record.name and record.name != start else start
    if isinstance(record, r.Account):
        code = _code(env, record) if env.flavour.version < 19 else ""
        return f"{code} {record.name}" if code else record.name
    if isinstance(record, r.Journal):
        return f"{record.name} ({record.currency_id.name})" if record.currency_id else record.name
    if isinstance(record, r.Partner):
        return f"{record.parent_id.name}, {record.name}" if record.parent_id else record.name
    if isinstance(record, r.Product):
        return f"[{record.default_code}] {record.name}" if record.default_code else record.name
    if isinstance(record, r.Bank):
        return f"{record.acc_number} - {record.bank_name}" if record.bank_name else record.acc_number
    if isinstance(record, r.MethodLine):
        return f"{record.name} ({record.journal_id.name})"
    if isinstance(record, r.Payment):
        return record.name or "Draft Payment"
    if isinstance(record, r.Register):
        return f"account.payment.register,{record.id}"
    name = getattr(record, "name", "")
    return name if isinstance(name, str) and name else f"{type(record).__name__},{record.id}"


def _document_name(env: Env, move: r.Move) -> str:
    name = move.name
    if move.state == "draft":
        name = _DRAFTS[move.move_type] + (f" {move.name}" if move.name else "")
        if not move.name and env.flavour.draft_name:
            name += f" (* {move.id})"
    return f"{name} ({move.ref})" if move.ref else name


# --- small tables -----------------------------------------------------------------------------------------------------


@_field("res.currency", "rate")
def _rate(env: Env, currency: r.Currency) -> object:
    return rate(env.books, env.company, currency, env.books.today)


@_field("res.currency", "inverse_rate")
def _inverse_rate(env: Env, currency: r.Currency) -> object:
    return 1 / rate(env.books, env.company, currency, env.books.today)


@_field("res.currency", "decimal_places")
def _decimal_places(_env: Env, currency: r.Currency) -> object:
    exponent = currency.rounding.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 2


@_field("res.currency", "date", "rate_date")
def _rate_date(env: Env, currency: r.Currency) -> object:
    return currency.rates[-1][0] if currency.rates else env.books.today


@_field("res.users", "email")
def _user_email(_env: Env, user: r.User) -> object:
    return user.partner_id.email if user.partner_id else ""


@_field("account.account", "code")
def _code(env: Env, account: r.Account) -> str:
    is_per_company = env.flavour.version >= 18
    return "" if is_per_company and account.company_id is not env.company else account.code


@_field("account.account", "internal_type")
def _internal_type(_env: Env, account: r.Account) -> object:
    return _OLD_TYPES.get(account.account_type, "other")


@_field("account.account", "internal_group")
def _internal_group(env: Env, account: r.Account) -> str:
    if account.account_type == "off_balance":
        return "off" if env.flavour.version >= 18 else "off_balance"
    return account.account_type.partition("_")[0]


@_field("account.account", "deprecated")
def _deprecated(_env: Env, account: r.Account) -> object:
    return not account.active


@_field("account.account", "company_ids")
def _company_ids(_env: Env, account: r.Account) -> object:
    return (account.company_id,)


@_field("account.account", "current_balance")
def _current_balance(env: Env, account: r.Account) -> object:
    posted = (line for line in env.books.lines if line.account_id is account and line.parent_state == "posted")
    return sum((line.balance for line in posted), ZERO)


def _ways(env: Env, journal: r.Journal, payment_type: str) -> tuple[r.MethodLine, ...]:
    lines = (line for line in env.books.method_lines if line.journal_id is journal)
    return tuple(line for line in lines if line.payment_method_id.payment_type == payment_type)


@_field("account.journal", "inbound_payment_method_line_ids")
def _inbound_lines(env: Env, journal: r.Journal) -> object:
    return _ways(env, journal, "inbound")


@_field("account.journal", "outbound_payment_method_line_ids")
def _outbound_lines(env: Env, journal: r.Journal) -> object:
    return _ways(env, journal, "outbound")


@_field("account.journal", "inbound_payment_method_ids")
def _inbound_methods(env: Env, journal: r.Journal) -> object:
    return tuple(line.payment_method_id for line in _ways(env, journal, "inbound"))


@_field("account.journal", "outbound_payment_method_ids")
def _outbound_methods(env: Env, journal: r.Journal) -> object:
    return tuple(line.payment_method_id for line in _ways(env, journal, "outbound"))


@_field("account.journal", "payment_debit_account_id")
def _debit_account(env: Env, journal: r.Journal) -> object:
    return next((line.payment_account_id for line in _ways(env, journal, "inbound")), None)


@_field("account.journal", "payment_credit_account_id")
def _credit_account(env: Env, journal: r.Journal) -> object:
    return next((line.payment_account_id for line in _ways(env, journal, "outbound")), None)


@_field("account.payment.method.line", "company_id")
def _way_company(_env: Env, line: r.MethodLine) -> object:
    return line.journal_id.company_id


@_field("account.payment.method.line", "code")
def _way_code(_env: Env, line: r.MethodLine) -> object:
    return line.payment_method_id.code


@_field("account.payment.method.line", "payment_type")
def _way_type(_env: Env, line: r.MethodLine) -> object:
    return line.payment_method_id.payment_type


@_field("account.tax", "price_include_override")
def _price_include(_env: Env, tax: r.Tax) -> object:
    return "tax_included" if tax.price_include else ""


def _is_balance(env: Env, line: r.TermLine) -> bool:
    """Up to 16 the last part of a term is whatever is left."""
    return env.flavour.version <= 16 and line.payment_id is not None and line is line.payment_id.line_ids[-1]


@_field("account.payment.term.line", "value")
def _term_value(env: Env, line: r.TermLine) -> object:
    return "balance" if _is_balance(env, line) else line.value


@_field("account.payment.term.line", "value_amount")
def _term_amount(env: Env, line: r.TermLine) -> object:
    return ZERO if _is_balance(env, line) else line.value_amount


@_field("account.payment.term.line", "option")
def _term_option(_env: Env, _line: r.TermLine) -> object:
    return "day_after_invoice_date"


@_field("account.payment.term.line", "delay_type")
def _term_delay(_env: Env, _line: r.TermLine) -> object:
    return "days_after"


@_field("res.partner.bank", "sanitized_acc_number", "sanitized_account_number")
def _sanitized(_env: Env, bank: r.Bank) -> object:
    return "".join(each for each in bank.acc_number.upper() if each.isalnum())


@_field("res.partner", "complete_name")
def _complete_name(env: Env, partner: r.Partner) -> object:
    return display_name(env, partner)


@_field("res.partner", "mobile")
def _mobile(_env: Env, _partner: r.Partner) -> object:
    return ""


@_field("res.partner", "company_type")
def _company_type(_env: Env, partner: r.Partner) -> object:
    return "company" if partner.is_company else "person"


def _open_of(env: Env, partner: r.Partner, account_type: str) -> list[r.Line]:
    return [
        line
        for line in partner.commercial_partner_id.open_lines
        if line.account_id and line.account_id.account_type == account_type and line.company_id is env.company
    ]


@_field("res.partner", "credit")
def _credit(env: Env, partner: r.Partner) -> object:
    return sum((line.amount_residual for line in _open_of(env, partner, "asset_receivable")), ZERO)


@_field("res.partner", "debit")
def _debit(env: Env, partner: r.Partner) -> object:
    return -sum((line.amount_residual for line in _open_of(env, partner, "liability_payable")), ZERO)


@_field("res.partner", "currency_id")
@_field("product.product", "currency_id")
def _own_currency(env: Env, _record: Record) -> object:
    return env.company.currency_id


# --- documents --------------------------------------------------------------------------------------------------------


@_field("account.move", "name")
def _move_name(env: Env, move: r.Move) -> object:
    return move.name or env.flavour.draft_name


@_field("account.move", "name_placeholder")
def _name_placeholder(_env: Env, _move: r.Move) -> object:
    return ""


@_field("account.move", "payment_state")
def _document_payment_state(env: Env, move: r.Move) -> object:
    return move.payment_state if move.is_invoice or env.flavour.version > 14 else ""


@_field("account.move", "status_in_payment")
def _status_in_payment(env: Env, move: r.Move) -> object:
    if move.state != "posted":
        return move.state
    is_fresh = env.flavour.version >= 19 and move.payment_state == "not_paid"
    return ("sent" if move.is_move_sent else "posted") if is_fresh else move.payment_state


@_field("account.move", "invoice_partner_display_name")
def _partner_name(env: Env, move: r.Move) -> object:
    return display_name(env, move.partner_id) if move.partner_id else ""


@_field("account.move", "company_currency_id")
@_field("account.move.line", "company_currency_id")
@_field("account.payment", "company_currency_id")
@_field("account.payment.register", "company_currency_id")
def _company_currency(env: Env, record: Record) -> object:
    company = getattr(record, "company_id", None)
    return company.currency_id if isinstance(company, r.Company) else env.company.currency_id


@_field("account.move", "invoice_currency_rate")
def _currency_rate(env: Env, move: r.Move) -> object:
    return rate(env.books, move.company_id, move.currency_id, move.invoice_date or move.date)


@_field("account.move", "amount_total_in_currency_signed")
def _in_currency_signed(_env: Env, move: r.Move) -> object:
    return move.amount_total * (-move.direction if move.is_invoice else 1)


@_field("account.move", "amount_paid")
def _amount_paid(_env: Env, move: r.Move) -> object:
    return move.amount_total - move.amount_residual


@_field("account.move", "auto_post")
def _auto_post(env: Env, move: r.Move) -> object:
    return move.auto_post if env.flavour.version >= 16 else move.auto_post != "no"


@_field("account.move", "tax_lock_date_message")
def _tax_lock(_env: Env, _move: r.Move) -> object:
    return ""


@_field("account.move", "matched_payment_ids")
def _matched_payments(_env: Env, move: r.Move) -> object:
    found = [match.other(line).payment_id for line in move.term_lines for match in line.matches]
    return tuple(dict.fromkeys(each for each in (*move.direct_payments, *found) if each))


for _name, _compute in widgets.FIELDS.items():
    _COMPUTED["account.move", _name] = cast("Compute", _compute)


@_field("account.move.line", "display_type")
def _display_type(env: Env, line: r.Line) -> object:
    return line.display_type if env.flavour.version >= 16 or line.display_type in r.NOTES else ""


@_field("account.move.line", "exclude_from_invoice_tab")
def _excluded(_env: Env, line: r.Line) -> object:
    return line.display_type not in r.USER_LINES


@_field("account.move.line", "label")
def _label(_env: Env, line: r.Line) -> object:
    return "\n".join(text for text in (line.product_id.name if line.product_id else "", line.name) if text)


@_field("account.move.line", "account_internal_type")
def _line_internal_type(env: Env, line: r.Line) -> object:
    return _internal_type(env, line.account_id) if line.account_id else ""


@_field("account.move.line", "account_type")
def _line_account_type(_env: Env, line: r.Line) -> object:
    return line.account_id.account_type if line.account_id else ""


@_field("account.move.line", "account_internal_group")
def _line_internal_group(env: Env, line: r.Line) -> object:
    return _internal_group(env, line.account_id) if line.account_id else ""


@_field("account.move.line", "matched_debit_ids")
def _matched_debits(_env: Env, line: r.Line) -> object:
    return tuple(match for match in line.matches if match.credit_move_id is line)


@_field("account.move.line", "matched_credit_ids")
def _matched_credits(_env: Env, line: r.Line) -> object:
    return tuple(match for match in line.matches if match.debit_move_id is line)


# --- payments ---------------------------------------------------------------------------------------------------------


@_field("account.payment", "name")
def _payment_name(env: Env, payment: r.Payment) -> object:
    return payment.name or env.flavour.draft_name


@_field("account.payment", "state")
def _payment_state(env: Env, payment: r.Payment) -> object:
    return payments.state(env.books, payment)


@_field("account.payment", "amount_signed")
def _amount_signed(_env: Env, payment: r.Payment) -> object:
    return payment.amount if payment.payment_type == "inbound" else -payment.amount


@_field("account.payment", "amount_company_currency_signed")
def _amount_company_signed(env: Env, payment: r.Payment) -> object:
    liquidity = payments.liquidity_line(payment)
    if liquidity:
        return liquidity.balance
    amount = payment.amount / rate(env.books, payment.company_id, payment.currency_id, payment.date)
    return amount if payment.payment_type == "inbound" else -amount


@_field("account.payment", "payment_method_id")
def _method(_env: Env, payment: r.Payment) -> object:
    return payment.payment_method_line_id.payment_method_id if payment.payment_method_line_id else None


@_field("account.payment", "payment_method_code")
def _method_code(_env: Env, _payment: r.Payment) -> object:
    return "manual"


@_field("account.payment", "is_matched")
def _is_matched(env: Env, payment: r.Payment) -> object:
    del env
    liquidity = payments.liquidity_line(payment)
    if liquidity is None or payment.stage != "posted":
        return False
    return liquidity.account_id is payment.journal_id.default_account_id


@_field("account.payment", "is_reconciled")
def _is_reconciled(_env: Env, payment: r.Payment) -> object:
    return payment.stage == "posted" and is_settled(payment.move_id)


@_field("account.payment", "reconciled_invoice_ids")
def _invoices(_env: Env, payment: r.Payment) -> object:
    return tuple(move for move in matched_documents(payment.move_id) if move.is_sale)


@_field("account.payment", "reconciled_bill_ids")
def _bills(_env: Env, payment: r.Payment) -> object:
    return tuple(move for move in matched_documents(payment.move_id) if not move.is_sale)


@_field("account.payment", "reconciled_invoices_count")
def _invoices_count(_env: Env, payment: r.Payment) -> object:
    return sum(1 for move in matched_documents(payment.move_id) if move.is_sale)


@_field("account.payment", "reconciled_bills_count")
def _bills_count(_env: Env, payment: r.Payment) -> object:
    return sum(1 for move in matched_documents(payment.move_id) if not move.is_sale)


@_field("account.payment", "is_internal_transfer")
def _never(_env: Env, _record: Record) -> object:
    return False


# --- the wizards ------------------------------------------------------------------------------------------------------


@_field("account.payment.register", "available_journal_ids")
def _offered_journals(env: Env, wizard: r.Register) -> object:
    return tuple(proposing.journals_for(env.books, wizard))


@_field("account.payment.register", "available_payment_method_line_ids")
def _offered_ways(env: Env, wizard: r.Register) -> object:
    return tuple(proposing.methods_for(env.books, wizard))


@_field("account.payment.register", "available_payment_method_ids")
def _offered_methods(env: Env, wizard: r.Register) -> object:
    return tuple(line.payment_method_id for line in proposing.methods_for(env.books, wizard))


@_field("account.payment.register", "payment_method_id")
def _chosen_method(_env: Env, wizard: r.Register) -> object:
    return wizard.payment_method_line_id.payment_method_id if wizard.payment_method_line_id else None


@_field("account.payment.register", "source_amount_currency")
def _source_amount_currency(_env: Env, wizard: r.Register) -> object:
    return proposing.source_amount(wizard)


@_field("account.payment.register", "source_amount")
def _source_amount(_env: Env, wizard: r.Register) -> object:
    return abs(sum((line.amount_residual for line in wizard.line_ids), ZERO))


@_field("account.payment.register", "source_currency_id")
def _source_currency(_env: Env, wizard: r.Register) -> object:
    return wizard.line_ids[0].currency_id if wizard.line_ids else None


@_field("account.payment.register", "can_edit_wizard")
def _can_edit(_env: Env, wizard: r.Register) -> object:
    return proposing.can_edit(wizard)


@_field("account.payment.register", "can_group_payments")
def _can_group(_env: Env, wizard: r.Register) -> object:
    return proposing.can_edit(wizard) and len({line.move_id for line in wizard.line_ids}) > 1


@_field("account.payment.register", "payment_difference")
def _difference(env: Env, wizard: r.Register) -> object:
    return proposing.difference(env, wizard)


@_field("account.move.reversal", "move_type")
def _reversed_type(_env: Env, wizard: r.Reversal) -> object:
    return wizard.move_ids[0].move_type if wizard.move_ids else ""


@_field("account.move.reversal", "currency_id")
def _reversed_currency(_env: Env, wizard: r.Reversal) -> object:
    return wizard.move_ids[0].currency_id if wizard.move_ids else None


@_field("account.move.reversal", "residual")
def _reversed_residual(_env: Env, wizard: r.Reversal) -> object:
    return wizard.move_ids[0].amount_residual if len(wizard.move_ids) == 1 else ZERO
