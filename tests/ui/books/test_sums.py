"""The line under a list."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from odoo_desk.accounting.listing import Book, CurrencySum, Summary
from odoo_desk.accounting.money import Currency
from odoo_desk.ui.books import sums
from tests.ui.tables.shelf import EUR

USD = Currency(2, "USD", "$", Decimal("0.01"), 2, symbol_first=True)
OWN = CurrencySum(EUR, Decimal(1234), Decimal(1000))
ONE = Summary(1234, OWN, (OWN,))


def test_one_currency_is_said_in_one_line():
    assert (
        sums.in_words(ONE, Book.CUSTOMER_INVOICES)
        == "1,234 rows     Total 1,234.00\u00a0€     Amount Due 1,000.00\u00a0€"
    )
    assert sums.by_currency(ONE, Book.CUSTOMER_INVOICES) == ""


def test_several_currencies_are_listed_each_by_itself():
    several = replace(ONE, by_currency=(OWN, CurrencySum(USD, Decimal(50), Decimal(0))))
    assert sums.in_words(several, Book.CUSTOMER_INVOICES).endswith("     in 2 currencies")
    lines = sums.by_currency(several, Book.CUSTOMER_INVOICES).split("\n")
    assert lines[1] == "USD     Total $\u00a050.00     Amount Due $\u00a00.00"


def test_while_the_copy_is_filled_it_is_what_there_is_so_far():
    assert sums.in_words(Summary(12000, so_far=True), Book.PARTNERS) == "12,000 rows so far"
    assert sums.in_words(Summary(1), Book.PARTNERS) == "1 row"
