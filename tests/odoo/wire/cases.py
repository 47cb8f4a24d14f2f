"""What `record.py` asks real servers, and what each answer means to us: the rows of the error tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from odoo_desk.errors import (
    AccessRefused,
    AnswerDamaged,
    DatabaseNeeded,
    DatabaseUnknown,
    DeskError,
    NotAvailable,
    NotOdoo,
    RecordGone,
    ServerFault,
    ServerRefused,
    SignInRefused,
)
from odoo_desk.odoo.wire.call import Call, Request, Response, Wire
from odoo_desk.odoo.wire.json2 import Json2
from odoo_desk.odoo.wire.jsonrpc import JsonRpc
from odoo_desk.odoo.wire.rest import Rest
from odoo_desk.odoo.wire.xmlrpc import XmlRpc

WIRES: Mapping[str, Wire] = {wire.name: wire for wire in (Json2(), JsonRpc(), XmlRpc(), Rest())}
PROTOCOLS = {14: ("jsonrpc", "xmlrpc", "rest"), 19: tuple(WIRES)}
RPC = frozenset({"jsonrpc", "xmlrpc"})
BY_PATH = frozenset({"json2", "rest"})
ALL = RPC | BY_PATH
SAMPLES = Path(__file__).parent / "samples"
GONE = 999_999


@dataclass(frozen=True)
class Made:
    """Ids of what the recorder made on its server: a partner, a draft with a line, a draft without, the company's record."""

    partner: int = 7
    draft: int = 8
    empty_draft: int = 9


@dataclass(frozen=True)
class Case:
    """`call` None: signing in. `secret`, `database`, `uid`: instead of the right ones. `raw`: a request that we would never make."""

    name: str
    call: Callable[[Made], Call] | None
    raises: type[DeskError] | Mapping[str, type[DeskError]] | None = None
    user: str = "admin"
    secret: str | None = None
    database: str | None = None
    uid: int | None = None
    protocols: frozenset[str] = ALL
    versions: frozenset[int] = frozenset({14, 19})
    raw: Request | None = field(default=None, repr=False)
    without_session: bool = False

    def expected(self, protocol: str) -> type[DeskError] | None:
        return self.raises.get(protocol) if isinstance(self.raises, Mapping) else self.raises


def _partner(method: str, **given: object) -> Callable[[Made], Call]:
    return lambda made: Call("res.partner", method, (made.partner,), given)


def _json2(verb: str, content_type: str, body: bytes) -> Request:
    return Request(verb, "json/2/res.partner/search", {"Content-Type": content_type}, body)


_SEARCH = Call("res.partner", "search", None, {"domain": []})

CASES = (
    # values
    Case("sign_in", None),
    Case(
        "amounts",
        lambda _: Call(
            "account.move.line", "search_read", None, {"domain": []}, {"fields": ["debit", "name", "date"], "limit": 5}
        ),
    ),
    Case("none", _partner("toggle_active"), versions=frozenset({14})),
    Case("none", _partner("action_archive"), versions=frozenset({19})),
    Case("records", lambda made: Call("account.move", "action_post", (made.draft,))),
    Case("written", _partner("write", vals={"comment": "Zoë 😀"})),
    # sign-in
    Case("sign_in_wrong_key", None, SignInRefused, secret="wrong"),
    Case("sign_in_unknown_database", None, DatabaseUnknown, database="nodb", versions=frozenset({19})),
    Case(
        "sign_in_unknown_database",
        None,
        {"rest": NotAvailable, "jsonrpc": DatabaseUnknown, "xmlrpc": DatabaseUnknown},
        database="nodb",
        versions=frozenset({14}),
    ),
    Case("sign_in_no_database", None, DatabaseNeeded, database="", protocols=ALL - {"rest"}),
    Case("no_route", None, NotAvailable, protocols=frozenset({"json2"}), versions=frozenset({14})),
    Case("no_route", None, NotAvailable, protocols=frozenset({"rest"}), database="other"),
    # refusals
    Case("wrong_key", lambda _: _SEARCH, SignInRefused, secret="wrong"),
    Case("user_gone", lambda _: _SEARCH, SignInRefused, uid=GONE, protocols=RPC),
    Case("user_none", lambda _: _SEARCH, SignInRefused, uid=0, protocols=RPC),
    Case("missing_right", _partner("write", vals={"name": "No"}), AccessRefused, user="readonly"),
    Case(
        "missing_right_to_post",
        lambda made: Call("account.move", "action_post", (made.empty_draft,)),
        AccessRefused,
        user="readonly",
    ),
    Case("private_method", _partner("_compute_display_name"), AccessRefused),
    Case("record_gone", lambda _: Call("res.partner", "write", (GONE,), {"vals": {"name": "No"}}), RecordGone),
    Case(
        "record_gone_unlink",
        lambda _: Call("res.partner", "unlink", (GONE,)),
        {"json2": RecordGone},
        protocols=frozenset({"json2"}),
    ),
    Case("business_refusal", lambda made: Call("account.move", "action_post", (made.empty_draft,)), ServerRefused),
    Case(
        "validation",
        lambda made: Call("res.partner", "write", (made.partner,), {"vals": {"parent_id": made.partner}}),
        ServerRefused,
    ),
    # our own mistakes, and Odoo's
    Case(
        "unknown_model",
        lambda _: Call("no.model", "search", None, {"domain": []}),
        {**dict.fromkeys(RPC, ServerRefused), **dict.fromkeys(BY_PATH, NotAvailable)},
    ),
    Case("unknown_method", _partner("no_method"), NotAvailable),
    Case("wrong_keyword", lambda _: Call("res.partner", "search", None, {"domain": []}, {"foo": 1}), ServerFault),
    Case("missing_argument", lambda made: Call("res.partner", "write", (made.partner,)), ServerFault),
    Case(
        "unknown_field",
        lambda made: Call("res.partner", "read", (made.partner,), {"fields": ["no_field"]}),
        ServerFault,
    ),
    Case("unknown_field_written", _partner("write", vals={"no_field": 1}), ServerFault),
    Case("bad_domain", lambda _: Call("res.partner", "search", None, {"domain": [["no_field", "=", 1]]}), ServerFault),
    Case(
        "ids_for_a_model_method",
        lambda made: Call("res.partner", "search", (made.partner,), {"domain": []}),
        ServerFault,
        protocols=BY_PATH,
    ),
    # other ways to go wrong
    Case(
        "error_without_session",
        _partner("write", vals={"no_field": 1}),
        AnswerDamaged,
        protocols=frozenset({"jsonrpc"}),
        versions=frozenset({14}),
        without_session=True,
    ),
    Case(
        "not_json",
        lambda _: _SEARCH,
        ServerFault,
        protocols=frozenset({"json2"}),
        versions=frozenset({19}),
        raw=_json2("POST", "application/json", b"{nonsense"),
    ),
    Case(
        "wrong_content_type",
        lambda _: _SEARCH,
        NotOdoo,
        protocols=frozenset({"json2"}),
        versions=frozenset({19}),
        raw=_json2("POST", "text/plain", b"{}"),
    ),
    Case(
        "wrong_verb",
        lambda _: _SEARCH,
        NotAvailable,
        protocols=frozenset({"json2"}),
        versions=frozenset({19}),
        raw=_json2("GET", "application/json", b""),
    ),
    Case("sign_in_page", lambda _: _SEARCH, NotAvailable, protocols=frozenset({"json2"}), raw=Request("GET", "web")),
    Case(
        "database_page",
        lambda _: _SEARCH,
        DatabaseNeeded,
        protocols=frozenset({"xmlrpc"}),
        raw=Request("GET", "web"),
    ),
    Case("web_page", lambda _: _SEARCH, NotOdoo, protocols=frozenset({"json2"}), raw=Request("GET", "web/login")),
)


def samples() -> list[tuple[Case, int, str]]:
    return [
        (case, version, protocol)
        for case in CASES
        for version in sorted(case.versions)
        for protocol in WIRES
        if protocol in case.protocols and (protocol in PROTOCOLS[version] or case.name == "no_route")
    ]


def sample_path(case: Case, version: int, protocol: str) -> Path:
    return SAMPLES / str(version) / protocol / f"{case.name}.http"


def load(case: Case, version: int, protocol: str) -> Response:
    head, _, body = sample_path(case, version, protocol).read_bytes().partition(b"\n\n")
    status, *lines = head.decode().split("\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Response(int(status), headers, body)
