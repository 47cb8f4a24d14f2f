"""The values that every wire format shares: a call and what it travels as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol, TypeAlias

# What JSON and XML-RPC can both carry. Numbers with a fraction are Decimal on arrival; Odoo's empty value is False.
Value: TypeAlias = "bool | int | Decimal | str | list[Value] | dict[str, Value] | None"
# What a caller may hand in: tuples and mappings too.
Argument: TypeAlias = "bool | int | Decimal | str | Sequence[Argument] | Mapping[str, Argument] | None"


@dataclass(frozen=True, slots=True)
class Call:
    """One method call on a model.

    `arguments` are in the order of the method's own signature and under the names it has in Odoo 19: JSON-2 sends them by
    name, the older protocols by position, because names changed (14: `search(args)`, 16: `search(domain)`) and `create`
    wants its values by position. `options` are sent by name everywhere.
    `ids` is None for a model's own method (search, create), a tuple for a method on records ((): on none).
    """

    model: str
    method: str
    ids: tuple[int, ...] | None = None
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    options: Mapping[str, Argument] = field(default_factory=dict)
    context: Mapping[str, Argument] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Access:
    """Who is calling. `uid` is 0 until signed in; `secret` is an API key or a password and never shows in a repr."""

    database: str
    login: str
    secret: str = field(repr=False)
    uid: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is relative to the server's address, with its query string; `body` is empty for GET and DELETE."""

    verb: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire(Protocol):
    """One protocol. All methods are pure; answers raise the errors of `odoo_desk.errors`."""

    @property
    def name(self) -> str: ...

    def request(self, call: Call, access: Access) -> Request: ...

    def answer(self, call: Call, response: Response) -> Value: ...

    def sign_in_request(self, access: Access) -> Request: ...

    def sign_in_answer(self, access: Access, response: Response) -> int:
        """The user's id. SignInRefused, DatabaseUnknown, DatabaseNeeded or NotAvailable when there is none."""
        ...
