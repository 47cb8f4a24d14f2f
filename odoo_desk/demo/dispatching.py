"""The services common, object and db, which XML-RPC and JSON-RPC share."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.demo.refusals import BadKey, BadType, BadValue, NoAttribute
from odoo_desk.demo.service import DATABASE, Conversation, Service


def version_of(service: Service) -> dict[str, object]:
    version = service.version
    text = f"{version}.0"
    told: dict[str, object] = {
        "server_version": text,
        "server_version_info": [version, 0, 0, "final", 0, ""],
        "server_serie": text,
    }
    return told if version >= 20 else {**told, "protocol_version": 1}


def dispatch(
    service: Service, conversation: Conversation, name: str, method: str, arguments: Sequence[object]
) -> object:
    if name == "common":
        return _common(service, method, arguments)
    if name == "object":
        return _object(service, conversation, method, arguments)
    if name == "db" and service.books.flavour.has_db_service:
        if method == "list":
            return [DATABASE]
        if method == "server_version":
            return f"{service.version}.0"
        raise BadKey(f"Method not found: {method}")
    if service.version >= 20:
        raise BadValue(f"Invalid service name: {name}")
    raise BadKey(name)


def _common(service: Service, method: str, arguments: Sequence[object]) -> object:
    if method == "version":
        return {**version_of(service), "protocol_version": 1}
    if method in ("authenticate", "login") and len(arguments) >= 3:
        return service.authenticate(arguments[0], arguments[1], arguments[2])
    raise NoAttribute(f"Method not found: {method}")


def _object(service: Service, conversation: Conversation, method: str, arguments: Sequence[object]) -> object:
    if method not in ("execute", "execute_kw") or len(arguments) < 5:
        raise (
            BadType(f"{method}() missing required arguments")
            if method.startswith("execute")
            else BadKey(f"Method not available {method}")
        )
    database, uid, secret, model, name, *rest = arguments
    user = service.user(database, uid, secret)
    if method == "execute":
        return service.call(conversation, user, str(model), str(name), rest, {})
    positional = rest[0] if rest and isinstance(rest[0], list | tuple) else []
    named = rest[1] if len(rest) > 1 and isinstance(rest[1], dict) else {}
    return service.call(conversation, user, str(model), str(name), positional, named)
