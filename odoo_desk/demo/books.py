"""The database of the stand-in: its tables, its clock, and who is asking in which companies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Generic, TypeVar

from odoo_desk.demo import coins
from odoo_desk.demo import orders as o
from odoo_desk.demo import records as r
from odoo_desk.demo.clock import Clock
from odoo_desk.demo.flavours import Flavour
from odoo_desk.demo.refusals import AccessError, MissingError
from odoo_desk.demo.undo import Kept

R = TypeVar("R", bound=r.Record)


class Table(Generic[R]):
    """The records of one model by id."""

    def __init__(self, model: str, kind: type[R], books: Books) -> None:
        self.model = model
        self.kind = kind
        self.rows: Kept[int, R] = Kept()
        self._books = books
        self.last_id = 0

    def take_id(self) -> int:
        """The next one; as with PostgreSQL's sequences, one that is not used leaves a gap."""
        self.last_id += 1
        return self.last_id

    def add(self, record: R, user: r.User | None = None) -> R:
        record.id = self._books.taken_ids.pop(self.model, 0) or self.take_id()
        record.create_date = record.write_date = self._books.now
        record.create_uid = record.write_uid = user
        self.rows[record.id] = record
        return record

    def remove(self, record: R) -> None:
        if record.id in self.rows:
            del self.rows[record.id]

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows.values())

    def get(self, record_id: object) -> R | None:
        return self.rows.get(record_id) if isinstance(record_id, int) else None


class Books:
    def __init__(self, flavour: Flavour, today: date, *, enterprise: bool = False) -> None:
        self.flavour = flavour
        self.today = today
        self.enterprise = enterprise
        self.revision = 0
        """Grows with every write, so that what was sorted for a list can be used again for its next page."""
        self.clock = Clock()
        self.fixed_now: datetime | None = None
        """While the sample company is made, the moment at which it pretends to be."""
        self.begun: datetime | None = None
        """When the transaction began that is running: everything that it writes is written then."""
        self.taken_ids: dict[str, int] = {}
        """Ids that this transaction took before others that were committed meanwhile."""
        self.hidden: dict[tuple[str, int], frozenset[int]] = {}
        """What record rules keep from a user: (model, user) -> ids."""
        self.highest: Kept[str, int] = Kept()
        """The last number of each sequence."""
        self.external_ids: Kept[str, r.Record] = Kept()
        self._searches: dict[object, tuple[int, list[r.Record]]] = {}
        self._make_tables()

    def _make_tables(self) -> None:
        self.countries = Table("res.country", r.Country, self)
        self.currencies = Table("res.currency", r.Currency, self)
        self.rates = Table("res.currency.rate", r.CurrencyRate, self)
        self.companies = Table("res.company", r.Company, self)
        self.users = Table("res.users", r.User, self)
        self.account_types = Table("account.account.type", r.AccountType, self)
        self.accounts = Table("account.account", r.Account, self)
        self.journals = Table("account.journal", r.Journal, self)
        self.methods = Table("account.payment.method", r.PaymentMethod, self)
        self.method_lines = Table("account.payment.method.line", r.MethodLine, self)
        self.tax_groups = Table("account.tax.group", r.TaxGroup, self)
        self.tax_parts = Table("account.tax.repartition.line", r.TaxPart, self)
        self.taxes = Table("account.tax", r.Tax, self)
        self.analytic_plans = Table("account.analytic.plan", r.AnalyticPlan, self)
        self.analytic_accounts = Table("account.analytic.account", r.AnalyticAccount, self)
        self.positions = Table("account.fiscal.position", r.FiscalPosition, self)
        self.position_taxes = Table("account.fiscal.position.tax", r.PositionTax, self)
        self.position_accounts = Table("account.fiscal.position.account", r.PositionAccount, self)
        self.terms = Table("account.payment.term", r.Term, self)
        self.term_lines = Table("account.payment.term.line", r.TermLine, self)
        self.banks = Table("res.partner.bank", r.Bank, self)
        self.partners = Table("res.partner", r.Partner, self)
        self.templates = Table("product.template", r.Template, self)
        self.products = Table("product.product", r.Product, self)
        self.cash_roundings = Table("account.cash.rounding", coins.CashRounding, self)
        self.orders = Table("purchase.order", o.PurchaseOrder, self)
        self.order_lines = Table("purchase.order.line", o.PurchaseLine, self)
        self.moves = Table("account.move", r.Move, self)
        self.lines = Table("account.move.line", r.Line, self)
        self.partials = Table("account.partial.reconcile", r.Partial, self)
        self.fulls = Table("account.full.reconcile", r.FullReconcile, self)
        self.payments = Table("account.payment", r.Payment, self)
        self.registers = Table("account.payment.register", r.Register, self)
        self.reversals = Table("account.move.reversal", r.Reversal, self)
        self.tables: dict[str, Table[r.Record]] = {
            value.model: value for value in vars(self).values() if isinstance(value, Table)
        }

    @property
    def now(self) -> datetime:
        return self.fixed_now or self.begun or self.clock.now()

    @contextmanager
    def transaction(self, begun: datetime | None = None, taken_ids: dict[str, int] | None = None) -> Iterator[None]:
        """PostgreSQL's now() stands still in a transaction."""
        self.begun, self.taken_ids = begun or self.clock.now(), taken_ids or {}
        try:
            yield
        finally:
            self.begun, self.taken_ids = None, {}

    @contextmanager
    def ids_put_back(self) -> Iterator[None]:
        """A form that is only filled in takes nothing from the sequences."""
        last_ids = {model: table.last_id for model, table in self.tables.items()}
        try:
            yield
        finally:
            for model, last_id in last_ids.items():
                self.tables[model].last_id = last_id

    def table(self, model: str) -> Table[r.Record]:
        return self.tables[model]

    def kept_search(
        self, env: Env, model: str, domain: object, order: object, search: Callable[..., list[r.Record]]
    ) -> list[r.Record]:
        """A search, done again only after something was written: a list is read page after page."""
        text = order if isinstance(order, str) and order else None
        archived = env.context.get("active_test")
        key = (model, repr(domain), text, tuple(each.id for each in env.companies), env.user.id, archived)
        known = self._searches.get(key)
        if known and known[0] == self.revision:
            return known[1]
        found = search(env, model, domain, text)
        if len(self._searches) >= 16:
            self._searches.pop(next(iter(self._searches)))
        self._searches[key] = (self.revision, found)
        return found

    def touch(self, record: r.Record, user: r.User | None = None) -> None:
        record.write_date = self.now
        if user:
            record.write_uid = user


@dataclass(frozen=True, slots=True)
class Env:
    """Who is asking. `companies` are those whose records may be seen, the first is the one that new records go to."""

    books: Books
    user: r.User
    companies: tuple[r.Company, ...]
    context: dict[str, object] = field(default_factory=dict)
    as_system: bool = False

    @property
    def flavour(self) -> Flavour:
        return self.books.flavour

    @property
    def company(self) -> r.Company:
        return self.companies[0]

    def in_company(self, company: r.Company) -> Env:
        return replace(self, companies=(company, *(each for each in self.companies if each is not company)))


def env_for(books: Books, user: r.User, context: dict[str, object]) -> Env:
    """AccessError when the context names companies that are not the user's."""
    allowed = context.get("allowed_company_ids")
    if isinstance(allowed, list) and allowed:
        companies = tuple(company for each in allowed if (company := books.companies.get(each)))
        if len(companies) != len(allowed) or any(company not in user.company_ids for company in companies):
            raise AccessError("Access to unauthorized or invalid companies.")
    else:
        assert user.company_id
        companies = (user.company_id, *(each for each in user.company_ids if each is not user.company_id))
    return Env(books, user, companies, context)


def company_of(record: r.Record) -> r.Company | None:
    """The company that a record rule looks at; None for what all companies share."""
    found = getattr(record, "company_id", None)
    if isinstance(record, r.Company):
        return record
    return found if isinstance(found, r.Company) and not isinstance(record, r.User) else None


def is_visible(env: Env, record: r.Record) -> bool:
    if isinstance(record, r.Company):
        return record in env.user.company_ids
    company = company_of(record)
    return company is None or company in env.companies


def hidden_from(env: Env, model: str) -> frozenset[int]:
    return frozenset() if env.as_system else env.books.hidden.get((model, env.user.id), frozenset())


def named(env: Env, table: Table[R], ids: Iterable[object]) -> tuple[R, ...]:
    """The records with these ids, which must all be there."""
    found = []
    for each in ids:
        record = table.get(each)
        if record is None:
            raise MissingError(
                f"Record does not exist or has been deleted.\n(Record: {table.model}({each},), User: {env.user.id})"
            )
        found.append(record)
    return tuple(found)
