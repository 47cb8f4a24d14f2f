"""What this program did to the books: noted where every write passes, so that none is forgotten."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from odoo_desk.accounting.activity import Deed
from odoo_desk.accounting.outgoing import Kind, Outgoing, Progress
from odoo_desk.errors import DeskError, OutcomeUnknown
from odoo_desk.store.activity import ActivityLog
from odoo_desk.store.mirror import Mirror

_log = logging.getLogger(__name__)
# As odoo/deeds.py says it of the call itself.
_WORDS = {
    Kind.CREATE: "created",
    Kind.CHANGE: "changed",
    Kind.POST: "posted",
    Kind.PAY: "paid",
    Kind.RESET: "reset to draft",
    Kind.CANCEL: "cancelled",
    Kind.DELETE: "deleted",
    Kind.DUPLICATE: "duplicated",
    Kind.APPLY_CREDIT: "credit applied",
    Kind.UNDO_PAYMENT: "payment undone",
    Kind.RECONCILE: "reconciled",
    Kind.UNRECONCILE: "unreconciled",
}


class Activity:
    def __init__(self, log: ActivityLog, mirror: Mirror) -> None:
        self._deeds = log
        self._mirror = mirror

    async def note(self, login: str, what: str, documents: tuple[int, ...], problem: DeskError | None) -> None:
        """After a write: what became of it. That it cannot be noted does not undo it."""
        result = "done"
        if problem is not None:
            result = "not confirmed" if isinstance(problem, OutcomeUnknown) else f"refused: {problem.message}"
        await self._add(Deed(datetime.now(UTC), login, what, documents, result))

    async def found_out(self, login: str, entry: Outgoing) -> None:
        """What became of something that was not confirmed."""
        result = (
            "done, as was found out"
            if entry.progress is Progress.DONE
            else f"not done, as was found out: {entry.reason}"
        )
        await self._add(Deed(datetime.now(UTC), login, _WORDS[entry.kind], entry.documents, result))

    async def _add(self, deed: Deed) -> None:
        try:
            await self._deeds.add(deed)
        except DeskError as trouble:
            _log.error("%s could not be noted: %s", deed.what, trouble)

    async def latest(self, limit: int) -> tuple[tuple[Deed, str], ...]:
        """Newest first, each with its documents as people call them."""
        deeds = await self._deeds.latest(limit)
        ids = {each for deed in deeds for each in deed.documents}
        numbers = {header.id: header.number for header in await self._mirror.headers(sorted(ids))}
        return tuple((deed, ", ".join(numbers.get(each) or f"#{each}" for each in deed.documents)) for deed in deeds)
