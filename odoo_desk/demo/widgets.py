"""What a form shows around a document, in each version's shape: the tax totals, what has paid it, what could pay it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from odoo_desk.demo import documents
from odoo_desk.demo.books import Env
from odoo_desk.demo.records import ZERO, Currency, Line, Move, Partial, Tax, TaxGroup
from odoo_desk.demo.taxes import rounded

Shape = dict[str, object]


@dataclass(frozen=True, slots=True)
class Totals:
    """`groups`: each tax group with its base, its amount and the taxes in it."""

    currency: Currency
    untaxed: Decimal
    tax: Decimal
    groups: tuple[tuple[TaxGroup, Decimal, Decimal, tuple[Tax, ...]], ...]
    coins: Decimal = ZERO
    """What cash rounding adds to the untaxed amount, in it already."""

    @property
    def total(self) -> Decimal:
        return self.untaxed + self.tax


def totals_of(move: Move) -> Totals:
    sums: dict[TaxGroup, tuple[Decimal, Decimal, tuple[Tax, ...]]] = {}
    for line in move.line_ids:
        if line.display_type == "product":
            for group, (base, amount, taxes) in _by_group(move, line).items():
                known_base, known_amount, known_taxes = sums.get(group, (ZERO, ZERO, ()))
                sums[group] = (known_base + base, known_amount + amount, tuple(dict.fromkeys((*known_taxes, *taxes))))
    coins = ZERO
    for line in move.line_ids:
        if line.by_hand and line.tax_line_id:
            base, amount, taxes = sums[line.tax_line_id.tax_group_id]
            sums[line.tax_line_id.tax_group_id] = (base, amount + line.by_hand[1] - line.by_hand[0], taxes)
        if line.display_type == "rounding" and line.tax_line_id:
            base, amount, taxes = sums[line.tax_line_id.tax_group_id]
            changed = amount + move.direction * line.amount_currency
            sums[line.tax_line_id.tax_group_id] = (base, changed, taxes)
        elif line.display_type == "rounding":
            coins = move.direction * line.amount_currency
    groups = sorted(sums, key=lambda group: (group.sequence, group.id))
    by_group = tuple((each, *sums[each]) for each in groups)
    return Totals(move.currency_id, move.amount_untaxed, move.amount_tax, by_group, coins)


def _by_group(move: Move, line: Line) -> dict[TaxGroup, tuple[Decimal, Decimal, tuple[Tax, ...]]]:
    """A line is in a group's base once, however many of its taxes are in the group."""
    found: dict[TaxGroup, tuple[Decimal, Decimal, tuple[Tax, ...]]] = {}
    for each in documents.taxed(move, line).taxes:
        group = each.tax.tax_group_id
        base, amount, taxes = found.get(group, (each.base, ZERO, ()))
        found[group] = (base, amount + each.amount, (*taxes, each.tax))
    return found


def shown(amount: Decimal, currency: Currency) -> str:
    """As a person of en_US reads it: 1,234.50 with the currency's sign."""
    text = f"{rounded(amount, currency.rounding):,}"
    return (
        f"{currency.symbol}\N{NO-BREAK SPACE}{text}"
        if currency.position == "before"
        else f"{text}\N{NO-BREAK SPACE}{currency.symbol}"
    )


# --- tax totals -------------------------------------------------------------------------------------------------------


def by_group_14(totals: Totals) -> list[object]:
    return [
        [
            group.name,
            amount,
            base,
            shown(amount, totals.currency),
            shown(base, totals.currency),
            len(totals.groups),
            group.id,
        ]
        for group, base, amount, _taxes in totals.groups
    ]


def groups_16(totals: Totals) -> Shape:
    own = totals.currency
    groups: list[object] = [
        {
            "group_key": group.id,
            "tax_group_id": group.id,
            "tax_group_name": group.name,
            "tax_group_amount": amount,
            "tax_group_base_amount": base,
            "formatted_tax_group_amount": shown(amount, own),
            "formatted_tax_group_base_amount": shown(base, own),
        }
        for group, base, amount, _taxes in totals.groups
    ]
    untaxed, total = totals.untaxed - totals.coins, totals.total - totals.coins
    by_coins: Shape = {"display_rounding": True, "rounding_amount": totals.coins, "amount_total_rounded": totals.total}
    return {
        **(by_coins if totals.coins else {}),
        "amount_untaxed": untaxed,
        "amount_total": total,
        "formatted_amount_total": shown(total, own),
        "formatted_amount_untaxed": shown(untaxed, own),
        "groups_by_subtotal": {"Untaxed Amount": groups} if groups else {},
        "subtotals": [{"name": "Untaxed Amount", "amount": untaxed, "formatted_amount": shown(untaxed, own)}],
        "subtotals_order": ["Untaxed Amount"],
        "display_tax_base": len(totals.groups) > 1,
        "allow_tax_edition": False,
    }


def subtotals_18(env: Env, move: Move, totals: Totals) -> Shape:
    own = move.company_id.currency_id
    day = move.invoice_date or move.date

    def company(amount: Decimal) -> Decimal:
        return documents.converted(env.books, move.company_id, amount, totals.currency, own, day)

    groups: list[object] = [
        {
            "id": group.id,
            "involved_tax_ids": [tax.id for tax in taxes],
            "tax_amount_currency": amount,
            "tax_amount": company(amount),
            "base_amount_currency": base,
            "base_amount": company(base),
            "display_base_amount_currency": base,
            "display_base_amount": company(base),
            "group_name": group.name,
            "group_label": False,
        }
        for group, base, amount, taxes in totals.groups
    ]
    untaxed = totals.untaxed - totals.coins
    sums: Shape = {
        "base_amount_currency": untaxed,
        "base_amount": company(untaxed),
        "tax_amount_currency": totals.tax,
        "tax_amount": company(totals.tax),
    }
    found: Shape = {
        "currency_id": totals.currency.id,
        "currency_pd": totals.currency.rounding,
        "company_currency_id": own.id,
        "company_currency_pd": own.rounding,
        "has_tax_groups": bool(groups),
        "subtotals": [{"tax_groups": groups, **sums, "name": "Untaxed Amount"}],
        **sums,
        "same_tax_base": all(base == untaxed for _group, base, _amount, _taxes in totals.groups),
        "total_amount_currency": totals.total,
        "total_amount": company(totals.total),
    }
    if totals.coins:
        found["cash_rounding_base_amount_currency"] = totals.coins
        found["cash_rounding_base_amount"] = company(totals.coins)
    if env.flavour.version >= 19:
        found["display_in_company_currency"] = False
    return found


def tax_totals(env: Env, move: Move, totals: Totals | None = None) -> object:
    """In the shape of this version's own field."""
    if not move.is_invoice:
        return False
    totals = totals or totals_of(move)
    if env.flavour.totals == "groups14":
        return by_group_14(totals)
    if env.flavour.totals == "json":
        return json.dumps(plain(groups_16(totals)))
    return groups_16(totals) if env.flavour.totals == "groups" else subtotals_18(env, move, totals)


def plain(value: object) -> object:
    """Amounts as the doubles, and days as the text, that travel."""
    if isinstance(value, Decimal):
        return float(value) + 0.0  # never -0.0
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


# --- what has paid, and what could ------------------------------------------------------------------------------------


def _payments_widget(env: Env, move: Move) -> object:
    content = [
        _applied(env, move, line, match) for line in move.term_lines for match in line.matches if _is_told(env, match)
    ]
    content.sort(key=lambda each: str(each["date"]))
    whole = {"title": "Less Payment", "outstanding": False, "content": content} if content else False
    return _as_told(env, whole)


def _is_exchange(match: Partial) -> bool:
    return not match.debit_amount_currency and not match.credit_amount_currency


def _is_told(env: Env, match: Partial) -> bool:
    """From 20 on exchange differences are told apart from the payments."""
    return env.flavour.version < 20 or not _is_exchange(match)


def _applied(env: Env, move: Move, line: Line, match: Partial) -> Shape:
    other = match.other(line)
    in_currency = match.debit_amount_currency if line is match.debit_move_id else match.credit_amount_currency
    is_exchange = _is_exchange(match)
    amount = match.amount if is_exchange else in_currency
    currency = move.company_id.currency_id if is_exchange else move.currency_id
    payment = other.payment_id
    method = payment.payment_method_line_id.name if payment and payment.payment_method_line_id else False
    common: Shape = {
        "name": other.name,
        "journal_name": other.journal_id.name,
        "amount": amount,
        "date": other.date,
        "partial_id": match.id,
        "account_payment_id": payment.id if payment else False,
        "payment_method_name": method,
        "move_id": other.move_id.id,
        "ref": f"{other.move_name} ({other.ref})" if other.ref else other.move_name,
    }
    if not env.flavour.widget_has_currency_id:
        symbol: Shape = {"currency": currency.symbol, "digits": [69, 2], "position": currency.position}
        return {**common, **symbol, "payment_id": other.id}
    is_foreign = other.currency_id is not move.company_id.currency_id
    return {
        **common,
        "company_name": False,
        "currency_id": currency.id,
        "is_exchange": is_exchange,
        "amount_company_currency": shown(match.amount, move.company_id.currency_id),
        "amount_foreign_currency": shown(amount, currency) if is_foreign else False,
        **({"is_refund": other.move_id.move_type.endswith("refund")} if env.flavour.version >= 19 else {}),
    }


def outstanding_lines(move: Move, *, drafts: bool) -> list[Line]:
    """Open lines of the partner that could settle this document."""
    states = ("posted", "draft") if drafts else ("posted",)
    partner = move.commercial_partner_id
    if not move.is_invoice or partner is None or move.state not in states or not move.amount_residual:
        return []
    accounts = {line.account_id for line in move.term_lines}
    return [
        line
        for line in partner.open_lines
        if line.account_id in accounts
        and line.company_id is move.company_id
        and line.move_id is not move
        and line.balance * -move.direction < 0
    ]


def _outstanding_widget(env: Env, move: Move) -> object:
    lines = outstanding_lines(move, drafts=env.flavour.pays_drafts)
    if not lines:
        return _as_told(env, False)
    inbound = move.direction < 0
    lines.sort(key=lambda line: line.id)
    lines.sort(key=lambda line: (line.date, line.move_name), reverse=True)
    return _as_told(
        env,
        {
            "outstanding": True,
            "content": [_credit(env, move, line) for line in lines],
            "move_id": move.id,
            "title": "Outstanding credits" if inbound else "Outstanding debits",
        },
    )


def _credit(env: Env, move: Move, line: Line) -> Shape:
    assert line.currency_id
    amount = abs(line.amount_residual_currency)
    amount = documents.converted(env.books, move.company_id, amount, line.currency_id, move.currency_id, line.date)
    name = line.ref or line.move_name if env.flavour.version < 16 else line.move_name
    common: Shape = {"amount": amount, "id": line.id, "move_id": line.move_id.id}
    if not env.flavour.widget_has_currency_id:
        own = move.currency_id
        symbol: Shape = {"currency": own.symbol, "digits": [69, 2], "position": own.position}
        return {"journal_name": name, **common, **symbol, "payment_date": line.date}
    payment = line.payment_id
    common |= {
        "currency_id": move.currency_id.id,
        "date": line.date,
        "account_payment_id": payment.id if payment else False,
    }
    if env.flavour.version >= 20:
        return {"move_name": name, **common, "ref": line.ref}
    return {"journal_name": name, **common, **({"move_ref": line.ref} if env.flavour.version >= 19 else {})}


def _as_told(env: Env, whole: object) -> object:
    """14 and 15 send the widgets as JSON in a text."""
    return json.dumps(plain(whole)) if env.flavour.widgets_are_text else whole


def _has_outstanding(env: Env, move: Move) -> object:
    return bool(outstanding_lines(move, drafts=env.flavour.pays_drafts))


def _term_details(_env: Env, move: Move) -> object:
    lines = [line for line in move.line_ids if line.display_type == "payment_term"]
    details = [_detail(line.date_maturity, line.amount_currency) for line in lines if line.date_maturity]
    return details if move.is_invoice else False


def _detail(day: date, amount: Decimal) -> Shape:
    return {"date": f"{day.month:02d}/{day.day:02d}/{day.year}", "amount": abs(amount)}


FIELDS: Mapping[str, Callable[[Env, Move], object]] = {
    "amount_by_group": tax_totals,
    "tax_totals_json": tax_totals,
    "tax_totals": tax_totals,
    "invoice_payments_widget": _payments_widget,
    "invoice_outstanding_credits_debits_widget": _outstanding_widget,
    "invoice_has_outstanding": _has_outstanding,
    "payment_term_details": _term_details,
}
