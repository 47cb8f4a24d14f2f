"""An amount field works sums out, keeps what it cannot read, and shows the locale's signs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from odoo_desk.errors import InvalidInput
from odoo_desk.ui.fields.money import MoneyEdit, number_text


@pytest.fixture
def in_locale():
    before = QLocale()
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(before)


@pytest.fixture
def field(qtbot, in_locale):
    in_locale("en_US")
    form = QWidget()
    layout = QVBoxLayout(form)
    field = MoneyEdit(form, places=2)
    form.other = QLineEdit(form)
    layout.addWidget(field)
    layout.addWidget(form.other)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitActive(form)
    field.setFocus()
    field.form = form  # keeps it alive
    return field


def typed(field, text, then=Qt.Key.Key_Tab):
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, then)


async def test_a_sum_is_worked_out_and_its_formula_kept_in_the_tooltip(field):
    told = []
    field.changed.connect(lambda: told.append(field.value()))
    typed(field, "=12*9.5+3")
    assert (field.value(), field.text(), field.toolTip()) == (Decimal("117.00"), "117.00", "=12*9.5+3")
    assert told == [Decimal("117.00")]


async def test_thousands_are_grouped_to_look_at_and_plain_to_edit(field):
    typed(field, "1234.5")
    assert field.text() == "1,234.50"
    field.setFocus()
    assert field.text() == "1234.50"
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.value() == Decimal("1234.50")


async def test_what_cannot_be_read_stays_typed_and_says_why(field):
    field.set_value(Decimal(5))
    typed(field, "12..5")
    assert field.text() == "12..5"
    assert field.complaint
    with pytest.raises(InvalidInput):
        field.read()


async def test_the_next_key_takes_the_complaint_back(field):
    typed(field, "x")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_5)
    assert not field.complaint


async def test_a_comma_country_reads_and_shows_commas(field, in_locale):
    in_locale("de_DE")
    typed(field, "1.234,56 EUR")
    assert (field.value(), field.text()) == (Decimal("1234.56"), "1.234,56")
    field.setFocus()
    typed(field, "12.5")
    assert field.value() == Decimal("12.50")


async def test_an_emptied_field_has_no_value(field):
    field.set_value(Decimal(5))
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.value() is None


def test_a_price_keeps_the_places_it_has(in_locale):
    in_locale("en_US")
    assert number_text(Decimal("0.0375"), 2) == "0.0375"
    assert number_text(Decimal("1E+3"), 2) == "1,000.00"
    assert number_text(Decimal("2.000"), 0) == "2"
