"""REST as third-party modules offer it: records at /api/<model>, methods below them, an API key as bearer. No Odoo has it by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from odoo_desk.odoo.wire import json_text
from odoo_desk.odoo.wire.call import Access, Argument, Call, Request, Response, Value
from odoo_desk.odoo.wire.json2 import bearer_headers, user_in, value_in

_WHO = Call("res.users", "context_get")
_IN_QUERY = frozenset({"domain", "fields", "offset", "limit", "order", "load"})
_AS_JSON = frozenset({"domain", "fields", "context"})
LONGEST_QUERY = 6000  # characters; proxies commonly stop at 8,192 for the whole line


@dataclass(frozen=True, slots=True)
class Rest:
    name: str = "rest"

    def request(self, call: Call, access: Access) -> Request:
        headers = bearer_headers(access)
        listing = _listing(call)
        if listing is not None and len(query := _query(listing)) <= LONGEST_QUERY:
            return Request("GET", f"api/{call.model}{query}", headers)
        context = _query({"context": call.context} if call.context else {})
        values = _only_values(call)
        if call.method == "create" and call.ids is None and values is not None:
            return Request("POST", f"api/{call.model}{context}", headers, json_text.encode(values))
        if call.ids:
            path = f"api/{call.model}/{_path_ids(call.ids)}{context}"
            if call.method == "write" and values is not None:
                return Request("PUT", path, headers, json_text.encode(values))
            if call.method == "unlink" and not call.arguments and not call.options:
                return Request("DELETE", path, headers)
        body: dict[str, Argument] = {
            "args": list(call.arguments.values()),
            "kwargs": call.options,
            "context": call.context,
        }
        path = f"api/{call.model}/{_path_ids(call.ids or ())}/{quote(call.method, safe='')}"
        return Request("POST", path, headers, json_text.encode(body))

    def answer(self, call: Call, response: Response) -> Value:
        found = value_in(response, call, "REST")
        if call.method == "read" and call.ids is not None and isinstance(found, list):
            by_id = {row["id"]: row for row in found if isinstance(row, dict) and isinstance(row.get("id"), int)}
            return [by_id[each] for each in call.ids if each in by_id]
        return found

    def sign_in_request(self, access: Access) -> Request:
        return self.request(_WHO, access)

    def sign_in_answer(self, access: Access, response: Response) -> int:
        return user_in(value_in(response, None, "REST", named=bool(access.database)))


def _listing(call: Call) -> Mapping[str, Argument] | None:
    """What a GET of the model asks for, when it can be asked so."""
    asked: dict[str, Argument] = {**call.arguments, **call.options}
    context: dict[str, Argument] = dict(call.context)
    if call.method == "read" and call.ids is not None and asked.keys() <= {"fields", "load"}:
        asked["domain"] = [["id", "in", call.ids]]
        context["active_test"] = False  # a read finds archived records, a search does not by itself
    elif call.method != "search_read" or call.ids is not None or not asked.keys() <= _IN_QUERY:
        return None
    if context:
        asked["context"] = context
    return asked


def _query(asked: Mapping[str, Argument]) -> str:
    texts = {
        name: json_text.encode(value).decode() if name in _AS_JSON else str(value)
        for name, value in asked.items()
        if value is not None and (value is not False or name in _AS_JSON)
    }
    return f"?{urlencode(texts, quote_via=quote, safe=',:')}" if texts else ""


def _only_values(call: Call) -> Mapping[str, Argument] | None:
    """The one record's values, when they are all that the call carries."""
    if len(call.arguments) != 1 or call.options:
        return None
    values = next(iter(call.arguments.values()))
    return values if isinstance(values, Mapping) else None


def _path_ids(ids: Iterable[int]) -> str:
    return ",".join(str(each) for each in ids) or "0"
