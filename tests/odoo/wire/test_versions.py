"""Answers of versions that could not be recorded (16, 17, 18 and 20), written from what was measured or read in their source."""

from __future__ import annotations

import json
from xmlrpc.client import Fault, dumps

import pytest

from odoo_desk.errors import (
    AccessRefused,
    DatabaseUnknown,
    DeskError,
    NotAvailable,
    RecordGone,
    ServerFault,
    ServerRefused,
    SignInRefused,
)
from odoo_desk.odoo.wire.call import Access, Call, Response
from odoo_desk.odoo.wire.json2 import Json2
from odoo_desk.odoo.wire.jsonrpc import JsonRpc
from odoo_desk.odoo.wire.rest import Rest
from odoo_desk.odoo.wire.xmlrpc import XmlRpc

WRITE = Call("res.partner", "write", (7,), {"vals": {"name": "Zoë"}})
POST = Call("account.move", "action_post", (8,))
ACCESS = Access("shop", "admin", "key")
TRACEBACK = 'Traceback (most recent call last):\n  File "/odoo/service/model.py", line 1, in execute_kw\n'
MARSHALLING = 'Traceback (most recent call last):\n  File "/odoo/addons/base/controllers/rpc.py", line 9, in _xmlrpc\n'
GONE = "Record does not exist or has been deleted.\n(Record: res.partner(7,), User: 2)"

ROWS = [
    ("odoo.exceptions.UserError", 2, "You can't do that.", ServerRefused),
    ("odoo.exceptions.ValidationError", 2, "The amounts must match.", ServerRefused),
    ("odoo.exceptions.RedirectWarning", 2, "Choose a journal first.", ServerRefused),
    ("odoo.exceptions.MissingError", 2, GONE, RecordGone),
    ("odoo.exceptions.AccessDenied", 3, "Access Denied", SignInRefused),
    ("odoo.exceptions.AccessError", 4, "You are not allowed to modify 'Contact'.", AccessRefused),
    ("builtins.TypeError", 1, "write() got an unexpected keyword argument 'foo'", ServerFault),
    ("builtins.ValueError", 1, "Invalid field 'no_field' on model 'res.partner'", ServerFault),
    ("builtins.KeyError", 1, "'no_field'", ServerFault),
    ("builtins.AttributeError", 1, "The method 'res.partner.write' does not exist", NotAvailable),
    ("builtins.AttributeError", 1, "'NoneType' object has no attribute 'id'", ServerFault),
    ("psycopg2.errors.SerializationFailure", 1, "could not serialize access", ServerFault),
    ("psycopg2.OperationalError", 1, 'connection failed: FATAL:  database "shop" does not exist', DatabaseUnknown),
    ("psycopg2.OperationalError", 1, "FATAL:  sorry, too many clients already", ServerFault),
]


def json_rpc(name: str, message: str, *, code: int = 200, arguments: list | None = None, **more: object) -> Response:
    debug = f"{TRACEBACK}{name}: {message}\n"
    data = {
        "name": name,
        "debug": debug,
        "message": message,
        "arguments": arguments or [message],
        "context": {},
        **more,
    }
    error = {"code": code, "message": "Odoo Server Error", "data": data}
    return answered({"jsonrpc": "2.0", "id": 1, "error": error})


def answered(value: object, status: int = 200) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(value).encode())


def xml(value: object) -> Response:
    given = value if isinstance(value, Fault) else (value,)
    return Response(200, {"content-type": "text/xml"}, dumps(given, methodresponse=True).encode())


@pytest.mark.parametrize(("name", "_fault", "message", "kind"), ROWS)
@pytest.mark.parametrize(("code", "more"), [(200, {}), (0, {"timestamp": 1795000000})], ids=["16 to 18", "20"])
def test_json_rpc_is_judged_by_the_exceptions_name(code, more, name, _fault, message, kind):
    with pytest.raises(DeskError) as caught:
        JsonRpc().answer(WRITE, json_rpc(name, message, code=code, **more))
    assert type(caught.value) is kind


@pytest.mark.parametrize(("name", "fault", "message", "kind"), ROWS)
def test_xml_rpc_is_judged_by_the_faults_code(name, fault, message, kind):
    text = f"{TRACEBACK}{name.removeprefix('builtins.')}: {message}\n" if fault == 1 else message
    with pytest.raises(DeskError) as caught:
        XmlRpc().answer(WRITE, xml(Fault(fault, text)))
    assert type(caught.value) is kind


@pytest.mark.parametrize("wire", [Json2(), Rest()], ids=lambda wire: wire.name)
@pytest.mark.parametrize(
    ("status", "name", "kind"),
    [
        (401, "werkzeug.exceptions.Unauthorized", SignInRefused),
        (403, "odoo.exceptions.AccessDenied", SignInRefused),
        (403, "odoo.exceptions.AccessError", AccessRefused),
        (404, "odoo.exceptions.MissingError", RecordGone),
        (404, "werkzeug.exceptions.NotFound", NotAvailable),
        (409, "odoo.exceptions.LockError", ServerRefused),
        (422, "odoo.exceptions.UserError", ServerRefused),
        (422, "odoo.exceptions.RedirectWarning", ServerRefused),
        (422, "odoo.addons.account.exceptions.SomethingForPeople", ServerRefused),
        (422, "werkzeug.exceptions.UnprocessableEntity", ServerFault),
        (400, "werkzeug.exceptions.BadRequest", ServerFault),
        (500, "builtins.KeyError", ServerFault),
    ],
)
def test_statuses_that_two_meanings_share_are_told_apart_by_name(wire, status, name, kind):
    body = {"name": name, "message": "Words", "arguments": ["Words", 1], "context": {}, "debug": "", "timestamp": 1}
    with pytest.raises(DeskError) as caught:
        wire.answer(WRITE, answered(body, status))
    assert type(caught.value) is kind


def test_a_result_of_null_and_none_at_all_are_the_same():
    assert JsonRpc().answer(POST, answered({"jsonrpc": "2.0", "id": 1, "result": None})) is None
    assert JsonRpc().answer(POST, answered({"jsonrpc": "2.0", "id": 1})) is None


def test_records_arrive_as_text_before_19():
    response = answered({"jsonrpc": "2.0", "id": 1, "result": "mail.activity(6,)"})
    assert JsonRpc().answer(POST, response) == "mail.activity(6,)"


def test_a_warning_with_a_button_is_told_without_the_button():
    response = json_rpc("odoo.exceptions.RedirectWarning", "Choose one.\n5\nGo", arguments=["Choose one.", 5, "Go"])
    with pytest.raises(ServerRefused) as caught:
        JsonRpc().answer(POST, response)
    assert caught.value.message == "Choose one."


def test_an_expired_session_asks_for_a_new_sign_in():
    with pytest.raises(SignInRefused):
        JsonRpc().answer(POST, json_rpc("odoo.http.SessionExpiredException", "Session expired", code=100))


@pytest.mark.parametrize("value", ["None unless allow_none is enabled", "<class 'odoo.api.account.move'> objects"])
def test_a_value_that_xml_rpc_cannot_carry_means_done(value):
    fault = Fault(1, f"{MARSHALLING}TypeError: cannot marshal {value}\n")
    assert XmlRpc().answer(POST, xml(fault)) is None


def test_the_same_words_from_inside_the_method_mean_not_done():
    text = (
        'Traceback (most recent call last):\n  File "/odoo/http.py", line 1, in dispatch_rpc\n'
        '  File "/odoo/addons/edi/send.py", line 5, in send\nTypeError: cannot marshal None unless allow_none is enabled\n'
    )
    with pytest.raises(ServerFault):
        XmlRpc().answer(POST, xml(Fault(1, text)))


def test_a_refusal_that_speaks_of_marshalling_is_a_refusal():
    with pytest.raises(ServerRefused):
        XmlRpc().answer(POST, xml(Fault(2, "TypeError: cannot marshal None")))


@pytest.mark.parametrize("wire", [JsonRpc(), XmlRpc()], ids=lambda wire: wire.name)
def test_a_user_that_is_gone_must_sign_in_again(wire):
    message = "Der Datensatz wurde gelöscht.\n(Datensatz: res.users(9999,), Benutzer: 9999)"
    response = json_rpc("odoo.exceptions.MissingError", message) if wire.name == "jsonrpc" else xml(Fault(2, message))
    with pytest.raises(SignInRefused):
        wire.answer(WRITE, response)


@pytest.mark.parametrize("wire", [JsonRpc(), XmlRpc()], ids=lambda wire: wire.name)
def test_another_user_that_is_gone_is_a_record_that_is_gone(wire):
    message = "Record does not exist or has been deleted.\n(Record: res.users(12,), User: 2)"
    response = json_rpc("odoo.exceptions.MissingError", message) if wire.name == "jsonrpc" else xml(Fault(2, message))
    with pytest.raises(RecordGone):
        wire.answer(WRITE, response)


@pytest.mark.parametrize("wire", [JsonRpc(), XmlRpc()], ids=lambda wire: wire.name)
@pytest.mark.parametrize(
    "words", ['database "shop" does not exist', "Datenbank »shop« existiert nicht", "la base « shop » n'existe pas"]
)
def test_an_unknown_database_is_recognised_in_every_language(wire, words):
    name = "psycopg2.OperationalError"
    fault = Fault(1, f"{TRACEBACK}{name}: connection to server failed: FATAL:  {words}\n\n")
    with pytest.raises(DatabaseUnknown):
        wire.sign_in_answer(ACCESS, json_rpc(name, f"FATAL:  {words}\n") if wire.name == "jsonrpc" else xml(fault))


@pytest.mark.parametrize("wire", [JsonRpc(), XmlRpc()], ids=lambda wire: wire.name)
def test_18_answers_an_empty_password_with_an_assertion(wire):
    text = "scope and key required"
    fault = Fault(1, f"{TRACEBACK}AssertionError: {text}\n")
    with pytest.raises(SignInRefused):
        wire.sign_in_answer(ACCESS, json_rpc("builtins.AssertionError", text) if wire.name == "jsonrpc" else xml(fault))


@pytest.mark.parametrize("wire", [JsonRpc(), XmlRpc()], ids=lambda wire: wire.name)
def test_too_many_failures_are_told_to_wait(wire):
    text = "Too many login failures, please wait a bit before trying again."
    response = json_rpc("odoo.exceptions.AccessDenied", text) if wire.name == "jsonrpc" else xml(Fault(3, text))
    with pytest.raises(SignInRefused) as caught:
        wire.sign_in_answer(ACCESS, response)
    assert "wait" in caught.value.advice
    assert caught.value.details == text


@pytest.mark.parametrize(
    "response",
    [
        Response(404, {"content-type": "text/html"}, b"<!doctype html><title>404 Not Found</title>"),
        Response(303, {"content-type": "text/html", "location": "/web/login?redirect=%2Fjson%2F2"}, b"<html>"),
    ],
    ids=["16 and 17", "18"],
)
def test_a_version_without_json_2_says_so(response):
    with pytest.raises(NotAvailable, match="JSON-2"):
        Json2().sign_in_answer(ACCESS, response)


def test_a_server_without_rest_says_so():
    with pytest.raises(NotAvailable, match="no REST interface"):
        Rest().sign_in_answer(ACCESS, Response(404, {"content-type": "text/html"}, b"<html><title>404</title>"))
