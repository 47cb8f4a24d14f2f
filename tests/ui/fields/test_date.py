"""A date field says which day it understood before it is accepted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from odoo_desk.ui.fields.date import DateEdit, date_text


@pytest.fixture
def field(qtbot):
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    field = DateEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitActive(field)
    field.setFocus()
    yield field
    QLocale.setDefault(before)


def hint(field):
    return field.findChild(QLabel).text()


async def test_the_day_and_its_weekday_show_while_typing(field):
    QTest.keyClicks(field.line_edit, "15/3/2026")
    assert hint(field) == "Sunday, 15/03/2026"
    assert field.value() is None
    QTest.keyClick(field.line_edit, Qt.Key.Key_Return)
    assert field.value() == date(2026, 3, 15)
    assert (field.line_edit.text(), hint(field)) == ("15/03/2026", "Sunday")


async def test_offsets_count_from_today(field):
    QTest.keyClicks(field.line_edit, "+30")
    field.commit()
    assert field.value() == date.today() + timedelta(days=30)  # noqa: DTZ011  the user's day


async def test_what_is_no_day_stays_typed_with_the_reason_beside_it(field):
    QTest.keyClicks(field.line_edit, "31/2")
    field.commit()
    assert field.line_edit.text() == "31/2"
    assert "no such day" in hint(field)
    assert field.complaint


async def test_what_is_shown_can_be_typed_back_in_every_locale(qtbot):
    before = QLocale()
    try:
        for name in ("en_US", "en_GB", "de_DE", "sv_SE", "fr_FR", "ja_JP", "C"):
            QLocale.setDefault(QLocale(name))
            field = DateEdit()
            qtbot.addWidget(field)
            QTest.keyClicks(field.line_edit, date_text(date(2026, 3, 5)))
            assert field.read() == date(2026, 3, 5), name
    finally:
        QLocale.setDefault(before)


async def test_the_calendar_opens_by_key_and_sets_the_day(field, qtbot):
    field.set_value(date(2026, 3, 5))
    QTest.keyClick(field.line_edit, Qt.Key.Key_F4)
    calendar = field.findChild(type(field.children()[-1]))
    assert calendar.isVisible()
    calendar._days.activated.emit(calendar._days.selectedDate().addDays(1))
    assert field.value() == date(2026, 3, 6)
