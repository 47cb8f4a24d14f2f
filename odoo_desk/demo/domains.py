"""Odoo's domains and orders, as functions over records: what a search finds, and in which order."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any, TypeAlias

from odoo_desk.demo import schema
from odoo_desk.demo.books import Env, company_of, hidden_from, is_visible
from odoo_desk.demo.computed import display_name, getter
from odoo_desk.demo.fields import NUMBERS, Field, fields_of
from odoo_desk.demo.records import Line, Move, Partner, Record
from odoo_desk.demo.refusals import BadIndex, BadType, BadValue, Refusal, UserError

Test: TypeAlias = Callable[[Record], bool]
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {  # what cannot be compared says so itself
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPERATORS = (
    "=",
    "!=",
    "<>",
    "=?",
    *_COMPARISONS,
    "in",
    "not in",
    "like",
    "not like",
    "ilike",
    "not ilike",
    "=like",
    "=ilike",
    "child_of",
    "parent_of",
)


def search(env: Env, model: str, domain: object, order: str | None = None) -> list[Record]:
    """Everything that is found, in order. The caller cuts out its page."""
    terms = _terms(domain)
    tests = _compile(env, model, terms)
    found = _candidates(env, model, terms)
    for test in tests:  # one after the other, as each leaves fewer to the next
        found = [record for record in found if test(record)]
    if _hides_archived(env, model, terms):
        is_active = getter(env, fields_of(model, env.flavour.version)["active"])
        found = [record for record in found if is_active(record)]
    if hidden := hidden_from(env, model):
        found = [record for record in found if record.id not in hidden]
    has_rules = not env.as_system and any(company_of(each) or model == "res.company" for each in found[:1])
    if has_rules:
        found = [record for record in found if is_visible(env, record)]
    return sort(env, model, found, order)


def matches(env: Env, model: str, domain: object, record: Record) -> bool:
    return all(test(record) for test in _compile(env, model, _terms(domain)))


def _hides_archived(env: Env, model: str, terms: Sequence[object]) -> bool:
    if "active" not in fields_of(model, env.flavour.version) or env.context.get("active_test") is False:
        return False
    return not any(isinstance(term, list | tuple) and term and term[0] == "active" for term in terms)


def _candidates(env: Env, model: str, terms: Sequence[object]) -> list[Record]:
    """All records, or the few that a condition on ids leaves."""
    table = env.books.table(model)
    if all(isinstance(term, list | tuple) for term in terms):
        for term in terms:
            assert isinstance(term, list | tuple)
            if len(term) == 3 and term[1] in ("in", "=") and term[0] in ("id", "move_id"):
                ids = term[2] if isinstance(term[2], list | tuple) else [term[2]]
                if term[0] == "id":
                    return [row for each in dict.fromkeys(ids) if (row := table.get(each))]
                if model == "account.move.line" and all(isinstance(each, int) for each in ids):
                    moves = [move for each in dict.fromkeys(ids) if (move := env.books.moves.get(each))]
                    return [line for move in moves for line in move.line_ids]
        low, high = _id_range(terms)
        if low > 1 or high < table.last_id:
            rows = table.rows
            return [rows[each] for each in range(max(low, 1), min(high, table.last_id) + 1) if each in rows]
    return list(table)


def _id_range(terms: Sequence[object]) -> tuple[int, int]:
    low, high = 1, 2**63
    for term in terms:
        assert isinstance(term, list | tuple)
        if len(term) == 3 and term[0] == "id" and isinstance(term[2], int):
            if term[1] in (">", ">="):
                low = max(low, term[2] + (term[1] == ">"))
            elif term[1] in ("<", "<="):
                high = min(high, term[2] - (term[1] == "<"))
    return low, high


# --- domains ----------------------------------------------------------------------------------------------------------


def _terms(domain: object) -> list[object]:
    if domain is None or domain is False:
        return []
    if not isinstance(domain, list | tuple):
        raise BadValue(f"Domain() invalid domain: {domain!r}")
    return list(domain)


def _compile(env: Env, model: str, terms: Sequence[object]) -> list[Test]:
    """Prefix notation, read from its end. All of what is left over must hold."""
    stack: list[Test] = []
    for term in reversed(terms):
        if term in ("&", "|") and isinstance(term, str):
            if len(stack) < 2:
                raise BadValue(f"Domain() malformed domain {list(terms)!r}")
            stack.append(_joined(term, stack.pop(), stack.pop()))
        elif term == "!":
            if not stack:
                raise BadValue(f"Domain() malformed domain {list(terms)!r}")
            stack.append(_negated(stack.pop()))
        else:
            stack.append(_leaf(env, model, term))
    stack.reverse()
    return stack


def _joined(word: str, left: Test, right: Test) -> Test:
    if word == "&":
        return lambda record: left(record) and right(record)
    return lambda record: left(record) or right(record)


def _negated(test: Test) -> Test:
    return lambda record: not test(record)


def _leaf(env: Env, model: str, term: object) -> Test:
    if not isinstance(term, list | tuple) or len(term) != 3 or not isinstance(term[1], str):
        raise (
            BadIndex("string index out of range")
            if env.flavour.version < 15
            else BadValue(f"Domain() invalid item in domain: {term!r}")
        )
    path, word, value = term[0], term[1].lower(), term[2]
    if path == 1 and word == "=":
        return lambda _record: value == 1
    if path == 0 and word == "=":
        return lambda _record: value == 0
    if word in ("any", "not any") and not env.flavour.any_operator:
        raise BadType("unhashable type: 'list'")
    if word not in (*_OPERATORS, "any", "not any"):
        words = "Invalid leaf {leaf!r}" if env.flavour.version < 17 else "Invalid operator in condition {leaf!r}"
        raise BadValue(words.format(leaf=tuple(term)))
    first, _, rest = str(path).partition(".")
    field = fields_of(model, env.flavour.version).get(first)
    if field is None:
        kind = "leaf" if env.flavour.version < 17 else "condition"
        raise BadValue(f"Invalid field {model}.{first} in {kind} {tuple(term)!r}")
    if rest:
        return _through(env, field, _leaf(env, _relation(field, term), (rest, word, value)))
    if word in ("any", "not any"):
        tests = _compile(env, _relation(field, term), _terms(value))
        test = _through(env, field, lambda record: all(each(record) for each in tests))
        return _negated(test) if word == "not any" else test
    return _condition(env, field, word, value)


def _relation(field: Field, term: object) -> str:
    if not field.relation:
        raise BadValue(f"Invalid field {field.model}.{field.name} in condition {term!r}")
    return field.relation


def _through(env: Env, field: Field, test: Test) -> Test:
    read = getter(env, field)

    def found(record: Record) -> bool:
        value = read(record)
        if isinstance(value, tuple):
            return any(test(each) for each in value if isinstance(each, Record))
        return isinstance(value, Record) and test(value)

    return found


def _condition(env: Env, field: Field, word: str, value: object) -> Test:
    if word == "=?":
        return (lambda _record: True) if value in (False, None) else _condition(env, field, "=", value)
    if word in ("!=", "<>", "not in", "not like", "not ilike"):
        opposite = {"!=": "=", "<>": "=", "not in": "in", "not like": "like", "not ilike": "ilike"}[word]
        return _negated(_condition(env, field, opposite, value))
    if word in ("child_of", "parent_of"):
        return _hierarchy(env, field, word, value)
    if "like" in word:
        return _like(env, field, word, value)
    if word in _COMPARISONS:
        return _comparison(env, field, word, value)
    if word == "=" and not isinstance(value, list | tuple):
        value = [value]
    if not isinstance(value, list | tuple):
        value = [value]
    return _one_of(env, field, value)


def _one_of(env: Env, field: Field, values: Iterable[object]) -> Test:
    wanted = {_comparable(field, value) for value in values}
    read = getter(env, field)
    if field.kind == "boolean":
        return lambda record: bool(read(record)) in wanted
    takes_empty = None in wanted
    if field.relation:
        ids = {each for each in wanted if isinstance(each, int)}
        names = {each for each in wanted if isinstance(each, str)}

        def linked(record: Record) -> bool:
            found = read(record)
            if isinstance(found, Record) and not names:
                return found.id in ids
            linked_records = found if isinstance(found, tuple) else (found,) if found else ()
            if not linked_records:
                return takes_empty
            return any(each.id in ids or (names and display_name(env, each) in names) for each in linked_records)

        return linked

    truncates = field.kind == "datetime" and env.flavour.second_granularity

    def is_one(record: Record) -> bool:
        found = read(record)
        if truncates and isinstance(found, datetime):
            found = found.replace(microsecond=0)
        if found is None or found == "":
            return takes_empty
        return found in wanted or (takes_empty and found == 0 and field.kind in NUMBERS)

    return is_one


def _comparison(env: Env, field: Field, word: str, value: object) -> Test:
    compare, wanted = _COMPARISONS[word], _comparable(field, value)
    read = getter(env, field)
    truncates = field.kind == "datetime" and env.flavour.second_granularity

    def test(record: Record) -> bool:
        found = read(record)
        if isinstance(found, Record):
            found = found.id
        if truncates and isinstance(found, datetime):
            found = found.replace(microsecond=0)
        if found is None or found == "" or wanted is None:
            return False
        try:
            return compare(found, wanted)
        except TypeError:
            return False

    return test


def _like(env: Env, field: Field, word: str, value: object) -> Test:
    text = "" if value in (False, None) else str(value)
    pattern = re.escape(text if word.startswith("=") else f"%{text}%").replace("%", ".*").replace("_", ".")
    expression = re.compile(pattern, re.DOTALL | (re.IGNORECASE if "ilike" in word else 0))
    read = getter(env, field)

    def test(record: Record) -> bool:
        found = read(record)
        texts = found if isinstance(found, tuple) else (found,)
        return any(expression.fullmatch(_text(env, each)) for each in texts if each is not None)

    return test


def _text(env: Env, value: object) -> str:
    return display_name(env, value) if isinstance(value, Record) else str(value)


def _hierarchy(env: Env, field: Field, word: str, value: object) -> Test:
    ids = value if isinstance(value, list | tuple) else [value]
    model = field.relation or field.model
    roots = [row for each in ids if (row := env.books.table(model).get(each))]
    if word == "parent_of":
        above = {each.id for root in roots for each in _upwards(root)}
        return _one_of(env, field, above)
    below = {root.id for root in roots}
    read = getter(env, field)

    def test(record: Record) -> bool:
        found: object = record if field.name == "id" else read(record)
        starts = found if isinstance(found, tuple) else (found,)
        return any(each.id in below for start in starts if isinstance(start, Record) for each in _upwards(start))

    return test


def _upwards(record: Record) -> Iterable[Record]:
    yield record
    while isinstance(record, Partner) and record.parent_id:
        record = record.parent_id
        yield record


def _comparable(field: Field, value: object) -> str | int | Decimal | date | datetime | None:
    """A value of a domain, as records hold it."""
    if value is None or (value is False and field.kind != "boolean"):
        return None
    try:
        if field.kind == "boolean":
            return bool(value)
        if field.kind == "date" and isinstance(value, str):
            return date.fromisoformat(value[:10])
        if field.kind == "datetime" and isinstance(value, str):
            return datetime.fromisoformat(value.replace("T", " ")).replace(tzinfo=UTC)
        if field.kind in NUMBERS:
            return Decimal(str(value))
    except (ValueError, InvalidOperation) as problem:
        raise BadValue(str(problem)) from problem
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, str | int) else str(value)


# --- orders -----------------------------------------------------------------------------------------------------------


# What a client sorts all that there is by, again and again: never empty, and one key at a time, so quick.
_PLAIN_ORDERS: dict[str | None, tuple[Callable[[Record], Any], ...]] = {
    "id": (attrgetter("id"),),
    "id desc": (attrgetter("id"),),
    "write_date, id": (attrgetter("id"), lambda record: record.write_date.timestamp()),
    "write_date desc, id desc": (attrgetter("id"), lambda record: record.write_date.timestamp()),
}


def sort(env: Env, model: str, found: list[Record], order: str | None) -> list[Record]:
    if order and order in _PLAIN_ORDERS:
        for plain in _PLAIN_ORDERS[order]:
            found.sort(key=plain)
        return found[::-1] if order.endswith("desc") else found
    keys = _order(env, model, order or schema.LABELS[model][1], is_default=not order)
    for key, reverse in reversed(keys):
        found.sort(key=key, reverse=reverse)
    return found


Sortable: TypeAlias = "str | int | Decimal | date | tuple[str, int]"
Key: TypeAlias = Callable[[Record], tuple[bool, Sortable]]


def _order(env: Env, model: str, order: str, *, is_default: bool = False) -> list[tuple[Key, bool]]:
    keys = []
    for part in order.split(","):
        spelled = re.fullmatch(r"\s*(\w+)(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?\s*", part, re.IGNORECASE)
        if spelled is None and "." in part and env.flavour.version >= 17:
            raise BadValue(f"Invalid field {part.strip()!r} on model {model!r}")
        if spelled is None or (spelled[3] and not env.flavour.nulls_in_order):
            raise _bad_order(order)
        field = fields_of(model, env.flavour.version).get(spelled[1])
        if field is None:
            raise BadValue(f"Invalid field {spelled[1]!r} on model {model!r}")
        if not field.sortable and field.kind != "many2one" and not is_default and field.name != "code":
            if env.flavour.version >= 18:
                raise BadValue(f"Cannot convert {model}.{field.name} to SQL because it is not stored")
            continue
        reverse = (spelled[2] or "").lower() == "desc"
        empty_moves = spelled[3] is not None and (spelled[3].lower() == "first") is not reverse
        keys.append((_key(env, field, empty_moves=empty_moves), reverse))
    return keys


def _bad_order(order: str) -> Refusal:
    return UserError(
        f'Invalid "order" specified ({order}). A valid "order" specification is a comma-separated list of valid field'
        " names (optionally followed by asc/desc for the direction)"
    )


def _key(env: Env, field: Field, *, empty_moves: bool) -> Key:
    """Empty values are last, and first when reversed, unless `empty_moves` them to the other end."""
    read = getter(env, field)

    def key(record: Record) -> tuple[bool, Sortable]:
        value = read(record)
        if value is None or value == "":
            return (not empty_moves, 0)
        return (empty_moves, _sortable(env, value))

    return key


def _sortable(env: Env, value: object) -> Sortable:
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, Record):
        return _sortable_link(env, value)
    if isinstance(value, int | Decimal | date):
        return value
    return str(value)


def _sortable_link(env: Env, record: Record) -> tuple[str, int]:
    """A link sorts as its own model does by default; documents by their number, the rest by name."""
    if isinstance(record, Move | Line):
        return ("", record.id)
    return (display_name(env, record).casefold(), record.id)
