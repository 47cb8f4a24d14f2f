"""Speaks with an Odoo in the plainest way, with none of the program's own code: what is sent and what comes back, as it is."""

from __future__ import annotations

import http.client
import json
import xmlrpc.client
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit


@dataclass(frozen=True)
class Refused(Exception):
    """`name` is the class of the error as the server told it."""

    name: str
    message: str

    def __str__(self) -> str:
        return f"{self.name}: {self.message}"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def send(url: str, verb: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Reply:
    """`body`: bytes as they are, anything else as JSON."""
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        kind = {"Content-Type": "application/json"} if data is not None else {}  # 14 takes a GET with one for a call
        connection.request(verb, path, data, {**kind, **(headers or {})})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in reversed(answer.getheaders())}  # the first of several cookies
        return Reply(answer.status, told, answer.read())
    finally:
        connection.close()


class Odoo:
    """One user of a server over JSON-RPC, with the cookie that 14 wants."""

    def __init__(self, server: Any, login: str = "admin") -> None:
        self.server, self.version, account = server, server.version, server.users[login]
        self._secret = account.password
        self._cookie = ""
        for _ in range(2):  # 14 gives a cookie with a redirect to the same page, and binds it to the database there
            page = send(server.url, "GET", f"/web/login?db={server.database}", None, {"Cookie": self._cookie})
            self._cookie = self._cookie or page.headers.get("set-cookie", "").split(";")[0]
        self.uid = self.ask("common", "authenticate", server.database, login, self._secret, {})["result"]

    def ask(self, service: str, method: str, *args: object) -> Any:
        """The whole answer."""
        params = {"service": service, "method": method, "args": args}
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        return send(self.server.url, "POST", "/jsonrpc", body, {"Cookie": self._cookie}).json

    def __call__(self, model: str, method: str, *args: object, **options: object) -> Any:
        answer = self.raw(model, method, *args, **options)
        if "error" in answer:
            raise Refused(answer["error"]["data"]["name"], answer["error"]["data"]["message"])
        return answer.get("result")

    def raw(self, model: str, method: str, *args: object, **options: object) -> Any:
        return self.ask(
            "object", "execute_kw", self.server.database, self.uid, self._secret, model, method, args, options
        )

    def one(self, model: str, record_id: int, *fields: str) -> dict[str, Any]:
        found: dict[str, Any] = self(model, "read", [record_id], list(fields))[0]
        return found


class Xml:
    """One user over XML-RPC."""

    def __init__(self, server: Any, login: str = "admin") -> None:
        self.server, account = server, server.users[login]
        self._secret = account.api_key
        common = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/common")
        self.uid = common.authenticate(server.database, login, self._secret, {})
        self._object = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/object")

    def __call__(self, model: str, method: str, *args: object, **options: object) -> Any:
        with self._object:
            return self._object.execute_kw(
                self.server.database, self.uid, self._secret, model, method, list(args), options
            )


def json2(server: Any, model: str, method: str, login: str = "admin", **options: object) -> Reply:
    key = {"Authorization": f"Bearer {server.users[login].api_key}", "X-Odoo-Database": server.database}
    return send(server.url, "POST", f"/json/2/{model}/{method}", options, key)


def rest(server: Any, verb: str, path: str, body: object = None, login: str = "admin", **query: object) -> Reply:
    key = {"Authorization": f"Bearer {server.users[login].api_key}", "X-Odoo-Database": server.database}
    asked = urlencode(
        {name: value if isinstance(value, str | int) else json.dumps(value) for name, value in query.items()}
    )
    return send(server.url, verb, f"/api/{path}" + (f"?{asked}" if asked else ""), body, key)
