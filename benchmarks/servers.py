"""Real Odoo servers to measure against: named in ODOO_DESK_BENCH_19, ODOO_DESK_BENCH_14 and ODOO_DESK_BENCH_SMALL_19 by the line of JSON that the
script beside this repository prints (or a file that holds it), or brought up by that script."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.processes import REPO, PartFailed

# One company is read. On 19 the script spreads its documents over two: this makes 100,000 and 1,000 in the one.
DOCUMENTS, FEW_DOCUMENTS = {19: 200_000, 14: 100_000}, 2_000
MINUTES = 60


@dataclass(frozen=True, slots=True)
class Server:
    version: int
    url: str
    database: str
    login: str
    secret: str = field(repr=False)

    def call(self, model: str, method: str, **arguments: object) -> Any:
        """Over JSON-2, for what is not measured."""
        request = urllib.request.Request(  # noqa: S310  http, to a server that was named
            f"{self.url}/json/2/{model}/{method}",
            data=json.dumps(arguments).encode(),
            headers={
                "Authorization": f"Bearer {self.secret}",
                "X-Odoo-Database": self.database,
                "Content-Type": "application/json",
            },
        )
        with urllib.request.urlopen(request, timeout=600) as answer:  # noqa: S310
            return json.load(answer)

    def environment(self, home: Path | None = None) -> dict[str, str]:
        """For a child: what it needs to sign in, and where it may keep files."""
        found = {
            "BENCH_URL": self.url,
            "BENCH_DB": self.database,
            "BENCH_LOGIN": self.login,
            "BENCH_VERSION": str(self.version),
            "ODOO_DESK_SECRET": self.secret,
        }
        return found if home is None else {**found, "ODOO_DESK_HOME": str(home)}


def large(version: int) -> Server:
    return _server(version, f"ODOO_DESK_BENCH_{version}", "mass", DOCUMENTS[version])


def small() -> Server:
    return _server(19, "ODOO_DESK_BENCH_SMALL_19", "few", FEW_DOCUMENTS)


@cache
def _server(version: int, variable: str, database: str, documents: int) -> Server:
    told = os.environ.get(variable, "")
    if told and not told.startswith("{"):
        told = Path(told).read_text(encoding="utf-8")
    found = json.loads(told or _bring_up(version, variable, database, documents))
    return Server(version, found["url"], found["db"], found["login"], found["api_key"])


def _bring_up(version: int, variable: str, database: str, documents: int) -> str:
    script = Path(os.environ.get("ODOO_DESK_LIVE_SCRIPT", REPO.parent / "shared" / "odoo" / "odoo_server.py"))
    if not script.exists():
        raise PartFailed(f"no real Odoo {version} to measure against: {variable} is not set and {script} is not there")
    print(f"bringing up Odoo {version} with {documents:,} documents", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        # A copy, mended: the script's SQL multiplies in 32 bits, which overflow beyond 20,000 documents.
        copy = Path(folder) / "odoo"
        shutil.copytree(script.parent, copy)
        seed = copy / "seed_invoices.sql"
        seed.write_text(
            seed.read_text(encoding="utf-8").replace("(g * 104729)", "(g::bigint * 104729)"), encoding="utf-8"
        )
        arguments = [
            sys.executable,
            str(copy / script.name),
            "up",
            str(version),
            "--db",
            database,
            "--invoices",
            str(documents),
        ]
        done = subprocess.run(
            arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60 * MINUTES, check=False
        )
    if done.returncode:
        raise PartFailed(f"Odoo {version} did not come up:\n{done.stderr[-2000:]}")
    return done.stdout.strip().splitlines()[-1]
