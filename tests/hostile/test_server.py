"""A server that means us harm, over every protocol: what it does ends in an error that we know, soon, and without filling the memory."""

from __future__ import annotations

import asyncio
import json
import time
import tracemalloc
from contextlib import suppress

import pytest

from odoo_desk.errors import AddressUnusable, AnswerDamaged, DeskError, NotOdoo, OutcomeUnknown, SignInRefused
from odoo_desk.odoo import client as client_module
from odoo_desk.odoo.address import Address
from odoo_desk.odoo.client import LARGEST_ANSWER, WIRES, Client
from odoo_desk.odoo.guard import Kind
from odoo_desk.odoo.wire.call import Access, Call
from tests.hostile.server import BROKEN, ENDLESS, SLOW, STRANGE, bodies, hostile_server, said

READ = Call("account.move", "search_read", None, {"domain": []}, {"fields": ["name"]})
POST = Call("account.move", "action_post", (7,))
REFUSALS = {"to a page of its own"}  # 18 sends whoever asks for an unknown path to its sign-in page
SOON = 20  # seconds, on a slow machine
A_MOMENT = dict.fromkeys(Kind, 0.2)


@pytest.fixture
async def hostile():
    async with hostile_server() as hostile:
        yield hostile


@pytest.fixture
async def make_client(hostile):
    """Signed in, as far as it knows."""
    made: list[Client] = []

    async def no_pause(_seconds: float) -> None:
        pass

    def make(protocol: str = "json2", **options: object) -> Client:
        client = Client(Address(hostile.url), pause=no_pause, **options)
        client._wire, client.access = WIRES[protocol], Access("shop", "admin", "very-secret", 2)
        made.append(client)
        return client

    yield make
    for each in made:
        await each.close()
    # Until the server has seen that nobody listens any more, and what was half read is closed.
    while left := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(left)


async def known_error(work) -> DeskError:
    began = time.monotonic()
    with pytest.raises(DeskError) as caught:
        await work
    assert time.monotonic() - began < SOON
    assert len(caught.value.details) < 30_000
    return caught.value


@pytest.mark.parametrize("attack", [*ENDLESS, *BROKEN])
@pytest.mark.parametrize("protocol", WIRES)
async def test_a_broken_answer_is_an_error_that_we_know(hostile, make_client, protocol, attack):
    hostile.answer = {**ENDLESS, **BROKEN}[attack]
    await known_error(make_client(protocol).call(READ))


@pytest.mark.parametrize("attack", sorted({*ENDLESS, *BROKEN} - REFUSALS))
async def test_a_write_that_is_answered_so_is_not_known_and_not_repeated(hostile, make_client, attack):
    hostile.answer = {**ENDLESS, **BROKEN}[attack]
    problem = await known_error(make_client("jsonrpc").call(POST))
    assert isinstance(problem, OutcomeUnknown), problem
    assert len(hostile.requests) == 1


@pytest.mark.parametrize("attack", SLOW)
@pytest.mark.parametrize("protocol", WIRES)
async def test_an_answer_that_does_not_come_to_its_end_is_given_up(hostile, make_client, protocol, attack):
    hostile.answer = SLOW[attack]
    problem = await known_error(make_client(protocol, patience=A_MOMENT).call(READ))
    assert isinstance(problem, OutcomeUnknown)
    assert "in time" in problem.message


def test_an_answer_may_take_longer_than_its_next_byte():
    for kind in Kind:
        assert client_module.PATIENCE[kind] > client_module.TIMEOUTS[kind].read


@pytest.mark.parametrize(("protocol", "attack"), [(name, attack) for name in WIRES for attack in bodies(name)])
async def test_what_cannot_be_read_is_an_error_that_we_know(hostile, make_client, protocol, attack):
    hostile.answer = said(bodies(protocol)[attack], "Content-Type: application/json")
    assert isinstance(await known_error(make_client(protocol).call(READ)), AnswerDamaged)


@pytest.mark.parametrize("attack", STRANGE)
@pytest.mark.parametrize("protocol", ["json2", "jsonrpc", "rest"])
async def test_what_is_only_strange_is_read(hostile, make_client, protocol, attack):
    text = STRANGE[attack]
    hostile.answer = said((f'{{"jsonrpc":"2.0","result":{text}}}' if protocol == "jsonrpc" else text).encode())
    found = await make_client(protocol).call(READ)
    json.dumps(found, ensure_ascii=False).encode()  # no half characters


@pytest.mark.parametrize("attack", ["body", "length of an exabyte", "gzip bomb", "bomb in a bomb", "headers"])
async def test_the_memory_stays_bounded(hostile, make_client, attack):
    """Some times the largest answer: what came, what it unpacks to, and both in pieces."""
    hostile.answer = ENDLESS[attack]
    client = make_client()
    tracemalloc.start()
    try:
        await known_error(client.call(READ))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5 * LARGEST_ANSWER


@pytest.mark.parametrize("attack", [*ENDLESS, *BROKEN])
async def test_before_signing_in_too(hostile, make_client, attack):
    hostile.answer = {**ENDLESS, **BROKEN}[attack]
    client = make_client()
    assert isinstance(await known_error(client.find_version()), DeskError)
    with suppress(DeskError):
        assert await client.databases() == ()
    await known_error(client.sign_in("shop", "admin", "very-secret"))


VERSIONS = [
    b'{"version_info": {"0": 19}, "version": "19"}',
    b'{"version_info": [[[19]]], "version": []}',
    b'{"version_info": 19, "version": "19"}',
    b'{"version_info": ["' + b"9" * 10_000 + b'"]}',
    b'{"version": "19.' + b"0" * 10_000 + b'"}',
    b'{"version": "19.0' + b"x" * 10_000_000 + b'"}',
    b'{"version_info": [19, "\xc2\xb2"], "version": "nineteen"}',
    b'{"result": ["server_version_info"]}',
    b"[" * 100_000,
    b"null",
]


@pytest.mark.parametrize("body", VERSIONS, ids=lambda body: body[:30].decode(errors="replace"))
async def test_a_version_that_is_none_is_not_odoo_or_bounded(hostile, make_client, body):
    hostile.answer = said(body, "Content-Type: application/json")
    client = make_client()
    try:
        version = await client.find_version()
    except NotOdoo:
        return
    assert version.major < 10_000
    assert len(version.text) <= 100


@pytest.mark.parametrize(
    "cookie", ["session_id=\xfc", 'session_id="\\012X-Evil: 1"', "session_id=a b", "=;=,;session_id"]
)
async def test_a_cookie_of_theirs_changes_no_header_of_ours(hostile, make_client, cookie):
    hostile.answer = said(b"{}", f"Set-Cookie: {cookie}")
    client = make_client("jsonrpc")
    client._session_cookie = await client._session_for("shop")
    hostile.answer = said(b'{"jsonrpc": "2.0", "result": []}')
    assert await client.call(READ) == []
    assert b"evil" not in hostile.requests[-1].lower()


async def test_a_sign_in_page_elsewhere_is_not_followed(hostile, make_client):
    hostile.answer = said(b"", "Location: https://evil.example/steal", status="301 Moved")
    client = make_client()
    assert isinstance(await known_error(client.find_version()), AddressUnusable)
    assert len(hostile.requests) == 1


@pytest.mark.parametrize("secret", ["pässword", "line\nbreak", "\u202e"])
async def test_a_secret_that_is_no_key_is_refused_as_a_key_and_not_a_bug(hostile, make_client, secret):
    client = make_client()
    client.access = Access("shop", "admin", secret, 2)
    assert isinstance(await known_error(client.call(READ)), SignInRefused)
    assert hostile.requests == []


async def test_what_a_server_says_of_itself_is_legible_and_short(hostile, make_client):
    told = {
        "name": "odoo.exceptions.UserError",
        "message": "\u202eDear \x1b[31m user" + "!" * 10**6,
        "debug": "d" * 10**6,
    }
    hostile.answer = said(json.dumps(told).encode(), "Content-Type: application/json", status="422 No")
    problem = await known_error(make_client().call(READ))
    assert not set("\u202e\x1b") & set(str(problem))
    assert len(str(problem)) < 3000
