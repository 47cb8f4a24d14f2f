"""JSON-RPC: /jsonrpc, and the few /web/... addresses of the same form. Errors are HTTP 200, told in the body (api-facts 1.5)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from odoo_desk.demo import dispatching
from odoo_desk.demo.exchange import Answer, Request, json_answer, page
from odoo_desk.demo.methods import Recordset
from odoo_desk.demo.refusals import Refusal
from odoo_desk.demo.service import DATABASE, Conversation, Service, traceback_of

SESSION = "demo-session-0f2c"


def answer(service: Service, request: Request, conversation: Conversation) -> Answer:
    def run(given: dict[str, object]) -> object:
        arguments = given.get("args")
        return dispatching.dispatch(
            service,
            conversation,
            str(given.get("service")),
            str(given.get("method")),
            arguments if isinstance(arguments, list) else [],
        )

    return _answered(service, request, run)


def version_info(service: Service, request: Request) -> Answer:
    return _answered(service, request, lambda _given: dispatching.version_of(service))


def database_list(service: Service, request: Request) -> Answer:
    return _answered(service, request, lambda _given: [DATABASE])


def _answered(service: Service, request: Request, run: Callable[[dict[str, object]], object]) -> Answer:
    flavour = service.books.flavour
    try:
        asked: object = json.loads(request.body)
    except ValueError:
        return page(400, "Bad Request", "Invalid JSON data")
    if not isinstance(asked, dict):
        return page(400, "Bad Request", "Invalid JSON data")
    given = asked.get("params")
    told: dict[str, object] = {"jsonrpc": "2.0", "id": asked.get("id")}
    try:
        found = run(given if isinstance(given, dict) else {})
    except Refusal as refusal:
        if flavour.jsonrpc_needs_session and SESSION not in request.headers.get("cookie", ""):
            return page(500, "Internal Server Error", "The server encountered an internal error.")
        data: dict[str, object] = {
            "name": refusal.name,
            "debug": traceback_of(refusal),
            "message": refusal.message,
            "arguments": [refusal.message],
            "context": {},
        }
        if flavour.error_timestamp:
            data["timestamp"] = int(time.time())
        return json_answer(
            {**told, "error": {"code": flavour.error_code, "message": "Odoo Server Error", "data": data}}
        )
    if found is not None or flavour.none_has_result:
        told["result"] = found if flavour.sends_record_ids else _as_text(found)
    return json_answer(told)


def _as_text(found: object) -> object:
    """Up to 18 a recordset travels as what Python prints for it."""
    if isinstance(found, Recordset):
        return repr_of(found)
    if isinstance(found, dict):
        return {name: _as_text(value) for name, value in found.items()}
    return found


def repr_of(found: Recordset) -> str:
    ids = f"({found.ids[0]},)" if len(found.ids) == 1 else str(found.ids)
    return f"{found.model}{ids}"
