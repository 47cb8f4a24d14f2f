"""Other libraries for Odoo, in a virtual environment of their own, each fetching documents in pages of 200."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.processes import REPO, PartFailed, python
from benchmarks.servers import Server

PACKAGES = ("OdooRPC", "odooly", "aio-odoorpc", "odoo-json2", "httpx")
HOME = REPO / ".venv-bench"
NAMES = ("OdooRPC", "odooly", "aio-odoorpc", "odoo-json2", "xmlrpc.client")


def install() -> None:
    stamp = HOME / "installed"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == " ".join(PACKAGES):
        return
    print(f"installing the rivals into {HOME}", file=sys.stderr, flush=True)
    _run(sys.executable, "-m", "venv", str(HOME))
    _run(str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
    stamp.write_text(" ".join(PACKAGES), encoding="utf-8")


def fetch(name: str, server: Server, company: int, rows: int) -> Any:
    """Rows, seconds (after signing in) and requests."""
    script = Path(__file__).with_name("fetch.py")
    return python(
        str(script),
        name,
        str(company),
        str(rows),
        environment=server.environment(),
        interpreter=HOME / "bin" / "python",
    )


def _run(*arguments: str) -> None:
    done = subprocess.run(arguments, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PartFailed(f"the rivals could not be installed:\n{done.stderr[-2000:]}")
