"""What a person wrote, as the values that Odoo is sent: everything said outright at create, only what differs at change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from odoo_desk.accounting.records import Draft, DraftLine, LineKind
from odoo_desk.errors import NotAvailable
from odoo_desk.odoo.guard import CREATE, DELETE, LINE_FIELDS, UPDATE
from odoo_desk.odoo.texts import markup
from odoo_desk.odoo.wire.call import Argument

# Draft's names -> Odoo's.
FIELDS = {
    "partner_id": "partner_id",
    "journal_id": "journal_id",
    "currency_id": "currency_id",
    "payment_term_id": "invoice_payment_term_id",
    "due_date": "invoice_date_due",
    "ref": "ref",
    "payment_reference": "payment_reference",
    "partner_bank_id": "partner_bank_id",
    "fiscal_position_id": "fiscal_position_id",
    "auto_post": "auto_post",
    "auto_post_until": "auto_post_until",
    "origin": "invoice_origin",
    "cash_rounding_id": "invoice_cash_rounding_id",
}
ANNOTATIONS = ("ref", "payment_reference", "partner_bank_id", "narration")
_LINE_FIELDS = (
    "product_id",
    "name",
    "account_id",
    "quantity",
    "price_unit",
    "discount",
    "tax_ids",
    "analytic",
    "purchase_line_id",
    "unit_id",
)
_ENTRY_FIELDS = ("account_id", "partner_id", "name", "debit", "credit", "analytic")
ANALYTIC = "analytic_distribution"
STEP = 10
HUNDRED = Decimal(100)


def line_field(draft: Draft) -> str:
    return "line_ids" if draft.move_type.is_entry else "invoice_line_ids"


def values_of(draft: Draft, *, html: bool) -> dict[str, Argument]:
    """For an empty document. Lines must be complete (see Documents.complete); blank ones are left out."""
    values = dates_of(draft)
    for ours, theirs in FIELDS.items():
        value = getattr(draft, ours)
        if value or value == 0:
            values[theirs] = _sent(value)
    if draft.due_date and not draft.payment_term_id:
        values["invoice_payment_term_id"] = False  # else the partner's term would move the date that was typed
    if draft.narration:
        values["narration"] = markup(draft.narration) if html else draft.narration
    lines = [line for line in draft.lines if not line.is_blank]
    values[line_field(draft)] = [
        [CREATE, 0, _line_values(draft, line, position * STEP)] for position, line in enumerate(lines, start=1)
    ]
    return values


def dates_of(draft: Draft) -> dict[str, Argument]:
    """Always both: left out, 16 to 19 book a bill of last month on another day, and overwrite one that was set (api-facts 3.2)."""
    accounting_date = draft.accounting_date or draft.invoice_date
    values: dict[str, Argument] = {}
    if not draft.move_type.is_entry:
        values["invoice_date"] = _sent(draft.invoice_date)
    if accounting_date:
        values["date"] = _sent(accounting_date)
    return values


def changes_between(original: Draft, edited: Draft, *, html: bool, resend_names: bool) -> dict[str, Argument]:
    """Only what differs, so that fields and lines we have never heard of stay as they are. Empty when nothing does.
    `resend_names`: see Dialect.lines_lose_names."""
    values: dict[str, Argument] = {
        theirs: _sent(getattr(edited, ours))
        for ours, theirs in FIELDS.items()
        if getattr(edited, ours) != getattr(original, ours) and not _is_left_alone(ours, getattr(edited, ours))
    }
    if (edited.invoice_date, edited.accounting_date) != (original.invoice_date, original.accounting_date):
        values |= dates_of(edited)
    if edited.due_date != original.due_date and not edited.payment_term_id:
        values["invoice_payment_term_id"] = False
    if edited.narration != original.narration:
        values["narration"] = markup(edited.narration) if html else edited.narration
    if commands := _line_commands(original, edited, resend_names=resend_names):
        values[line_field(edited)] = commands
    return values


def _is_left_alone(name: str, value: object) -> bool:
    """What was typed before this program knew these says nothing of them."""
    return value is None and name in (
        "fiscal_position_id",
        "auto_post",
        "origin",
        "cash_rounding_id",
        "analytic",
        "purchase_line_id",
        "unit_id",
    )


def annotations_between(original: Draft, edited: Draft, *, html: bool) -> dict[str, Argument]:
    values: dict[str, Argument] = {
        name: _sent(getattr(edited, name)) for name in ANNOTATIONS if getattr(edited, name) != getattr(original, name)
    }
    if "narration" in values and html:
        values["narration"] = markup(edited.narration)
    return values


def _line_commands(original: Draft, edited: Draft, *, resend_names: bool) -> list[Argument]:
    before = {line.id: line for line in original.lines if line.id}
    after = [line for line in edited.lines if line.id or not line.is_blank]
    kept = [line.id for line in after if line.id]
    removed: list[Argument] = [[DELETE, line_id, 0] for line_id in before if line_id not in kept]
    in_order = kept == [line_id for line_id in before if line_id in kept] and not any(line.id is None for line in after)
    commands, updates = removed, dict[int, dict[str, Argument]]()
    for position, line in enumerate(after, start=1):
        if line.id is None:
            commands.append([CREATE, 0, _line_values(edited, line, position * STEP)])
            continue
        changed = _line_changes(edited, before[line.id], line)
        if not in_order:
            changed["sequence"] = position * STEP
        updates[line.id] = changed
    if commands or any(updates.values()):
        for line in after:
            if resend_names and line.id and line.product_id:
                updates[line.id].setdefault("name", line.name)
    commands.extend([UPDATE, line_id, changed] for line_id, changed in updates.items() if changed)
    return commands


def with_one_analytic_account(values: dict[str, Argument], *, offers_it: bool) -> None:
    """For 14 and 15, which have no shares. NotAvailable when a line is divided."""
    for name in LINE_FIELDS:
        commands = values.get(name)
        for command in commands if isinstance(commands, list) else []:
            assert isinstance(command, list)
            told = command[2]
            if not isinstance(told, dict) or ANALYTIC not in told:
                continue
            shares = told.pop(ANALYTIC)
            accounts = list(shares) if isinstance(shares, dict) else []
            if len(accounts) > 1 or any("," in each or shares[each] != HUNDRED for each in accounts):
                raise NotAvailable(
                    "This version of Odoo has one analytic account for a line.", advice="Give all of the line to one."
                )
            if offers_it:
                told["analytic_account_id"] = int(accounts[0]) if accounts else False


def _line_values(draft: Draft, line: DraftLine, sequence: int) -> dict[str, Argument]:
    if line.kind is not LineKind.PRODUCT:
        return {"display_type": line.kind.value, "name": line.name, "sequence": sequence}
    names = _ENTRY_FIELDS if draft.move_type.is_entry else _LINE_FIELDS
    values: dict[str, Argument] = {_THEIRS.get(name, name): _line_sent(name, line) for name in names}
    for name in _THEIRS_BY_DEFAULT:
        if name in names and not getattr(line, name):
            del values[_THEIRS.get(name, name)]  # the server's default, not "none"; it has rules that distribute, too
    return {**values, "sequence": sequence}


def _line_changes(draft: Draft, before: DraftLine, after: DraftLine) -> dict[str, Argument]:
    if after.kind is not LineKind.PRODUCT:
        return {"name": after.name} if after.name != before.name else {}
    names = _ENTRY_FIELDS if draft.move_type.is_entry else _LINE_FIELDS
    changed = {
        _THEIRS.get(name, name): _line_sent(name, after)
        for name in names
        if getattr(after, name) != getattr(before, name) and not _is_left_alone(name, getattr(after, name))
    }
    if "product_id" in changed:
        # The server would work the rest out again for the new product: say what was seen on the screen.
        changed |= {name: _line_sent(name, after) for name in ("name", "price_unit", "tax_ids")}
    return changed


_THEIRS = {"analytic": ANALYTIC, "unit_id": "product_uom_id"}
_THEIRS_BY_DEFAULT = ("account_id", "analytic", "purchase_line_id", "unit_id")


def _line_sent(name: str, line: DraftLine) -> Argument:
    if name == "analytic":
        shares = line.analytic or ()
        return {",".join(map(str, each.account_ids)): each.percent for each in shares} or False
    if name == "tax_ids":
        return [[6, 0, list(line.tax_ids or ())]]
    if name == "price_unit":
        return line.price_unit or 0
    return _sent(getattr(line, name))


def _sent(value: object) -> Argument:
    """Odoo's empty value is False; dates travel as text."""
    if value is None or value == "" or (value == 0 and isinstance(value, int)):
        return False
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | str | Decimal):
        return value
    raise TypeError(f"no way to send {value!r}")
