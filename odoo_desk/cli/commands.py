"""What the commands do, all but the window: options in, lines or JSON out, over the same coroutines as the window."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import sys
import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from odoo_desk import diagnostics, settings
from odoo_desk.accounting.listing import Query
from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import PaymentState, State
from odoo_desk.cli import connection, documents
from odoo_desk.cli.options import BOOKS
from odoo_desk.errors import InvalidInput, NotAllowed
from odoo_desk.plain import legible
from odoo_desk.workspace import keeping
from odoo_desk.workspace.connecting import diagnose
from odoo_desk.workspace.drafting import draft_of
from odoo_desk.workspace.reader import Progress

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace


def doctor(options: argparse.Namespace) -> int:
    async def run() -> int:
        steps = []
        async with connection.connection(options) as (profile, secret):
            async for step in diagnose(profile, secret):
                steps.append(step)
                if not options.json:
                    mark = "ok " if step.ok else "NO "
                    say(f"{mark} {step.name:<11} {step.text}{' ' + step.advice if step.advice else ''}")
        ok = bool(steps) and steps[-1].ok
        if options.json:
            told = [{"name": each.name, "ok": each.ok, "text": each.text, "advice": each.advice} for each in steps]
            say_json({"ok": ok, "steps": told})
        elif not ok:
            complain(f"the connection does not work: {steps[-1].text} {steps[-1].advice}".strip())
        return 0 if ok else 1

    return asyncio.run(run())


def listing(options: argparse.Namespace) -> int:
    async def run() -> int:
        query = Query(
            BOOKS[options.book],
            text=options.search,
            states=frozenset(options.state),
            payment_states=frozenset(PaymentState(each) for each in options.payment_state),
            date_from=options.date_from,
            date_to=options.date_to,
            overdue=options.overdue,
            to_check=options.to_check,
            today=date.today(),  # noqa: DTZ011  the user's day
            partner_id=options.partner,
            order=options.order.removeprefix("-"),
            descending=options.order.startswith("-") or not options.order,
        )
        opening = connection.copied if options.offline else connection.opened
        async with opening(options) as workspace:
            if not options.offline:
                await workspace.catch_up()
            rows = [
                documents.row_json(row) for row in await workspace.listing.window(query, options.offset, options.limit)
            ]
            summary = await workspace.listing.summary(query)
        if options.json:
            say_json({"count": summary.count, "rows": rows})
        else:
            for row in rows:
                say("  ".join(_cell(value) for value in row.values() if value not in (None, "", [])))
            say(f"{len(rows)} of {summary.count}")
        return 0

    return asyncio.run(run())


def sync(options: argparse.Namespace) -> int:
    # A page makes a hundred thousand objects and no circles of them: looking for circles as often as usual would take a tenth of the time.
    gc.set_threshold(200_000, 20, 50)
    if options.serve:
        diagnostics.start(settings.log_folder(), "sync")
        return asyncio.run(keeping.serve())

    def progress(told: Progress) -> None:
        if sys.stderr.isatty():
            print(f"\r{told.done:,} of {told.total:,}", end="", file=sys.stderr, flush=True)

    async def run() -> int:
        async with connection.opened(options) as workspace:
            done = await workspace.sync_once(full=options.full, documents=options.documents, progress=progress)
        found: documents.Json = {
            "rows": done.rows,
            "requests": done.requests,
            "bytes": done.received,
            "lists_seconds": done.lists_seconds,
            "seconds": done.seconds,
            "changed": done.changed,
            "stages": [
                {"kind": kind, "book": book, "rows": rows, "seconds": seconds}
                for kind, book, rows, seconds in done.stages
            ],
        }
        return _print(found, options)

    return asyncio.run(run())


def show(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with connection.opened(options) as workspace:
            return _print(documents.whole(await workspace.invoicing.open(options.id)), options)

    return asyncio.run(run())


def draft(options: argparse.Namespace) -> int:
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
        found = json.loads(text, parse_float=Decimal)
    except OSError as problem:
        raise InvalidInput(f"{options.file} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:
        raise InvalidInput(f"The document is not JSON: {problem}.") from problem

    async def run() -> int:
        async with connection.opened(options) as workspace:
            draft = await documents.DraftReader(workspace.lookups).draft(found)
            return _print(documents.brief(await workspace.invoicing.create(draft)), options)

    return asyncio.run(run())


def post(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with connection.opened(options) as workspace:
            await _check(workspace, options)
            posted = await workspace.invoicing.post(options.id)
        if posted.notice:
            complain(posted.notice)
        return _print(documents.brief(posted.document), options)

    return asyncio.run(run())


async def _check(workspace: Workspace, options: argparse.Namespace) -> None:
    """Another accounting date than the draft's wants a yes; what else should be seen is said."""
    document = await workspace.invoicing.open(options.id)
    if document.header.state is not State.DRAFT:
        return
    booking = await workspace.invoicing.booking_day(draft_of(document), date.today())  # noqa: DTZ011  the user's day
    if not booking.is_typed and not options.yes:
        raise NotAllowed(f"It was not posted. {booking.reason}", advice="Add --yes to post it all the same.")
    for concern in await workspace.invoicing.concerns_about(document):
        complain(concern.text)


def pay(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with connection.opened(options) as workspace:
            journals = [each for each in await workspace.lookups.journals() if each.kind in ("bank", "cash", "credit")]
            journal_id = _journal(options.journal, [(each.id, each.code, each.name) for each in journals])
            proposal = await workspace.paying.propose((options.id,), journal_id)
            order = PaymentOrder(
                marker=uuid.uuid4().hex,
                document_ids=(options.id,),
                amount=proposal.amount if options.amount is None else options.amount,
                date=options.date or date.today(),  # noqa: DTZ011  the user's day
                journal_id=journal_id or proposal.journal_id,
                method_id=proposal.method_id,
                currency_id=proposal.currency.id,
                memo=options.memo or proposal.memo,
            )
            result = await workspace.paying.register(order)
        document = result.documents[0]
        found: documents.Json = {
            "payment_ids": list(result.payment_ids),
            "payment_state": document.payment_state.value,
            "residual": str(document.amount_residual),
        }
        return _print(found, options)

    return asyncio.run(run())


def _journal(wanted: str | None, journals: Sequence[tuple[int, str, str]]) -> int | None:
    if wanted is None:
        return None
    for journal_id, code, name in journals:
        if wanted in (code, name, str(journal_id)):
            return journal_id
    known = ", ".join(code for _, code, _ in journals)
    raise InvalidInput(f"There is no bank or cash journal “{wanted}”.", advice=f"Known: {known}.", field="journal")


# --- output -----------------------------------------------------------------------------------------------------------


def _print(found: documents.Json, options: argparse.Namespace) -> int:
    if options.json:
        say_json(found)
        return 0
    for name, value in found.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            say(f"{name}:")
            for each in value:
                say("    " + "  ".join(_cell(part) for part in each.values() if part not in (None, "", [])))
        elif value not in (None, "", []):
            say(f"{name}: {_cell(value)}")
    return 0


def _cell(value: object) -> str:
    if isinstance(value, list):
        return (
            " ".join(_cell(each) for each in value[1:])
            if len(value) == 2 and isinstance(value[0], int)
            else ", ".join(map(_cell, value))
        )
    return str(value)


def say(text: str) -> None:
    """A terminal carries out what stands in a name."""
    print(legible(text), flush=True)


def say_json(found: documents.Json) -> None:
    """Exactly what there is, with what a terminal would carry out written as a number."""
    text = json.dumps(found, ensure_ascii=False)
    print(text if text.isprintable() else json.dumps(found), flush=True)


def complain(text: str) -> None:
    print(f"odoo-desk: {legible(text)}", file=sys.stderr, flush=True)
