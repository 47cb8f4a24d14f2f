"""The books in bulk, for the local copy: pages of records by id, what changed since, how many there are. Links come as bare ids, which spares
the server half of its time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from odoo_desk.accounting.bare import Bare, BareItem, BareMove, BarePartial, BarePartner, BarePayment, Kind, Number
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import MoveType, PaymentState, Product, State
from odoo_desk.errors import AccessRefused
from odoo_desk.odoo.ledger import reading
from odoo_desk.odoo.ledger.directory import PRODUCT_FIELDS, WARNING_FIELDS, Directory, partner_warning, product_from
from odoo_desk.odoo.ledger.payments import PAYMENT, PAYMENT_FIELDS, payment_state
from odoo_desk.odoo.row import DIGITS, LARGEST_AMOUNT, Row, is_id, rows_of, unexpected
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.wire.call import Argument, Value
from odoo_desk.plain import legible

Converter: TypeAlias = "Callable[[Mapping[str, Value]], Bare | Product]"
PAGE = 2000  # records a request; at 23 fields some 1.3 MB
_MOVE, _ITEM, _PARTIAL = "account.move", "account.move.line", "account.partial.reconcile"
MODELS: Mapping[Kind, str] = {
    Kind.CURRENCY: "res.currency",
    Kind.JOURNAL: "account.journal",
    Kind.TAX: "account.tax",
    Kind.TERM: "account.payment.term",
    Kind.ACCOUNT: "account.account",
    Kind.PARTNER: "res.partner",
    Kind.PRODUCT: "product.product",
    Kind.MOVE: _MOVE,
    Kind.PAYMENT: PAYMENT,
    Kind.ITEM: _ITEM,
    Kind.PARTIAL: _PARTIAL,
}
_PARTNER_FIELDS = (
    "name",
    "ref",
    "vat",
    "email",
    "phone",
    "city",
    "country_id",
    "is_company",
    "active",
    "parent_id",
    "commercial_partner_id",
    "write_date",
)
_ITEM_FIELDS = (
    "move_id",
    "account_id",
    "partner_id",
    "date",
    "date_maturity",
    "name",
    "ref",
    "balance",
    "amount_currency",
    "currency_id",
    "amount_residual",
    "amount_residual_currency",
    "reconciled",
    "matching_number",
    "full_reconcile_id",
    "payment_id",
    "parent_state",
    "write_date",
)
_PARTIAL_FIELDS = (
    "debit_move_id",
    "credit_move_id",
    "amount",
    "debit_amount_currency",
    "credit_amount_currency",
    "max_date",
    "exchange_move_id",
    "write_date",
)


class Pages:
    def __init__(self, session: Session, directory: Directory) -> None:
        self._session = session
        self._directory = directory
        self._account_kinds: dict[int, str] = {}

    # --- which there are ----------------------------------------------------------------------------------------------

    async def ids(self, kind: Kind, below: int = 0, book: Book | None = None) -> list[int]:
        """All of them (those with smaller ids than `below`, those of one book, if given), newest first."""
        domain = [*(await self._domain(kind)), *_only(book)]
        if below:
            domain.append(["id", "<", below])
        found = await self._call(kind, "search", {"domain": domain}, {"order": "id desc"})
        return [each for each in found if is_id(each)] if isinstance(found, list) else []

    async def count(self, kind: Kind, low: int, high: int) -> int:
        """How many have an id from `low` to `high`, both included."""
        domain: list[Argument] = [*(await self._domain(kind)), ["id", ">=", low], ["id", "<=", high]]
        found = await self._call(kind, "search_count", {"domain": domain}, {})
        return found if isinstance(found, int) else 0

    async def newest(self, kind: Kind) -> str:
        """When the last change was written; "" when there is nothing."""
        options: dict[str, Argument] = {"fields": ["write_date"], "order": "write_date desc, id desc", "limit": 1}
        found = rows_of(await self._call(kind, "search_read", {"domain": await self._domain(kind)}, options))
        newest = _moment(found[0].values) if found else ""
        if kind is Kind.PRODUCT:  # its name and prices are its template's, which has a date of its own
            templates = await self._session.search_read(
                "product.template", [], ["write_date"], limit=1, order="write_date desc, id desc"
            )
            newest = max([newest, *(_moment(row.values) for row in templates)])
        return newest

    async def written(self, kind: Kind, since: str = "", low: int = 0, high: int = 0) -> dict[int, str]:
        """Ids and when they were written, oldest change first: of what was written at `since` or later, with an id from `low` to `high`."""
        domain = await self._domain(kind)
        if since:
            domain += await self._since(kind, since)
        if high:
            domain += [["id", ">=", low], ["id", "<=", high]]
        options: dict[str, Argument] = {"fields": ["write_date"], "order": "write_date, id"}
        rows = rows_of(await self._call(kind, "search_read", {"domain": domain}, options))
        return {row.id: _moment(row.values) for row in rows}

    # --- what they say ------------------------------------------------------------------------------------------------

    async def head(self, book: Book, limit: int) -> list[Bare | Product]:
        """What a list shows first."""
        kind, order = _HEADS.get(book, (Kind.MOVE, "invoice_date desc, id desc"))
        return await self._search(kind, _only(book), order, limit)

    async def page(self, kind: Kind, ids: Sequence[int], book: Book | None = None) -> list[Bare | Product]:
        """The records of a run of ids, newest first, all of those that `ids` gave between the first and the last of it."""
        if self._session.dialect.lists_bare_ids:
            return await self._search(kind, [*_only(book), ["id", "<=", ids[0]], ["id", ">=", ids[-1]]])
        fields, convert = await self._reading(kind)
        found = await self._session.call(MODELS[kind], "read", ids, {"fields": fields}, {"load": ""})
        return await self._records(kind, found, convert)

    async def some(self, kind: Kind, ids: Sequence[int]) -> list[Bare | Product]:
        """Just these, in any order; those that are gone or not to be seen are left out."""
        return await self._where(kind, "id", ids)

    async def items_of(self, move_ids: Sequence[int]) -> list[BareItem]:
        return [each for each in await self._where(Kind.ITEM, "move_id", move_ids) if isinstance(each, BareItem)]

    async def partials_of(self, item_ids: Sequence[int]) -> list[BarePartial]:
        """Those that have one of these items on either side."""
        sides = [
            each
            for field in ("debit_move_id", "credit_move_id")
            for each in await self._where(Kind.PARTIAL, field, item_ids)
        ]
        return list({each.id: each for each in sides if isinstance(each, BarePartial)}.values())

    async def partner_names(self, move_ids: Sequence[int]) -> dict[int, str]:
        """Of the partners of these moves, as the moves show them: also of partners that this user may not read."""
        return await self._names("partner_id", move_ids)

    async def salesperson_names(self, move_ids: Sequence[int]) -> dict[int, str]:
        return await self._names("invoice_user_id", move_ids)

    async def _names(self, field: str, move_ids: Sequence[int]) -> dict[int, str]:
        rows = await self._session.read(_MOVE, move_ids, [field])
        return {link.id: link.name for row in rows if (link := row.link(field)) is not None}

    async def _where(self, kind: Kind, field: str, ids: Sequence[int]) -> list[Bare | Product]:
        found: list[Bare | Product] = []
        for start in range(0, len(ids), PAGE):
            found += await self._search(kind, [[field, "in", list(ids[start : start + PAGE])]])
        return found

    async def _search(
        self, kind: Kind, domain: Sequence[Argument], order: str = "id desc", limit: int = 0
    ) -> list[Bare | Product]:
        fields, convert = await self._reading(kind)
        options: dict[str, Argument] = {"fields": fields, "order": order}
        if limit:
            options["limit"] = limit
        if self._session.dialect.lists_bare_ids:
            options["load"] = ""
        within = {"domain": [*(await self._domain(kind)), *domain]}
        return await self._records(kind, await self._call(kind, "search_read", within, options), convert)

    async def _records(self, kind: Kind, found: Value, convert: Converter) -> list[Bare | Product]:
        rows = [row.values for row in rows_of(found)]
        if kind is Kind.ITEM:
            await self._know_accounts({_link(row, "account_id") or 0 for row in rows})
        return [convert(row) for row in rows]

    async def _know_accounts(self, ids: AbstractSet[int]) -> None:
        """At the first items, and when an account was added."""
        if not self._account_kinds.keys() >= ids:
            domain = await self._directory.account_domain("")
            found = await self._directory.accounts([*domain, *(await self._directory.archived_too())])
            self._account_kinds |= {**dict.fromkeys(ids, ""), **{account.id: account.kind for account in found}}

    # --- how it is asked ----------------------------------------------------------------------------------------------

    async def may_read(self, kind: Kind) -> bool:
        return bool(await self._session.fields(MODELS[kind]))

    async def _call(
        self, kind: Kind, method: str, arguments: Mapping[str, Argument], options: Mapping[str, Argument]
    ) -> Value:
        """Archived records are in the books too."""
        try:
            return await self._session.call(
                MODELS[kind], method, None, arguments, options, context={"active_test": False}
            )
        except AccessRefused:
            if kind in (Kind.MOVE, Kind.PARTNER):
                raise
            return []  # what this user may not see at all is not copied

    async def _domain(self, kind: Kind) -> list[Argument]:
        company = self._directory.user.company.id
        if kind is Kind.MOVE:
            return [["company_id", "=", company], ["move_type", "in", [each.value for each in MoveType]]]
        if kind in (Kind.PAYMENT, Kind.PARTIAL, Kind.JOURNAL, Kind.TAX):
            return [["company_id", "=", company]]
        if kind is Kind.ITEM:
            return [["company_id", "=", company], ["account_id.reconcile", "=", True]]
        if kind is Kind.TERM:
            return [["company_id", "in", [False, company]]]
        if kind is Kind.ACCOUNT:
            return await self._directory.account_domain("")
        return []

    async def _since(self, kind: Kind, moment: str) -> list[Argument]:
        """A product's name and prices are its template's, which has a date of its own."""
        if kind is not Kind.PRODUCT:
            return [["write_date", ">=", moment]]
        return ["|", ["write_date", ">=", moment], ["product_tmpl_id.write_date", ">=", moment]]

    async def _reading(self, kind: Kind) -> tuple[list[str], Converter]:
        """The fields to ask for, and what makes a record of a row."""
        offered, name_of = self._session.offered, self._session.name_of
        if kind is Kind.MOVE:
            return await offered(_MOVE, reading.HEADER_FIELDS), _move
        if kind is Kind.PARTNER:
            shown = await name_of("res.partner", "sorted_name")
            terms = [await name_of("res.partner", ours) for ours in ("term", "vendor_term")]
            countries = await self._countries()
            return await offered(
                "res.partner", (*_PARTNER_FIELDS, *WARNING_FIELDS, shown, *terms)
            ), lambda row: _partner(row, shown, terms[0], terms[1], countries)
        if kind is Kind.PAYMENT:
            memo, method = await name_of(PAYMENT, "memo"), await name_of(PAYMENT, "method")
            fields = await offered(PAYMENT, (*PAYMENT_FIELDS, "move_id", memo, method))
            ways = await self._methods(method)
            return fields, lambda row: _payment(row, memo, method, ways)
        if kind is Kind.ITEM:
            return await offered(_ITEM, _ITEM_FIELDS), lambda row: _item(row, self._account_kinds)
        if kind is Kind.PARTIAL:
            return await offered(_PARTIAL, _PARTIAL_FIELDS), _partial
        assert kind is Kind.PRODUCT, kind
        return await offered("product.product", PRODUCT_FIELDS), lambda row: product_from(Row(row))

    async def _countries(self) -> Mapping[int, str]:
        return await self._directory.named("res.country")

    async def _methods(self, field: str) -> Mapping[int, str]:
        relation = (await self._session.fields(PAYMENT))[field].relation if field else ""
        if not relation:
            return {}
        # The name of another company's is made of its journal, which 19 refuses to read.
        by_journal = "journal_id" in await self._session.fields(relation)
        own: list[Argument] = [["journal_id.company_id", "=", self._directory.user.company.id]]
        return await self._directory.named(relation, own if by_journal else ())


_HEADS = {
    Book.JOURNAL_ENTRIES: (Kind.MOVE, "date desc, id desc"),
    Book.PAYMENTS: (Kind.PAYMENT, "id desc"),
    Book.PARTNERS: (Kind.PARTNER, "name, id"),
}


def _only(book: Book | None) -> list[Argument]:
    return [["move_type", "in", [kind.value for kind in book.move_types]]] if book and book.move_types else []


def _link(row: Mapping[str, Value], name: str) -> int | None:
    """Bare, or with its name beside it where a protocol insists on that."""
    value = row.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    if value is None or value is False:
        return None
    if is_id(value):
        return value
    raise unexpected(name, value)


def _text(row: Mapping[str, Value], name: str) -> str:
    value = row.get(name)
    if isinstance(value, str):
        return value if value.isprintable() else legible(value)
    if value is None or value is False:
        return ""
    raise unexpected(name, value)


def _number(row: Mapping[str, Value], name: str) -> Number:
    value = row.get(name)
    if value is None:
        return 0
    # There are very many: a Decimal is asked for its size, which is quicker than comparing it.
    if isinstance(value, Decimal):
        if value.adjusted() <= DIGITS:
            return value
    elif isinstance(value, int) and abs(value) <= LARGEST_AMOUNT:
        return value
    raise unexpected(name, value)


def _moment(row: Mapping[str, Value]) -> str:
    moment = _text(row, "write_date")[:19]
    try:
        told = datetime.fromisoformat(moment) if moment else None
        if told and (told.year < 1000 or told.isoformat(" ") != moment):
            raise ValueError("not as Odoo writes it")
    except ValueError as problem:
        raise unexpected("write_date", moment) from problem
    return moment


def _day(row: Mapping[str, Value], name: str) -> str:
    day = _text(row, name)
    try:
        return day and date.fromisoformat(day).isoformat()
    except ValueError as problem:
        raise unexpected(name, day) from problem


def _numbered(row: Mapping[str, Value]) -> str:
    number = _text(row, "name")
    return "" if number == "/" else number


def _move(row: Mapping[str, Value]) -> BareMove:
    return BareMove(
        Row(row).id,
        reading.one_of(MoveType, _text(row, "move_type"), "type of document").value,
        reading.one_of(State, _text(row, "state"), "state").value,
        reading.one_of(PaymentState, _text(row, "payment_state") or "not_paid", "payment state").value,
        _numbered(row),
        _link(row, "partner_id"),
        _day(row, "invoice_date"),
        _day(row, "date"),
        _day(row, "invoice_date_due"),
        _text(row, "ref"),
        _text(row, "payment_reference"),
        _text(row, "invoice_origin"),
        _link(row, "journal_id"),
        _link(row, "currency_id"),
        _link(row, "invoice_user_id"),
        _number(row, "amount_untaxed"),
        _number(row, "amount_tax"),
        _number(row, "amount_total"),
        _number(row, "amount_residual"),
        _number(row, "amount_untaxed_signed"),
        _number(row, "amount_total_signed"),
        _number(row, "amount_residual_signed"),
        _moment(row),
        reading.is_to_check(Row(row)),
    )


def _payment(row: Mapping[str, Value], memo: str, method: str, ways: Mapping[int, str]) -> BarePayment:
    get = row.get
    return BarePayment(
        Row(row).id,
        _numbered(row),
        payment_state(_text(row, "state")),
        get("payment_type") == "inbound",
        get("partner_type") == "customer",
        _link(row, "partner_id"),
        _day(row, "date"),
        _number(row, "amount"),
        _link(row, "currency_id"),
        _link(row, "journal_id"),
        ways.get(_link(row, method) or 0, ""),
        _text(row, memo),
        bool(get("is_matched")),
        _link(row, "move_id"),
        (*Row(row).ids("reconciled_invoice_ids"), *Row(row).ids("reconciled_bill_ids")),
        _moment(row),
    )


def _partner(
    row: Mapping[str, Value], shown: str, term: str, vendor_term: str, countries: Mapping[int, str]
) -> BarePartner:
    get = row.get
    return BarePartner(
        Row(row).id,
        _text(row, shown) or _text(row, "name"),
        _text(row, "ref"),
        _text(row, "vat"),
        _text(row, "email"),
        _text(row, "phone"),
        _text(row, "city"),
        countries.get(_link(row, "country_id") or 0, ""),
        bool(get("is_company")),
        not get("active"),
        _link(row, "parent_id"),
        _link(row, "commercial_partner_id"),
        _link(row, term),
        _link(row, vendor_term),
        _moment(row),
        *partner_warning(Row(row)),
    )


def _item(row: Mapping[str, Value], kinds: Mapping[int, str]) -> BareItem:
    get = row.get
    account = _link(row, "account_id") or 0
    full = _link(row, "full_reconcile_id")
    return BareItem(
        Row(row).id,
        _link(row, "move_id") or 0,
        account,
        kinds.get(account, ""),
        _link(row, "partner_id"),
        _day(row, "date"),
        _day(row, "date_maturity"),
        _text(row, "name"),
        _text(row, "ref"),
        _number(row, "balance"),
        _number(row, "amount_currency"),
        _link(row, "currency_id"),
        _number(row, "amount_residual"),
        _number(row, "amount_residual_currency"),
        bool(get("reconciled")),
        _text(row, "matching_number") or (str(full) if full else ""),
        _link(row, "payment_id"),
        get("parent_state") == "posted",
        _moment(row),
    )


def _partial(row: Mapping[str, Value]) -> BarePartial:
    return BarePartial(
        Row(row).id,
        _link(row, "debit_move_id") or 0,
        _link(row, "credit_move_id") or 0,
        _number(row, "amount"),
        _number(row, "debit_amount_currency"),
        _number(row, "credit_amount_currency"),
        _day(row, "max_date"),
        _link(row, "exchange_move_id"),
        _moment(row),
    )
