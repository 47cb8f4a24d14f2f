"""Which day a document of a locked period is booked on (what the real ones do: tests/protocols/test_locks.py)."""

from __future__ import annotations

from datetime import date

import pytest

from odoo_desk.accounting.locking import Lock, LockKind, Locks, Renumbering, booking_day, renumbering_of
from odoo_desk.accounting.records import Draft, MoveType

TODAY = date(2026, 11, 23)
JANUARY = date(2026, 1, 31)


def booked(
    kind, until, *, typed, move_type=MoveType.VENDOR_BILL, journal="purchase", numbers=Renumbering.MONTHLY, **more
):
    locks = Locks((Lock(kind, until),), moved=more.pop("moved", True))
    draft = Draft(move_type, invoice_date=typed)
    return booking_day(draft, locks, journal, numbers, TODAY, has_taxes=more.get("has_taxes", True))


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("BILL/2026/11/0001", Renumbering.MONTHLY),
        ("BILL/202611/0001", Renumbering.MONTHLY),
        ("INV/2026/00001", Renumbering.YEARLY),
        ("INV-26-00001", Renumbering.YEARLY),
        ("INV/25-26/0001", Renumbering.YEAR_RANGE),
        ("INV/2025-26/0001", Renumbering.YEAR_RANGE),
        ("BILL/25-26/11/0001", Renumbering.YEAR_RANGE_MONTHLY),
        ("F00118", Renumbering.NEVER),
        ("", Renumbering.UNKNOWN),
    ],
)
def test_how_a_journal_is_numbered_is_read_off_its_last_number(number, kind):
    assert renumbering_of(number) is kind


def test_a_bill_goes_to_the_end_of_the_first_open_month_that_is_over():
    told = booked(LockKind.PURCHASES, JANUARY, typed=date(2026, 1, 15))
    assert (told.day, told.refused) == (date(2026, 2, 28), False)
    assert told.reason == "Purchases are locked until 31 Jan 2026, so Odoo books it on 28 Feb 2026."


@pytest.mark.parametrize(
    ("numbers", "day"),
    [
        (Renumbering.YEARLY, TODAY),
        (Renumbering.NEVER, date(2026, 2, 1)),
        (Renumbering.YEAR_RANGE, date(2026, 2, 1)),
        (Renumbering.YEAR_RANGE_MONTHLY, date(2026, 2, 28)),
        (Renumbering.UNKNOWN, date(2026, 2, 28)),
    ],
)
def test_how_far_depends_on_the_numbering(numbers, day):
    assert booked(LockKind.PURCHASES, JANUARY, typed=JANUARY, numbers=numbers).day == day


def test_a_sale_is_never_moved_past_today():
    sale = {"move_type": MoveType.CUSTOMER_INVOICE, "journal": "sale"}
    assert booked(LockKind.SALES, date(2026, 11, 3), typed=JANUARY, **sale).day == TODAY
    assert booked(LockKind.SALES, JANUARY, typed=JANUARY, **sale).day == date(2026, 2, 28)
    told = booked(LockKind.SALES, date(2026, 11, 30), typed=TODAY, **sale)
    assert told.refused
    assert told.day == TODAY


def test_locks_close_only_what_they_are_for():
    assert booked(LockKind.SALES, JANUARY, typed=JANUARY).is_typed
    assert booked(LockKind.TAX, JANUARY, typed=JANUARY, has_taxes=False).is_typed
    assert not booked(LockKind.HARD, JANUARY, typed=JANUARY, has_taxes=False).is_typed
    assert booked(LockKind.HARD, JANUARY, typed=date(2026, 2, 1)).is_typed


def test_14_refuses_what_is_locked_and_moves_what_only_the_tax_return_closes():
    told = booked(LockKind.FISCAL_YEAR, JANUARY, typed=JANUARY, moved=False)
    assert (told.refused, told.day) == (True, JANUARY)
    assert "refuses" in told.reason
    assert booked(LockKind.TAX, JANUARY, typed=JANUARY, moved=False).day == date(2026, 2, 1)


def test_an_exception_for_this_user_is_known():
    assert Lock(LockKind.SALES, None, JANUARY).is_excepted
    assert not Lock(LockKind.SALES, JANUARY).is_excepted
