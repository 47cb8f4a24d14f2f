"""What real Odoo 14 and 19 saved, of both ways of rounding: untaxed amount, tax, total. The estimate says the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo_desk.accounting.estimate import estimate
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Decimals, Draft, DraftLine, MoveType, Tax, TaxArithmetic, TaxPart
from odoo_desk.accounting.rounding import CashRounding

USD = Currency(1, "USD", "$", Decimal("0.01"), 2)


def tax(number, kind, amount, sequence, *, included=False, base=False, parts=(1,)):
    factors = tuple(TaxPart(Decimal(each)) for each in parts)
    return Tax(
        number,
        f"Tax {number}",
        "sale",
        kind,
        Decimal(amount),
        included,
        base,
        (),
        sequence,
        parts=factors,
        refund_parts=factors,
    )


TAXES = {
    "percent": tax(1, "percent", 15, 10),
    "second": tax(2, "percent", "5.5", 11),
    "included": tax(3, "percent", 21, 12, included=True),
    "included2": tax(11, "percent", 6, 13, included=True),
    "base": tax(4, "percent", 10, 5, base=True),
    "included_base": tax(5, "percent", 8, 6, included=True, base=True),
    "fixed_included": tax(6, "fixed", "0.2", 15, included=True),
    "division_included": tax(7, "division", 12, 17, included=True),
    "withholding": tax(8, "percent", -15, 18),
    "reverse": tax(9, "percent", 19, 19, parts=(1, -1)),
    "split": tax(10, "percent", 20, 20, parts=("0.6", "0.4")),
}
COINS = {
    "a line, nearest 0.05": CashRounding(1, "", Decimal("0.05"), "HALF-UP", changes_tax=False),
    "a line, up to 0.1": CashRounding(2, "", Decimal("0.1"), "UP", changes_tax=False),
    "tax, nearest 0.05": CashRounding(3, "", Decimal("0.05"), "HALF-UP", changes_tax=True),
}
WAYS = {
    "14 per line": TaxArithmetic(globally=False, by_batches=False, by_signed_quantity=True, coins_first=True),
    "14 as a whole": TaxArithmetic(globally=True, by_batches=False, by_signed_quantity=True, coins_first=True),
    "19 per line": TaxArithmetic(globally=False),
    "19 as a whole": TaxArithmetic(globally=True),
}
# Lines (quantity, price, taxes), cash rounding, and what was saved in each of the ways; None where 14 fails ("Expected singleton") or nobody looked.
MEASURED = (
    (
        (("1", "10.03", ("percent", "second")),),
        "a line, nearest 0.05",
        ("10.05 2.05 12.10", "10.04 2.05 12.09", "10.05 2.05 12.10", "10.05 2.05 12.10"),
    ),
    (
        (("1", "10.03", ("percent", "second")),),
        "tax, nearest 0.05",
        ("10.03 2.07 12.10", "10.03 2.06 12.09", "10.03 2.07 12.10", "10.03 2.07 12.10"),
    ),
    ((("1", "10.01", ()),), "a line, up to 0.1", ("10.10 0.00 10.10",) * 4),
    # The last bit of a float is no reason for one more coin.
    ((("12", "17", ("included", "included2")),), "a line, up to 0.1", ("160.63 43.37 204.00", None, None, None)),
    (
        (("3", "9.99", ("included_base", "included")), ("1", "4.95", ("percent",))),
        "",
        ("27.88 7.78 35.66", None, "27.89 7.77 35.66", "27.88 7.77 35.65"),
    ),
    ((("7", "12.34", ("division_included",)),), "", ("76.01 10.37 86.38",) * 4),
    ((("3", "33.33", ("percent", "withholding")), ("1", "0.07", ("percent",))), "", ("100.06 0.01 100.07",) * 4),
    (
        (("3", "7.77", ("reverse",)), ("2", "1.11", ("split",))),
        "",
        ("25.53 0.44 25.97", "25.53 0.45 25.98", "25.53 0.44 25.97", "25.53 0.44 25.97"),
    ),
    ((("7", "1.99", ("fixed_included", "included")),), "", ("10.36 3.57 13.93",) * 4),
    (
        (("1", "0.03", ("percent",)),) * 5,
        "",
        ("0.15 0.00 0.15", "0.15 0.02 0.17", "0.15 0.00 0.15", "0.15 0.02 0.17"),
    ),
    ((("1.37", "19.99", ("base", "percent", "second")),), "", ("27.39 8.92 36.31",) * 4),
)
CASES = [
    pytest.param(lines, coins, way, expected, id=f"{number}-{way}")
    for number, (lines, coins, saved) in enumerate(MEASURED)
    for way, expected in zip(WAYS, saved, strict=True)
    if expected is not None
]


@pytest.mark.parametrize(("lines", "coins", "way", "saved"), CASES)
def test_the_estimate_is_what_was_saved(lines, coins, way, saved):
    by_id = {each.id: each for each in TAXES.values()}
    draft = Draft(
        MoveType.CUSTOMER_INVOICE,
        lines=tuple(
            DraftLine(
                name="x",
                quantity=Decimal(quantity),
                price_unit=Decimal(price),
                tax_ids=tuple(TAXES[name].id for name in names),
            )
            for quantity, price, names in lines
        ),
    )
    found = estimate(draft, by_id, USD, WAYS[way], COINS.get(coins))
    assert f"{found.untaxed} {found.tax} {found.total}" == saved


TWO = {
    "14": TaxArithmetic(by_batches=False, decimals=Decimals(2, 2, 2), new_lines_exact=True),
    "19": TaxArithmetic(decimals=Decimals(quantity=2, discount=2)),
}
# (quantity, price, discount), 15 % on top; what 14 saved of a new line, of the same line once it was written to, and what 19 saved of either.
FINER = (
    (("1.2345", "1000", "0"), "1234.50 185.18 1419.68", "1230.00 184.50 1414.50", "1230.00 184.50 1414.50"),
    (("1", "10000", "3.335"), "9666.50 1449.98 11116.48", "9666.00 1449.90 11115.90", "9666.00 1449.90 11115.90"),
    (("1000", "1.2345", "0"), "1234.50 185.18 1419.68", "1230.00 184.50 1414.50", "1234.50 185.18 1419.68"),
    (("1.005", "1000", "0"), "1005.00 150.75 1155.75", "1010.00 151.50 1161.50", "1010.00 151.50 1161.50"),
    (("-1.005", "1000", "0"), "-1005.00 -150.75 -1155.75", "-1010.00 -151.50 -1161.50", "-1010.00 -151.50 -1161.50"),
    (("1", "10000", "2.675"), "9732.50 1459.88 11192.38", "9732.00 1459.80 11191.80", "9732.00 1459.80 11191.80"),
    (("0.004", "1000", "0"), "4.00 0.60 4.60", "0.00 0.00 0.00", "0.00 0.00 0.00"),
    (("3.3333", "3.3333", "3.3333"), "10.74 1.61 12.35", "10.72 1.61 12.33", "10.73 1.61 12.34"),
    (("7.777", "12.345678", "1.115"), "94.94 14.24 109.18", "95.01 14.25 109.26", "94.97 14.25 109.22"),
)


@pytest.mark.parametrize(("typed", "new", "written", "newer"), FINER)
def test_what_is_finer_than_the_server_keeps(typed, new, written, newer):
    quantity, price, discount = map(Decimal, typed)
    fresh = DraftLine(name="x", quantity=quantity, price_unit=price, discount=discount, tax_ids=(1,))
    saved = replace(fresh, id=7)

    def said(line, version):
        draft = Draft(MoveType.CUSTOMER_INVOICE, lines=(line,))
        found = estimate(draft, {1: TAXES["percent"]}, USD, TWO[version])
        return f"{found.untaxed} {found.tax} {found.total}"

    assert (said(fresh, "14"), said(saved, "14")) == (new, written)
    assert (said(fresh, "19"), said(saved, "19")) == (newer, newer)
