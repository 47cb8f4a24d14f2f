"""Records in words: amounts, days, states and titles, in the user's locale and in Odoo's own terms."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from html import escape

from PySide6.QtCore import QDate, QLocale

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Invoice, PaymentState, State
from odoo_desk.accounting.rules import is_overdue

_PAYMENT_STATES = {
    PaymentState.NOT_PAID: ("Not paid", "warning"),
    PaymentState.IN_PAYMENT: ("In payment", "info"),
    PaymentState.PARTIAL: ("Partially paid", "warning"),
    PaymentState.PAID: ("Paid", "good"),
    PaymentState.REVERSED: ("Reversed", "muted"),
    PaymentState.BLOCKED: ("Blocked", "bad"),
    PaymentState.LEGACY: ("Invoicing app legacy", "muted"),
}
_PAYMENT_RECORD_STATES = {
    "draft": ("Draft", "neutral"),
    "posted": ("Posted", "good"),
    "in_process": ("In process", "info"),
    "paid": ("Paid", "good"),
    "reconciled": ("Reconciled", "good"),
    "cancelled": ("Cancelled", "muted"),
    "rejected": ("Rejected", "bad"),
}

_ACCOUNT_KINDS = {
    "asset_receivable": "Receivable",
    "asset_cash": "Bank and Cash",
    "asset_current": "Current Assets",
    "asset_non_current": "Non-current Assets",
    "asset_prepayments": "Prepayments",
    "asset_fixed": "Fixed Assets",
    "liability_payable": "Payable",
    "liability_credit_card": "Credit Card",
    "liability_current": "Current Liabilities",
    "liability_non_current": "Non-current Liabilities",
    "equity": "Equity",
    "equity_unaffected": "Current Year Earnings",
    "income": "Income",
    "income_other": "Other Income",
    "expense": "Expenses",
    "expense_other": "Other Expenses",
    "expense_depreciation": "Depreciation",
    "expense_direct_cost": "Cost of Revenue",
    "off_balance": "Off-Balance Sheet",
}


def number(value: Decimal, places: int) -> str:
    """With the locale's separators, exactly: never by way of a float."""
    locale = QLocale()
    sign, digits, exponent = value.quantize(Decimal(1).scaleb(-places)).as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits)).rjust(places + 1, "0")
    whole, fraction = (text[:-places], text[-places:]) if places else (text, "")
    groups = [whole[max(end - 3, 0) : end] for end in range(len(whole), 0, -3)][::-1]
    shown = locale.groupSeparator().join(groups) + (locale.decimalPoint() + fraction if fraction else "")
    return f"\u2212{shown}" if sign and any(digits) else shown


def amount(value: Decimal, currency: Currency | None) -> str:
    """1,234.50 €; without a currency the bare number with two decimals."""
    if currency is None:
        return number(value, 2)
    shown = number(value, currency.decimal_places)
    symbol = currency.symbol or currency.code
    return f"{symbol}\u00a0{shown}" if currency.symbol_first else f"{shown}\u00a0{symbol}"


def tip(text: str) -> str:
    """A tooltip that says just this: Qt would take what looks like markup for markup, and fetch its pictures."""
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if "<" in text or "&" in text else text


def day(value: date | None) -> str:
    if value is None:
        return ""
    locale = QLocale()
    if locale.language() is QLocale.Language.C:
        return value.isoformat()  # no language is set: the one form that nobody misreads
    return locale.toString(QDate(value.year, value.month, value.day), QLocale.FormatType.ShortFormat)


def in_local_time(value: datetime) -> datetime:
    """At either end of the calendar, where there is no other day to turn to, as it is."""
    try:
        return value.astimezone()
    except OverflowError:
        return value


def day_and_time(value: datetime) -> str:
    """In the user's time; with its day, also when that is today."""
    local = in_local_time(value)
    return f"{day(local.date())} {local:%H:%M}"


def moment(value: datetime | None, now: datetime | None = None) -> str:
    """The time of day; with its day when that is another one."""
    if value is None:
        return ""
    local = in_local_time(value)
    clock = local.strftime("%H:%M")
    return clock if local.date() == (now or datetime.now(UTC)).astimezone().date() else f"{day(local.date())} {clock}"


def state_word(document: Invoice, today: date | None = None) -> tuple[str, str]:
    """The word for a document's state and the tone it is shown in."""
    if document.state is State.DRAFT:
        return "Draft", "neutral"
    if document.state is State.CANCELLED:
        return "Cancelled", "muted"
    if document.move_type.is_entry:
        return "Posted", "good"
    today = today or date.today()  # noqa: DTZ011  the user's day
    if is_overdue(document, today):
        days = (today - (document.next_due or document.due_date or today)).days
        part = ", partially paid" if document.payment_state is PaymentState.PARTIAL else ""
        return f"Overdue by {days} day{'' if days == 1 else 's'}{part}", "bad"
    return _PAYMENT_STATES[document.payment_state]


def payment_state_word(state: PaymentState) -> str:
    return _PAYMENT_STATES[state][0]


def payment_record_word(state: str) -> tuple[str, str]:
    return _PAYMENT_RECORD_STATES.get(state, (state, "neutral"))


def account_kind_word(kind: str) -> str:
    return _ACCOUNT_KINDS.get(kind, kind.replace("_", " ").capitalize())


def document_title(document: Invoice) -> str:
    word = document.move_type.word
    return f"{word} {document.number}" if document.number else f"Draft {word.lower()}"
