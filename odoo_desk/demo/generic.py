"""The methods that every model has: search, read, group, create, write, delete."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.demo import groups, rights
from odoo_desk.demo.books import Env
from odoo_desk.demo.computed import display_name, getter
from odoo_desk.demo.domains import search
from odoo_desk.demo.fields import Field, fields_of
from odoo_desk.demo.methods import Chosen, Recordset, method
from odoo_desk.demo.records import Record
from odoo_desk.demo.refusals import BadType, BadValue
from odoo_desk.demo.values import as_values, check_names, linked_by, put, told

# --- reading ----------------------------------------------------------------------------------------------------------


def _fields(env: Env, model: str, wanted: object) -> list[Field]:
    offered = fields_of(model, env.flavour.version)
    if not wanted:
        return list(offered.values())
    if not isinstance(wanted, list | tuple):
        raise BadType("'fields' must be a list")
    for name in wanted:
        if name not in offered:
            shape = (
                "Invalid field {0!r} on {1!r}" if env.flavour.version >= 19 else "Invalid field {0!r} on model {1!r}"
            )
            raise BadValue(shape.format(name, model))
    return [offered["id"], *(offered[name] for name in dict.fromkeys(wanted) if name != "id")]


def rows(env: Env, model: str, found: Sequence[Record], wanted: object, load: object) -> list[dict[str, object]]:
    columns = [(field, getter(env, field)) for field in _fields(env, model, wanted)]
    names = load == "_classic_read"
    return [{field.name: told(env, field, read(record), names=names) for field, read in columns} for record in found]


@method("*", "read")
def _read(env: Env, chosen: Chosen, fields: object = None, load: object = "_classic_read") -> object:
    rights.check(env, chosen.model, "read")
    return rows(env, chosen.model, chosen.found, fields, load)


def _found(env: Env, model: str, domain: object, offset: object, limit: object, order: object) -> list[Record]:
    rights.check(env, model, "read")
    everything = env.books.kept_search(env, model, domain, order, search)
    start = offset if isinstance(offset, int) else 0
    end = start + limit if isinstance(limit, int) and limit else None
    return everything[start:end]


@method("*", "search", on_records=False, until=16)
def _search_16(
    env: Env,
    model: str,
    domain: object,
    offset: object = 0,
    limit: object = None,
    order: object = None,
    count: object = False,
) -> object:
    found = _found(env, model, domain, offset, limit, order)
    return len(found) if count else [record.id for record in found]


@method("*", "search", on_records=False, since=17)
def _search(
    env: Env, model: str, domain: object, offset: object = 0, limit: object = None, order: object = None
) -> object:
    return [record.id for record in _found(env, model, domain, offset, limit, order)]


@method("*", "search_count", on_records=False, until=15)
def _search_count_15(env: Env, model: str, domain: object) -> object:
    return len(_found(env, model, domain, 0, None, "id"))


@method("*", "search_count", on_records=False, since=16)
def _search_count(env: Env, model: str, domain: object, limit: object = None) -> object:
    return len(_found(env, model, domain, 0, limit, "id"))


@method("*", "search_read", on_records=False, until=15)
def _search_read_15(
    env: Env,
    model: str,
    domain: object = None,
    fields: object = None,
    offset: object = 0,
    limit: object = None,
    order: object = None,
) -> object:
    return rows(env, model, _found(env, model, domain, offset, limit, order), fields, "_classic_read")


@method("*", "search_read", on_records=False, since=16)
def _search_read(
    env: Env,
    model: str,
    domain: object = None,
    fields: object = None,
    offset: object = 0,
    limit: object = None,
    order: object = None,
    load: object = "_classic_read",
) -> object:
    return rows(env, model, _found(env, model, domain, offset, limit, order), fields, load)


@method("*", "fields_get", on_records=False)
def _fields_get(env: Env, model: str, allfields: object = None, attributes: object = None) -> object:
    rights.check(env, model, "read")
    wanted = set(allfields) if isinstance(allfields, list | tuple) and allfields else None
    kept = set(attributes) if isinstance(attributes, list | tuple) and attributes else None
    offered = fields_of(model, env.flavour.version)
    return {
        name: {key: value for key, value in _described(field).items() if kept is None or key in kept}
        for name, field in offered.items()
        if wanted is None or name in wanted
    }


def _described(field: Field) -> dict[str, object]:
    told_field: dict[str, object] = {
        "type": field.kind,
        "string": field.label,
        "name": field.name,
        "store": field.stored,
        "required": field.required,
        "readonly": field.readonly,
        "searchable": True,
        "sortable": field.sortable,
    }
    if field.relation:
        told_field |= {"relation": field.relation, "domain": [], "context": {}}
    if field.kind == "selection":
        told_field["selection"] = [list(choice) for choice in field.selection]
    if field.kind == "float":
        told_field["digits"] = False if field.decimals is None else [16, field.decimals]
    if field.kind == "monetary":
        told_field["currency_field"] = "currency_id"
    return told_field


_NAMED_BY = {
    "res.partner": ("display_name", "email", "ref", "vat"),
    "account.account": ("code", "name"),
    "product.product": ("default_code", "name", "barcode"),
    "account.journal": ("name", "code"),
    "res.currency": ("name",),
    "account.move": ("name", "ref"),
}


@method("*", "name_search", on_records=False)
def _name_search(
    env: Env, model: str, name: object = "", domain: object = None, operator: object = "ilike", limit: object = 100
) -> object:
    alternatives: list[object] = [[field, operator, name] for field in _NAMED_BY.get(model, ("name",))] if name else []
    whole = ["|"] * (len(alternatives) - 1) + alternatives + (list(domain) if isinstance(domain, list) else [])
    return [[record.id, display_name(env, record)] for record in _found(env, model, whole, 0, limit, None)]


@method("*", "name_get", until=16)
def _name_get(env: Env, chosen: Chosen) -> object:
    rights.check(env, chosen.model, "read")
    return [[record.id, display_name(env, record)] for record in chosen.found]


@method("*", "read_group", on_records=False, until=19)
def _read_group(
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
    rights.check(env, model, "read")
    return groups.read_group(env, model, domain, fields, groupby, offset, limit, orderby, lazy)


@method("*", "read_group", on_records=False, since=20)
def _read_group_20(
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
    rights.check(env, model, "read")
    return groups.tuples(env, model, domain, groupby, aggregates, having, offset, limit, order)


@method("*", "formatted_read_group", on_records=False, since=19)
def _formatted_read_group(
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
    rights.check(env, model, "read")
    return groups.formatted(env, model, domain, groupby, aggregates, having, offset, limit, order)


@method("*", "check_access_rights", on_records=False, until=19)
def _check_access_rights(env: Env, model: str, operation: object, raise_exception: object = True) -> object:
    if raise_exception:
        rights.check(env, model, str(operation))
    return rights.may(env, model, str(operation))


@method("*", "has_access", since=18)
def _has_access(env: Env, chosen: Chosen, operation: object) -> object:
    return rights.may(env, chosen.model, str(operation))


@method("*", "get_external_id")
def _get_external_id(env: Env, chosen: Chosen) -> object:
    known = {record: name for name, record in env.books.external_ids.items()}
    return {str(record.id): known.get(record, "") for record in chosen.found}


# --- writing ----------------------------------------------------------------------------------------------------------


def all_values(vals_list: object) -> tuple[list[dict[str, object]], bool]:
    """What create was given, and whether it was one."""
    if isinstance(vals_list, dict):
        return [as_values(vals_list)], True
    if not isinstance(vals_list, list):
        raise BadType("create() takes a dict or a list of them")
    return [as_values(each) for each in vals_list], False


@method("*", "create", on_records=False)
def create(env: Env, model: str, vals_list: object) -> object:
    rights.check(env, model, "create")
    every, _alone = all_values(vals_list)
    return Recordset(model, tuple(_created(env, model, values).id for values in every))


def _created(env: Env, model: str, values: dict[str, object]) -> Record:
    check_names(env, model, values)
    table = env.books.table(model)
    record = table.kind()
    for attribute, value in (("company_id", env.company), ("currency_id", env.company.currency_id)):
        default = getattr(record, attribute, None)
        if default is not None and attribute not in values:
            setattr(record, attribute, value)
    for name, field in fields_of(model, env.flavour.version).items():
        if (
            field.required
            and field.kind == "char"
            and not values.get(name)
            and getattr(record, field.attribute, None) == ""
        ):
            values = {**values, name: False}
    table.add(record, env.user)
    put(env, record, model, {name: each for name, each in values.items() if not _is_children(each)})
    for name, each in values.items():
        if _is_children(each):
            _put_children(env, record, fields_of(model, env.flavour.version)[name], each)
    return record


def _is_children(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, list | tuple) and each and each[0] == 0 for each in value)


def _put_children(env: Env, record: Record, field: Field, commands: object) -> None:
    made: list[Record] = []
    for command in commands if isinstance(commands, list) else []:
        if command[0] == 0:
            made.append(_created(env, field.relation, as_values(command[2])))
        else:
            made += linked_by(env, field.relation, [command])
    for child in made:
        for attribute in ("parent_id", "payment_id", "position_id", "partner_id"):
            if hasattr(child, attribute):
                setattr(child, attribute, record)
                break
    setattr(record, field.attribute, (*getattr(record, field.attribute), *made))


@method("*", "write")
def write(env: Env, chosen: Chosen, vals: object) -> object:
    rights.check(env, chosen.model, "write")
    values = as_values(vals)
    check_names(env, chosen.model, values, writing=True)
    for record in chosen.found:
        put(env, record, chosen.model, {name: each for name, each in values.items() if not _is_children(each)})
        for name, each in values.items():
            if _is_children(each):
                _put_children(env, record, fields_of(chosen.model, env.flavour.version)[name], each)
        env.books.touch(record, env.user)
    return True


@method("*", "unlink")
def _unlink(env: Env, chosen: Chosen) -> object:
    rights.check(env, chosen.model, "unlink")
    for record in chosen.found:
        env.books.table(chosen.model).remove(record)
    return True


@method("*", "action_archive")
def _archive(env: Env, chosen: Chosen) -> object:
    write(env, chosen, {"active": False})
    return None


@method("*", "action_unarchive")
def _unarchive(env: Env, chosen: Chosen) -> object:
    write(env, chosen, {"active": True})
    return None


@method("*", "default_get", on_records=False)
def _default_get(env: Env, model: str, fields: object) -> object:
    wanted = fields if isinstance(fields, list) else []
    defaults = {name[8:]: value for name, value in env.context.items() if name.startswith("default_")}
    known: dict[str, object] = {"company_id": env.company.id, "currency_id": env.company.currency_id.id}
    if model == "account.move":
        known |= {"move_type": "entry", "state": "draft", "date": env.books.today.isoformat()}
    if model == "account.payment.register":
        known = {"payment_date": env.books.today.isoformat()}
    return {name: {**known, **defaults}[name] for name in wanted if name in {**known, **defaults}}
