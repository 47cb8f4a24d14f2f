"""What the server's books really hold, asked past the program and its proxy, in plain JSON-RPC."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass
class Books:
    url: str
    database: str
    login: str
    secret: str = field(repr=False)
    uid: int = 0

    def call(self, model: str, method: str, *arguments: object, **options: object) -> Any:
        if not self.uid:
            self.uid = self._ask("common", "login", self.database, self.login, self.secret)
        return self._ask(
            "object", "execute_kw", self.database, self.uid, self.secret, model, method, list(arguments), options
        )

    def _ask(self, service: str, method: str, *arguments: object) -> Any:
        params = {"service": service, "method": method, "args": arguments}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}).encode()
        request = urllib.request.Request(f"{self.url}/jsonrpc", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            told = json.load(answer)
        if "error" in told:
            raise RuntimeError(str(told["error"].get("data", told["error"]))[:2000])
        return told.get("result")

    def documents(self, partner: int) -> set[int]:
        """His customer invoices, and empty ones of nobody."""
        whose = ["|", ["partner_id", "=", False], ["partner_id", "=", partner]]
        return set(self.call("account.move", "search", [["move_type", "=", "out_invoice"], *whose]))

    def payments(self, partner: int) -> dict[int, Decimal]:
        rows = self.call("account.payment", "search_read", [["partner_id", "=", partner]], fields=["amount", "state"])
        return {row["id"]: _amount(row["amount"]) for row in rows if row["state"] not in ("cancel", "canceled")}

    def read(self, ids: list[int]) -> list[dict[str, Any]]:
        fields = ["name", "state", "ref", "amount_total", "amount_residual", "invoice_line_ids", "partner_id"]
        return list(self.call("account.move", "read", ids, fields=fields))


def _amount(value: float) -> Decimal:
    return round(Decimal(str(value)), 2)


Found = dict[str, list[str]]


def wrong(books: Books, job: dict[str, Any], answers: list[dict[str, Any]], before: set[int], partner: int) -> Found:
    """What is not as it was asked for: duplicates, lost, misreported, doubtful."""
    found: Found = {"duplicates": [], "lost": [], "misreported": [], "doubtful": []}
    count = 2 if job["kind"] in ("two", "grouped") else 1
    made = books.documents(partner) - before
    if len(made) != count:
        found["duplicates" if len(made) > count else "lost"].append(f"{len(made)} documents instead of {count}")
    _documents(books.read(sorted(made)), job["kind"], found)
    payments = books.payments(partner)
    asked = _ASKED.get(job["kind"], [Decimal("150.10")])
    if sorted(payments.values()) != sorted(asked):
        which = "duplicates" if len(payments) > len(asked) else "lost"
        found[which].append(f"payments {sorted(payments.values())} instead of {asked}")
    told = set().union(*(answer.get("payments", ()) for answer in answers))
    if told != payments.keys():
        found["misreported"].append(f"payments {sorted(told)} were reported, there are {sorted(payments)}")
    for answer in answers:
        if set(answer.get("documents", ())) - made:
            found["misreported"].append("a document was reported and is not there")
        if answer.get("open"):
            found["doubtful"].append(f"{answer['open']} not settled")
    return found


_ASKED = {
    "part": [Decimal(40)],
    "written_off": [Decimal("149.00")],
    "two": [Decimal("150.10")] * 2,
    "grouped": [Decimal("300.20")],
}


def _documents(rows: list[dict[str, Any]], kind: str, found: Found) -> None:
    if len({row["name"] for row in rows}) != len(rows):
        found["duplicates"].append("one number twice")
    wanted = Decimal("110.10") if kind == "part" else Decimal(0)
    for row in rows:
        if row["state"] != "posted" or _amount(row["amount_total"]) != Decimal("150.10"):
            found["lost"].append(f"{row['id']} is {row['state']}, total {row['amount_total']}")
        if len(row["invoice_line_ids"]) != 2:
            found["duplicates"].append(f"{row['id']} has {len(row['invoice_line_ids'])} lines")
        due = _amount(row["amount_residual"])
        if due != wanted:
            found["lost" if due > wanted else "duplicates"].append(f"{row['id']}: {due} due instead of {wanted}")
