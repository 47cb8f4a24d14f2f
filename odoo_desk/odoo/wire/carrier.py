"""What an HTTP answer means when what came is not in the protocol's own format: pages, redirects, proxies. All statuses are judged here."""

from __future__ import annotations

from collections.abc import Mapping

from odoo_desk.errors import (
    ConnectionProblem,
    DatabaseNeeded,
    DeskError,
    NotAvailable,
    NotOdoo,
    NotSent,
    OutcomeUnknown,
    ServerRefused,
)
from odoo_desk.odoo.address import parts_of
from odoo_desk.odoo.wire.call import Response
from odoo_desk.odoo.wire.json_text import damaged
from odoo_desk.odoo.wire.refusal import database_unknown

# Odoo 16 and later say this in their page for a route that needs a database; it is never translated.
_NO_DATABASE = b"No database is selected"


def is_page(response: Response) -> bool:
    return "html" in response.headers.get("content-type", "") or response.body[:100].lstrip().lower().startswith(
        (b"<!doctype html", b"<html")
    )


def problem_in(response: Response, protocol: str, *, named: bool = True) -> DeskError:
    """`named`: the request named a database. A page with status 500 is AnswerDamaged: Odoo 14 without a session answers every JSON-RPC
    error so (api-facts 1.5), a proxy may too, and whether a write was carried out cannot be told from it."""
    status = response.status
    details = f"HTTP {status}: {response.body[:300]!r}"
    if status in (301, 302, 303, 307, 308):
        return _redirect(response.headers.get("location", ""), protocol)
    if status in (404, 405):
        if _NO_DATABASE in response.body:
            return database_unknown(details) if named else database_needed()
        return not_offered(protocol, details)
    if status in _FROM_A_PROXY:
        kind, message, advice = _FROM_A_PROXY[status]
        return kind(message, advice=advice, details=details)
    if status >= 500:
        return damaged(details)
    return page(details) if is_page(response) or status >= 400 else damaged(details)


def page(details: str) -> NotOdoo:
    return NotOdoo(
        "A page for people came back instead of an answer of Odoo's programming interface.",
        advice="Check the address. A sign-in page of your company or network may be in between.",
        details=details,
    )


def database_needed() -> DatabaseNeeded:
    return DatabaseNeeded(
        "The server needs to know which database is yours.", advice="Give its name; your administrator knows it."
    )


def not_offered(protocol: str, details: str) -> NotAvailable:
    words = {
        "REST": "This server has no REST interface.",
        "JSON-2": "This server does not offer JSON-2.",
    }
    return NotAvailable(
        words.get(protocol, f"This server does not offer {protocol}."),
        advice="Check the name of the database; choose another protocol, or let the program choose.",
        details=details,
    )


def _redirect(location: str, protocol: str) -> DeskError:
    path = parts_of(location).path
    if path.endswith(("/web/database/selector", "/web/database/manager")):
        return database_needed()
    if path.endswith("/web/login"):  # Odoo's own: 18 sends every unknown path there
        return not_offered(protocol, f"redirect to {location}")
    return page(f"redirect to {location}")


_FROM_A_PROXY: Mapping[int, tuple[type[ConnectionProblem | ServerRefused], str, str]] = {
    401: (
        NotOdoo,
        "Something in front of Odoo asks for a password of its own.",
        "Ask your administrator how programs get past it.",
    ),
    403: (NotOdoo, "Something in front of Odoo refuses the program.", "Ask your administrator to let it through."),
    413: (ServerRefused, "The server does not take anything this large.", "Try with less at once."),
    414: (ServerRefused, "The server does not take a request this long.", "Try with less at once."),
    429: (NotSent, "The server asks for a pause: too many requests.", "Wait a minute, then try again."),
    502: (
        OutcomeUnknown,
        "The server's entrance could not reach Odoo, or lost it.",
        "Refresh and look before you try again.",
    ),
    503: (
        OutcomeUnknown,
        "The server is not available at the moment.",
        "Wait a little; refresh and look before you try again.",
    ),
    504: (OutcomeUnknown, "Odoo did not answer in time.", "Refresh and look before you try again."),
}
