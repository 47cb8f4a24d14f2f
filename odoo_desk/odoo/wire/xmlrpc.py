"""XML-RPC, all versions: execute_kw at /xmlrpc/2/object. Some faults mean success here, see `answer`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from odoo_desk.errors import DeskError
from odoo_desk.odoo.wire import carrier, xml_text
from odoo_desk.odoo.wire.call import Access, Argument, Call, Request, Response, Value
from odoo_desk.odoo.wire.jsonrpc import execute_arguments, raise_for_sign_in, signed_in
from odoo_desk.odoo.wire.refusal import (
    access_refused,
    error_for,
    exposed_in_traceback,
    names_caller,
    names_records,
    record_gone,
    refused,
    sign_in_refused,
    user_gone,
)
from odoo_desk.odoo.wire.xml_text import Fault

_HEADERS = {"Content-Type": "text/xml"}
_CANNOT_MARSHAL = re.compile(r"^TypeError: cannot marshal [^\n]*\Z", re.MULTILINE)
_WHILE_CALLING = re.compile(r", in (dispatch_rpc|execute_kw|execute)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class XmlRpc:
    name: str = "xmlrpc"

    def request(self, call: Call, access: Access) -> Request:
        body = xml_text.encode_call("execute_kw", execute_arguments(call, access))
        return Request("POST", "xmlrpc/2/object", _HEADERS, body)

    def answer(self, call: Call, response: Response) -> Value:
        """Odoo cannot write None or records as XML-RPC: the method was carried out and committed, and only its value is lost."""
        found = _content(response)
        if not isinstance(found, Fault):
            return found
        if _only_value_lost(found):
            return None
        raise _error(found, call)

    def sign_in_request(self, access: Access) -> Request:
        arguments: tuple[Argument, ...] = (access.database, access.login, access.secret, {})
        return Request("POST", "xmlrpc/2/common", _HEADERS, xml_text.encode_call("authenticate", arguments))

    def sign_in_answer(self, access: Access, response: Response) -> int:
        found = _content(response)
        if isinstance(found, Fault):
            if found.code == 1:
                raise_for_sign_in(exposed_in_traceback(found.text), access)
            raise _error(found, None)
        return signed_in(found)


def _content(response: Response) -> Value | Fault:
    if carrier.is_page(response) or response.status >= 300:
        raise carrier.problem_in(response, "XML-RPC")
    return xml_text.decode_answer(response.body)


def _only_value_lost(fault: Fault) -> bool:
    text = fault.text.rstrip()
    return fault.code == 1 and _CANNOT_MARSHAL.search(text) is not None and not _WHILE_CALLING.search(text)


def _error(fault: Fault, call: Call | None) -> DeskError:
    """Codes: 1 anything unexpected, 2 a refusal or a missing record, 3 wrong credentials, 4 missing right (api-facts 1.5)."""
    sentence = fault.text.strip()
    if fault.code == 3:
        return sign_in_refused(sentence)
    if fault.code == 4:
        return access_refused(sentence)
    if fault.code == 2:
        if names_caller(sentence):
            return user_gone(sentence)
        # A missing record has no code of its own; it is told by the record, which Odoo prints the same way in every language.
        return record_gone(sentence) if names_records(sentence) else refused(sentence)
    return error_for(exposed_in_traceback(fault.text), call)
