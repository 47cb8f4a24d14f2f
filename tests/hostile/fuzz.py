"""Answers that a program made up to break us: any bytes, and what is almost right. `make fuzz MINUTES=10` runs them for as long as it is told;
the suite runs a few (test_fuzz.py). Whatever comes, it is a value or an error that we know."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from odoo_desk.accounting.entry import harmless
from odoo_desk.accounting.money import Currency
from odoo_desk.errors import DeskError
from odoo_desk.odoo.client import WIRES
from odoo_desk.odoo.dialect import parse_version
from odoo_desk.odoo.ledger import pages, reading
from odoo_desk.odoo.row import Row, first_id, rows_of
from odoo_desk.odoo.texts import plain
from odoo_desk.odoo.wire import json_text
from odoo_desk.odoo.wire.call import Access, Call, Response
from odoo_desk.plain import legible, masked

CALL = Call("account.move", "read", (7, 8), {"fields": ["name"]})
ACCESS = Access("shop", "admin", "key", 2)
EUR = Currency(1, "EUR", "€", Decimal("0.01"), 2)

# --- what is almost right ---------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *(
            "jsonrpc",
            "result",
            "error",
            "data",
            "name",
            "message",
            "arguments",
            "debug",
            "code",
            "uid",
            "id",
            "context",
        ),
        *("odoo.exceptions.UserError", "odoo.exceptions.MissingError", "odoo.exceptions.AccessDenied"),
        *("builtins.AttributeError", "psycopg2.OperationalError", 'database "shop" does not exist'),
        *("res.users(2,) does not exist or has been deleted (2)", "werkzeug.exceptions.NotFound", "content", "false"),
        *("TypeError: cannot marshal None unless allow_none is enabled", "2026-11-23", "2026-99-99", "0001-01-01"),
        *("2026-11-23 10:00:00", "9999-12-31 23:59:59", "posted", "draft", "out_invoice", "entry", "paid", "/"),
        *("\ud800", "\u202egnp.exe", "\x00\x1b[31m", "<b>x</b>", "<img src=http://127.0.0.1:1/x>", "=1+1"),
        *('{"content": [{"amount": NaN}]}', '{"content": [{"amount": 1e999, "date": "2026-02-31"}]}', "{"),
        *(
            "groups_by_subtotal",
            "subtotals",
            "tax_groups",
            "tax_amount_currency",
            "amount_total",
            "total_amount_currency",
        ),
    ]
)
TEXTS = st.text(max_size=30) | WORDS | st.just("[").map(lambda each: each * 3000)
NUMBERS = st.integers() | st.sampled_from([0, 1, 18, 63, 64, 400]).map(lambda power: 10**power) | st.booleans()
FRACTIONS = st.sampled_from(["1e300", "1e400", "-1e999999999", "1e-999999999", "NaN", "Infinity", "-Infinity", "0.5"])
FRACTIONS |= st.floats().map(repr) | st.sampled_from(["1E+400", "-0.0", "0e-99999999"])
FRACTIONS |= st.sampled_from(["1", "0.1", "-1."]).map(lambda each: each + "1" * 5000)


@dataclass(frozen=True)
class Bare:
    """Written into JSON as it stands."""

    text: str


LEAVES = st.none() | TEXTS | NUMBERS | FRACTIONS.map(Bare)
TREES = st.recursive(
    LEAVES,
    lambda each: st.lists(each, max_size=4) | st.lists(st.tuples(TEXTS, each), max_size=4).map(tuple),
    max_leaves=12,
)


def as_json(tree: object) -> str:
    """Pairs, so that a key may come twice."""
    if isinstance(tree, Bare):
        return tree.text
    if isinstance(tree, list):
        return f"[{','.join(map(as_json, tree))}]"
    if isinstance(tree, tuple):
        return f"{{{','.join(f'{json.dumps(name)}:{as_json(each)}' for name, each in tree)}}}"
    return json.dumps(tree)


KINDS = st.sampled_from(
    ["int", "i4", "i8", "double", "boolean", "string", "nil", "base64", "dateTime.iso8601", "x", ""]
)


def as_xml(tree: object, kind: str) -> str:
    if isinstance(tree, list):
        return f"<value><array><data>{''.join(as_xml(each, kind) for each in tree)}</data></array></value>"
    if isinstance(tree, tuple):
        members = (f"<member><name>{escape(name)}</name>{as_xml(each, kind)}</member>" for name, each in tree)
        return f"<value><struct>{''.join(members)}</struct></value>"
    text = escape(tree.text if isinstance(tree, Bare) else str(tree))
    return f"<value><{kind}>{text}</{kind}></value>" if kind else f"<value>{text}</value>"


def _response_of(tree: object, kind: str, *, is_fault: bool) -> str:
    value = as_xml(tree, kind)
    if is_fault:
        code = as_xml((("faultCode", 2),), "int") if kind == "x" else ""
        return f"<?xml version='1.0'?><methodResponse><fault>{code or value}</fault></methodResponse>"
    return f"<?xml version='1.0'?><methodResponse><params><param>{value}</param></params></methodResponse>"


def _damaged(text: str, cuts: list[tuple[int, bytes]]) -> bytes:
    body = text.encode("utf-8", "surrogatepass")
    for place, piece in cuts:
        at = place % (len(body) + 1)
        body = body[:at] + piece + body[at + len(piece) :]
    return body


CUTS = st.lists(st.tuples(st.integers(0, 5000), st.binary(max_size=4)), max_size=2)
EXPOSED = st.lists(st.tuples(WORDS, TREES), max_size=5).map(tuple)
RPC = st.tuples(
    st.sampled_from(["result", "error"]), TREES | EXPOSED | EXPOSED.map(lambda each: (("data", each),))
).map(lambda pair: (("jsonrpc", "2.0"), ("id", 1), pair))
JSON = (TREES | EXPOSED | RPC).map(as_json)
FAULTS = st.tuples(NUMBERS, TREES).map(lambda pair: (("faultCode", pair[0]), ("faultString", pair[1])))
XML = st.builds(_response_of, TREES | FAULTS, KINDS, is_fault=st.booleans())
BODIES = st.binary(max_size=200) | st.builds(_damaged, JSON | XML, CUTS)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "content-type": st.sampled_from(["text/html", "application/json", "text/xml"]) | st.text(max_size=20),
        "location": st.sampled_from(["/web/login", "http://[", "http://a]b/", "//x@y:z/web/login"])
        | st.text(max_size=20),
    },
)
STATUSES = st.sampled_from([200, 200, 200, 204, 101, 301, 303, 400, 401, 403, 404, 422, 429, 500, 502, 999])
RESPONSES = st.builds(Response, STATUSES, HEADERS, BODIES)

MOVE = {
    **dict.fromkeys(("id", "partner_id", "journal_id", "company_id", "currency_id", "invoice_user_id"), 5),
    **{name: Decimal("1.5") for name in reading.HEADER_FIELDS if name.startswith("amount_")},
    "move_type": "out_invoice",
    "state": "posted",
    "payment_state": "paid",
    "name": "INV/1",
    "ref": False,
    "invoice_date": "2026-11-23",
    "date": "2026-11-23",
    "invoice_date_due": False,
    "write_date": "2026-11-23 10:00:00",
}
LINE = dict.fromkeys(reading.LINE_FIELDS, False) | {"id": 3, "debit": 5, "tax_ids": [1]}
PAYMENT = {"id": 3, "state": "paid", "amount": 5, "date": "2026-11-23", "reconciled_invoice_ids": [5]}
GROUPS = {"groups_by_subtotal": {"Untaxed": [{"tax_group_name": "15 %", "tax_group_amount": 3}]}, "amount_total": 4}
TOTALS = {"tax_totals": GROUPS, "tax_totals_json": json.dumps(GROUPS), "amount_by_group": [["15 %", 1, 2]]}
RECORDS = [MOVE, LINE, PAYMENT, TOTALS, GROUPS, {"content": [PAYMENT]}]


def _values(tree: object) -> object:
    """As a decoder hands it on."""
    if isinstance(tree, Bare):
        return (
            Decimal(tree.text) if len(tree.text) < 20 and "e" not in tree.text and "n" not in tree.text.lower() else "x"
        )
    if isinstance(tree, list):
        return [_values(each) for each in tree]
    if isinstance(tree, tuple):
        return {name: _values(each) for name, each in tree}
    return tree


VALUES = TREES.map(_values)


@st.composite
def almost_records(draw: st.DrawFn) -> dict[str, object]:
    record = dict(draw(st.sampled_from(RECORDS)))
    for name in draw(st.lists(st.sampled_from(sorted(record)), max_size=2)):
        record[name] = draw(VALUES)
    return record


# --- what must hold ---------------------------------------------------------------------------------------------------


def is_value(found: object) -> bool:
    """What is promised in wire/call.py, however deep it is."""
    left = [found]
    while left:
        each = left.pop()
        if isinstance(each, dict):
            assert all(isinstance(name, str) for name in each)
            left += each.values()
        elif isinstance(each, list):
            left += each
        elif isinstance(each, Decimal):
            assert each.is_finite()
            assert abs(each.adjusted()) <= json_text.LARGEST_EXPONENT
        else:
            assert each is None or isinstance(each, bool | int | str), type(each)
    return True


def decode(name: str) -> Callable[[Response], None]:
    def attack(response: Response) -> None:
        with suppress(DeskError):
            assert is_value(WIRES[name].answer(CALL, response))
        with suppress(DeskError):
            assert WIRES[name].sign_in_answer(ACCESS, response) > 0

    return attack


def read_rows(value: object) -> None:
    row = Row({"it": value})
    for read in (row.text, row.raw, row.flag, row.number, row.decimal, row.day, row.moment, row.link, row.ids):
        with suppress(DeskError):
            read("it")
    with suppress(DeskError):
        row.amount("it", EUR)
    for take in (rows_of, first_id):
        with suppress(DeskError):
            take(value)


def read_documents(record: Mapping[str, object]) -> None:
    row = Row(record)
    for read in (
        lambda: reading.header(row, EUR, EUR),
        lambda: reading.line(row, EUR, EUR, {}),
        lambda: reading.journal_item(row, EUR, EUR, is_open_item=True),
        lambda: reading.totals(row, EUR),
        lambda: reading.previewed_totals(record, EUR),
        lambda: reading.applied_payments(record, {1: EUR}, EUR),
        lambda: reading.outstanding_credits(record, {1: EUR}, EUR),
        *(lambda value=value: reading.previewed_totals(value, EUR) for value in record.values()),
        *(lambda value=value: reading.applied_payments(value, {}, EUR) for value in record.values()),
    ):
        with suppress(DeskError):
            read()


def read_in_bulk(record: Mapping[str, object]) -> None:
    for convert in (
        pages._move,
        pages._partial,
        lambda row: pages._item(row, {}),
        lambda row: pages._payment(row, "memo", "method", {}),
        lambda row: pages._partner(row, "complete_name", "term", "vendor_term", {}),
    ):
        with suppress(DeskError):
            convert(record)


def show(text: str) -> None:
    shown = legible(masked(text))
    assert not set(shown) & set("\x00\x1b\x9b\r\u202a\u202e\u2066\u2069\u2028")
    assert legible(shown) == shown
    assert harmless(text)[:1] not in set("=+-@\t\r")
    plain(text)
    with suppress(ValueError):
        assert parse_version((), text).major < 10_000


ATTACKS: Mapping[str, tuple[st.SearchStrategy, Callable]] = {
    **{f"{name} answers": (RESPONSES, decode(name)) for name in WIRES},
    "values in rows": (VALUES, read_rows),
    "documents": (almost_records(), read_documents),
    "records in bulk": (almost_records(), read_in_bulk),
    "texts": (TEXTS | st.text(), show),
}


def attack(name: str, *, examples: int, number: int = 0) -> int:
    """How many were tried."""
    strategy, check = ATTACKS[name]
    tried = 0

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, Phase.target, Phase.shrink],
    )
    @given(strategy)
    def tries(given: object) -> None:
        nonlocal tried
        tried += 1
        check(given)

    tries()
    return tried


def main() -> int:
    options = argparse.ArgumentParser(description="Fuzz what reads a server's answers.")
    options.add_argument("--minutes", type=float, default=10)
    wanted = options.parse_args()
    began, tried, number = time.monotonic(), dict.fromkeys(ATTACKS, 0), int(time.time())
    while time.monotonic() - began < wanted.minutes * 60:
        for name in ATTACKS:
            tried[name] += attack(name, examples=500, number=number)
            number += 1
    took = time.monotonic() - began
    for name, count in tried.items():
        print(f"{count:>9,}  {name}")
    print(f"{sum(tried.values()):>9,}  examples in {took:.0f} s, nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
