"""A backup of the database, and what its restoring does: every record is again as it was, and what was made since is gone."""

from __future__ import annotations

from dataclasses import dataclass, fields

from odoo_desk.demo.books import Books
from odoo_desk.demo.records import Record


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`records`: of each model, every record with the values it had (lists on them are tuples, so that nothing needs to be copied)."""

    records: dict[str, tuple[tuple[Record, tuple[object, ...]], ...]]
    last_ids: dict[str, int]
    highest: dict[str, int]
    external_ids: dict[str, Record]
    hidden: dict[tuple[str, int], frozenset[int]]


def take(books: Books) -> Snapshot:
    records = {}
    for model, table in books.tables.items():
        names = [each.name for each in fields(table.kind)]
        records[model] = tuple((row, tuple(getattr(row, name) for name in names)) for row in table)
    last_ids = {model: table.last_id for model, table in books.tables.items()}
    return Snapshot(records, last_ids, dict(books.highest), dict(books.external_ids), dict(books.hidden))


def put_back(books: Books, snapshot: Snapshot) -> None:
    for model, table in books.tables.items():
        names = [each.name for each in fields(table.kind)]
        table.rows.clear()
        table.last_id = snapshot.last_ids[model]
        for row, values in snapshot.records[model]:
            for name, value in zip(names, values, strict=True):
                setattr(row, name, value)
            table.rows[row.id] = row
    books.highest.clear()
    books.highest |= snapshot.highest
    books.external_ids.clear()
    books.external_ids |= snapshot.external_ids
    books.hidden = dict(snapshot.hidden)
    books.revision += 1
