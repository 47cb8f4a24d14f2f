"""The closed list of what this program may ask of a server. A method that is neither a known read nor a known write does not leave the
client, and what is posted is not written: Odoo 14 to 17 would take it on the move, 18 and 19 on the line (api-facts 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from odoo_desk.errors import NotAllowed
from odoo_desk.odoo.wire.call import Call


class Kind(Enum):
    """What may be done when no answer comes: a READ is asked again, a REPEATABLE write sets the same values again, a ONE_TIME write never is."""

    READ = auto()
    REPEATABLE = auto()
    ONE_TIME = auto()


READS = frozenset(
    {
        "check_access_rights",
        "check_object_reference",
        "compute_all",
        "context_get",
        "default_get",
        "fields_get",
        "formatted_read_group",
        "get_relevant_plans",
        "has_access",
        "has_group",
        "name_search",
        "onchange",
        "read",
        "read_group",
        "search",
        "search_count",
        "search_read",
    }
)
WRITES = {
    ("account.move", "load"): Kind.REPEATABLE,
    ("account.move", "write"): Kind.REPEATABLE,
    ("account.move", "unlink"): Kind.ONE_TIME,
    ("account.move", "copy"): Kind.ONE_TIME,
    ("account.move", "action_post"): Kind.ONE_TIME,
    ("account.move", "button_draft"): Kind.ONE_TIME,
    ("account.move", "button_cancel"): Kind.ONE_TIME,
    ("account.move", "js_assign_outstanding_line"): Kind.ONE_TIME,
    ("account.move", "js_remove_outstanding_partial"): Kind.ONE_TIME,
    ("account.move.line", "reconcile"): Kind.ONE_TIME,
    # Only what this program made itself and nothing is matched with (ledger/traces.py).
    ("account.payment", "action_draft"): Kind.ONE_TIME,
    ("account.payment", "unlink"): Kind.ONE_TIME,
    ("account.payment.register", "create"): Kind.ONE_TIME,
    ("account.payment.register", "write"): Kind.REPEATABLE,
    ("account.payment.register", "action_create_payments"): Kind.ONE_TIME,
}
# An external id of ours makes a second load the same as the first, as long as nothing else is loaded: lines would be added again (api-facts 4.1).
MARKERS = "__odoo_desk__"
_LOADED = ("id", "move_type")
# What stays open to change on a posted document: nothing of it is in the books.
ANNOTATIONS = frozenset({"ref", "payment_reference", "partner_bank_id", "narration"})
# Whether somebody is to look at it again, each version in its own word: no more in the books than those.
MARKS = frozenset({"to_check", "checked", "review_state"})
LINE_FIELDS = ("invoice_line_ids", "line_ids")
CREATE, UPDATE, DELETE = 0, 1, 2


def kind_of(call: Call) -> Kind:
    """Raises NotAllowed for anything that is on neither list, and for writes whose values no version may be sent."""
    if call.method in READS:
        return Kind.READ
    kind = WRITES.get((call.model, call.method))
    if kind is None:
        raise NotAllowed(
            f"Odoo Desk does not use {call.method} on {call.model}.",
            advice="This is an error in the program; please report it.",
        )
    if call.model == "account.move" and call.method == "load":
        _check_load(call)
    elif call.model == "account.move":
        for values in _values(call):
            _check_values(call, values)
            if any(command[0] != UPDATE for command in _commands(values)):
                return Kind.ONE_TIME  # a line added twice is two lines
    return kind


def needs_drafts(call: Call) -> bool:
    """Whether the call may only go out once every document it names has been seen to be a draft."""
    return (
        call.model == "account.move"
        and call.method == "write"
        and any(not (ANNOTATIONS | MARKS).issuperset(values) for values in _values(call))
    )


def check_drafts(call: Call, states: Mapping[int, str], lines: Mapping[int, frozenset[int]]) -> None:
    """`states` and `lines` are what the server says now of the documents that `call` writes: their state, and the ids of their lines."""
    for document in call.ids or ():
        if states.get(document) != "draft":
            raise NotAllowed(
                "This document is not a draft any more, so it was not changed.", advice="Reset it to draft first."
            )
    own = frozenset().union(*(lines.get(document, frozenset()) for document in call.ids or ()))
    for values in _values(call):
        for command in _commands(values):
            if command[0] in (UPDATE, DELETE) and command[1] not in own:
                raise NotAllowed(
                    "A line of this document has been removed or belongs to another document, so nothing was changed.",
                    advice="Refresh the document and make the change again.",
                )


def _check_load(call: Call) -> None:
    rows = call.arguments.get("data")
    marked = isinstance(rows, Sequence) and all(
        isinstance(row, Sequence) and str(row[0]).startswith(f"{MARKERS}.") for row in rows
    )
    if call.arguments.get("fields") != _LOADED or not marked:
        raise NotAllowed(
            "Only an empty document under a marker of our own is loaded.",
            advice="This is an error in the program; please report it.",
        )


def _values(call: Call) -> list[Mapping[str, object]]:
    found: list[Mapping[str, object]] = []
    for argument in call.arguments.values():
        if isinstance(argument, Mapping):
            found.append(argument)
        elif isinstance(argument, Sequence) and not isinstance(argument, str):
            found.extend(each for each in argument if isinstance(each, Mapping))
    return found


def _commands(values: Mapping[str, object]) -> list[Sequence[object]]:
    found: list[Sequence[object]] = []
    for name in LINE_FIELDS:
        commands = values.get(name, ())
        assert isinstance(commands, Sequence)
        found.extend(commands)
    return found


def _check_values(call: Call, values: Mapping[str, object]) -> None:
    if "state" in values:
        raise NotAllowed(
            "The state of a document is changed by its own actions only.",
            advice="This is an error in the program; please report it.",
        )
    allowed = (CREATE,) if call.method == "copy" else (CREATE, UPDATE, DELETE)
    for command in _commands(values):
        if command[0] not in allowed:  # 4 and 6 take a line away from another document, posted or not (api-facts 3.1)
            raise NotAllowed(
                "Lines are added, changed and removed one by one.",
                advice="This is an error in the program; please report it.",
            )
