"""What is learnt from the last documents of a partner."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from itertools import count

import pytest

from odoo_desk.accounting.learning import Learned, usual
from odoo_desk.accounting.records import Document, InvoiceLine, LineKind, Named

PAPER, FREIGHT, OLD = Named(1, "600 Paper"), Named(2, "610 Freight"), Named(3, "699 Old", archived=True)
FIFTEEN, FIVE, GONE = Named(11, "15%"), Named(12, "5%"), Named(13, "19%", archived=True)
DESK = Named(21, "Desk")
NUMBERS = count(1)


def line(name, account=PAPER, taxes=(FIFTEEN,), price=1, product=None, kind=LineKind.PRODUCT):
    value, none = Decimal(price), Decimal(0)
    return InvoiceLine(
        next(NUMBERS),
        kind,
        product,
        name,
        account,
        None,
        Decimal(1),
        value,
        none,
        tuple(taxes),
        value,
        value,
        none,
        none,
    )


def document(*lines, term=None):
    known = {"lines": lines, "payment_term": term}
    return Document(**{each.name: known.get(each.name) for each in fields(Document) if each.init})


def learned(*documents):
    return Learned(tuple(documents))


def test_the_same_description_had_this_account_these_taxes_and_this_price():
    hint = learned(document(line("Paper A4", price=5), line("Freight", FREIGHT, (FIVE,), 12))).line("freight")
    assert (hint.account, hint.taxes, hint.price, hint.is_agreed) == (FREIGHT, (FIVE,), Decimal(12), True)


def test_the_price_is_that_of_the_last_time():
    hint = learned(document(line("Paper", price=6)), document(line("Paper", price=5))).line("Paper")
    assert hint.price == 6


def test_the_number_of_a_month_or_a_delivery_does_not_make_it_another_thing():
    hint = learned(document(line("Hosting 2026-03", FREIGHT), line("Paper"))).line("Hosting 2026-04")
    assert hint.account == FREIGHT


def test_of_something_new_what_all_lines_had_is_said_but_no_price():
    hint = learned(document(line("Paper"), line("Toner"))).line("Folders")
    assert (hint.account, hint.taxes, hint.price, hint.is_agreed) == (PAPER, (FIFTEEN,), None, True)


def test_what_is_most_usual_is_suggested_and_not_said_to_be_agreed():
    hint = learned(document(line("a"), line("b"), line("c", FREIGHT))).line("Folders")
    assert (hint.account, hint.is_agreed) == (PAPER, False)


def test_of_equally_usual_ones_the_newest_wins():
    assert learned(document(line("Paper", FREIGHT)), document(line("Paper"))).line("Paper").account == FREIGHT


def test_where_the_documents_contradict_each_other_nothing_is_said():
    third = Named(4, "620 Post")
    assert learned(document(line("a"), line("b", FREIGHT), line("c", third))).line("Folders").account is None


def test_a_product_says_more_than_a_description():
    hint = learned(document(line("Desk", FREIGHT), line("Oak desk", product=DESK))).line("Desk", DESK.id)
    assert (hint.account, hint.product) == (PAPER, DESK)


def test_what_was_archived_since_is_not_suggested():
    hint = learned(document(line("Paper", OLD, (GONE,), product=replace(DESK, archived=True)))).line("Paper")
    assert (hint.account, hint.taxes, hint.product) == (None, (), None)


def test_sections_and_notes_teach_nothing():
    assert learned(document(line("Paper", None, (), kind=LineKind.NOTE))).line("Paper").account is None


def test_the_lines_of_the_last_one_are_there_to_start_from_without_what_was_archived():
    note = line("Thank you", None, (), kind=LineKind.NOTE)
    (first, second) = learned(document(line("Paper", OLD, (FIFTEEN, GONE)), note)).lines_to_start_from()
    assert (first.account, first.taxes) == (None, (FIFTEEN,))
    assert second == note


def test_terms_are_those_most_documents_had():
    soon, late = Named(1, "15 days"), Named(2, "30 days")
    assert learned(document(term=late), document(term=soon), document(term=soon)).term == soon
    assert learned(document(term=replace(soon, archived=True))).term is None


def test_without_documents_nothing_is_known():
    nothing = learned()
    assert (nothing.last, nothing.term, nothing.lines_to_start_from()) == (None, None, ())
    assert nothing.line("Paper").account is None


@pytest.mark.parametrize(
    ("values", "found"), [("", None), ("a", "a"), ("ab", "a"), ("abb", "b"), ("abc", None), ("abcc", "c")]
)
def test_usual(values, found):
    assert usual(values) == found
