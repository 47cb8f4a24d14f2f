"""The command line: the window by default; demo, doctor, sync, list, show, draft, post, pay, tour. Exit codes: 0 done, 1 refused or failed, 2 usage."""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from odoo_desk import __version__
from odoo_desk.accounting.records import PaymentState
from odoo_desk.cli.options import BOOKS, add_options, amount, day
from odoo_desk.errors import DeskError

if TYPE_CHECKING:
    from odoo_desk.cli.connection import DemoCompany
    from odoo_desk.settings import Profile


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
            add_options(made)
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

    command("doctor", _later("doctor"), "Try a connection, step by step.")

    listing = command("list", _later("listing"), "List invoices, bills, payments, partners or accounts.")
    listing.add_argument("book", nargs="?", choices=BOOKS, default="invoices", metavar="BOOK", help=", ".join(BOOKS))
    listing.add_argument("--search", default="", metavar="TEXT")
    listing.add_argument("--state", action="append", default=[], help="draft, posted, cancel; may be repeated")
    listing.add_argument(
        "--payment-state", action="append", default=[], choices=[each.value for each in PaymentState], metavar="STATE"
    )
    listing.add_argument("--overdue", action="store_true")
    listing.add_argument("--to-check", action="store_true", help="what somebody is to look at again")
    listing.add_argument("--partner", type=int, metavar="ID")
    listing.add_argument("--from", dest="date_from", type=day, metavar="DATE")
    listing.add_argument("--to", dest="date_to", type=day, metavar="DATE")
    listing.add_argument("--order", default="", metavar="FIELD", help="for example -amount_total")
    listing.add_argument("--limit", type=int, default=80)
    listing.add_argument("--offset", type=int, default=0)
    listing.add_argument("--offline", action="store_true", help="only what was copied; no server is asked")

    sync = command("sync", _later("sync"), "Fill the local copy, or bring it up to date.")
    sync.add_argument("--full", action="store_true", help="read everything again")
    sync.add_argument("--documents", action="store_true", help="open documents and drafts with their lines, too")
    sync.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)

    command("show", _later("show"), "Show one document whole.").add_argument("id", type=int)
    command("draft", _later("draft"), "Write a draft from JSON.").add_argument(
        "file", nargs="?", default="-", help="a file, or - for standard input"
    )
    post = command("post", _later("post"), "Post a draft.")
    post.add_argument("id", type=int)
    post.add_argument("--yes", action="store_true", help="also when Odoo books it on another day than the draft says")

    pay = command("pay", _later("pay"), "Register a payment.")
    pay.add_argument("id", type=int)
    pay.add_argument("--amount", type=amount, help="all that is due unless said otherwise")
    pay.add_argument("--date", type=day, metavar="DATE")
    pay.add_argument("--journal", metavar="CODE", help="code, name or id of a bank or cash journal")
    pay.add_argument("--memo", default="")

    tour = command("tour", _tour, "Do the main job in the real window, step by step, with screenshots.")
    tour.add_argument("--screenshots", type=Path, default=Path("screenshots"), metavar="DIR")
    return parser


def _later(name: str) -> Callable[[argparse.Namespace], int]:
    """A command that is loaded when it is wanted: whoever opens the window does not wait for the others."""

    def run(options: argparse.Namespace) -> int:
        from odoo_desk.cli import commands  # noqa: PLC0415

        done: int = getattr(commands, name)(options)
        return done

    return run


def _complain(text: str) -> None:
    from odoo_desk.plain import legible  # noqa: PLC0415  not before it is needed

    print(f"odoo-desk: {legible(text)}", file=sys.stderr, flush=True)


# --- window -----------------------------------------------------------------------------------------------------------


def _window(options: argparse.Namespace) -> int:
    return _open_window(options.profile)


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
    company = (
        "--as",
        str(options.flavour),
        "--invoices",
        str(options.invoices),
        *(["--enterprise"] if options.enterprise else []),
    )
    return _open_window(None, company, demo=True)


def _open_window(profile_name: str | None, demo_company: tuple[str, ...] = (), *, demo: bool = False) -> int:
    gc.disable()  # the window collects on its own thread only (ui/garbage.py); loading it takes a quarter less already
    from odoo_desk import diagnostics, settings  # noqa: PLC0415

    diagnostics.start(settings.log_folder(), "window")
    from odoo_desk.ui import app  # noqa: PLC0415  Qt is loaded only where there is a window

    started: list[DemoCompany] = []

    async def start_demo() -> tuple[Profile, str]:
        if not started:
            from odoo_desk.cli.connection import DemoCompany  # noqa: PLC0415

            started.append(DemoCompany(demo_company))
        return await started[0].start()

    profile = settings.load().profile(profile_name) if profile_name else None
    try:
        return app.run(start_demo=start_demo, profile=profile, demo=demo)
    finally:
        for company in started:
            company.stop()


def _tour(options: argparse.Namespace) -> int:
    from odoo_desk.cli import connection  # noqa: PLC0415
    from odoo_desk.ui import tour  # noqa: PLC0415

    company = connection.DemoCompany()
    try:
        profile, secret = asyncio.run(connection.named(options, company))
        # With a loop of its own, here: Qt wants the main thread.
        return tour.run_tour(profile, secret, options.screenshots)
    finally:
        company.stop()
