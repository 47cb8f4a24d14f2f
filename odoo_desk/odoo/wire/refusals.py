"""What Odoo says when it does not do what was asked, as our errors. Decided by the exception's name, never by its text, which is translated."""

from __future__ import annotations

import re

from odoo_desk.errors import (
    AccessRefused,
    AnswerDamaged,
    DatabaseNeeded,
    DatabaseUnknown,
    DeskError,
    NotAvailable,
    NotOdoo,
    RecordGone,
    ServerFault,
    ServerRefused,
    SignInRefused,
)
from odoo_desk.odoo.wire.call import Response

_REPORT = "Refresh and try again; if it stays, please report it with the details."


def refusal(name: str, message: str, details: str = "") -> DeskError:
    """`name` is the exception's full name on the server; `message` is what a person may read; `details` its traceback."""
    kind = name.rpartition(".")[2]
    text = message.strip() or kind
    if kind in ("UserError", "ValidationError", "RedirectWarning", "Warning", "except_orm", "CheckIdentityException"):
        return ServerRefused(text, details=details)
    if kind == "AccessError":
        return AccessRefused(text, advice="Ask your administrator if you need this right.", details=details)
    if kind == "MissingError":
        if "res.users(" in text:  # a user id that does not exist (api-facts trap 13)
            return sign_in_refused(details)
        return RecordGone(
            "This record no longer exists, or you may no longer see it.",
            advice="Refresh.",
            details=f"{text}\n{details}".strip(),
        )
    if kind in ("AccessDenied", "Unauthorized", "SessionExpiredException", "SessionExpired"):
        return sign_in_refused(f"{text}\n{details}".strip())
    if kind == "OperationalError" or "psycopg2.OperationalError" in details:
        return database_fault(f"{text}\n{details}")
    if kind == "NotFound":
        return NotAvailable(
            "This server does not offer what was asked for.", advice=_REPORT, details=f"{text}\n{details}".strip()
        )
    return ServerFault(
        "The server failed while it was answering.", advice=_REPORT, details=f"{name}: {text}\n{details}".strip()
    )


def sign_in_refused(details: str = "") -> SignInRefused:
    return SignInRefused(
        "The server does not accept this user and key.",
        advice="Check the user, the key or password, and the database. Keys expire; with two-factor sign-in only a key works.",
        details=details,
    )


def database_fault(details: str) -> DeskError:
    if re.search(r'database "[^"]*" does not exist', details):
        return database_unknown(details)
    return ServerFault("The server could not reach its database.", advice="Try again in a moment.", details=details)


def database_unknown(details: str = "") -> DatabaseUnknown:
    return DatabaseUnknown(
        "The server has no database of that name.", advice="Check the name: capital letters count.", details=details
    )


def unreadable(response: Response, *, database: str = "") -> DeskError:
    """For an answer that is not in the format that was asked for."""
    body = response.body[:2000].decode("utf-8", "replace")
    details = f"HTTP {response.status} {response.headers.get('content-type', '')}\n{body}"
    is_page = body.lstrip()[:1] == "<"
    if 300 <= response.status < 400:
        return NotOdoo(
            "The server answers with a page for people, not with its programming interface.",
            advice="This version may not have this protocol; choose “automatic”, or another one.",
            details=f"redirect to {response.headers.get('location', '')}",
        )
    if response.status == 404 and is_page:
        if "No database is selected" in body or "X-Odoo-Database" in body:
            # 19 gives the same page for no database and for an unknown one (api-facts 1.2).
            return (
                database_unknown(details)
                if database
                else DatabaseNeeded(
                    "The server has several databases, and none was named.",
                    advice="Name the database.",
                    details=details,
                )
            )
        return NotAvailable(
            "This server does not have this protocol.",
            advice="Choose “automatic”, or another protocol.",
            details=details,
        )
    if is_page:
        return NotOdoo(
            "The server answered with a web page instead of data.",
            advice="It may be overloaded or being restarted; try again in a moment.",
            details=details,
        )
    return AnswerDamaged("The server's answer is damaged.", advice="Try again.", details=details)
