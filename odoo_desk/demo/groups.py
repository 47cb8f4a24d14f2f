"""Sums by group: read_group as each version has it, and formatted_read_group of 19 and 20."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from odoo_desk.demo.books import Env
from odoo_desk.demo.computed import display_name, getter
from odoo_desk.demo.domains import search
from odoo_desk.demo.fields import NUMBERS, Field, fields_of
from odoo_desk.demo.records import ZERO, Record
from odoo_desk.demo.refusals import BadValue
from odoo_desk.demo.values import told

_DATES = ("date", "datetime")


@dataclass(frozen=True, slots=True)
class _By:
    spelled: str
    field: Field
    step: str

    @property
    def key(self) -> str:
        return f"{self.field.name}:{self.step}" if self.step else self.field.name


@dataclass(frozen=True, slots=True)
class _Sum:
    key: str
    field: Field | None
    function: str


@dataclass(frozen=True, slots=True)
class _Group:
    """`keys`: the first record's value for each grouping, a day being the first of its period."""

    keys: tuple[object, ...]
    rows: list[Record]


def _grouped(env: Env, model: str, domain: object, by: Sequence[_By]) -> list[_Group]:
    found = search(env, model, domain, "id")
    readers = [_key_reader(env, each) for each in by]
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in found:
        groups.setdefault(tuple(read(record) for read in readers), []).append(record)
    if not by:
        return [_Group((), found)]
    return [
        _Group(keys, groups[keys]) for keys in sorted(groups, key=lambda keys: [_sortable(env, key) for key in keys])
    ]


def _key_reader(env: Env, by: _By) -> Callable[[Record], object]:
    read = getter(env, by.field)
    if not by.step:
        return read

    def period(record: Record) -> object:
        value = read(record)
        return _start(value, by.step) if isinstance(value, date) else None

    return period


def _sortable(env: Env, key: object) -> tuple[bool, str]:
    if isinstance(key, Record):
        return False, display_name(env, key).casefold()
    return key is None or key == "", key.isoformat() if isinstance(key, date) else str(key)


def _start(day: date, step: str) -> date:
    day = day.date() if isinstance(day, datetime) else day
    if step == "day":
        return day
    if step == "week":
        return day - timedelta(days=(day.weekday() + 1) % 7)
    if step == "month":
        return day.replace(day=1)
    if step == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1)


def _end(start: date, step: str) -> date:
    """The first day after the period."""
    if step in ("day", "week"):
        return start + timedelta(days=7 if step == "week" else 1)
    months = {"month": 1, "quarter": 3, "year": 12}[step]
    month = start.month - 1 + months
    return start.replace(year=start.year + month // 12, month=month % 12 + 1, day=1)


def _shown(start: date, step: str) -> str:
    if step == "day":
        return f"{start:%d %b %Y}"
    if step == "week":
        return f"W{start.isocalendar().week} {start.year}"
    if step == "month":
        return f"{start:%B %Y}"
    return f"Q{(start.month - 1) // 3 + 1} {start.year}" if step == "quarter" else str(start.year)


# --- what is asked ----------------------------------------------------------------------------------------------------


def _by(env: Env, model: str, spelled: object) -> list[_By]:
    texts = [spelled] if isinstance(spelled, str) else spelled if isinstance(spelled, list | tuple) else []
    found = []
    for text in texts:
        name, _, step = str(text).partition(":")
        field = _field(env, model, name)
        found.append(_By(str(text), field, step or ("month" if field.kind in _DATES else "")))
    return found


def _field(env: Env, model: str, name: str) -> Field:
    field = fields_of(model, env.flavour.version).get(name)
    if field is None:
        raise BadValue(f"Invalid field {name!r} on model {model!r}")
    return field


def _sums(env: Env, model: str, spelled: object, by: Sequence[_By]) -> list[_Sum]:
    grouped = {each.field.name for each in by}
    found = []
    for text in spelled if isinstance(spelled, list | tuple) else []:
        name, _, function = str(text).partition(":")
        if name == "__count":
            found.append(_Sum("__count", None, "count"))
            continue
        key, field_name = name, name
        if "(" in function:
            function, field_name = function.rstrip(")").split("(")
        field = _field(env, model, field_name)
        if field.name not in grouped and (function or field.kind in NUMBERS):
            found.append(_Sum(key, field, function or "sum"))
    return found


def _aggregate(env: Env, asked: _Sum, rows: Iterable[Record]) -> object:
    if asked.field is None:
        return len(list(rows))
    read = getter(env, asked.field)
    values = [value for row in rows if (value := read(row)) is not None]
    if asked.function == "count":
        return len(values)
    if asked.function == "count_distinct":
        return len(set(values))
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    if not values:
        return False
    if asked.function == "sum":
        return sum(numbers, ZERO)
    if asked.function == "avg":
        return sum(numbers, ZERO) / len(numbers)
    days = sorted(value for value in values if isinstance(value, date))
    if days:
        return told(env, asked.field, days[0] if asked.function == "min" else days[-1])
    return min(numbers) if asked.function == "min" else max(numbers)


def _narrowed(env: Env, by: _By, key: object) -> list[object]:
    if isinstance(key, date) and by.step:
        bounds = (key.isoformat(), _end(key, by.step).isoformat())
        return ["&", [by.field.name, ">=", bounds[0]], [by.field.name, "<", bounds[1]]]
    value = key.id if isinstance(key, Record) else told(env, by.field, key)
    return [[by.field.name, "=", value]]


# --- read_group -------------------------------------------------------------------------------------------------------


def read_group(
    env: Env,
    model: str,
    domain: object,
    fields: object,
    groupby: object,
    offset: object = 0,
    limit: object = None,
    orderby: object = False,
    lazy: object = True,
) -> object:
    """Up to 19."""
    by = _by(env, model, groupby)
    shown = by[:1] if lazy else by
    sums = [each for each in _sums(env, model, fields, by) if each.field]
    rows = []
    for group in _grouped(env, model, domain, shown):
        row: dict[str, object] = {}
        ranges: dict[str, object] = {}
        narrowed: list[object] = []
        for each, key in zip(shown, group.keys, strict=True):
            row[each.spelled] = _key_told(env, each, key)
            narrowed += _narrowed(env, each, key)
            if isinstance(key, date):
                ranges[each.spelled] = {"from": key.isoformat(), "to": _end(key, each.step).isoformat()}
        count = f"{by[0].field.name}_count" if lazy and len(by) == 1 else "__count"
        row[count] = len(group.rows)
        row |= {each.key: _aggregate(env, each, group.rows) for each in sums}
        if not by and env.flavour.whole_sum_has_id:
            sql = {name: None if value is False else value for name, value in row.items()}
            return [{"id": min((each.id for each in group.rows), default=None), **sql}]
        row["__domain"] = _together(narrowed, domain)
        if ranges and env.flavour.read_group == "ranged":
            row["__range"] = ranges
        rows.append(row)
    return _page(_ordered(rows, orderby), offset, limit)


def _key_told(env: Env, by: _By, key: object) -> object:
    return _shown(key, by.step) if isinstance(key, date) and by.step else told(env, by.field, key)


def _together(narrowed: list[object], domain: object) -> list[object]:
    whole = list(domain) if isinstance(domain, list | tuple) else []
    parts = [*whole, *narrowed]
    operands = sum(1 for each in parts if not isinstance(each, str))
    joined = sum(1 for each in parts if each in ("&", "|"))
    return ["&"] * (operands - 1 - joined) + parts


def _ordered(rows: list[dict[str, object]], order: object) -> list[dict[str, object]]:
    if isinstance(order, str) and order:
        for part in reversed(order.split(",")):
            name, _, way = part.strip().partition(" ")
            key = next((each for each in (name, name.partition(":")[0]) if rows and each in rows[0]), "")
            if key:
                rows.sort(key=lambda row: _plain_key(row[key]), reverse=way.strip().lower() == "desc")
    return rows


def _plain_key(value: object) -> tuple[Decimal, str]:
    if isinstance(value, int | Decimal):
        return Decimal(value), ""
    return ZERO, str(value[1] if isinstance(value, list) else value).casefold()


def _page(rows: Sequence[object], offset: object, limit: object) -> list[object]:
    start = offset if isinstance(offset, int) else 0
    end = start + limit if isinstance(limit, int) and limit else None
    return list(rows[start:end])


def tuples(
    env: Env,
    model: str,
    domain: object,
    groupby: object = (),
    aggregates: object = (),
    having: object = (),
    offset: object = 0,
    limit: object = None,
    order: object = None,
) -> object:
    """read_group of 20: no names, no keys."""
    del having, order
    by = _by(env, model, groupby)
    sums = _sums(env, model, aggregates, by)
    rows = [
        (
            *(_bare(env, each, key) for each, key in zip(by, group.keys, strict=True)),
            *(_aggregate(env, each, group.rows) for each in sums),
        )
        for group in _grouped(env, model, domain, by)
    ]
    return _page(rows, offset, limit)


def _bare(env: Env, by: _By, key: object) -> object:
    return told(env, by.field, key, names=False)


def formatted(
    env: Env,
    model: str,
    domain: object,
    groupby: object = (),
    aggregates: object = (),
    having: object = (),
    offset: object = 0,
    limit: object = None,
    order: object = None,
) -> object:
    """formatted_read_group."""
    del having
    by = _by(env, model, groupby)
    sums = _sums(env, model, aggregates, by)
    rows = []
    for group in _grouped(env, model, domain, by):
        row: dict[str, object] = {}
        narrowed: list[object] = []
        for each, key in zip(by, group.keys, strict=True):
            is_period = isinstance(key, date) and each.step
            row[each.spelled] = (
                [told(env, each.field, key), _key_told(env, each, key)] if is_period else _key_told(env, each, key)
            )
            narrowed += _narrowed(env, each, key)
        row["__extra_domain"] = narrowed if len(by) < 2 else _together(narrowed, [])
        if not by:
            row["__extra_domain"] = [[1, "=", 1]]
        for each_sum in sums:
            key_name = f"{each_sum.key}:{each_sum.function}" if each_sum.field else "__count"
            row[key_name] = _aggregate(env, each_sum, group.rows)
        rows.append(row)
    return _page(_ordered(rows, order), offset, limit)
