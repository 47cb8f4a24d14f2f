"""The lists: a query of ours as a domain and an order of Odoo's. Filtering, sorting and adding up are the server's work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.listing import Book, CurrencySum, Query, Row, Summary, order_of
from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.records import Invoice, MoveType, Partner
from odoo_desk.odoo.ledger import reading
from odoo_desk.odoo.ledger.directory import PARTNER_FIELDS, Directory, partner_domain
from odoo_desk.odoo.ledger.documents import LINE, MOVE, Documents
from odoo_desk.odoo.ledger.payments import PAYMENT, Payments
from odoo_desk.odoo.row import ids_of
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.wire.call import Argument

# Names of ours that Odoo calls otherwise; the rest are the same.
_DOCUMENT_ORDER = {
    "number": "name",
    "partner": "invoice_partner_display_name",
    "accounting_date": "date",
    "due_date": "invoice_date_due",
    "next_due": "invoice_date_due",
    "origin": "invoice_origin",
    "journal": "journal_id",
    "currency": "currency_id",
    "company": "company_id",
    "salesperson": "invoice_user_id",
    "written_at": "write_date",
}
_PAYMENT_ORDER = {
    "number": "name",
    "partner": "partner_id",
    "journal": "journal_id",
    "currency": "currency_id",
    "inbound": "payment_type",
    "written_at": "write_date",
}
_PARTNER_ORDER = {"country": "country_id", "archived": "active", "written_at": "write_date"}


class Books:
    def __init__(self, session: Session, directory: Directory, documents: Documents, payments: Payments) -> None:
        self._session = session
        self._directory = directory
        self._documents = documents
        self._payments = payments

    async def window(self, query: Query, offset: int, limit: int) -> Sequence[Row]:
        """Rows `offset` to `offset + limit` of the query, in its order."""
        domain = await self._domain(query)
        order = await self._order(query)
        if query.book is Book.PAYMENTS:
            return await self._payments.window(domain, offset, limit, order)
        if query.book is Book.PARTNERS:
            return await self._partners(domain, offset, limit, order)
        if query.book is Book.ACCOUNTS:
            return await self._directory.accounts(domain, offset=offset, limit=limit, order=order, balances=True)
        return await self._headers(domain, offset, limit, order)

    async def summary(self, query: Query) -> Summary:
        domain = await self._domain(query)
        if query.book.move_types:
            rows = await self._session.sums(MOVE, domain, ["amount_total_signed", "amount_residual_signed"])
            own = self._directory.user.company.currency
            if not rows:
                return Summary(0, CurrencySum(own, own.round(ZERO), own.round(ZERO)))
            total = CurrencySum(
                own, rows[0].amount("amount_total_signed", own), rows[0].amount("amount_residual_signed", own)
            )
            return Summary(rows[0].number("__count"), total)
        model = {Book.PAYMENTS: PAYMENT, Book.PARTNERS: "res.partner", Book.ACCOUNTS: "account.account"}[query.book]
        return Summary(await self._session.count(model, domain))

    async def _headers(self, domain: list[Argument], offset: int, limit: int, order: str) -> tuple[Invoice, ...]:
        rows = await self._session.search_read(
            MOVE, domain, reading.HEADER_FIELDS, offset=offset, limit=limit, order=order
        )
        return await self._documents.headers(rows)

    async def _partners(self, domain: list[Argument], offset: int, limit: int, order: str) -> tuple[Partner, ...]:
        rows = await self._session.search_read(
            "res.partner", domain, PARTNER_FIELDS, offset=offset, limit=limit, order=order
        )
        return tuple(self._directory.partner_from(row) for row in rows)

    # --- what is asked ------------------------------------------------------------------------------------------------

    async def _domain(self, query: Query) -> list[Argument]:
        if query.book is Book.PARTNERS:
            return partner_domain(query.text)
        if query.book is Book.ACCOUNTS:
            return await self._directory.account_domain(query.text)
        if query.book is Book.PAYMENTS:
            return await self._payments.domain(query)
        return await self._document_domain(query)

    async def _document_domain(self, query: Query) -> list[Argument]:
        is_entries = query.book is Book.JOURNAL_ENTRIES
        domain: list[Argument] = [
            ["company_id", "=", self._directory.user.company.id],
            ["move_type", "in", [kind.value for kind in query.book.move_types]],
        ]
        if query.states:
            domain.append(["state", "in", sorted(query.states)])
        if query.payment_states:
            domain.append(["payment_state", "in", sorted(query.payment_states)])
            if not query.states:
                domain.append(["state", "=", "posted"])
        if query.partner_id:
            domain.append(["partner_id", "child_of", query.partner_id])
        for operator, day in ((">=", query.date_from), ("<=", query.date_to)):
            if day:
                domain.extend(_by_date(operator, day, entries=is_entries))
        if query.overdue:
            domain.append(["id", "in", await self._overdue(query)])
        if query.to_check:
            domain.extend(await self._to_check())
        return [*domain, *_text_domain(query.text)]

    async def _to_check(self) -> list[Argument]:
        """As reading.is_to_check reads it."""
        found: Mapping[str, list[Argument]] = {
            "to_check": [["to_check", "=", True]],
            "checked": [["state", "=", "posted"], ["checked", "=", False]],
            "review_state": [["review_state", "in", ["todo", "anomaly"]]],
        }
        return found.get(await self._session.name_of(MOVE, "to_check"), [["id", "in", []]])

    async def _overdue(self, query: Query) -> list[int]:
        """Documents with an open instalment that has matured. Only newer versions can ask for that through the document itself."""
        today = query.today or date.today()  # noqa: DTZ011  the user's day, not the server's
        domain: list[Argument] = [
            ["company_id", "=", self._directory.user.company.id],
            ["parent_state", "=", "posted"],
            ["date_maturity", "<", today.isoformat()],
            ["amount_residual", "!=", 0],
            [
                "move_id.move_type",
                "in",
                [kind.value for kind in query.book.move_types if kind is not MoveType.JOURNAL_ENTRY],
            ],
            *(await self._directory.open_item_domain()),
        ]
        return list(ids_of(await self._session.search_read(LINE, domain, ["move_id"]), "move_id"))

    async def _order(self, query: Query) -> str:
        ours, descending = order_of(query)
        if query.book is Book.PAYMENTS:
            model, name = PAYMENT, await self._payments.order_field(_PAYMENT_ORDER.get(ours, ours))
        elif query.book is Book.PARTNERS:
            model, name = "res.partner", _PARTNER_ORDER.get(ours, ours)
            if name == "name":  # a contact sorts under its company, where the version keeps that name
                name = await self._session.name_of(model, "sorted_name")
        elif query.book is Book.ACCOUNTS:
            known = ("kind", "archived")
            model, name = (
                "account.account",
                await self._session.name_of("account.account", ours) if ours in known else ours,
            )
        else:
            model, name = MOVE, _DOCUMENT_ORDER.get(ours, ours)
        field = (await self._session.fields(model)).get(name)
        # 18 and later compute an account's code per company, and still sort by it.
        sortable = field is not None and (field.stored or name == "code")
        return f"{name} {'desc' if descending else 'asc'}, id desc" if sortable else "id desc"


def _by_date(operator: str, day: date, *, entries: bool) -> list[Argument]:
    bound = day.isoformat()
    if entries:
        return [["date", operator, bound]]
    return ["|", ["invoice_date", operator, bound], "&", ["invoice_date", "=", False], ["date", operator, bound]]


def _text_domain(text: str) -> list[Argument]:
    """Number, references, partner and amount. Never the lines: that search can lock a database for hours (product.md, pain 14)."""
    text = text.strip()
    if not text:
        return []
    alternatives: list[Argument] = [
        [name, "ilike", text] for name in ("name", "ref", "payment_reference", "invoice_origin", "partner_id")
    ]
    if re.fullmatch(r"-?\d{1,12}([.,]\d{1,6})?", text):
        alternatives.append(["amount_total", "=", Decimal(text.replace(",", "."))])
    return ["|"] * (len(alternatives) - 1) + alternatives
