"""A few cents between the paper and the lines are explained, more than rounding can make is not."""

from decimal import Decimal

from odoo_desk.accounting.cents import reasons
from odoo_desk.accounting.estimate import estimate
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Draft, DraftLine, MoveType, Tax, TaxArithmetic

EUR = Currency(1, "EUR", "€", Decimal("0.01"), 2)
TAXES = {1: Tax(1, "15%", "purchase", "percent", Decimal(15), False, False, (), 1)}
PER_LINE, GLOBALLY = TaxArithmetic(globally=False), TaxArithmetic(globally=True)


def bill(*lines):
    return Draft(
        MoveType.VENDOR_BILL,
        lines=tuple(
            DraftLine(name="x", quantity=Decimal(quantity), price_unit=Decimal(price), tax_ids=(1,))
            for quantity, price in lines
        ),
    )


def test_the_other_way_of_rounding_is_named():
    draft = bill(*[("1", "0.03")] * 3)
    per_line, whole = (estimate(draft, TAXES, EUR, each).total for each in (PER_LINE, GLOBALLY))
    assert per_line != whole
    (why,) = reasons(draft, TAXES, EUR, PER_LINE, per_line, whole)
    assert "The paper rounds over the whole document, Odoo here line by line" in why
    (why,) = reasons(draft, TAXES, EUR, GLOBALLY, whole, per_line)
    assert "The paper rounds line by line" in why


def test_the_lines_that_are_rounded_are_named():
    draft = bill(("1.5", "2.25"), ("1", "10"))
    total = estimate(draft, TAXES, EUR, PER_LINE).total
    assert "Line 1: 3.375 becomes 3.38." in reasons(draft, TAXES, EUR, PER_LINE, total, total - Decimal("0.01"))


def test_a_line_that_is_missing_is_no_matter_of_cents():
    draft = bill(("1.5", "2.25"))
    total = estimate(draft, TAXES, EUR, PER_LINE).total
    assert reasons(draft, TAXES, EUR, PER_LINE, total, total + 10) == ()
    assert reasons(draft, TAXES, EUR, PER_LINE, total, total) == ()
