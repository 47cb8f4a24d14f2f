"""The floor of a fill: the program's own calls for all documents of the user's company, in a loop that throws the answers away unread.

python -m benchmarks.bare json2|jsonrpc|xmlrpc IN_FLIGHT
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
import xmlrpc.client
from collections.abc import Iterator

import httpx

from odoo_desk.accounting.listing import Book
from odoo_desk.odoo.ledger.pages import PAGE
from odoo_desk.odoo.ledger.reading import HEADER_FIELDS

URL, DATABASE, LOGIN = os.environ["BENCH_URL"], os.environ["BENCH_DB"], os.environ["BENCH_LOGIN"]
SECRET = os.environ["ODOO_DESK_SECRET"]
TAKES_LOAD = int(os.environ["BENCH_VERSION"]) >= 16  # search_read does; before, read does
SCREEN = 80
CONTEXT = {"active_test": False}


class Server:
    """One method for each protocol: the request that the program would send."""

    def __init__(self, protocol: str, http: httpx.AsyncClient) -> None:
        self._protocol = protocol
        self._http = http
        self._user = 0

    async def sign_in(self) -> int:
        """The user's company."""
        if self._protocol != "json2":
            self._user = _value(
                self._protocol, await self._post(*self._rpc("common", "authenticate", DATABASE, LOGIN, SECRET, {}))
            )
        else:
            self._user = json.loads(await self.call("res.users", "context_get", None, {}, {}))["uid"]
        user = _value(
            self._protocol, await self.call("res.users", "read", [self._user], {"fields": ["company_id"]}, {})
        )
        return user[0]["company_id"][0]

    async def call(self, model: str, method: str, ids: list[int] | None, arguments: dict, options: dict) -> bytes:
        options = {**options, "context": CONTEXT}
        if self._protocol == "json2":
            body = {**arguments, **options} if ids is None else {**arguments, **options, "ids": ids}
            headers = {
                "Authorization": f"Bearer {SECRET}",
                "X-Odoo-Database": DATABASE,
                "Content-Type": "application/json",
            }
            return await self._post(f"/json/2/{model}/{method}", json.dumps(body).encode(), headers)
        positional = [*([] if ids is None else [ids]), *arguments.values()]
        return await self._post(
            *self._rpc("object", "execute_kw", DATABASE, self._user, SECRET, model, method, positional, options)
        )

    def _rpc(self, service: str, method: str, *arguments: object) -> tuple[str, bytes, dict[str, str]]:
        if self._protocol == "xmlrpc":
            return f"/xmlrpc/2/{service}", xmlrpc.client.dumps(arguments, method).encode(), {"Content-Type": "text/xml"}
        params = {"service": service, "method": method, "args": arguments}
        body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
        return "/jsonrpc", json.dumps(body).encode(), {"Content-Type": "application/json"}

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        answer = await self._http.post(path, content=body, headers=headers)
        answer.raise_for_status()
        return answer.content


def _value(protocol: str, body: bytes):
    if protocol == "xmlrpc":
        return xmlrpc.client.loads(body)[0][0]
    found = json.loads(body)
    return found if protocol == "json2" else found["result"]


async def fetch(protocol: str, in_flight: int) -> dict[str, float]:
    async with httpx.AsyncClient(base_url=URL, timeout=120) as http:
        server = Server(protocol, http)
        company = await server.sign_in()
        rows = size = requests = 0

        async def pages(runs: Iterator[tuple[list, list[int]]]) -> None:
            nonlocal rows, size, requests
            for domain, run in runs:
                body = await _page(server, domain, run)
                requests, size, rows = requests + 1, size + len(body), rows + body.count(b"write_date")

        began = time.perf_counter()
        for book in Book:
            if not book.move_types:
                continue
            domain = [["company_id", "=", company], ["move_type", "in", [each.value for each in book.move_types]]]
            found = await server.call("account.move", "search", None, {"domain": domain}, {"order": "id desc"})
            requests, size = requests + 1, size + len(found)
            ids = _value(protocol, found)
            runs = iter([(domain, ids[start : start + PAGE]) for start in range(0, len(ids), PAGE)])
            await asyncio.gather(*(pages(runs) for _ in range(in_flight)))
        return {"rows": rows, "seconds": time.perf_counter() - began, "requests": requests, "bytes": size}


async def _page(server: Server, domain: list, run: list[int]) -> bytes:
    fields = ["id", *HEADER_FIELDS]
    if not TAKES_LOAD:
        return await server.call("account.move", "read", run, {"fields": fields}, {"load": ""})
    run_of_ids = [*domain, ["id", "<=", run[0]], ["id", ">=", run[-1]]]
    return await server.call(
        "account.move", "search_read", None, {"domain": run_of_ids}, {"fields": fields, "order": "id desc", "load": ""}
    )


async def screen() -> dict[str, list[float]]:
    """Seconds that the server takes for the rows of the first screen, with the names that it shows, over a connection that is open."""
    async with httpx.AsyncClient(base_url=URL, timeout=120) as http:
        server = Server("json2", http)
        company = await server.sign_in()
        domain = [["company_id", "=", company], ["move_type", "in", ["out_invoice"]]]
        options = {"fields": list(HEADER_FIELDS), "limit": SCREEN, "offset": 0, "order": "invoice_date desc, id desc"}
        found = []
        for _turn in range(5):
            began = time.perf_counter()
            body = await server.call("account.move", "search_read", None, {"domain": domain}, options)
            found.append(time.perf_counter() - began)
            assert len(json.loads(body)) == SCREEN
        return {"seconds": found}


if __name__ == "__main__":
    if sys.argv[1] == "screen":
        print(json.dumps(asyncio.run(screen())))
        sys.exit()
    print(json.dumps(asyncio.run(fetch(sys.argv[1], int(sys.argv[2])))))
