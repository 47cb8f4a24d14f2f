"""Values as they travel, turned into values as records hold them, and put where they belong; and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from odoo_desk.demo import records as r
from odoo_desk.demo.books import Env, named
from odoo_desk.demo.computed import display_name, is_computed
from odoo_desk.demo.fields import MANY, NUMBERS, Field, fields_of
from odoo_desk.demo.records import ZERO, Record
from odoo_desk.demo.refusals import BadKey, BadType, BadValue, MissingError, ValidationError
from odoo_desk.demo.taxes import rounded

Values = dict[str, object]


def as_values(given: object) -> Values:
    if not isinstance(given, dict):
        raise BadType(f"values must be a dict, not {type(given).__name__}")
    return {str(name): value for name, value in given.items()}


def check_names(env: Env, model: str, values: Iterable[str], *, writing: bool = False) -> None:
    fields = fields_of(model, env.flavour.version)
    for name in values:
        if name not in fields:
            if writing and env.flavour.bad_write_is_key_error:
                raise BadKey(name)
            shape = (
                "Invalid field {0!r} in {1!r}" if env.flavour.version >= 19 else "Invalid field {0!r} on model {1!r}"
            )
            raise BadValue(shape.format(name, model))


def taken(env: Env, field: Field, value: object) -> object:
    """One value as a record holds it."""
    if field.relation:
        return _linked(env, field, value)
    if field.kind == "boolean":
        return bool(value)
    empty = value is None or value is False
    try:
        if field.kind in NUMBERS:
            number = ZERO if empty else Decimal(str(value))
            return int(number) if field.kind == "integer" else number
        if field.kind == "date":
            return None if empty or value == "" else date.fromisoformat(str(value)[:10])
    except (ValueError, InvalidOperation) as problem:
        raise BadValue(str(problem)) from problem
    if field.kind == "json":
        return None if empty else value
    text = "" if empty else str(value)
    if field.kind == "selection" and text and text not in dict(field.selection):
        raise BadValue(f"Wrong value for {field.model}.{field.name}: {text!r}")
    if field.kind == "html" and text and not text.startswith("<"):
        tag = env.flavour.plain_narration_in
        return f"<{tag}>{text}</{tag}>"
    return text


def kept(field: Field, value: Decimal) -> Decimal:
    """As the field's decimals have it."""
    return value if field.decimals is None else rounded(value, Decimal(1).scaleb(-field.decimals))


def _linked(env: Env, field: Field, value: object) -> object:
    table = env.books.table(field.relation)
    if field.kind in MANY:
        return linked_by(env, field.relation, value)
    if value in (False, None, 0, ""):
        return None
    found = table.get(value)
    if found is None and env.flavour.version >= 18:
        raise MissingError(
            f"Record does not exist or has been deleted.\n(Record: {field.relation}({value},), User: {env.user.id})"
        )
    if found is None:
        raise ValidationError(
            "The operation cannot be completed: another model requires the record being deleted. If possible, archive it"
            f" instead.\n\nModel: {field.relation}, Field: {field.label} ({field.name})"
        )
    return found


def linked_by(env: Env, model: str, commands: object, before: tuple[Record, ...] = ()) -> tuple[Record, ...]:
    """A list of records after Odoo's commands on it: (6, 0, ids), (4, id), (3, id), (5,); bare ids too."""
    table, found = env.books.table(model), list(before)
    for command in commands if isinstance(commands, list | tuple) else []:
        if isinstance(command, int):
            found += named(env, table, [command])
        elif isinstance(command, list | tuple) and command:
            if command[0] == 6 and isinstance(command[-1], list | tuple):
                found = list(named(env, table, command[-1]))
            elif command[0] == 5:
                found = []
            elif command[0] == 4:
                found += named(env, table, [command[1]])
            elif command[0] in (2, 3):
                found = [each for each in found if each.id != command[1]]
    return tuple(dict.fromkeys(found))


# Fields that are computed and can still be written: what a write to one does.
_WRITERS: Mapping[tuple[str, str], Callable[[Record, object], None]] = {
    ("account.move", "invoice_currency_rate"): lambda record, value: setattr(
        record, "invoice_currency_rate", Decimal(str(value)) if value else None
    ),
    ("account.account", "deprecated"): lambda record, value: setattr(record, "active", not value),
    ("account.account", "code"): lambda record, value: setattr(record, "code", value),
    ("account.payment.term.line", "value"): lambda record, value: setattr(
        record, "value", "fixed" if value == "fixed" else "percent"
    ),
    ("account.payment.term.line", "value_amount"): lambda record, value: setattr(record, "value_amount", value),
    ("account.tax", "price_include_override"): lambda record, value: setattr(
        record, "price_include", value == "tax_included"
    ),
    ("res.partner", "company_type"): lambda record, value: setattr(record, "is_company", value == "company"),
    ("account.move", "auto_post"): lambda record, value: setattr(record, "auto_post", value),
    ("account.move", "name"): lambda record, value: setattr(record, "name", "" if value == "/" else value),
}


def put(env: Env, record: Record, model: str, values: Mapping[str, object]) -> None:
    """Writes simple fields. Computed ones that nothing can be written to are ignored, as Odoo does."""
    fields = fields_of(model, env.flavour.version)
    for name, given in values.items():
        field = fields[name]
        if name in ("id", "create_date", "write_date", "create_uid", "write_uid", "__last_update"):
            continue
        writer = _WRITERS.get((model, name))
        if writer:
            writer(record, taken(env, field, given))
        elif is_computed(field) or not hasattr(record, field.attribute):
            continue
        elif field.kind in MANY:
            before = getattr(record, field.attribute)
            setattr(record, field.attribute, linked_by(env, field.relation, given, before))
        else:
            _check_required(model, field, given)
            setattr(record, field.attribute, taken(env, field, given))


def _check_required(model: str, field: Field, given: object) -> None:
    if field.required and given in (False, None, "") and field.kind in ("char", "many2one", "selection"):
        raise ValidationError(
            f"The operation cannot be completed: Missing required value for the field {field.label!r} ({field.name}).\n"
            f"Model: {model!r}\n- create/update: a mandatory field is not set\n"
            "- delete: another model requires the record being deleted, you can archive it instead\n"
        )


# --- and back ---------------------------------------------------------------------------------------------------------


def told(env: Env, field: Field, value: object, *, names: bool = True) -> object:
    """A value as it travels. Amounts stay Decimal until the protocol writes them."""
    if isinstance(value, Record):
        return [value.id, display_name(env, value)] if names else value.id
    if isinstance(value, tuple):
        return [each.id for each in value if isinstance(each, r.Record)]
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        return False
    if isinstance(value, Decimal):
        return kept(field, value)
    if value == "" and field.kind != "json":
        return False
    if isinstance(value, int) and field.kind in ("float", "monetary"):
        return Decimal(value)
    return value
