"""A shorter run of `make faults`: whatever is cut, delayed or killed, the books hold exactly what was asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests import real_odoo
from tests.faults.proxy import Point, method_of

RUNS = len(Point)  # every point once at least
MINUTES = 8


def attacked(server: str, protocol: str, *more: str) -> dict[str, int]:
    """The last line of a run, which has to have ended well."""
    command = [sys.executable, "-m", "tests.faults", "--runs", str(RUNS), "--server", server, "--protocol", protocol]
    environment = {**real_odoo.ENVIRONMENT, **{name: value for name, value in os.environ.items() if "LIVE" in name}}
    done = subprocess.run(
        [*command, *more],
        cwd=real_odoo.REPO,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60 * MINUTES,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:] + done.stdout[-4000:]
    told: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    assert all(point in done.stdout for point in Point)
    return told


@pytest.mark.parametrize("protocol", ["json2", "xmlrpc"])
def test_the_books_hold_what_was_asked_for(protocol):
    told = attacked("demo", protocol)
    assert (told["completed"], told["faults_fired"] >= RUNS) == (RUNS, True)


def test_two_programs_on_the_same_invoices():
    """Each posts it and pays it; it is posted once and paid once."""
    command = ("--programs", "2")
    told = attacked("demo", "json2", *command)
    assert told["completed"] == RUNS


@pytest.mark.live
@pytest.mark.parametrize(("server", "protocol"), [("14", "xmlrpc"), ("19", "json2")], ids=["odoo14", "odoo19"])
def test_on_a_real_server(server, protocol, live_server):
    live_server(int(server))
    assert attacked(server, protocol)["completed"] == RUNS


@pytest.mark.parametrize(
    ("request_", "method"),
    [
        (b"POST /json/2/account.move/action_post HTTP/1.1\r\n\r\n{}", "action_post"),
        (b'POST /jsonrpc HTTP/1.1\r\n\r\n{"args": ["shop", 2, "key", "account.move", "write", [[7]]]}', "write"),
        (b"POST /xmlrpc/2/object HTTP/1.1\r\n\r\n<value><string>load</string></value>", "load"),
        (b"GET /web/version HTTP/1.1\r\n\r\n", ""),
    ],
)
def test_the_proxy_knows_what_is_called(request_, method):
    assert method_of(request_) == method
