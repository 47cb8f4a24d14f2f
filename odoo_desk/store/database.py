"""One SQLite file and its one worker thread. The only sqlite3 import."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TypeAlias, TypeVar

from odoo_desk.errors import DeskError, StoreDamaged, StoreFull, StoreNewer

T = TypeVar("T")
Connection: TypeAlias = sqlite3.Connection
# One step a version, in order, never changed once released.
Migrations = Sequence[str]
WRITTEN_BACK = 16_000  # pages of 4 KB
WAIT_FOR_WRITERS = 30  # seconds; a large page of the first fill takes a tenth of one


class Database:
    """Readable by its owner only. Every piece of work is one transaction on the worker thread.

    `lasting` False is for what can be had again: a power cut may then cost the last transactions, never the file.
    `cache` is how much of it is kept in memory, in MB.
    """

    def __init__(self, path: Path, migrations: Migrations, *, lasting: bool = True, cache: int = 2) -> None:
        self._path = path
        self._migrations = migrations
        self._lasting = lasting
        self._cache = cache
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._connection: Connection | None = None
        self._asking: object = None

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    async def open(self) -> None:
        """StoreNewer when the file was written by a newer program, StoreDamaged when it is no database."""
        await self._on_worker(self._open)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """All of `work` or nothing of it is kept."""

        def transaction() -> T:
            connection = self._opened()
            with connection:
                connection.execute("begin immediate")
                return work(connection)

        return await self._on_worker(transaction)

    async def ask(self, work: Callable[[Connection], T]) -> T:
        """`work` only reads, and sees one state of the file. Whoever asks and is cancelled does not keep others waiting: the query ends at once."""
        token = object()

        def reading() -> T:
            connection = self._opened()
            self._asking = token
            connection.execute("begin")
            try:
                return work(connection)
            finally:
                self._asking = None
                connection.rollback()

        while True:
            try:
                return await self._on_worker(reading)
            except asyncio.CancelledError:
                if self._asking is token and self._connection is not None:
                    self._connection.interrupt()
                raise
            except OverflowError as problem:
                raise DeskError(
                    "The server has a number that is too large for the local copy.", details=str(problem)
                ) from problem
            except sqlite3.OperationalError as problem:
                if "interrupted" not in str(problem):
                    raise
                # Meant for the question before this one, which had ended by then: asked again.

    async def close(self) -> None:
        if self._connection is None:
            self._worker.shutdown(wait=False)
            return
        closing = asyncio.get_running_loop().run_in_executor(self._worker, self._close)
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            self._worker.shutdown(wait=False)  # it ends by itself
            raise
        self._worker.shutdown()  # there is nothing left to wait for

    async def _on_worker(self, work: Callable[[], T]) -> T:
        def telling() -> T:
            try:
                return work()
            except OverflowError as problem:
                raise DeskError(
                    "The server has a number that is too large for the local copy.", details=str(problem)
                ) from problem
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode == sqlite3.SQLITE_FULL:
                    raise self._full(problem) from problem
                raise  # locked, interrupted: the file itself is well
            except sqlite3.DatabaseError as problem:
                if isinstance(problem, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                    raise
                raise self._damaged(problem) from problem

        return await asyncio.get_running_loop().run_in_executor(self._worker, telling)

    def _opened(self) -> Connection:
        assert self._connection is not None, "not open"
        return self._connection

    def _full(self, problem: sqlite3.Error) -> StoreFull:
        return StoreFull(
            f"The disk that {self._path.parent} is on is full.",
            advice="Make room on it, then go on.",
            details=str(problem),
        )

    def _damaged(self, problem: sqlite3.Error) -> StoreDamaged:
        if self._lasting:
            advice = "Move it away; nothing on the server is lost."
        else:
            bad_mark(self._path).touch()
            advice = "Start the program again: it is put aside and filled anew. Nothing is lost."
        return StoreDamaged(f"{self._path} is damaged.", advice=advice, details=str(problem))

    def _open(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        _make_private(self._path)
        connection = sqlite3.connect(self._path, timeout=WAIT_FOR_WRITERS, isolation_level=None)
        try:
            connection.execute("pragma journal_mode = wal")
            # What was written down must survive a power cut; what can be had again need not.
            connection.execute(f"pragma synchronous = {'full' if self._lasting else 'normal'}")
            connection.execute(f"pragma cache_size = {-1024 * self._cache}")
            if not self._lasting:
                # Written back in large steps: each is waited for until it is on the disk.
                connection.execute(f"pragma wal_autocheckpoint = {WRITTEN_BACK}")
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection

    def _migrate(self, connection: Connection) -> None:
        """Each step with its number in one transaction; another program may be doing the same."""
        while True:
            version: int = connection.execute("pragma user_version").fetchone()[0]
            if version > len(self._migrations):
                raise StoreNewer(f"{self._path} was written by a newer Odoo Desk.", advice="Update this program.")
            if version == len(self._migrations):
                return
            if version and self._lasting:
                self._back_up(connection, version)
            connection.execute("begin immediate")
            try:
                if connection.execute("pragma user_version").fetchone()[0] == version:
                    for statement in _statements(self._migrations[version]):
                        connection.execute(statement)
                    connection.execute(f"pragma user_version = {version + 1}")
                connection.execute("commit")
            except BaseException:
                connection.execute("rollback")
                raise

    def _back_up(self, connection: Connection, version: int) -> None:
        """As it was before its form changes: what is in it cannot be had again."""
        copy = self._path.with_name(f"{self._path.name}.before-{version + 1}")
        os.close(os.open(copy, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600))
        with closing(sqlite3.connect(copy)) as there:
            connection.backup(there)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def bad_mark(path: Path) -> Path:
    """Beside a file that can be had again: it was found damaged while it was read."""
    return path.with_suffix(".bad")


def _statements(step: str) -> list[str]:
    """executescript would commit what is under way."""
    found, statement = [], ""
    for line in step.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            found.append(statement)
            statement = ""
    return [*found, statement] if statement.strip() else found


def _make_private(path: Path) -> None:
    """Restored from a backup, say, or copied by hand: what anybody could read is its owner's again."""
    if os.name != "nt":
        for each, mode in ((path.parent, 0o700), (path, 0o600)):
            if each.stat().st_mode & 0o077:
                each.chmod(mode)
