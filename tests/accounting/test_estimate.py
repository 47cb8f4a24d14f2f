"""The estimate shown while somebody types. What real servers make of the same lines is compared in tests/protocols."""

from decimal import Decimal

from odoo_desk.accounting.estimate import estimate
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Draft, DraftLine, LineKind, MoveType, Tax, TaxArithmetic

EUR = Currency(1, "EUR", "€", Decimal("0.01"), 2)


def tax(tax_id, amount, kind="percent", *, included=False, on_top=False, children=(), sequence=1):
    return Tax(tax_id, f"Tax {tax_id}", "sale", kind, Decimal(amount), included, on_top, children, sequence)


TAXES = {
    each.id: each
    for each in (
        tax(1, 15),
        tax(2, 21, included=True),
        tax(3, "0.50", "fixed"),
        tax(4, 0, "group", children=(1, 3)),
        tax(5, 10, on_top=True, sequence=0),
        tax(6, -5),
        tax(7, 10, "division"),
    )
}


def line(quantity, price, *taxes, discount=0):
    return DraftLine(
        name="x", quantity=Decimal(quantity), price_unit=Decimal(price), discount=Decimal(discount), tax_ids=taxes
    )


def totals(*lines):
    """Where all versions agree."""
    draft = Draft(MoveType.CUSTOMER_INVOICE, lines=tuple(lines))
    old, new = (estimate(draft, TAXES, EUR, TaxArithmetic(by_batches=each)) for each in (False, True))
    assert new.estimated
    assert (old.untaxed, old.tax) == (new.untaxed, new.tax)
    return str(new.untaxed), str(new.tax), str(new.total)


def test_percent_with_discount():
    assert totals(line(2, 100, 1, discount=10)) == ("180.00", "27.00", "207.00")


def test_included_tax_adds_up_to_the_price_typed():
    assert totals(line(1, "9.99", 2)) == ("8.26", "1.73", "9.99")


def test_fixed_group_on_top_negative_and_division():
    assert totals(line(3, 10, 3)) == ("30.00", "1.50", "31.50")
    assert totals(line(2, 10, 4)) == ("20.00", "4.00", "24.00")
    assert totals(line(1, 100, 5, 1)) == ("100.00", "26.50", "126.50")
    assert totals(line(1, 100, 1, 6)) == ("100.00", "10.00", "110.00")
    assert totals(line(1, 90, 7)) == ("90.00", "10.00", "100.00")


def test_sections_notes_and_blank_lines_count_nothing():
    section = DraftLine(LineKind.SECTION, name="Section")
    assert totals(section, DraftLine(), line(1, 1)) == ("1.00", "0.00", "1.00")


def test_14_takes_a_fixed_tax_out_of_a_price_with_the_sign_of_the_quantity():
    """As real 14 saved it, and real 19."""
    known = {8: tax(8, "0.20", "fixed", included=True, on_top=False), 2: tax(2, 21, included=True, sequence=2)}
    draft = Draft(MoveType.CUSTOMER_INVOICE, lines=(line(-3, 10, 8, 2),))
    old = estimate(draft, known, EUR, TaxArithmetic(by_batches=False, by_signed_quantity=True))
    new = estimate(draft, known, EUR, TaxArithmetic())
    assert (str(old.untaxed), str(old.tax), str(old.total)) == ("-25.29", "-4.71", "-30.00")
    assert new.total == Decimal("-30.00")
