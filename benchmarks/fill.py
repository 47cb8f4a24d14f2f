"""The first fill, without a window: against other libraries that merely fetch, and against bare loops that throw the rows away."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import rivals, servers
from benchmarks.processes import PartFailed, python
from benchmarks.servers import Server
from benchmarks.table import Result, median
from odoo_desk.odoo.ledger.reading import HEADER_FIELDS

ENOUGH = 20_000  # rows of the rivals that are only listed
LOOPS = (1, 2)  # requests in flight


def fill(server: Server, protocol: str) -> Any:
    """Into a home that was never used, in a process of its own; what the command says of itself."""
    with tempfile.TemporaryDirectory() as home:
        return sync(server, Path(home), protocol)


def sync(server: Server, home: Path, protocol: str = "auto") -> Any:
    where = ("--url", server.url, "--db", server.database, "--login", server.login, "--protocol", protocol)
    return python("-m", "odoo_desk", "sync", "--json", *where, environment=server.environment(home))


def bare(server: Server, protocol: str, in_flight: int) -> Any:
    return python("-m", "benchmarks.bare", protocol, str(in_flight), environment=server.environment())


def run(rounds: int) -> Iterable[Result]:
    """JSON-2 on 19, beside OdooRPC."""
    _same_fields()
    rivals.install()
    server = servers.large(19)
    company = server.call("res.users", "read", ids=[_user(server)], fields=["company_id"])[0]["company_id"][0]
    bare(server, "json2", 1)  # the server has read its tables once
    ours, loops = [], {each: [] for each in LOOPS}
    theirs = {name: [] for name in rivals.NAMES}
    for _round in range(rounds):
        ours.append(fill(server, "json2"))
        for in_flight, found in loops.items():
            found.append(bare(server, "json2", in_flight))
        for name, found in theirs.items():
            found.append(rivals.fetch(name, server, company, servers.DOCUMENTS[19] if name == "OdooRPC" else ENOUGH))
    lists = median(each["lists_seconds"] for each in ours)
    rows = _documents(ours[0])
    if rows != theirs["OdooRPC"][0]["rows"]:
        raise PartFailed(f"{rows} documents here, {theirs['OdooRPC'][0]['rows']} by OdooRPC")
    for name, found in theirs.items():
        rate = median(each["rows"] / each["seconds"] for each in found)
        what = f"first fill of {rows:,} documents, JSON-2, against {name} {found[0]['version']} fetching pages of 200"
        yield Result(what, rows / lists, rate, 3.0 if name == "OdooRPC" else None, "rows/s", at_least=True)
    yield _against_loops("JSON-2 on 19", rows, lists, loops, ours)


def run_protocols(rounds: int) -> Iterable[Result]:
    """The other protocols, each against its own bare loop."""
    for protocol, name, version in (
        ("jsonrpc", "JSON-RPC", 19),
        ("jsonrpc", "JSON-RPC", 14),
        ("xmlrpc", "XML-RPC", 19),
    ):
        server = servers.large(version)
        bare(server, protocol, 1)
        ours, loops = [], {each: [] for each in LOOPS}
        for _round in range(rounds):
            ours.append(fill(server, protocol))
            for in_flight, found in loops.items():
                found.append(bare(server, protocol, in_flight))
        lists = median(each["lists_seconds"] for each in ours)
        yield _against_loops(f"{name} on {version}", _documents(ours[0]), lists, loops, ours)


def _against_loops(way: str, rows: int, lists: float, loops: dict[int, list[Any]], ours: list[Any]) -> Result:
    """Everything that the lists need (partners, payments, short lists, indexes) counts as ours; of the loop only the documents."""
    if any(each["rows"] != rows for found in loops.values() for each in found):
        raise PartFailed(f"{way}: {rows} documents here, and {loops[1][0]['rows']} in the loop")
    seconds = {in_flight: median(each["seconds"] for each in found) for in_flight, found in loops.items()}
    fastest = min(seconds, key=seconds.__getitem__)
    pages = median(_stages(each) for each in ours)
    whole = median(each["seconds"] for each in ours)
    note = (
        f"loop with {fastest} in flight; ours until all lists are there, indexed; documents alone {pages:.1f} s, "
        f"with journal items and matches {whole:.1f} s"
    )
    what = f"first fill of {rows:,} documents over {way}, against the bare loop"
    return Result(what, lists, seconds[fastest], 1.25, "s", note=note)


def _documents(told: Any) -> int:
    return sum(each["rows"] for each in told["stages"] if each["kind"] == "move")


def _stages(told: Any) -> float:
    return sum(each["seconds"] for each in told["stages"] if each["kind"] == "move")


def _user(server: Server) -> int:
    return server.call("res.users", "context_get")["uid"]


def _same_fields() -> None:
    """The rivals run where our package is not: their list of fields is a copy."""
    tree = ast.parse(Path(rivals.__file__).with_name("fetch.py").read_text(encoding="utf-8"))
    (given,) = (
        each.value
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and each.targets[0].id == "FIELDS"
    )
    fields = [each.value for each in ast.walk(given) if isinstance(each, ast.Constant)]
    if sorted(fields) != sorted(HEADER_FIELDS):
        raise PartFailed("rivals/fetch.py does not ask for the fields of odoo_desk.odoo.ledger.reading.HEADER_FIELDS")
