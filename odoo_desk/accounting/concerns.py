"""What a person should have seen before a document is posted: said while it is typed, and posted only after a yes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from odoo_desk.accounting.locking import BookingDay, in_words
from odoo_desk.accounting.records import Invoice, ServerWarning, State, WarningKind
from odoo_desk.accounting.twins import Twin

_STATES = {State.DRAFT: "a draft", State.POSTED: "posted", State.CANCELLED: "cancelled"}
_TWINS_NAMED, _MORE_NAMED = 2, 5
_SERVERS_OWN = (WarningKind.AMOUNT, WarningKind.DATE, WarningKind.CREDIT)


@dataclass(frozen=True, slots=True)
class Concern:
    """`document_id` is another document that it is about, to be looked at."""

    text: str
    document_id: int | None = None


def concerns_of(
    booking: BookingDay, twins: Sequence[Twin], warnings: Iterable[ServerWarning] = ()
) -> tuple[Concern, ...]:
    """The server's sentences as they are; its lock message only where we did not know the lock ourselves."""
    found = [] if booking.is_typed else [Concern(booking.reason)]
    found += _of_twins(twins)
    named = {twin.document.id for twin in twins}
    for warning in warnings:
        if warning.kind in _SERVERS_OWN or (warning.kind is WarningKind.LOCK and booking.is_typed):
            found.append(Concern(warning.text))
        elif warning.kind is WarningKind.DUPLICATE:
            found += [Concern(warning.text, each) for each in warning.documents if each not in named]
    return tuple(found)


def _of_twins(twins: Sequence[Twin]) -> list[Concern]:
    """The surest one by one; a vendor who sends the same amount every week is no reason for ten sentences."""
    if len(twins) <= _TWINS_NAMED + 1:
        return [_of_twin(twin) for twin in twins]
    more = twins[_TWINS_NAMED:]
    names = ", ".join(_name(twin.document) for twin in more[:_MORE_NAMED]) + (", …" if len(more) > _MORE_NAMED else ".")
    first = [_of_twin(twin) for twin in twins[:_TWINS_NAMED]]
    return [*first, Concern(f"The same may be {len(more)} more: {names}", more[0].document.id)]


def _name(document: Invoice) -> str:
    return document.number or document.ref or document.move_type.word


def _of_twin(twin: Twin) -> Concern:
    document = twin.document
    what = _name(document)
    day = document.invoice_date or document.accounting_date
    facts = f"{_STATES[document.state]}, {in_words(day)}, {document.amount_total} {document.currency.code}"
    return Concern(f"This may be in the books already, as {what} ({facts}): {twin.words}.", document.id)
