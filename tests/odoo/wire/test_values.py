"""Any value that JSON or XML-RPC can carry comes back equal, both ways. The other end is Python's own json and xmlrpc."""

from __future__ import annotations

import json
import xmlrpc.client
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo_desk.odoo.wire.call import Access, Call, Response
from odoo_desk.odoo.wire.json2 import Json2
from odoo_desk.odoo.wire.jsonrpc import JsonRpc
from odoo_desk.odoo.wire.rest import Rest
from odoo_desk.odoo.wire.xmlrpc import XmlRpc

CALL = Call("res.partner", "some_method", ())
ACCESS = Access("shop", "admin", "key", 2)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff", include_characters="\t\n\r")
)
ARRIVING_XML_TEXT = XML_TEXT.map(lambda text: text.replace("\r", ""))  # Odoo writes it bare, and XML turns it into \n
DOUBLES = st.floats(allow_nan=False, allow_infinity=False)
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30)


def values(numbers, texts, integers=None):
    leaves = st.none() | st.booleans() | (st.integers() if integers is None else integers) | numbers | texts
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))


def exactly(value):
    """With the type of every leaf, so that True is not 1 and 1 is not 1.0; Decimal and float by their text."""
    if isinstance(value, Mapping):
        return {name: exactly(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [exactly(each) for each in value]
    if isinstance(value, float):
        return ("fraction", Decimal(repr(value)))
    return ("fraction" if isinstance(value, Decimal) else type(value).__name__, value)


@pytest.mark.parametrize("wire", [Json2(), Rest()], ids=lambda wire: wire.name)
@given(value=values(DOUBLES, TEXT))
def test_a_bare_json_answer_arrives_as_it_was_sent(wire, value):
    response = Response(200, {"content-type": "application/json"}, json.dumps(value).encode())
    assert exactly(wire.answer(CALL, response)) == exactly(value)


@given(value=values(DOUBLES, TEXT))
def test_a_json_rpc_answer_arrives_as_it_was_sent(value):
    response = Response(200, {}, json.dumps({"jsonrpc": "2.0", "id": 1, "result": value}, ensure_ascii=False).encode())
    assert exactly(JsonRpc().answer(CALL, response)) == exactly(value)


@given(value=values(DOUBLES, ARRIVING_XML_TEXT, st.integers(-(2**31), 2**31 - 1)))
def test_an_xml_rpc_answer_arrives_as_it_was_sent(value):
    text = xmlrpc.client.dumps((value,), methodresponse=True, allow_none=True)
    assert exactly(XmlRpc().answer(CALL, Response(200, {}, text.encode()))) == exactly(value)


@pytest.mark.parametrize("wire", [Json2(), JsonRpc(), Rest()], ids=lambda wire: wire.name)
@given(value=values(AMOUNTS, TEXT))
def test_a_json_request_says_what_was_asked(wire, value):
    sent = json.loads(wire.request(Call("m", "f", None, {"value": value}), ACCESS).body, parse_float=Decimal)
    found = {
        "json2": lambda: sent["value"],
        "jsonrpc": lambda: sent["params"]["args"][5][0],
        "rest": lambda: sent["args"][0],
    }
    assert found[wire.name]() == value


@given(value=values(AMOUNTS, XML_TEXT, st.integers(-(2**63), 2**63 - 1)))
def test_an_xml_rpc_request_says_what_was_asked(value):
    body = XmlRpc().request(Call("m", "f", None, {"value": value}), ACCESS).body
    (_db, _uid, _key, _model, _method, [found], _options), _name = xmlrpc.client.loads(body)
    assert found == as_double(value)


@pytest.mark.parametrize("amount", ["0.1", "1234567890123.45", "-0.005", "1E-9", "100.00"])
def test_an_amount_is_sent_as_a_plain_number_with_nothing_lost(amount):
    request = Json2().request(Call("m", "f", None, {"amount": Decimal(amount)}), ACCESS)
    assert request.body == f'{{"amount":{amount}}}'.encode()


def as_double(value):
    """What Odoo makes of an amount: a double."""
    if isinstance(value, dict):
        return {name: as_double(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_double(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value
