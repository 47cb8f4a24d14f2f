"""What is typed into a date or an amount becomes what its writer meant, or is refused in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo_desk.accounting.entry import harmless, parse_amount, parse_date
from odoo_desk.errors import InvalidInput

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("t", SUNDAY),
        ("=", SUNDAY),
        ("+30", date(2026, 12, 22)),
        ("-7", date(2026, 11, 15)),
        ("+2w", date(2026, 12, 6)),
        ("+3m", date(2027, 2, 22)),
        ("-1y", date(2025, 11, 22)),
        ("15", date(2026, 11, 15)),
        ("15/3", date(2026, 3, 15)),
        ("1511", date(2026, 11, 15)),
        ("15.3.26", date(2026, 3, 15)),
        ("15.3.", date(2026, 3, 15)),
        ("15-3-2026", date(2026, 3, 15)),
        ("150326", date(2026, 3, 15)),
        ("15032026", date(2026, 3, 15)),
        ("20260315", date(2026, 3, 15)),
        ("2026-03-15", date(2026, 3, 15)),
        ("em", date(2026, 11, 30)),
        ("m", date(2026, 11, 1)),
        ("y", date(2026, 1, 1)),
        ("r", date(2026, 12, 31)),
        ("fri", date(2026, 11, 27)),
        ("su", SUNDAY),
        ("-fri", date(2026, 11, 20)),
        ("-sun", date(2026, 11, 15)),
        (" 15 / 11 ", date(2026, 11, 15)),
    ],
)
def test_what_is_typed_is_the_day_that_was_meant(typed, meant):
    assert parse_date(typed, today=SUNDAY) == meant


def test_where_the_month_comes_first_it_is_read_first():
    assert parse_date("11/15", today=SUNDAY, day_first=False) == date(2026, 11, 15)
    assert parse_date("1115", today=SUNDAY, day_first=False) == date(2026, 11, 15)


def test_around_new_year_a_day_without_a_year_is_the_near_one():
    assert parse_date("28/12", today=date(2026, 1, 5)) == date(2025, 12, 28)
    assert parse_date("5/1", today=date(2026, 12, 28)) == date(2027, 1, 5)


def test_the_end_of_a_shorter_month_is_kept_within_it():
    assert parse_date("+1m", today=date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    "typed", ["", "  ", "x", "31/2", "153", "2026", "2026-13-01", "0", "32", "15/3/260", "--fri", "+99999y", "1 2 3 4"]
)
def test_what_is_no_day_is_refused_with_advice(typed):
    with pytest.raises(InvalidInput) as refused:
        parse_date(typed, today=SUNDAY)
    assert refused.value.advice


def test_day_and_month_are_never_swapped_to_make_sense_of_them():
    with pytest.raises(InvalidInput, match="no month 15"):
        parse_date("15/3", today=SUNDAY, day_first=False)


@given(day=st.dates(date(1950, 1, 1), date(2150, 12, 31)), day_first=st.booleans(), separator=st.sampled_from("/.-"))
def test_a_full_date_comes_back_however_it_is_written(day, day_first, separator):
    order = f"%d{separator}%m{separator}%Y" if day_first else f"%m{separator}%d{separator}%Y"
    assert parse_date(day.strftime(order), today=SUNDAY, day_first=day_first) == day
    assert parse_date(day.strftime(order.replace(separator, "")), today=SUNDAY, day_first=day_first) == day
    assert parse_date(day.isoformat(), today=SUNDAY, day_first=day_first) == day


@given(st.text(max_size=20))
def test_anything_typed_is_a_date_or_refused(text):
    with suppress(InvalidInput):
        assert isinstance(parse_date(text, today=SUNDAY), date)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("12", "12"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        (".5", "0.5"),
        ("1.234,56 €", "1234.56"),
        ("1,234.56", "1234.56"),
        ("$1,234.56", "1234.56"),
        ("-$12.00", "-12"),
        ("1 234,56 EUR", "1234.56"),
        ("1'234.50 CHF", "1234.50"),
        ("1.234.567", "1234567"),
        ("(123.45)", "-123.45"),
        ("\u22125", "-5"),
        ("=12*9,5+3", "117"),
        ("12*9.5", "114"),
        ("(4+5)*2", "18"),
        ("=(5)", "5"),
        ("100+19%", "119"),
        ("100-3%", "97"),
        ("200*19%", "38"),
        ("10/4", "2.5"),
        ("2+3*4", "14"),
        ("0.1+0.2", "0.3"),
        ("0,125", "0.125"),
        ("1234,567", "1234.567"),
    ],
)
def test_an_amount_or_a_sum_comes_to_what_was_meant(typed, meant):
    assert parse_amount(typed) == Decimal(meant)


def test_the_decimal_sign_of_the_country_is_always_one():
    assert parse_amount("1.234", decimal_point=".") == Decimal("1.234")
    assert parse_amount("1,234", decimal_point=",") == Decimal("1.234")


@pytest.mark.parametrize(("typed", "decimal_point"), [("1.234", ","), ("1,234", "."), ("5+1.234", ",")])
def test_an_amount_with_two_readings_is_refused_and_both_are_named(typed, decimal_point):
    with pytest.raises(InvalidInput, match="two ways") as refused:
        parse_amount(typed, decimal_point=decimal_point)
    assert "1234" in refused.value.advice


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "=",
        "abc",
        "1e5",
        "12 9",
        "1,23,456",
        "5-",
        "()",
        "(1",
        "1)",
        "1//2",
        "5/0",
        "1.2.3",
        "9" * 200,
        "9" * 16,
        "%",
        "1,2,3",
        "5 EUR 3",
    ],
)
def test_what_is_no_amount_is_refused_with_advice(typed):
    with pytest.raises(InvalidInput) as refused:
        parse_amount(typed)
    assert refused.value.advice


@given(
    amount=st.decimals(Decimal(-(10**12)), Decimal(10**12), places=2),
    style=st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("", "."), ("", ",")]),
)
def test_an_amount_comes_back_however_a_country_writes_it(amount, style):
    group, point = style
    text = f"{amount:,.2f}".replace(",", "g").replace(".", point).replace("g", group)
    assert parse_amount(text, decimal_point=point) == amount


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=2, max_size=8))
def test_a_sum_is_exact(amounts):
    assert parse_amount("=" + "+".join(str(amount) for amount in amounts)) == sum(amounts)


@given(st.text(alphabet="0123456789.,'+-*/()% =€", max_size=24))
def test_anything_typed_is_an_amount_or_refused(text):
    with suppress(InvalidInput):
        assert parse_amount(text).is_finite()


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+49 30 1234", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_looks_like_a_formula_is_text_for_a_spreadsheet(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Azure", "INV/2026/1", "1-2", "“=”"])
def test_other_cells_stay_as_they_are(text):
    assert harmless(text) == text
