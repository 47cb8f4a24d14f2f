"""The shapes in which versions send the same thing (api-facts 3.3, 3.7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.money import Currency
from odoo_desk.errors import AnswerDamaged, NotAvailable
from odoo_desk.odoo.ledger import pages, reading
from odoo_desk.odoo.ledger.directory import product_from
from odoo_desk.odoo.row import Row
from odoo_desk.odoo.texts import markup, plain

USD = Currency(1, "USD", "$", Decimal("0.01"), 2)
EUR = Currency(2, "EUR", "€", Decimal("0.01"), 2)
D = Decimal

BY_GROUP = [["Tax 15%", D("27.0"), D("180.0"), "$ 27.00", "$ 180.00", 1, 4]]
GROUP_16 = {
    "tax_group_id": 4,
    "tax_group_name": "Tax 15%",
    "tax_group_amount": D("27.0"),
    "tax_group_base_amount": D("180.0"),
}
TOTALS_16 = {
    "amount_untaxed": D("180.0"),
    "amount_total": D("207.0"),
    "groups_by_subtotal": {"Untaxed Amount": [GROUP_16]},
    "subtotals": [{"name": "x"}],
}
GROUP_18 = {
    "id": 4,
    "group_name": "Tax 15%",
    "group_label": False,
    "tax_amount_currency": D("27.0"),
    "base_amount_currency": D("180.0"),
}
TOTALS_18 = {
    "base_amount_currency": D("180.0"),
    "tax_amount_currency": D("27.0"),
    "total_amount_currency": D("207.0"),
    "subtotals": [{"name": "Untaxed Amount", "tax_groups": [GROUP_18]}],
}


@pytest.mark.parametrize(
    "sent",
    [
        {"amount_by_group": BY_GROUP},
        {
            "tax_totals_json": '{"groups_by_subtotal": {"Untaxed": [{"tax_group_name": "Tax 15%", "tax_group_amount": 27.0, "tax_group_base_amount": 180.0}]}}'
        },
        {"tax_totals": TOTALS_16},
        {"tax_totals": TOTALS_18},
    ],
    ids=["14", "15", "16", "18"],
)
def test_tax_groups_read_the_same_in_all_four_shapes(sent):
    row = Row({"amount_untaxed": D("180.0"), "amount_tax": D("27.0"), "amount_total": D("207.00000000000003"), **sent})
    found = reading.totals(row, USD)
    assert (str(found.untaxed), str(found.tax), str(found.total)) == ("180.00", "27.00", "207.00")
    assert [(group.name, str(group.base), str(group.amount)) for group in found.groups] == [
        ("Tax 15%", "180.00", "27.00")
    ]


@pytest.mark.parametrize("sent", [TOTALS_16, TOTALS_18])
def test_previewed_totals_are_the_servers_and_no_estimate(sent):
    found = reading.previewed_totals(sent, USD)
    assert found is not None
    assert (found.untaxed, found.tax, found.total, found.estimated) == (180, 27, 207, False)


def test_no_previewed_totals_are_none():
    assert reading.previewed_totals(False, USD) is None
    assert reading.previewed_totals({}, USD) is None


PAYMENT_14 = (
    '{"title": "Less Payment", "outstanding": false, "content": [{"name": "Customer Payment", "amount": 50.0, "currency": "$", "date": "2026-11-22",'
    ' "payment_id": 9, "partial_id": 3, "account_payment_id": 5, "move_id": 16, "ref": "BNK1/2026/11/0001 (INV)"}]}'
)
PAYMENT_16 = {
    "content": [
        {
            "amount": D("50.0"),
            "currency_id": 2,
            "date": "2026-11-22",
            "partial_id": 3,
            "account_payment_id": False,
            "move_id": 16,
            "is_exchange": True,
        }
    ]
}


def test_payments_as_text_and_as_a_value():
    (old,) = reading.applied_payments(PAYMENT_14, {2: EUR}, USD)
    assert (old.partial_id, old.payment_id, old.move_id, old.amount, old.currency.code) == (3, 5, 16, 50, "USD")
    assert (old.name, old.date, old.is_exchange_difference) == ("BNK1/2026/11/0001 (INV)", date(2026, 11, 22), False)
    (new,) = reading.applied_payments(PAYMENT_16, {2: EUR}, USD)
    assert (new.partial_id, new.payment_id, new.currency.code, new.is_exchange_difference) == (3, None, "EUR", True)


@pytest.mark.parametrize("empty", ["false", False, None, {"content": []}])
def test_nothing_matched(empty):
    assert reading.applied_payments(empty, {}, USD) == ()
    assert reading.outstanding_credits(empty, {}, USD) == ()


HEADER = {
    "id": 7,
    "move_type": "out_invoice",
    "state": "draft",
    "payment_state": "not_paid",
    "name": "/",
    "date": "2026-11-22",
    "write_date": "2026-11-22 10:00:00",
}


def test_a_draft_has_no_number_however_the_version_says_so():
    assert reading.header(Row(HEADER), USD, USD).number == ""
    assert reading.header(Row({**HEADER, "name": False}), USD, USD).number == ""


def test_a_state_we_do_not_know_is_said_and_not_guessed():
    with pytest.raises(NotAvailable, match="frozen"):
        reading.header(Row({**HEADER, "state": "frozen"}), USD, USD)


@pytest.mark.parametrize(
    ("name", "read"), [("a", "text"), ("b", "decimal"), ("c", "day"), ("d", "link"), ("e", "ids"), ("b", "number")]
)
def test_a_value_of_the_wrong_type_is_an_error_of_its_own(name, read):
    row = Row({"a": 5, "b": "five", "c": "yesterday", "d": "Azure", "e": ["x"]})
    with pytest.raises(AnswerDamaged):
        getattr(row, read)(name)


def test_html_is_read_as_text_and_text_is_sent_as_html():
    assert plain("<p>Thank <b>you</b>,<br>see you</p><p>soon&nbsp;&lt;3</p>") == "Thank you,\nsee you\nsoon <3"
    assert plain('<script>steal()</script><img src="http://x/y.png"><p>x</p>') == "x"
    assert plain(markup("a <b>\nc\n\nd & e")) == "a <b>\nc\nd & e"
    assert markup("  ") == ""


MOVE = {"id": 7, "move_type": "out_invoice", "state": "posted", "payment_state": "paid", "amount_total": D("1.5")}


def test_a_payment_state_of_somebody_elses_is_said_also_in_bulk():
    assert pages._move(MOVE).payment_state == "paid"
    with pytest.raises(NotAvailable, match="“promised”"):
        pages._move({**MOVE, "payment_state": "promised"})


@pytest.mark.parametrize(
    ("field", "value"), [("amount_total", "1.5"), ("amount_total", []), ("partner_id", "x"), ("name", 3)]
)
def test_what_is_of_the_wrong_type_is_not_taken_for_nothing_also_in_bulk(field, value):
    with pytest.raises(AnswerDamaged, match=field):
        pages._move({**MOVE, field: value})


def test_what_the_server_warns_of_is_taken_as_it_is():
    row = Row(
        {
            "state": "draft",
            "abnormal_amount_warning": "The amount is < usual.\nCheck it.",
            "abnormal_date_warning": False,
            "partner_credit_warning": "Gemini has reached its credit limit.",
            "duplicated_ref_ids": [4, 7],
            "made_sequence_gap": True,
        }
    )
    assert [(each.kind.value, each.text, each.documents) for each in reading.warnings(row)] == [
        ("amount", "The amount is < usual.\nCheck it.", ()),
        ("credit", "Gemini has reached its credit limit.", ()),
        ("duplicate", "Odoo has a document that may be the same.", (4, 7)),
    ]
    assert [each.kind.value for each in reading.warnings(Row({"state": "posted", "made_sequence_gap": True}))] == [
        "gap"
    ]


@pytest.mark.parametrize(
    ("values", "to_check"),
    [
        ({"to_check": True, "state": "draft"}, True),
        ({"to_check": False, "state": "posted"}, False),
        ({"checked": False, "state": "posted"}, True),
        ({"checked": False, "state": "draft"}, False),
        ({"checked": True, "state": "posted"}, False),
        ({"review_state": "no_review", "state": "posted"}, False),
        ({"review_state": "todo", "state": "posted"}, True),
    ],
)
def test_each_version_marks_in_its_own_way_what_somebody_is_to_look_at(values, to_check):
    assert reading.is_to_check(Row(values)) is to_check


def test_a_products_warning_is_shown_where_its_choice_says_so():
    shown = {"id": 1, "sale_line_warn_msg": "Sold out"}
    assert product_from(Row(shown)).sale_warning == "Sold out"
    assert product_from(Row({**shown, "sale_line_warn": "warning"})).sale_warning == "Sold out"
    assert product_from(Row({**shown, "sale_line_warn": "no-message"})).sale_warning == ""
