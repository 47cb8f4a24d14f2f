"""Documents as JSON, in and out: Odoo's field names, amounts as text, records by id, exact name or code."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Protocol, TypeVar

from odoo_desk.accounting.listing import Row
from odoo_desk.accounting.records import (
    Account,
    Document,
    Draft,
    DraftLine,
    Invoice,
    LineKind,
    MoveType,
    Named,
    Partner,
    Payment,
)
from odoo_desk.errors import InvalidInput
from odoo_desk.workspace.lookups import Lookups


class _Record(Protocol):
    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=_Record)
Json = dict[str, object]
_DRAFT_KEYS = (
    "move_type",
    "partner",
    "invoice_date",
    "date",
    "invoice_date_due",
    "payment_term",
    "ref",
    "payment_reference",
    "narration",
    "journal",
    "currency",
    "lines",
)
_LINE_KEYS = (
    "display_type",
    "product",
    "name",
    "account",
    "partner",
    "quantity",
    "price_unit",
    "discount",
    "taxes",
    "debit",
    "credit",
)


# --- in ---------------------------------------------------------------------------------------------------------------


class DraftReader:
    """Turns a document somebody wrote as JSON into a Draft. InvalidInput says which key of which line cannot be used."""

    def __init__(self, lookups: Lookups) -> None:
        self._lookups = lookups

    async def draft(self, found: object) -> Draft:
        whole = _mapping(found, "The document", _DRAFT_KEYS)
        try:
            move_type = MoveType(str(whole.get("move_type", "out_invoice")))
        except ValueError as problem:
            known = ", ".join(kind.value for kind in MoveType)
            raise InvalidInput(
                f"“{whole['move_type']}” is no move type.", advice=f"Use one of {known}.", field="move_type"
            ) from problem
        lines = whole.get("lines", [])
        if not isinstance(lines, list):
            raise InvalidInput("“lines” must be a list.", field="lines")
        return Draft(
            move_type=move_type,
            partner_id=await self._partner(whole.get("partner")),
            invoice_date=_day(whole, "invoice_date"),
            accounting_date=_day(whole, "date"),
            due_date=_day(whole, "invoice_date_due"),
            payment_term_id=await self._one(
                "payment_term", whole.get("payment_term"), self._lookups.terms, lambda each: (each.name,)
            ),
            journal_id=await self._one(
                "journal", whole.get("journal"), self._lookups.journals, lambda each: (each.code, each.name)
            ),
            currency_id=await self._one(
                "currency", whole.get("currency"), self._lookups.currencies, lambda each: (each.code,)
            ),
            ref=_text(whole, "ref"),
            payment_reference=_text(whole, "payment_reference"),
            narration=_text(whole, "narration"),
            lines=tuple([await self._line(move_type, number, line) for number, line in enumerate(lines)]),
        )

    async def _line(self, move_type: MoveType, number: int, found: object) -> DraftLine:
        try:
            whole = _mapping(found, "The line", _LINE_KEYS)
            return await self._line_of(move_type, whole)
        except InvalidInput as problem:
            raise InvalidInput(
                f"Line {number + 1}: {problem.message}", advice=problem.advice, field=problem.field, line=number
            ) from problem

    async def _line_of(self, move_type: MoveType, whole: Mapping[str, object]) -> DraftLine:
        kind = _text(whole, "display_type") or "product"
        if kind not in {each.value for each in LineKind}:
            raise InvalidInput(f"“{kind}” is no kind of line.", field="display_type")
        line = DraftLine(
            kind=LineKind(kind),
            product_id=await self._product(whole.get("product")),
            name=_text(whole, "name"),
            account_id=await self._account(whole.get("account")),
            partner_id=await self._partner(whole.get("partner")),
            quantity=_number(whole, "quantity", Decimal(1)),
            price_unit=_number(whole, "price_unit", Decimal(0)) if "price_unit" in whole else None,
            discount=_number(whole, "discount", Decimal(0)),
            tax_ids=await self._taxes(move_type, whole["taxes"]) if "taxes" in whole else None,
            debit=_number(whole, "debit", Decimal(0)),
            credit=_number(whole, "credit", Decimal(0)),
        )
        if line.product_id is None and line.kind is LineKind.PRODUCT:
            line = replace(line, price_unit=line.price_unit or Decimal(0), tax_ids=line.tax_ids or ())
        return line

    async def _taxes(self, move_type: MoveType, found: object) -> tuple[int, ...]:
        use = "purchase" if move_type.is_purchase else "sale"
        wanted = found if isinstance(found, list) else [found]

        async def of_this_use() -> Iterable[Named]:
            return [Named(tax.id, tax.name) for tax in await self._lookups.taxes() if tax.use == use]

        ids = [await self._one("taxes", each, of_this_use, lambda tax: (tax.name,)) for each in wanted]
        return tuple(each for each in ids if each is not None)

    async def _partner(self, found: object) -> int | None:
        return await self._one(
            "partner",
            found,
            lambda: self._lookups.find_partners(str(found), 100),
            lambda each: (each.name, each.name.rpartition(", ")[2], each.ref, each.vat),
        )

    async def _product(self, found: object) -> int | None:
        return await self._one(
            "product", found, lambda: self._lookups.find_products(str(found), 100), lambda each: (each.code, each.name)
        )

    async def _account(self, found: object) -> int | None:
        return await self._one(
            "account", found, lambda: self._lookups.find_accounts(str(found), 100), lambda each: (each.code, each.name)
        )

    async def _one(
        self,
        key: str,
        found: object,
        offered: Callable[[], Awaitable[Iterable[T]]],
        names: Callable[[T], Sequence[str]],
    ) -> int | None:
        """The id of the one record that `found` names: an id, or exactly one of its names."""
        if found is None or found == "":
            return None
        if isinstance(found, int) and not isinstance(found, bool):
            return found
        if not isinstance(found, str):
            raise InvalidInput(f"“{key}” must be an id, a name or a code.", field=key)
        matches = {each.id: each for each in await offered() if found in names(each)}
        if len(matches) == 1:
            return next(iter(matches))
        problem = f"There are {len(matches)} of the name" if matches else f"There is no {key} called"
        raise InvalidInput(
            f"{problem} “{found}”.", advice="Use its id instead." if matches else "Names must be exact.", field=key
        )


def _mapping(found: object, what: str, known: Sequence[str]) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise InvalidInput(f"{what} must be a JSON object.")
    for key in found:
        if key not in known:
            raise InvalidInput(
                f"{what} has a key “{key}” that is not known.",
                advice=f"Known keys: {', '.join(known)}.",
                field=str(key),
            )
    return found


def _text(whole: Mapping[str, object], key: str) -> str:
    value = whole.get(key)
    if value is None or isinstance(value, str):
        return value or ""
    raise InvalidInput(f"“{key}” must be text.", field=key)


def _day(whole: Mapping[str, object], key: str) -> date | None:
    text = _text(whole, key)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise InvalidInput(f"“{text}” is not a date.", advice="Write it as 2026-11-30.", field=key) from problem


def _number(whole: Mapping[str, object], key: str, default: Decimal) -> Decimal:
    value = whole.get(key, default)
    if isinstance(value, int | Decimal | str) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
    raise InvalidInput(f"“{value}” is not a number.", advice="Write it as 1234.50.", field=key)


# --- out --------------------------------------------------------------------------------------------------------------


def brief(document: Document) -> Json:
    header = document.header
    return {
        "id": header.id,
        "name": header.number,
        "state": header.state.value,
        "amount_untaxed": str(header.amount_untaxed),
        "amount_tax": str(header.amount_tax),
        "amount_total": str(header.amount_total),
    }


def whole(document: Document) -> Json:
    header = document.header
    return {
        **header_json(header),
        "invoice_payment_term_id": _named(document.payment_term),
        "partner_bank_id": _named(document.partner_bank),
        "narration": document.narration,
        "reversed_entry_id": _named(document.reversed_document),
        "lines": [
            {
                "id": line.id,
                "display_type": line.kind.value,
                "product_id": _named(line.product),
                "name": line.name,
                "account_id": _named(line.account),
                "partner_id": _named(line.partner),
                "quantity": str(line.quantity),
                "price_unit": str(line.price_unit),
                "discount": str(line.discount),
                "tax_ids": [_named(tax) for tax in line.taxes],
                "price_subtotal": str(line.subtotal),
                "price_total": str(line.total),
                "debit": str(line.debit),
                "credit": str(line.credit),
            }
            for line in document.lines
        ],
        "taxes": [
            {"name": group.name, "base": str(group.base), "amount": str(group.amount)}
            for group in document.totals.groups
        ],
        "payments": [
            {
                "id": payment.payment_id,
                "move_id": payment.move_id,
                "partial_id": payment.partial_id,
                "name": payment.name,
                "date": _iso(payment.date),
                "amount": str(payment.amount),
                "currency": payment.currency.code,
            }
            for payment in document.payments
        ],
        "outstanding_credits": [
            {
                "id": credit.line_id,
                "name": credit.name,
                "date": _iso(credit.date),
                "amount": str(credit.amount),
                "currency": credit.currency.code,
            }
            for credit in document.outstanding
        ],
        "journal_items": [
            {
                "id": item.id,
                "account_id": _named(item.account),
                "name": item.name,
                "debit": str(item.debit),
                "credit": str(item.credit),
                "date_maturity": _iso(item.due_date),
                "amount_residual": str(item.residual),
            }
            for item in document.journal_items
        ],
    }


def row_json(row: Row) -> Json:
    if isinstance(row, Invoice):
        return header_json(row)
    if isinstance(row, Payment):
        return {
            "id": row.id,
            "name": row.number,
            "state": row.state,
            "payment_type": "inbound" if row.inbound else "outbound",
            "partner_type": "customer" if row.is_customer else "supplier",
            "partner_id": _named(row.partner),
            "date": _iso(row.date),
            "amount": str(row.amount),
            "currency": row.currency.code,
            "journal_id": _named(row.journal),
            "memo": row.memo,
            "is_matched": row.is_matched,
            "documents": list(row.documents),
        }
    if isinstance(row, Partner):
        return {
            "id": row.id,
            "name": row.name,
            "ref": row.ref,
            "vat": row.vat,
            "email": row.email,
            "phone": row.phone,
            "city": row.city,
            "country": row.country,
            "credit": str(row.receivable),
            "debit": str(row.payable),
        }
    assert isinstance(row, Account)
    return {
        "id": row.id,
        "code": row.code,
        "name": row.name,
        "account_type": row.kind,
        "reconcile": row.reconcilable,
        "archived": row.archived,
        "balance": str(row.balance),
    }


def header_json(header: Invoice) -> Json:
    return {
        "id": header.id,
        "name": header.number,
        "move_type": header.move_type.value,
        "state": header.state.value,
        "payment_state": header.payment_state.value,
        "partner_id": _named(header.partner),
        "invoice_date": _iso(header.invoice_date),
        "date": _iso(header.accounting_date),
        "invoice_date_due": _iso(header.due_date),
        "next_due": _iso(header.next_due),
        "ref": header.ref,
        "payment_reference": header.payment_reference,
        "invoice_origin": header.origin,
        "journal_id": _named(header.journal),
        "company_id": _named(header.company),
        "currency_id": [header.currency.id, header.currency.code],
        "amount_untaxed": str(header.amount_untaxed),
        "amount_tax": str(header.amount_tax),
        "amount_total": str(header.amount_total),
        "amount_residual": str(header.amount_residual),
        "amount_total_signed": str(header.amount_total_signed),
        "amount_residual_signed": str(header.amount_residual_signed),
    }


def _named(link: Named | None) -> list[object] | None:
    return [link.id, link.name] if link else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
