"""What the stand-in keeps: one class for each kind of record, with Odoo's names.

Links are the records themselves; lists of records are tuples, so that every change is an assignment and can be undone (undo.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from datetime import date as Day  # noqa: N812  `date` is the name of a field
from decimal import Decimal

from odoo_desk.demo.undo import Watched

ZERO = Decimal(0)


@dataclass(slots=True, eq=False)
class Record(Watched):
    id: int = 0
    create_date: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    write_date: datetime = datetime(2020, 1, 1, tzinfo=UTC)
    create_uid: User | None = None
    write_uid: User | None = None


@dataclass(slots=True, eq=False)
class Country(Record):
    name: str = ""
    code: str = ""
    active: bool = True


@dataclass(slots=True, eq=False)
class Currency(Record):
    name: str = ""
    full_name: str = ""
    symbol: str = ""
    position: str = "after"
    rounding: Decimal = Decimal("0.01")
    active: bool = True


@dataclass(slots=True, eq=False)
class CurrencyRate(Record):
    """Units of a currency for one of the company's, from that day on."""

    name: Day = Day.min
    rate: Decimal = Decimal(1)
    currency_id: Currency = field(default_factory=Currency)
    company_id: Company | None = None


@dataclass(slots=True, eq=False)
class Company(Record):
    name: str = ""
    currency_id: Currency = field(default_factory=Currency)
    partner_id: Partner | None = None
    country_id: Country | None = None
    email: str = ""
    phone: str = ""
    vat: str = ""
    active: bool = True
    fiscalyear_lock_date: Day | None = None
    period_lock_date: Day | None = None
    tax_lock_date: Day | None = None
    sale_lock_date: Day | None = None
    purchase_lock_date: Day | None = None
    hard_lock_date: Day | None = None


@dataclass(slots=True, eq=False)
class User(Record):
    name: str = ""
    login: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    lang: str = "en_US"
    tz: str = "Europe/Dublin"
    active: bool = True
    company_id: Company | None = None
    company_ids: tuple[Company, ...] = ()
    partner_id: Partner | None = None
    groups: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class AccountType(Record):
    """Only 14 and 15 have these as records."""

    name: str = ""
    type: str = "other"
    internal_group: str = "asset"
    account_type: str = ""
    active: bool = True


@dataclass(slots=True, eq=False)
class Account(Record):
    code: str = ""
    name: str = ""
    account_type: str = "asset_current"
    user_type_id: AccountType | None = None
    reconcile: bool = False
    active: bool = True
    company_id: Company = field(default_factory=Company)
    currency_id: Currency | None = None


@dataclass(slots=True, eq=False)
class Journal(Record):
    name: str = ""
    code: str = ""
    type: str = "general"
    sequence: int = 10
    active: bool = True
    company_id: Company = field(default_factory=Company)
    currency_id: Currency | None = None
    default_account_id: Account | None = None
    restrict_mode_hash_table: bool = False
    refund_sequence: bool = False


@dataclass(slots=True, eq=False)
class PaymentMethod(Record):
    name: str = "Manual"
    code: str = "manual"
    payment_type: str = "inbound"
    active: bool = True


@dataclass(slots=True, eq=False)
class MethodLine(Record):
    name: str = "Manual Payment"
    sequence: int = 10
    payment_method_id: PaymentMethod = field(default_factory=PaymentMethod)
    journal_id: Journal = field(default_factory=Journal)
    payment_account_id: Account | None = None
    active: bool = True


@dataclass(slots=True, eq=False)
class TaxGroup(Record):
    name: str = ""
    sequence: int = 10
    active: bool = True


@dataclass(slots=True, eq=False)
class TaxPart(Record):
    repartition_type: str = "tax"
    factor_percent: Decimal = Decimal(100)
    account_id: Account | None = None
    company_id: Company = field(default_factory=Company)
    sequence: int = 1

    @property
    def factor(self) -> Decimal:
        return self.factor_percent / 100


@dataclass(slots=True, eq=False)
class Tax(Record):
    name: str = ""
    type_tax_use: str = "sale"
    amount_type: str = "percent"
    amount: Decimal = ZERO
    price_include: bool = False
    include_base_amount: bool = False
    sequence: int = 1
    active: bool = True
    description: str = ""
    company_id: Company = field(default_factory=Company)
    tax_group_id: TaxGroup = field(default_factory=TaxGroup)
    children_tax_ids: tuple[Tax, ...] = ()
    fiscal_position_ids: tuple[FiscalPosition, ...] = ()
    original_tax_ids: tuple[Tax, ...] = ()
    account_id: Account | None = None
    is_base_affected: bool = True
    invoice_repartition_line_ids: tuple[TaxPart, ...] = ()
    refund_repartition_line_ids: tuple[TaxPart, ...] = ()


@dataclass(slots=True, eq=False)
class AnalyticPlan(Record):
    name: str = ""
    default_applicability: str = "optional"


@dataclass(slots=True, eq=False)
class AnalyticAccount(Record):
    name: str = ""
    code: str = ""
    active: bool = True
    plan_id: AnalyticPlan | None = None
    company_id: Company | None = None


@dataclass(slots=True, eq=False)
class FiscalPosition(Record):
    name: str = ""
    sequence: int = 10
    active: bool = True
    company_id: Company = field(default_factory=Company)
    auto_apply: bool = False
    vat_required: bool = False
    country_id: Country | None = None
    account_ids: tuple[PositionAccount, ...] = ()
    tax_ids: tuple[PositionTax, ...] = ()
    """Up to 18; from 19 on taxes name their positions."""


@dataclass(slots=True, eq=False)
class PositionTax(Record):
    tax_src_id: Tax | None = None
    tax_dest_id: Tax | None = None
    position_id: FiscalPosition | None = None


@dataclass(slots=True, eq=False)
class PositionAccount(Record):
    account_src_id: Account | None = None
    account_dest_id: Account | None = None
    position_id: FiscalPosition | None = None


@dataclass(slots=True, eq=False)
class TermLine(Record):
    value: str = "percent"
    value_amount: Decimal = Decimal(100)
    nb_days: int = 0
    delay_type: str = "days_after"
    days_next_month: str = "10"
    sequence: int = 10
    payment_id: Term | None = None
    active: bool = True


@dataclass(slots=True, eq=False)
class Term(Record):
    name: str = ""
    note: str = ""
    sequence: int = 10
    active: bool = True
    company_id: Company | None = None
    line_ids: tuple[TermLine, ...] = ()
    early_discount: bool = False
    discount_percentage: Decimal = Decimal(2)
    discount_days: int = 10


@dataclass(slots=True, eq=False)
class Bank(Record):
    acc_number: str = ""
    bank_name: str = ""
    acc_holder_name: str = ""
    partner_id: Partner | None = None
    company_id: Company | None = None
    sequence: int = 10
    active: bool = True
    allow_out_payment: bool = True


@dataclass(slots=True, eq=False)
class Partner(Record):
    name: str = ""
    ref: str = ""
    invoice_warn: str = "no-message"
    invoice_warn_msg: str = ""
    property_account_position_id: FiscalPosition | None = None
    vat: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    street2: str = ""
    zip: str = ""
    city: str = ""
    lang: str = "en_US"
    comment: str = ""
    website: str = ""
    function: str = ""
    country_id: Country | None = None
    parent_id: Partner | None = None
    child_ids: tuple[Partner, ...] = ()
    is_company: bool = False
    active: bool = True
    company_id: Company | None = None
    customer_rank: int = 0
    supplier_rank: int = 0
    property_payment_term_id: Term | None = None
    property_supplier_payment_term_id: Term | None = None
    property_account_receivable_id: Account | None = None
    property_account_payable_id: Account | None = None
    bank_ids: tuple[Bank, ...] = ()
    open_lines: tuple[Line, ...] = ()
    """Its posted receivable and payable lines that are not settled yet, for `credit` and `debit`."""

    @property
    def commercial_partner_id(self) -> Partner:
        return self if self.is_company or self.parent_id is None else self.parent_id.commercial_partner_id


@dataclass(slots=True, eq=False)
class Template(Record):
    """What a product is called and costs is its template's; here it is kept with the product, and only the moment of writing is apart."""

    product: Product | None = None
    active: bool = True


@dataclass(slots=True, eq=False)
class Product(Record):
    product_tmpl_id: Template | None = None
    name: str = ""
    default_code: str = ""
    barcode: str = ""
    type: str = "consu"
    lst_price: Decimal = ZERO
    standard_price: Decimal = ZERO
    description_sale: str = ""
    taxes_id: tuple[Tax, ...] = ()
    supplier_taxes_id: tuple[Tax, ...] = ()
    property_account_income_id: Account | None = None
    property_account_expense_id: Account | None = None
    sale_ok: bool = True
    purchase_ok: bool = True
    active: bool = True
    company_id: Company | None = None


@dataclass(slots=True, eq=False)
class Line(Record):
    move_id: Move = field(default_factory=lambda: _NO_MOVE)
    display_type: str = "product"
    sequence: int = 100
    name: str = ""
    account_id: Account | None = None
    partner_id: Partner | None = None
    product_id: Product | None = None
    quantity: Decimal = ZERO
    price_unit: Decimal = ZERO
    discount: Decimal = ZERO
    tax_ids: tuple[Tax, ...] = ()
    tax_line_id: Tax | None = None
    tax_base_amount: Decimal = ZERO
    price_subtotal: Decimal = ZERO
    price_total: Decimal = ZERO
    currency_id: Currency | None = None
    amount_currency: Decimal = ZERO
    balance: Decimal = ZERO
    amount_residual: Decimal = ZERO
    amount_residual_currency: Decimal = ZERO
    date_maturity: Day | None = None
    discount_date: Day | None = None
    discount_amount_currency: Decimal = ZERO
    reconciled: bool = False
    analytic_distribution: object = None
    analytic_account_id: AnalyticAccount | None = None
    purchase_line_id: Record | None = None  # of orders.py
    by_hand: tuple[Decimal, Decimal] | None = None  # what a tax is worked out at, and what it was set to
    matches: tuple[Partial, ...] = ()
    full_reconcile_id: FullReconcile | None = None
    open_with: Partner | None = None
    """The partner in whose `open_lines` it is."""
    active: bool = True

    @property
    def debit(self) -> Decimal:
        return max(self.balance, ZERO)

    @property
    def credit(self) -> Decimal:
        return max(-self.balance, ZERO)

    @property
    def company_id(self) -> Company:
        return self.move_id.company_id

    @property
    def journal_id(self) -> Journal:
        return self.move_id.journal_id

    @property
    def date(self) -> Day:
        return self.move_id.date

    @property
    def ref(self) -> str:
        return self.move_id.ref

    @property
    def move_name(self) -> str:
        return self.move_id.name

    @property
    def parent_state(self) -> str:
        return self.move_id.state

    @property
    def move_type(self) -> str:
        return self.move_id.move_type

    @property
    def payment_id(self) -> Payment | None:
        return self.move_id.origin_payment_id

    @property
    def is_term(self) -> bool:
        """A line that stays open until it is paid."""
        account = self.account_id
        return account is not None and account.account_type in ("asset_receivable", "liability_payable")


@dataclass(slots=True, eq=False)
class Move(Record):
    move_type: str = "entry"
    state: str = "draft"
    payment_state: str = "not_paid"
    name: str = ""
    """"" until it has a number; what a draft shows in its place is the flavour's."""
    ref: str = ""
    payment_reference: str = ""
    invoice_origin: str = ""
    narration: str = ""
    partner_id: Partner | None = None
    partner_shipping_id: Partner | None = None
    partner_bank_id: Bank | None = None
    invoice_user_id: User | None = None
    invoice_date: Day | None = None
    invoice_currency_rate: Decimal | None = None
    """Set by hand, and no more when currency or date change."""
    invoice_date_due: Day | None = None
    date: Day = Day(2020, 1, 1)
    invoice_payment_term_id: Term | None = None
    journal_id: Journal = field(default_factory=Journal)
    company_id: Company = field(default_factory=Company)
    currency_id: Currency = field(default_factory=Currency)
    line_ids: tuple[Line, ...] = ()
    amount_untaxed: Decimal = ZERO
    amount_tax: Decimal = ZERO
    amount_total: Decimal = ZERO
    amount_residual: Decimal = ZERO
    amount_untaxed_signed: Decimal = ZERO
    amount_tax_signed: Decimal = ZERO
    amount_total_signed: Decimal = ZERO
    amount_residual_signed: Decimal = ZERO
    posted_before: bool = False
    is_move_sent: bool = False
    to_check: bool = False
    checked: bool = False
    review_state: str = "no_review"
    fiscal_position_id: FiscalPosition | None = None
    invoice_cash_rounding_id: Record | None = None  # of coins.py
    inalterable_hash: str = ""
    auto_post: str = "no"
    auto_post_until: Day | None = None
    document_tax_mode: str = "tax_excluded"
    reversed_entry_id: Move | None = None
    reversal_move_ids: tuple[Move, ...] = ()
    origin_payment_id: Payment | None = None
    direct_payments: tuple[Payment, ...] = ()
    """Payments that name this document as theirs without being matched with it (18 and later)."""
    active: bool = True

    @property
    def is_invoice(self) -> bool:
        return self.move_type != "entry"

    @property
    def is_sale(self) -> bool:
        return self.move_type.startswith("out_")

    @property
    def direction(self) -> int:
        """What the balance of its product lines is multiplied with: money that comes in is credited."""
        return -1 if self.move_type in ("out_invoice", "in_refund", "out_receipt") else 1

    @property
    def commercial_partner_id(self) -> Partner | None:
        return self.partner_id.commercial_partner_id if self.partner_id else None

    @property
    def invoice_line_ids(self) -> tuple[Line, ...]:
        return tuple(line for line in self.line_ids if line.display_type in USER_LINES) if self.is_invoice else ()

    @property
    def term_lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.line_ids if line.is_term)


USER_LINES = ("product", "line_section", "line_subsection", "line_note")
NOTES = ("line_section", "line_subsection", "line_note")


@dataclass(slots=True, eq=False)
class Partial(Record):
    debit_move_id: Line = field(default_factory=lambda: _NO_LINE)
    credit_move_id: Line = field(default_factory=lambda: _NO_LINE)
    amount: Decimal = ZERO
    debit_amount_currency: Decimal = ZERO
    credit_amount_currency: Decimal = ZERO
    exchange_move_id: Move | None = None
    active: bool = True

    @property
    def company_id(self) -> Company:
        return self.debit_move_id.company_id

    @property
    def max_date(self) -> Day:
        return max(self.debit_move_id.date, self.credit_move_id.date)

    def other(self, line: Line) -> Line:
        return self.credit_move_id if line is self.debit_move_id else self.debit_move_id


@dataclass(slots=True, eq=False)
class FullReconcile(Record):
    """A group of lines that are matched with each other and all settled."""

    reconciled_line_ids: tuple[Line, ...] = ()
    active: bool = True

    @property
    def name(self) -> str:
        return f"A{self.id}"


@dataclass(slots=True, eq=False)
class Payment(Record):
    name: str = ""
    stage: str = "draft"
    """draft, posted or cancelled; what `state` says of it is the flavour's."""
    by_wizard: bool = False
    payment_type: str = "inbound"
    partner_type: str = "customer"
    memo: str = ""
    payment_reference: str = ""
    date: Day = Day(2020, 1, 1)
    amount: Decimal = ZERO
    currency_id: Currency = field(default_factory=Currency)
    journal_id: Journal = field(default_factory=Journal)
    company_id: Company = field(default_factory=Company)
    partner_id: Partner | None = None
    partner_bank_id: Bank | None = None
    payment_method_line_id: MethodLine | None = None
    outstanding_account_id: Account | None = None
    destination_account_id: Account | None = None
    invoice_ids: tuple[Move, ...] = ()
    move_id: Move | None = None
    write_off_account: Account | None = None
    write_off_amount: Decimal = ZERO
    write_off_label: str = ""
    active: bool = True


@dataclass(slots=True, eq=False)
class Register(Record):
    """The register-payment wizard."""

    line_ids: tuple[Line, ...] = ()
    payment_date: Day | None = None
    amount: Decimal = ZERO
    communication: str = ""
    group_payment: bool = False
    currency_id: Currency | None = None
    journal_id: Journal | None = None
    company_id: Company | None = None
    partner_id: Partner | None = None
    partner_bank_id: Bank | None = None
    payment_type: str = "inbound"
    partner_type: str = "customer"
    payment_method_line_id: MethodLine | None = None
    payment_difference_handling: str = "open"
    writeoff_account_id: Account | None = None
    writeoff_label: str = "Write-Off"
    installments_mode: str = "full"
    early_payment_discount_mode: bool = False
    amount_is_given: bool = False
    active: bool = True


@dataclass(slots=True, eq=False)
class Reversal(Record):
    """The credit-note wizard."""

    move_ids: tuple[Move, ...] = ()
    new_move_ids: tuple[Move, ...] = ()
    date: Day | None = None
    reason: str = ""
    refund_method: str = "refund"
    journal_id: Journal | None = None
    company_id: Company | None = None
    active: bool = True


_NO_MOVE: Move = Move()
_NO_LINE: Line = Line(move_id=_NO_MOVE)
