"""onchange on a document: what it would come to, worked out on a document that is thrown away (api-facts 3.4)."""

from __future__ import annotations

from decimal import Decimal

from odoo_desk.demo import drafting, widgets
from odoo_desk.demo.books import Env
from odoo_desk.demo.computed import getter
from odoo_desk.demo.fields import fields_of
from odoo_desk.demo.records import ZERO, Move
from odoo_desk.demo.refusals import Refusal
from odoo_desk.demo.undo import all_or_nothing
from odoo_desk.demo.values import Values, as_values, told

MODEL = "account.move"
_FILLED = ("fiscal_position_id",)
_TOTALS = ("tax_totals", "tax_totals_json", "amount_by_group")


class _ThrowAway(Exception):
    """Carries what was found out of the transaction that it undoes."""

    def __init__(self, found: Values) -> None:
        super().__init__()
        self.found = found


def specified(env: Env, values: Values, spec: Values) -> Values:
    """17 and later. Only what was asked for, and of the amounts only the totals, come back."""
    found = _worked_out(env, values, [name for name in spec if name not in ("invoice_line_ids", "line_ids")])
    return {
        name: value for name, value in found.items() if name in _TOTALS or (value and name in _following(values, name))
    }


def _following(values: Values, name: str) -> tuple[str, ...]:
    """Fields that an onchange fills in because they were not given."""
    return (
        (name,)
        if name in ("journal_id", "currency_id", "invoice_date_due", "date", "fiscal_position_id")
        and not values.get(name)
        else ()
    )


def flat(env: Env, values: Values, spec: Values) -> Values:
    """14 to 16. 14 adds up what the lines bring along; without amounts on them the totals are zero."""
    if env.flavour.completes_lines:
        return _without_none(_worked_out(env, values, [name for name in (*_TOTALS, *_FILLED) if name in spec]))
    lines = [as_values(each[2]) for each in _commands(values) if isinstance(each[2], dict)]
    counted = [line for line in lines if line.get("price_subtotal") or line.get("credit") or line.get("debit")]
    kept = {**values, "invoice_line_ids": [[0, 0, line] for line in counted]}
    found = _without_none(_worked_out(env, kept, [name for name in (*_TOTALS, *_FILLED) if name in spec]))
    if not counted:
        found |= {"amount_untaxed": ZERO, "amount_tax": ZERO, "amount_total": ZERO}
    return found


def _without_none(found: Values) -> Values:
    """What it fills in is told only where there is something."""
    return {name: value for name, value in found.items() if value or name not in _FILLED}


def _commands(values: Values) -> list[list[object]]:
    given = values.get("invoice_line_ids")
    return [each for each in given if isinstance(each, list) and len(each) == 3] if isinstance(given, list) else []


def _worked_out(env: Env, values: Values, names: list[str]) -> Values:
    fields = fields_of(MODEL, env.flavour.version)
    offered = fields_of("account.move.line", env.flavour.version)
    simple = {
        name: value
        for name, value in values.items()
        if name in fields and value and not fields[name].readonly | (name in ("invoice_line_ids", "line_ids", "name"))
    }
    simple |= {name: values[name] for name in ("move_type",) if name in values}
    dropped = ("price_subtotal", "price_total", "recompute_tax_line", "debit", "credit", "balance", "amount_currency")
    lines = [
        [0, 0, {name: each for name, each in as_values(command[2]).items() if name in offered and name not in dropped}]
        for command in _commands(values)
        if isinstance(command[2], dict)
    ]
    try:
        with env.books.ids_put_back(), all_or_nothing():
            env.context[drafting.IN_FORM] = True
            move = drafting.create(env, {**simple, "invoice_line_ids": lines})
            raise _ThrowAway(_read(env, move, names))
    except _ThrowAway as thrown:
        return thrown.found
    except Refusal:
        raise


def _read(env: Env, move: Move, names: list[str]) -> Values:
    fields = fields_of(MODEL, env.flavour.version)
    found: Values = {}
    for name in names:
        if name in fields:
            value = getter(env, fields[name])(move)
            found[name] = told(env, fields[name], value)
    if env.flavour.version < 16:
        amounts = widgets.totals_of(move)
        found |= {"amount_untaxed": amounts.untaxed, "amount_tax": amounts.tax, "amount_total": amounts.total}
    elif env.flavour.version == 16:
        found |= {name: Decimal(0) for name in ("amount_untaxed", "amount_tax", "amount_total")}
    return found
