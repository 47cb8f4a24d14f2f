"""A recognisable key is signed in with over every protocol, everything goes wrong that can, and afterwards it is looked for everywhere."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest

WAYS = [
    (19, "json2"),
    (19, "jsonrpc"),
    (19, "xmlrpc"),
    (19, "rest"),
    (14, "jsonrpc"),
    (14, "xmlrpc"),
    (14, "rest"),
]
FAULTS = ("cut_before", "cut_after", "truncate", "garbage", "html")

# Runs in a process of its own, as the program does: its arguments, files, output and log are what is searched.
VICTIM = """
import asyncio, json, logging, os, sys, traceback
from dataclasses import replace

from odoo_desk import diagnostics, settings
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.errors import DeskError
from odoo_desk.settings import Profile
from odoo_desk.workspace import connecting
from odoo_desk.workspace.lines import Start

told = json.loads(sys.stdin.readline())
secret = told["secret"]
log = logging.getLogger("odoo_desk.victim")
diagnostics.start(settings.log_folder(), "window")
seen = []

def note(problem):
    seen.append(type(problem).__name__)
    log.error("it broke: %s", problem, exc_info=problem)
    print(str(problem), repr(problem), problem.__dict__, diagnostics.report(problem), flush=True)
    traceback.print_exception(problem)

def fault(kind, model, method):
    print(json.dumps({"fault": [kind, model, method]}), flush=True)
    sys.stdin.readline()

async def attempt(work):
    try:
        return await work
    except Exception as problem:
        note(problem)

async def main():
    profile = Profile("victim", told["url"], told["database"], "admin", told["protocol"])
    settings.save(settings.Settings((profile,)))
    for wrong in (replace(profile, login="nobody"), replace(profile, database="no_such_db"), replace(profile, url="http://127.0.0.1:9")):
        await attempt(connecting.connect(wrong, secret))
    await attempt(connecting.connect(profile, secret + "x"))
    workspace = await connecting.connect(profile, secret)
    link = workspace._link
    print(repr(link.client.access), repr(profile), repr(Start(profile, secret, "copy", 1)), repr(workspace.server), repr(workspace.user))
    partner = (await workspace.lookups.find_partners("", 1))[0]
    draft = Draft(MoveType.CUSTOMER_INVOICE, partner_id=partner.id, lines=(DraftLine(name="Work", price_unit=10, tax_ids=()),))
    draft = replace(draft, **{"invoice_date": told_day(), "accounting_date": told_day()})
    document = await workspace.invoicing.create(draft)
    for kind in told["faults"]:
        fault(kind, "account.move", "load")
        await attempt(workspace.invoicing.create(draft))
        fault(kind, "account.move", "copy")
        await attempt(workspace.invoicing.duplicate(document.header.id))
        fault(kind, "account.move", "search_read")
        await attempt(link.ledger.books.window(Query(Book.CUSTOMER_INVOICES), 0, 5))
    await attempt(link.ledger.documents.open(10**6))
    await attempt(workspace.invoicing.apply_credit(document.header.id, 10**6))
    await workspace.sync_once()
    call = link.client._wire.request
    from odoo_desk.odoo.wire.call import Call
    request = call(Call("res.partner", "read", (1,), {"fields": ["name"]}), link.client.access)
    print(repr(request), repr(link.client), repr(vars(link.client)), flush=True)
    await workspace.close()
    print(json.dumps({"seen": sorted(set(seen))}), flush=True)

def told_day():
    from datetime import date
    return date.today()

asyncio.run(main())
"""


def run(server, protocol, home):
    """What it printed, and which errors it met."""
    secret = server.users["admin"].api_key
    process = subprocess.Popen(
        [sys.executable, "-c", VICTIM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "ODOO_DESK_HOME": str(home)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    told = {
        "secret": secret,
        "url": server.url,
        "database": server.database,
        "protocol": protocol,
        "faults": FAULTS,
    }
    process.stdin.write(json.dumps(told) + "\n")
    process.stdin.flush()
    printed, seen = [], []
    for line in process.stdout:
        found = json.loads(line) if line.startswith('{"') else {}
        if "fault" in found:
            kind, model, method = found["fault"]
            server.fail_next(kind, model=model, method=method)
            process.stdin.write("\n")
            process.stdin.flush()
        elif "seen" in found:
            seen = found["seen"]
        else:
            printed.append(line)
    process.stdin.close()
    process.stdout.close()
    assert process.wait() == 0, "".join(printed[-30:])
    return "".join(printed), seen


def disguises(secret):
    """How it might be written down."""
    return {secret, quote(secret), base64.b64encode(secret.encode()).decode().rstrip("="), secret.encode().hex()}


@pytest.mark.parametrize(("version", "protocol"), WAYS)
def test_the_key_is_nowhere(demo_server, tmp_path, version, protocol):
    server = demo_server(version=version, invoices=40)
    printed, seen = run(server, protocol, tmp_path)
    assert {"SignInRefused", "OutcomeUnknown", "RecordGone"} <= set(seen)
    places = {
        "what was printed": printed.encode(),
        **{str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()},
    }
    assert {"config/settings.json", "data/logs/window.log", "data/drafts.sqlite", "data/outbox.sqlite"} <= places.keys()
    for secret in disguises(server.users["admin"].api_key):
        assert [name for name, content in places.items() if secret.encode() in content] == []
