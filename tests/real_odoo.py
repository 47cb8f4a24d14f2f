"""Real Odoo servers for the tests marked `live`: from the environment, or brought up by the script beside this repo if there is one.

ODOO_DESK_LIVE_14 and ODOO_DESK_LIVE_19 hold one line of JSON each: url, db, login, password, api_key, and the same three of `billing`
and `readonly`. ODOO_DESK_LIVE_SCRIPT names the script that prints such a line for `up VERSION --db NAME --fresh --install MODULE`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
import xmlrpc.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
ADDONS = REPO / "tests" / "odoo_module"
REST_MODULE = "odoo_desk_rest"
MINUTES = 10
# As it was before any test got a home of its own.
ENVIRONMENT = dict(os.environ)


@dataclass(frozen=True)
class Account:
    login: str
    password: str = field(repr=False)
    api_key: str = field(repr=False)


@dataclass(frozen=True)
class LiveServer:
    """`users` are admin (everything), billing (create, post, pay) and readonly (look only). The REST module is installed."""

    version: int
    url: str
    database: str
    users: Mapping[str, Account]


def script() -> Path:
    return Path(os.environ.get("ODOO_DESK_LIVE_SCRIPT", REPO.parent / "shared" / "odoo" / "odoo_server.py"))


def bring_up(version: int) -> str:
    """A database of this run's own with our REST module; the line that says how to reach it."""
    command = [sys.executable, str(script()), "up", str(version), "--db", f"run{uuid.uuid4().hex[:8]}", "--fresh"]
    if (ADDONS / REST_MODULE / "__manifest__.py").exists():
        command += ["--install", REST_MODULE]
    done = subprocess.run(
        command,
        env={**ENVIRONMENT, "ODOO_LIVE_ADDONS": str(ADDONS)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60 * MINUTES,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"Odoo {version} did not come up:\n{done.stderr[-2000:]}")
    return done.stdout.strip().splitlines()[-1]


def drop(line: str) -> None:
    """The database that `bring_up` made. Odoo's default master password: these servers are ours, on loopback."""
    told = json.loads(line)
    xmlrpc.client.ServerProxy(f"{told['url']}/xmlrpc/2/db").drop("admin", told["db"])


class NoServer(Exception):
    pass


class LiveServers:
    """Called with a version, gives its server; brings each up once."""

    def __init__(self) -> None:
        self._found: dict[int, LiveServer] = {}
        self._brought_up: list[str] = []

    def __call__(self, version: int) -> LiveServer:
        if version not in self._found:
            line = os.environ.get(f"ODOO_DESK_LIVE_{version}", "")
            if not line:
                if not script().exists():
                    raise NoServer(f"no real Odoo {version}: ODOO_DESK_LIVE_{version} is not set")
                line = bring_up(version)
                self._brought_up.append(line)
            self._found[version] = _server(version, json.loads(line))
        return self._found[version]

    def drop(self) -> None:
        for line in self._brought_up:
            drop(line)


def _server(version: int, told: dict[str, object]) -> LiveServer:
    accounts = {"admin": told, "billing": told["billing"], "readonly": told["readonly"]}
    return LiveServer(
        version=version,
        url=str(told["url"]),
        database=str(told["db"]),
        users={
            name: Account(login=each["login"], password=each["password"], api_key=each["api_key"])
            for name, each in accounts.items()
        },
    )


if __name__ == "__main__":  # .ci/run asks, before anything is installed: standard library only
    match sys.argv[1]:
        case "exists":
            sys.exit(not script().exists())
        case "drop":
            drop(sys.stdin.read())
        case version:
            print(bring_up(int(version)))
