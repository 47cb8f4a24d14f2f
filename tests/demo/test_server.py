"""The server as a program's and a test's companion: its four protocols, what goes wrong on request, and how it lives and dies."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from odoo_desk.demo.server import DemoServer
from tests.demo.conftest import Trade
from tests.demo.speaking import Odoo, Xml, json2, rest, send

REPO = Path(__file__).resolve().parents[2]
LINE = {"name": "Work", "quantity": 2, "price_unit": 50.0, "tax_ids": [[6, 0, []]]}


def speakers(server):
    """Each protocol as call(model, method, ids or None, values by position)."""
    plain, xml = Odoo(server), Xml(server)

    def by_json2(model, method, ids, *values, **options):
        names = {"create": ["vals_list"], "read": ["fields"], "write": ["vals"], "search": ["domain"]}.get(method, [])
        named = dict(zip(names, values, strict=True)) | ({"ids": ids} if ids is not None else {})
        answer = json2(server, model, method, **named, **options).json
        return answer[0] if method == "create" else answer

    def by_rest(model, method, ids, *values, context=None):
        where = ",".join(str(each) for each in ids) if ids is not None else ""
        if method == "create":
            return rest(server, "POST", model, values[0], context=context or {}).json
        if method == "write":
            return rest(server, "PUT", f"{model}/{where}", values[0]).json
        if method == "read":
            return rest(server, "GET", model, domain=[["id", "in", ids]], fields=values[0]).json
        if method == "search":
            return [row["id"] for row in rest(server, "GET", model, domain=values[0], fields=["id"]).json]
        body = {"args": values, "kwargs": {}, "context": context or {}}
        return rest(server, "POST", f"{model}/{where or 0}/{method}", body).json

    def by_position(call):
        return lambda model, method, ids, *values, **options: call(
            model, method, *([ids] if ids is not None else []), *values, **options
        )

    return {"json2": by_json2, "jsonrpc": by_position(plain), "xmlrpc": by_position(xml), "rest": by_rest}


@pytest.mark.parametrize("protocol", ["json2", "jsonrpc", "xmlrpc", "rest"])
def test_the_main_job_over_each_protocol(demo_server, protocol):
    server = demo_server(invoices=20)
    call = speakers(server)[protocol]
    partner = call("res.partner", "create", None, {"name": "Over the wire"})
    move = call(
        "account.move",
        "create",
        None,
        {"move_type": "out_invoice", "partner_id": partner, "invoice_line_ids": [[0, 0, LINE]]},
    )
    assert call("account.move", "write", [move], {"ref": "four ways"}) is True
    assert call("account.move", "action_post", [move]) is False
    context = {"active_model": "account.move", "active_ids": [move]}
    wizard = call("account.payment.register", "create", None, {}, context=context)
    assert call("account.payment.register", "action_create_payments", [wizard], context=context)["res_id"]
    (found,) = call("account.move", "read", [move], ["ref", "amount_total", "payment_state", "amount_residual"])
    assert found == {
        "id": move,
        "ref": "four ways",
        "amount_total": 100.0,
        "payment_state": "paid",
        "amount_residual": 0.0,
    }
    assert call("account.move", "search", None, [["ref", "=", "four ways"]]) == [move]


@pytest.mark.parametrize("version", [14, 16, 18, 20])
def test_rest_is_there_in_every_version(demo_server, version):
    server = demo_server(version=version, invoices=10)
    rows = rest(
        server, "GET", "account.move", domain=[["move_type", "=", "out_invoice"]], fields=["name"], limit=2, order="id"
    ).json
    assert len(rows) == 2
    move = rest(server, "POST", "account.move", {"move_type": "entry"}).json
    assert isinstance(move, int)
    assert rest(server, "DELETE", f"account.move/{move}").json is True
    assert rest(server, "POST", "res.users/0/context_get", {"args": []}).json["uid"] == 2


def test_errors_of_rest_are_those_of_json2(demo_server):
    server = demo_server(invoices=10)
    assert send(server.url, "GET", "/api/res.partner").status == 401
    assert rest(server, "POST", "account.move", {"move_type": "entry"}, login="readonly").status == 403
    assert rest(server, "PUT", "account.move/999999", {"ref": "x"}).json["name"] == "odoo.exceptions.MissingError"
    assert rest(server, "GET", "no.model").status == 404
    assert rest(server, "GET", "account.move", fields=["nofield"]).status == 500
    assert rest(server, "POST", "res.partner", {}).json["name"] == "odoo.exceptions.ValidationError"
    assert rest(server, "GET", "res.partner", domain="nonsense").status == 400


def test_enterprise_answers_in_payment(demo_server):
    trade = Trade(Odoo(demo_server(invoices=10, enterprise=True)))
    move = trade.posted()
    trade.pay(move)
    assert trade.state(move) == ("posted", "in_payment", 0.0)


def test_an_early_payment_is_proposed_with_its_discount(demo_server):
    trade = Trade(Odoo(demo_server(invoices=10)))
    odoo = trade.odoo
    (term,) = odoo("account.payment.term", "search", [["early_discount", "=", True]])
    move = trade.posted(invoice_payment_term_id=term)
    wizard = trade.wizard(move)
    found = odoo.one("account.payment.register", wizard, "amount", "payment_difference", "payment_difference_handling")
    assert (found["amount"], found["payment_difference"], found["payment_difference_handling"]) == (
        112.7,
        2.3,
        "reconcile",
    )
    odoo("account.payment.register", "action_create_payments", [wizard], context=trade.context(move))
    assert trade.state(move) == ("posted", "paid", 0.0)


def test_dollars_are_paid_in_euros(demo_server):
    trade = Trade(Odoo(demo_server(invoices=10)))
    odoo = trade.odoo
    (dollar,), (euro,) = (odoo("res.currency", "search", [["name", "=", name]]) for name in ("USD", "EUR"))
    move = trade.posted(currency_id=dollar)
    wizard = trade.wizard(move, currency_id=euro)
    assert odoo.one("account.payment.register", wizard, "amount")["amount"] < 115.0
    odoo("account.payment.register", "action_create_payments", [wizard], context=trade.context(move))
    assert trade.state(move) == ("posted", "paid", 0.0)


def test_one_company_at_a_time(demo_server):
    odoo = Odoo(demo_server(invoices=100))
    first, second = odoo("res.company", "search", [], order="id")
    only = odoo("account.move", "search", [["company_id", "=", second]], context={"allowed_company_ids": [second]})
    assert only
    assert odoo("account.move", "search", [["id", "in", only]], context={"allowed_company_ids": [first]}) == []
    answer = odoo.raw("account.move", "read", only[:1], ["name"], context={"allowed_company_ids": [first]})
    assert answer["error"]["data"]["name"] == "odoo.exceptions.AccessError"


def test_amounts_are_doubles_without_negative_zero(demo_server):
    trade = Trade(Odoo(demo_server(invoices=10)))
    body = json2(
        trade.odoo.server,
        "account.move",
        "read",
        ids=[trade.posted("in_invoice", 0.0)],
        fields=["amount_total", "amount_tax"],
    )
    assert b"-0.0" not in body.body
    assert b'"amount_total": 0.0' in body.body


# --- going wrong ------------------------------------------------------------------------------------------------------


def named(server) -> int:
    return Odoo(server)("res.partner", "search_count", [["name", "=", "Doubtful"]])


@pytest.mark.parametrize(("fault", "made"), [("cut_before", 0), ("cut_after", 1)])
def test_a_connection_that_is_cut(demo_server, fault, made):
    server = demo_server(invoices=5)
    server.fail_next(fault, model="res.partner", method="create")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        json2(server, "res.partner", "create", vals_list={"name": "Doubtful"})
    assert named(server) == made
    assert json2(server, "res.partner", "create", vals_list={"name": "Doubtful"}).status == 200


def test_an_answer_that_stops_halfway(demo_server):
    server = demo_server(invoices=5)
    server.fail_next("truncate", method="create")
    with pytest.raises(http.client.IncompleteRead):
        json2(server, "res.partner", "create", vals_list={"name": "Doubtful"})
    assert named(server) == 1


def test_garbage_and_a_page_of_a_proxy(demo_server):
    server = demo_server(invoices=5)
    server.fail_next("garbage")
    with pytest.raises(ValueError, match=r"decode|Expecting"):
        _ = json2(server, "res.partner", "search", domain=[]).json
    server.fail_next("html")
    reply = json2(server, "res.partner", "create", vals_list={"name": "Doubtful"})
    assert (reply.status, reply.headers["content-type"].split(";")[0]) == (502, "text/html")
    assert named(server) == 0


def test_a_call_that_is_held_until_it_is_released(demo_server):
    server = demo_server(invoices=5)
    server.fail_next("delay", method="create")
    answers: list[int] = []
    caller = threading.Thread(
        target=lambda: answers.append(json2(server, "res.partner", "create", vals_list={"name": "Doubtful"}).status)
    )
    caller.start()
    while not server.is_holding:
        caller.join(0.005)
    assert named(server) == 0
    server.release()
    caller.join()
    assert answers == [200]
    assert named(server) == 1


def test_a_fault_waits_for_the_call_it_is_meant_for(demo_server):
    server = demo_server(invoices=5)
    server.fail_next("html", model="account.move", method="read")
    assert json2(server, "res.partner", "search", domain=[]).status == 200
    assert json2(server, "account.move", "search", domain=[]).status == 200
    assert json2(server, "account.move", "read", ids=[1], fields=["name"]).status == 502
    with pytest.raises(ValueError, match="no such fault"):
        server.fail_next("earthquake")


def test_what_was_executed_is_remembered(demo_server):
    server = demo_server(invoices=5)
    (made,) = json2(server, "res.partner", "create", vals_list={"name": "One"}).json
    json2(server, "res.partner", "write", ids=[made], vals={"ref": "x"})
    json2(server, "res.partner", "write", ids=[999999], vals={"ref": "x"})
    assert server.calls == [("res.partner", "create", ()), ("res.partner", "write", (made,))]


# --- living and dying -------------------------------------------------------------------------------------------------


def test_it_starts_at_once_and_can_be_stopped_while_a_call_is_held(demo_server):
    started = time.monotonic()
    server = DemoServer(today=date(2026, 11, 22)).start()
    assert time.monotonic() - started < 5
    server.fail_next("delay")
    failed: list[bool] = []

    def call() -> None:
        try:
            json2(server, "res.partner", "search", domain=[])
        except (http.client.HTTPException, ConnectionError):
            failed.append(True)

    caller = threading.Thread(target=call)
    caller.start()
    while not server.is_holding:
        caller.join(0.005)
    server.stop()
    caller.join()
    assert failed == [True]


def test_it_ends_with_the_program_that_started_it():
    code = (
        "from odoo_desk.demo import serve; raise SystemExit(serve(0, version=16, invoices=5, until_stdin_closes=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPO, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        assert (told["database"], told["version"]) == ("demo", "16")
        assert {user["login"]: user["api_key"] for user in told["users"]} == {
            "admin": "demo-key-admin",
            "billing": "demo-key-billing",
            "readonly": "demo-key-readonly",
        }
        info = send(told["url"], "POST", "/web/webclient/version_info", {"params": {}}).json["result"]
        assert info["server_version"] == "16.0"
        process.stdin.close()
        assert process.wait(20) == 0
