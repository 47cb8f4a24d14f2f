"""XML-RPC: /xmlrpc/2/{common,object,db}, with Odoo's fault codes, and its refusal to send None or records after the work is done (api-facts 1.6)."""

from __future__ import annotations

import re
import xmlrpc.client
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from xml.parsers.expat import ExpatError

from odoo_desk.demo import dispatching
from odoo_desk.demo.exchange import Answer, Request
from odoo_desk.demo.methods import Frozen, Recordset
from odoo_desk.demo.refusals import BadType, BadValue, Refusal
from odoo_desk.demo.service import Conversation, Service, traceback_of

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def answer(service: Service, request: Request, conversation: Conversation) -> Answer:
    name = request.path.rstrip("/").rpartition("/")[2]
    try:
        arguments, method = _read(request.body)
        found = dispatching.dispatch(service, conversation, name, str(method), list(arguments))
        body = _written(service, found)
    except Refusal as refusal:
        text = traceback_of(refusal) if refusal.fault == 1 else refusal.message
        body = xmlrpc.client.dumps(xmlrpc.client.Fault(refusal.fault, _clean(service, text)), allow_none=False)
    return Answer(200, "text/xml; charset=utf-8", body.encode())


def _read(body: bytes) -> tuple[tuple[object, ...], str | None]:
    try:
        return xmlrpc.client.loads(body, use_builtin_types=True)
    except (ExpatError, xmlrpc.client.Error, ValueError) as problem:
        raise BadValue(f"not well-formed: {problem}") from problem


def _written(service: Service, found: object) -> str:
    try:
        whole = _plain(service, found)
        return xmlrpc.client.dumps((whole,), methodresponse=True, allow_none=False)  # type: ignore[arg-type]
    except (TypeError, OverflowError) as problem:
        raise BadType(str(problem)) from problem


def _plain(service: Service, value: object) -> object:
    if value is None:
        raise TypeError("cannot marshal None unless allow_none is enabled")
    if isinstance(value, Recordset):
        if service.books.flavour.sends_record_ids:
            return list(value.ids)
        raise TypeError(f"cannot marshal <class 'odoo.api.{value.model}'> objects")
    if isinstance(value, Frozen):
        raise TypeError("cannot marshal <class 'odoo.tools.misc.frozendict'> objects")
    if isinstance(value, Decimal):
        return float(value) + 0.0  # never -0.0
    if isinstance(value, str):
        return _clean(service, value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(service, each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(service, each) for each in value]
    return value


def _clean(service: Service, text: str) -> str:
    """14 and 15 let control characters through, and the XML is broken."""
    return _CONTROL.sub("", text) if service.books.flavour.strips_control_characters else text
