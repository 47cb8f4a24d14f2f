"""One session with a server: find the version, pick the protocol, sign in, call, ask again what is safe to ask again. The only httpx import."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import re
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar
from urllib.parse import quote

import httpx
import truststore

from odoo_desk import __version__
from odoo_desk.errors import (
    AddressUnusable,
    AnswerDamaged,
    AnswerTooLarge,
    CertificateRefused,
    ConnectionProblem,
    DeskError,
    NotAllowed,
    NotAvailable,
    NotOdoo,
    NotSent,
    OutcomeUnknown,
    SignInRefused,
)
from odoo_desk.odoo import deeds, guard
from odoo_desk.odoo.address import Address, parts_of
from odoo_desk.odoo.dialect import Dialect, Version, dialect_for, parse_version
from odoo_desk.odoo.guard import Kind
from odoo_desk.odoo.wire.call import Access, Call, Request, Response, Value, Wire
from odoo_desk.odoo.wire.json2 import Json2
from odoo_desk.odoo.wire.jsonrpc import JsonRpc
from odoo_desk.odoo.wire.rest import Rest
from odoo_desk.odoo.wire.xmlrpc import XmlRpc

WIRES: Mapping[str, Wire] = {wire.name: wire for wire in (Json2(), JsonRpc(), XmlRpc(), Rest())}
LARGEST_ANSWER = 32 * 1024 * 1024  # bytes; the largest page we ask for is some 3 MB
AT_ONCE = 4
READ_ATTEMPTS = 3
TIMEOUTS = {
    Kind.READ: httpx.Timeout(60, connect=10, pool=None),
    Kind.REPEATABLE: httpx.Timeout(120, connect=10, pool=None),
    Kind.ONE_TIME: httpx.Timeout(180, connect=10, pool=None),  # posting a large entry takes minutes
}
# Seconds that an answer may take as a whole: one that comes drop by drop never meets the limits above.
PATIENCE = {Kind.READ: 300.0, Kind.REPEATABLE: 600.0, Kind.ONE_TIME: 900.0}
# What a small answer unpacks to is bounded for these two, and only when it is packed once.
_PACKINGS = ("", "identity", "gzip", "deflate")
_SESSION = re.compile(r"(?:^|[,;]\s*)session_id=([\w.-]{1,200})(?![^\s,;])", re.ASCII)
T = TypeVar("T")
_JSON = {"Content-Type": "application/json"}


class Client:
    """Reached, then signed in. With `read_only` nothing leaves but what is known to change nothing.
    `transport`, `pause` and `patience` are for tests: what carries the bytes, how to wait between attempts, how long for one answer."""

    def __init__(
        self,
        address: Address,
        *,
        context: ssl.SSLContext | None = None,
        read_only: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
        patience: Mapping[Kind, float] = PATIENCE,
    ) -> None:
        self.address = address
        self.read_only = read_only
        self.version = Version(0, 0, "")
        self.access = Access("", "", "")
        self.wrote: Callable[[str, tuple[int, ...], DeskError | None], Awaitable[None]] | None = None
        """Hears of every write after it: in a word, to which documents, and why it was not done or is not known to be."""
        self.requests = 0
        self.received = 0  # bytes, of answers
        self._wire: Wire = WIRES["jsonrpc"]
        self._session_cookie = ""
        self._pause = pause
        self._patience = patience
        self._places = asyncio.Semaphore(AT_ONCE)
        self._http = httpx.AsyncClient(
            base_url=address.url + "/",
            verify=context or False,
            transport=transport,
            timeout=TIMEOUTS[Kind.READ],
            follow_redirects=False,
            trust_env=not address.is_loopback,
            headers={"User-Agent": f"OdooDesk/{__version__}", "Accept-Encoding": "gzip, deflate"},
            # A cookie of an earlier answer would make JSON-2 compare users (api-facts 1.3): none is ever kept by itself.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            limits=httpx.Limits(max_connections=AT_ONCE, keepalive_expiry=30),
        )

    @property
    def protocol(self) -> str:
        return self._wire.name

    @property
    def dialect(self) -> Dialect:
        return dialect_for(self.version)

    @property
    def is_unencrypted(self) -> bool:
        return not self.address.is_https and not self.address.is_loopback

    @property
    def is_signed_in(self) -> bool:
        return self.access.uid > 0

    async def close(self) -> None:
        await self._http.aclose()

    async def again(self) -> Client:
        """A second client, signed in the same way."""
        client = await reach(self.address, read_only=self.read_only)
        client.version = self.version
        try:
            await client.sign_in(self.access.database, self.access.login, self.access.secret, self.protocol)
        except BaseException:
            await client.close()
            raise
        return client

    # --- before signing in --------------------------------------------------------------------------------------------

    async def find_version(self) -> Version:
        """Odoo 19 and later answer GET /web/version, all versions the web client's own question (api-facts 1.1)."""
        answer = await self._read(Request("GET", "web/version"))
        if answer.status in (301, 302, 307, 308):
            raise self._moved(answer)
        found = _version_in(answer)
        if found is None:
            body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": {}}).encode()
            answer = await self._read(Request("POST", "web/webclient/version_info", _JSON, body))
            if answer.status in (301, 302, 307, 308):
                raise self._moved(answer)
            found = _version_in(answer)
        if found is None:
            raise NotOdoo(
                f"Something answers at {self.address.url}, but it is not Odoo.",
                advice="Check the address: it is the one you open Odoo with in the browser.",
                details=f"HTTP {answer.status}: {answer.body[:300]!r}",
            )
        self.version = found
        return found

    async def databases(self) -> tuple[str, ...]:
        """Empty where the server keeps its list to itself."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": {}}).encode()
        answer = await self._read(Request("POST", "web/database/list", _JSON, body))
        try:
            names = json.loads(answer.body).get("result")
        except (ValueError, AttributeError, RecursionError):
            return ()
        return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()

    async def sign_in(self, database: str, login: str, secret: str, protocol: str = "auto") -> int:
        """The user's id. With "auto" the version's own protocol is tried first; a password that JSON-2 does not take goes to JSON-RPC."""
        if not self.version.major:
            await self.find_version()
        if not secret:
            raise SignInRefused(
                "No API key or password was given.", advice="Type the key, or the password if you have none."
            )
        wanted = self.dialect.protocols if protocol == "auto" else (protocol,)
        access = Access(database, login, secret)
        first: SignInRefused | NotAvailable | None = None
        for name in wanted[:2]:
            try:
                return await self._sign_in(WIRES[name], access)
            except (SignInRefused, NotAvailable) as problem:
                if name == "jsonrpc" and first is None and protocol == "auto" and isinstance(problem, SignInRefused):
                    raise  # the same question over XML-RPC would only use up the server's patience (14: ten failures)
                first = first or problem
        assert first is not None
        raise first

    async def _sign_in(self, wire: Wire, access: Access) -> int:
        self._session_cookie = ""
        needs_session = wire.name == "rest" and self.version.major < 19
        if access.database and (needs_session or (wire.name == "jsonrpc" and self.dialect.session_for_errors)):
            self._session_cookie = await self._session_for(access.database)
        request = wire.sign_in_request(access)
        uid = wire.sign_in_answer(access, await self._read(request))
        self._wire = wire
        self.access = Access(access.database, access.login, access.secret, uid)
        return uid

    async def _session_for(self, database: str) -> str:
        """A session that only names the database; nobody is signed in by it."""
        answer = await self._read(Request("GET", f"web/login?db={quote(database, safe='')}"))
        found = _SESSION.search(answer.headers.get("set-cookie", ""))
        return f"session_id={found[1]}" if found else ""

    def _moved(self, answer: Response) -> ConnectionProblem:
        target = parts_of(answer.headers.get("location", ""))
        there = f"{target.scheme}://{target.netloc}" if target.netloc else answer.headers.get("location", "")
        if target.path.startswith("/web/login") or not target.netloc:
            return NotOdoo(
                "The server answers with a page for people, not with its programming interface.",
                advice="Check the address; behind a sign-in page of your company the program cannot reach Odoo.",
                details=f"redirect to {answer.headers.get('location', '')}",
            )
        return AddressUnusable(
            f"The server has moved to {there}.", advice=f"Use {there} as the address if you trust it."
        )

    # --- calls --------------------------------------------------------------------------------------------------------

    async def call(self, call: Call) -> Value:
        """Only what `guard` lists leaves. Reads are asked again when nothing or nothing usable came; writes never after they were sent."""
        kind = guard.kind_of(call)
        if self.read_only and kind is not Kind.READ:
            raise NotAllowed(
                "This connection is for looking only, so nothing was changed.",
                advice="Sign in without “Only look” to change something.",
            )
        if guard.needs_drafts(call):
            await self._check_drafts(call)
        if kind is Kind.READ:
            return await self._again(lambda: self._ask(call, kind))
        what = deeds.word_for(call)
        try:
            answer = await self._write(call, kind)
        except DeskError as problem:
            if what and self.wrote is not None:
                await self.wrote(what, deeds.documents_of(call), problem)
            raise
        if what and self.wrote is not None:
            await self.wrote(what, deeds.documents_of(call), None)
        return answer

    async def _write(self, call: Call, kind: Kind) -> Value:
        try:
            if kind is Kind.REPEATABLE:
                return await self._again(lambda: self._ask(call, kind))
            return await self._ask(call, kind)
        except (AnswerDamaged, AnswerTooLarge, NotOdoo) as problem:
            raise OutcomeUnknown(
                "The server's answer could not be read, so it is not known whether it did what was asked.",
                advice="Refresh and look before you try again.",
                details=f"{problem}\n{problem.details}",
            ) from problem

    async def _ask(self, call: Call, kind: Kind) -> Value:
        async with self._places:
            return self._wire.answer(call, await self._send(self._wire.request(call, self.access), kind))

    async def _check_drafts(self, call: Call) -> None:
        asked = Call(call.model, "read", call.ids, {"fields": ["state", *guard.LINE_FIELDS]}, context=call.context)
        rows = await self.call(asked)
        states: dict[int, str] = {}
        lines: dict[int, frozenset[int]] = {}
        for row in rows if isinstance(rows, list) else []:
            if isinstance(row, dict) and isinstance(row.get("id"), int):
                document = row["id"]
                assert isinstance(document, int)
                states[document] = str(row.get("state"))
                own = [row.get(name) for name in guard.LINE_FIELDS]
                lines[document] = frozenset(
                    each for ids in own if isinstance(ids, list) for each in ids if isinstance(each, int)
                )
        guard.check_drafts(call, states, lines)

    async def _read(self, request: Request) -> Response:
        async def once() -> Response:
            async with self._places:
                return await self._send(request, Kind.READ)

        return await self._again(once)

    async def _again(self, ask: Callable[[], Awaitable[T]]) -> T:
        unknown: OutcomeUnknown | None = None
        for attempt in range(1, READ_ATTEMPTS + 1):
            try:
                return await ask()
            except (NotSent, OutcomeUnknown, AnswerDamaged) as problem:
                unknown = problem if isinstance(problem, OutcomeUnknown) else unknown
                if attempt == READ_ATTEMPTS:
                    raise unknown or problem from problem  # an earlier attempt may have been carried out
            await self._pause(0.2 * 3**attempt * random.uniform(0.7, 1.3))  # noqa: S311  spread, not secrecy
        raise AssertionError

    async def _send(self, request: Request, kind: Kind) -> Response:
        headers = dict(request.headers)
        if self._session_cookie:
            headers["Cookie"] = self._session_cookie
        message = self._http.build_request(
            request.verb, request.path, headers=headers, content=request.body or None, timeout=TIMEOUTS[kind]
        )
        if self._http.is_closed:
            raise NotSent("The connection was closed.")
        self.requests += 1
        try:
            answer, body = await self._whole_answer(message, kind)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as problem:
            raise await self._not_sent(problem) from problem
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as problem:
            raise AddressUnusable(
                f"{self.address.url} cannot be asked.", advice="Check the address.", details=str(problem)
            ) from problem
        except httpx.DecodingError as problem:
            raise AnswerDamaged(
                "The server's answer is damaged.", advice="Try again.", details=str(problem)
            ) from problem
        except httpx.TransportError as problem:
            raise OutcomeUnknown(
                "The connection was lost before the server's answer was complete."
                if not isinstance(problem, httpx.TimeoutException)
                else "The server did not answer in time.",
                advice=""
                if kind is Kind.READ
                else "It may have done what was asked. Refresh and look before you try again.",
                details=f"{type(problem).__name__}: {problem}",
            ) from problem
        return Response(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, body)

    async def _whole_answer(self, message: httpx.Request, kind: Kind) -> tuple[httpx.Response, bytes]:
        try:
            async with asyncio.timeout(self._patience[kind]):
                answer = await self._http.send(message, stream=True)
                try:
                    body = await _body_of(answer)
                finally:
                    await answer.aclose()
        except TimeoutError as problem:
            raise httpx.ReadTimeout("the answer did not come to its end") from problem
        self.received += len(body)
        return answer, body

    async def _not_sent(self, problem: httpx.TransportError) -> ConnectionProblem:
        host, details = self.address.host, f"{type(problem).__name__}: {problem}"
        cause: BaseException | None = problem
        while cause is not None:
            if isinstance(cause, ssl.SSLError):
                return CertificateRefused(
                    f"{host} could not prove that it is {host}: its certificate is not one this computer trusts.",
                    advice="Ask your administrator; a company certificate authority or this one certificate can be trusted by hand.",
                    details=details,
                    fingerprint=await fingerprint_of(self.address),
                )
            cause = cause.__cause__ or cause.__context__
        if isinstance(problem, httpx.ConnectTimeout):
            return NotSent(f"{host} does not answer.", advice="Check the address and your network.", details=details)
        if isinstance(problem, httpx.ProxyError):
            return NotSent(
                "The proxy refused to connect.", advice="Check this computer's proxy settings.", details=details
            )
        if any(
            sign in str(problem) for sign in ("Name or service", "getaddrinfo", "nodename", "No address", "resolution")
        ):
            return NotSent(
                f"There is no server called {host}.",
                advice="Check the address for typing errors, and your network.",
                details=details,
            )
        return NotSent(
            f"{host} refuses the connection on port {self.address.port}.",
            advice="Check the address and the port, and that the server is running.",
            details=details,
        )


async def reach(address: Address, *, read_only: bool = False) -> Client:
    """A client that trusts what this computer trusts, the company's own authority, or exactly one certificate.
    CertificateRefused when the certificate by hand is not the one the server shows."""
    context = await _trust(address) if address.is_https else None
    return Client(address, context=context, read_only=read_only)


async def fingerprint_of(address: Address) -> str:
    """SHA-256 of the certificate the server shows, "" when it shows none. Nothing is sent to it."""
    certificate = await _certificate_of(address)
    return hashlib.sha256(certificate).hexdigest() if certificate else ""


async def _certificate_of(address: Address) -> bytes:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        async with asyncio.timeout(10):
            _reader, writer = await asyncio.open_connection(address.host, address.port, ssl=context)
    except (OSError, TimeoutError):
        return b""
    shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return shown or b""


async def _trust(address: Address) -> ssl.SSLContext:
    if not address.fingerprint:
        return await asyncio.to_thread(_system_trust, address.ca_file)
    certificate = await _certificate_of(address)
    shown = hashlib.sha256(certificate).hexdigest() if certificate else ""
    if not shown:
        raise NotSent(f"{address.host} does not answer.", advice="Check the address and your network.")
    if shown != address.fingerprint.replace(":", "").lower():
        raise CertificateRefused(
            f"{address.host} shows another certificate than the one you trusted.",
            advice="It may have been renewed, or somebody may be in between. Ask your administrator before you trust the new one.",
            fingerprint=shown,
        )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False  # this one certificate is trusted, whatever name it bears
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_verify_locations(cadata=ssl.DER_cert_to_PEM_cert(certificate))
    return context


def _system_trust(ca_file: str) -> ssl.SSLContext:
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca_file:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as problem:
            raise AddressUnusable(
                f"The certificate authority in {ca_file} cannot be read.",
                advice="It must be a PEM file.",
                details=str(problem),
            ) from problem
    return context


async def _body_of(answer: httpx.Response) -> bytes:
    packing = answer.headers.get("content-encoding", "").strip().lower()
    if packing not in _PACKINGS:
        raise AnswerDamaged("The server's answer is packed in a way that was not asked for.", details=packing)
    body = bytearray()
    pieces = answer.aiter_bytes()
    assert isinstance(pieces, AsyncGenerator)
    async with aclosing(pieces):
        async for piece in pieces:
            if len(body) + len(piece) > LARGEST_ANSWER:
                raise AnswerTooLarge(
                    f"The server's answer is larger than {LARGEST_ANSWER // 2**20} MB and was not read.",
                    advice="Ask for less at once.",
                )
            body += piece
    return bytes(body)


def _version_in(answer: Response) -> Version | None:
    if answer.status != 200:
        return None
    try:
        found = json.loads(answer.body)
        found = found.get("result", found)
        info = found.get("server_version_info") or found.get("version_info") or ()
        return parse_version(info, str(found.get("server_version") or found.get("version") or ""))
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        return None
