"""Amounts, days and states as people read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Invoice, MoveType, Named, PaymentState, State
from odoo_desk.ui import formats

EUR = Currency(1, "EUR", "€", Decimal("0.01"), 2)
USD = Currency(2, "USD", "$", Decimal("0.01"), 2, symbol_first=True)
JPY = Currency(3, "JPY", "", Decimal(1), 0)
TODAY = date(2026, 11, 22)
POSTED = Invoice(
    id=1,
    move_type=MoveType.CUSTOMER_INVOICE,
    state=State.POSTED,
    payment_state=PaymentState.NOT_PAID,
    number="INV/1",
    partner=Named(7, "Azure"),
    invoice_date=TODAY,
    accounting_date=TODAY,
    due_date=date(2026, 12, 1),
    next_due=date(2026, 12, 1),
    ref="",
    payment_reference="",
    origin="",
    journal=Named(1, "Sales"),
    company=Named(1, "Us"),
    currency=EUR,
    amount_untaxed=Decimal(10),
    amount_tax=Decimal(0),
    amount_total=Decimal(10),
    amount_residual=Decimal(10),
    amount_untaxed_signed=Decimal(10),
    amount_total_signed=Decimal(10),
    amount_residual_signed=Decimal(10),
    salesperson=None,
    written_at=datetime(2026, 11, 22, tzinfo=UTC),
)


@pytest.fixture
def in_locale():
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        ("1234567.5", EUR, "1,234,567.50\u00a0€"),
        ("-0.5", USD, "$\u00a0\u22120.50"),
        ("1234", JPY, "1,234\u00a0JPY"),
        ("0", None, "0.00"),
        ("-0.00", EUR, "0.00\u00a0€"),
        ("99999999999999999.99", EUR, "99,999,999,999,999,999.99\u00a0€"),
    ],
)
def test_amounts_in_their_currency_to_the_last_cent(in_locale, value, currency, shown):
    in_locale("en_US")
    assert formats.amount(Decimal(value), currency) == shown


def test_amounts_and_days_in_the_users_locale(in_locale):
    in_locale("de_DE")
    assert formats.amount(Decimal("1234.5"), EUR) == "1.234,50\u00a0€"
    assert formats.day(date(2026, 11, 5)) == "05.11.26"
    in_locale("C")
    assert formats.day(date(2026, 11, 5)) == "2026-11-05"
    assert formats.day(None) == ""


@pytest.mark.parametrize(
    ("change", "word", "tone"),
    [
        ({"state": State.DRAFT}, "Draft", "neutral"),
        ({"state": State.CANCELLED}, "Cancelled", "muted"),
        ({}, "Not paid", "warning"),
        ({"payment_state": PaymentState.IN_PAYMENT}, "In payment", "info"),
        ({"payment_state": PaymentState.PAID, "next_due": None}, "Paid", "good"),
        ({"payment_state": PaymentState.REVERSED, "next_due": None}, "Reversed", "muted"),
        ({"next_due": date(2026, 11, 21)}, "Overdue by 1 day", "bad"),
        ({"next_due": date(2026, 11, 10)}, "Overdue by 12 days", "bad"),
        (
            {"payment_state": PaymentState.PARTIAL, "next_due": date(2026, 11, 10)},
            "Overdue by 12 days, partially paid",
            "bad",
        ),
        ({"move_type": MoveType.JOURNAL_ENTRY, "next_due": date(2020, 1, 1)}, "Posted", "good"),
    ],
)
def test_states_have_a_word_and_a_tone(change, word, tone):
    assert formats.state_word(replace(POSTED, **change), TODAY) == (word, tone)


def test_every_payment_state_and_type_has_a_word():
    assert len({formats.payment_state_word(state) for state in PaymentState}) == len(PaymentState)
    assert len({kind.word for kind in MoveType}) == len(MoveType)


def test_titles():
    assert formats.document_title(POSTED) == "Customer Invoice INV/1"
    assert formats.document_title(replace(POSTED, number="")) == "Draft customer invoice"
    assert formats.account_kind_word("asset_cash") == "Bank and Cash"
    assert formats.account_kind_word("something_new") == "Something new"
