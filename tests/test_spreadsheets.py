"""Workbooks: what is written is what is read, and a text is never carried out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from odoo_desk import spreadsheets
from odoo_desk.spreadsheets import Sheet


def test_what_looks_like_a_formula_stays_text(tmp_path):
    path = tmp_path / "texts.xlsx"
    texts = ("=1+1", "@SUM(A1)", "-2", "{=1}", "https://example.com/x")
    spreadsheets.write(path, [Sheet("Texts", ("Text",), [(text,) for text in texts])])
    cells = [row[0] for row in openpyxl.load_workbook(path)["Texts"].iter_rows(min_row=2)]
    assert [(each.value, each.data_type, each.hyperlink) for each in cells] == [(text, "s", None) for text in texts]


def test_dates_and_amounts_come_back_as_they_went(tmp_path):
    path = tmp_path / "values.xlsx"
    rows = [("a", date(2025, 2, 28), Decimal("-1234567.89"), 7), (None, None, Decimal("0.001"), None)]
    titles = ("Text", "Day", "Amount", "Count")
    spreadsheets.write(path, [Sheet("Values", titles, rows, ("Total", None, Decimal("0.1"), 8), {2: 2})])
    found = spreadsheets.read(path, ["Values"])["Values"]
    assert [tuple(row.values()) for row in found] == [*rows, ("Total", None, Decimal("0.1"), 8)]


def test_what_was_there_stays_when_writing_fails(tmp_path):
    path = tmp_path / "values.xlsx"
    spreadsheets.write(path, [Sheet("Values", ("Text",), [("first",)])])
    with pytest.raises(IndexError):
        spreadsheets.write(path, [Sheet("Values", ("Text",), [("a", "too many")])])
    assert spreadsheets.read(path, ["Values"])["Values"] == [{"Text": "first"}]
    assert [each.name for each in tmp_path.iterdir()] == ["values.xlsx"]
