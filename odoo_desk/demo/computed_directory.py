"""Computed fields of what documents are made of: currencies, accounts, journals, taxes, terms, partners, products."""

from __future__ import annotations

from collections.abc import Callable

from odoo_desk.demo import locking
from odoo_desk.demo import records as r
from odoo_desk.demo.books import Env
from odoo_desk.demo.computed import code_of, display_name, field
from odoo_desk.demo.documents import rate
from odoo_desk.demo.records import ZERO, Record

_OLD_TYPES = {"asset_receivable": "receivable", "liability_payable": "payable", "asset_cash": "liquidity"}


@field("res.currency", "rate")
def _rate(env: Env, currency: r.Currency) -> object:
    return rate(env.books, env.company, currency, env.books.today)


@field("res.currency", "inverse_rate")
def _inverse_rate(env: Env, currency: r.Currency) -> object:
    return 1 / rate(env.books, env.company, currency, env.books.today)


@field("res.currency", "decimal_places")
def _decimal_places(_env: Env, currency: r.Currency) -> object:
    exponent = currency.rounding.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 2


@field("res.currency", "date", "rate_date")
def _rate_date(env: Env, currency: r.Currency) -> object:
    return max((each.name for each in env.books.rates if each.currency_id is currency), default=env.books.today)


def _for_me(name: str) -> Callable[[Env, r.Company], object]:
    """A lock as it is for the user who asks; none is the first day of the calendar, written without its zeros (measured)."""
    return lambda _env, company: getattr(company, name) or "1-01-01"


for _name in locking.LABELS_18:
    field("res.company", f"user_{_name}")(_for_me(_name))


@field("res.users", "email")
def _user_email(_env: Env, user: r.User) -> object:
    return user.partner_id.email if user.partner_id else ""


@field("account.account", "code")
def _code(env: Env, account: r.Account) -> object:
    return code_of(env, account)


@field("account.account", "internal_type")
def internal_type(_env: Env, account: r.Account) -> object:
    return _OLD_TYPES.get(account.account_type, "other")


@field("account.account", "internal_group")
def internal_group(env: Env, account: r.Account) -> str:
    if account.account_type == "off_balance":
        return "off" if env.flavour.version >= 18 else "off_balance"
    return account.account_type.partition("_")[0]


@field("account.account", "deprecated")
def _deprecated(_env: Env, account: r.Account) -> object:
    return not account.active


@field("account.account", "company_ids")
def _company_ids(_env: Env, account: r.Account) -> object:
    return (account.company_id,)


@field("account.account", "current_balance")
def _current_balance(env: Env, account: r.Account) -> object:
    posted = (line for line in env.books.lines if line.account_id is account and line.parent_state == "posted")
    return sum((line.balance for line in posted), ZERO)


def _ways(env: Env, journal: r.Journal, payment_type: str) -> tuple[r.MethodLine, ...]:
    lines = (line for line in env.books.method_lines if line.journal_id is journal)
    return tuple(line for line in lines if line.payment_method_id.payment_type == payment_type)


@field("account.journal", "inbound_payment_method_line_ids")
def _inbound_lines(env: Env, journal: r.Journal) -> object:
    return _ways(env, journal, "inbound")


@field("account.journal", "outbound_payment_method_line_ids")
def _outbound_lines(env: Env, journal: r.Journal) -> object:
    return _ways(env, journal, "outbound")


@field("account.journal", "inbound_payment_method_ids")
def _inbound_methods(env: Env, journal: r.Journal) -> object:
    return tuple(line.payment_method_id for line in _ways(env, journal, "inbound"))


@field("account.journal", "outbound_payment_method_ids")
def _outbound_methods(env: Env, journal: r.Journal) -> object:
    return tuple(line.payment_method_id for line in _ways(env, journal, "outbound"))


@field("account.journal", "payment_debit_account_id")
def _debit_account(env: Env, journal: r.Journal) -> object:
    return next((line.payment_account_id for line in _ways(env, journal, "inbound")), None)


@field("account.journal", "payment_credit_account_id")
def _credit_account(env: Env, journal: r.Journal) -> object:
    return next((line.payment_account_id for line in _ways(env, journal, "outbound")), None)


@field("account.payment.method.line", "company_id")
def _way_company(_env: Env, line: r.MethodLine) -> object:
    return line.journal_id.company_id


@field("account.payment.method.line", "code")
def _way_code(_env: Env, line: r.MethodLine) -> object:
    return line.payment_method_id.code


@field("account.payment.method.line", "payment_type")
def _way_type(_env: Env, line: r.MethodLine) -> object:
    return line.payment_method_id.payment_type


@field("account.fiscal.position", "tax_ids")
def _position_taxes(env: Env, position: r.FiscalPosition) -> object:
    """Up to 18 pairs of taxes, from 19 on the taxes that name it."""
    if env.flavour.version < 19:
        return position.tax_ids
    return tuple(tax for tax in env.books.taxes if position in tax.fiscal_position_ids)


@field("account.tax", "price_include_override")
def _price_include(_env: Env, tax: r.Tax) -> object:
    return "tax_included" if tax.price_include else ""


def _is_balance(env: Env, line: r.TermLine) -> bool:
    """Up to 16 the last part of a term is whatever is left."""
    return env.flavour.version <= 16 and line.payment_id is not None and line is line.payment_id.line_ids[-1]


@field("account.payment.term.line", "value")
def _term_value(env: Env, line: r.TermLine) -> object:
    return "balance" if _is_balance(env, line) else line.value


@field("account.payment.term.line", "value_amount")
def _term_amount(env: Env, line: r.TermLine) -> object:
    return ZERO if _is_balance(env, line) else line.value_amount


@field("account.payment.term.line", "option")
def _term_option(_env: Env, _line: r.TermLine) -> object:
    return "day_after_invoice_date"


@field("account.payment.term.line", "day_of_the_month", "months", "days_after")
def _no_more_delay(_env: Env, _line: r.TermLine) -> object:
    return 0


@field("account.payment.term.line", "end_month")
def _no_month_end(_env: Env, _line: r.TermLine) -> object:
    return False


@field("account.payment.term", "early_pay_discount_computation")
def _discount_of(_env: Env, _term: r.Term) -> object:
    return "included"


@field("res.partner.bank", "sanitized_acc_number", "sanitized_account_number")
def _sanitized(_env: Env, bank: r.Bank) -> object:
    return "".join(each for each in bank.acc_number.upper() if each.isalnum())


@field("res.partner", "complete_name")
def _complete_name(env: Env, partner: r.Partner) -> object:
    return display_name(env, partner)


@field("res.partner", "mobile")
def _mobile(_env: Env, _partner: r.Partner) -> object:
    return ""


@field("res.partner", "company_type")
def _company_type(_env: Env, partner: r.Partner) -> object:
    return "company" if partner.is_company else "person"


def _open_of(env: Env, partner: r.Partner, account_type: str) -> list[r.Line]:
    """Everything is booked on the company that a contact belongs to; a contact itself owes nothing."""
    return [
        line
        for line in partner.open_lines
        if line.account_id and line.account_id.account_type == account_type and line.company_id is env.company
    ]


@field("res.partner", "credit")
def _credit(env: Env, partner: r.Partner) -> object:
    return sum((line.amount_residual for line in _open_of(env, partner, "asset_receivable")), ZERO)


@field("res.partner", "debit")
def _debit(env: Env, partner: r.Partner) -> object:
    return -sum((line.amount_residual for line in _open_of(env, partner, "liability_payable")), ZERO)


@field("res.partner", "currency_id")
@field("product.product", "currency_id")
def _own_currency(env: Env, _record: Record) -> object:
    return env.company.currency_id


@field("product.template", "name")
def _template_name(_env: Env, template: r.Template) -> object:
    return template.product.name if template.product else ""


@field("product.template", "list_price")
def _template_price(_env: Env, template: r.Template) -> object:
    return template.product.lst_price if template.product else ZERO
