"""The totals that a server works out for a document without saving it: its own onchange, asked as its web client asks it (api-facts 3.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from odoo_desk.accounting.estimate import counted, estimate, taxed
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Draft, DraftLine, LineKind, Totals
from odoo_desk.odoo.ledger import reading, writing
from odoo_desk.odoo.ledger.directory import Directory
from odoo_desk.odoo.row import Row
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.wire.call import Argument, Value

MOVE, LINE = "account.move", "account.move.line"
# What onchange is told to watch, on 16 as a flat list, from 17 on as a tree.
_LINE_FIELDS = (
    "name",
    "quantity",
    "price_unit",
    "discount",
    "tax_ids",
    "product_id",
    "account_id",
    "price_subtotal",
    "price_total",
)
_FIELDS = (
    "move_type",
    "partner_id",
    "journal_id",
    "currency_id",
    "company_id",
    "invoice_date",
    "date",
    "invoice_cash_rounding_id",
    "tax_totals",
)
# On 14 and 15 the lines' own amounts come from the client, and the document's are plain fields.
_AMOUNTS = ("amount_untaxed", "amount_tax", "amount_total", "amount_by_group", "tax_totals_json")
_LINE_AMOUNTS = (
    "amount_currency",
    "debit",
    "credit",
    "balance",
    "currency_id",
    "display_type",
    "exclude_from_invoice_tab",
    "recompute_tax_line",
)


class Preview:
    def __init__(self, session: Session, directory: Directory) -> None:
        self._session = session
        self._directory = directory

    async def totals(self, draft: Draft) -> Totals:
        """Of a complete draft: the server's, else our estimate, marked as one."""
        currency = await self._directory.currency(draft.currency_id)
        arithmetic, kind = self._directory.user.company.arithmetic, self._session.dialect.preview
        rounding = await self._directory.cash_rounding(draft.cash_rounding_id)
        guess = estimate(draft, await self._directory.taxes(), currency, arithmetic, rounding)
        if draft.move_type.is_entry or not any(not line.is_blank for line in draft.lines):
            return guess
        if kind == "amounts" and arithmetic.globally:
            return guess  # the onchange of 14 rounds here otherwise than the same server does when it saves (measured, docs/totals.md)
        if kind == "specification":
            arguments = await self._tree(draft)
        else:
            arguments = await self._flat(draft, currency, with_amounts=kind == "amounts")
        context: dict[str, Argument] = {"default_move_type": draft.move_type.value}
        answer = await self._session.call(MOVE, "onchange", (), arguments, context=context)
        told = _totals_in(answer.get("value") if isinstance(answer, dict) else None, currency)
        if told is None:
            return guess
        # What of it is cash rounding 14 and 15 do not tell; where the totals agree it is what we worked out.
        return told if told.rounding or told.total != guess.total else replace(told, rounding=guess.rounding)

    async def _tree(self, draft: Draft) -> dict[str, Argument]:
        specification: dict[str, Argument] = {name: {} for name in await self._session.offered(MOVE, _FIELDS)}
        specification["invoice_line_ids"] = {
            "fields": {name: {} for name in await self._session.offered(LINE, _LINE_FIELDS)}
        }
        lines: list[Argument] = [
            [0, f"virtual_{position}", _values(line)] for position, line in enumerate(_lines_of(draft))
        ]
        values: dict[str, Argument] = {**self._header(draft), "invoice_line_ids": lines}
        return {"values": values, "field_names": ["invoice_line_ids"], "fields_spec": specification}

    async def _flat(self, draft: Draft, currency: Currency, *, with_amounts: bool) -> dict[str, Argument]:
        extra = _LINE_AMOUNTS if with_amounts else ("display_type",)
        names = (*_FIELDS, "state", "invoice_line_ids", "line_ids", *(_AMOUNTS if with_amounts else ()))
        watched: dict[str, Argument] = dict.fromkeys(await self._session.offered(MOVE, names), "1")
        for name in await self._session.offered(LINE, (*_LINE_FIELDS, *extra)):
            watched[f"invoice_line_ids.{name}"] = "1"
        lines: list[Argument] = []
        for position, line in enumerate(_lines_of(draft)):
            # To this onchange every line is a new one, which 14 counts as it was typed.
            as_counted = counted(line, self._directory.user.company.arithmetic) if with_amounts else line
            more = await self._amounts(draft, line, currency) if with_amounts else {"display_type": "product"}
            lines.append([0, f"virtual_{position}", {**_values(as_counted), **more}])
        values: dict[str, Argument] = {**self._header(draft), "state": "draft", "invoice_line_ids": lines}
        return {"values": values, "field_name": "invoice_line_ids", "field_onchange": watched}

    async def _amounts(self, draft: Draft, line: DraftLine, currency: Currency) -> dict[str, Argument]:
        """What the web client of 14 works out for a line before it asks."""
        arithmetic = self._directory.user.company.arithmetic
        is_refund = draft.move_type.is_credit_note
        worked_out = taxed(line, await self._directory.taxes(), currency, arithmetic, is_refund=is_refund)
        subtotal = currency.round(worked_out.excluded)
        total = currency.round(subtotal + sum((share.amount for share in worked_out.shares), ZERO))
        booked = -subtotal if draft.move_type.is_sale is not is_refund else subtotal
        return {
            "price_subtotal": subtotal,
            "price_total": total,
            "amount_currency": booked,
            "balance": booked,
            "debit": max(booked, Decimal(0)),
            "credit": max(-booked, Decimal(0)),
            "currency_id": currency.id,
            "display_type": False,
            "exclude_from_invoice_tab": False,
            "recompute_tax_line": True,
        }

    def _header(self, draft: Draft) -> dict[str, Argument]:
        company = self._directory.user.company
        return {
            "move_type": draft.move_type.value,
            "partner_id": draft.partner_id or False,
            "journal_id": draft.journal_id or False,
            "currency_id": draft.currency_id or company.currency.id,
            "company_id": company.id,
            **writing.dates_of(draft),
            **({"invoice_cash_rounding_id": draft.cash_rounding_id} if draft.cash_rounding_id else {}),
        }


def _lines_of(draft: Draft) -> Iterable[DraftLine]:
    return (line for line in draft.lines if line.kind is LineKind.PRODUCT and not line.is_blank)


def _values(line: DraftLine) -> dict[str, Argument]:
    return {
        "name": line.name or False,
        "quantity": line.quantity,
        "price_unit": line.price_unit or 0,
        "discount": line.discount,
        "tax_ids": [[6, 0, list(line.tax_ids or ())]],
        **({"account_id": line.account_id} if line.account_id else {}),
    }


def _totals_in(found: Value, currency: Currency) -> Totals | None:
    if not isinstance(found, dict):
        return None
    if totals := reading.previewed_totals(found.get("tax_totals"), currency):
        return totals
    return reading.totals(Row(found), currency) if found.get("amount_total") is not None else None
