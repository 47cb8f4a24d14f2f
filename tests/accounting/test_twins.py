"""What may be the same paper entered twice."""

import pytest

from odoo_desk.accounting.records import MoveType
from odoo_desk.accounting.twins import folded_reference, papers_like


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
