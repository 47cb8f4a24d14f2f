"""What callers of Odoo rely on, version by version: the same assertions hold for the demo server and for a real one."""

from __future__ import annotations

import json
import xmlrpc.client
from datetime import timedelta

import pytest

from tests.demo.conftest import TODAY
from tests.demo.speaking import Odoo, Refused, Xml, json2, send

USER_ERROR = "odoo.exceptions.UserError"


# --- drafting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["out_invoice", "out_refund", "in_invoice", "in_refund", "out_receipt", "in_receipt"])
def test_every_kind_of_document_has_totals_and_balances(odoo, trade, kind):
    move = trade.posted(kind)
    found = odoo.one(
        "account.move", move, "state", "amount_untaxed", "amount_tax", "amount_total", "amount_total_signed"
    )
    sign = 1 if kind in ("out_invoice", "in_refund", "out_receipt") else -1
    assert [found["state"], found["amount_untaxed"], found["amount_tax"], found["amount_total"]] == [
        "posted",
        100.0,
        15.0,
        115.0,
    ]
    assert found["amount_total_signed"] == sign * 115.0
    lines = odoo("account.move.line", "search_read", [["move_id", "=", move]], ["balance", "debit", "credit"])
    assert sorted(line["balance"] for line in lines) == sorted([-sign * 100.0, -sign * 15.0, sign * 115.0])
    assert sum(line["debit"] - line["credit"] for line in lines) == 0


def test_lines_are_changed_through_the_document(odoo, trade):
    move = trade.draft()
    (first,) = odoo.one("account.move", move, "invoice_line_ids")["invoice_line_ids"]
    second = {"name": "More", "quantity": 2, "price_unit": 10.0, "account_id": trade.income, "tax_ids": [[6, 0, []]]}
    note = {"display_type": "line_note", "name": "thanks"}
    odoo(
        "account.move",
        "write",
        [move],
        {"invoice_line_ids": [[1, first, {"quantity": 3}], [0, 0, second], [0, 0, note]]},
    )
    found = odoo.one("account.move", move, "amount_untaxed", "amount_tax", "invoice_line_ids")
    assert (found["amount_untaxed"], found["amount_tax"], len(found["invoice_line_ids"])) == (320.0, 45.0, 3)
    odoo("account.move", "write", [move], {"invoice_line_ids": [[2, first, 0]]})
    assert odoo.one("account.move", move, "amount_total")["amount_total"] == 20.0


def test_a_draft_without_number_shows_what_its_version_shows(odoo, trade):
    found = odoo.one("account.move", trade.draft(), "name", "display_name")
    if odoo.version >= 18:
        assert (found["name"], found["display_name"]) == (False, "Draft Invoice")
    else:
        assert found["name"] == "/" or odoo.version == 14  # 14 numbers the first of a period already
        assert found["display_name"].startswith("Draft Invoice")


def test_an_unbalanced_entry_is_refused_and_nothing_is_kept(odoo, trade):
    before = odoo("account.move", "search_count", [["ref", "=", "lopsided"]])
    lines = [[0, 0, {"name": "x", "debit": 5.0, "account_id": trade.expense}]]
    with pytest.raises(Refused, match="UserError"):
        odoo("account.move", "create", {"move_type": "entry", "ref": "lopsided", "line_ids": lines})
    assert odoo("account.move", "search_count", [["ref", "=", "lopsided"]]) == before


def test_a_bill_of_last_month_is_booked_on_another_day_from_16_on(odoo, trade):
    day = TODAY.replace(day=1) - timedelta(days=5)
    line = {"name": "x", "price_unit": 5.0, "account_id": trade.expense, "tax_ids": [[6, 0, []]]}
    values = {"move_type": "in_invoice", "partner_id": trade.vendor, "invoice_date": day.isoformat()}
    move = odoo("account.move", "create", {**values, "invoice_line_ids": [[0, 0, line]]})
    booked = odoo.one("account.move", move, "date")["date"]
    month_end = TODAY.replace(day=1) - timedelta(days=1)
    assert booked == (month_end if odoo.version >= 16 else day).isoformat()


def test_the_accounting_date_that_was_sent_is_overwritten_by_a_later_invoice_date(odoo, trade):
    day = TODAY.replace(day=1) - timedelta(days=5)
    move = trade.draft("in_invoice", invoice_date=day.isoformat(), date=day.isoformat())
    assert odoo.one("account.move", move, "date")["date"] == day.isoformat()
    odoo("account.move", "write", [move], {"invoice_date": (day + timedelta(days=1)).isoformat()})
    kept = odoo.one("account.move", move, "date")["date"] == day.isoformat()
    assert kept is (odoo.version < 16)


def test_price_and_taxes_of_a_product_line_are_filled_in_from_16_on(odoo, trade):
    product = odoo(
        "product.product", "create", {"name": "Stool", "lst_price": 50.0, "taxes_id": [[6, 0, [trade.sale_tax]]]}
    )
    lines = [[0, 0, {"product_id": product}]]
    move = odoo(
        "account.move", "create", {"move_type": "out_invoice", "partner_id": trade.customer, "invoice_line_ids": lines}
    )
    assert odoo.one("account.move", move, "amount_total")["amount_total"] == (57.5 if odoo.version >= 16 else 0.0)


# --- states -----------------------------------------------------------------------------------------------------------


def test_posting_twice(odoo, trade):
    move = trade.posted()
    if odoo.version == 14:
        odoo("account.move", "action_post", [move])
    else:
        with pytest.raises(Refused, match="UserError"):
            odoo("account.move", "action_post", [move])
    assert trade.state(move) == ("posted", "not_paid", 115.0)


@pytest.mark.parametrize("what", ["nothing", "no partner", "negative"])
def test_what_cannot_be_posted(odoo, trade, what):
    move = {
        "nothing": lambda: odoo("account.move", "create", {"move_type": "out_invoice", "partner_id": trade.customer}),
        "no partner": lambda: trade.draft(partner_id=False),
        "negative": lambda: trade.draft(price=-5.0),
    }[what]()
    with pytest.raises(Refused, match="UserError"):
        odoo("account.move", "action_post", [move])


def test_a_document_of_nothing_is_paid_when_it_is_posted(trade):
    assert trade.state(trade.posted(price=0.0)) == ("posted", "paid", 0.0)


def test_a_posted_document_keeps_its_fields_from_18_on(odoo, trade):
    move = trade.posted()
    assert odoo("account.move", "write", [move], {"ref": "late"}) is True
    changes = {"invoice_date": (TODAY - timedelta(days=3)).isoformat()}
    if odoo.version >= 18:
        with pytest.raises(Refused, match="UserError"):
            odoo("account.move", "write", [move], changes)
    else:
        assert odoo("account.move", "write", [move], changes) is True


def test_a_line_of_a_posted_document_can_be_falsified_on_the_newest_versions(odoo, trade):
    """Which is why the program must not let it through."""
    if odoo.version < 18:
        pytest.skip("measured on 18 and 19")
    move = trade.posted()
    (line,) = odoo.one("account.move", move, "invoice_line_ids")["invoice_line_ids"]
    assert odoo("account.move.line", "write", [line], {"quantity": 3}) is True
    assert odoo.one("account.move", move, "amount_total")["amount_total"] == 115.0


def test_deleting(odoo, trade):
    fresh, posted, once_posted = trade.draft(), trade.posted(), trade.posted()
    assert odoo("account.move", "unlink", [fresh]) is True
    assert odoo("account.move", "read", [fresh], ["name"]) == []
    with pytest.raises(Refused, match="MissingError"):
        odoo("account.move", "write", [fresh], {"ref": "x"})
    with pytest.raises(Refused, match="UserError"):
        odoo("account.move", "unlink", [posted])
    odoo("account.move", "button_draft", [once_posted])
    if odoo.version >= 16:
        assert odoo("account.move", "unlink", [once_posted]) is True
    elif odoo.version == 14:
        with pytest.raises(Refused, match="UserError"):
            odoo("account.move", "unlink", [once_posted])


def test_a_number_is_kept_over_a_reset_and_given_again_when_its_draft_is_deleted(odoo, trade):
    move = trade.posted()
    number = odoo.one("account.move", move, "name")["name"]
    odoo("account.move", "button_draft", [move])
    odoo("account.move", "action_post", [move])
    assert odoo.one("account.move", move, "name")["name"] == number
    if odoo.version >= 16:
        odoo("account.move", "button_draft", [move])
        odoo("account.move", "unlink", [move])
        assert odoo.one("account.move", trade.posted(), "name")["name"] == number


def test_cancelling_and_back(odoo, trade):
    move = trade.posted()
    odoo("account.move", "button_cancel", [move])
    assert trade.state(move)[0] == "cancel"
    odoo("account.move", "button_draft", [move])
    assert trade.state(move)[0] == "draft"


def test_a_paid_document_that_is_reset_stays_matched_from_19_on(odoo, trade):
    move = trade.posted()
    trade.pay(move)
    odoo("account.move", "button_draft", [move])
    assert trade.state(move) == (("draft", "paid", 0.0) if odoo.version >= 19 else ("draft", "not_paid", 115.0))


def test_a_copy_is_a_fresh_draft(odoo, trade):
    found = odoo("account.move", "copy", [trade.posted(ref="original")])
    assert isinstance(found, list) is (odoo.version >= 18)
    twin = odoo.one(
        "account.move", found[0] if isinstance(found, list) else found, "state", "invoice_date", "amount_total", "ref"
    )
    assert (twin["state"], twin["invoice_date"], twin["amount_total"], twin["ref"]) == ("draft", False, 115.0, False)


# --- paying -----------------------------------------------------------------------------------------------------------


def test_paying_in_part_then_the_rest(odoo, trade):
    move = trade.posted()
    assert trade.pay(move, amount=40.0)["res_model"] == "account.payment"
    assert trade.state(move) == ("posted", "partial", 75.0)
    payment = trade.pay(move)["res_id"]
    assert trade.state(move) == ("posted", "paid", 0.0)
    found = odoo.one("account.payment", payment, "amount", "reconciled_invoice_ids", "is_reconciled", "state")
    assert (found["amount"], found["reconciled_invoice_ids"], found["is_reconciled"]) == (75.0, [move], True)
    assert (
        found["state"]
        == {14: "posted", 15: "posted", 16: "posted", 17: "posted", 18: "paid", 19: "paid", 20: "reconciled"}[
            odoo.version
        ]
    )
    with pytest.raises(Refused, match="UserError"):
        trade.wizard(move)


def test_the_difference_is_written_off(trade):
    move = trade.posted()
    written_off = {"payment_difference_handling": "reconcile", "writeoff_account_id": trade.expense}
    trade.pay(move, amount=110.0, **written_off)
    assert trade.state(move) == ("posted", "paid", 0.0)


def test_too_much_stays_as_a_credit_that_the_next_document_is_offered(odoo, trade):
    partner = odoo("res.partner", "create", {"name": "Generous", "is_company": True})
    first, second = trade.posted(partner_id=partner), trade.posted(partner_id=partner)
    trade.pay(first, amount=130.0)
    assert trade.state(first) == ("posted", "paid", 0.0)
    (credit,) = widget(odoo, second, "invoice_outstanding_credits_debits_widget")["content"]
    assert credit["amount"] == 15.0
    odoo("account.move", "js_assign_outstanding_line", [second], credit["id"])
    assert trade.state(second) == ("posted", "partial", 100.0)
    (applied,) = widget(odoo, second, "invoice_payments_widget")["content"]
    odoo("account.move", "js_remove_outstanding_partial", [second], applied["partial_id"])
    assert trade.state(second) == ("posted", "not_paid", 115.0)


def widget(odoo: Odoo, move: int, name: str) -> dict:
    found = odoo.one("account.move", move, name)[name]
    assert isinstance(found, str) is (odoo.version < 16)
    return json.loads(found) if isinstance(found, str) else found


@pytest.mark.parametrize("grouped", [True, False])
def test_two_documents_at_once(odoo, trade, grouped):
    moves = trade.posted(), trade.posted(price=10.0)
    action = trade.pay(*moves, group_payment=grouped)
    assert ("res_id" in action and bool(action["res_id"])) is grouped
    assert [trade.state(move)[1] for move in moves] == ["paid", "paid"]


def test_the_wizard_pays_again_when_it_is_run_again(odoo, trade):
    move = trade.posted()
    wizard = trade.wizard(move)
    for _ in range(2):
        odoo("account.payment.register", "action_create_payments", [wizard], context=trade.context(move))
    assert odoo("account.payment", "search_count", [["partner_id", "=", trade.customer], ["amount", "=", 115.0]]) >= 2
    assert trade.state(move) == ("posted", "paid", 0.0)


def test_a_wizard_without_a_journal_refuses_and_nothing_is_paid(odoo, trade):
    move = trade.posted()
    wizard = trade.wizard(move)
    odoo("account.payment.register", "write", [wizard], {"journal_id": False})
    with pytest.raises(Refused, match="ValidationError"):
        odoo("account.payment.register", "action_create_payments", [wizard], context=trade.context(move))
    assert trade.state(move) == ("posted", "not_paid", 115.0)


def test_a_draft_cannot_be_paid_before_18(odoo, trade):
    move = trade.draft()
    if odoo.version < 18:
        with pytest.raises(Refused, match="UserError"):
            trade.wizard(move)
    else:
        trade.pay(move)
        assert trade.state(move)[:2] == ("draft", "paid" if odoo.version >= 19 else "not_paid")


def test_instalments_and_what_the_wizard_makes_of_them(odoo, trade):
    days = "nb_days" if odoo.version >= 17 else "days"
    last = {"value": "percent", "value_amount": 70} if odoo.version >= 17 else {"value": "balance"}
    parts = [[5, 0, 0], [0, 0, {"value": "percent", "value_amount": 30, days: 0}], [0, 0, {**last, days: 30}]]
    term = odoo("account.payment.term", "create", {"name": "30 and 70", "line_ids": parts})
    day = TODAY - timedelta(days=10)
    move = trade.posted(price=1000.0, invoice_payment_term_id=term, invoice_date=day.isoformat(), date=day.isoformat())
    domain = [["move_id", "=", move], ["date_maturity", "!=", False]]
    due = odoo("account.move.line", "search_read", domain, ["date_maturity", "debit"], order="date_maturity")
    assert [(line["date_maturity"], line["debit"]) for line in due if line["debit"]] == [
        (day.isoformat(), 345.0),
        ((day + timedelta(days=30)).isoformat(), 805.0),
    ]
    assert (
        odoo.one("account.move", move, "invoice_date_due")["invoice_date_due"] == (day + timedelta(days=30)).isoformat()
    )
    proposed = odoo.one("account.payment.register", trade.wizard(move), "amount")["amount"]
    assert proposed == (345.0 if odoo.version >= 18 else 1150.0)


def test_a_payment_of_its_own_pays_nothing_until_it_is_matched(odoo, trade):
    memo = "memo" if odoo.version >= 18 else "ref"
    move = trade.posted()
    values = {
        "payment_type": "inbound",
        "partner_type": "customer",
        "partner_id": trade.customer,
        "amount": 115.0,
        memo: "hi",
    }
    payment = odoo("account.payment", "create", values)
    assert bool(odoo.one("account.payment", payment, "move_id")["move_id"]) is (odoo.version < 18)
    odoo("account.payment", "action_post", [payment])
    assert trade.state(move) == ("posted", "not_paid", 115.0)
    content = widget(odoo, move, "invoice_outstanding_credits_debits_widget")["content"]
    entry = odoo.one("account.payment", payment, "move_id")["move_id"][0]
    (line,) = [each["id"] for each in content if each["move_id"] == entry]
    odoo("account.move", "js_assign_outstanding_line", [move], line)
    assert trade.state(move) == ("posted", "paid", 0.0)
    odoo("account.payment", "action_draft", [payment])
    assert trade.state(move)[1] == ("paid" if odoo.version >= 19 else "not_paid")
    odoo("account.payment", "action_cancel", [payment])
    assert trade.state(move) == ("posted", "not_paid", 115.0)
    assert odoo.one("account.payment", payment, "state")["state"] == ("canceled" if odoo.version >= 18 else "cancel")


def test_a_credit_note_settles_its_document_when_posted_from_17_on(odoo, trade):
    move = trade.posted()
    journal = odoo.one("account.move", move, "journal_id")["journal_id"][0]
    values = {"reason": "wrong", "date": TODAY.isoformat(), "journal_id": journal}
    if odoo.version < 17:
        values["refund_method"] = "refund"
    wizard = odoo("account.move.reversal", "create", values, context=trade.context(move))
    refund = odoo("account.move.reversal", "refund_moves" if odoo.version >= 17 else "reverse_moves", [wizard])[
        "res_id"
    ]
    found = odoo.one("account.move", refund, "move_type", "state", "reversed_entry_id", "amount_total")
    assert (found["move_type"], found["state"], found["reversed_entry_id"][0], found["amount_total"]) == (
        "out_refund",
        "draft",
        move,
        115.0,
    )
    odoo("account.move", "action_post", [refund])
    assert trade.state(move) == (("posted", "reversed", 0.0) if odoo.version >= 17 else ("posted", "not_paid", 115.0))


# --- reading ----------------------------------------------------------------------------------------------------------


def test_links_read_as_pairs_or_bare(odoo, trade):
    move = trade.draft()
    assert odoo.one("account.move", move, "partner_id")["partner_id"] == [trade.customer, "Test Customer"]
    assert odoo("account.move", "read", [move], ["partner_id"], load="")[0]["partner_id"] == trade.customer
    assert odoo.one("account.move", move, "ref", "invoice_origin", "reversed_entry_id") == {
        "id": move,
        "ref": False,
        "invoice_origin": False,
        "reversed_entry_id": False,
    }


@pytest.mark.parametrize(
    ("domain", "finds"),
    [
        ([["partner_id", "ilike", "test cust"]], True),
        ([["partner_id.name", "=", "Test Customer"]], True),
        ([["line_ids.debit", ">", 114]], True),
        (["|", ["state", "=", "posted"], ["ref", "=", "needle"]], True),
        (["!", ["ref", "=", "needle"]], False),
        (["&", ["state", "=", "draft"], "!", ["ref", "=", False]], True),
        ([["ref", "like", "eedl"], ["ref", "not ilike", "HAY"]], True),
        ([["ref", "=like", "need%"]], True),
        ([["invoice_date", ">=", TODAY.isoformat()], ["invoice_date", "<", TODAY.isoformat()]], False),
        ([["move_type", "in", ["out_invoice", "out_refund"]], ["move_type", "not in", ["out_refund"]]], True),
        ([["amount_total", "=", 115]], True),
        ([["invoice_origin", "=", False]], True),
    ],
)
def test_domains(odoo, trade, domain, finds):
    move = trade.draft(ref="needle")
    assert odoo("account.move", "search", [["id", "=", move], *domain]) == ([move] if finds else [])


def test_pages_in_an_order_of_several_fields(odoo, trade):
    partner = odoo("res.partner", "create", {"name": "Ordered", "is_company": True})
    moves = [trade.draft(price=price, partner_id=partner) for price in (30.0, 10.0, 20.0, 20.0)]
    found = odoo("account.move", "search", [["id", "in", moves]], 1, 2, "amount_total desc, id asc")
    assert found == [moves[2], moves[3]]
    assert odoo("account.move", "search_count", [["id", "in", moves]]) == 4


def test_sums_by_group(odoo, trade):
    moves = [trade.posted(), trade.draft(price=10.0)]
    domain = [["id", "in", moves]]
    if odoo.version >= 19:
        rows = odoo("account.move", "formatted_read_group", domain, ["state"], ["amount_total_signed:sum", "__count"])
        assert {row["state"]: (row["amount_total_signed:sum"], row["__count"]) for row in rows} == {
            "posted": (115.0, 1),
            "draft": (11.5, 1),
        }
    if odoo.version < 20:
        rows = odoo("account.move", "read_group", domain, ["amount_total_signed:sum"], ["state"], lazy=False)
        assert {row["state"]: (row["amount_total_signed"], row["__count"]) for row in rows} == {
            "posted": (115.0, 1),
            "draft": (11.5, 1),
        }
    else:
        rows = odoo("account.move", "read_group", domain, ["state"], ["amount_total_signed:sum"])
        assert sorted(rows) == [["draft", 11.5], ["posted", 115.0]]


def test_tax_totals_in_the_version_s_shape(odoo, trade):
    move = trade.draft()
    if odoo.version == 14:
        (group,) = odoo.one("account.move", move, "amount_by_group")["amount_by_group"]
        assert group[1:3] == [15.0, 100.0]
    elif odoo.version == 15:
        assert json.loads(odoo.one("account.move", move, "tax_totals_json")["tax_totals_json"])["amount_total"] == 115.0
    else:
        found = odoo.one("account.move", move, "tax_totals")["tax_totals"]
        if odoo.version >= 18:
            assert found["total_amount_currency"] == 115.0
            assert found["subtotals"][0]["tax_groups"][0]["tax_amount_currency"] == 15.0
        else:
            assert found["amount_total"] == 115.0
            assert found["groups_by_subtotal"]["Untaxed Amount"][0]["tax_group_amount"] == 15.0


def test_totals_without_saving(odoo, trade):
    line = {"name": "X", "quantity": 3, "price_unit": 100.0, "tax_ids": [[6, 0, [trade.sale_tax]]]}
    values = {"move_type": "out_invoice", "partner_id": trade.customer, "invoice_line_ids": [[0, "virtual_1", line]]}
    before = odoo("account.move", "search_count", [])
    if odoo.version < 17:
        pytest.skip("16 and earlier want the whole form (the program's own tests send it)")
    spec = {"tax_totals": {}, "move_type": {}, "invoice_line_ids": {"fields": {"name": {}}}}
    spec |= {name: {} for name in ("partner_id", "journal_id", "currency_id", "company_id", "invoice_date")}
    context = {"default_move_type": "out_invoice"}
    found = odoo("account.move", "onchange", [], values, ["invoice_line_ids"], spec, context=context)["value"][
        "tax_totals"
    ]
    assert found.get("total_amount_currency", found.get("amount_total")) == 345.0
    assert odoo("account.move", "search_count", []) == before


def test_taxes_of_a_price(odoo, trade):
    found = odoo("account.tax", "compute_all", [trade.sale_tax], 100.0, None, 2)
    assert (found["total_excluded"], found["total_included"], found["taxes"][0]["amount"]) == (200.0, 230.0, 30.0)


def test_an_import_with_an_external_id_makes_one_document(odoo, trade):
    name = f"a{trade.draft()}"
    table = (
        ["id", "move_type", "partner_id/.id", "ref"],
        [[f"__test__.{name}", "out_invoice", str(trade.customer), "once"]],
    )
    first, second = odoo("account.move", "load", *table), odoo("account.move", "load", *table)
    assert first["ids"] == second["ids"]
    assert first["messages"] == []
    assert odoo("ir.model.data", "check_object_reference", "__test__", name) == ["account.move", first["ids"][0]]


# --- mistakes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (("account.move", "read", [1], ["nofield"]), "ValueError"),
        (("account.move", "search", [["nofield", "=", 1]]), "ValueError"),
        (("account.move", "search", [], 0, 1, "nofield"), "ValueError"),
        (("account.move", "search", [["id", "?", 1]]), "ValueError"),
        (("account.move", "create", {"nofield": 1}), "ValueError"),
        (("account.move", "create", {"move_type": "zz"}), "ValueError"),
        (("account.move", "search", [], 0, 1, "name foo"), "UserError"),
        (("account.move", "nomethod", [1]), "AttributeError"),
        (("account.move", "_private", [1]), "AccessError"),
        (("account.move", "search"), "TypeError"),
        (("no.model", "search", []), "UserError"),
        (("res.partner", "create", {}), "ValidationError"),
        (("ir.model.data", "check_object_reference", "base", "no_such_thing"), "ValueError"),
    ],
)
def test_mistakes_have_odoo_s_names(odoo, call, name):
    with pytest.raises(Refused) as refused:
        odoo(*call)
    assert refused.value.name.endswith(f".{name}")


def test_an_unknown_field_in_a_write_is_a_key_error_from_19_on(odoo, trade):
    with pytest.raises(Refused, match="KeyError" if odoo.version >= 19 else "ValueError"):
        odoo("account.move", "write", [trade.draft()], {"nofield": 1})


def test_a_company_that_is_not_the_user_s(odoo):
    with pytest.raises(Refused, match="AccessError"):
        odoo("account.move", "search", [], context={"allowed_company_ids": [99]})


# --- rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "rights"),
    [
        (
            "billing",
            {"account.move": "rwcu", "account.payment.register": "rwc", "account.journal": "r", "res.partner": "r"},
        ),
        ("readonly", {"account.move": "r", "account.payment.register": "", "account.journal": "r", "res.partner": "r"}),
    ],
)
def test_what_the_users_may(server, login, rights):
    user = Odoo(server, login)
    for model, letters in rights.items():
        found = ""
        for operation in ("read", "write", "create", "unlink"):
            asked = ("has_access", [], operation) if user.version >= 18 else ("check_access_rights", operation, False)
            may = user(model, *asked)
            found += operation[0] if may else ""
        assert (model, found) == (model, letters)


def test_the_read_only_user_is_refused(server, trade):
    user = Odoo(server, "readonly")
    draft, posted = trade.draft(), trade.posted()
    for call in (
        ("account.move", "action_post", [draft]),
        ("account.move", "write", [draft], {"ref": "x"}),
        ("account.move", "create", {"move_type": "entry"}),
        ("account.move", "unlink", [draft]),
    ):
        with pytest.raises(Refused, match="AccessError"):
            user(*call)
    with pytest.raises(Refused, match="AccessError"):
        user("account.payment.register", "create", {}, context=trade.context(posted))
    assert user.one("account.move", draft, "state")["state"] == "draft"


def test_the_billing_user_posts_and_pays_but_makes_no_partners(server, trade):
    user, move = Odoo(server, "billing"), trade.draft()
    user("account.move", "action_post", [move])
    wizard = user("account.payment.register", "create", {}, context=trade.context(move))
    user("account.payment.register", "action_create_payments", [wizard], context=trade.context(move))
    assert trade.state(move) == ("posted", "paid", 0.0)
    with pytest.raises(Refused, match="AccessError"):
        user("res.partner", "create", {"name": "nobody"})


def test_asking_for_a_group(odoo):
    ids = [[odoo.uid]] if odoo.version >= 18 else []
    assert odoo("res.users", "has_group", *ids, "account.group_account_invoice") is True
    assert odoo("res.users", "has_group", *ids, "account.group_account_user") is False


# --- what travels -----------------------------------------------------------------------------------------------------


def test_nothing_travels_as_nothing(odoo, trade):
    move = trade.posted()
    answer = odoo.raw("account.move", "button_draft", [move])
    assert "error" not in answer
    assert answer.get("result", "absent") == (True if odoo.version >= 20 else "absent")


def test_what_xml_rpc_cannot_send_was_done_all_the_same(server, trade):
    caller, move = Xml(server), trade.draft()
    if server.version < 16:
        with pytest.raises(xmlrpc.client.Fault, match=r"cannot marshal <class .*odoo.api.account.move.*> objects"):
            caller("account.move", "action_post", [move])
    else:
        assert caller("account.move", "action_post", [move]) is False
    assert trade.state(move)[0] == "posted"
    if server.version < 20:
        with pytest.raises(xmlrpc.client.Fault, match="cannot marshal None") as fault:
            caller("account.move", "button_draft", [move])
        assert fault.value.faultCode == 1
        assert trade.state(move)[0] == "draft"


@pytest.mark.parametrize(
    ("code", "call"),
    [
        (1, ("account.move", "read", [1], ["nofield"])),
        (2, ("no.model", "search", [])),
        (2, ("account.move", "write", [99999999], {"ref": "x"})),
        (4, ("account.move", "_private", [1])),
    ],
)
def test_faults_of_xml_rpc(server, code, call):
    with pytest.raises(xmlrpc.client.Fault) as fault:
        Xml(server)(*call)
    assert fault.value.faultCode == code


def test_a_wrong_password(server):
    common = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/common")
    anyone = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/object")
    with common, anyone:
        assert common.authenticate(server.database, "admin", "wrong", {}) is False
        with pytest.raises(xmlrpc.client.Fault) as fault:
            anyone.execute_kw(server.database, 2, "wrong", "res.partner", "search", [[]])
        assert fault.value.faultCode == 3
        with pytest.raises(xmlrpc.client.Fault, match="does not exist"):
            common.authenticate("no_such_database", "admin", "admin", {})


def test_errors_of_json_rpc_without_a_session_are_a_page_on_14(server):
    args = [server.database, 2, "wrong", "res.partner", "search", [[]]]
    body = {"jsonrpc": "2.0", "id": 1, "params": {"service": "object", "method": "execute_kw", "args": args}}
    reply = send(server.url, "POST", "/jsonrpc", body)
    if server.version == 14:
        assert (reply.status, reply.headers["content-type"].split(";")[0]) == (500, "text/html")
    elif server.version > 15:
        error = reply.json["error"]
        assert (reply.status, error["data"]["name"]) == (200, "odoo.exceptions.AccessDenied")
        assert error["code"] == (200 if server.version < 19 else 0)


# --- JSON-2 and what tells the version --------------------------------------------------------------------------------


def test_where_the_version_can_be_asked(server):
    reply = send(server.url, "GET", "/web/version")
    if server.version >= 19:
        assert (reply.status, reply.json["version"]) == (200, f"{server.version}.0")
    else:
        assert reply.status == 404
    told = send(server.url, "POST", "/web/webclient/version_info", {"jsonrpc": "2.0", "params": {}}).json["result"]
    assert told["server_version_info"][:2] == [server.version, 0]
    names = send(server.url, "POST", "/web/database/list", {"jsonrpc": "2.0", "params": {}}).json["result"]
    assert server.database in names


def test_json2_is_there_from_19_on(server):
    database = {"X-Odoo-Database": server.database}
    reply = send(server.url, "POST", "/json/2/res.partner/search", {"domain": []}, database)
    if server.version >= 19:
        assert (reply.status, reply.headers["www-authenticate"].strip()) == (401, "Bearer")
    elif server.version == 18:
        assert (reply.status, "/web/login" in reply.headers["location"]) == (303, True)
    else:
        assert reply.status == 404


@pytest.mark.parametrize(
    ("status", "name", "model", "method", "options"),
    [
        (422, "werkzeug.exceptions.UnprocessableEntity", "res.partner", "search", {}),
        (422, "werkzeug.exceptions.UnprocessableEntity", "res.partner", "search", {"domain": [], "foo": 1}),
        (422, "werkzeug.exceptions.UnprocessableEntity", "res.partner", "search", {"domain": [], "ids": [1]}),
        (404, "werkzeug.exceptions.NotFound", "no.model", "search", {"domain": []}),
        (404, "werkzeug.exceptions.NotFound", "res.partner", "nomethod", {}),
        (404, "odoo.exceptions.MissingError", "res.partner", "write", {"ids": [99999999], "vals": {"ref": "x"}}),
        (403, "odoo.exceptions.AccessError", "res.partner", "_private", {}),
        (500, "builtins.ValueError", "res.partner", "search_read", {"domain": [], "fields": ["nofield"]}),
        (500, "builtins.KeyError", "res.partner", "write", {"ids": [1], "vals": {"nofield": 1}}),
        (422, "odoo.exceptions.ValidationError", "res.partner", "create", {"vals_list": {}}),
    ],
)
def test_errors_of_json2(server, status, name, model, method, options):
    if server.version < 19:
        pytest.skip("no JSON-2")
    reply = json2(server, model, method, **options)
    assert (reply.status, reply.json["name"]) == (status, name)
    assert set(reply.json) >= {"name", "message", "arguments", "context", "debug"}


def test_json2_answers_lists_of_ids(server, trade):
    if server.version < 19:
        pytest.skip("no JSON-2")
    (made,) = json2(server, "res.partner", "create", vals_list={"name": "One"}).json
    assert json2(server, "res.partner", "read", ids=[made], fields=["name"]).json == [{"id": made, "name": "One"}]
    move = trade.posted()
    assert json2(server, "account.move", "button_draft", ids=[move]).json == (True if server.version >= 20 else None)
    assert isinstance(json2(server, "account.move", "copy", ids=[move]).json, list)


def test_json2_wants_json(server):
    if server.version < 19:
        pytest.skip("no JSON-2")
    key = {"Authorization": f"Bearer {server.users['admin'].api_key}", "X-Odoo-Database": server.database}
    path = "/json/2/res.partner/search"
    assert send(server.url, "POST", path, b"nonsense", key).status == 400
    assert send(server.url, "POST", path, b"{}", {**key, "Content-Type": "text/plain"}).status == 415
    assert send(server.url, "POST", path, b"{}", {**key, "X-Odoo-Database": "no_such_database"}).status == 404
    assert send(server.url, "GET", path, None, key).status == 404
