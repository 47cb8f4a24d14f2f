"""JSON-2 (19 and 20): POST /json/2/<model>/<method>, arguments by name, the bare value back (api-facts 1.4)."""

from __future__ import annotations

import json
import time

from odoo_desk.demo.exchange import Answer, Request, json_answer, page
from odoo_desk.demo.refusals import BadCall, Refusal, UnknownMethod, UnknownModel
from odoo_desk.demo.service import DATABASE, Conversation, Service, traceback_of

_NO_DATABASE = (
    "No database is selected and the requested URL was not found in the server-wide controllers.</p>\n"
    "<p>Please verify the hostname, <a href=/web/login>login</a> and try again."
)


def answer(service: Service, request: Request, conversation: Conversation) -> Answer:
    flavour = service.books.flavour
    if flavour.json2_redirects_to_login:
        return page(303, "See Other", "", {"Location": "/web/login?redirect=%2Fjson%2F2"})
    if not flavour.json2:
        return page(404, "Not Found", "The requested URL was not found on the server.")
    if request.headers.get("x-odoo-database", DATABASE) != DATABASE:
        return page(404, "Not Found", _NO_DATABASE)
    parts = request.path.strip("/").split("/")
    if request.verb != "POST" or len(parts) != 4:
        return _error(service, 404, "werkzeug.exceptions.NotFound", "Did you mean POST /json/2/<model>/<method>?")
    if not request.is_json:
        words = (
            "Request inferred type is compatible with [&#39;http&#39;] but &#39;/json/2/&lt;__model__&gt;/&lt;__method__&gt;&#39;"
            " is type=&#39;json2&#39;.<br><br>Please verify the Content-Type request header and try again."
        )
        return page(415, "Unsupported Media Type", words)
    if request.bearer is None:
        return refused_key(service, "User not authenticated, use an API Key with a Bearer Authorization header.")
    user = service.user_by_key(request.bearer)
    if user is None:
        return refused_key(service, "Invalid apikey")
    try:
        given: object = json.loads(request.body) if request.body else {}
    except ValueError as problem:
        return bad_request(service, f"could not parse the body as json: {problem}")
    options = {str(name): value for name, value in given.items()} if isinstance(given, dict) else {}
    try:
        return json_answer(service.call_named(conversation, user, parts[2], parts[3], options))
    except Refusal as refusal:
        return refused(service, refusal, model=parts[2])


def bad_request(service: Service, words: str) -> Answer:
    return _error(service, 400, "werkzeug.exceptions.BadRequest", words)


def refused_key(service: Service, words: str) -> Answer:
    told = _error(service, 401, "werkzeug.exceptions.Unauthorized", words)
    return Answer(told.status, told.content_type, told.body, {"WWW-Authenticate": "Bearer "})


def refused(service: Service, refusal: Refusal, *, model: str) -> Answer:
    """Mistakes of the caller come under werkzeug's names, the rest under Odoo's or Python's."""
    if isinstance(refusal, UnknownModel):
        return _error(service, 404, "werkzeug.exceptions.NotFound", f"the model '{model}' does not exist")
    if isinstance(refusal, UnknownMethod):
        return _error(service, 404, "werkzeug.exceptions.NotFound", refusal.message)
    if isinstance(refusal, BadCall):
        return _error(service, 422, "werkzeug.exceptions.UnprocessableEntity", refusal.message)
    return _error(service, refusal.status, refusal.name, refusal.message, debug=traceback_of(refusal))


def _error(service: Service, status: int, name: str, words: str, *, debug: str = "") -> Answer:
    arguments: list[object] = [words, status] if name.startswith("werkzeug") else [words]
    body: dict[str, object] = {
        "name": name,
        "message": words,
        "arguments": arguments,
        "context": {},
        "debug": debug or f"Traceback (most recent call last):\n{name}: {words}\n",
    }
    if service.books.flavour.error_timestamp:
        body["timestamp"] = int(time.time())
    return json_answer(body, status)
