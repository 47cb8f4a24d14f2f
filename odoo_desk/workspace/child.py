"""The window's side of the sync: the child process, what it is told and what it tells."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress

import msgspec

PATIENCE = 3.0  # seconds for a child to end by itself


def program() -> list[str]:
    """How this program is started, installed or not."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "odoo_desk"]


class Child:
    """`odoo-desk sync --serve`. It gets the secret through its input, never as an argument or in its environment, and ends when that closes:
    also when this process is killed."""

    def __init__(self, start: object) -> None:
        self._loop = asyncio.get_running_loop()
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._process = subprocess.Popen(  # noqa: S603  our own program
            [*program(), "sync", "--serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._reader = threading.Thread(target=self._read, name="sync", daemon=True)
        self._reader.start()
        self.send(start)

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: object) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(msgspec.json.encode(message).decode() + "\n")
            self._process.stdin.flush()
        except OSError:
            return  # it has ended: whoever reads its lines hears of it

    async def lines(self) -> AsyncIterator[str]:
        while (line := await self._lines.get()) is not None:
            yield line

    async def exit_code(self) -> int:
        return await asyncio.to_thread(self._process.wait)

    async def stop(self) -> None:
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended, with something unread in its input
            self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()  # it goes on where it was the next time
            self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._put(line)
        self._put(None)

    def _put(self, line: str | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._lines.put_nowait, line)
        except RuntimeError:
            return  # the loop has ended, nobody reads any more
