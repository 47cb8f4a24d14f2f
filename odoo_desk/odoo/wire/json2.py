"""JSON-2, Odoo 19 and later: one path per method, arguments by name, an API key as bearer."""

from __future__ import annotations

from dataclasses import dataclass

from odoo_desk.errors import DeskError
from odoo_desk.odoo.wire import carrier, json_text
from odoo_desk.odoo.wire.call import Access, Argument, Call, Request, Response, Value
from odoo_desk.odoo.wire.refusal import database_unknown, error_for, exposed_in, fault, refused, sign_in_refused

_WHO = Call("res.users", "context_get")


@dataclass(frozen=True, slots=True)
class Json2:
    name: str = "json2"

    def request(self, call: Call, access: Access) -> Request:
        body: dict[str, Argument] = {**call.arguments, **call.options}
        if call.ids is not None:
            body["ids"] = call.ids
        if call.context:
            body["context"] = call.context
        path = f"json/2/{call.model}/{call.method}"
        return Request("POST", path, bearer_headers(access), json_text.encode(body))

    def answer(self, call: Call, response: Response) -> Value:
        return value_in(response, call, "JSON-2")

    def sign_in_request(self, access: Access) -> Request:
        return self.request(_WHO, access)

    def sign_in_answer(self, access: Access, response: Response) -> int:
        return user_in(value_in(response, None, "JSON-2", named=bool(access.database)))


def bearer_headers(access: Access) -> dict[str, str]:
    """What no header can carry is no API key; a password with an accent is for the protocols that take passwords."""
    if not (access.secret.isascii() and access.secret.isprintable()):
        raise sign_in_refused()
    if not (access.database.isascii() and access.database.isprintable()):
        raise database_unknown("not a name that a header can carry")
    headers = {"Authorization": f"Bearer {access.secret}", "Content-Type": "application/json"}
    if access.database:
        headers["X-Odoo-Database"] = access.database
    return headers


def value_in(response: Response, call: Call | None, protocol: str, *, named: bool = True) -> Value:
    """A bare JSON value, or an error by status and name; `call` is None while signing in."""
    if 200 <= response.status < 300 and not carrier.is_page(response):
        return json_text.decode(response.body)
    raise _error_in(response, call) or carrier.problem_in(response, protocol, named=named)


def user_in(found: Value) -> int:
    uid = found.get("uid") if isinstance(found, dict) else None
    if not isinstance(uid, int) or isinstance(uid, bool) or uid <= 0:
        raise json_text.damaged(f"no user in {json_text.excerpt(found)}")
    return uid


def _error_in(response: Response, call: Call | None) -> DeskError | None:
    if carrier.is_page(response):
        return None
    try:
        found = json_text.decode(response.body)
    except DeskError:
        return None
    if isinstance(found, dict) and isinstance(inner := found.get("error"), dict):
        found = inner.get("data", found)  # 14 answers an unknown path as JSON-RPC would
    exposed = exposed_in(found)
    if exposed is None:
        return None
    if call is None and exposed.name == "werkzeug.exceptions.NotFound":
        return None  # the way in is missing, not what was asked for
    if response.status == 422:
        # Business refusals and our own mistakes share the status; werkzeug names the mistakes.
        return fault(exposed) if exposed.name.startswith("werkzeug.") else refused(exposed.sentence, exposed.traceback)
    return error_for(exposed, call)
