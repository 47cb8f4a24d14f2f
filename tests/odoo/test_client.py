"""One session over a carrier that we hold in the hand: what leaves, what is asked again, what never is."""

from __future__ import annotations

import asyncio
import json
import ssl

import httpx
import pytest

from odoo_desk.errors import (
    AddressUnusable,
    AnswerTooLarge,
    NotAllowed,
    NotOdoo,
    NotSent,
    OutcomeUnknown,
    ServerFault,
    SignInRefused,
)
from odoo_desk.odoo import client as client_module
from odoo_desk.odoo import guard
from odoo_desk.odoo.address import Address
from odoo_desk.odoo.client import Client
from odoo_desk.odoo.guard import Kind
from odoo_desk.odoo.wire.call import Call

SECRET = "recognisable-secret"
READ = Call("res.partner", "search_read", None, {"domain": []}, {"fields": ["name"]})
POST = Call("account.move", "action_post", (7,))


class Server:
    """Answers like Odoo 19 over JSON-2; `script` holds what to do with the next calls instead."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.script: list[object] = []
        self.moves: dict[int, dict[str, object]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        path = request.url.path
        if path == "/web/version":
            return httpx.Response(200, json={"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"})
        if path.endswith("/context_get"):
            if request.headers.get("authorization") != f"Bearer {SECRET}":
                body = {
                    "name": "werkzeug.exceptions.Unauthorized",
                    "message": "Invalid apikey",
                    "arguments": [],
                    "context": {},
                    "debug": "",
                }
                return httpx.Response(401, json=body)
            return httpx.Response(200, json={"lang": "en_US", "tz": "UTC", "uid": 2})
        if self.script:
            step = self.script.pop(0)
            if isinstance(step, Exception):
                raise step
            assert isinstance(step, httpx.Response)
            return step
        if path.endswith("account.move/read"):
            return httpx.Response(200, json=[{"id": key, **value} for key, value in self.moves.items()])
        return httpx.Response(200, json=[{"id": 1, "name": "Azure"}], headers={"Set-Cookie": "session_id=abc; Path=/"})

    @property
    def calls(self) -> list[str]:
        return [request.url.path for request in self.requests if request.url.path.startswith("/json/2/account")]


@pytest.fixture
def server():
    return Server()


@pytest.fixture
async def client(server):
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    made = Client(Address("http://127.0.0.1:1"), transport=httpx.MockTransport(server), pause=pause)
    made.waits = waits  # type: ignore[attr-defined]
    yield made
    await made.close()


@pytest.fixture
async def signed_in(client):
    await client.sign_in("shop", "admin", SECRET)
    return client


async def test_the_version_decides_the_protocol(client, server):
    assert await client.sign_in("shop", "admin", SECRET) == 2
    assert (client.protocol, client.version.major) == ("json2", 19)
    assert server.requests[-1].headers["x-odoo-database"] == "shop"


async def test_a_read_is_asked_again_with_growing_pauses(signed_in, server):
    server.script = [httpx.ConnectError("refused"), httpx.ReadError("reset")]
    assert await signed_in.call(READ) == [{"id": 1, "name": "Azure"}]
    assert len(signed_in.waits) == 2
    assert signed_in.waits[0] < signed_in.waits[1]


async def test_a_read_is_not_asked_for_ever(signed_in, server):
    server.script = [httpx.ConnectError("refused")] * 9
    with pytest.raises(NotSent):
        await signed_in.call(READ)
    assert len(server.script) == 6


@pytest.mark.parametrize(
    "lost",
    [httpx.ReadTimeout("slow"), httpx.ReadError("reset"), httpx.RemoteProtocolError("cut"), httpx.WriteError("pipe")],
)
async def test_a_write_whose_answer_is_lost_is_never_sent_again(signed_in, server, lost):
    server.script = [lost]
    with pytest.raises(OutcomeUnknown) as unknown:
        await signed_in.call(POST)
    assert "look before you try again" in unknown.value.advice
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "answer", [httpx.Response(200, text='{"cut'), httpx.Response(502, html="<html>Bad gateway</html>")]
)
async def test_a_write_with_an_unreadable_answer_is_not_known_either(signed_in, server, answer):
    server.script = [answer]
    with pytest.raises(OutcomeUnknown):
        await signed_in.call(POST)
    assert len(server.calls) == 1


async def test_a_write_that_was_not_sent_says_so(signed_in, server):
    server.script = [httpx.ConnectError("refused")]
    with pytest.raises(NotSent):
        await signed_in.call(POST)
    assert len(server.calls) == 1


async def test_a_repeatable_write_is_repeated(signed_in, server):
    server.script = [httpx.ReadError("reset")]
    await signed_in.call(Call("account.move", "write", (7,), {"vals": {"ref": "A"}}))
    assert len(server.calls) == 2


async def test_no_write_of_a_posted_document_leaves(signed_in, server):
    server.moves = {7: {"state": "posted", "invoice_line_ids": [5], "line_ids": [5, 6]}}
    for values in ({"partner_id": 3}, {"invoice_line_ids": [[1, 5, {"price_unit": 9}]]}, {"date": "2026-11-01"}):
        with pytest.raises(NotAllowed):
            await signed_in.call(Call("account.move", "write", (7,), {"vals": values}))
    for model in ("account.move.line", "account.payment"):
        with pytest.raises(NotAllowed):
            await signed_in.call(Call(model, "write", (5,), {"vals": {"name": "x"}}))
    assert set(server.calls) == {"/json/2/account.move/read"}
    server.moves[7]["state"] = "draft"
    await signed_in.call(Call("account.move", "write", (7,), {"vals": {"partner_id": 3}}))
    assert server.calls[-1] == "/json/2/account.move/write"


LOOKS = [
    Call("account.move", "search_read", None, {"domain": []}, {"fields": ["name"]}),
    Call("account.move", "onchange", (), {"values": {}, "field_names": [], "fields_spec": {}}),
]


async def test_who_only_looks_sends_nothing_that_could_change_anything(client, server):
    client.read_only = True
    await client.sign_in("shop", "admin", SECRET)
    for model, method in guard.WRITES:
        with pytest.raises(NotAllowed):
            await client.call(Call(model, method, (7,), {"vals": {"ref": "A"}}))
    assert server.calls == []
    for call in LOOKS:
        await client.call(call)
    assert len(server.calls) == len(LOOKS)


async def test_a_second_client_of_who_only_looks_does_too(client, monkeypatch):
    reached = []

    async def reach(address, *, read_only=False):
        reached.append(read_only)
        raise NotSent("no")

    monkeypatch.setattr(client_module, "reach", reach)
    client.read_only = True
    with pytest.raises(NotSent):
        await client.again()
    assert reached == [True]


async def test_an_answer_too_large_to_hold_is_not_read(signed_in, server, monkeypatch):
    monkeypatch.setattr(client_module, "LARGEST_ANSWER", 1000)
    server.script = [httpx.Response(200, text="[" + " " * 2000 + "]")]
    with pytest.raises(AnswerTooLarge):
        await signed_in.call(READ)


async def test_no_cookie_is_ever_kept(signed_in, server):
    await signed_in.call(READ)
    await signed_in.call(READ)
    assert "cookie" not in server.requests[-1].headers


async def test_the_secret_shows_in_no_repr_and_no_error(signed_in, server):
    server.script = [
        httpx.Response(
            500,
            json={"name": "builtins.ValueError", "message": "boom", "arguments": [], "context": {}, "debug": "trace"},
        )
    ]
    with pytest.raises(ServerFault) as fault:
        await signed_in.call(READ)
    for text in (
        repr(signed_in),
        repr(signed_in.access),
        repr(signed_in.access.database),
        str(fault.value),
        repr(fault.value),
        fault.value.details,
    ):
        assert SECRET not in text


async def test_a_wrong_key_is_tried_as_a_password_once_and_refused(client, server):
    server.script = [httpx.Response(200, json={"jsonrpc": "2.0", "id": 1, "result": False})]
    with pytest.raises(SignInRefused):
        await client.sign_in("shop", "admin", "wrong")
    assert [request.url.path for request in server.requests] == [
        "/web/version",
        "/json/2/res.users/context_get",
        "/jsonrpc",
    ]


async def test_at_most_a_few_requests_at_once():
    running = most = 0

    async def handle(request: httpx.Request) -> httpx.Response:
        nonlocal running, most
        if request.url.path == "/web/version":
            return httpx.Response(200, json={"version_info": [19, 0], "version": "19.0"})
        if request.url.path.endswith("context_get"):
            return httpx.Response(200, json={"uid": 2})
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        running -= 1
        return httpx.Response(200, json=[])

    client = Client(Address("http://127.0.0.1:1"), transport=httpx.MockTransport(handle))
    await client.sign_in("shop", "admin", SECRET)
    await asyncio.gather(*(client.call(READ) for _ in range(30)))
    assert 1 < most <= client_module.AT_ONCE
    await client.close()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(200, html="<html>Welcome to nginx</html>"), NotOdoo),
        (httpx.Response(404, text="nothing"), NotOdoo),
        (httpx.Response(301, headers={"Location": "https://books.example.com/web/version"}), AddressUnusable),
        (httpx.Response(303, headers={"Location": "/web/login"}), NotOdoo),
        (httpx.Response(302, headers={"Location": "https://sso.example.com/web/login?next=x"}), NotOdoo),
    ],
)
async def test_what_is_not_odoo_is_said(answer, error):
    client = Client(Address("http://127.0.0.1:1"), transport=httpx.MockTransport(lambda _: answer))
    with pytest.raises(error) as problem:
        await client.find_version()
    assert problem.value.advice
    await client.close()


async def test_older_versions_are_found_through_the_web_client():
    def handle(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/web/version":
            return httpx.Response(404, html="<html>")
        assert json.loads(request.content)["method"] == "call"
        told = {"server_version": "14.0-20231205", "server_version_info": [14, 0, 0, "final", 0, ""]}
        return httpx.Response(200, json={"jsonrpc": "2.0", "id": None, "result": told})

    client = Client(Address("http://127.0.0.1:1"), transport=httpx.MockTransport(handle))
    assert (await client.find_version()).major == 14
    await client.close()


def test_writes_have_more_time_than_reads():
    assert client_module.TIMEOUTS[Kind.ONE_TIME].read > client_module.TIMEOUTS[Kind.READ].read


def test_plain_http_is_known_as_unencrypted_except_on_this_computer():
    assert Client(Address("http://books.example.com")).is_unencrypted
    assert not Client(Address("http://127.0.0.1:8069")).is_unencrypted
    assert not Client(Address("https://books.example.com"), context=ssl.create_default_context()).is_unencrypted
