"""Writes samples/ anew: asks real Odoo 14 and 19 what `cases.py` lists, and keeps the answers without secrets and without places.

.venv/bin/python -m tests.odoo.wire.record           brings both servers up (tests/real_odoo.py)
"""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
from urllib.parse import urlsplit

from odoo_desk.odoo.wire.call import Access, Call, Request, Response
from odoo_desk.odoo.wire.jsonrpc import JsonRpc
from tests.odoo.wire.cases import PROTOCOLS, SAMPLES, WIRES, Case, Made, sample_path, samples
from tests.real_odoo import LiveServer, LiveServers, script

KEPT = ("content-type", "location", "www-authenticate")
RPC = JsonRpc()


class Recorder:
    def __init__(self, server: LiveServer, other: str) -> None:
        self.server = server
        self.other = other
        self.uids = {
            login: RPC.sign_in_answer(access, self.send(RPC.sign_in_request(access)))
            for login in server.users
            for access in (Access(server.database, login, server.users[login].api_key),)
        }
        self.cookies = {name: self.cookie(name) for name in (server.database, other)}

    def send(self, request: Request, cookie: str = "") -> Response:
        place = urlsplit(self.server.url)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=120)
        headers = {**request.headers, **({"Cookie": cookie} if cookie else {})}
        connection.request(request.verb, f"/{request.path}", request.body or None, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)

    def cookie(self, database: str) -> str:
        answer = self.send(Request("GET", f"web/login?db={database}"))
        return answer.headers["set-cookie"].split(";")[0]

    def call(self, call: Call, user: str = "admin") -> object:
        access = Access(self.server.database, user, self.server.users[user].api_key, self.uids[user])
        return RPC.answer(call, self.send(RPC.request(call, access), self.cookies[self.server.database]))

    def made(self) -> Made:
        partner = self.call(Call("res.partner", "create", None, {"vals": {"name": "Sample"}}))
        account = self.call(
            Call("account.account", "search", None, {"domain": [["code", "like", "400000"]]}, {"limit": 1})
        )
        journal = self.call(Call("account.journal", "search", None, {"domain": [["type", "=", "sale"]]}, {"limit": 1}))
        assert isinstance(partner, int)
        assert isinstance(account, list)
        assert isinstance(journal, list)
        head = {
            "move_type": "out_invoice",
            "partner_id": partner,
            "invoice_date": "2026-01-15",
            "journal_id": journal[0],
        }
        line = {"name": "Work", "quantity": 1, "price_unit": 100, "account_id": account[0], "tax_ids": [[6, 0, []]]}
        drafts = [
            self.call(Call("account.move", "create", None, {"vals": values}))
            for values in ({**head, "invoice_line_ids": [[0, 0, line]]}, head)
        ]
        assert all(isinstance(each, int) for each in drafts)
        return Made(partner, *drafts)  # type: ignore[arg-type]

    def answer(self, case: Case, protocol: str, made: Made) -> Response:
        database = self.server.database if case.database is None else case.database
        database = self.other if database == "other" else database
        secret = self.server.users[case.user].api_key if case.secret is None else case.secret
        access = Access(database, case.user, secret, self.uids[case.user] if case.uid is None else case.uid)
        wire = WIRES[protocol]
        request = wire.sign_in_request(access) if case.call is None else wire.request(case.call(made), access)
        if case.raw is not None:
            authorized = {"Authorization": f"Bearer {secret}", "X-Odoo-Database": database}
            request = Request(
                case.raw.verb,
                case.raw.path,
                {**case.raw.headers, **(authorized if protocol == "json2" else {})},
                case.raw.body,
            )
        session = self.server.version == 14 and protocol in ("jsonrpc", "rest") and not case.without_session
        return self.send(request, self.cookies.get(database, "") if session else "")

    def clean(self, text: bytes) -> bytes:
        hidden = {account.api_key: "KEY" for account in self.server.users.values()}
        hidden |= {self.server.url: "http://odoo.example"}
        for secret, instead in hidden.items():
            text = text.replace(secret.encode(), instead.encode())
        return re.sub(rb"(?:/[\w.+-]+)+/(lib/python3|\.s\.PGSQL)", rb"/usr/\1", text)

    def record(self, case: Case, protocol: str, made: Made) -> None:
        answer = self.answer(case, protocol, made)
        path = sample_path(case, self.server.version, protocol)
        path.parent.mkdir(parents=True, exist_ok=True)
        head = [str(answer.status), *(f"{name}: {answer.headers[name]}" for name in KEPT if name in answer.headers)]
        path.write_bytes(self.clean("\n".join(head).encode() + b"\n\n" + answer.body))
        print(f"{answer.status} {self.server.version} {protocol:8} {case.name:26} {answer.body[:90]!r}")


def without_module(version: int) -> str:
    """A database on the same server in which our REST module is not installed."""
    command = [sys.executable, str(script()), "up", str(version), "--db", "plain"]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["db"]


def main() -> None:
    shutil.rmtree(SAMPLES, ignore_errors=True)
    servers = LiveServers()
    for version in sorted(PROTOCOLS):
        server = servers(version)
        recorder = Recorder(server, without_module(version))
        for protocol in WIRES:
            made = recorder.made()  # each protocol posts and archives its own
            for case, its_version, its_protocol in samples():
                if (its_version, its_protocol) == (version, protocol):
                    recorder.record(case, protocol, made)


if __name__ == "__main__":
    sys.exit(main())
