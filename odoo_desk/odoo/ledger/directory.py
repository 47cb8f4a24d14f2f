"""Who and what the books speak of: user, company, currencies, journals, taxes, terms, partners, products, accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo_desk.accounting.analytic import AnalyticAccount
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import (
    WHOLE,
    Account,
    Company,
    Decimals,
    Journal,
    Named,
    Partner,
    PaymentTerm,
    Product,
    Rights,
    Tax,
    TaxArithmetic,
    TaxPart,
    User,
)
from odoo_desk.accounting.rounding import CashRounding
from odoo_desk.errors import AccessRefused, RecordGone
from odoo_desk.odoo.dialect import ACCOUNT_KINDS, Field
from odoo_desk.odoo.ledger.term_lines import LINE_FIELDS, TERM_FIELDS, discount_of, term_line
from odoo_desk.odoo.row import Row, unexpected
from odoo_desk.odoo.session import Domain, Session
from odoo_desk.odoo.texts import plain
from odoo_desk.odoo.wire.call import Argument
from odoo_desk.odoo.wire.refusal import user_gone

MOST_PLACES = 6  # decimals that Odoo keeps of a currency's rounding
_FINEST = Decimal(1).scaleb(-MOST_PLACES)

PARTNER_FIELDS = (
    "name",
    "display_name",
    "ref",
    "vat",
    "email",
    "phone",
    "city",
    "country_id",
    "is_company",
    "active",
    "property_payment_term_id",
    "property_supplier_payment_term_id",
    "credit",
    "debit",
    "write_date",
    "commercial_partner_id",
)


_ANALYTIC_GROUP = "analytic.group_analytic_accounting"
_ROUNDING_FIELDS = ("name", "rounding", "rounding_method", "strategy")
# (the message, what says whether it is shown): up to 18 of account itself, on 19 of the modules for orders, always shown.
_PARTNER_WARNINGS = (("invoice_warn_msg", "invoice_warn"), ("sale_warn_msg", ""), ("purchase_warn_msg", ""))
WARNING_FIELDS = ("invoice_warn", *(message for message, _ in _PARTNER_WARNINGS))
_CARD_FIELDS = ("parent_id", "property_account_position_id", "comment", *WARNING_FIELDS)


class Directory:
    """The short lists (currencies, journals, taxes, terms) are read once and kept until `forget`."""

    def __init__(self, session: Session, user: User, currencies: Mapping[int, Currency]) -> None:
        self._session = session
        self.user = user
        self._currencies = currencies
        self._journals: tuple[Journal, ...] = ()
        self._taxes: Mapping[int, Tax] = {}
        self._terms: tuple[PaymentTerm, ...] = ()
        self._roundings: tuple[CashRounding, ...] | None = None
        self._account_types: Mapping[int, str] = {}
        self._analytic_accounts: tuple[AnalyticAccount, ...] | None = None
        self._named: dict[str, Mapping[int, str]] = {}

    def forget(self) -> None:
        self._currencies, self._journals, self._taxes, self._terms = {}, (), {}, ()
        self._roundings = None
        self._analytic_accounts = None
        self._named.clear()

    async def is_in_group(self, name: str) -> bool:
        """Whether the user is, by the external id of a group."""
        ids = [self.user.id] if self._session.dialect.groups_of_records else None
        return await self._session.call("res.users", "has_group", ids, {"group_ext_id": name}) is True

    # --- short lists --------------------------------------------------------------------------------------------------

    async def currencies(self) -> Mapping[int, Currency]:
        if not self._currencies:
            self._currencies = await read_currencies(self._session)
        return self._currencies

    async def currency(self, currency_id: int | None) -> Currency:
        """The company's own when there is none."""
        return (await self.currencies()).get(currency_id or 0, self.user.company.currency)

    async def journals(self) -> tuple[Journal, ...]:
        if not self._journals:
            wanted = ("code", "name", "type", "currency_id", "default_account_id", "company_id")
            domain: list[Argument] = [["company_id", "=", self.user.company.id]]
            rows = await self._session.search_read("account.journal", domain, wanted, order="sequence, id")
            self._journals = tuple(
                Journal(
                    row.id,
                    row.text("code"),
                    row.text("name"),
                    row.text("type"),
                    row.linked_id("currency_id"),
                    row.linked_id("default_account_id"),
                    row.link("company_id") or Named(self.user.company.id, self.user.company.name),
                )
                for row in rows
            )
        return self._journals

    async def taxes(self) -> Mapping[int, Tax]:
        """Archived ones too, for old drafts that still carry them."""
        if not self._taxes:
            wanted = (
                "name",
                "type_tax_use",
                "amount_type",
                "amount",
                "price_include",
                "include_base_amount",
                "children_tax_ids",
                "sequence",
                "active",
                "tax_group_id",
                "is_base_affected",
                "invoice_repartition_line_ids",
                "refund_repartition_line_ids",
            )
            domain: list[Argument] = [["company_id", "=", self.user.company.id], ["active", "in", [True, False]]]
            rows = await self._session.search_read("account.tax", domain, wanted, order="sequence, id")
            parts = await self._tax_parts()
            self._taxes = {
                row.id: Tax(
                    row.id,
                    row.text("name"),
                    row.text("type_tax_use"),
                    row.text("amount_type"),
                    row.decimal("amount"),
                    row.flag("price_include"),
                    row.flag("include_base_amount"),
                    row.ids("children_tax_ids"),
                    row.number("sequence"),
                    archived=not row.flag("active"),
                    group=link.name if (link := row.link("tax_group_id")) else "",
                    is_base_affected=row.flag("is_base_affected") if "is_base_affected" in row.values else True,
                    parts=_parts(row.ids("invoice_repartition_line_ids"), parts),
                    refund_parts=_parts(row.ids("refund_repartition_line_ids"), parts),
                )
                for row in rows
            }
        return self._taxes

    async def _tax_parts(self) -> Mapping[int, TaxPart]:
        """By id, those that are booked as tax; none where this user may not look: a tax is whole then."""
        domain: list[Argument] = [["repartition_type", "=", "tax"], ["company_id", "=", self.user.company.id]]
        try:
            rows = await self._session.search_read(
                "account.tax.repartition.line", domain, ("factor_percent", "account_id"), order="sequence, id"
            )
        except AccessRefused:
            return {}
        return {row.id: TaxPart(row.decimal("factor_percent") / 100, bool(row.linked_id("account_id"))) for row in rows}

    async def terms(self) -> tuple[PaymentTerm, ...]:
        if not self._terms:
            domain: list[Argument] = [["company_id", "in", [False, self.user.company.id]]]
            rows = await self._session.search_read("account.payment.term", domain, TERM_FIELDS, order="sequence, id")
            ids = [each for row in rows for each in row.ids("line_ids")]
            lines = {row.id: row for row in await self._session.read("account.payment.term.line", ids, LINE_FIELDS)}
            self._terms = tuple(
                PaymentTerm(row.id, row.text("name"), tuple(map(term_line, own)), discount_of(row, own))
                for row in rows
                for own in [[lines[each] for each in row.ids("line_ids") if each in lines]]
            )
        return self._terms

    async def cash_roundings(self) -> tuple[CashRounding, ...]:
        """None where this user may not look."""
        if self._roundings is None:
            model = "account.cash.rounding"
            is_there = bool(await self._session.fields(model))
            # Of all companies: on 14 who bills may not look at which one it is of (measured).
            rows = await self._session.search_read(model, [], _ROUNDING_FIELDS, order="id") if is_there else []
            self._roundings = tuple(
                CashRounding(
                    row.id,
                    row.text("name"),
                    row.decimal("rounding"),
                    row.text("rounding_method"),
                    changes_tax=row.text("strategy") == "biggest_tax",
                )
                for row in rows
                if row.decimal("rounding") > 0
            )
        return self._roundings

    async def cash_rounding(self, rounding_id: int | None) -> CashRounding | None:
        if not rounding_id:
            return None
        return next((each for each in await self.cash_roundings() if each.id == rounding_id), None)

    async def analytic_accounts(self) -> tuple[AnalyticAccount, ...]:
        """Archived ones too, for lines that are given to them; none where this user has nothing to do with them, though he may read them."""
        if self._analytic_accounts is None:
            does = await self.is_in_group(_ANALYTIC_GROUP)
            self._analytic_accounts = await self._read_analytic_accounts() if does else ()
        return self._analytic_accounts

    async def _read_analytic_accounts(self) -> tuple[AnalyticAccount, ...]:
        model = "account.analytic.account"
        if not await self._session.fields(model):
            return ()
        domain: list[Argument] = [
            ["company_id", "in", [False, self.user.company.id]],
            ["active", "in", [True, False]],
        ]
        wanted = ("name", "code", "plan_id", "root_plan_id", "active")
        rows = await self._session.search_read(model, domain, wanted, order="code, name, id")
        return tuple(
            AnalyticAccount(
                row.id,
                row.text("name"),
                row.text("code"),
                plan.name if plan else "",
                plan.id if plan else 0,
                archived=not row.flag("active"),
            )
            for row in rows
            for plan in [row.link("root_plan_id") or row.link("plan_id")]
        )

    # --- partners -----------------------------------------------------------------------------------------------------

    async def find_partners(self, text: str, limit: int) -> tuple[Partner, ...]:
        # Also by the name it is shown by, "Company, Contact", which is not in its name.
        shown = await self._session.name_of("res.partner", "sorted_name")
        domain: list[Argument] = ["|", [shown, "ilike", text], *partner_domain(text)] if text else []
        rows = await self._session.search_read("res.partner", domain, PARTNER_FIELDS, limit=limit, order="name, id")
        return tuple(self.partner_from(row) for row in rows)

    async def partner(self, partner_id: int) -> Partner:
        rows = await self._session.read("res.partner", [partner_id], (*PARTNER_FIELDS, *_CARD_FIELDS))
        if not rows:
            raise RecordGone("This partner no longer exists, or you may no longer see it.", advice="Refresh the list.")
        row, comment = rows[0], (await self._session.fields("res.partner")).get("comment")
        is_html = comment is not None and comment.kind == "html"
        warning, is_blocked = partner_warning(row)
        if not warning and (company := row.linked_id("parent_id")):  # a contact has that of its company
            above = await self._session.read("res.partner", [company], WARNING_FIELDS)
            warning, is_blocked = partner_warning(above[0]) if above else ("", False)
        return replace(
            self.partner_from(row),
            fiscal_position_id=row.linked_id("property_account_position_id"),
            warning=warning,
            is_blocked=is_blocked,
            comment=plain(row.text("comment")) if is_html else row.text("comment"),
        )

    def partner_from(self, row: Row) -> Partner:
        country = row.link("country_id")
        currency = self.user.company.currency
        commercial = row.linked_id("commercial_partner_id")
        return Partner(
            id=row.id,
            name=row.text("display_name") or row.text("name"),
            ref=row.text("ref"),
            vat=row.text("vat"),
            email=row.text("email"),
            phone=row.text("phone"),
            city=row.text("city"),
            country=country.name if country else "",
            is_company=row.flag("is_company"),
            archived=not row.flag("active"),
            payment_term_id=row.linked_id("property_payment_term_id"),
            vendor_payment_term_id=row.linked_id("property_supplier_payment_term_id"),
            receivable=row.amount("credit", currency),
            payable=row.amount("debit", currency),
            written_at=row.moment("write_date"),
            company_id=commercial if commercial != row.id else None,
        )

    async def partner_banks(self, partner_id: int) -> tuple[Named, ...]:
        number = await self._session.name_of("res.partner.bank", "number")
        domain: list[Argument] = [["partner_id", "parent_of", partner_id]]
        rows = await self._session.search_read("res.partner.bank", domain, [number]) if number else []
        return tuple(Named(row.id, row.text(number)) for row in rows)

    async def own_banks(self) -> tuple[Named, ...]:
        """The company's accounts, where customers pay to."""
        rows = await self._session.read("res.company", [self.user.company.id], ["partner_id"])
        partner = rows[0].linked_id("partner_id") if rows else None
        return await self.partner_banks(partner) if partner else ()

    # --- products -----------------------------------------------------------------------------------------------------

    async def find_products(self, text: str, limit: int) -> tuple[Product, ...]:
        domain: list[Argument] = ["|", ["default_code", "ilike", text], ["name", "ilike", text]] if text else []
        rows = await self._session.search_read(
            "product.product", domain, PRODUCT_FIELDS, limit=limit, order="default_code, name, id"
        )
        return tuple(product_from(row) for row in rows)

    async def product(self, product_id: int) -> Product:
        rows = await self._session.read("product.product", [product_id], PRODUCT_FIELDS)
        if not rows:
            raise RecordGone(
                "This product no longer exists, or you may no longer see it.", advice="Choose another one."
            )
        return product_from(rows[0])

    # --- accounts -----------------------------------------------------------------------------------------------------

    async def find_accounts(self, text: str, limit: int) -> tuple[Account, ...]:
        domain: list[Argument] = [*(await self.account_domain(text)), *(await self._not_archived())]
        return await self.accounts(domain, limit=limit)

    async def account_domain(self, text: str) -> list[Argument]:
        company = await self._session.name_of("account.account", "company")
        domain: list[Argument] = [[company, "in", [self.user.company.id]]]
        return [*domain, "|", ["code", "=like", f"{text}%"], ["name", "ilike", text]] if text else domain

    async def accounts(
        self, domain: Domain, *, offset: int = 0, limit: int = 0, order: str = "code, id", balances: bool = False
    ) -> tuple[Account, ...]:
        kind = await self._session.name_of("account.account", "kind")
        archived = await self._session.name_of("account.account", "archived")
        rows = await self._session.search_read(
            "account.account",
            domain,
            ("code", "name", kind, "reconcile", archived),
            offset=offset,
            limit=limit,
            order=order,
        )
        old_types = await self._old_account_types() if kind == "user_type_id" else {}
        sums = await self.balances([row.id for row in rows]) if balances else {}
        currency = self.user.company.currency
        return tuple(
            Account(
                row.id,
                row.text("code"),
                row.text("name"),
                old_types.get(row.linked_id(kind) or 0, "") if kind == "user_type_id" else row.text(kind),
                row.flag("reconcile"),
                row.flag(archived) is (archived == "deprecated"),
                sums.get(row.id, currency.round(ZERO)),
            )
            for row in rows
        )

    async def account_kinds(self, account_ids: Sequence[int]) -> Mapping[int, str]:
        domain: list[Argument] = [["id", "in", list(account_ids)], *(await self.archived_too())]
        return {account.id: account.kind for account in await self.accounts(domain)} if account_ids else {}

    async def archived_too(self) -> list[Argument]:
        archived = await self._session.name_of("account.account", "archived")
        return [["active", "in", [True, False]]] if archived == "active" else []

    async def _not_archived(self) -> list[Argument]:
        archived = await self._session.name_of("account.account", "archived")
        return [["deprecated", "=", False]] if archived == "deprecated" else []

    async def balances(self, account_ids: Sequence[int], on: date | None = None) -> dict[int, Decimal]:
        """Of posted items, up to the end of that day if given, in the company's currency; accounts without any are left out."""
        if not account_ids:
            return {}
        own = self.user.company
        domain: list[Argument] = [
            ["account_id", "in", account_ids],
            ["parent_state", "=", "posted"],
            ["company_id", "=", own.id],
        ]
        if on:
            domain.append(["date", "<=", on.isoformat()])
        rows = await self._session.sums("account.move.line", domain, ["balance"], "account_id")
        return {found: row.amount("balance", own.currency) for row in rows if (found := row.linked_id("account_id"))}

    async def _old_account_types(self) -> Mapping[int, str]:
        if not self._account_types:
            rows = await self._session.search_read("account.account.type", [], ("internal_group", "type"))
            self._account_types = {
                row.id: ACCOUNT_KINDS.get((row.text("internal_group"), row.text("type")), row.text("internal_group"))
                for row in rows
            }
        return self._account_types

    async def open_item_domain(self) -> list[Argument]:
        """What marks the receivable and payable lines of a document, seen from account.move.line."""
        if await self._session.name_of("account.account", "kind") == "user_type_id":
            return [["account_id.user_type_id.type", "in", ["receivable", "payable"]]]
        return [["account_id.account_type", "in", ["asset_receivable", "liability_payable"]]]

    async def named(self, model: str, domain: Domain = ()) -> Mapping[int, str]:
        """Names by id of a model with few records, read once; nothing where this user may not look."""
        if model not in self._named:
            try:
                rows = await self._session.search_read(model, domain, ["display_name"])
            except AccessRefused:
                rows = []
            self._named[model] = {row.id: row.text("display_name") for row in rows}
        return self._named[model]

    # --- archived -----------------------------------------------------------------------------------------------------

    async def archived(self, model: str, ids: Iterable[int]) -> frozenset[int]:
        """Those of `ids` that are archived: they are shown with the word, never as an empty cell."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return frozenset()
        name = await self._session.name_of(model, "archived") if model == "account.account" else "active"
        domain: list[Argument] = [["id", "in", wanted], [name, "=", name == "deprecated"]]
        return frozenset(row.id for row in await self._session.search_read(model, domain, ["id"]))


ROUNDING_METHOD = "tax_calculation_rounding_method"
PRODUCT_FIELDS = (
    "default_code",
    "display_name",
    "name",
    "lst_price",
    "standard_price",
    "taxes_id",
    "supplier_taxes_id",
    "sale_line_warn",
    "sale_line_warn_msg",
    "purchase_line_warn",
    "purchase_line_warn_msg",
)


def product_from(row: Row) -> Product:
    return Product(
        row.id,
        row.text("default_code"),
        row.text("name"),
        row.decimal("lst_price"),
        row.decimal("standard_price"),
        row.ids("taxes_id"),
        row.ids("supplier_taxes_id"),
        _warning(row, ("sale_line_warn_msg", "sale_line_warn")),
        _warning(row, ("purchase_line_warn_msg", "purchase_line_warn")),
    )


def partner_warning(row: Row) -> tuple[str, bool]:
    """His own, not that of the company he belongs to; and whether it wants no documents at all."""
    warning = _warning(row, *_PARTNER_WARNINGS)
    return warning, bool(warning) and row.text("invoice_warn") == "block"


def _warning(row: Row, *messages: tuple[str, str]) -> str:
    """Up to 18 a choice beside the message says whether it is shown; with 18's fields gone, that there is one."""
    for message, choice in messages:
        is_off = choice in row.values and row.text(choice) in ("", "no-message")
        if (text := row.text(message).strip()) and not is_off:
            return text
    return ""


def partner_domain(text: str) -> list[Argument]:
    if not text:
        return []
    fields = ("name", "ref", "vat", "email")
    return ["|", "|", "|", *([name, "ilike", text] for name in fields)]


def _parts(ids: Sequence[int], known: Mapping[int, TaxPart]) -> tuple[TaxPart, ...]:
    return tuple(known[each] for each in ids if each in known) or (WHOLE,)


def mark_archived(link: Named | None, archived: frozenset[int]) -> Named | None:
    return Named(link.id, link.name, archived=True) if link and link.id in archived else link


async def read_currencies(session: Session) -> dict[int, Currency]:
    wanted = ("name", "symbol", "rounding", "decimal_places", "position", "active")
    rows = await session.search_read("res.currency", [["active", "in", [True, False]]], wanted, order="name")
    return {row.id: _currency(row) for row in rows}


def _currency(row: Row) -> Currency:
    """With a step that can be divided by, and decimals that can be written down."""
    rounding, places = row.decimal("rounding"), row.number("decimal_places")
    if not _FINEST <= rounding <= 1 / _FINEST or not 0 <= places <= MOST_PLACES:
        raise unexpected("rounding", f"{rounding}, {places} decimals")
    symbol_first, active = row.text("position") == "before", row.flag("active")
    return Currency(row.id, row.text("name"), row.text("symbol"), rounding, places, symbol_first, active)


async def read_user(session: Session, company_id: int | None) -> tuple[User, Mapping[int, Currency]]:
    """Who is signed in, in which company (`company_id`, or the user's own), what they may do there, and the currencies that there are."""
    uid = session.client.access.uid
    found, currencies = await asyncio.gather(
        session.read("res.users", [uid], ("name", "login", "tz", "lang", "company_id", "company_ids")),
        read_currencies(session),
    )
    if not found:
        raise user_gone("no record of the user")
    me = found[0]
    rows = await session.search_read(
        "res.company", [["id", "in", list(me.ids("company_ids"))]], ("name", "currency_id", ROUNDING_METHOD)
    )
    companies = tuple(
        Company(
            row.id,
            row.text("name"),
            currencies[row.linked_id("currency_id") or 0],
            TaxArithmetic(
                row.text(ROUNDING_METHOD) == "round_globally",
                session.dialect.taxes_by_batches,
                session.dialect.fixed_taxes_signed,
                session.dialect.coins_first,
                new_lines_exact=session.dialect.new_lines_exact,
            ),
        )
        for row in rows
        if row.linked_id("currency_id") in currencies
    )
    if not companies:
        raise unexpected("companies", [row.values for row in rows])
    chosen = company_id or me.linked_id("company_id")
    company = next((each for each in companies if each.id == chosen), companies[0])
    session.company_id, session.language = company.id, me.text("lang")
    rights, fields = await asyncio.gather(_rights(session), session.fields("account.move.line"))
    company, companies = _with_decimals(company, fields), tuple(_with_decimals(each, fields) for each in companies)
    user = User(
        uid,
        me.text("login"),
        me.text("name"),
        me.text("lang"),
        me.text("tz"),
        company,
        companies,
        rights,
    )
    return user, currencies


def _with_decimals(company: Company, fields: Mapping[str, Field]) -> Company:
    """As the server tells them of its lines: whoever bills may not read its decimal accuracy (measured on 14 and 19)."""
    quantity, price, discount = (
        field.decimals if (field := fields.get(name)) else None for name in ("quantity", "price_unit", "discount")
    )
    return replace(company, arithmetic=replace(company.arithmetic, decimals=Decimals(quantity, price, discount)))


async def _rights(session: Session) -> Rights:
    asked = (
        ("account.move", "read"),
        ("account.move", "write"),
        ("account.move", "unlink"),
        ("account.payment.register", "create"),
        ("res.partner", "create"),
    )
    return Rights(*await asyncio.gather(*(session.may(model, operation) for model, operation in asked)))
