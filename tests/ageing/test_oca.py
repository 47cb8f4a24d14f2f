"""What is made of the OCA's reports; that they can be had and run is seen by `make ageing SERVER=14`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.open_items import AgedBy, Ageing, AgeingRow, AsOf, GroupedBy, OpenItem
from odoo_desk.accounting.records import Named
from tests.ageing.oca import BORDERS, NO_DUE_DATE, ONLY_FOREIGN, NoOpinion, compare, fetch, read

USD = Currency(1, "USD", "$", Decimal("0.01"), 2)
EUR = Currency(2, "EUR", "€", Decimal("0.01"), 2)
ON = date(2025, 3, 31)
INVOICE = OpenItem(
    id=7,
    move_id=70,
    number="INV/7",
    account_id=5,
    kind="asset_receivable",
    partner=Named(11, "Deco Addict"),
    accounting_date=date(2025, 1, 10),
    document_date=date(2025, 1, 10),
    due_date=date(2025, 3, 1),
    name="",
    ref="",
    currency=USD,
    balance=Decimal("200.00"),
    amount_currency=Decimal("200.00"),
    residual=Decimal("152.89"),
    residual_currency=Decimal("152.89"),
)
ENTRY = replace(
    INVOICE, id=8, due_date=date(2025, 1, 10), residual=Decimal("10.00"), residual_currency=Decimal("10.00")
)
# Invoice due a month ago, of a contact of that partner; entry without due date.
TOLD = {
    "company": 1,
    "day": ON.isoformat(),
    "items": [[7, 5, 12, "2025-03-01", 152.89000000000001, 152.89000000000001], [8, 5, 11, "", 10.0, 10.0]],
    "ageing": [
        [5, 12, 11, 152.89000000000001, [0.0, 152.89000000000001, 0.0, 0.0, 0.0, 0.0]],
        [5, 11, 11, 10.0, [10.0, 0.0, 0.0, 0.0, 0.0, 0.0]],
    ],
}


def ageing(*amounts: str) -> Ageing:
    row = AgeingRow(11, "Deco Addict", tuple(map(Decimal, amounts)), Decimal("162.89"), 2, None)
    computed = datetime(2025, 4, 1, tzinfo=UTC)
    return Ageing(AsOf(ON), AgedBy.DUE_DATE, GroupedBy.PARTNER, BORDERS, (row,), computed, None)


OURS = ageing("0.00", "152.89", "0.00", "10.00", "0.00", "0.00")


@pytest.fixture
def opinion():
    return read(json.dumps([TOLD]))[1, ON]


def test_contacts_and_items_without_due_date_are_no_difference(opinion):
    found = compare(opinion, [INVOICE, ENTRY], OURS, USD)
    assert found.differing == []
    assert found.explained == {NO_DUE_DATE: 1}
    assert (found.items, found.rows) == (2, 1)


def test_an_item_open_in_its_own_currency_only_is_explained(opinion):
    foreign = replace(INVOICE, id=9, currency=EUR, residual=Decimal("0.00"), residual_currency=Decimal("-333.32"))
    found = compare(opinion, [INVOICE, ENTRY, foreign], OURS, USD)
    assert found.differing == []
    assert found.explained[ONLY_FOREIGN] == 1


@pytest.mark.parametrize(
    "ours",
    [
        [INVOICE],
        [ENTRY, replace(INVOICE, residual=Decimal("152.88"))],
        [ENTRY, replace(INVOICE, residual_currency=Decimal("152.90"))],
        [ENTRY, replace(INVOICE, account_id=6)],
        [ENTRY, replace(INVOICE, due_date=date(2025, 3, 2))],
        [INVOICE, ENTRY, replace(INVOICE, id=9)],
    ],
    ids=["missing", "residual", "in its currency", "account", "due date", "one too many"],
)
def test_an_item_that_differs_is_told(opinion, ours):
    assert any(each.startswith("item") for each in compare(opinion, ours, OURS, USD).differing)


def test_an_amount_in_another_bucket_is_told(opinion):
    elsewhere = ageing("0.00", "0.00", "152.89", "10.00", "0.00", "0.00")
    (problem,) = compare(opinion, [INVOICE, ENTRY], elsewhere, USD).differing
    assert problem.startswith("partner 11 on 2025-03-31")


def test_without_packages_there_is_a_reason(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(NoOpinion, match="could not be had from PyPI"):
        fetch(tmp_path / "site")
