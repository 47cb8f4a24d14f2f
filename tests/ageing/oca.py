"""A second, independent opinion on what was open on a day: the OCA's open items and aged partner balance reports for Odoo 14.

    opinions = second_opinion("age_14", [1, 3], days)                           # companies, days
    opinions[1, day].residuals                                                  # {item: (residual, residual in its currency)}
    opinions[1, day].ageing                                                     # per account and partner, in six buckets
    compare(opinions[1, day], await open_items.items(AsOf(day)), await open_items.ageing(AsOf(day)), own)

The modules come from PyPI for the one run (AGPL: run as they are, kept nowhere) and are installed in a copy of the database, which is dropped
afterwards. The copy is dumped and loaded, so servers that use the database go on undisturbed; nothing is written to it. PostgreSQL and Odoo 14
are those of odoo_server.py (tests/real_odoo.py says how it is named), and the database has to be one of its. Half a minute; `NoOpinion` says
in a sentence why there is none, as without a network.

Ask for days that are over: from today on their reports take no partial back, one dated later counts already. What else they do otherwise than we
is in `compare`.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.open_items import Ageing, Buckets, OpenItem
from tests.real_odoo import script

MODULE = "account_financial_report"
PACKAGES = (
    "odoo14-addon-account-financial-report==14.0.3.14.3",
    "odoo14-addon-date-range==14.0.2.2.0",
    "odoo14-addon-report-xlsx==14.0.1.0.11",
)
BUCKETS = ("current", "30_days", "60_days", "90_days", "120_days", "older")
BORDERS = Buckets((30, 60, 90, 120))
ONLY_FOREIGN = "open in its own currency only: their reports leave it out"
NO_DUE_DATE = "without due date: not due there, due on its accounting date here"
MINUTES = 10
ANSWER = "OPINIONS="
# Run in `odoo shell`. The wizard's data goes through JSON, as when the web client asks for the report.
QUESTION = """
import json
from odoo.tools import date_utils

def report(name, company, day):
    accounts = env["account.account"].search([("company_id", "=", company), ("reconcile", "=", True)])
    model = {"open_items": "open.items.report.wizard", "aged_partner_balance": "aged.partner.balance.report.wizard"}[name]
    values = {"company_id": company, "date_at": day, "account_ids": [(6, 0, accounts.ids)], "target_move": "posted"}
    if name == "aged_partner_balance":
        values["show_move_line_details"] = True     # a partner's row has no id: its items know
    wizard = env[model].with_context(allowed_company_ids=[company]).create(values)
    data = json.loads(json.dumps(getattr(wizard, "_prepare_report_" + name)(), default=date_utils.json_default))
    return env["report.account_financial_report." + name]._get_report_values(wizard.ids, data)

def opinion(company, day):
    items, ageing = [], []
    for account, partners in report("open_items", company, day)["Open_Items"].items():
        for partner, lines in partners.items():
            for line in lines:
                due = "-".join(reversed((line["date_maturity"] or "").split("/")))
                items.append([line["id"], account, partner, due, line["amount_residual"], line["amount_residual_currency"]])
    for account in report("aged_partner_balance", company, day)["aged_partner_balance"]:
        for partner in account["partners"]:
            known = partner["move_lines"][0]["line_rec"].partner_id
            amounts = [partner[each] for each in BUCKETS]
            ageing.append([account["id"], known.id or 0, known.commercial_partner_id.id or 0, partner["residual"], amounts])
    return {"company": company, "day": day, "items": items, "ageing": ageing}

print(ANSWER + json.dumps([opinion(company, day) for company in COMPANIES for day in DAYS]))
"""


class NoOpinion(Exception):
    """There is none to be had here; the text says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """`partner_id` is the item's own, 0 where it has none. Amounts are theirs, not rounded."""

    account_id: int
    partner_id: int
    due_date: date | None
    residual: Decimal
    residual_currency: Decimal


@dataclass(frozen=True, slots=True)
class Aged:
    """Of one partner on one account. `amounts` in the company's currency: not due, up to 30, 60, 90 and 120 days past due, older."""

    account_id: int
    partner_id: int
    commercial_id: int
    residual: Decimal
    amounts: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    items: Mapping[int, Item]
    ageing: tuple[Aged, ...]

    @property
    def residuals(self) -> dict[int, tuple[Decimal, Decimal]]:
        return {number: (item.residual, item.residual_currency) for number, item in self.items.items()}


@dataclass
class Compared:
    """`items` and `rows` are how many were compared."""

    items: int = 0
    rows: int = 0
    differing: list[str] = field(default_factory=list)
    explained: Counter[str] = field(default_factory=Counter)


Opinions: TypeAlias = "dict[tuple[int, date], Opinion]"


def second_opinion(database: str, companies: Sequence[int], days: Sequence[date]) -> Opinions:
    """By company and day, over all accounts that allow reconciliation, posted entries only."""
    server = _odoo_server()
    with tempfile.TemporaryDirectory(prefix="oca-") as made, ExitStack() as stack:
        folder = Path(made)
        fetch(folder / "site")
        copy = stack.enter_context(_copy(server, database, folder))
        options = [
            "--no-http",
            f"--addons-path={server.site('14') / 'odoo/addons'},{folder / 'site/odoo/addons'}",
            f"--data-dir={folder / 'data'}",
        ]
        _odoo(server, ["-d", copy, "-i", MODULE, "--stop-after-init"], options)
        asked = {
            "ANSWER": ANSWER,
            "BUCKETS": BUCKETS,
            "COMPANIES": list(companies),
            "DAYS": [day.isoformat() for day in days],
        }
        question = "".join(f"{name} = {value!r}\n" for name, value in asked.items()) + QUESTION
        told = _odoo(server, ["shell", "-d", copy], options, question)
    return read(next(line for line in told.splitlines() if line.startswith(ANSWER)).removeprefix(ANSWER))


def compare(opinion: Opinion, ours: Iterable[OpenItem], ageing: Ageing, own: Currency) -> Compared:
    """One day of one company, `ageing` by partner and due date. Theirs is in floats: rounded to the currency first. They have a row for each
    account and each contact, we have one for each commercial partner."""
    if ageing.buckets != BORDERS:
        raise ValueError(f"the OCA's buckets are {BORDERS.borders}")
    found, here, on = Compared(), {each.id: each for each in ours}, ageing.asked.on
    rows: dict[int, list[Decimal]] = {}
    for row in opinion.ageing:
        known = rows.setdefault(row.commercial_id, [ZERO] * BORDERS.count)
        rows[row.commercial_id] = [before + amount for before, amount in zip(known, row.amounts, strict=True)]
    for number in here.keys() | opinion.items.keys():
        mine, theirs = here.get(number), opinion.items.get(number)
        found.items += 1
        if theirs is None and mine and not mine.residual:
            found.explained[ONLY_FOREIGN] += 1
        elif mine is None or theirs is None or not _agree(mine, theirs, own):
            found.differing.append(f"item {number} on {on}: {_in_short(mine)} here, {_in_short(theirs)} there")
        elif theirs.due_date is None and (bucket := BORDERS.of((on - mine.due_date).days)):
            found.explained[NO_DUE_DATE] += 1
            row_of = rows[mine.partner.id if mine.partner else 0]
            row_of[0] -= theirs.residual
            row_of[bucket] += theirs.residual
    mine_by_partner = {row.id: row.amounts for row in ageing.rows}
    nothing = (ZERO,) * BORDERS.count
    for partner in mine_by_partner.keys() | rows.keys():
        found.rows += 1
        amounts = tuple(own.round(each) for each in rows.get(partner, nothing))
        if amounts != mine_by_partner.get(partner, nothing):
            found.differing.append(
                f"partner {partner} on {on}: {_listed(mine_by_partner.get(partner, nothing))} here, {_listed(amounts)} there"
            )
    return found


def _agree(mine: OpenItem, theirs: Item, own: Currency) -> bool:
    return (
        mine.account_id == theirs.account_id
        and mine.due_date == (theirs.due_date or mine.due_date)
        and mine.residual == own.round(theirs.residual)
        and mine.residual_currency == mine.currency.round(theirs.residual_currency)
    )


def _in_short(item: OpenItem | Item | None) -> str:
    if item is None:
        return "nothing"
    return f"{item.residual} ({item.residual_currency}) on account {item.account_id}, due {item.due_date}"


def _listed(amounts: Iterable[Decimal]) -> str:
    return " | ".join(map(str, amounts))


def fetch(folder: Path) -> None:
    """The modules, unpacked. Wheels only: nothing of theirs runs before Odoo loads it."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--retries=1",
        "--timeout=15",
    ]
    done = _run([*pip, "--no-deps", "--only-binary=:all:", f"--target={folder}", *PACKAGES])
    if done.returncode:
        raise NoOpinion(f"the OCA's reports could not be had from PyPI (no network?): {_last(done.stderr)}")


def read(answer: str) -> Opinions:
    found = {}
    for each in json.loads(answer, parse_float=Decimal):
        items = {
            number: Item(account, partner, date.fromisoformat(due) if due else None, *residuals)
            for number, account, partner, due, *residuals in each["items"]
        }
        ageing = tuple(
            Aged(account, partner, commercial, residual, tuple(amounts))
            for account, partner, commercial, residual, amounts in each["ageing"]
        )
        found[each["company"], date.fromisoformat(each["day"])] = Opinion(items, ageing)
    return found


def _odoo_server() -> Any:
    path = script()
    spec = importlib.util.spec_from_file_location("odoo_server", path) if path.exists() else None
    if spec is None or spec.loader is None:
        raise NoOpinion(f"no Odoo 14 of our own to run the OCA's reports in: {path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def _copy(server: Any, database: str, folder: Path) -> Iterator[str]:
    """Not a name that the shared server answers for (NAME_14)."""
    environment, copy, dump = server.pg_env(), f"oca_{uuid.uuid4().hex[:8]}", folder / "dump.sql"
    if not shutil.which("pg_dump"):
        raise NoOpinion("PostgreSQL's pg_dump, by which the database is copied, is not on this machine")
    done = _run(["pg_dump", "--no-owner", f"--file={dump}", database], env=environment)
    if done.returncode:
        raise NoOpinion(
            f"{database} could not be copied, it has to be in odoo_server.py's PostgreSQL: {_last(done.stderr)}"
        )
    _checked(["createdb", copy], env=environment)
    try:
        _checked(["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", copy, "-f", str(dump)], env=environment)
        yield copy
    finally:
        _checked(["dropdb", copy], env=environment)


def _odoo(server: Any, arguments: Sequence[str], options: Sequence[str], question: str = "") -> str:
    """Of an option that is given twice Odoo takes the last: ours after the script's."""
    command = [str(each) for each in (*server.odoo("14", *arguments), *options)]
    return _checked(command, cwd=server.site("14"), env=server.UTC, input=question)


def _checked(command: Sequence[str], **options: Any) -> str:
    done = _run(command, **options)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _run(command: Sequence[str], **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, text=True, capture_output=True, timeout=60 * MINUTES, check=False, **options)


def _last(text: str) -> str:
    return next(iter(reversed(text.strip().splitlines())), "no word why")
