"""Filters: what they ask for, what they show of it, what is kept for the next time."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import PaymentState
from odoo_desk.ui.books.filters import FilterBar
from odoo_desk.ui.books.period_dialog import PeriodDialog
from odoo_desk.ui.books.periods import periods

TODAY = date(2026, 3, 1)


@pytest.fixture
def bar(qtbot):
    bar = FilterBar(Book.CUSTOMER_INVOICES, TODAY)
    qtbot.addWidget(bar)
    bar.show()
    bar.heard = []
    bar.changed.connect(lambda: bar.heard.append(bar.query))
    return bar


def button(bar, name) -> QToolButton:
    return bar.findChild(QToolButton, f"filter_{name}")


def choose(bar, name, title):
    next(action for action in button(bar, name).menu().actions() if action.text() == title).trigger()


def test_every_key_counts_but_blanks_at_the_ends_do_not(bar):
    QTest.keyClicks(bar.search, "az x ")
    assert [query.text for query in bar.heard] == ["a", "az", "az x"]
    bar.search.clear()
    assert bar.query.text == ""


async def test_a_chosen_state_is_said_on_its_button(bar):
    choose(bar, "payment_state", "In payment")
    assert bar.query.payment_states == {PaymentState.IN_PAYMENT}
    assert button(bar, "payment_state").text() == "Payment: In payment"
    choose(bar, "payment_state", "Blocked")
    assert button(bar, "payment_state").text() == "Payment: 2 chosen"
    choose(bar, "payment_state", "Blocked")
    choose(bar, "payment_state", "In payment")
    assert button(bar, "payment_state").text() == "Payment"
    assert not bar.is_active


async def test_clear_takes_everything_back_but_the_order(bar):
    bar.order_by("partner", descending=False)
    choose(bar, "state", "Posted")
    choose(bar, "dates", "Last month")
    button(bar, "overdue").click()
    button(bar, "to_check").click()
    assert "to check" in bar.describe()
    assert bar.clear.isVisible()
    bar.clear.click()
    assert not bar.is_active
    assert not bar.clear.isVisible()
    assert button(bar, "dates").text() == "Dates"
    assert not button(bar, "overdue").isChecked()
    assert not button(bar, "to_check").isChecked()
    assert (bar.query.order, bar.query.descending) == ("partner", False)


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("This month", date(2026, 3, 1), date(2026, 3, 31)),
        ("Last month", date(2026, 2, 1), date(2026, 2, 28)),
        ("This year", date(2026, 1, 1), date(2026, 12, 31)),
        ("Last year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
async def test_periods(bar, title, first, last):
    choose(bar, "dates", title)
    assert (bar.query.date_from, bar.query.date_to) == (first, last)
    assert button(bar, "dates").text() == f"Dates: {title}"


def test_the_last_month_of_the_year_ends_with_it():
    found = {each.title: each for each in periods(date(2026, 12, 31))}
    assert found["This month"].last == date(2026, 12, 31)
    assert found["Last month"].last == date(2026, 11, 30)


async def test_days_from_and_to_are_typed(bar):
    choose(bar, "dates", "From … to …")
    dialog = bar.findChild(PeriodDialog)
    for field, typed in ((dialog.first, "2026-01-10"), (dialog.last, "2026-01-05")):
        field.line_edit.clear()
        QTest.keyClicks(field.line_edit, typed)
    dialog.confirm()
    assert dialog.last.complaint
    assert not bar.is_active
    dialog.last.line_edit.clear()
    QTest.keyClicks(dialog.last.line_edit, "2026-01-20")
    dialog.confirm()
    assert (bar.query.date_from, bar.query.date_to) == (date(2026, 1, 10), date(2026, 1, 20))
    assert "2026-01-10 to 2026-01-20" in button(bar, "dates").text()


async def test_choices_are_kept_but_not_what_was_searched(bar, qtbot):
    choose(bar, "state", "Posted")
    choose(bar, "payment_state", "Partially paid")
    choose(bar, "dates", "This year")
    button(bar, "overdue").click()
    button(bar, "to_check").click()
    bar.order_by("amount_total", descending=True)
    QTest.keyClicks(bar.search, "x")
    QTest.keyClick(bar.search, Qt.Key.Key_Return)
    later = FilterBar(Book.CUSTOMER_INVOICES, date(2027, 5, 5))
    qtbot.addWidget(later)
    later.restore(bar.choices())
    query = later.query
    assert query.states == {"posted"}
    assert query.payment_states == {PaymentState.PARTIAL}
    assert (query.date_from, query.overdue, query.order, query.text) == (date(2027, 1, 1), True, "amount_total", "")
    assert query.to_check
    assert button(later, "dates").text() == "Dates: This year"
    later.restore({"states": "posted nonsense", "period": "Next century", "payment_states": "void"})
    assert later.query.states == {"posted"}
    assert later.query.date_from is None
