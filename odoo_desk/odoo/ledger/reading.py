"""A document as the server sends it, turned into our records: headers, lines, totals in each version's shape, the two payment widgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import (
    AppliedPayment,
    AutoPost,
    Invoice,
    InvoiceLine,
    JournalItem,
    LineKind,
    MoveType,
    Named,
    OutstandingCredit,
    PaymentState,
    ServerWarning,
    State,
    TaxGroup,
    TermValue,
    Totals,
    WarningKind,
)
from odoo_desk.errors import NotAvailable
from odoo_desk.odoo.row import Row
from odoo_desk.odoo.wire import json_text
from odoo_desk.odoo.wire.call import Value

HEADER_FIELDS = (
    "move_type",
    "state",
    "payment_state",
    "name",
    "partner_id",
    "invoice_date",
    "date",
    "invoice_date_due",
    "ref",
    "payment_reference",
    "invoice_origin",
    "journal_id",
    "company_id",
    "currency_id",
    "amount_untaxed",
    "amount_tax",
    "amount_total",
    "amount_residual",
    "amount_untaxed_signed",
    "amount_total_signed",
    "amount_residual_signed",
    "invoice_user_id",
    "to_check",
    "checked",
    "review_state",
    "write_date",
)
LINE_FIELDS = (
    "display_type",
    "product_id",
    "name",
    "account_id",
    "partner_id",
    "quantity",
    "price_unit",
    "discount",
    "tax_ids",
    "price_subtotal",
    "price_total",
    "debit",
    "credit",
    "amount_currency",
    "currency_id",
    "date_maturity",
    "amount_residual",
    "sequence",
    "analytic_distribution",
    "analytic_account_id",
    "purchase_line_id",
    "product_uom_id",
    "is_rounding_line",
)
WARNING_FIELDS = (
    "tax_lock_date_message",
    "duplicated_ref_ids",
    "abnormal_amount_warning",
    "abnormal_date_warning",
    "partner_credit_warning",
    "made_sequence_gap",
    "to_check",
    "checked",
    "review_state",
    "restrict_mode_hash_table",
    "show_reset_to_draft_button",
)
TOTALS_FIELDS = ("tax_totals", "tax_totals_json", "amount_by_group")
E = TypeVar("E", State, PaymentState, MoveType, TermValue)
_UNNUMBERED = ("", "/")


def header(row: Row, currency: Currency, company_currency: Currency, next_due: date | None = None) -> Invoice:
    number = row.text("name")
    return Invoice(
        id=row.id,
        move_type=one_of(MoveType, row.text("move_type"), "type of document"),
        state=one_of(State, row.text("state"), "state"),
        payment_state=one_of(PaymentState, row.text("payment_state") or "not_paid", "payment state"),
        number="" if number in _UNNUMBERED else number,
        partner=row.link("partner_id"),
        invoice_date=row.day("invoice_date"),
        accounting_date=row.day("date") or date.min,
        due_date=row.day("invoice_date_due"),
        next_due=next_due,
        ref=row.raw("ref"),
        payment_reference=row.raw("payment_reference"),
        origin=row.text("invoice_origin"),
        journal=row.link("journal_id") or Named(0, ""),
        company=row.link("company_id") or Named(0, ""),
        currency=currency,
        amount_untaxed=row.amount("amount_untaxed", currency),
        amount_tax=row.amount("amount_tax", currency),
        amount_total=row.amount("amount_total", currency),
        amount_residual=row.amount("amount_residual", currency),
        amount_untaxed_signed=row.amount("amount_untaxed_signed", company_currency),
        amount_total_signed=row.amount("amount_total_signed", company_currency),
        amount_residual_signed=row.amount("amount_residual_signed", company_currency),
        salesperson=row.link("invoice_user_id"),
        written_at=row.moment("write_date"),
    )


def line(row: Row, currency: Currency, company_currency: Currency, taxes: Mapping[int, Named]) -> InvoiceLine:
    return InvoiceLine(
        id=row.id,
        kind=line_kind(row),
        product=row.link("product_id"),
        name=row.raw("name"),
        account=row.link("account_id"),
        partner=row.link("partner_id"),
        quantity=row.decimal("quantity"),
        price_unit=row.decimal("price_unit"),
        discount=row.decimal("discount"),
        taxes=tuple(taxes.get(tax, Named(tax, f"#{tax}")) for tax in row.ids("tax_ids")),
        subtotal=row.amount("price_subtotal", currency),
        total=row.amount("price_total", currency),
        debit=row.amount("debit", company_currency),
        credit=row.amount("credit", company_currency),
        analytic=analytic(row),
        purchase_line_id=row.linked_id("purchase_line_id"),
        unit_id=row.linked_id("product_uom_id"),
    )


def analytic(row: Row) -> tuple[AnalyticShare, ...]:
    """14 and 15 have one account for all of it; later ones shares of accounts, written "7" or "7,12" where plans are combined."""
    if account := row.linked_id("analytic_account_id"):
        return (AnalyticShare((account,), Decimal(100)),)
    told = row.values.get("analytic_distribution")
    shares = Row(told) if isinstance(told, dict) else Row({})
    return tuple(
        AnalyticShare(tuple(map(int, accounts.split(","))), shares.decimal(accounts))
        for accounts in shares.values
        if all(each.isdecimal() for each in accounts.split(","))
    )


def line_kind(row: Row) -> LineKind:
    """14 and 15 leave display_type empty on product lines, 16 and later say `product`; an entry's lines are of many kinds, all with amounts."""
    try:
        return LineKind(row.text("display_type"))
    except ValueError:
        return LineKind.PRODUCT


def journal_item(row: Row, company_currency: Currency, currency: Currency, *, is_open_item: bool) -> JournalItem:
    return JournalItem(
        id=row.id,
        account=row.link("account_id") or Named(0, ""),
        partner=row.link("partner_id"),
        name=row.text("name"),
        debit=row.amount("debit", company_currency),
        credit=row.amount("credit", company_currency),
        amount_currency=row.amount("amount_currency", currency),
        currency=currency,
        due_date=row.day("date_maturity"),
        residual=row.amount("amount_residual", company_currency),
        is_open_item=is_open_item,
    )


def totals(row: Row, currency: Currency, rounding_lines: Iterable[Row] = ()) -> Totals:
    """Of a saved document. The tax groups come in four shapes (api-facts 3.3), cash rounding in three: lines until 15."""
    whole = _unpacked(row.values.get("tax_totals"))
    return Totals(
        row.amount("amount_untaxed", currency),
        row.amount("amount_tax", currency),
        row.amount("amount_total", currency),
        tax_groups(row, currency),
        rounding=_rounding(Row(whole), currency) if isinstance(whole, dict) else _sum(rounding_lines, currency),
    )


def _rounding(whole: Row, currency: Currency) -> Decimal:
    """By a line of its own: 18 and later, 16 and 17."""
    return whole.amount("cash_rounding_base_amount_currency", currency) or whole.amount("rounding_amount", currency)


def _sum(lines: Iterable[Row], currency: Currency) -> Decimal:
    return sum((each.amount("price_subtotal", currency) for each in lines), Decimal(0))


def tax_groups(row: Row, currency: Currency) -> tuple[TaxGroup, ...]:
    whole = _unpacked(row.values.get("tax_totals") or row.values.get("tax_totals_json"))
    if isinstance(whole, dict):
        return tuple(_group(group, currency) for group in _groups_in(whole))
    by_group = row.values.get("amount_by_group")
    groups = (
        [each for each in by_group if isinstance(each, list) and len(each) >= 3] if isinstance(by_group, list) else []
    )
    return tuple(
        _group(
            Row(
                {
                    "tax_group_name": name,
                    "tax_group_amount": amount,
                    "tax_group_base_amount": base,
                    "tax_group_id": rest[-1] if rest else 0,
                }
            ),
            currency,
        )
        for name, amount, base, *rest in groups
    )


def previewed_totals(found: Value, currency: Currency) -> Totals | None:
    """Totals out of what onchange computed; None when it computed none."""
    whole = _unpacked(found)
    if not isinstance(whole, dict):
        return None
    row = Row(whole)
    groups, rounding = tuple(_group(group, currency) for group in _groups_in(whole)), _rounding(row, currency)
    if "total_amount_currency" in whole:
        return Totals(
            row.amount("base_amount_currency", currency) + rounding,
            row.amount("tax_amount_currency", currency),
            row.amount("total_amount_currency", currency),
            groups,
            rounding=rounding,
        )
    if "amount_total" in whole:
        untaxed = row.amount("amount_untaxed", currency) + rounding
        total = row.amount("amount_total_rounded" if rounding else "amount_total", currency)
        return Totals(untaxed, total - untaxed, total, groups, rounding=rounding)
    return None


def _groups_in(whole: dict[str, Value]) -> list[Row]:
    found: list[Row] = []
    subtotals = whole.get("subtotals")
    for subtotal in subtotals if isinstance(subtotals, list) else []:
        groups = subtotal.get("tax_groups") if isinstance(subtotal, dict) else None
        found.extend(Row(group) for group in (groups if isinstance(groups, list) else []) if isinstance(group, dict))
    by_subtotal = whole.get("groups_by_subtotal")
    for groups in by_subtotal.values() if isinstance(by_subtotal, dict) else []:
        found.extend(Row(group) for group in (groups if isinstance(groups, list) else []) if isinstance(group, dict))
    return found


def _group(row: Row, currency: Currency) -> TaxGroup:
    if "tax_amount_currency" in row.values:
        return TaxGroup(
            row.text("group_label") or row.text("group_name"),
            row.amount("base_amount_currency", currency),
            row.amount("tax_amount_currency", currency),
            row.id,
        )
    return TaxGroup(
        row.text("tax_group_name"),
        row.amount("tax_group_base_amount", currency),
        row.amount("tax_group_amount", currency),
        row.number("tax_group_id"),
    )


def applied_payments(
    value: Value, currencies: Mapping[int, Currency], currency: Currency
) -> tuple[AppliedPayment, ...]:
    """From invoice_payments_widget: JSON text on 14 and 15, a value from 16 on; False, or the text 'false', when there is nothing."""
    return tuple(
        AppliedPayment(
            partial_id=row.number("partial_id"),
            payment_id=row.number("account_payment_id") or None,
            move_id=row.number("move_id") or None,
            name=row.text("ref") or row.text("name") or row.text("journal_name"),
            date=_day(row, "date"),
            amount=row.amount("amount", currencies.get(row.number("currency_id"), currency)),
            currency=currencies.get(row.number("currency_id"), currency),
            is_exchange_difference=row.flag("is_exchange"),
        )
        for row in _widget(value)
    )


def outstanding_credits(
    value: Value, currencies: Mapping[int, Currency], currency: Currency
) -> tuple[OutstandingCredit, ...]:
    return tuple(
        OutstandingCredit(
            line_id=row.number("id"),
            move_id=row.number("move_id") or None,
            payment_id=row.number("account_payment_id") or None,
            name=row.text("journal_name") or row.text("move_name") or row.text("ref"),
            date=_day(row, "date") or _day(row, "payment_date"),
            amount=abs(row.amount("amount", currencies.get(row.number("currency_id"), currency))),
            currency=currencies.get(row.number("currency_id"), currency),
        )
        for row in _widget(value)
    )


def _widget(value: Value) -> list[Row]:
    whole = _unpacked(value)
    content = whole.get("content") if isinstance(whole, dict) else None
    return [Row(each) for each in content if isinstance(each, dict)] if isinstance(content, list) else []


def _unpacked(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return json_text.decode(value.encode("utf-8", "replace"))


def _day(row: Row, name: str) -> date | None:
    """The widgets format some dates in the user's language: those are left out rather than guessed."""
    text = row.text(name)
    return row.day(name) if len(text) == 10 and text[4] == text[7] == "-" else None


def warnings(row: Row) -> tuple[ServerWarning, ...]:
    """Each version fills in what it has: 14 only the lock, 16 duplicates and credit, 18 what is abnormal and gaps."""
    said = {
        WarningKind.LOCK: "tax_lock_date_message",
        WarningKind.AMOUNT: "abnormal_amount_warning",
        WarningKind.DATE: "abnormal_date_warning",
        WarningKind.CREDIT: "partner_credit_warning",
    }
    found = [ServerWarning(kind, text) for kind, name in said.items() if (text := row.text(name).strip())]
    if twins := row.ids("duplicated_ref_ids"):
        found.append(ServerWarning(WarningKind.DUPLICATE, "Odoo has a document that may be the same.", twins))
    if row.flag("made_sequence_gap") and row.text("state") == "posted":  # a draft that has a number always makes one
        found.append(ServerWarning(WarningKind.GAP, "Its number leaves a gap in the numbering of the journal."))
    return tuple(found)


def is_to_check(row: Row) -> bool:
    """Up to 17 a draft is marked to check; 18 and 19 mark what is posted as reviewed, 20 says how far the review is."""
    if "review_state" in row.values:
        return row.text("review_state") in ("todo", "anomaly")
    if "checked" in row.values:
        return row.text("state") == "posted" and not row.flag("checked")
    return row.flag("to_check")


def is_secured(row: Row) -> bool:
    """Up to 16 all that is posted in such a journal, from 17 on what has its hash: the server says so by hiding its own button."""
    is_closed = row.flag("restrict_mode_hash_table") and not row.flag("show_reset_to_draft_button")
    return row.text("state") == "posted" and is_closed


def auto_post(row: Row) -> AutoPost:
    """14 and 15 know only yes and no."""
    told = row.values.get("auto_post")
    if isinstance(told, str):
        return next((each for each in AutoPost if each.value == told), AutoPost.NO)
    return AutoPost.AT_DATE if told else AutoPost.NO


def one_of(kind: type[E], value: str, what: str) -> E:
    """NotAvailable where a module of the server's has values of its own."""
    try:
        return kind(value)
    except ValueError as problem:
        raise NotAvailable(
            f"This server has a {what} that Odoo Desk does not know: “{value}”.", advice="Look for a newer Odoo Desk."
        ) from problem
