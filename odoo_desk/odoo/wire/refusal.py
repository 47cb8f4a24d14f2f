"""Odoo's exceptions, as they are named on the wire, turned into our errors. Nothing here depends on a translated text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from odoo_desk.errors import (
    AccessRefused,
    DatabaseUnknown,
    DeskError,
    NotAvailable,
    RecordGone,
    ServerFault,
    ServerRefused,
    SignInRefused,
)
from odoo_desk.odoo.wire.call import Call, Value
from odoo_desk.plain import shortened

_SIGN_IN_AGAIN = frozenset(
    {
        "odoo.exceptions.AccessDenied",
        "odoo.http.SessionExpiredException",
        "odoo.http.session.SessionExpiredException",
        "odoo.addons.base.models.res_users.CheckIdentityException",
        "werkzeug.exceptions.Unauthorized",
    }
)
_NO_RIGHT = frozenset({"odoo.exceptions.AccessError", "werkzeug.exceptions.Forbidden"})
# How Odoo prints records in every language: res.partner(12,)
_RECORDS = re.compile(r"\b[a-z][a-z0-9_]{0,63}(?:\.[a-z0-9_]{1,63}){1,9}\(\d{1,19},[\d, ]{0,999}\)")
_CALLER = re.compile(r"\bres\.users\((\d{1,19}),\)\D+\b\1\b")
_LONGEST = 200_000  # characters of a sentence or traceback that are looked at
_LAST_RAISED = re.compile(
    r"^((?:\w+\.)*\w*(?:Error|Exception|Warning|Denied|Failure|Expired))(?:: (.*))?$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Exposed:
    """One exception as a server told it. `sentence` is what a person may read, `traceback` may be empty."""

    name: str
    sentence: str
    traceback: str = ""


def exposed_in(found: Value) -> Exposed | None:
    """From a JSON error (`{name, message, arguments, debug}`); a warning's first argument is its sentence, without its button."""
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        return None
    arguments, message, debug = found.get("arguments"), found.get("message"), found.get("debug")
    first = arguments[0] if isinstance(arguments, list) and arguments else None
    sentence = first if isinstance(first, str) and first.strip() else message
    name = found["name"]
    assert isinstance(name, str)
    return Exposed(name, _part(sentence).strip(), _part(debug))


def exposed_in_traceback(text: str) -> Exposed:
    """XML-RPC's fault 1 is a traceback; its last exception is the one that counts. Python's own get their module back."""
    text = shortened(text, _LONGEST)
    raised = list(_LAST_RAISED.finditer(text))
    if not raised:
        return Exposed("", text.strip().rpartition("\n")[2], text)
    name = raised[-1][1]
    return Exposed(
        name if "." in name else f"builtins.{name}",
        (text[raised[-1].start(2) :] if raised[-1][2] else "").strip(),
        text,
    )


def _part(told: Value) -> str:
    return shortened(told, _LONGEST) if isinstance(told, str) else ""


def is_of_python(exposed: Exposed, name: str) -> bool:
    return exposed.name in (name, f"builtins.{name}")


def error_for(exposed: Exposed, call: Call | None) -> DeskError:
    """`call` is None while signing in."""
    name = exposed.name
    if name in _SIGN_IN_AGAIN:
        return sign_in_refused(exposed.sentence)
    if name in _NO_RIGHT:
        return access_refused(exposed.sentence, exposed.traceback)
    if name == "odoo.exceptions.MissingError":
        return user_gone(exposed.sentence) if names_caller(exposed.sentence) else record_gone(exposed.sentence)
    if name == "werkzeug.exceptions.NotFound" or (
        call is not None and is_of_python(exposed, "AttributeError") and f"{call.method}'" in exposed.sentence
    ):
        return not_there(call, exposed)
    if name.startswith(("odoo.exceptions.", "odoo.addons.")):  # an app's own exceptions are written for people too
        return refused(exposed.sentence, exposed.traceback)
    if name.endswith("OperationalError") and "does not exist" in exposed.sentence:
        return database_unknown(exposed.sentence)
    return fault(exposed)


def sign_in_refused(sentence: str = "") -> SignInRefused:
    return SignInRefused(
        "The server did not accept the user, or the API key or password.",
        advice="Check them. API keys expire; a new one is made in Odoo under Preferences, Account Security. "
        "After several failures wait a minute: some servers then refuse the right one too.",
        details=sentence,
    )


def user_gone(sentence: str) -> SignInRefused:
    return SignInRefused("This user is no longer on the server.", advice="Sign in again.", details=sentence)


def access_refused(sentence: str, traceback: str = "") -> AccessRefused:
    return AccessRefused(
        sentence or "You do not have the right to do this in Odoo.",
        advice="Ask whoever administers Odoo for the right if you need it.",
        details=traceback,
    )


def record_gone(sentence: str) -> RecordGone:
    return RecordGone(
        "This was deleted in Odoo, or you may no longer see it.",
        advice="Refresh to see what is there now.",
        details=sentence,
    )


def refused(sentence: str, traceback: str = "") -> ServerRefused:
    return ServerRefused(sentence or "Odoo refused this and gave no reason.", details=traceback)


def database_unknown(details: str) -> DatabaseUnknown:
    return DatabaseUnknown(
        "The server has no database of that name.",
        advice="Check the name of the database; capital letters count. Your administrator knows it.",
        details=details,
    )


def not_there(call: Call | None, exposed: Exposed) -> NotAvailable:
    what = f" ({call.model}, {call.method})" if call else ""
    return NotAvailable(
        f"This Odoo does not have what is needed for this{what}.",
        advice="The Invoicing app may not be installed, or this version of Odoo cannot do it.",
        details=f"{exposed.sentence}\n{exposed.traceback}".strip(),
    )


def fault(exposed: Exposed) -> ServerFault:
    return ServerFault(
        "Odoo ran into an error of its own. Nothing was changed.",
        advice="If it happens again, give the details to whoever looks after Odoo.",
        details=exposed.traceback or f"{exposed.name}: {exposed.sentence}",
    )


def names_records(sentence: str) -> bool:
    return _RECORDS.search(sentence) is not None


def names_caller(sentence: str) -> bool:
    """A user that is gone is reported like any missing record, only that it is he himself who asks (api-facts trap 13)."""
    return _CALLER.search(sentence) is not None
