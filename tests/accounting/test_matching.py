"""Which open items belong together: surest first, each once, with the reason; nothing that does not come to nothing unless it says so."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from odoo_desk.accounting.matching import suggestions
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.open_items import RECEIVABLE, OpenItem
from odoo_desk.accounting.records import Named

EURO = Currency(1, "EUR", "€", Decimal("0.01"), 2)
DOLLAR = Currency(2, "USD", "$", Decimal("0.01"), 2)
DAY = date(2026, 11, 23)


def item(number, amount, name="", *, ref="", text="", days=0, currency=EURO, partner=1, account=1):
    amount = Decimal(amount)
    return OpenItem(
        *(number, number, name or f"M/{number}", account, RECEIVABLE, Named(partner, "P"), DAY, DAY),
        *(DAY + timedelta(days=days), text, ref, currency, amount, amount, amount, amount),
    )


def found(*items):
    return [(set(each.items), each.reason) for each in suggestions(items)]


def test_a_payment_that_names_the_invoice_comes_before_another_one_of_the_same_amount():
    one, two = item(1, 100, "INV/2026/00031", days=-30), item(2, 100, "INV/2026/00032")
    paid = item(3, -100, "BNK1/1", text="your inv 2026-00032")
    assert found(one, two, paid) == [({2, 3}, "BNK1/1 names INV/2026/00032 and has its amount")]


def test_the_same_amount_is_the_oldest_and_says_of_how_many():
    items = [item(1, 50, days=5), item(2, 50, days=-5), item(3, -50)]
    assert found(*items) == [({2, 3}, "M/2 and M/3 have the same amount, the oldest of 2")]


def test_one_payment_over_three_and_one_invoice_in_two_parts():
    items = [item(1, 10), item(2, 20), item(3, 33), item(4, -63), item(5, 200), item(6, -150), item(7, -50)]
    assert found(*items) == [
        ({4, 1, 2, 3}, "M/1, M/2, M/3 come to M/4 together"),
        ({5, 6, 7}, "M/6, M/7 come to M/5 together"),
    ]


def test_what_only_names_is_said_to_be_a_part():
    [only] = suggestions([item(1, 100, "INV/2026/00031"), item(2, -40, ref="INV/2026/00031")])
    assert (set(only.items), only.is_part) == ({1, 2}, True)


def test_nothing_across_currencies_partners_and_accounts():
    items = [item(1, 70), item(2, -70, currency=DOLLAR), item(3, -70, partner=2), item(4, -70, account=2)]
    assert suggestions(items) == ()


def test_each_item_once_and_all_come_to_nothing():
    random = Random(7)  # noqa: S311
    items = [
        item(number, Decimal(random.randint(-400, 400)) / 4 or 1, days=random.randint(-90, 90))
        for number in range(1, 400)
    ]
    made = suggestions(items)
    used = [each for suggestion in made for each in suggestion.items]
    assert len(made) > 20
    assert len(used) == len(set(used))
    amounts = {each.id: each.residual for each in items}
    assert all(sum(amounts[each] for each in suggestion.items) == 0 for suggestion in made if not suggestion.is_part)
    assert suggestions(items) == made


def test_the_search_for_sums_ends():
    """Amounts of which none come to anything: 40 of them have 760,000 sums of up to five."""
    items = [item(number, Decimal(1000 + 7 * number)) for number in range(1, 60)] + [item(99, Decimal("-9999.99"))]
    assert suggestions(items) == ()
