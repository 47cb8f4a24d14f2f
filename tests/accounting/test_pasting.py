"""Blocks from spreadsheets, read as lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from odoo_desk.accounting.pasting import Meaning, read_block, read_number
from odoo_desk.errors import InvalidInput

M = Meaning
INVOICE = (M.PRODUCT, M.ACCOUNT, M.DESCRIPTION, M.QUANTITY, M.PRICE, M.DISCOUNT, M.TAXES)


def block(text):
    found = read_block(text, INVOICE)
    assert found is not None
    return found


def test_a_heading_says_what_the_columns_mean_in_whatever_order_and_language():
    found = block("Preis\tMenge\tBezeichnung\tMwSt\tGesamt\n4,50\t10\tPapier\t15%\t45,00\n")
    assert found.meanings == (M.PRICE, M.QUANTITY, M.DESCRIPTION, M.TAXES, M.NOTHING)
    assert found.rows == (("4,50", "10", "Papier", "15%", "45,00"),)


def test_without_a_heading_they_are_known_by_what_stands_in_them():
    found = block("Paper\t10\t4.50\t15%\t45.00\nToner\t2\t89.00\t15%\t178.00")
    assert found.heading == ()
    assert found.meanings == (M.DESCRIPTION, M.QUANTITY, M.PRICE, M.TAXES, M.NOTHING)
    assert block("Freight\t12.50\nRent\t800").meanings == (M.DESCRIPTION, M.PRICE)


def test_a_cell_that_does_not_fit_does_not_change_what_its_column_means():
    found = block("Chairs\t4\t129.90\t15%\nTables\ttwo\t300\t15%\nLamps\t3\t45.10\tnone")
    assert found.meanings == (M.DESCRIPTION, M.QUANTITY, M.PRICE, M.TAXES)


def test_only_what_is_offered_is_recognised():
    found = read_block("Label\tQty\tDebit\nRent\t1\t800", (M.ACCOUNT, M.DESCRIPTION, M.DEBIT, M.CREDIT))
    assert found is not None
    assert found.meanings == (M.DESCRIPTION, M.NOTHING, M.DEBIT)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Paper;10;4,50\nToner;2;89,00", (("Paper", "10", "4,50"), ("Toner", "2", "89,00"))),
        ('"Paper, white",10,4.50\nToner,2,89.00', (("Paper, white", "10", "4.50"), ("Toner", "2", "89.00"))),
        ('"Paper\nA4 ""white"""\t10\nToner\t2', (('Paper\nA4 "white"', "10"), ("Toner", "2"))),
        ('"12 inch pipe\t10\nToner\t2', (('"12 inch pipe', "10"), ("Toner", "2"))),
        ("Paper\t\t10\n\t\t\nToner\t\t2\r\n", (("Paper", "10"), ("Toner", "2"))),
        ("'=SUM\t1\nToner\t2", (("=SUM", "1"), ("Toner", "2"))),
    ],
)
def test_cells_are_taken_apart(text, rows):
    assert block(text).rows == rows


def test_totals_at_the_end_are_no_lines():
    found = block(
        "Item text\tQty\tPrice\tAmount\nPaper\t10\t4.50\t45\nTotal quality course\t1\t9\t9\nSubtotal\t\t\t54\nVAT 15%\t\t\t8.10\nTotal\t\t\t62.10"
    )
    assert [row[0] for row in found.rows] == ["Paper", "Total quality course"]
    assert [row[0] for row in found.totals] == ["Subtotal", "VAT 15%", "Total"]


def test_one_cell_is_no_block():
    assert read_block("Paper, white", INVOICE) is None
    assert read_block("", INVOICE) is None
    assert read_block("\n\t\n", INVOICE) is None


@pytest.mark.parametrize(
    ("text", "point", "value"),
    [
        ("1.234,56 €", ",", "1234.56"),
        ("$ 1,234.56", ".", "1234.56"),
        ("EUR 12,50", ",", "12.50"),
        ("(45.00)", ".", "-45"),
        ("(1.234,50 €)", ",", "-1234.50"),
        ("12,50-", ",", "-12.5"),
        ("-3", ".", "-3"),
    ],
)
def test_numbers_as_spreadsheets_write_them(text, point, value):
    assert read_number(text, M.PRICE, decimal_point=point) == Decimal(value)


def test_a_discount_may_have_its_sign():
    assert read_number("12,5 %", M.DISCOUNT, decimal_point=",") == Decimal("12.5")


@pytest.mark.parametrize("text", ["1,234", "n/a", "=A1*2"])
def test_what_is_no_number_or_could_be_two_is_refused(text):
    with pytest.raises(InvalidInput):
        read_number(text, M.PRICE, decimal_point=".")
