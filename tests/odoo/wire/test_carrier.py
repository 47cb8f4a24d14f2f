"""What comes instead of an answer: pages, redirects, proxies, damage. The same in every protocol."""

from __future__ import annotations

import pytest

from odoo_desk.errors import (
    AnswerDamaged,
    DatabaseNeeded,
    DatabaseUnknown,
    DeskError,
    NotAvailable,
    NotOdoo,
    NotSent,
    OutcomeUnknown,
    ServerRefused,
)
from odoo_desk.odoo.wire.call import Access, Call, Response
from odoo_desk.odoo.wire.json2 import Json2
from odoo_desk.odoo.wire.jsonrpc import JsonRpc
from odoo_desk.odoo.wire.xmlrpc import XmlRpc
from tests.odoo.wire.cases import WIRES

SEARCH = Call("res.partner", "search", None, {"domain": []})
PAGE = b"<!DOCTYPE html><html><title>Welcome</title></html>"
every_wire = pytest.mark.parametrize("wire", WIRES.values(), ids=WIRES)


def html(status: int, body: bytes = PAGE, **headers: str) -> Response:
    return Response(status, {"content-type": "text/html; charset=utf-8", **headers}, body)


def refusal(wire, response) -> DeskError:
    with pytest.raises(DeskError) as caught:
        wire.answer(SEARCH, response)
    return caught.value


@every_wire
@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (html(200), NotOdoo),
        (html(401), NotOdoo),
        (html(403), NotOdoo),
        (html(404), NotAvailable),
        (html(405), NotAvailable),
        (html(413), ServerRefused),
        (html(429), NotSent),
        (html(500), AnswerDamaged),
        (html(502), OutcomeUnknown),
        (html(503), OutcomeUnknown),
        (html(504), OutcomeUnknown),
        (html(302, location="https://sso.example.com/start"), NotOdoo),
        (html(303, location="/web/login?redirect=x"), NotAvailable),
        (html(303, location="/web/database/selector"), DatabaseNeeded),
        (Response(200, {}, PAGE), NotOdoo),
        (Response(200, {}, b""), AnswerDamaged),
        (Response(200, {"content-type": "application/json"}, b"\x00\xff garbage"), AnswerDamaged),
        (Response(500, {"content-type": "text/plain"}, b"oops"), AnswerDamaged),
    ],
    ids=lambda value: (
        f"{value.status}-{value.headers.get('location', value.body[:5])}" if isinstance(value, Response) else None
    ),
)
def test_what_is_not_an_answer_has_an_error_of_its_own(wire, response, kind):
    error = refusal(wire, response)
    assert type(error) is kind
    assert error.message
    assert error.details or kind is DatabaseNeeded


@pytest.mark.parametrize(
    ("wire", "whole"),
    [
        (Json2(), b'[{"id": 1, "amount": 100.25}]'),
        (JsonRpc(), b'{"jsonrpc": "2.0", "id": 1, "result": [{"id": 1, "amount": 100.25}]}'),
        (
            XmlRpc(),
            b"<?xml version='1.0'?><methodResponse><params><param><value><int>1</int></value></param></params></methodResponse>",
        ),
    ],
    ids=["json2", "jsonrpc", "xmlrpc"],
)
def test_an_answer_that_was_cut_off_anywhere_is_never_taken_for_a_whole_one(wire, whole):
    wire.answer(SEARCH, Response(200, {}, whole))
    for length in range(len(whole)):
        assert type(refusal(wire, Response(200, {}, whole[:length]))) is AnswerDamaged


@pytest.mark.parametrize("wire", [Json2(), JsonRpc()], ids=lambda wire: wire.name)
@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"jsonrpc": "2.0", "result": NaN}',
        b'{"jsonrpc": "2.0", "result": Infinity}',
        b'{"jsonrpc": "2.0", "result": 1e999999999}',
        b'{"jsonrpc": "2.0", "result": 1' + b"0" * 10_000 + b"}",
        b'{"jsonrpc": "2.0", "result": "\xff"}',
    ],
    ids=["deep list", "deep object", "no number", "infinite", "huge exponent", "huge integer", "not UTF-8"],
)
def test_hostile_json_is_damage(wire, body):
    assert type(refusal(wire, Response(200, {"content-type": "application/json"}, body))) is AnswerDamaged


def xml(value: str, before: str = "") -> Response:
    text = f"<?xml version='1.0'?>{before}<methodResponse><params><param><value>{value}</value></param></params></methodResponse>"
    return Response(200, {"content-type": "text/xml"}, text.encode())


@pytest.mark.parametrize(
    "response",
    [
        xml("<array><data><value>" * 10_000 + "</value></data></array>" * 10_000),
        xml("&a;", "<!DOCTYPE x [<!ENTITY a 'b'>]>"),
        xml("&a;", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
        xml("x", "<!DOCTYPE x>"),
        xml("<double>nan</double>"),
        xml("<double>1e999999999</double>"),
        xml("<int>x</int>"),
        xml("<boolean>2</boolean>"),
        xml("<matrix>x</matrix>"),
        xml("<struct><member><name>a</name></member></struct>"),
        Response(200, {}, b"<a/>"),
        Response(200, {}, b"<methodResponse/>"),
        Response(200, {}, b"<methodResponse><fault><value>x</value></fault></methodResponse>"),
    ],
    ids=[
        "deep", "entity", "file", "DTD", "no number", "huge exponent", "no integer", "no boolean", "unknown type", "no value",
        "other", "empty", "no fault",
    ],
)  # fmt: skip
def test_hostile_xml_is_damage(response):
    assert type(refusal(XmlRpc(), response)) is AnswerDamaged


def test_control_characters_that_14_leaves_in_its_xml_are_dropped():
    assert XmlRpc().answer(SEARCH, xml("<string>a\x0bb\x1fc\ufffed</string>")) == "abcd"


def test_half_a_character_in_json_does_not_reach_the_database():
    body = b'{"jsonrpc": "2.0", "result": ["a\\ud83d", "\\ud83d\\ude00", "\\\\ud83d"]}'
    assert JsonRpc().answer(SEARCH, Response(200, {}, body)) == ["a\ufffd", "😀", "\\ud83d"]


@pytest.mark.parametrize("name", ["json2", "rest"])
def test_the_page_for_no_database_means_none_was_named_or_an_unknown_one(name):
    page = html(404, b"<!DOCTYPE html><p>No database is selected and the requested URL was not found</p>")
    with pytest.raises(DatabaseNeeded):
        WIRES[name].sign_in_answer(Access("", "admin", "key"), page)
    with pytest.raises(DatabaseUnknown):
        WIRES[name].sign_in_answer(Access("nodb", "admin", "key"), page)


@every_wire
def test_a_sign_in_without_a_user_is_damage(wire):
    bodies = {
        "xmlrpc": xml("<string>x</string>").body,
        "jsonrpc": b'{"jsonrpc": "2.0", "id": 1, "result": "x"}',
        "json2": b'{"lang": "en_US"}',
        "rest": b'{"uid": true}',
    }
    with pytest.raises(AnswerDamaged):
        wire.sign_in_answer(Access("shop", "admin", "key"), Response(200, {}, bodies[wire.name]))
