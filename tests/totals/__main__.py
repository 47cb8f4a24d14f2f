"""make totals: random documents, what we say they come to while they are typed and before they are saved, and what the saved ones say."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from random import Random

from odoo_desk.accounting.records import Draft, Totals
from odoo_desk.demo.server import DemoServer
from odoo_desk.errors import ServerFault
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.workspace import Workspace
from tests.faults.books import Books
from tests.real_odoo import LiveServers
from tests.totals.mix import Shop, furnished

METHODS = ("round_per_line", "round_globally")
LIMIT = 1_000_000  # more than anybody asks for: each method has numbers of its own
ALLOWED = 0.01  # of the documents may differ while they are typed


@dataclass
class Compared:
    documents: int = 0
    estimate: list[str] = field(default_factory=list)
    final: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    by_server: int = 0

    @property
    def is_good(self) -> bool:
        return not self.final and len(self.estimate) <= ALLOWED * self.documents


async def compare(workspace: Workspace, draft: Draft, title: str, found: Compared) -> None:
    invoicing = workspace.invoicing
    guess = await invoicing.estimate(draft)
    final = await invoicing.preview(draft)
    try:
        saved = (await invoicing.create(draft)).totals
    except ServerFault as problem:
        found.refused.append(f"{title}: {problem.details.strip().splitlines()[-1] if problem.details else problem}")
        return
    found.documents += 1
    found.by_server += not final.estimated
    if _sums(guess) != _sums(saved):
        found.estimate.append(f"{title}: {_sums(guess)}, saved {_sums(saved)}")
    if _sums(final) != _sums(saved):
        found.final.append(f"{title}: {_sums(final)}, saved {_sums(saved)}")
    if _groups(final) != _groups(saved):
        found.groups.append(f"{title}: {_groups(final)}, saved {_groups(saved)}")


def _sums(totals: Totals) -> str:
    return f"{totals.untaxed} + {totals.tax} = {totals.total}"


def _groups(totals: Totals) -> list[tuple[str, str]]:
    return sorted((group.name, str(group.amount)) for group in totals.groups if group.amount)


async def run(profile: Profile, secret: str, books: Books, options: argparse.Namespace) -> Compared:
    shop, found = furnished(books), Compared()
    day = date.today()  # noqa: DTZ011  rates are of long ago
    for number, method in enumerate(METHODS):
        companies = books.call("res.company", "search", [])
        books.call("res.company", "write", companies, {"tax_calculation_rounding_method": method})
        workspace = await connect(profile, secret)
        try:
            wanted, each = options.docs * (number + 1) // len(METHODS), number * LIMIT
            while found.documents < wanted and each < (number + 1) * LIMIT:
                each += 1
                random = Random(f"{options.seed}/{each}")  # noqa: S311  to be had again
                draft = await shop.document(random, workspace, day)
                await compare(workspace, draft, f"{each} {method} {draft.move_type.value}", found)
        finally:
            await workspace.close()
    _print(shop, found)
    return found


def _print(shop: Shop, found: Compared) -> None:
    print(f"{'what is in them':<28}{'how many':>9}")
    for name, count in sorted(shop.counted.items()):
        print(f"{name:<28}{count:>9}")
    print(f"\ntotals before saving were the server's for {found.by_server} of {found.documents}")
    print(f"could not be saved, for a fault of the server's own: {len(found.refused)}")
    for each in found.refused[:5]:
        print(f"  {each}")
    for title, differing in (("estimate", found.estimate), ("final", found.final), ("final, by group", found.groups)):
        print(f"{title}: {len(differing)} differ")
        for each in differing[:20]:
            print(f"  {each}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.totals", description=__doc__)
    parser.add_argument("--docs", type=int, default=500)
    parser.add_argument("--server", default="demo", help="demo, 14 or 19")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as home:
        os.environ["ODOO_DESK_HOME"] = home
        if options.server == "demo":
            server = stack.enter_context(DemoServer(version=19))
        else:
            servers = LiveServers()
            server = servers(int(options.server))
            stack.callback(servers.drop)
        admin = server.users["admin"]
        login = getattr(admin, "login", "admin")
        profile = Profile("totals", server.url, server.database, login)
        books = Books(server.url, server.database, login, admin.api_key)
        found = asyncio.run(run(profile, admin.api_key, books, options))
    print(f"{found.documents} documents in {time.monotonic() - began:.0f} s, server {options.server}")
    print(
        json.dumps(
            {
                "documents": found.documents,
                "estimate_differs": len(found.estimate),
                "final_differs": len(found.final),
                "seed": options.seed,
            }
        )
    )
    sys.exit(0 if found.is_good else 1)


if __name__ == "__main__":
    main()
