"""What may be the same paper entered twice."""

import pytest

from odoo_desk.accounting.concerns import concerns_of
from odoo_desk.accounting.locking import BookingDay
from odoo_desk.accounting.records import MoveType
from odoo_desk.accounting.twins import Twin, folded_reference, papers_like
from tests.ui.tables.shelf import invoice


@pytest.mark.parametrize("written", ["F-118", "f 118", "F/00118", " F.118 ", "f118", "F\N{EN DASH}0118"])
def test_a_reference_is_the_same_however_it_is_written(written):
    assert folded_reference(written) == "f118"


@pytest.mark.parametrize("other", ["F-1180", "F-11", "G-118", "F-1018", "118"])
def test_another_reference_stays_another(other):
    assert folded_reference(other) != folded_reference("F-118")


def test_zeros_alone_and_other_alphabets_are_references_too():
    assert folded_reference("000") == "0"
    assert folded_reference("Счёт №7") == folded_reference("счет № 07")
    assert folded_reference(" - ") == ""


def test_the_same_paper_may_have_been_a_receipt():
    assert MoveType.PURCHASE_RECEIPT in papers_like(MoveType.VENDOR_BILL)
    assert MoveType.VENDOR_CREDIT_NOTE not in papers_like(MoveType.VENDOR_BILL)


def test_many_twins_are_not_said_one_by_one():
    booking = BookingDay(invoice(1).accounting_date, invoice(1).accounting_date)

    def said(count):
        twins = [Twin(invoice(number), same_reference=False, same_amount=True) for number in range(1, count + 1)]
        return concerns_of(booking, twins)

    assert [each.document_id for each in said(3)] == [1, 2, 3]
    *_, rest = many = said(9)
    assert [each.document_id for each in many] == [1, 2, 3]
    assert rest.text == "The same may be 7 more: INV/00003, INV/00004, INV/00005, INV/00006, INV/00007, …"
