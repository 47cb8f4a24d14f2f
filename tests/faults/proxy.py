"""Stands between the program and the server, one request a connection, and breaks what it is told to break."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

METHODS = ("load", "write", "unlink", "action_post", "create", "action_create_payments", "read")
_NAMED = re.compile(rb'(?:"|<string>)(' + "|".join(METHODS).encode() + rb')(?:"|</string>)')
_PATH = re.compile(rb"^POST /json/2/[\w.]+/(\w+)")


class Point(StrEnum):
    BEFORE_REQUEST = "before the request"
    IN_REQUEST = "in the request"
    WHILE_WORKING = "given up while the server works"
    AFTER_COMMIT = "after the server, before the answer"
    IN_ANSWER = "in the answer"
    LATE = "the request arrives after the client has looked"
    KILL_BEFORE = "program killed before the request"
    KILL_WORKING = "program killed while the server works"
    KILL_AFTER = "program killed in the answer"


KILLS = (Point.KILL_BEFORE, Point.KILL_WORKING, Point.KILL_AFTER)


@dataclass
class Fault:
    """For the next request that calls `method`, after `skip` others of it. `held`: of a LATE one, how many requests pass it."""

    point: Point
    method: str
    skip: int = 0
    held: int = 1


@dataclass
class Held:
    request: bytes
    passes: int
    client: int


@dataclass
class Proxy:
    """`kill` ends the program. `fired` is what was broken since the last `arm`."""

    upstream: str
    kill: Callable[[int], None] = lambda _client: None
    faults: list[Fault] = field(default_factory=list)
    fired: list[Fault] = field(default_factory=list)
    port: int = 0
    _held: list[Held] = field(default_factory=list)
    _sending: set[asyncio.Task[bytes]] = field(default_factory=set)
    _server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()

    def arm(self, faults: list[Fault]) -> None:
        self.faults, self.fired = faults, []

    async def settle(self) -> None:
        """What was kept back is sent, and the server is done with everything."""
        self.faults = []
        for held in self._held:
            self._send_later(held.request)
        self._held = []
        await asyncio.gather(*self._sending, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            request = await _request(reader)
            fault = self._fault_for(request)
            self._pass_held()
            await self._answer(request, fault, writer)
        with suppress(OSError):
            writer.close()

    async def _answer(self, request: bytes, fault: Fault | None, writer: asyncio.StreamWriter) -> None:
        client = _client(request)
        if fault is None:
            answer = await self._ask(request)
            writer.write(answer)
            await writer.drain()
            return
        point = fault.point
        if point is Point.IN_REQUEST:
            await self._ask(request[: len(request) // 2], half=True)
        elif point is Point.WHILE_WORKING:
            self._send_later(request)
        elif point is Point.LATE:
            self._held.append(Held(request, fault.held, client))
        elif point is Point.KILL_BEFORE:
            self.kill(client)
        elif point is Point.KILL_WORKING:
            self._send_later(request)
            self.kill(client)
        elif point in (Point.AFTER_COMMIT, Point.IN_ANSWER, Point.KILL_AFTER):
            answer = await self._ask(request)
            if point is not Point.AFTER_COMMIT:
                writer.write(answer[: max(1, len(answer) // 2)])
                await writer.drain()
            if point is Point.KILL_AFTER:
                self.kill(client)
        writer.transport.abort()

    def _fault_for(self, request: bytes) -> Fault | None:
        method = method_of(request)
        for fault in self.faults:
            if fault.method == method:
                if fault.skip:
                    fault.skip -= 1
                    continue
                self.faults.remove(fault)
                self.fired.append(fault)
                return fault
        return None

    def _pass_held(self) -> None:
        for held in tuple(self._held):
            held.passes -= 1
            if held.passes < 0:
                self._held.remove(held)
                self._send_later(held.request)

    def _send_later(self, request: bytes) -> None:
        task = asyncio.ensure_future(self._ask(request))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _ask(self, request: bytes, *, half: bool = False) -> bytes:
        where = urlsplit(self.upstream)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        try:
            writer.write(request)
            await writer.drain()
            if half:
                writer.transport.abort()
                return b""
            async with asyncio.timeout(120):
                return await reader.read()
        finally:
            writer.close()


def method_of(request: bytes) -> str:
    """The last of the names that are methods: model and method come before the values, and a value may be called "read"."""
    if found := _PATH.match(request):
        return found.group(1).decode()
    found = _NAMED.search(request)
    return found.group(1).decode() if found else ""


def _client(request: bytes) -> int:
    """Which program: it says so in the path of nothing, so it is told by its own header (tests/faults/user.py)."""
    found = re.search(rb"(?i)^user-agent: .*#(\d+)\r$", request, re.M)
    return int(found.group(1)) if found else 0


async def _request(reader: asyncio.StreamReader) -> bytes:
    """One request, to be answered by a connection that closes."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"(?i)^content-length: (\d+)", head, re.M)
    body = await reader.readexactly(int(length.group(1))) if length else b""
    return re.sub(rb"(?im)^connection: [^\r]*", b"Connection: close", head) + body
