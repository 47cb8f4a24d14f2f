"""The books as typed records: what a ledger tells and what a screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.money import Currency


class MoveType(StrEnum):
    CUSTOMER_INVOICE = "out_invoice"
    CUSTOMER_CREDIT_NOTE = "out_refund"
    SALES_RECEIPT = "out_receipt"
    VENDOR_BILL = "in_invoice"
    VENDOR_CREDIT_NOTE = "in_refund"
    PURCHASE_RECEIPT = "in_receipt"
    JOURNAL_ENTRY = "entry"

    @property
    def word(self) -> str:
        return _MOVE_TYPES[self]

    @property
    def is_entry(self) -> bool:
        return self is MoveType.JOURNAL_ENTRY

    @property
    def is_sale(self) -> bool:
        return self in (MoveType.CUSTOMER_INVOICE, MoveType.CUSTOMER_CREDIT_NOTE, MoveType.SALES_RECEIPT)

    @property
    def is_purchase(self) -> bool:
        return self in (MoveType.VENDOR_BILL, MoveType.VENDOR_CREDIT_NOTE, MoveType.PURCHASE_RECEIPT)

    @property
    def is_credit_note(self) -> bool:
        return self in (MoveType.CUSTOMER_CREDIT_NOTE, MoveType.VENDOR_CREDIT_NOTE)


_MOVE_TYPES = {
    MoveType.CUSTOMER_INVOICE: "Customer Invoice",
    MoveType.CUSTOMER_CREDIT_NOTE: "Customer Credit Note",
    MoveType.SALES_RECEIPT: "Sales Receipt",
    MoveType.VENDOR_BILL: "Vendor Bill",
    MoveType.VENDOR_CREDIT_NOTE: "Vendor Credit Note",
    MoveType.PURCHASE_RECEIPT: "Purchase Receipt",
    MoveType.JOURNAL_ENTRY: "Journal Entry",
}


class State(StrEnum):
    DRAFT = "draft"
    POSTED = "posted"
    CANCELLED = "cancel"


class PaymentState(StrEnum):
    """IN_PAYMENT (Enterprise): a payment is registered but the bank has not confirmed it; it is not paid."""

    NOT_PAID = "not_paid"
    IN_PAYMENT = "in_payment"
    PARTIAL = "partial"
    PAID = "paid"
    REVERSED = "reversed"
    BLOCKED = "blocked"
    LEGACY = "invoicing_legacy"


class LineKind(StrEnum):
    PRODUCT = "product"
    SECTION = "line_section"
    SUBSECTION = "line_subsection"
    NOTE = "line_note"


@dataclass(frozen=True, slots=True)
class Named:
    """Another record, by id, with the name it is shown by. `archived` is said on screen, never hidden."""

    id: int
    name: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Invoice:
    """The header of any of the seven move types, as lists show it. Amounts are in `currency` and unsigned, as Odoo has them;
    the `signed` ones are in the company's currency, credit notes negative. `number` is "" until there is one.
    `next_due` is the earliest maturity among the open instalments (None when nothing is open or not yet known)."""

    id: int
    move_type: MoveType
    state: State
    payment_state: PaymentState
    number: str
    partner: Named | None
    invoice_date: date | None
    accounting_date: date
    due_date: date | None
    next_due: date | None
    ref: str
    payment_reference: str
    origin: str
    journal: Named
    company: Named
    currency: Currency
    amount_untaxed: Decimal
    amount_tax: Decimal
    amount_total: Decimal
    amount_residual: Decimal
    amount_untaxed_signed: Decimal
    amount_total_signed: Decimal
    amount_residual_signed: Decimal
    salesperson: Named | None
    written_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """A line as the user wrote it. For sections and notes only `name` and `kind` mean anything. In a journal entry `quantity`, `price_unit`,
    `discount` and `taxes` are idle and `debit`/`credit` (company currency) count."""

    id: int
    kind: LineKind
    product: Named | None
    name: str
    account: Named | None
    partner: Named | None
    quantity: Decimal
    price_unit: Decimal
    discount: Decimal
    taxes: tuple[Named, ...]
    subtotal: Decimal
    total: Decimal
    debit: Decimal
    credit: Decimal
    analytic: tuple[AnalyticShare, ...] = ()
    purchase_line_id: int | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class TaxGroup:
    """`id` is the server's; 0 for what we worked out ourselves."""

    name: str
    base: Decimal
    amount: Decimal
    id: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What a document comes to, in its currency. `estimated` marks what we worked out ourselves: it is replaced by what the server says."""

    untaxed: Decimal
    tax: Decimal
    total: Decimal
    groups: tuple[TaxGroup, ...] = ()
    estimated: bool = False
    rounding: Decimal = Decimal(0)
    """What cash rounding adds by a line of its own; in `untaxed` already."""


@dataclass(frozen=True, slots=True)
class JournalItem:
    """One line of the entry behind a document. Amounts in the company's currency, `amount_currency` in `currency`."""

    id: int
    account: Named
    partner: Named | None
    name: str
    debit: Decimal
    credit: Decimal
    amount_currency: Decimal
    currency: Currency
    due_date: date | None
    residual: Decimal
    is_open_item: bool


@dataclass(frozen=True, slots=True)
class AppliedPayment:
    """A payment or credit note matched with a document. `partial_id` undoes just this one."""

    partial_id: int
    payment_id: int | None
    move_id: int | None
    name: str
    date: date | None
    amount: Decimal
    currency: Currency
    is_exchange_difference: bool


@dataclass(frozen=True, slots=True)
class OutstandingCredit:
    """Something of the same partner that could pay this document. `line_id` applies it."""

    line_id: int
    move_id: int | None
    payment_id: int | None
    name: str
    date: date | None
    amount: Decimal
    currency: Currency


class WarningKind(StrEnum):
    """What a server warns of on a draft, or on what it posted."""

    LOCK = "lock"
    DUPLICATE = "duplicate"
    AMOUNT = "amount"
    DATE = "date"
    CREDIT = "credit"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class ServerWarning:
    """`text` is the server's sentence as it is, or ours where it only marks the document. `documents`: the others that it is about."""

    kind: WarningKind
    text: str
    documents: tuple[int, ...] = ()


class AutoPost(StrEnum):
    """Posted by the server by itself: on its accounting date, and from 16 on again every month, quarter or year."""

    NO = "no"
    AT_DATE = "at_date"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Document:
    """One invoice, bill, credit note, receipt or entry, opened: the header and all that hangs on it."""

    header: Invoice
    lines: tuple[InvoiceLine, ...]
    totals: Totals
    journal_items: tuple[JournalItem, ...]
    payments: tuple[AppliedPayment, ...]
    outstanding: tuple[OutstandingCredit, ...]
    payment_term: Named | None
    partner_bank: Named | None
    narration: str
    reversed_document: Named | None
    notice: str
    """The server's own warning on this draft (lock dates and the like), as it is; "" if none."""
    warnings: tuple[ServerWarning, ...] = ()
    """What else the server warns of, `notice` among it."""
    to_check: bool = False
    """Somebody is to look at it again; from 18 on nobody has marked it as reviewed since it was posted."""
    is_secured: bool = False
    """Its journal closes what is posted for ever (a hash over it): it is never reset to draft."""
    auto_post: AutoPost = AutoPost.NO
    auto_post_until: date | None = None
    fiscal_position: Named | None = None
    cash_rounding: Named | None = None
    rate: Decimal | None = None
    """Units of its currency for one of the company's, as it was saved with; None where the server does not say (up to 17)."""

    @property
    def twins(self) -> tuple[int, ...]:
        """What the server takes for the same document."""
        return tuple(each for one in self.warnings if one.kind is WarningKind.DUPLICATE for each in one.documents)


@dataclass(frozen=True, slots=True)
class Payment:
    """`state` is what lists show: draft, posted (14-17), in_process, paid, reconciled, cancelled, rejected. It never says whether an
    invoice is paid: the invoice's payment_state does. `inbound` money comes from a customer, or back from a vendor."""

    id: int
    number: str
    state: str
    inbound: bool
    is_customer: bool
    partner: Named | None
    date: date
    amount: Decimal
    currency: Currency
    journal: Named
    method: str
    memo: str
    company: Named
    is_matched: bool
    documents: tuple[int, ...]
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Partner:
    """`company_id`: the company that a contact belongs to; None for who belongs to nobody."""

    id: int
    name: str
    ref: str
    vat: str
    email: str
    phone: str
    city: str
    country: str
    is_company: bool
    archived: bool
    payment_term_id: int | None
    vendor_payment_term_id: int | None
    receivable: Decimal
    payable: Decimal
    written_at: datetime
    fiscal_position_id: int | None = None
    warning: str = ""
    """What somebody wants everyone to read who writes a document for this partner. A contact has that of its company. Lists do not have it."""
    is_blocked: bool = False
    """The same person wants no documents for it at all; Odoo's form holds to that, its server does not."""
    comment: str = ""
    """Read with the one partner from the server."""
    company_id: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """`kind` is the account type under its newest name (asset_receivable, expense, ...; on 14 and 15 worked out from the old types).
    `balance` is in the company's currency, posted items only."""

    id: int
    code: str
    name: str
    kind: str
    reconcilable: bool
    archived: bool
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Journal:
    """`kind`: sale, purchase, cash, bank, general, credit."""

    id: int
    code: str
    name: str
    kind: str
    currency_id: int | None
    default_account_id: int | None
    company: Named


@dataclass(frozen=True, slots=True)
class TaxPart:
    """A share of a tax that is booked for itself; on the account of the line where it has none of its own."""

    factor: Decimal = Decimal(1)
    has_account: bool = True


WHOLE = TaxPart()


@dataclass(frozen=True, slots=True)
class Tax:
    """`use`: sale, purchase or none; `amount_type`: percent, fixed, division, group, code. `amount` is a percentage or a fixed amount per unit.
    `group` is what it is shown under. `include_base_amount` puts the next taxes on top of it, those that are `is_base_affected`."""

    id: int
    name: str
    use: str
    amount_type: str
    amount: Decimal
    price_included: bool
    include_base_amount: bool
    children: tuple[int, ...]
    sequence: int
    archived: bool = False
    group: str = ""
    is_base_affected: bool = True
    parts: tuple[TaxPart, ...] = (WHOLE,)
    refund_parts: tuple[TaxPart, ...] = (WHOLE,)

    @property
    def reverses(self) -> bool:
        """Reverse charge: it adds a tax and takes it away again."""
        return any(part.factor < 0 for part in self.parts)

    def parts_of(self, *, is_refund: bool) -> tuple[TaxPart, ...]:
        return self.refund_parts if is_refund else self.parts


class TermValue(StrEnum):
    PERCENT = "percent"
    FIXED = "fixed"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class TermLine:
    """An instalment: how much, and when. From the document's date `months` and then `days` on; if there is a `day_of_month`, on that day of
    the month `months_on` after that one (31 is its last day; `only_later`: of the next month when it is over); and then `days_after`."""

    value: TermValue
    amount: Decimal
    months: int = 0
    days: int = 0
    months_on: int = 0
    day_of_month: int = 0
    only_later: bool = False
    days_after: int = 0


@dataclass(frozen=True, slots=True)
class TermDiscount:
    """For paying within `days`: of the total, or only of what it is without taxes."""

    percentage: Decimal
    days: int
    of_untaxed: bool = False


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    id: int
    name: str
    lines: tuple[TermLine, ...] = ()
    discount: TermDiscount | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """`sale_*` and `purchase_*` are what a new line starts with."""

    id: int
    code: str
    name: str
    sale_price: Decimal
    cost: Decimal
    sale_tax_ids: tuple[int, ...]
    purchase_tax_ids: tuple[int, ...]
    sale_warning: str = ""
    purchase_warning: str = ""

    def warning_on(self, move_type: MoveType) -> str:
        """What somebody wants everyone to read who writes it on such a document."""
        return self.purchase_warning if move_type.is_purchase else self.sale_warning if move_type.is_sale else ""


@dataclass(frozen=True, slots=True)
class Decimals:
    """How many the server keeps of what is typed into a line; None: all of them."""

    quantity: int | None = None
    price: int | None = None
    discount: int | None = None


@dataclass(frozen=True, slots=True)
class TaxArithmetic:
    """How a server works out taxes. `globally`: rounded over the whole document, else line by line (a setting of the company). `by_batches`: as
    from 18 on, else one tax after the other. `by_signed_quantity`: 14 takes a fixed amount out of a price with the sign of the quantity.
    `coins_first`: 14 finds out what cash rounding adds before it rounds the taxes. `decimals`: what lines are rounded to before anything is worked
    out; 14 and 15 do so to the lines they have, and count new ones as they were typed (`new_lines_exact`)."""

    globally: bool = False
    by_batches: bool = True
    by_signed_quantity: bool = False
    coins_first: bool = False
    decimals: Decimals = Decimals()
    new_lines_exact: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    id: int
    name: str
    currency: Currency
    arithmetic: TaxArithmetic = TaxArithmetic()


@dataclass(frozen=True, slots=True)
class Rights:
    """What the signed-in user may do; what is missing is not offered."""

    read_invoices: bool
    write_invoices: bool
    delete_invoices: bool
    register_payments: bool
    create_partners: bool

    def looking_only(self) -> Rights:
        return Rights(self.read_invoices, *(False,) * 4)


@dataclass(frozen=True, slots=True)
class User:
    id: int
    login: str
    name: str
    language: str
    timezone: str
    company: Company
    companies: tuple[Company, ...]
    rights: Rights


# --- what the user writes ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftLine:
    """`id` is the server's, None for a line it does not know yet. `price_unit` None asks for the product's price, `tax_ids` None for the product's
    taxes, `account_id` None for the default account. Blank lines (no product, no name, no amount) are never sent."""

    kind: LineKind = LineKind.PRODUCT
    id: int | None = None
    product_id: int | None = None
    name: str = ""
    account_id: int | None = None
    partner_id: int | None = None
    quantity: Decimal = Decimal(1)
    price_unit: Decimal | None = None
    discount: Decimal = Decimal(0)
    tax_ids: tuple[int, ...] | None = None
    debit: Decimal = Decimal(0)
    credit: Decimal = Decimal(0)
    analytic: tuple[AnalyticShare, ...] | None = None
    """None leaves the server's as it is."""
    purchase_line_id: int | None = None
    """The line of a purchase order that this one bills."""
    unit_id: int | None = None
    """What `quantity` counts; None for the product's own unit."""

    @property
    def is_blank(self) -> bool:
        return (
            self.product_id is None
            and not self.name.strip()
            and not self.price_unit
            and not self.debit
            and not self.credit
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """A document being written. None means: not said, the server or its defaults decide. `id` is None until it is saved.
    `accounting_date` None follows the invoice date; it is always sent, because the server would choose another day."""

    move_type: MoveType
    id: int | None = None
    partner_id: int | None = None
    invoice_date: date | None = None
    accounting_date: date | None = None
    due_date: date | None = None
    payment_term_id: int | None = None
    journal_id: int | None = None
    currency_id: int | None = None
    ref: str = ""
    payment_reference: str = ""
    partner_bank_id: int | None = None
    narration: str = ""
    lines: tuple[DraftLine, ...] = ()
    fiscal_position_id: int | None = None
    """0: none, whatever the partner's is."""
    auto_post: AutoPost | None = None
    auto_post_until: date | None = None
    cash_rounding_id: int | None = None
    """0: none; None leaves the server's as it is."""
    origin: str | None = None
    """What it was made from, such as the numbers of purchase orders; None leaves the server's as it is."""
