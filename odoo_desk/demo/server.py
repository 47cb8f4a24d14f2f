"""The stand-in server: real HTTP on loopback, one thread for each request, in this process."""

from __future__ import annotations

import socketserver
import sys
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from odoo_desk.demo import protocol_json2, protocol_jsonrpc, protocol_rest, protocol_xmlrpc
from odoo_desk.demo.behind import Behind, LongTransaction
from odoo_desk.demo.clock import Clock
from odoo_desk.demo.exchange import Answer, Request, json_answer, page, query_of
from odoo_desk.demo.service import DATABASE, ConnectionCut, Conversation, PageInstead, Service
from odoo_desk.demo.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Account:
    login: str
    password: str = field(repr=False)
    api_key: str = field(repr=False)


class DemoServer:
    """Its own books from the start; `port` 0 takes a free one. Can be started once."""

    def __init__(
        self,
        *,
        version: int = 19,
        port: int = 0,
        invoices: int = 300,
        enterprise: bool = False,
        today: date | None = None,
    ) -> None:
        day = today or date.today()  # noqa: DTZ011  the day where this program runs, as its user sees it
        self._service = Service(version, invoices, enterprise, day)
        self._behind = Behind(self._service)
        self._http = _Listener(self._service, port)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="demo server", daemon=True)
        self.version = version
        self.database = DATABASE
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def users(self) -> Mapping[str, Account]:
        people = (user for user in self._service.books.users if user.password)
        return {user.login: Account(user.login, user.password, user.api_key) for user in people}

    @property
    def calls(self) -> list[tuple[str, str, tuple[int, ...]]]:
        """(model, method, ids) of what was executed and committed."""
        return self._service.calls

    def fail_next(self, kind: str, *, model: str | None = None, method: str | None = None) -> None:
        """One fault for the next fitting call: cut_before (closed, not executed), cut_after (executed, closed without an answer),
        truncate and garbage (executed, the answer damaged), html (a proxy's 502, not executed), delay (held until release)."""
        self._service.fail_next(kind, model=model, method=method)

    @property
    def is_holding(self) -> bool:
        """A `delay` has its call."""
        return self._service.held > 0

    def release(self) -> None:
        self._service.release()

    # --- while nobody looks -------------------------------------------------------------------------------------------

    @property
    def clock(self) -> Clock:
        return self._service.books.clock

    def do(
        self,
        model: str,
        method: str,
        *arguments: object,
        login: str = "admin",
        context: Mapping[str, object] | None = None,
    ) -> object:
        """Somebody else does this, by no network. What a method returns that returns records is a list of ids."""
        return self._behind.do(model, method, arguments, login, context)

    def begin(self) -> LongTransaction:
        """A transaction begins now; its `do` is the rest of it, some time later."""
        return self._behind.begin()

    def remove(self, model: str, ids: Iterable[int]) -> None:
        """Deletes, whatever Odoo would say to that; nothing is left that tells of it."""
        self._behind.remove(model, ids)

    def hide(self, model: str, ids: Iterable[int], login: str) -> None:
        """A record rule keeps these from that user from now on."""
        self._behind.hide(model, ids, login)

    def snapshot(self) -> Snapshot:
        return self._behind.snapshot()

    def restore(self, snapshot: Snapshot) -> None:
        """The database is what it was then: its records, their ids and moments of writing, users and their keys."""
        self._behind.restore(snapshot)

    def revoke(self, login: str) -> None:
        """Password and key are good no longer; `users` has the new ones."""
        self._behind.revoke(login)

    def start(self) -> Self:
        self._thread.start()
        return self

    def stop(self) -> None:
        self._service.close()
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, service: Service, port: int) -> None:
        self.service = service
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        """Without the look-up of this machine's name that http.server does: it can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up when they like; everything else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    timeout = 60

    def handle_one(self) -> None:
        service = self.server.service
        flavour = service.books.flavour
        self.protocol_version = "HTTP/1.1" if flavour.http_1_1 else "HTTP/1.0"
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, parts.path, query_of(parts.query), headers, body)
        conversation = Conversation()
        self.close_connection = True
        try:
            answer = respond(service, request, conversation)
        except ConnectionCut:
            return
        except PageInstead:
            answer = page(502, "Bad Gateway", "The proxy got no answer from the server.")
        self._send(answer, conversation.damage)

    do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815  names that http.server calls

    def _send(self, answer: Answer, damage: str) -> None:
        """In one piece. Damaged: half of the body under its full length, or none of it recognisable."""
        body = b"\x00\x1f\xfe not what was asked for \xff" if damage == "garbage" else answer.body
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if damage == "truncate" else body)

    def version_string(self) -> str:
        return "Werkzeug/3.0.6 Python/3.12.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's own name for it
        """Quiet: a test's output is the test's."""


def respond(service: Service, request: Request, conversation: Conversation) -> Answer:
    path, flavour = request.path.rstrip("/"), service.books.flavour
    if path == "/json/2" or path.startswith("/json/2/"):
        return protocol_json2.answer(service, request, conversation)
    if path == "/jsonrpc":
        return protocol_jsonrpc.answer(service, request, conversation)
    if path.startswith("/xmlrpc/2/"):
        return protocol_xmlrpc.answer(service, request, conversation)
    if path.startswith("/api/"):
        return protocol_rest.answer(service, request, conversation)
    if path in ("/web/version", "/json/version") and flavour.has_web_version:
        return json_answer({"version_info": [service.version, 0, 0, "final", 0, ""], "version": f"{service.version}.0"})
    if path == "/json/version" and flavour.json2_redirects_to_login:
        return page(303, "See Other", "", {"Location": "/web/login"})
    if path == "/web/webclient/version_info":
        return protocol_jsonrpc.version_info(service, request)
    if path == "/web/database/list":
        return protocol_jsonrpc.database_list(service, request)
    if path == "/web/health" and flavour.has_health:
        return json_answer({"status": "pass"})
    if path == "/web/login":
        if (
            flavour.login_redirects
            and "db" in request.query
            and protocol_jsonrpc.SESSION not in request.headers.get("cookie", "")
        ):
            cookie = {"Set-Cookie": f"session_id={protocol_jsonrpc.SESSION}; HttpOnly; Path=/"}
            return page(302, "Redirecting...", "", {**cookie, "Location": f"/web/login?db={request.query['db']}"})
        chosen = {"Set-Cookie": f"session_id={protocol_jsonrpc.SESSION}; HttpOnly; Path=/"}
        return page(200, "Odoo", "Log in", chosen if request.query.get("db", DATABASE) == DATABASE else {})
    return page(404, "Not Found", "The requested URL was not found on the server.")
