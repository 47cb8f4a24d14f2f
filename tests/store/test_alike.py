"""Looking for the same paper in a vendor's many documents."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.bare import BareMove, BarePartner
from odoo_desk.accounting.records import Draft, MoveType
from odoo_desk.store.mirror import Mirror
from tests.store.reckoning import CURRENCIES, USER

NEVER = "2026-01-01 00:00:00"


def bill(number: int, ref: str, amount: str, day: str, partner: int = 1, state: str = "posted") -> BareMove:
    total = Decimal(amount)
    texts, links = (ref, "", ""), (1, USER.company.currency.id, None)
    amounts = (total, Decimal(0), total, total, -total, -total, -total)
    return BareMove(
        number, "in_invoice", state, "not_paid", f"B/{number}", partner, day, day, day, *texts, *links, *amounts, NEVER
    )


def partner(number: int, above: int | None = None) -> BarePartner:
    top = above or number
    return BarePartner(number, f"P{number}", "", "", "", "", "", "", True, False, above, top, None, None, NEVER)


@pytest.fixture
async def mirror(tmp_path):
    mirror = Mirror(tmp_path / "copy.sqlite")
    await mirror.open()
    await mirror.begin(USER, tuple(CURRENCIES.values()))
    await mirror.put([partner(1), partner(2, above=1), partner(3)])
    yield mirror
    await mirror.close()


async def found(mirror, ref="", total=None, day=date(2026, 3, 1), who=1):
    draft = Draft(MoveType.VENDOR_BILL, partner_id=who, invoice_date=day, ref=ref)
    return [each.id for each in await mirror.alike(draft, total and Decimal(total))]


async def test_one_reference_is_found_among_many_that_are_like_it(mirror):
    await mirror.put([bill(each, f"F-{each:07d}", "5", "2020-01-01") for each in range(1, 2000)])
    assert await found(mirror, "f 500") == [500]
    assert await found(mirror, "F/15") == [15]
    assert await found(mirror, "x") == []


async def test_contacts_of_a_company_are_one_vendor(mirror):
    await mirror.put([bill(1, "A1", "5", "2026-01-01", partner=2), bill(2, "A1", "5", "2026-01-01", partner=3)])
    assert await found(mirror, "a-1", who=1) == [1]
    assert await found(mirror, "a-1", who=2) == [1]
    assert await found(mirror, "a-1", who=3) == [2]


async def test_an_amount_counts_within_ten_days_and_not_when_cancelled(mirror):
    days = ("2026-02-19", "2026-02-18", "2026-03-11", "2026-03-12")
    await mirror.put([bill(each, "", "118.40", day) for each, day in enumerate(days, start=1)])
    await mirror.put([bill(9, "", "118.40", "2026-03-01", state="cancel"), bill(8, "", "118.41", "2026-03-01")])
    assert await found(mirror, total="118.40") == [3, 1]
    assert await found(mirror, total="118.40", day=None) == [4, 3, 2, 1]
    assert await found(mirror) == []
