"""make faults: runs of draft, post, pay with faults at every point, and what the books hold afterwards. A run can be had again by its seed."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.books import Books, wrong
from tests.faults.proxy import KILLS, METHODS, Fault, Point, Proxy

REPO = Path(__file__).resolve().parents[2]
KINDS = ("full", "part", "two", "grouped", "written_off")
AFFECTED = [method for method in METHODS if method not in ("read", "unlink")]
SHARED = ("action_post", "create", "action_create_payments")  # what two programs do to one draft
PATIENCE = 180  # seconds for one run
COUNTED = ("duplicates", "lost", "misreported", "doubtful")


@dataclass
class Program:
    """One process of tests/faults/user.py; started again when it was killed."""

    number: int
    start: dict[str, object]
    home: Path
    process: asyncio.subprocess.Process | None = None
    kills: int = 0

    async def do(self, job: dict[str, object]) -> dict[str, Any]:
        line = json.dumps(job).encode() + b"\n"
        for _life in range(10):
            if self.process is None:
                self.process = await self._begin()
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            with suppress(ConnectionError):
                self.process.stdin.write(line)
                await self.process.stdin.drain()
            answer = await self.process.stdout.readline()
            if answer:
                return dict(json.loads(answer))
            await self.process.wait()
            self.process = None
        raise RuntimeError("the program died ten times in one run")

    async def _begin(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.faults.user",
            cwd=REPO,
            env={**os.environ, "ODOO_DESK_HOME": str(self.home), "PYTHONPATH": str(REPO)},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None
        process.stdin.write(json.dumps({**self.start, "number": self.number}).encode() + b"\n")
        return process

    def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.kills += 1
            self.process.send_signal(signal.SIGKILL)

    async def end(self) -> None:
        if self.process is not None and self.process.returncode is None:
            assert self.process.stdin is not None
            self.process.stdin.close()
            async with asyncio.timeout(60):
                await self.process.wait()


@dataclass
class Tally:
    runs: int = 0
    completed: int = 0
    kills: int = 0
    fired: Counter[tuple[str, str]] = field(default_factory=Counter)
    bad: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    sums: Counter[str] = field(default_factory=Counter)

    def show(self, seed: int) -> str:
        lines = [f"{'fault point':<46}{'at':<24}{'fired':>6}{'dup':>6}{'lost':>6}{'misrep':>8}{'open':>6}"]
        for point in Point:
            for (at, method), count in sorted(self.fired.items()):
                if at == point:
                    bad = self.bad[at, method]
                    numbers = "".join(
                        f"{bad[name]:>{width}}" for name, width in zip(COUNTED, (6, 6, 8, 6), strict=True)
                    )
                    lines.append(f"{at:<46}{method:<24}{count:>6}{numbers}")
        told = {
            "runs": self.runs,
            "completed": self.completed,
            "faults_fired": sum(self.fired.values()),
            "duplicates": self.sums["duplicates"],
            "lost": self.sums["lost"],
            "misreported": self.sums["misreported"],
            "doubtful_unsettled": self.sums["doubtful"],
            "kills": self.kills,
            "seed": seed,
        }
        return "\n".join([*lines, json.dumps(told)])

    @property
    def is_clean(self) -> bool:
        return not self.sums.total() and self.completed == self.runs


def faults_of(number: int, affected: Sequence[str], chance: random.Random) -> list[Fault]:
    """Every point at every method in turn, and up to two more by chance."""
    points = list(Point)
    method = affected[number // len(points) % len(affected)]
    first = Fault(points[number % len(points)], method, held=chance.randint(0, 6))
    more = [
        Fault(chance.choice(points), chance.choice(METHODS), chance.randint(0, 2), chance.randint(0, 6))
        for _ in range(chance.choice((0, 0, 1, 2)))
    ]
    kills = [each for each in (first, *more) if each.point in KILLS]
    return [each for each in (first, *more) if each not in kills[1:]]


async def attack(options: argparse.Namespace, server: dict[str, str]) -> Tally:
    books = Books(server["url"], server["database"], server["admin"], server["admin_secret"])
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        proxy = Proxy(server["url"])
        await proxy.start()
        programs = []
        for number in range(options.programs):
            home = Path(folder) / ("home" if options.one_home else f"home{number}")
            home.mkdir(exist_ok=True)
            start: dict[str, object] = {
                "url": f"http://127.0.0.1:{proxy.port}",
                "database": server["database"],
                "login": server["login"],
                "secret": server["secret"],
                "protocol": options.protocol,
                "journal": str(Path(folder) / f"journal{number}"),
            }
            programs.append(Program(number, start, home))
        proxy.kill = lambda number: programs[number].kill()
        account = books.call("account.account", "search", [["code", "=like", "6%"]], limit=1)[0]
        since = time.monotonic()
        try:
            for number in range(options.first, options.first + options.runs):
                kind = "full" if options.programs > 1 else KINDS[number % len(KINDS)]
                ref = f"FT-{options.seed}-{number}-{os.getpid()}"
                affected = AFFECTED if options.programs == 1 else SHARED
                faults = faults_of(number, affected, random.Random(f"{options.seed} {number}"))  # noqa: S311
                await _one(books, proxy, programs, tally, (number, kind, ref, account), faults)
                if number % 50 == 49:
                    print(f"{number + 1} runs, {time.monotonic() - since:.0f} s", file=sys.stderr, flush=True)
        finally:
            for program in programs:
                tally.kills += program.kills
                await program.end()
            await proxy.stop()
    return tally


async def _one(
    books: Books,
    proxy: Proxy,
    programs: list[Program],
    tally: Tally,
    what: tuple[int, str, str, int],
    faults: list[Fault],
) -> None:
    number, kind, ref, account = what
    partner = books.call("res.partner", "create", {"name": ref})
    partner = partner[0] if isinstance(partner, list) else partner
    before = books.documents(partner)
    job: dict[str, Any] = {"kind": kind, "ref": ref, "partner": partner, "write_off": account}
    if len(programs) > 1:
        job["documents"] = [await asyncio.to_thread(_given, books, partner, ref)]
    proxy.arm(faults)
    tally.runs += 1
    try:
        async with asyncio.timeout(PATIENCE):
            answers = list(await asyncio.gather(*(program.do(job) for program in programs)))
        await proxy.settle()
        answers += [await program.do({"look": True}) for program in programs]
    except (TimeoutError, RuntimeError) as problem:
        answers = [{"failed": f"{type(problem).__name__}: {problem}"}]
        await proxy.settle()
    failed = [answer["failed"] for answer in answers if "failed" in answer]
    tally.completed += not failed
    found = await asyncio.to_thread(wrong, books, job, answers, before, partner)
    for fault in proxy.fired:
        tally.fired[fault.point, fault.method] += 1
        for name in COUNTED:
            tally.bad[fault.point, fault.method][name] += bool(found[name])
    for name in COUNTED:
        tally.sums[name] += bool(found[name])
    if failed or any(found.values()):
        broken = ", ".join(f"{fault.point} ({fault.method})" for fault in proxy.fired)
        print(
            f"run {number} ({kind}, {broken}): {failed} { {k: v for k, v in found.items() if v} }",
            file=sys.stderr,
            flush=True,
        )


def _given(books: Books, partner: int, ref: str) -> int:
    """A draft that both programs work on."""
    lines = [
        [0, 0, {"name": name, "quantity": 1, "price_unit": price, "tax_ids": [[6, 0, []]]}]
        for name, price in (("Work", 100), ("More", 50.10))
    ]
    today = time.strftime("%Y-%m-%d")
    values: dict[str, object] = {
        "move_type": "out_invoice",
        "partner_id": partner,
        "ref": ref,
        "invoice_date": today,
        "date": today,
    }
    journal = books.call(
        "account.journal", "search_read", [["type", "=", "sale"]], fields=["default_account_id"], limit=1
    )[0]
    for line in lines:
        line[2]["account_id"] = journal["default_account_id"][0]  # type: ignore[index]
    made = books.call("account.move", "create", {**values, "invoice_line_ids": lines})
    return int(made[0] if isinstance(made, list) else made)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument(
        "--first", type=int, default=0, help="the number of the first run: one run of a seed, had again with --runs 1"
    )
    parser.add_argument("--server", choices=("demo", "14", "19"), default="demo")
    parser.add_argument("--protocol", choices=("json2", "jsonrpc", "xmlrpc"), default="json2")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--programs", type=int, choices=(1, 2), default=1, help="at work on the same invoices")
    parser.add_argument("--one-home", action="store_true", help="the two are windows of one computer")
    options = parser.parse_args()
    with _server(options) as server:
        tally = asyncio.run(attack(options, server))
    print(tally.show(options.seed))
    missed = [point for point in Point if not any(at == point for at, _method in tally.fired)]
    if missed and options.runs >= len(Point):
        print(f"never fired: {', '.join(missed)}", file=sys.stderr)
        return 1
    return 0 if tally.is_clean else 1


class _server:  # noqa: N801  used as a function
    """Where to sign in: a demo server of its own, or a real one that is named or brought up (tests/real_odoo.py)."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._demo: Any = None
        self._real: Any = None

    def __enter__(self) -> dict[str, str]:
        if self._options.server == "demo":
            from odoo_desk.demo.server import DemoServer

            self._demo = DemoServer(version=14 if self._options.protocol == "xmlrpc" else 19, invoices=30)
            self._demo.start()
            users = self._demo.users
            url, database = self._demo.url, self._demo.database
        else:
            from tests import real_odoo

            self._real = real_odoo.LiveServers()
            live = self._real(int(self._options.server))
            users, url, database = live.users, live.url, live.database
        return {
            "url": url,
            "database": database,
            "login": users["billing"].login,
            "secret": users["billing"].api_key,
            "admin": users["admin"].login,
            "admin_secret": users["admin"].api_key,
        }

    def __exit__(self, *_: object) -> None:
        if self._demo is not None:
            self._demo.stop()
        if self._real is not None:
            self._real.drop()


if __name__ == "__main__":
    sys.exit(main())
