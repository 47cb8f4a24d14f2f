"""JSON-RPC, all versions: object.execute_kw at /jsonrpc, arguments by position. Errors come with status 200."""

from __future__ import annotations

import re
from dataclasses import dataclass

from odoo_desk.odoo.wire import carrier, json_text
from odoo_desk.odoo.wire.call import Access, Argument, Call, Request, Response, Value
from odoo_desk.odoo.wire.refusal import Exposed, database_unknown, error_for, exposed_in, is_of_python, sign_in_refused


@dataclass(frozen=True, slots=True)
class JsonRpc:
    name: str = "jsonrpc"

    def request(self, call: Call, access: Access) -> Request:
        return _request("object", "execute_kw", execute_arguments(call, access))

    def answer(self, call: Call, response: Response) -> Value:
        found = _content(response)
        exposed = _exposed(found)
        if exposed is not None:
            raise error_for(exposed, call)
        return found.get("result")  # a method that returns None has no "result" before Odoo 20

    def sign_in_request(self, access: Access) -> Request:
        return _request("common", "authenticate", (access.database, access.login, access.secret, {}))

    def sign_in_answer(self, access: Access, response: Response) -> int:
        if response.status == 500 and carrier.is_page(response):
            # All that 14 says when the database is not there: it tells errors only to a session, and there is none to be had.
            raise database_unknown("HTTP 500") if access.database else carrier.database_needed()
        found = _content(response)
        exposed = _exposed(found)
        if exposed is not None:
            raise_for_sign_in(exposed, access)
        return signed_in(found.get("result"))


def execute_arguments(call: Call, access: Access) -> tuple[Argument, ...]:
    """execute_kw's own arguments, the same over JSON-RPC and XML-RPC."""
    positional: list[Argument] = [] if call.ids is None else [call.ids]
    positional.extend(call.arguments.values())
    named: dict[str, Argument] = dict(call.options)
    if call.context:
        named["context"] = call.context
    return (access.database, access.uid, access.secret, call.model, call.method, positional, named)


def raise_for_sign_in(exposed: Exposed, access: Access) -> None:
    if not access.database:
        raise carrier.database_needed()
    # PostgreSQL speaks the server's language; only the name that it quotes is the same everywhere.
    marks = "\"'«»\u201c\u201d\u201e\u2018\u2019"
    quoted = rf"[{marks}]\s?{re.escape(access.database)}\s?[{marks}]"
    if exposed.name.endswith("OperationalError") and re.search(quoted, exposed.sentence):
        raise database_unknown(exposed.sentence)
    if is_of_python(exposed, "AssertionError"):  # 18 answers an empty password so
        raise sign_in_refused(exposed.sentence)
    raise error_for(exposed, None)


def signed_in(uid: Value) -> int:
    if uid is False or uid is None:
        raise sign_in_refused()
    if not isinstance(uid, int) or uid <= 0:
        raise json_text.damaged(f"no user in {json_text.excerpt(uid)}")
    return uid


def _request(service: str, method: str, arguments: tuple[Argument, ...]) -> Request:
    params = {"service": service, "method": method, "args": arguments}
    body = json_text.encode({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params})
    return Request("POST", "jsonrpc", {"Content-Type": "application/json"}, body)


def _content(response: Response) -> dict[str, Value]:
    if carrier.is_page(response) or response.status >= 300:
        raise carrier.problem_in(response, "JSON-RPC")
    found = json_text.decode(response.body)
    if not isinstance(found, dict) or not ("jsonrpc" in found or "error" in found):
        raise json_text.damaged(f"not JSON-RPC: {response.body[:300]!r}")
    return found


def _exposed(found: dict[str, Value]) -> Exposed | None:
    error = found.get("error")
    if error is None:
        return None
    data = error.get("data") if isinstance(error, dict) else None
    return exposed_in(data) or Exposed("", json_text.excerpt(error))
