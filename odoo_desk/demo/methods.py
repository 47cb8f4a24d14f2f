"""How a call finds its method and its arguments. The methods themselves are in generic.py and actions.py."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from odoo_desk.demo import rights
from odoo_desk.demo.books import Env, named
from odoo_desk.demo.fields import models_of
from odoo_desk.demo.flavours import NEWEST, OLDEST
from odoo_desk.demo.records import Record
from odoo_desk.demo.refusals import (
    AccessError,
    BadCall,
    BadIndex,
    BadType,
    UnknownMethod,
    UnknownModel,
)


@dataclass(frozen=True, slots=True)
class Recordset:
    """What a method returns that returns records; how it travels is the protocol's and the flavour's."""

    model: str
    ids: tuple[int, ...]


class Frozen(dict[str, object]):
    """A mapping that JSON can carry and XML-RPC cannot."""


@dataclass(frozen=True, slots=True)
class Method:
    function: Callable[..., object]
    on_records: bool
    since: int
    until: int


_METHODS: dict[str, list[tuple[str, Method]]] = {}


def method(
    model: str, *names: str, on_records: bool = True, since: int = OLDEST, until: int = NEWEST
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Registers a function as a method: (env, records, ...) on records, (env, model, ...) on the model. `*` is any model."""

    def register(function: Callable[..., object]) -> Callable[..., object]:
        for name in names:
            _METHODS.setdefault(name, []).append((model, Method(function, on_records, since, until)))
        return function

    return register


def check_model(env: Env, model: str) -> None:
    if model not in models_of(env.flavour.version) and not any(
        model == each for methods in _METHODS.values() for each, _method in methods
    ):
        raise UnknownModel(f"Object {model} doesn't exist")


def find(env: Env, model: str, name: str) -> Method:
    check_model(env, model)
    if name.startswith("_"):
        shown = f"{model}.{name}" if env.flavour.version >= 18 else name
        raise AccessError(f"Private methods (such as '{shown}') cannot be called remotely.")
    version = env.flavour.version
    fitting = [(each, found) for each, found in _METHODS.get(name, ()) if found.since <= version <= found.until]
    for wanted in (model, "*"):
        for each, found in fitting:
            if each == wanted and (wanted != "*" or model in models_of(version)):
                return found
    if version >= 19:
        raise UnknownMethod(f"The method '{model}.{name}' does not exist")
    raise UnknownMethod(f"type object '{model}' has no attribute '{name}'")


def call(env: Env, model: str, name: str, arguments: Sequence[object], options: Mapping[str, object]) -> object:
    """As execute_kw: the ids, where a method wants them, are the first argument."""
    found = find(env, model, name)
    arguments = list(arguments)
    options = {
        _ALIASES.get((name, key), key) if env.flavour.version < 19 else key: each for key, each in options.items()
    }
    if not found.on_records:
        return _bound(env, found, model, name, arguments, options)
    if not arguments:
        raise BadIndex("list index out of range")
    return _bound(env, found, _records(env, model, name, arguments.pop(0)), name, arguments, options)


def call_named(env: Env, model: str, name: str, ids: object, options: Mapping[str, object]) -> object:
    """As JSON-2: everything by name."""
    found = find(env, model, name)
    if found.on_records:
        return _bound(env, found, _records(env, model, name, [] if ids is None else ids), name, [], options)
    if ids:
        raise BadCall(f"cannot call {model}.{name} with ids")
    return _bound(env, found, model, name, [], options)


# Names that older versions have for arguments (14 and 15 search by `args`, up to 18 name_search does).
_ALIASES = {("search", "args"): "domain", ("search_count", "args"): "domain", ("name_search", "args"): "domain"}


def _bound(
    env: Env, found: Method, target: object, name: str, arguments: Sequence[object], options: Mapping[str, object]
) -> object:
    signature = inspect.signature(found.function)
    own = signature.replace(parameters=list(signature.parameters.values())[2:])
    try:
        bound = own.bind(*arguments, **options)
    except TypeError as problem:
        words = str(problem)
        raise BadCall(words if env.flavour.json2 else f"{name}() {words}") from problem
    return found.function(env, target, *bound.args, **bound.kwargs)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The records a method was called on. Those that are gone are told apart: reading leaves them out, the rest refuses."""

    model: str
    found: tuple[Record, ...]
    ids: tuple[int, ...]


def _records(env: Env, model: str, name: str, ids: object) -> Chosen:
    wanted = [ids] if isinstance(ids, int) and not isinstance(ids, bool) else ids
    if not isinstance(wanted, list | tuple):
        raise BadType(f"unhashable type or not ids: {type(ids).__name__}")
    numbers = tuple(each for each in wanted if isinstance(each, int))  # JSON-2 drops what is no number
    if model not in models_of(env.flavour.version):
        return Chosen(model, (), numbers)
    table = env.books.table(model)
    leaves_gone_out = name == "read"
    found = (
        tuple(row for each in numbers if (row := table.get(each))) if leaves_gone_out else named(env, table, numbers)
    )
    rights.check_company(env, model, found)
    return Chosen(model, found, numbers)
