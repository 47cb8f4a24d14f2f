"""What was typed and is not on the server yet, written down while it is typed. In a file of its own: it cannot be had again."""

from __future__ import annotations

from datetime import datetime

from odoo_desk.accounting.kept import KeptDraft
from odoo_desk.accounting.records import MoveType
from odoo_desk.store.database import Connection
from odoo_desk.store.lasting_file import LastingFile


class Drafts(LastingFile):
    migrations = (
        """
        create table draft (
            key text primary key,
            book text not null,      -- server, database, company and user
            document_id integer,     -- null for what the server has never seen
            move_type text not null,
            title text not null,
            kept_at text not null,
            base text not null,      -- when the document was written that was changed here
            content text not null    -- JSON, the form's own
        ) without rowid
        """,
    )

    async def keep(self, draft: KeptDraft) -> None:
        """In place of what was kept under its key."""
        base = draft.base.isoformat() if draft.base else ""
        row = (
            draft.key,
            self._book,
            draft.document_id,
            draft.move_type,
            draft.title,
            draft.kept_at.isoformat(),
            base,
            draft.content.decode(),
        )
        await self._database.run(
            lambda connection: connection.execute("insert or replace into draft values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        )

    async def forget(self, key: str) -> None:
        """It was saved, or the user does not want it."""
        await self._database.run(lambda connection: connection.execute("delete from draft where key = ?", (key,)))

    async def all(self) -> tuple[KeptDraft, ...]:
        """Newest first."""
        return await self._found("", ())

    async def of_document(self, document_id: int) -> KeptDraft | None:
        found = await self._found("and document_id = ?", (document_id,))
        return found[0] if found else None

    async def _found(self, condition: str, parameters: tuple[int, ...]) -> tuple[KeptDraft, ...]:
        def work(connection: Connection) -> tuple[KeptDraft, ...]:
            rows = connection.execute(
                f"select key, document_id, move_type, title, kept_at, base, content from draft where book = ? {condition} order by kept_at desc",
                (self._book, *parameters),
            )
            return tuple(
                KeptDraft(
                    key,
                    document_id,
                    MoveType(move_type),
                    title,
                    datetime.fromisoformat(base) if base else None,
                    content.encode(),
                    datetime.fromisoformat(kept_at),
                )
                for key, document_id, move_type, title, kept_at, base, content in rows
            )

        return await self._database.run(work)
