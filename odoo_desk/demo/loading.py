"""load(): Odoo's import of a table, with external ids that make a second import the same as the first (api-facts 4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.demo import drafting, paying
from odoo_desk.demo.books import Env
from odoo_desk.demo.fields import Field, fields_of
from odoo_desk.demo.records import Move, Payment, Record
from odoo_desk.demo.refusals import BadKey, BadValue, Refusal
from odoo_desk.demo.undo import all_or_nothing
from odoo_desk.demo.values import Values

Rows = Sequence[Sequence[object]]


def load(env: Env, model: str, fields: object, data: object) -> object:
    """What is refused is told in `messages`, and nothing is kept."""
    names = [str(each) for each in fields] if isinstance(fields, list) else []
    rows = [each for each in data if isinstance(each, list)] if isinstance(data, list) else []
    _check_names(env, model, names)
    try:
        with all_or_nothing():
            ids = [_load_one(env, model, names, rows[start:end]) for start, end in _records(names, rows)]
    except Refusal as refusal:
        message = {"type": "error", "message": refusal.message, "record": 0, "rows": {"from": 0, "to": 0}}
        return {"ids": False, "messages": [message], "nextrow": 0}
    return {"ids": ids, "messages": [], "nextrow": 0}


def _check_names(env: Env, model: str, names: Sequence[str]) -> None:
    offered = fields_of(model, env.flavour.version)
    for name in names:
        if name.split("/")[0] not in (*offered, ".id"):
            raise (BadKey if env.flavour.version < 18 else BadValue)(name)


def _records(names: Sequence[str], rows: Rows) -> list[tuple[int, int]]:
    """A row that fills in none of the record's own columns belongs to the record above it."""
    own = [index for index, name in enumerate(names) if not name.startswith(("invoice_line_ids/", "line_ids/"))]
    starts = [index for index, row in enumerate(rows) if any(row[each] for each in own)]
    return list(zip(starts, [*starts[1:], len(rows)], strict=True))


def _load_one(env: Env, model: str, names: Sequence[str], rows: Rows) -> int:
    head = dict(zip(names, rows[0], strict=True))
    external = str(head.get("id") or "")
    values = _values(env, model, {name: each for name, each in head.items() if not _is_line(name)})
    lines = [
        _line(env, names, row)
        for row in rows
        if any(_is_line(name) and cell for name, cell in zip(names, row, strict=True))
    ]
    if lines:
        values["invoice_line_ids"] = lines
    known = env.books.external_ids.get(external)
    if isinstance(known, Move):
        drafting.write(env, known, values)
        return known.id
    if known is not None:
        return known.id
    record: Record | Payment = drafting.create(env, values) if model == "account.move" else paying.create(env, values)
    if external:
        env.books.external_ids[external] = record
    return record.id


def _is_line(name: str) -> bool:
    return name.startswith(("invoice_line_ids/", "line_ids/"))


def _line(env: Env, names: Sequence[str], row: Sequence[object]) -> list[object]:
    cells = {name.partition("/")[2]: cell for name, cell in zip(names, row, strict=True) if _is_line(name)}
    external = str(cells.get("id") or "")
    values = _values(env, "account.move.line", cells)
    known = env.books.external_ids.get(external)
    return [1, known.id, values] if known and env.flavour.version >= 16 else [0, 0, values]


def _values(env: Env, model: str, cells: dict[str, object]) -> Values:
    offered = fields_of(model, env.flavour.version)
    values: Values = {}
    for column, cell in cells.items():
        name, _, way = column.partition("/")
        if name in ("id", ".id") or cell in ("", None, False):
            continue
        values[name] = _value(env, offered[name], way, str(cell))
    return values


def _value(env: Env, field: Field, way: str, cell: str) -> object:
    if field.relation:
        ids = [_linked(env, field, way, each.strip()) for each in cell.split(",")]
        return [[6, 0, ids]] if field.kind in ("many2many", "one2many") else ids[0]
    if field.kind == "selection":
        return next((key for key, label in field.selection if cell in (key, label)), cell)
    if field.kind == "boolean":
        return cell.lower() in ("1", "true", "yes")
    return cell


def _linked(env: Env, field: Field, way: str, cell: str) -> int:
    if way == ".id":
        return int(cell)
    if way == "id":
        record = env.books.external_ids.get(cell)
    else:
        record = next((each for each in env.books.table(field.relation) if getattr(each, "name", "") == cell), None)
    if record is None:
        raise BadValue(f"No matching record found for {cell!r} in field {field.label!r}")
    return record.id
