"""What is still possible, put into the local copy and read out of it again: the ends of what a server may say."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.errors import AnswerDamaged, DeskError
from odoo_desk.odoo.ledger import pages
from odoo_desk.odoo.row import LARGEST_AMOUNT, LARGEST_ID
from odoo_desk.store.mirror import Mirror
from odoo_desk.ui.formats import in_local_time
from odoo_desk.ui.tables.columns import columns_of
from tests.hostile.fuzz import MOVE
from tests.store.reckoning import CURRENCIES, EURO, USER

HIDING = "\u202eAzure\x1b[31m\u2066"


@pytest.fixture
async def mirror(tmp_path):
    mirror = Mirror(tmp_path / "copy.sqlite")
    await mirror.open()
    await mirror.begin(USER, tuple(CURRENCIES.values()))
    yield mirror
    await mirror.close()


EXTREMES = [
    {"id": LARGEST_ID, "partner_id": LARGEST_ID},
    {"amount_total": LARGEST_AMOUNT, "amount_residual": Decimal(-LARGEST_AMOUNT)},
    {"amount_total": Decimal("1e-300"), "amount_residual": True},
    {"invoice_date": "0001-01-01", "date": "9999-12-31", "invoice_date_due": "9999-12-31"},
    {"write_date": "9999-12-31 23:59:59", "currency_id": 99, "journal_id": 99},
    {"name": HIDING, "ref": HIDING, "payment_reference": HIDING},
]


@pytest.mark.parametrize("changes", EXTREMES, ids=str)
async def test_the_extreme_is_kept_and_shown(qapp, mirror, changes):
    await mirror.put([pages._move({**MOVE, **changes})])
    [row] = await mirror.window(Query(Book.CUSTOMER_INVOICES), 0, 10)
    await mirror.summary(Query(Book.CUSTOMER_INVOICES))
    texts = [column.text(row) for column in columns_of(Book.CUSTOMER_INVOICES, EURO)]
    assert not set("".join(texts)) & {"\u202e", "\x1b", "\u2066"}
    assert max(map(len, texts)) < 100


async def test_a_figure_too_large_for_the_copy_is_said_and_no_bug(mirror):
    with pytest.raises(DeskError, match="too large"):
        await mirror.put([pages._move({**MOVE, "id": 3})._replace(amount_total=10**18)])


@pytest.mark.parametrize(
    "changes",
    [
        {"amount_total": 10**400},
        {"amount_total": Decimal("1e300")},
        {"id": 2**63},
        {"partner_id": -(2**40)},
        {"invoice_date": "2026-02-31"},
        {"write_date": "yesterday"},
        {"write_date": "2026-11-23T10:00:00"},
    ],
    ids=str,
)
def test_what_cannot_be_is_not_taken(changes):
    with pytest.raises(AnswerDamaged):
        pages._move({**MOVE, **changes})


@pytest.mark.skipif(os.name == "nt", reason="no tzset")
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_the_ends_of_the_calendar_are_shown_in_every_time_zone(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        for moment in (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
            assert in_local_time(moment).year in (1, 9999)
    finally:
        monkeypatch.undo()
        time.tzset()
