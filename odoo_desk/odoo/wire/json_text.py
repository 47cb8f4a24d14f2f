"""JSON as Odoo writes and reads it: numbers with a fraction are Decimal on both sides, and nothing is lost on the way."""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import NoReturn, cast

from odoo_desk.errors import AnswerDamaged, InvalidInput
from odoo_desk.odoo.wire.call import Argument, Value

DEEPEST = 100  # levels; Odoo's answers have fewer than ten
LARGEST_EXPONENT = (
    400  # a double ends at 308 and begins at -324; past it, writing such a number down would fill the memory
)
LONGEST_NUMBER = 800  # characters
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_EXCERPT = reprlib.Repr()
_EXCERPT.maxdict = _EXCERPT.maxlist = 20
_EXCERPT.maxstring = _EXCERPT.maxother = _EXCERPT.maxlong = 300
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(u[dD][89a-fA-F]..)|.)", re.DOTALL)


def encode(value: Argument) -> bytes:
    return _text(value, 0).encode("ascii")


def decode(body: bytes) -> Value:
    try:
        text = body.decode("utf-8")
        if "\\ud" in text or "\\uD" in text:
            text = _ESCAPE.sub(lambda found: "\\ufffd" if found[1] else found[0], text)
        return cast(Value, json.loads(text, parse_float=fraction, parse_constant=_no_number))
    except (ValueError, ArithmeticError, RecursionError) as problem:
        raise damaged(f"{type(problem).__name__}: {problem}\n{body[:300]!r}") from problem


def damaged(details: str) -> AnswerDamaged:
    return AnswerDamaged("The server's answer was cut off or damaged on the way.", advice="Try again.", details=details)


def excerpt(value: object) -> str:
    """A value that was not expected, for `details`: however large and deep it is."""
    return _EXCERPT.repr(value)


def sendable_text(text: str) -> str:
    """No server can store half a character or a zero byte; said here, in words."""
    if "\0" in text or _LONE_SURROGATE.search(text):
        raise InvalidInput(
            f"“{text[:40].encode('ascii', 'replace').decode()}” contains characters that Odoo cannot store.",
            advice="Type the text again instead of pasting it.",
        )
    return text


def sendable_number(number: Decimal) -> str:
    if not number.is_finite() or number.adjusted() > LARGEST_EXPONENT:
        raise InvalidInput(f"{number} is not a number that Odoo can store.")
    return str(number)


def too_deep() -> InvalidInput:
    return InvalidInput("What is to be sent is nested too deeply.")


def _text(value: Argument, depth: int) -> str:
    if depth > DEEPEST:
        raise too_deep()
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return sendable_number(value)
    if isinstance(value, str):
        return encode_basestring_ascii(sendable_text(value))
    if isinstance(value, Mapping):
        pairs = (f"{_text(str(name), depth)}:{_text(each, depth + 1)}" for name, each in value.items())
        return f"{{{','.join(pairs)}}}"
    return f"[{','.join(_text(each, depth + 1) for each in value)}]"


def fraction(text: str) -> Decimal:
    number = Decimal(text) if len(text) <= LONGEST_NUMBER else None
    if number is None or not number.is_finite() or abs(number.adjusted()) > LARGEST_EXPONENT:
        raise ValueError("not a number that a double could be")
    return number


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number")
