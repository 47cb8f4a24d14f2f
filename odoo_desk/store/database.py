"""One SQLite file and its one worker thread. The only sqlite3 import."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias, TypeVar

from odoo_desk.errors import DeskError

T = TypeVar("T")
Connection: TypeAlias = sqlite3.Connection
# One step a version, in order, never changed once released.
Migrations = Sequence[str]


class Database:
    """Readable by its owner only. Every piece of work is one transaction on the worker thread."""

    def __init__(self, path: Path, migrations: Migrations) -> None:
        self._path = path
        self._migrations = migrations
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._connection: Connection | None = None

    async def open(self) -> None:
        """DeskError when the file was written by a newer program, or is no database."""
        await self._on_worker(self._open)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """All of `work` or nothing of it is kept."""

        def transaction() -> T:
            assert self._connection is not None
            with self._connection:
                return work(self._connection)

        return await self._on_worker(transaction)

    async def close(self) -> None:
        try:
            await self._on_worker(self._close)
        finally:
            self._worker.shutdown(wait=False)  # it ends by itself, also when whoever closes is cancelled

    async def _on_worker(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self._path, timeout=10)
        try:
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")  # what was written down must survive a power cut
            version: int = connection.execute("pragma user_version").fetchone()[0]
            if version > len(self._migrations):
                raise DeskError(f"{self._path} was written by a newer Odoo Desk.", advice="Update this program.")
            for number, step in enumerate(self._migrations[version:], start=version + 1):
                connection.executescript(f"begin; {step}; pragma user_version = {number}; commit;")
        except sqlite3.DatabaseError as problem:
            connection.close()
            raise DeskError(
                f"{self._path} is damaged and was not opened.",
                advice="Move it away; nothing on the server is lost.",
                details=str(problem),
            ) from problem
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
