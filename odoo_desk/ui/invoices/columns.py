"""The columns of the lines grid, for invoices and for journal entries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from odoo_desk.accounting.records import MoveType


class Kind(Enum):
    RECORD = auto()
    TEXT = auto()
    NUMBER = auto()
    TAXES = auto()
    SHARES = auto()
    SUBTOTAL = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`field` is the DraftLine's; `decimals` how many places a number shows at least; `share` how much of the spare width it takes.
    `by_enter`: what the paper says of every line; Enter goes from one of these to the next, Tab visits all."""

    field: str
    title: str
    kind: Kind
    width: int
    decimals: int = 0
    share: int = 0
    by_enter: bool = False


_INVOICE = (
    Column("product_id", "Product", Kind.RECORD, 170, share=2),
    Column("account_id", "Account", Kind.RECORD, 150, share=1),
    Column("name", "Description", Kind.TEXT, 200, share=4, by_enter=True),
    Column("quantity", "Quantity", Kind.NUMBER, 78, decimals=0, by_enter=True),
    Column("price_unit", "Price", Kind.NUMBER, 92, decimals=2, by_enter=True),
    Column("discount", "Disc. %", Kind.NUMBER, 64, decimals=0),
    Column("tax_ids", "Taxes", Kind.TAXES, 120, share=1),
    Column("subtotal", "Amount", Kind.SUBTOTAL, 104, decimals=2),
)
_ENTRY = (
    Column("account_id", "Account", Kind.RECORD, 220, share=2, by_enter=True),
    Column("partner_id", "Partner", Kind.RECORD, 180, share=2),
    Column("name", "Label", Kind.TEXT, 220, share=3, by_enter=True),
    Column("debit", "Debit", Kind.NUMBER, 120, decimals=2, by_enter=True),
    Column("credit", "Credit", Kind.NUMBER, 120, decimals=2, by_enter=True),
)


_ANALYTIC = Column("analytic", "Analytic", Kind.SHARES, 136, share=1)
_NARROW = {"product_id": 120, "account_id": 124, "name": 150, "tax_ids": 110}  # so that all have room beside it


def columns_for(move_type: MoveType, *, analytic: bool = False) -> tuple[Column, ...]:
    """`analytic`: with what a line is given to, behind its account."""
    columns = _ENTRY if move_type.is_entry else _INVOICE
    if not analytic:
        return columns
    behind = next(number for number, column in enumerate(columns, start=1) if column.field == "account_id")
    narrow = [replace(each, width=_NARROW.get(each.field, each.width)) for each in columns]
    return (*narrow[:behind], _ANALYTIC, *narrow[behind:])
