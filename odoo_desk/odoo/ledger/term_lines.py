"""The lines of payment terms: versions say when an instalment is due in three ways (api-facts 2.5)."""

from __future__ import annotations

from decimal import Decimal

from odoo_desk.accounting.records import TermDiscount, TermLine, TermValue
from odoo_desk.odoo.ledger.reading import one_of
from odoo_desk.odoo.row import Row

TERM_FIELDS = (
    "name",
    "line_ids",
    "early_discount",
    "discount_percentage",
    "discount_days",
    "early_pay_discount_computation",
)
LINE_FIELDS = (
    "value",
    "value_amount",
    "days",
    "option",
    "day_of_the_month",
    "months",
    "end_month",
    "days_after",
    "discount_percentage",
    "discount_days",
    "nb_days",
    "delay_type",
    "days_next_month",
)
LAST = 31


def term_line(row: Row) -> TermLine:
    value, amount = one_of(TermValue, row.text("value"), "part of payment terms"), row.decimal("value_amount")
    if "delay_type" in row.values:
        return _since_17(row, value, amount)
    if "option" in row.values:
        return _until_15(row, value, amount)
    is_end = row.flag("end_month")
    return TermLine(
        value,
        amount,
        months=row.number("months"),
        days=row.number("days"),
        day_of_month=LAST if is_end else 0,
        days_after=row.number("days_after") if is_end else 0,
    )


def _since_17(row: Row, value: TermValue, amount: Decimal) -> TermLine:
    days = row.number("nb_days")
    match row.text("delay_type"):
        case "days_after_end_of_month":
            return TermLine(value, amount, day_of_month=LAST, days_after=days)
        case "days_after_end_of_next_month":
            return TermLine(value, amount, months=1, day_of_month=LAST, days_after=days)
        case "days_end_of_month_on_the":
            told = row.text("days_next_month")
            on_the = int(told) if told.isdecimal() else 1
            return TermLine(value, amount, days=days, months_on=1 if on_the else 0, day_of_month=on_the or LAST)
        case _:
            return TermLine(value, amount, days=days)


def _until_15(row: Row, value: TermValue, amount: Decimal) -> TermLine:
    days = row.number("days")
    match row.text("option"):
        case "after_invoice_month":
            return TermLine(value, amount, day_of_month=LAST, days_after=days)
        case "day_following_month":
            return TermLine(value, amount, months_on=1, day_of_month=days)
        case "day_current_month":
            return TermLine(value, amount, day_of_month=days)
        case _:
            on_the = max(0, row.number("day_of_the_month"))
            return TermLine(value, amount, days=days, day_of_month=on_the, only_later=True)


def discount_of(term: Row, lines: list[Row]) -> TermDiscount | None:
    """From 17 on the term's; 16 has it on the one line, and what it is of in the company's settings (not asked: of the total)."""
    if "early_discount" in term.values:
        if not term.flag("early_discount"):
            return None
        of_untaxed = term.text("early_pay_discount_computation") in ("excluded", "mixed")
        return TermDiscount(term.decimal("discount_percentage"), term.number("discount_days"), of_untaxed)
    if len(lines) == 1 and lines[0].decimal("discount_percentage"):
        return TermDiscount(lines[0].decimal("discount_percentage"), lines[0].number("discount_days"))
    return None
