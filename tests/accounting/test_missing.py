"""What a draft lacks before it can be posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.missing import Archived, missing
from odoo_desk.accounting.records import AutoPost, Draft, DraftLine, LineKind, MoveType

TODAY = date(2026, 11, 23)
LINE = DraftLine(name="Paper", account_id=7, price_unit=Decimal(10), tax_ids=(3,))
BILL = Draft(MoveType.VENDOR_BILL, partner_id=1, invoice_date=TODAY, lines=(LINE,))


def told(draft, total=Decimal(10), archived=None):
    return [(each.field, each.line, each.is_refused) for each in missing(draft, total, TODAY, archived or Archived())]


def test_nothing_is_missing_in_a_whole_bill():
    assert told(BILL) == []


@pytest.mark.parametrize(
    ("draft", "field", "line", "is_refused"),
    [
        (replace(BILL, partner_id=None), "partner_id", None, True),
        (replace(BILL, invoice_date=None), "invoice_date", None, True),
        (replace(BILL, lines=()), "lines", None, True),
        (replace(BILL, lines=(DraftLine(),)), "lines", None, True),
        (replace(BILL, lines=(DraftLine(LineKind.NOTE, name="n"),)), "lines", None, False),
        (replace(BILL, lines=(DraftLine(), replace(LINE, name=" "))), "name", 1, False),
        (replace(BILL, auto_post=AutoPost.AT_DATE, invoice_date=TODAY + timedelta(days=1)), "auto_post", None, True),
    ],
)
def test_what_is_missing_and_where(draft, field, line, is_refused):
    assert told(draft) == [(field, line, is_refused)]


def test_what_is_not_in_use_any_more():
    archived = Archived(partner=True, currency=True, accounts=frozenset({7}), taxes=frozenset({3}))
    assert told(BILL, archived=archived) == [
        ("partner_id", None, False),
        ("currency_id", None, True),
        ("account_id", 0, True),
        ("tax_ids", 0, False),
    ]


def test_a_negative_total_is_another_document():
    assert told(BILL, Decimal(-1)) == [("lines", None, True)]
    (negative,) = missing(BILL, Decimal(-1), TODAY, Archived())
    assert "credit note" in negative.words
    (refund,) = missing(replace(BILL, move_type=MoveType.VENDOR_CREDIT_NOTE), Decimal(-1), TODAY, Archived())
    assert "a bill" in refund.words


def test_sales_need_no_date_and_receipts_no_partner():
    assert told(replace(BILL, move_type=MoveType.CUSTOMER_INVOICE, invoice_date=None)) == []
    assert told(replace(BILL, move_type=MoveType.PURCHASE_RECEIPT, partner_id=None)) == []


def test_an_entry_balances_and_has_accounts():
    sides = (DraftLine(account_id=1, debit=Decimal(5)), DraftLine(credit=Decimal("4.50")))
    entry = Draft(MoveType.JOURNAL_ENTRY, accounting_date=TODAY, lines=sides)
    assert told(entry) == [("account_id", 1, True), ("lines", None, True)]
    assert (
        missing(entry, Decimal(0), TODAY, Archived())[1].words
        == "The entry does not balance: 0.50 is missing in credit."
    )
