"""A user and his program, as a process that can be killed: draft, post, pay, and what was told to him, written down before he goes on.

Started with one line of JSON on its input (where to sign in; the secret never leaves that pipe), then one line for each job; one line each back.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from odoo_desk.accounting.outgoing import OPEN, Outgoing, Progress
from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import Draft, DraftLine, MoveType, State
from odoo_desk.errors import ConnectionProblem, DeskError, DoneUnseen, NotConnected, OutcomeUnknown
from odoo_desk.odoo import client as client_module
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.workspace import Workspace

TRIES = 40
TODAY = date.today()  # noqa: DTZ011


class User:
    """`told` is on the disk before the next step: whoever is killed knows afterwards what he was told."""

    def __init__(self, desk: Workspace, journal: Path) -> None:
        self._desk = desk
        self._journal = journal
        self._told: dict[str, dict[str, object]] = {}
        if journal.exists():
            for line in journal.read_text().splitlines():
                known = json.loads(line)
                self._told[known["step"]] = known

    def _tell(self, step: str, **what: object) -> None:
        self._told[step] = {"step": step, **what}
        with self._journal.open("a") as file:
            file.write(json.dumps(self._told[step]) + "\n")
            file.flush()
            os.fsync(file.fileno())

    async def do(self, job: dict[str, object]) -> dict[str, object]:
        ref, kind = str(job["ref"]), str(job["kind"])
        given = job.get("documents")
        documents: list[int] = [int(each) for each in given] if isinstance(given, list) else []
        if not documents:
            count = 2 if kind in ("two", "grouped") else 1
            partner = int(str(job["partner"]))
            documents = [await self._create(f"{ref}-create{number}", ref, partner) for number in range(count)]
        for document in documents:
            await self._post(document)
        paid = await self._pay(ref, kind, documents, int(str(job.get("write_off") or 0)))
        return {"documents": documents, "payments": paid}

    async def _create(self, step: str, ref: str, partner: int) -> int:
        known = self._told.get(step)
        if known and known.get("done"):
            return int(str(known["done"]))
        marker = str(known["marker"]) if known else uuid.uuid4().hex
        line = DraftLine(name="Work", price_unit=Decimal(100), tax_ids=())
        draft = Draft(
            MoveType.CUSTOMER_INVOICE,
            partner_id=partner,
            invoice_date=TODAY,
            ref=ref,
            lines=(line, DraftLine(name="More", price_unit=Decimal("50.10"), tax_ids=())),
        )

        async def once() -> int:
            self._tell(step, marker=marker)
            return (await self._desk.invoicing.create(draft, marker)).header.id

        done = await self._until(once, lambda: self._became(marker))
        self._tell(step, marker=marker, done=done)
        return done

    async def _post(self, document: int) -> None:
        async def once() -> int:
            found = await self._desk.invoicing.open(document)
            if found.header.state is State.DRAFT:
                await self._desk.invoicing.post(document)
            return document

        await self._until(once, self._nothing_known)

    async def _pay(self, ref: str, kind: str, documents: list[int], write_off: int) -> list[int]:
        payments: list[int] = []
        step = f"{ref}-pay"
        known = self._told.get(step)
        if known and known.get("done"):
            return [int(str(each)) for each in str(known["done"]).split()]
        marker = str(known["marker"]) if known else ""
        for _try in range(TRIES):
            entry = await self._became_entry(marker) if marker else None
            if entry is not None:
                payments = list(dict.fromkeys([*payments, *entry.payment_ids]))
                if entry.progress is Progress.DONE:
                    break
            try:
                due = await self._still_due(documents, kind)
                if not due:
                    break  # somebody else has paid
                if entry is None or entry.progress is not Progress.DONE:
                    marker = uuid.uuid4().hex
                    self._tell(step, marker=marker)
                order = await self._order(marker, kind, due, write_off)
                await self._desk.paying.register(order)
            except (ConnectionProblem, NotConnected, DeskError) as problem:
                self._tell(f"{step}-told", marker=marker, words=f"{type(problem).__name__}: {problem}")
        else:
            raise RuntimeError(f"{step} came to no end: {self._told.get(f'{step}-told')}")
        self._tell(step, marker=marker, done=" ".join(map(str, payments)))
        return payments

    async def _still_due(self, documents: list[int], kind: str) -> list[int]:
        found = [await self._desk.invoicing.open(each) for each in documents]
        wanted = Decimal(40) if kind == "part" else Decimal("150.10")
        return [
            each.header.id
            for each in found
            if each.header.amount_total - each.header.amount_residual < wanted and each.header.amount_residual
        ]

    async def _order(self, marker: str, kind: str, due: list[int], write_off: int) -> PaymentOrder:
        proposal = await self._desk.paying.propose(tuple(due))
        amount = {"part": Decimal(40), "written_off": Decimal("149.00")}.get(kind, proposal.amount)
        return PaymentOrder(
            marker,
            tuple(due),
            amount,
            TODAY,
            proposal.journal_id,
            proposal.method_id,
            group=kind == "grouped" and len(due) > 1,
            write_off_account_id=write_off if kind == "written_off" else None,
        )

    async def _until(self, once: Callable[[], Awaitable[int]], became: Callable[[], Awaitable[int]]) -> int:
        """As a user goes on: looks what became of it, and does it again where it was not done."""
        words = ""
        for _try in range(TRIES):
            try:
                return await became() or await once()
            except (OutcomeUnknown, DoneUnseen) as problem:
                words = f"not known: {problem}"
            except (ConnectionProblem, NotConnected) as problem:
                words = f"no connection: {problem}"
            except DeskError as problem:
                words = f"refused: {problem}"
        raise RuntimeError(f"came to no end: {words}")

    async def _nothing_known(self) -> int:
        await self._desk.sending.settle()
        return 0

    async def _became(self, marker: str) -> int:
        entry = await self._became_entry(marker)
        return entry.documents[0] if entry is not None and entry.progress is Progress.DONE else 0

    async def _became_entry(self, marker: str) -> Outgoing | None:
        """Not before it is settled: that is what the window does when the connection is back."""
        for _try in range(TRIES):
            entry = await self._desk.sending.find(marker)
            if entry is None or entry.progress not in OPEN:
                return entry
            await self._desk.sending.settle()
        raise RuntimeError(f"not settled: {entry}")


async def main() -> None:
    start = json.loads(sys.stdin.readline())
    client_module.__version__ = f"test #{start['number']}"  # the proxy knows by it whom to kill

    async def at_once(_seconds: float) -> None:
        await asyncio.sleep(0)

    profile = Profile("faults", start["url"], start["database"], start["login"], start["protocol"])
    for _try in range(TRIES):
        try:
            desk = await connect(profile, start["secret"])
            break
        except DeskError as problem:
            words = str(problem)
    else:
        raise RuntimeError(words)
    desk._link.client._pause = at_once
    loop = asyncio.get_running_loop()
    try:
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            job = json.loads(line)
            user = User(desk, Path(start["journal"]))
            try:
                answer = {"open": len(await desk.sending.settle())} if "look" in job else await user.do(job)
            except RuntimeError as problem:
                answer = {"failed": str(problem)}
            print(json.dumps(answer), flush=True)
    finally:
        await desk.close()


if __name__ == "__main__":
    asyncio.run(main())
