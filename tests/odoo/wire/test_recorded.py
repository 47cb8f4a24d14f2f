"""Answers recorded from real Odoo 14 and 19 (`record.py`): what each row of the error tables becomes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from odoo_desk.errors import AccessRefused, DeskError, ServerFault, ServerRefused
from odoo_desk.odoo.wire.call import Access
from tests.odoo.wire.cases import WIRES, Made, load, samples

MADE = Made()
REFUSED = [each for each in samples() if each[0].expected(each[2])]


def named(each):
    case, version, protocol = each
    return f"{version}-{protocol}-{case.name}"


def answer(case, version, protocol):
    wire, response = WIRES[protocol], load(case, version, protocol)
    if case.call is None:
        database = "shop" if case.database is None else case.database
        return wire.sign_in_answer(Access(database, "admin", "key"), response)
    return wire.answer(case.call(MADE), response)


def refusal(case, version, protocol) -> DeskError:
    with pytest.raises(DeskError) as caught:
        answer(case, version, protocol)
    return caught.value


@pytest.mark.parametrize("sample", REFUSED, ids=named)
def test_every_refusal_is_an_error_of_its_own_in_words(sample):
    case, _version, protocol = sample
    error = refusal(*sample)
    assert type(error) is case.expected(protocol)
    assert error.message
    assert "Traceback" not in str(error)


@pytest.mark.parametrize("sample", [each for each in REFUSED if each[0].expected(each[2]) is ServerFault], ids=named)
def test_a_fault_keeps_the_traceback_for_whoever_repairs_it(sample):
    case, _version, _protocol = sample
    assert "Traceback" in refusal(*sample).details or case.name == "not_json"


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        (
            "business_refusal",
            ServerRefused,
            {14: "You need to add a line before posting.", 19: "Even magicians can't post nothing!"},
        ),
        (
            "missing_right_to_post",
            AccessRefused,
            dict.fromkeys((14, 19), "You don't have the access rights to post an invoice."),
        ),
    ],
)
def test_odoos_own_sentence_is_what_a_person_reads(name, kind, sentence):
    for sample in REFUSED:
        if sample[0].name == name:
            error = refusal(*sample)
            assert type(error) is kind
            assert error.message == sentence[sample[1]]


@pytest.mark.parametrize("sample", [each for each in samples() if each[0].name == "sign_in"], ids=named)
def test_signing_in_gives_the_users_id(sample):
    assert answer(*sample) == 2


@pytest.mark.parametrize("sample", [each for each in samples() if each[0].name == "none"], ids=named)
def test_a_method_without_a_value_is_a_success_everywhere(sample):
    assert answer(*sample) is None


@pytest.mark.parametrize("sample", [each for each in samples() if each[0].name in ("records", "written")], ids=named)
def test_a_method_that_returns_records_is_a_success_everywhere(sample):
    answer(*sample)


@pytest.mark.parametrize("sample", [each for each in samples() if each[0].name == "amounts"], ids=named)
def test_amounts_are_decimal_and_empty_is_false(sample):
    rows = answer(*sample)
    assert len(rows) == 5
    assert all(isinstance(row["debit"], Decimal) for row in rows)
    assert all(isinstance(row["id"], int) and isinstance(row["date"], str) for row in rows)
