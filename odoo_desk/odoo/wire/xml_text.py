"""XML-RPC as Odoo writes and reads it: values to elements and back. No DTD, no entities, and what XML cannot carry is said in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError, fromstring
from xml.sax.saxutils import escape

from odoo_desk.errors import InvalidInput
from odoo_desk.odoo.wire.call import Argument, Value
from odoo_desk.odoo.wire.json_text import (
    DEEPEST,
    damaged,
    fraction,
    sendable_number,
    sendable_text,
    too_deep,
)
from odoo_desk.plain import shortened

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Odoo 14 sends them as they stand in its database (api-facts 1.6).
_CONTROLS = bytes({*range(32)} - {9, 10, 13})
_DTD = "<!DOCTYPE"
LONGEST_FAULT = 200_000  # characters; a traceback of Odoo's has some thousands


@dataclass(frozen=True, slots=True)
class Fault:
    code: int
    text: str


def encode_call(method: str, arguments: Sequence[Argument]) -> bytes:
    parameters = "".join(f"<param>{_element(each, 0)}</param>" for each in arguments)
    text = (
        f"<?xml version='1.0'?><methodCall><methodName>{method}</methodName><params>{parameters}</params></methodCall>"
    )
    return text.encode("utf-8")


def decode_answer(body: bytes) -> Value | Fault:
    try:
        text = body.translate(None, _CONTROLS).decode("utf-8").replace("\ufffe", "").replace("\uffff", "")
        if _DTD in text:  # Odoo writes none; without one there are no entities that could grow or fetch anything
            raise ValueError("a document type")
        root = fromstring(text)  # noqa: S314  see above
        if root.tag != "methodResponse":
            raise ValueError(f"<{root.tag}> instead of a method's response")
        fault = root.find("fault/value")
        if fault is not None:
            return _fault(_value(fault, 0))
        found = root.find("params/param/value")
        if found is None:
            raise ValueError("neither a value nor a fault")
        return _value(found, 0)
    except (ParseError, ValueError, ArithmeticError) as problem:
        raise damaged(f"{type(problem).__name__}: {problem}\n{body[:300]!r}") from problem


def _element(value: Argument, depth: int) -> str:
    if depth > DEEPEST:
        raise too_deep()
    if value is None:
        inner = "<nil/>"
    elif isinstance(value, bool):
        inner = f"<boolean>{int(value)}</boolean>"
    elif isinstance(value, int):
        inner = _integer(value)
    elif isinstance(value, Decimal):
        inner = f"<double>{sendable_number(value)}</double>"
    elif isinstance(value, str):
        inner = f"<string>{_escaped(value)}</string>"
    elif isinstance(value, Mapping):
        members = (
            f"<member><name>{_escaped(str(name))}</name>{_element(each, depth + 1)}</member>"
            for name, each in value.items()
        )
        inner = f"<struct>{''.join(members)}</struct>"
    else:
        inner = f"<array><data>{''.join(_element(each, depth + 1) for each in value)}</data></array>"
    return f"<value>{inner}</value>"


def _integer(number: int) -> str:
    if -(2**31) <= number < 2**31:
        return f"<int>{number}</int>"
    if -(2**63) <= number < 2**63:
        return f"<i8>{number}</i8>"  # not in the standard, but every Odoo reads it
    raise InvalidInput(f"{number} is too large a number for Odoo.")


def _escaped(text: str) -> str:
    if _NOT_IN_XML.search(sendable_text(text)):
        raise InvalidInput(
            f"“{_NOT_IN_XML.sub('·', text)[:40]}” contains control characters, which cannot be sent over XML-RPC.",
            advice="Type the text again instead of pasting it.",
        )
    return escape(text, {"\r": "&#13;"})


def _fault(value: Value) -> Fault:
    code, text = (value.get("faultCode"), value.get("faultString")) if isinstance(value, dict) else (None, None)
    if not isinstance(code, int) or not isinstance(text, str):
        raise ValueError("a fault without code and text")  # noqa: TRY004  the answer's fault, not a caller's
    return Fault(code, shortened(text, LONGEST_FAULT))


def _value(element: Element, depth: int) -> Value:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if len(element) == 0:
        return element.text or ""
    typed = element[0]
    kind = typed.tag.rpartition("}")[2]
    if kind == "array":
        data = typed.find("data")
        return [_value(each, depth + 1) for each in data or ()]
    if kind == "struct":
        return dict(_member(member, depth + 1) for member in typed)
    if kind not in _SCALARS:
        raise ValueError(f"<{kind}> is no type of XML-RPC")
    return _SCALARS[kind](typed.text or "")


def _member(member: Element, depth: int) -> tuple[str, Value]:
    name, value = member.find("name"), member.find("value")
    if name is None or value is None:
        raise ValueError("a member without name or value")
    return name.text or "", _value(value, depth)


def _boolean(text: str) -> bool:
    if text.strip() not in ("0", "1"):
        raise ValueError(f"{text} is not a boolean")
    return text.strip() == "1"


def _double(text: str) -> Decimal:
    return fraction(text.strip())


def _base64(text: str) -> str:
    return "".join(text.split())  # Odoo's binary fields are base64 text everywhere else


def _same(text: str) -> str:
    return text


def _nothing(_text: str) -> None:
    return None


_SCALARS: Mapping[str, Callable[[str], Value]] = {
    **dict.fromkeys(("int", "i1", "i2", "i4", "i8", "biginteger"), int),
    **dict.fromkeys(("double", "float", "bigdecimal"), _double),
    "boolean": _boolean,
    "string": _same,
    "dateTime.iso8601": _same,
    "base64": _base64,
    "nil": _nothing,
}
