"""The command line: the window by default; demo, doctor, sync, list, show, draft, post, pay, tour. Exit codes: 0 done, 1 refused or failed, 2 usage."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from odoo_desk import __version__
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import PaymentOrder, PaymentState
from odoo_desk.cli import connection, documents
from odoo_desk.errors import DeskError, InvalidInput
from odoo_desk.workspace.connecting import diagnose

BOOKS = {
    "invoices": Book.CUSTOMER_INVOICES,
    "bills": Book.VENDOR_BILLS,
    **{book.value.replace("_", "-"): book for book in Book},
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        found: int = options.run(options)
    except DeskError as problem:
        _complain(" ".join(str(problem).split()))
        return 1
    except KeyboardInterrupt:
        return 1
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="odoo-desk", description="Invoices and payments in Odoo. Without a command the window opens."
    )
    parser.add_argument("--version", action="version", version=f"Odoo Desk {__version__}")
    parser.set_defaults(run=_window, profile=None, demo=False)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str, *, connects: bool = True
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        if connects:
            connection.add_options(made)
            made.add_argument("--json", action="store_true", help="print JSON")
        return made

    window = command("window", _window, "Open the window.", connects=False)
    window.add_argument("--profile", metavar="NAME", help="sign in with this profile at once")

    demo = command("demo", _demo, "Open the window on the built-in demo company, or serve it.", connects=False)
    demo.add_argument("--serve", type=int, metavar="PORT", help="only run the demo server on this port (0: any)")
    demo.add_argument(
        "--as",
        dest="flavour",
        type=int,
        default=19,
        choices=range(14, 21),
        metavar="14..20",
        help="the Odoo version it answers as",
    )
    demo.add_argument("--invoices", type=int, default=300, metavar="N", help="how many invoices and bills")
    demo.add_argument("--enterprise", action="store_true", help="paid documents are “in payment” first")
    demo.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)

    command("doctor", _doctor, "Try a connection, step by step.")

    listing = command("list", _list, "List invoices, bills, payments, partners or accounts.")
    listing.add_argument("book", nargs="?", choices=BOOKS, default="invoices", metavar="BOOK", help=", ".join(BOOKS))
    listing.add_argument("--search", default="", metavar="TEXT")
    listing.add_argument("--state", action="append", default=[], help="draft, posted, cancel; may be repeated")
    listing.add_argument(
        "--payment-state", action="append", default=[], choices=[each.value for each in PaymentState], metavar="STATE"
    )
    listing.add_argument("--overdue", action="store_true")
    listing.add_argument("--partner", type=int, metavar="ID")
    listing.add_argument("--from", dest="date_from", type=_day, metavar="DATE")
    listing.add_argument("--to", dest="date_to", type=_day, metavar="DATE")
    listing.add_argument("--order", default="", metavar="FIELD", help="for example -amount_total")
    listing.add_argument("--limit", type=int, default=80)
    listing.add_argument("--offset", type=int, default=0)
    listing.add_argument("--offline", action="store_true", help="only what was copied; no server is asked")

    sync = command("sync", _sync, "Fill the local copy, or bring it up to date.")
    sync.add_argument("--full", action="store_true", help="read everything again")
    sync.add_argument("--documents", action="store_true", help="open documents and drafts with their lines, too")
    sync.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)

    command("show", _show, "Show one document whole.").add_argument("id", type=int)
    command("draft", _draft, "Write a draft from JSON.").add_argument(
        "file", nargs="?", default="-", help="a file, or - for standard input"
    )
    command("post", _post, "Post a draft.").add_argument("id", type=int)

    pay = command("pay", _pay, "Register a payment.")
    pay.add_argument("id", type=int)
    pay.add_argument("--amount", type=_amount, help="all that is due unless said otherwise")
    pay.add_argument("--date", type=_day, metavar="DATE")
    pay.add_argument("--journal", metavar="CODE", help="code, name or id of a bank or cash journal")
    pay.add_argument("--memo", default="")

    tour = command("tour", _tour, "Do the main job in the real window, step by step, with screenshots.")
    tour.add_argument("--screenshots", type=Path, default=Path("screenshots"), metavar="DIR")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-11-30") from None


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise argparse.ArgumentTypeError(f"“{text}” is not an amount; write it as 1234.50")
    return amount


# --- window -----------------------------------------------------------------------------------------------------------


def _window(options: argparse.Namespace) -> int:
    return _open_window(options.profile, connection.DemoCompany())


def _demo(options: argparse.Namespace) -> int:
    if options.serve is not None:
        from odoo_desk import demo  # noqa: PLC0415  the server is not part of the window

        return demo.serve(
            options.serve,
            version=options.flavour,
            invoices=options.invoices,
            enterprise=options.enterprise,
            until_stdin_closes=options.until_stdin_closes,
        )
    company = [
        "--as",
        str(options.flavour),
        "--invoices",
        str(options.invoices),
        *(["--enterprise"] if options.enterprise else []),
    ]
    return _open_window(None, connection.DemoCompany(tuple(company)), demo=True)


def _open_window(profile_name: str | None, company: connection.DemoCompany, *, demo: bool = False) -> int:
    from odoo_desk import settings  # noqa: PLC0415
    from odoo_desk.ui import app  # noqa: PLC0415  Qt is loaded only where there is a window

    profile = settings.load().profile(profile_name) if profile_name else None
    try:
        return app.run(start_demo=company.start, profile=profile, demo=demo)
    finally:
        company.stop()


def _tour(options: argparse.Namespace) -> int:
    from odoo_desk.ui import tour  # noqa: PLC0415

    company = connection.DemoCompany()
    try:
        profile, secret = asyncio.run(connection.named(options, company))
        # With a loop of its own, here: Qt wants the main thread.
        return tour.run_tour(profile, secret, options.screenshots)
    finally:
        company.stop()


# --- commands ---------------------------------------------------------------------------------------------------------


def _doctor(options: argparse.Namespace) -> int:
    async def run() -> int:
        steps = []
        async with connection.connection(options) as (profile, secret):
            async for step in diagnose(profile, secret):
                steps.append(step)
                if not options.json:
                    mark = "ok " if step.ok else "NO "
                    _say(f"{mark} {step.name:<11} {step.text}{' ' + step.advice if step.advice else ''}")
        ok = bool(steps) and steps[-1].ok
        if options.json:
            told = [{"name": each.name, "ok": each.ok, "text": each.text, "advice": each.advice} for each in steps]
            _say(json.dumps({"ok": ok, "steps": told}, ensure_ascii=False))
        elif not ok:
            _complain(f"the connection does not work: {steps[-1].text} {steps[-1].advice}".strip())
        return 0 if ok else 1

    return asyncio.run(run())


def _list(options: argparse.Namespace) -> int:
    async def run() -> int:
        query = Query(
            BOOKS[options.book],
            text=options.search,
            states=frozenset(options.state),
            payment_states=frozenset(PaymentState(each) for each in options.payment_state),
            date_from=options.date_from,
            date_to=options.date_to,
            overdue=options.overdue,
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
            _say(json.dumps({"count": summary.count, "rows": rows}, ensure_ascii=False))
        else:
            for row in rows:
                _say("  ".join(_cell(value) for value in row.values() if value not in (None, "", [])))
            _say(f"{len(rows)} of {summary.count}")
        return 0

    return asyncio.run(run())


def _sync(options: argparse.Namespace) -> int:
    from odoo_desk.workspace import keeping  # noqa: PLC0415  a window that only shows its copy has no use for it
    from odoo_desk.workspace.sync import Progress  # noqa: PLC0415

    if options.serve:
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


def _show(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with connection.opened(options) as workspace:
            return _print(documents.whole(await workspace.invoicing.open(options.id)), options)

    return asyncio.run(run())


def _draft(options: argparse.Namespace) -> int:
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


def _post(options: argparse.Namespace) -> int:
    async def run() -> int:
        async with connection.opened(options) as workspace:
            posted = await workspace.invoicing.post(options.id)
        if posted.notice:
            _complain(posted.notice)
        return _print(documents.brief(posted.document), options)

    return asyncio.run(run())


def _pay(options: argparse.Namespace) -> int:
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
        _say(json.dumps(found, ensure_ascii=False))
        return 0
    for name, value in found.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            _say(f"{name}:")
            for each in value:
                _say("    " + "  ".join(_cell(part) for part in each.values() if part not in (None, "", [])))
        elif value not in (None, "", []):
            _say(f"{name}: {_cell(value)}")
    return 0


def _cell(value: object) -> str:
    if isinstance(value, list):
        return (
            " ".join(_cell(each) for each in value[1:])
            if len(value) == 2 and isinstance(value[0], int)
            else ", ".join(map(_cell, value))
        )
    return str(value)


def _say(text: str) -> None:
    print(text, flush=True)


def _complain(text: str) -> None:
    print(f"odoo-desk: {text}", file=sys.stderr, flush=True)
