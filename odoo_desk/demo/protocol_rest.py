"""REST under /api/<model>, in the form of third-party modules (no Odoo brings one): search and read, create, write, delete, and methods by POST.

GET    /api/<model>?domain=&fields=&limit=&offset=&order=&context=    the records
POST   /api/<model>?context=              values -> id
PUT    /api/<model>/<ids>?context=        values -> true
DELETE /api/<model>/<ids>?context=        -> true
POST   /api/<model>/<ids>/<method>        {"args", "kwargs", "context"} -> the method's value; <ids> 0 for the model itself
"""

from __future__ import annotations

import json

from odoo_desk.demo.exchange import Answer, Request, json_answer, page
from odoo_desk.demo.methods import Recordset
from odoo_desk.demo.protocol_json2 import bad_request, refused, refused_key
from odoo_desk.demo.records import User
from odoo_desk.demo.refusals import BadCall, Refusal
from odoo_desk.demo.service import DATABASE, Conversation, Service


def answer(service: Service, request: Request, conversation: Conversation) -> Answer:
    if request.headers.get("x-odoo-database", DATABASE) != DATABASE:
        return page(404, "Not Found", "No database is selected.")
    user = service.user_by_key(request.bearer or "")
    if user is None:
        return refused_key(service, "Invalid apikey")
    parts = request.path.strip("/").split("/")[1:]
    if not 1 <= len(parts) <= 3 or not parts[0]:
        return page(404, "Not Found", "The requested URL was not found on the server.")
    try:
        found = _run(service, conversation, user, request, parts)
        return json_answer(found)
    except Refusal as refusal:
        return refused(service, refusal, model=parts[0])
    except ValueError as problem:
        return bad_request(service, f"could not parse the body as json: {problem}")


def _run(service: Service, conversation: Conversation, user: User, request: Request, parts: list[str]) -> object:
    model = parts[0]
    context = _json(request.query.get("context", "{}"))
    body = _json(request.body.decode() or "{}")
    options: dict[str, object] = {"context": context}
    if request.verb == "GET" and len(parts) == 1:
        options |= {name: _json(request.query[name]) for name in ("domain", "fields") if name in request.query}
        options |= {name: int(request.query[name]) for name in ("limit", "offset") if request.query.get(name)}
        options |= {name: request.query[name] for name in ("order", "load") if request.query.get(name)}
        return service.call(conversation, user, model, "search_read", [], options)
    if request.verb == "POST" and len(parts) == 1:
        return service.call(conversation, user, model, "create", [body], options)
    ids = [int(each) for each in parts[1].split(",") if each and each != "0"] if len(parts) > 1 else []
    if request.verb == "PUT" and len(parts) == 2:
        return service.call(conversation, user, model, "write", [ids, body], options)
    if request.verb == "DELETE" and len(parts) == 2:
        return service.call(conversation, user, model, "unlink", [ids], options)
    if request.verb == "POST" and len(parts) == 3:
        return _method(service, conversation, user, model, parts[2], ids, body)
    raise BadCall(f"no such request: {request.verb} {request.path}")


def _method(
    service: Service, conversation: Conversation, user: User, model: str, method: str, ids: list[int], body: object
) -> object:
    given = body if isinstance(body, dict) else {}
    arguments, named, context = given.get("args"), given.get("kwargs"), given.get("context")
    positional = list(arguments) if isinstance(arguments, list) else []
    options = {str(name): value for name, value in named.items()} if isinstance(named, dict) else {}
    if context:
        options["context"] = context
    if service.is_on_records(user, model, method):
        positional.insert(0, ids)
    found = service.call(conversation, user, model, method, positional, options)
    if (model, method) == ("res.users", "context_get") and isinstance(found, dict):
        return {**found, "uid": user.id}  # 14 leaves it out, and how else would a client know
    return list(found.ids) if isinstance(found, Recordset) else found


def _json(text: str) -> object:
    return json.loads(text)
