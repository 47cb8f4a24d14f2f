"""What the user asked for once and what became of it. Written here before anything is sent, under its marker."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from odoo_desk.accounting.outgoing import ENDED, OPEN, Kind, Outgoing, Progress
from odoo_desk.errors import NotConfirmed
from odoo_desk.store.database import Connection
from odoo_desk.store.lasting_file import LastingFile

if TYPE_CHECKING:
    from filelock import FileLock

REMEMBERED = timedelta(days=30)  # what has ended
# What was written may be asked for again, with other content, under its old marker: nothing of it is on its way.
_AT_REST = (Progress.WAITING, Progress.REFUSED, Progress.SETTLED)


class Outbox(LastingFile):
    """Several programs may be at work on one file: what one of them is sending, no other touches while it runs."""

    migrations = (
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
        """
        create table entry (
            number integer primary key,
            marker text not null unique,
            book text not null,
            progress text not null,
            owner text not null,      -- the program that sends it, while it is being sent
            created text not null,
            content text not null     -- JSON, an Outgoing
        );
        create index entry_progress on entry (book, progress);
        insert into entry (marker, book, progress, owner, created, content)
            select marker, book, iif(progress = 'sent', 'not_confirmed', progress), '', created, json_object(
                'marker', marker, 'kind', 'pay', 'title', 'Payment', 'created', created, 'documents', json(documents),
                'progress', iif(progress = 'sent', 'not_confirmed', progress),
                'reason', iif(json_type(outcome) = 'text', json_extract(outcome, '$'), ''),
                'payment_ids', json(iif(json_type(outcome) = 'array', outcome, '[]')))
            from payment where progress <> 'prepared' order by created;
        drop table payment;
        """,
    )

    def __init__(self, path: Path, book: str) -> None:
        super().__init__(path, book)
        self._path = path
        self._owner = uuid4().hex
        self._running: FileLock | None = None

    async def open(self) -> None:
        await super().open()
        before = (datetime.now(UTC) - REMEMBERED).isoformat()
        marks = ", ".join("?" * len(ENDED))
        await self._database.run(
            lambda connection: connection.execute(
                f"delete from entry where progress in ({marks}) and created < ?", (*ENDED, before)
            )
        )

    async def close(self) -> None:
        await super().close()
        if self._running is not None:
            self._running.release()
            self._path_of(self._owner).unlink(missing_ok=True)
            self._running = None

    async def begin(self, entry: Outgoing) -> Outgoing | None:
        """Writes it down, to be sent by this program (or waiting). None when its marker was begun before: a marker is begun once, but for
        what is written and has come to rest.
        NotConfirmed for a payment while another one of the same documents is open, in whichever program."""

        def work(connection: Connection) -> Outgoing | None:
            known = connection.execute("select number, content from entry where marker = ?", (entry.marker,)).fetchone()
            if known:
                before = _entry(known)
                if before.kind not in (Kind.CREATE, Kind.CHANGE) or before.progress not in _AT_REST:
                    return None
                connection.execute("delete from entry where marker = ?", (entry.marker,))
            if entry.kind is Kind.PAY and (other := self._open_payment(connection, entry.documents)):
                raise not_confirmed(other)
            self._show_that_we_run()
            owner = "" if entry.progress is Progress.WAITING else self._owner
            row = (entry.marker, self._book, entry.progress, owner, entry.created.isoformat(), _json(entry))
            cursor = connection.execute(
                "insert into entry (marker, book, progress, owner, created, content) values (?, ?, ?, ?, ?, ?)", row
            )
            assert cursor.lastrowid is not None
            return replace(entry, number=cursor.lastrowid)

        return await self._database.run(work)

    async def keep(self, entry: Outgoing) -> Outgoing:
        """What became of it, in place of what was known."""
        row = (entry.progress, _json(entry), entry.marker)
        await self._database.run(
            lambda connection: connection.execute("update entry set progress = ?, content = ? where marker = ?", row)
        )
        return entry

    async def claim(self, marker: str, *progresses: Progress) -> Outgoing | None:
        """Takes it over, to be sent or settled by this program; None when it is in none of these states, or another program is sending it."""

        def work(connection: Connection) -> Outgoing | None:
            row = connection.execute(
                "select number, content, owner from entry where marker = ? and book = ?", (marker, self._book)
            ).fetchone()
            if row is None:
                return None
            entry = _entry(row[:2])
            if entry.progress not in progresses or (entry.progress is Progress.SENT and self._is_running(row[2])):
                return None
            self._show_that_we_run()
            entry = replace(entry, progress=Progress.SENT)
            connection.execute(
                "update entry set progress = ?, owner = ?, content = ? where marker = ?",
                (entry.progress, self._owner, _json(entry), marker),
            )
            return entry

        return await self._database.run(work)

    async def forget(self, marker: str) -> None:
        await self._database.run(lambda connection: connection.execute("delete from entry where marker = ?", (marker,)))

    async def find(self, marker: str) -> Outgoing | None:
        found = await self._found("marker = ?", (marker,))
        return found[0] if found else None

    async def in_state(self, *progresses: Progress) -> tuple[Outgoing, ...]:
        """In the order in which they were asked for."""
        return await self._found(f"progress in ({', '.join('?' * len(progresses))})", progresses)

    async def latest(self, limit: int) -> tuple[Outgoing, ...]:
        """Newest first."""
        return tuple(reversed(await self._found("true", ())))[:limit]

    async def open_payment(self, documents: Iterable[int]) -> Outgoing | None:
        """One that may have been made for one of these without anybody knowing; what a program was sending that died, too."""
        return await self._database.run(lambda connection: self._open_payment(connection, documents))

    def _open_payment(self, connection: Connection, documents: Iterable[int]) -> Outgoing | None:
        wanted = frozenset(documents)
        rows = connection.execute(
            "select number, content from entry where book = ? and progress in (?, ?)", (self._book, *OPEN)
        )
        payments = (entry for entry in map(_entry, rows) if entry.kind is Kind.PAY)
        return next((entry for entry in payments if wanted.intersection(entry.documents)), None)

    async def payments_of_others(self, marker: str) -> frozenset[int]:
        """Payments that are known to be of other entries."""
        return frozenset(each for entry in await self._found("marker <> ?", (marker,)) for each in entry.payment_ids)

    async def _found(self, condition: str, parameters: tuple[str, ...]) -> tuple[Outgoing, ...]:
        def work(connection: Connection) -> tuple[Outgoing, ...]:
            rows = connection.execute(
                f"select number, content from entry where book = ? and {condition} order by number",
                (self._book, *parameters),
            )
            return tuple(map(_entry, rows))

        return await self._database.run(work)

    # --- which programs are at work -----------------------------------------------------------------------------------

    def _path_of(self, owner: str) -> Path:
        return self._path.with_name(f"{self._path.stem}.{owner}.running")

    def _show_that_we_run(self) -> None:
        """Held until the program ends, however it ends."""
        if self._running is None:
            from filelock import FileLock  # noqa: PLC0415  a twentieth of a second

            self._running = FileLock(self._path_of(self._owner), timeout=0, mode=0o600, thread_local=False)
            self._running.acquire()

    def _is_running(self, owner: str) -> bool:
        from filelock import FileLock, Timeout  # noqa: PLC0415

        path = self._path_of(owner)
        if owner == self._owner:
            return True
        if not path.exists():
            return False
        try:
            with FileLock(path, timeout=0, mode=0o600):
                pass
        except Timeout:
            return True
        with suppress(OSError):  # Windows: somebody else looks at it just now
            path.unlink(missing_ok=True)
        return False


def not_confirmed(payment: Outgoing) -> NotConfirmed:
    when = payment.created.astimezone().strftime("%Y-%m-%d %H:%M")
    return NotConfirmed(
        f"A payment of {when} is not confirmed: it may have been made although no answer came.",
        advice="Look at the payments of this document first; then say that you have checked.",
    )


def _json(entry: Outgoing) -> str:
    return msgspec.json.encode(entry).decode()


def _entry(row: tuple[int, str]) -> Outgoing:
    number, content = row
    return replace(msgspec.json.decode(content, type=Outgoing), number=number)
