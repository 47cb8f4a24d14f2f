"""What may leave the client: a closed list, and nothing on posted documents."""

import pytest

from odoo_desk.errors import NotAllowed
from odoo_desk.odoo import guard
from odoo_desk.odoo.guard import Kind
from odoo_desk.odoo.wire.call import Call


def write(values, ids=(7,)):
    return Call("account.move", "write", ids, {"vals": values})


@pytest.mark.parametrize("method", ["search_read", "read", "fields_get", "onchange", "compute_all"])
def test_reads_are_reads_on_every_model(method):
    assert guard.kind_of(Call("any.model", method)) is Kind.READ


@pytest.mark.parametrize(
    ("model", "method"),
    [
        ("account.move", "web_save"),
        ("account.move", "_post"),
        ("account.move", "create"),
        ("account.move", "load"),
        ("account.move.line", "write"),
        ("account.move.line", "create"),
        ("account.move.line", "unlink"),
        ("account.payment", "write"),
        ("account.payment", "create"),
        ("res.partner", "unlink"),
        ("ir.config_parameter", "set_param"),
    ],
)
def test_what_is_on_no_list_is_refused(model, method):
    with pytest.raises(NotAllowed):
        guard.kind_of(Call(model, method, (1,), {"vals": {}}))


def test_the_state_is_never_written():
    with pytest.raises(NotAllowed):
        guard.kind_of(write({"state": "draft"}))
    with pytest.raises(NotAllowed):
        guard.kind_of(Call("account.move", "copy", (7,), {"default": {"state": "posted"}}))


@pytest.mark.parametrize("command", [[3, 5, 0], [4, 5, 0], [5, 0, 0], [6, 0, [5]]])
def test_lines_are_never_linked_or_replaced_whole(command):
    with pytest.raises(NotAllowed):
        guard.kind_of(write({"invoice_line_ids": [command]}))


def test_a_write_that_adds_a_line_is_not_repeatable():
    assert guard.kind_of(write({"ref": "A"})) is Kind.REPEATABLE
    assert guard.kind_of(write({"invoice_line_ids": [[1, 5, {"name": "x"}]]})) is Kind.REPEATABLE
    assert guard.kind_of(write({"invoice_line_ids": [[0, 0, {"name": "x"}]]})) is Kind.ONE_TIME
    assert guard.kind_of(write({"invoice_line_ids": [[2, 5, 0]]})) is Kind.ONE_TIME


def load(fields, row):
    return Call("account.move", "load", None, {"fields": fields, "data": [row]})


def test_only_an_empty_document_under_our_own_mark_is_loaded():
    """A second load of lines would add them again, of another's mark write over his document."""
    ours = ["__odoo_desk__.a1", "out_invoice"]
    assert guard.kind_of(load(("id", "move_type"), ours)) is Kind.REPEATABLE
    for fields, row in [
        (("id", "move_type"), ["base.main", "out_invoice"]),
        (("id", "move_type", "ref"), [*ours, "A"]),
        (("id", "move_type", "invoice_line_ids/name"), [*ours, "A"]),
        ((".id", "move_type"), ["7", "out_invoice"]),
    ]:
        with pytest.raises(NotAllowed):
            guard.kind_of(load(fields, row))


def test_annotations_may_be_written_on_posted_documents():
    assert not guard.needs_drafts(write({"ref": "A", "payment_reference": "B", "partner_bank_id": 3, "narration": "C"}))
    assert not guard.needs_drafts(write({"to_check": True}))
    assert not guard.needs_drafts(write({"checked": False}))
    assert guard.needs_drafts(write({"checked": False, "auto_post": "no"}))
    assert guard.needs_drafts(write({"ref": "A", "invoice_date": "2026-11-01"}))
    assert guard.needs_drafts(write({"line_ids": [[1, 5, {"name": "x"}]]}))


@pytest.mark.parametrize("state", ["posted", "cancel", None])
def test_only_drafts_pass(state):
    call = write({"partner_id": 4})
    guard.check_drafts(call, {7: "draft"}, {7: frozenset()})
    with pytest.raises(NotAllowed):
        guard.check_drafts(call, {7: state} if state else {}, {7: frozenset()})


def test_lines_of_other_documents_do_not_pass():
    call = write({"invoice_line_ids": [[1, 5, {"price_unit": 9}]]})
    guard.check_drafts(call, {7: "draft"}, {7: frozenset({5})})
    with pytest.raises(NotAllowed):
        guard.check_drafts(call, {7: "draft"}, {7: frozenset({6})})
