"""The sample company: believable, the same every time, and its books add up."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo_desk.demo import history
from odoo_desk.demo.books import Books
from odoo_desk.demo.fields import fields_of, models_of
from odoo_desk.demo.flavours import FLAVOURS
from odoo_desk.demo.service import Service

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module", params=[14, 19])
def books(request) -> Books:
    return Service(request.param, 300, False, DAY).books


def test_every_entry_balances(books):
    assert [move.name for move in books.moves if sum(line.balance for line in move.line_ids)] == []
    for move in books.moves:
        foreign = {line.currency_id for line in move.line_ids if line.amount_currency}
        if len(foreign) == 1 and move.journal_id.code != "EXCH":
            assert sum(line.amount_currency for line in move.line_ids) == 0


def test_what_is_open_is_what_was_booked_less_what_is_matched(books):
    for line in books.lines:
        matched = sum(match.amount * (1 if match.debit_move_id is line else -1) for match in line.matches)
        if line.is_term:
            assert line.amount_residual == line.balance - matched


def test_documents_agree_with_their_lines(books):
    for move in books.moves:
        if move.is_invoice:
            assert move.amount_total == move.amount_untaxed + move.amount_tax
            assert abs(sum(line.amount_currency for line in move.term_lines)) == move.amount_total
            assert abs(sum(line.amount_residual_currency for line in move.term_lines)) == move.amount_residual


def test_numbers_have_no_gaps_and_no_doubles(books):
    numbers = Counter((move.company_id.id, move.name) for move in books.moves if move.name)
    assert max(numbers.values()) == 1
    assert all(move.name for move in books.moves if move.state == "posted")


def test_all_situations_are_there(books):
    documents = [move for move in books.moves if move.is_invoice]
    assert {move.move_type for move in books.moves} == {
        "entry", "out_invoice", "out_refund", "in_invoice", "in_refund", "out_receipt", "in_receipt",
    }  # fmt: skip
    assert {(move.state, move.payment_state) for move in documents} >= {
        ("draft", "not_paid"),
        ("posted", "not_paid"),
        ("posted", "partial"),
        ("posted", "paid"),
        ("posted", "reversed"),
        ("cancel", "not_paid"),
    }
    unpaid = [move for move in documents if move.state == "posted" and move.amount_residual]
    assert any(move.invoice_date_due < DAY for move in unpaid)
    assert any(move.invoice_date_due > DAY for move in unpaid)
    assert any(len(move.term_lines) > 1 for move in documents)
    assert any(move.currency_id.name == "USD" for move in documents)
    assert len({move.company_id for move in documents}) == 2
    overpaid = [line for line in books.lines if line.payment_id and line.is_term and line.amount_residual]
    assert overpaid


def test_it_is_the_work_of_two_years_up_to_today(books):
    days = [move.date for move in books.moves]
    assert DAY - timedelta(days=731) <= min(days) < DAY - timedelta(days=700)
    assert max(days) <= DAY
    assert 260 <= sum(1 for move in books.moves if move.is_invoice) <= 300
    assert 25 <= len([each for each in books.partners if each.ref.startswith("C")]) <= 40
    assert len(books.products.rows) == 20


def test_it_is_the_same_every_time():
    def told(version: int) -> list[object]:
        books = Service(version, 80, False, DAY).books
        return [
            (move.name, move.partner_id and move.partner_id.name, move.amount_total, move.date) for move in books.moves
        ]

    assert told(19) == told(19)


def test_it_grows_and_starts_quickly():
    books = Books(FLAVOURS[19], DAY)
    started = time.process_time()
    history.write(books, 3000)
    assert time.process_time() - started < 10
    assert sum(1 for move in books.moves if move.is_invoice) > 2800


@pytest.mark.parametrize("version", FLAVOURS)
def test_every_field_can_be_read(version):
    service = Service(version, 60, False, DAY)
    env = _env(service)
    from odoo_desk.demo.computed import getter
    from odoo_desk.demo.values import told

    for model in models_of(version):
        for record in list(service.books.table(model))[:40]:
            for field in fields_of(model, version).values():
                told(env, field, getter(env, field)(record))


def _env(service: Service):
    from odoo_desk.demo.books import env_for

    return env_for(service.books, service.books.users.rows[2], {})


def test_a_failed_call_leaves_no_trace():
    from odoo_desk.demo.refusals import Refusal
    from odoo_desk.demo.service import Conversation

    service = Service(19, 300, False, DAY)
    admin = service.books.users.rows[2]
    before = [(move.id, move.name, move.amount_total, len(move.line_ids)) for move in service.books.moves]
    lines = len(service.books.lines.rows)
    good = {"move_type": "out_invoice", "invoice_line_ids": [[0, 0, {"name": "x", "price_unit": 5.0}]]}
    with pytest.raises(Refusal):
        service.call(Conversation(), admin, "account.move", "create", [[good, {"nofield": 1}]], {})
    draft = next(move for move in service.books.moves if move.state == "draft" and move.partner_id)
    stays = next(move for move in service.books.moves if move.state == "posted" and move.is_invoice)
    with pytest.raises(Refusal):
        service.call(Conversation(), admin, "account.move", "action_post", [[draft.id, stays.id]], {})
    assert [(move.id, move.name, move.amount_total, len(move.line_ids)) for move in service.books.moves] == before
    assert len(service.books.lines.rows) == lines
    assert draft.state == "draft"


@pytest.mark.parametrize(
    ("taxes", "price", "quantity", "expected"),
    [
        ((("percent", "23", False),), "100", "1", ("100.00", "123.00")),
        ((("percent", "23", True),), "123", "1", ("100.00", "123.00")),
        ((("percent", "20", True),), "10", "3", ("25.00", "30.00")),
        ((("percent", "21", True),), "0.99", "7", ("5.73", "6.93")),
        ((("fixed", "1.50", False),), "10", "4", ("40.00", "46.00")),
        ((("division", "5", False),), "95", "1", ("95.00", "100.00")),
        ((("percent", "13.5", False),), "33.33", "1", ("33.33", "37.83")),
        ((), "19.99", "3", ("59.97", "59.97")),
    ],
)
def test_taxes(taxes, price, quantity, expected):
    from odoo_desk.demo.records import Tax
    from odoo_desk.demo.taxes import compute

    chain = [Tax(amount_type=kind, amount=Decimal(amount), price_include=included) for kind, amount, included in taxes]
    found = compute(chain, Decimal(price), Decimal(quantity), Decimal("0.01"))
    assert (str(found.excluded), str(found.included)) == expected


def test_a_group_of_taxes_and_a_tax_on_a_tax():
    from odoo_desk.demo.records import Tax
    from odoo_desk.demo.taxes import compute

    levy = Tax(amount_type="fixed", amount=Decimal("1.50"), include_base_amount=True, sequence=0)
    vat = Tax(amount_type="percent", amount=Decimal(23), sequence=1)
    group = Tax(amount_type="group", children_tax_ids=(vat, levy))
    found = compute([group], Decimal(100), Decimal(2), Decimal("0.01"))
    assert [str(each.amount) for each in found.taxes] == ["3.00", "46.69"]
    assert str(found.included) == "249.69"


def test_paying_a_dollar_invoice_at_another_rate_leaves_an_exchange_difference():
    books = Service(19, 300, False, DAY).books
    exchange = [move for move in books.moves if move.journal_id.code == "EXCH"]
    assert exchange
    for move in books.moves:
        if move.currency_id.name == "USD" and move.payment_state == "paid":
            assert all(line.amount_residual == 0 for line in move.term_lines)
