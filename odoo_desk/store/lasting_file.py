"""A file that cannot be had again, one for all servers: drafts, outbox, activity."""

from __future__ import annotations

from pathlib import Path

from odoo_desk.store.database import Database, Migrations


class LastingFile:
    """`book` says which server, database and company (and user, for what is his alone) a row belongs to."""

    migrations: Migrations

    def __init__(self, path: Path, book: str) -> None:
        self._database = Database(path, self.migrations)
        self._book = book

    async def open(self) -> None:
        await self._database.open()

    async def close(self) -> None:
        await self._database.close()
