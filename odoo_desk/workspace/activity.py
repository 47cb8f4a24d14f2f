"""What this program did to the books: noted where every write passes, so that none is forgotten."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from odoo_desk.accounting.activity import Deed
from odoo_desk.errors import DeskError, OutcomeUnknown
from odoo_desk.store.activity import ActivityLog
from odoo_desk.store.mirror import Mirror

_log = logging.getLogger(__name__)


class Activity:
    def __init__(self, log: ActivityLog, mirror: Mirror) -> None:
        self._deeds = log
        self._mirror = mirror

    async def note(self, login: str, what: str, documents: tuple[int, ...], problem: DeskError | None) -> None:
        """After a write: what became of it. That it cannot be noted does not undo it."""
        result = "done"
        if problem is not None:
            result = "not confirmed" if isinstance(problem, OutcomeUnknown) else f"refused: {problem.message}"
        try:
            await self._deeds.add(Deed(datetime.now(UTC), login, what, documents, result))
        except DeskError as trouble:
            _log.error("%s could not be noted: %s", what, trouble)

    async def latest(self, limit: int) -> tuple[tuple[Deed, str], ...]:
        """Newest first, each with its documents as people call them."""
        deeds = await self._deeds.latest(limit)
        ids = {each for deed in deeds for each in deed.documents}
        numbers = {header.id: header.number for header in await self._mirror.headers(sorted(ids))}
        return tuple((deed, ", ".join(numbers.get(each) or f"#{each}" for each in deed.documents)) for deed in deeds)
