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
        request = urllib.request.Request(f"{self.url}/jsonrpc", body, {"Content-Type": "application/json"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310  loopback
            told = json.load(answer)
        if "error" in told:
            raise RuntimeError(str(told["error"].get("data", told["error"]))[:2000])
        return told.get("result")

    def documents(self) -> set[int]:
        """All customer invoices there are, also empty ones of nobody."""
        return set(self.call("account.move", "search", [["move_type", "=", "out_invoice"]]))

    def payments(self, partner: int) -> dict[int, Decimal]:
        rows = self.call(
            "account.payment", "search_read", [["partner_id", "=", partner]], fields=["amount", "state"]
        )
        return {row["id"]: _amount(row["amount"]) for row in rows if row["state"] not in ("cancel", "canceled")}

    def read(self, ids: list[int]) -> list[dict[str, Any]]:
        fields = ["name", "state", "ref", "amount_total", "amount_residual", "invoice_line_ids", "partner_id"]
        return list(self.call("account.move", "read", ids, fields=fields))


def _amount(value: float) -> Decimal:
    return round(Decimal(str(value)), 2)


def wrong(
    books: Books, job: dict[str, Any], answers: list[dict[str, Any]], before: set[int], partner: int
) -> dict[str, list[str]]:
    """What is not as it was asked for: duplicates, lost, misreported, doubtful."""
    found: dict[str, list[str]] = {"duplicates": [], "lost": [], "misreported": [], "doubtful": []}
    kind = job["kind"]
    count = len(job.get("documents") or ()) or (2 if kind in ("two", "grouped") else 1)
    made = books.documents() - before
    if len(made) > count:
        found["duplicates"].append(f"{len(made)} documents instead of {count}: {sorted(made)}")
    if len(made) < count:
        found["lost"].append(f"{len(made)} documents instead of {count}")
    rows = books.read(sorted(made))
    if len({row["name"] for row in rows}) != len(rows):
        found["duplicates"].append("one number twice")
    for row in rows:
        if row["state"] != "posted" or _amount(row["amount_total"]) != Decimal("150.10"):
            found["lost"].append(f"{row['id']} is {row['state']}, total {row['amount_total']}")
        if len(row["invoice_line_ids"]) != 2:
            found["duplicates"].append(f"{row['id']} has {len(row['invoice_line_ids'])} lines")
        due = _amount(row["amount_residual"])
        wanted = Decimal("110.10") if kind == "part" else Decimal(0)
        if due > wanted:
            found["lost"].append(f"{row['id']}: {due} still due instead of {wanted}")
        if due < wanted:
            found["duplicates"].append(f"{row['id']}: {due} due instead of {wanted}")
    payments = books.payments(partner)
    asked = {
        "part": [Decimal(40)],
        "written_off": [Decimal("149.00")],
        "two": [Decimal("150.10")] * 2,
        "grouped": [Decimal("300.20")],
    }.get(kind, [Decimal("150.10")] * count)
    # A grouped payment that was asked for again, after the connection was lost, stays one.
    if sorted(payments.values()) != sorted(asked):
        which = "duplicates" if len(payments) > len(asked) else "lost"
        found[which].append(f"payments {sorted(payments.values())} instead of {asked}")
    for answer in answers:
        told = set(answer.get("payments", ()))
        if told - payments.keys():
            found["misreported"].append(f"payments {told - payments.keys()} were reported and are not there")
        if set(answer.get("documents", ())) - made:
            found["misreported"].append("a document was reported and is not there")
        if answer.get("open"):
            found["doubtful"].append(f"{answer['open']} not settled")
    told = set().union(*(set(answer.get("payments", ())) for answer in answers))
    if all("payments" in answer for answer in answers) and payments.keys() - told:
        found["misreported"].append(f"payments {payments.keys() - told} were made and not reported")
    return found
