"""Two people changed one draft: nothing of either is lost without being seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.merging import LINES, differences, holds, merged
from odoo_desk.accounting.records import Draft, DraftLine, MoveType

LINE = DraftLine(id=7, name="Work", price_unit=Decimal(100), tax_ids=(1,))
BASE = Draft(MoveType.VENDOR_BILL, id=3, partner_id=4, ref="A", invoice_date=date(2026, 11, 1), lines=(LINE,))


def test_only_what_somebody_changed_is_a_difference():
    theirs, mine = replace(BASE, ref="theirs"), replace(BASE, narration="mine")
    found = {each.field: (each.prefers_mine, each.is_conflict) for each in differences(BASE, theirs, mine)}
    assert found == {"ref": (False, False), "narration": (True, False)}


def test_both_changed_it_is_a_conflict_unless_to_the_same():
    found = differences(BASE, replace(BASE, ref="theirs", partner_id=5), replace(BASE, ref="mine", partner_id=5))
    assert {each.field: each.is_conflict for each in found} == {"ref": True, "partner_id": False}


def test_what_is_taken_from_mine_is_mine_and_the_rest_theirs():
    theirs = replace(BASE, ref="theirs", invoice_date=date(2026, 11, 3))
    mine = replace(BASE, ref="mine", narration="mine")
    assert merged(theirs, mine, {"narration"}) == replace(theirs, narration="mine")
    assert merged(theirs, mine, {"narration", "ref"}) == replace(theirs, narration="mine", ref="mine")


def test_a_line_of_mine_that_they_removed_is_new_again():
    other = replace(LINE, id=8, name="Theirs")
    taken = merged(replace(BASE, lines=(other,)), replace(BASE, lines=(LINE, other)), {LINES})
    assert [line.id for line in taken.lines] == [None, 8]


def test_what_both_wrote_alike_asks_nobody():
    """A save whose answer was lost, seen again: the new line has the server's id now."""
    more = DraftLine(name="More", price_unit=Decimal(5), tax_ids=())
    theirs = replace(BASE, ref="B", lines=(LINE, replace(more, id=9)))
    found = differences(BASE, theirs, replace(BASE, ref="B", lines=(LINE, more)))
    assert not any(each.is_theirs_alone for each in found)


def test_an_empty_line_at_the_end_is_no_difference():
    assert differences(BASE, BASE, replace(BASE, lines=(LINE, DraftLine()))) == ()


def test_what_was_left_to_the_server_is_there_whatever_it_chose():
    asked = replace(BASE, lines=(LINE, DraftLine(name="More", price_unit=Decimal(5))))
    there = replace(
        asked,
        payment_term_id=9,
        lines=(LINE, DraftLine(id=9, name="More", price_unit=Decimal(5), account_id=2, tax_ids=(), credit=Decimal(5))),
    )
    assert holds(there, asked)
    assert not holds(BASE, asked)
    assert not holds(replace(there, ref="B"), asked)
