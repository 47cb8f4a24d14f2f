"""What this program did to the books, kept for whoever asks later: only added to, never changed."""

from __future__ import annotations

import json
from datetime import datetime

from odoo_desk.accounting.activity import Deed
from odoo_desk.store.database import Connection
from odoo_desk.store.lasting_file import LastingFile


class ActivityLog(LastingFile):
    migrations = (
        """
        create table deed (
            id integer primary key,
            at text not null,
            book text not null,      -- server, database and company
            who text not null,
            what text not null,
            documents text not null, -- JSON list of ids
            result text not null
        );
        create index deed_book on deed (book, id);
        """,
    )

    async def add(self, deed: Deed) -> None:
        row = (deed.at.isoformat(), self._book, deed.who, deed.what, json.dumps(deed.documents), deed.result)
        await self._database.run(
            lambda connection: connection.execute(
                "insert into deed (at, book, who, what, documents, result) values (?, ?, ?, ?, ?, ?)", row
            )
        )

    async def latest(self, limit: int) -> tuple[Deed, ...]:
        """Newest first."""

        def work(connection: Connection) -> tuple[Deed, ...]:
            rows = connection.execute(
                "select at, who, what, documents, result from deed where book = ? order by id desc limit ?",
                (self._book, limit),
            )
            return tuple(
                Deed(datetime.fromisoformat(at), who, what, tuple(json.loads(documents)), result)
                for at, who, what, documents, result in rows
            )

        return await self._database.run(work)
