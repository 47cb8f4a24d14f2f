"""Rows of our own for a table, in the hand of the test."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from odoo_desk.accounting.listing import CurrencySum, Query, Row, Summary, runs
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Invoice, MoveType, Named, PaymentState, State
from odoo_desk.errors import NotSent

EUR = Currency(1, "EUR", "€", Decimal("0.01"), 2)


def invoice(number: int) -> Invoice:
    day = date(2026, 11, 1)
    amount = Decimal(number)
    return Invoice(
        id=number,
        move_type=MoveType.CUSTOMER_INVOICE,
        state=State.POSTED,
        payment_state=PaymentState.NOT_PAID,
        number=f"INV/{number:05}",
        partner=Named(7, "Azure", archived=number == 3),
        invoice_date=day,
        accounting_date=day,
        due_date=None,
        next_due=None,
        ref="",
        payment_reference="",
        origin="",
        journal=Named(1, "Sales"),
        company=Named(1, "Us"),
        currency=EUR,
        amount_untaxed=amount,
        amount_tax=Decimal(0),
        amount_total=amount,
        amount_residual=amount,
        amount_untaxed_signed=amount,
        amount_total_signed=amount,
        amount_residual_signed=amount,
        salesperson=None,
        written_at=datetime(2026, 11, 1, tzinfo=UTC),
    )


class Shelf:
    """A source with rows of our own; counts what it is asked, and can hold its answers back or refuse."""

    def __init__(self, count: int) -> None:
        self.rows = [invoice(number) for number in range(1, count + 1)]
        self.asked: list[tuple[str, int]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.counting = asyncio.Event()
        self.counting.set()
        self.counted = 0
        self.added_up: list[tuple[range, ...]] = []
        self.refusing = False

    def found(self, query: Query) -> list[Invoice]:
        found = [row for row in self.rows if query.text in row.number]
        return found[::-1] if query.order == "number" and query.descending else found

    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]:
        self.asked.append((query.text, offset))
        await self.open.wait()
        if self.refusing:
            raise NotSent("The server is gone.")
        return self.found(query)[offset : offset + limit]

    async def summary(self, query: Query) -> Summary:
        self.counted += 1
        await self.counting.wait()
        return _sum(self.found(query))

    async def ids(self, query: Query, spans: Sequence[range] | None = None) -> array[int]:
        found = self.found(query)
        return array("q", [row.id for span in spans or (range(len(found)),) for row in found[span.start : span.stop]])

    async def spans(self, query: Query, ids: Collection[int]) -> tuple[range, ...]:
        return runs(place for place, row in enumerate(self.found(query)) if row.id in ids)

    async def summary_of(self, query: Query, spans: Sequence[range]) -> Summary:
        self.added_up.append(tuple(spans))
        found = self.found(query)
        return _sum([row for span in spans for row in found[span.start : span.stop]])


def _sum(found: Sequence[Invoice]) -> Summary:
    total = sum((row.amount_total for row in found), Decimal(0))
    return Summary(len(found), CurrencySum(EUR, total, total))
