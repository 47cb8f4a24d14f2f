"""A server that means us harm: it takes any request and answers as badly as it is told to. Bytes on a socket, no HTTP library that would refuse."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
BLOCK = b" " * 65536


class Hostile:
    def __init__(self) -> None:
        self.url = ""
        self.requests: list[bytes] = []
        self.answer: Answer = nothing

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            self.requests.append(head + await reader.readexactly(int(length[1]) if length else 0))
            await self.answer(reader, writer)
        writer.close()


@asynccontextmanager
async def hostile_server() -> AsyncIterator[Hostile]:
    hostile = Hostile()
    server = await asyncio.start_server(hostile.serve, "127.0.0.1", 0)
    hostile.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield hostile
    server.close()
    await server.wait_closed()


def said(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> Answer:
    """A whole answer; `length` is what it says of itself."""
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers, "", "")

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write("\r\n".join(lines).encode("latin-1") + body)
        await writer.drain()

    return answer


def poured(head: bytes, piece: bytes) -> Answer:
    """Without an end, as fast as it is taken."""

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)

    return answer


async def nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Holds the line until the other side gives up."""
    await reader.read()


OK = b"HTTP/1.1 200 OK\r\n"
_CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
_ZEROS = gzip.compress(bytes(100 * 2**20))
_RPC = '{"jsonrpc":"2.0","id":1,"result":%s}'

# What never comes to an end by itself; what it costs is bounded by size or by time.
ENDLESS: Mapping[str, Answer] = {
    "body": poured(OK + b"\r\n", BLOCK),
    "chunks": poured(_CHUNKED, b"10000\r\n" + BLOCK + b"\r\n"),
    "length of an exabyte": poured(OK + b"Content-Length: 1152921504606846976\r\n\r\n", BLOCK),
    "headers": poured(OK, b"X-Filler: " + BLOCK[:1000] + b"\r\n"),
    "one header": poured(OK + b"X-Filler: ", BLOCK),
    "status line": poured(b"HTTP/1.1 200 ", BLOCK),
    "gzip bomb": said(_ZEROS, "Content-Encoding: gzip"),
    "deflate bomb": said(_ZEROS, "Content-Encoding: deflate"),
    "bomb in a bomb": said(gzip.compress(_ZEROS), "Content-Encoding: gzip, gzip"),
    "packing of its own": said(b"xx", "Content-Encoding: br"),
}
# Never still for long enough that waiting for the next byte would end it.
SLOW: Mapping[str, Answer] = {
    "silence": nothing,
    "body by the byte": poured(OK + b"Content-Length: 99999999\r\n\r\n", b" "),
    "chunks by the byte": poured(_CHUNKED, b"1\r\n \r\n"),
    "a moment, please": poured(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}
BROKEN: Mapping[str, Answer] = {
    "not HTTP": said(b"", status="\x00\xff"),
    "nothing but a head": said(b"", length=50),
    "more than it says": said(b'[{"id": 1, "name": "Azure"}]', length=9),
    "less than it says": said(b"[]", length=9),
    "two lengths": said(b"[]", "Content-Length: 7"),
    "negative length": said(b"[]", length=-2),
    "half of a gzip": said(_ZEROS[:100], "Content-Encoding: gzip"),
    "no gzip": said(b"[]", "Content-Encoding: gzip"),
    "status 999": said(b"[]", status="999 Evil"),
    "to an address that is none": said(b"", "Location: http://[", status="302 Found"),
    "to a page of its own": said(b"", "Location: http://evil.example/web/login", status="302 Found"),
    "to a file": said(b"", "Location: file:///etc/passwd", status="302 Found"),
}


def bodies(protocol: str) -> Mapping[str, bytes]:
    """What cannot be read, in the format of a protocol."""
    return _XML if protocol == "xmlrpc" else {name: _in_json(text, protocol) for name, text in _JSON.items()}


def _in_json(text: str, protocol: str) -> bytes:
    return (_RPC % text if protocol == "jsonrpc" else text).encode()


def _in_xml(text: str, before: str = "") -> bytes:
    whole = f"<methodResponse><params><param><value>{text}</value></param></params></methodResponse>"
    return f"<?xml version='1.0'?>{before}{whole}".encode()


_JSON = {
    "100,000 deep": "[" * 100_000 + "]" * 100_000,
    "objects 100,000 deep": '{"a":' * 100_000 + "1" + "}" * 100_000,
    "never closed": "[" * 1_000_000,
    "a million digits": "9" * 1_000_000,
    "a million decimals": "0." + "1" * 1_000_000,
    "an exponent": "1e999999999",
    "a small exponent": "1e-999999999",
    "not a number": "NaN",
    "infinite": "[-Infinity]",
    "nothing": "",
    "control characters": '"\x00\x1b"',
}
_LOL = "<!DOCTYPE lolz [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)
_XML = {
    "100,000 deep": _in_xml("<array><data><value>" * 100_000 + "</value></data></array>" * 100_000),
    "elements 100,000 deep": b"<methodResponse>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</methodResponse>",
    "never closed": b"<methodResponse>" * 100_000,
    "a million digits": _in_xml(f"<int>{'9' * 1_000_000}</int>"),
    "a million decimals": _in_xml(f"<double>0.{'1' * 1_000_000}</double>"),
    "an exponent": _in_xml("<double>1e999999999</double>"),
    "a small exponent": _in_xml("<double>1e-999999999</double>"),
    "not a number": _in_xml("<double>sNaN</double>"),
    "infinite": _in_xml("<double>-Infinity</double>"),
    "nothing": b"",
    "entity bomb": _in_xml("<string>&j;</string>", _LOL + "]>"),
    "entity that grows": _in_xml(f"<string>{'&a;' * 1000}</string>", f"<!DOCTYPE x [<!ENTITY a '{'a' * 100_000}'>]>"),
    "entity from a file": _in_xml("<string>&a;</string>", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"),
    "DTD from elsewhere": _in_xml("<string>x</string>", "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"),
    "an entity of nobody's": _in_xml("<string>&a;</string>"),
    "UTF-16": _in_xml("<string>x</string>").decode().encode("utf-16"),
}

# Read, and harmless: strange texts, names that come twice.
STRANGE = {
    "lone surrogates": r'"\ud800 \udc00 \ud800\ud800"',
    "zero bytes": r'"a\u0000b"',
    "names twice": '{"id": 1, "id": 2}',
    "right to left": json.dumps("\u202egnp.exe"),
}
