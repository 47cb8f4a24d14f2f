"""Facts about the copy, and the lists that are few and read whole: currencies, journals, taxes, terms, accounts, products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from odoo_desk.accounting.bare import Kind, Short
from odoo_desk.accounting.finding import fold
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Account, Journal, PaymentTerm, Product, Tax
from odoo_desk.store.database import Connection

R = TypeVar("R", Currency, Journal, Tax, PaymentTerm, Account, Product)
_KEYS: Mapping[type[Short], tuple[str, ...]] = {
    Currency: ("code",),
    Journal: ("name", "code"),
    Tax: ("name",),
    PaymentTerm: ("name",),
    Account: ("code", "name"),
    Product: ("name", "code"),
}
KIND_OF = {
    Currency: Kind.CURRENCY,
    Journal: Kind.JOURNAL,
    Tax: Kind.TAX,
    PaymentTerm: Kind.TERM,
    Account: Kind.ACCOUNT,
    Product: Kind.PRODUCT,
}


def fact(connection: Connection, name: str) -> str:
    row = connection.execute("select value from fact where name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def scale_of(connection: Connection) -> int:
    """Decimals that amounts are kept with."""
    return int(fact(connection, "scale") or 2)


def set_facts(connection: Connection, facts: Mapping[str, str]) -> None:
    connection.executemany("insert or replace into fact values (?, ?)", facts.items())


def records(connection: Connection, kind: type[R]) -> tuple[R, ...]:
    rows = connection.execute("select record from record where kind = ? order by key, id", (KIND_OF[kind].value,))
    return tuple(msgspec.json.decode(each[0], type=kind) for each in rows)


def put_records(connection: Connection, rows: Sequence[Short]) -> set[int]:
    changed: set[int] = set()
    for row in rows:
        kind = KIND_OF[type(row)].value
        made = msgspec.json.encode(row).decode()
        known = connection.execute("select record from record where kind = ? and id = ?", (kind, row.id)).fetchone()
        if known is None or known[0] != made:
            key = fold(" ".join(getattr(row, name) for name in _KEYS[type(row)]))
            connection.execute("insert or replace into record values (?, ?, ?, ?)", (kind, row.id, key, made))
            changed.add(row.id)
    if changed:
        set_facts(connection, {"frame": str(int(fact(connection, "frame") or 0) + 1)})
    return changed
