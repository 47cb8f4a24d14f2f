"""The tables of schema.py and selections.py, read: which fields each model has in a version, of which type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from odoo_desk.demo import schema
from odoo_desk.demo.flavours import NEWEST, OLDEST
from odoo_desk.demo.selections import SELECTIONS

NUMBERS = ("integer", "float", "monetary")
MANY = ("one2many", "many2many")


@dataclass(frozen=True, slots=True)
class Field:
    """`attribute` is its name on the record in records.py, where it has one."""

    model: str
    name: str
    kind: str
    label: str
    relation: str = ""
    stored: bool = True
    sortable: bool = True
    required: bool = False
    readonly: bool = False
    attribute: str = ""
    selection: tuple[tuple[str, str], ...] = ()
    decimals: int | None = None


@cache
def models_of(version: int) -> tuple[str, ...]:
    return tuple(model for model in schema.MODELS if _has_own_fields(model, version))


def _has_own_fields(model: str, version: int) -> bool:
    return any(_is_in(version, line.split("  ")[2]) for line in schema.MODELS[model].strip().splitlines())


@cache
def fields_of(model: str, version: int) -> dict[str, Field]:
    lines = [line for line in (schema.COMMON + schema.MODELS[model]).splitlines() if line]
    found = (_field(model, version, *line.split("  ", 3)) for line in lines)
    return {field.name: field for field in found if field}


def _field(model: str, version: int, name: str, kind: str, versions: str, label: str) -> Field | None:
    if not _is_in(version, versions):
        return None
    name, _, attribute = name.partition("=")
    kind, _, flags = kind.partition(",")
    kind, _, relation = kind.partition(":")
    selection = _selection(f"{model}.{name}", version) if kind == "selection" else ()
    return Field(
        model,
        name,
        kind,
        label,
        relation,
        stored="~" not in flags,
        sortable="~" not in flags or "i" in flags,
        required="!" in flags,
        readonly="r" in flags,
        attribute=attribute or name,
        selection=selection,
        decimals=2 if "d" in flags else None,
    )


def _selection(field: str, version: int) -> tuple[tuple[str, str], ...]:
    found = []
    for choice in SELECTIONS[field].split("|"):
        key, _, label = choice.partition("=")
        first, _, rest = key.partition(" ")
        is_bound = bool(rest) and not first.strip("0123456789-+")
        if not is_bound or _is_in(version, first):
            found.append((rest if is_bound else key, label))
    return tuple(found)


def _is_in(version: int, versions: str) -> bool:
    """versions: * for all, 16+ from then on, -17 until then, 15-17 between."""
    if versions == "*":
        return True
    if versions.endswith("+"):
        return version >= int(versions[:-1])
    first, _, last = versions.partition("-")
    return int(first or OLDEST) <= version <= int(last or NEWEST)
