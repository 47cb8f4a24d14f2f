"""What a call travels as, in each protocol."""

from __future__ import annotations

import json
import xmlrpc.client
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from odoo_desk.errors import InvalidInput
from odoo_desk.odoo.wire.call import Access, Call, Response
from odoo_desk.odoo.wire.json2 import Json2
from odoo_desk.odoo.wire.jsonrpc import JsonRpc
from odoo_desk.odoo.wire.rest import Rest
from odoo_desk.odoo.wire.xmlrpc import XmlRpc
from tests.odoo.wire.cases import WIRES

ACCESS = Access("shop", "admin", "very-secret", 2)
CONTEXT = {"allowed_company_ids": [1], "lang": "en_US"}
SEARCH = Call(
    "res.partner",
    "search_read",
    None,
    {"domain": [["name", "=", "Zoë"]]},
    {"fields": ["name"], "limit": 5, "order": "id"},
    CONTEXT,
)
READ = Call("account.move", "read", (3, 1, 2), {"fields": ["name"]}, {"load": ""}, CONTEXT)
CREATE = Call(
    "account.move",
    "create",
    None,
    {"vals_list": {"ref": "A", "invoice_line_ids": [(0, 0, {"price_unit": Decimal("0.1")})]}},
    context=CONTEXT,
)
WRITE = Call("account.move", "write", (3, 4), {"vals": {"ref": "B"}}, context=CONTEXT)
UNLINK = Call("account.move", "unlink", (3,), context=CONTEXT)
ASSIGN = Call("account.move", "js_assign_outstanding_line", (3,), {"line_id": 9})


def body(request):
    return json.loads(request.body, parse_float=Decimal)


def query(request):
    return {name: values[0] for name, values in parse_qs(urlsplit(request.path).query, keep_blank_values=True).items()}


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_a_secret_never_shows_in_what_can_be_logged(wire):
    for request in (wire.request(WRITE, ACCESS), wire.sign_in_request(ACCESS)):
        assert "very-secret" not in repr(request)
        assert "very-secret" not in request.path
    assert "very-secret" not in repr(ACCESS)


# --- JSON-2 -----------------------------------------------------------------------------------------------------------


def test_json_2_names_model_and_method_in_the_path_and_every_argument_in_the_body():
    request = Json2().request(READ, ACCESS)
    assert (request.verb, request.path) == ("POST", "json/2/account.move/read")
    assert body(request) == {"ids": [3, 1, 2], "fields": ["name"], "load": "", "context": CONTEXT}


def test_json_2_leaves_out_what_a_call_does_not_have():
    assert body(Json2().request(Call("res.partner", "search", None, {"domain": []}), ACCESS)) == {"domain": []}
    assert body(Json2().request(Call("res.partner", "has_access", ()), ACCESS)) == {"ids": []}


def test_json_2_carries_key_and_database_in_headers():
    headers = Json2().request(READ, ACCESS).headers
    assert headers["Authorization"] == "Bearer very-secret"
    assert headers["X-Odoo-Database"] == "shop"
    assert headers["Content-Type"] == "application/json"
    assert "X-Odoo-Database" not in Json2().sign_in_request(Access("", "", "key")).headers


# --- JSON-RPC and XML-RPC ---------------------------------------------------------------------------------------------


def executed(wire, call):
    request = wire.request(call, ACCESS)
    if wire.name == "jsonrpc":
        assert (request.verb, request.path) == ("POST", "jsonrpc")
        sent = body(request)
        assert (sent["params"]["service"], sent["params"]["method"]) == ("object", "execute_kw")
        return sent["params"]["args"]
    assert (request.verb, request.path) == ("POST", "xmlrpc/2/object")
    arguments, method = xmlrpc.client.loads(request.body)
    assert method == "execute_kw"
    return list(arguments)


@pytest.mark.parametrize("wire", [JsonRpc(), XmlRpc()], ids=lambda wire: wire.name)
def test_the_old_protocols_send_ids_and_arguments_by_position_and_options_by_name(wire):
    assert executed(wire, READ) == [
        "shop", 2, "very-secret", "account.move", "read", [[3, 1, 2], ["name"]], {"load": "", "context": CONTEXT}
    ]  # fmt: skip
    assert executed(wire, ASSIGN)[5:] == [[[3], 9], {}]
    assert executed(wire, SEARCH)[5] == [[["name", "=", "Zoë"]]]
    assert executed(wire, Call("res.users", "has_access", (), {"operation": "read"}))[5] == [[], "read"]


@pytest.mark.parametrize("wire", [JsonRpc(), XmlRpc()], ids=lambda wire: wire.name)
def test_the_old_protocols_sign_in_by_name_and_secret(wire):
    request = wire.sign_in_request(ACCESS)
    if wire.name == "jsonrpc":
        assert body(request)["params"] == {
            "service": "common", "method": "authenticate", "args": ["shop", "admin", "very-secret", {}]
        }  # fmt: skip
    else:
        assert request.path == "xmlrpc/2/common"
        assert xmlrpc.client.loads(request.body) == (("shop", "admin", "very-secret", {}), "authenticate")


# --- REST -------------------------------------------------------------------------------------------------------------


def test_rest_gets_a_list_with_its_query():
    request = Rest().request(SEARCH, ACCESS)
    assert (request.verb, request.body) == ("GET", b"")
    assert urlsplit(request.path).path == "api/res.partner"
    asked = query(request)
    assert json.loads(asked["domain"]) == [["name", "=", "Zoë"]]
    assert json.loads(asked["fields"]) == ["name"]
    assert json.loads(asked["context"]) == CONTEXT
    assert (asked["limit"], asked["order"]) == ("5", "id")


def test_rest_reads_by_ids_archived_ones_too():
    asked = query(Rest().request(READ, ACCESS))
    assert json.loads(asked["domain"]) == [["id", "in", [3, 1, 2]]]
    assert json.loads(asked["context"]) == {**CONTEXT, "active_test": False}
    assert asked["load"] == ""


def test_rest_gives_records_back_in_the_order_they_were_asked_for():
    rows = [{"id": 1, "name": "A"}, {"id": 3, "name": "C"}]
    response = Response(200, {"content-type": "application/json"}, json.dumps(rows).encode())
    assert Rest().answer(READ, response) == [{"id": 3, "name": "C"}, {"id": 1, "name": "A"}]


def test_rest_creates_changes_and_deletes_with_the_verbs_of_the_web():
    create, write, unlink = (Rest().request(call, ACCESS) for call in (CREATE, WRITE, UNLINK))
    assert (create.verb, urlsplit(create.path).path) == ("POST", "api/account.move")
    assert body(create) == {"ref": "A", "invoice_line_ids": [[0, 0, {"price_unit": Decimal("0.1")}]]}
    assert (write.verb, urlsplit(write.path).path, body(write)) == ("PUT", "api/account.move/3,4", {"ref": "B"})
    assert (unlink.verb, urlsplit(unlink.path).path, unlink.body) == ("DELETE", "api/account.move/3", b"")
    assert all(json.loads(query(each)["context"]) == CONTEXT for each in (create, write, unlink))


def test_rest_posts_every_other_method_below_its_records():
    request = Rest().request(ASSIGN, ACCESS)
    assert (request.verb, request.path) == ("POST", "api/account.move/3/js_assign_outstanding_line")
    assert body(request) == {"args": [9], "kwargs": {}, "context": {}}
    model_method = Call("res.partner", "fields_get", None, {"allfields": []}, {"attributes": ["type"]}, CONTEXT)
    request = Rest().request(model_method, ACCESS)
    assert request.path == "api/res.partner/0/fields_get"
    assert body(request) == {"args": [[]], "kwargs": {"attributes": ["type"]}, "context": CONTEXT}


def test_rest_puts_a_list_that_is_too_long_for_an_address_into_the_body():
    call = Call("res.partner", "search_read", None, {"domain": [["id", "in", list(range(5000))]]}, {"fields": ["name"]})
    request = Rest().request(call, ACCESS)
    assert (request.verb, request.path) == ("POST", "api/res.partner/0/search_read")
    assert body(request)["args"] == [[["id", "in", list(range(5000))]]]


def test_rest_creates_several_at_once_as_a_method():
    request = Rest().request(Call("res.partner", "create", None, {"vals_list": [{"name": "A"}, {"name": "B"}]}), ACCESS)
    assert request.path == "api/res.partner/0/create"
    assert body(request)["args"] == [[{"name": "A"}, {"name": "B"}]]


# --- what cannot be sent ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
@pytest.mark.parametrize(
    "value",
    ["a\x00b", "half \ud83d", Decimal("NaN"), Decimal("Infinity"), Decimal("1E+999999")],
    ids=["zero byte", "half a character", "no number", "infinite", "too large"],
)
def test_what_no_server_can_store_is_said_before_it_is_sent(wire, value):
    with pytest.raises(InvalidInput):
        wire.request(Call("res.partner", "write", (7,), {"vals": {"comment": value}}), ACCESS)


@pytest.mark.parametrize("value", ["page\x0cbreak", "\x1b[0m", "\ufffe", 2**63])
def test_what_xml_cannot_carry_is_said_in_words(value):
    with pytest.raises(InvalidInput) as caught:
        XmlRpc().request(Call("res.partner", "write", (7,), {"vals": {"comment": value}}), ACCESS)
    assert "\x0c" not in str(caught.value)


@pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)
def test_what_is_nested_without_end_is_refused(wire):
    nested: list = []
    nested.append(nested)
    with pytest.raises(InvalidInput):
        wire.request(Call("res.partner", "write", (7,), {"vals": {"x": nested}}), ACCESS)
