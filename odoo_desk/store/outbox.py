"""What the user decided and the server has not confirmed. An order to pay is written here before anything is sent, under its marker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from odoo_desk.store.database import Connection, Database


class Progress(StrEnum):
    """PREPARED: nothing was paid yet. SENT: on its way. NOT_CONFIRMED: no answer came, it may have been done. SETTLED: the user looked and dealt with it."""

    PREPARED = "prepared"
    SENT = "sent"
    NOT_CONFIRMED = "not_confirmed"
    DONE = "done"
    REFUSED = "refused"
    SETTLED = "settled"


# Between these states the server may hold a payment that nobody has seen.
OPEN = (Progress.SENT, Progress.NOT_CONFIRMED)

MIGRATIONS = (
    """
    create table payment (
        marker text primary key,
        created text not null,
        book text not null,       -- server, database and company
        documents text not null,  -- JSON list of ids
        wizards text not null,    -- JSON list of ids, once they exist
        progress text not null,
        outcome text not null     -- JSON list of payment ids, or the reason in words
    ) without rowid
    """,
)


@dataclass(frozen=True, slots=True)
class Entry:
    marker: str
    created: datetime
    documents: tuple[int, ...]
    wizards: tuple[int, ...]
    progress: Progress
    payment_ids: tuple[int, ...]
    reason: str


class Outbox:
    """One file for all servers; `book` says which server, database and company an entry belongs to."""

    def __init__(self, path: Path, book: str) -> None:
        self._database = Database(path, MIGRATIONS)
        self._book = book

    async def open(self) -> None:
        await self._database.open()

    async def close(self) -> None:
        await self._database.close()

    async def find(self, marker: str) -> Entry | None:
        def work(connection: Connection) -> Entry | None:
            known = connection.execute("select * from payment where marker = ?", (marker,)).fetchone()
            return _entry(known) if known else None

        return await self._database.run(work)

    async def begin(self, marker: str, documents: Sequence[int]) -> None:
        """Writes the order down. A marker is begun once: a second time is an error, in another program's window too."""

        def work(connection: Connection) -> None:
            connection.execute(
                "insert into payment values (?, ?, ?, ?, '[]', ?, '[]')",
                (marker, datetime.now(UTC).isoformat(), self._book, json.dumps(list(documents)), Progress.PREPARED),
            )

        await self._database.run(work)

    async def sending(self, marker: str, wizards: Sequence[int]) -> None:
        """The wizards exist on the server and are about to be run."""
        await self._set(marker, Progress.SENT, wizards=json.dumps(list(wizards)))

    async def done(self, marker: str, payment_ids: Sequence[int]) -> None:
        await self._set(marker, Progress.DONE, outcome=json.dumps(list(payment_ids)))

    async def refused(self, marker: str, reason: str) -> None:
        await self._set(marker, Progress.REFUSED, outcome=json.dumps(reason))

    async def not_confirmed(self, marker: str, reason: str) -> None:
        await self._set(marker, Progress.NOT_CONFIRMED, outcome=json.dumps(reason))

    async def unconfirmed(self, documents: Iterable[int]) -> tuple[Entry, ...]:
        """Entries that may have paid one of these documents without anybody knowing; those of a program that died while sending too."""
        wanted = frozenset(documents)

        def work(connection: Connection) -> tuple[Entry, ...]:
            rows = connection.execute(
                "select * from payment where book = ? and progress in (?, ?) order by created", (self._book, *OPEN)
            )
            return tuple(entry for entry in map(_entry, rows) if wanted.intersection(entry.documents))

        return await self._database.run(work)

    async def settle(self, marker: str) -> None:
        await self._set(marker, Progress.SETTLED)

    async def _set(
        self, marker: str, progress: Progress, *, wizards: str | None = None, outcome: str | None = None
    ) -> None:
        def work(connection: Connection) -> None:
            connection.execute(
                "update payment set progress = ?, wizards = coalesce(?, wizards), outcome = coalesce(?, outcome) where marker = ?",
                (progress, wizards, outcome, marker),
            )

        await self._database.run(work)


def _entry(row: Sequence[str]) -> Entry:
    marker, created, _book, documents, wizards, progress, outcome = row
    found = json.loads(outcome)
    return Entry(
        marker,
        datetime.fromisoformat(created),
        tuple(json.loads(documents)),
        tuple(json.loads(wizards)),
        Progress(progress),
        tuple(found) if isinstance(found, list) else (),
        found if isinstance(found, str) else "",
    )
