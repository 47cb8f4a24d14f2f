"""Taxes of a draft set by hand: from 16 on by the summary under its lines, before by the journal item itself (measured on 14 and 19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from odoo_desk.demo.books import Env
from odoo_desk.demo.records import ZERO, Line, Move
from odoo_desk.demo.values import Values

_AMOUNTS = ("tax_amount_currency", "tax_group_amount")


def by_summary(move: Move, summary: object) -> None:
    """The first item of each group takes the difference."""
    for group, wanted in _groups(summary):
        lines = [line for line in _taxes(move) if line.tax_line_id and line.tax_line_id.tax_group_id.id == group]
        difference = wanted - sum((move.direction * line.amount_currency for line in lines), ZERO)
        if lines and difference:
            _set(move, lines[0], move.direction * lines[0].amount_currency + difference)


def by_items(env: Env, move: Move, values: Values) -> None:
    """Until 15: what is written on a tax's item stays until lines are written."""
    if env.flavour.version >= 16 or not move.is_invoice:
        return
    if "invoice_line_ids" in values:
        for line in _taxes(move):
            line.by_hand = None
    commands = values.get("line_ids")
    for command in commands if isinstance(commands, list | tuple) else ():
        if isinstance(command, list | tuple) and len(command) == 3 and isinstance(command[2], dict):
            for line in _taxes(move):
                if line.id == command[1] and "amount_currency" in command[2]:
                    _set(move, line, move.direction * Decimal(str(command[2]["amount_currency"])))


def _taxes(move: Move) -> Sequence[Line]:
    return [line for line in move.line_ids if line.display_type == "tax"]


def _set(move: Move, line: Line, amount: Decimal) -> None:
    worked_out = line.by_hand[0] if line.by_hand else move.direction * line.amount_currency
    line.by_hand = (worked_out, amount)


def _groups(summary: object) -> Iterator[tuple[object, Decimal]]:
    if isinstance(summary, list):
        for each in summary:
            yield from _groups(each)
    elif isinstance(summary, dict):
        name = next((each for each in _AMOUNTS if each in summary), "")
        group = summary.get("tax_group_id", summary.get("id"))
        if name and group:
            yield group, Decimal(str(summary[name]))
        for each in summary.values():
            yield from _groups(each)
