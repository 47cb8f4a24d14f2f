"""The fence of payments, with the row of the invoice locked in PostgreSQL while the wizard runs: python -m tests.faults.fence --server 14|19

The wizard's request waits for the lock, and its client has gone; or it reaches the server only after everything was settled. PostgreSQL is
reached through psql and its usual environment (PGHOST, PGPORT, PGUSER), the server through ODOO_DESK_LIVE_14 or _19.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from odoo_desk.accounting.outgoing import Progress
from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.errors import ConnectionProblem, DeskError
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.workspace import Workspace
from tests.faults.proxy import Fault, Point, Proxy
from tests.real_odoo import LiveServer, LiveServers

TODAY = date.today()  # noqa: DTZ011
HELD = 4  # seconds
# What is ordered: amount, documents, grouped, written off.
ORDERS = {
    "single": ("100", 1, False, False),
    "partial": ("40", 1, False, False),
    "written off": ("90", 1, False, True),
    "grouped": ("200", 2, True, False),
    "ungrouped": ("200", 2, False, False),
}
POINTS = (Point.WHILE_WORKING, Point.LATE)


@asynccontextmanager
async def locked(database: str, document: int) -> AsyncIterator[None]:
    """The row is held by another transaction for some seconds."""
    sql = f"begin; select id from account_move where id = {document:d} for update; select pg_sleep({HELD}); rollback;"  # noqa: S608  a number
    process = await asyncio.create_subprocess_exec(
        "psql", "-qAtX", "-d", database, "-c", sql, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    await asyncio.sleep(0.5)  # psql tells nothing before it ends
    yield
    _out, problem = await process.communicate()
    if process.returncode:
        raise RuntimeError(problem.decode())


async def one(server: LiveServer, proxy: Proxy, desk: Workspace, name: str, point: Point) -> tuple[str, str, str]:
    amount, count, grouped, written_off = ORDERS[name]
    partner = next(each for each in await desk.lookups.find_partners("", 50) if each.is_company)
    line = DraftLine(name="Work", price_unit=Decimal(100), tax_ids=())
    ids = []
    for _ in range(count):
        draft = Draft(MoveType.CUSTOMER_INVOICE, partner_id=partner.id, invoice_date=TODAY, lines=(line,))
        ids.append((await desk.invoicing.post((await desk.invoicing.create(draft)).header.id)).document.header.id)
    proposal = await desk.paying.propose(tuple(ids))
    account = next(each for each in await desk.lookups.find_accounts("6", 50) if each.code.startswith("6"))
    order = PaymentOrder(uuid4().hex, tuple(ids), Decimal(amount), TODAY, proposal.journal_id, proposal.method_id)
    order = replace(order, group=grouped, write_off_account_id=account.id if written_off else None)
    proxy.arm([Fault(point, "action_create_payments", held=5)])
    async with locked(server.database, ids[0]):
        try:
            await desk.paying.register(order)
            told = "done"
        except ConnectionProblem:
            told = "not confirmed"
        except DeskError as problem:
            told = f"not done ({problem.message})"
    await proxy.settle()
    await desk.sending.settle()
    entry = await desk.sending.find(order.marker)
    assert entry is not None
    documents = [(await desk.invoicing.open(each)) for each in ids]
    paid = {each.payment_id for document in documents for each in document.payments}
    residual = sum(document.header.amount_residual for document in documents)
    is_true = (entry.progress is Progress.DONE) == (len(paid) == len(entry.wizards)) and paid == set(entry.payment_ids)
    return told, f"{len(paid)} payments, {residual} due", "true" if is_true else "WRONG"


async def main(version: int) -> bool:
    server = LiveServers()(version)
    proxy = Proxy(server.url)
    await proxy.start()
    profile = Profile("fence", f"http://127.0.0.1:{proxy.port}", server.database, "billing", "jsonrpc")
    desk = await connect(profile, server.users["billing"].api_key)
    good = True
    try:
        for point in POINTS:
            for name in ORDERS:
                told, books, verdict = await one(server, proxy, desk, name, point)
                good = good and verdict == "true"
                print(
                    f"Odoo {version}  {point:<46} {name:<12} told: {told:<60} books: {books:<24} {verdict}", flush=True
                )
    finally:
        await desk.close()
        await proxy.stop()
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.faults.fence")
    parser.add_argument("--server", type=int, choices=(14, 19), default=19)
    with tempfile.TemporaryDirectory() as home:
        os.environ["ODOO_DESK_HOME"] = str(Path(home))
        sys.exit(0 if asyncio.run(main(parser.parse_args().server)) else 1)
