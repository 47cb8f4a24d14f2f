"""The columns of an ageing and of the items in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.open_items import AgedBy, Ageing, AgeingRow, AsOf, OpenItem
from odoo_desk.ui import formats
from odoo_desk.ui.tables.columns import Column, Kind


def ageing_columns(ageing: Ageing, own: Currency) -> tuple[Column, ...]:
    """Amounts in the company's currency, whose sign stands with the total only; in that of a row beside it where there is another one."""
    sign = ageing.asked.sign

    def bucket(place: int) -> Callable[[AgeingRow], Decimal]:
        return lambda row: sign * row.amounts[place]

    in_currency = [
        Column(
            "in_currency",
            "In Currency",
            lambda row: formats.amount(sign * sum(row.in_currency), row.currency) if _is_foreign(row, own) else "",
            Kind.AMOUNT,
            130,
            value=lambda row: sign * sum(row.in_currency) if _is_foreign(row, own) else None,
        )
    ]
    late = "bad" if ageing.aged_by is AgedBy.DUE_DATE else ""
    return (
        Column("name", ageing.grouped_by.word, lambda row: row.name, grows=True, width=120),
        *(
            _bucket(f"bucket_{place}", title, bucket(place), own, late if place else "")
            for place, title in enumerate(ageing.buckets.titles(ageing.aged_by))
        ),
        _amounts("total", "Total", lambda row: sign * row.total, own),
        *(in_currency if any(_is_foreign(row, own) for row in ageing.rows) else ()),
        Column("oldest", "Oldest", lambda row: formats.day(row.oldest), Kind.DAY, 96, value=lambda row: row.oldest),
        Column("items", "Items", lambda row: formats.number(Decimal(row.items), 0), Kind.AMOUNT, 52, value=_items),
    )


def total_row(ageing: Ageing) -> AgeingRow:
    oldest = [row.oldest for row in ageing.rows if row.oldest]
    items = sum(row.items for row in ageing.rows)
    return AgeingRow(-1, "Total", ageing.amounts, ageing.total, items, min(oldest, default=None))


def item_columns(items: Sequence[OpenItem], asked: AsOf, own: Currency, *, partner: bool) -> tuple[Column, ...]:
    """`partner`: they are not all of one. What would say the same in each row is left out."""
    on, sign = asked.on, asked.sign
    who = Column("partner", "Partner", lambda item: item.partner.name if item.partner else "", width=160)
    booked = _days("accounting_date", "Accounting Date", lambda item: item.accounting_date, 126)
    in_currency = Column(
        "residual_currency",
        "In Currency",
        lambda item: formats.amount(sign * item.residual_currency, item.currency) if item.currency.id != own.id else "",
        Kind.AMOUNT,
        110,
        value=lambda item: sign * item.residual_currency if item.currency.id != own.id else None,
    )
    revalued = _amounts("revalued", "Revalued", lambda item: sign * (item.revalued or Decimal(0)), own)
    return (
        Column("number", "Number", lambda item: item.number or ("Draft" if item.is_draft else ""), width=150),
        *((who,) if partner else ()),
        _days("document_date", "Date", lambda item: item.document_date),
        *((booked,) if any(each.accounting_date != each.document_date for each in items) else ()),
        _days("due_date", "Due Date", lambda item: item.due_date),
        Column(
            "overdue",
            "Days Overdue",
            lambda item: str(_late(item, on)) if _late(item, on) > 0 else "",
            Kind.AMOUNT,
            106,
            tone=lambda item: "bad" if _late(item, on) > 0 else "",
            value=lambda item: _late(item, on),
        ),
        Column("label", "Reference", lambda item: item.ref or item.name, width=80, grows=True),
        _amounts("balance", "Original", lambda item: sign * item.balance, own),
        _amounts("residual", "Amount Due", lambda item: sign * item.residual, own),
        *((in_currency,) if any(each.currency.id != own.id for each in items) else ()),
        *((revalued,) if any(each.revalued is not None for each in items) else ()),
    )


def _late(item: OpenItem, on: date) -> int:
    return (on - item.due_date).days


def _items(row: AgeingRow) -> int:
    return row.items


def _is_foreign(row: AgeingRow, own: Currency) -> bool:
    return row.currency is not None and row.currency.id != own.id


def _days(key: str, title: str, day: Callable[[OpenItem], date], width: int = 92) -> Column:
    return Column(key, title, lambda item: formats.day(day(item)), Kind.DAY, width, value=day)


def _bucket(key: str, title: str, amount: Callable[[AgeingRow], Decimal], own: Currency, tone: str) -> Column:
    """Empty where there is nothing: most are."""
    return Column(
        key,
        title,
        lambda row: formats.number(amount(row), own.decimal_places) if amount(row) else "",
        Kind.AMOUNT,
        64,
        tone=(lambda row: tone if amount(row) > 0 else "") if tone else None,
        value=amount,
    )


def _amounts(key: str, title: str, amount: Callable[..., Decimal], own: Currency) -> Column:
    return Column(key, title, lambda row: formats.amount(amount(row), own), Kind.AMOUNT, 92, value=amount)
