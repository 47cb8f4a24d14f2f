"""A record as the server sent it, read by type: Odoo's False becomes "", 0 or None, and a value of the wrong type is an error of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeGuard

from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Named
from odoo_desk.errors import AnswerDamaged
from odoo_desk.odoo.wire.call import Value
from odoo_desk.odoo.wire.json_text import excerpt
from odoo_desk.plain import legible

LARGEST_ID = 2**31  # PostgreSQL's integer
DIGITS = 15
LARGEST_AMOUNT = 10**DIGITS  # what can be added up and rounded to cents without losing any


class Row:
    """Fields that were not asked for, or that this server has not, read as empty."""

    __slots__ = ("values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values

    @property
    def id(self) -> int:
        return self.number("id")

    def text(self, name: str) -> str:
        """As it can be shown."""
        return legible(self.raw(name))

    def raw(self, name: str) -> str:
        """As it stands on the server: what may be edited and sent back."""
        value = self.values.get(name)
        if value is None or value is False:
            return ""
        if isinstance(value, str):
            return value
        raise unexpected(name, value)

    def flag(self, name: str) -> bool:
        return bool(self.values.get(name))

    def number(self, name: str) -> int:
        value = self.values.get(name)
        if value is None or value is False:
            return 0
        if isinstance(value, int) and abs(value) <= LARGEST_ID:
            return value
        raise unexpected(name, value)

    def decimal(self, name: str) -> Decimal:
        value = self.values.get(name)
        if value is None or value is False:
            return ZERO
        if (
            isinstance(value, int | Decimal)
            and not isinstance(value, bool)
            and -LARGEST_AMOUNT <= value <= LARGEST_AMOUNT
        ):
            return Decimal(value)
        raise unexpected(name, value)

    def amount(self, name: str, currency: Currency) -> Decimal:
        """Rounded on arrival: 14 sends what its doubles add up to."""
        return currency.round(self.decimal(name))

    def day(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError as problem:
            raise unexpected(name, text) from problem

    def moment(self, name: str) -> datetime:
        """UTC, as Odoo keeps all its times."""
        text = self.text(name)
        try:
            return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else datetime.min.replace(tzinfo=UTC)
        except ValueError as problem:
            raise unexpected(name, text) from problem

    def link(self, name: str) -> Named | None:
        value = self.values.get(name)
        if value is None or value is False:
            return None
        if isinstance(value, list) and len(value) == 2 and is_id(value[0]):
            return Named(value[0], legible(value[1]) if isinstance(value[1], str) else "")
        if is_id(value):
            return Named(value, "")
        raise unexpected(name, value)

    def linked_id(self, name: str) -> int | None:
        link = self.link(name)
        return link.id if link else None

    def ids(self, name: str) -> tuple[int, ...]:
        value = self.values.get(name)
        if value is None or value is False:
            return ()
        if isinstance(value, list) and all(map(is_id, value)):
            return tuple(each for each in value if is_id(each))
        raise unexpected(name, value)


def rows_of(value: Value) -> list[Row]:
    if isinstance(value, list):
        rows = [Row(each) for each in value if isinstance(each, dict)]
        if len(rows) == len(value):
            return rows
    raise unexpected("records", value)


def first_id(value: Value) -> int:
    """create and copy answer an id or a list of one, depending on version and protocol (api-facts trap 11)."""
    if isinstance(value, list) and value:
        value = value[0]
    if is_id(value) and not isinstance(value, bool):
        return value
    raise unexpected("id", value)


def is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and abs(value) <= LARGEST_ID


def ids_of(rows: Iterable[Row], name: str) -> tuple[int, ...]:
    """The distinct records that `rows` link to through `name`, in order."""
    return tuple(dict.fromkeys(found for row in rows if (found := row.linked_id(name))))


def unexpected(name: str, value: object) -> AnswerDamaged:
    return AnswerDamaged(
        f"The server sent something unexpected for “{name}”.",
        advice="Refresh; if it stays, please report it.",
        details=f"{name} = {excerpt(value)}",
    )
