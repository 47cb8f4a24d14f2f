"""Looks for what may be the same paper as a draft: narrowed down by SQL to what can be compared one by one."""

from __future__ import annotations

import json

from odoo_desk.accounting.records import Draft
from odoo_desk.accounting.twins import DAYS, folded_reference, papers_like
from odoo_desk.store.database import Connection
from odoo_desk.store.schema import NO_DAY

MOST = 50
# The contacts of a company and the company: everything is booked on it.
_FAMILY = """
with recursive top(id) as (select coalesce(commercial_id, id) from partner where id = :partner),
family(id) as (
    select id from top union select p.id from partner p join family on p.parent_id = family.id
    where p.commercial_id = (select id from top)
)
"""


def alike(connection: Connection, draft: Draft, total_units: int) -> list[int]:
    """Ids of what has such a reference, or this total within days; more than are the same, never fewer."""
    parameters: dict[str, object] = {
        "types": json.dumps([each.value for each in papers_like(draft.move_type)]),
        "partner": draft.partner_id,
        "pattern": _pattern(draft.ref),
        "total": total_units,
        "day": draft.invoice_date.toordinal() if draft.invoice_date else NO_DAY,
    }
    among = "m.state != 'cancel' and m.move_type in (select value from json_each(:types))"
    if draft.move_type.is_entry:
        # There is no partner to narrow it down by, but an index of references.
        return (
            _ids(
                connection,
                f"select m.id from move m where m.book = 5 and m.ref = :ref and {among}",
                {**parameters, "ref": draft.ref.strip()},
            )
            if draft.ref.strip()
            else []
        )
    if draft.partner_id is None:
        return []
    within = (
        f"m.amount_total = :total and (:day = {NO_DAY} or m.invoice_date = {NO_DAY} "
        f"or m.invoice_date between :day - {DAYS} and :day + {DAYS})"
    )
    return _ids(
        connection,
        f"{_FAMILY} select m.id from move m where m.partner_id in (select id from family) and {among} "
        f"and ((:pattern != '' and m.ref like :pattern) or (:total != 0 and {within})) order by m.id desc limit {MOST}",
        parameters,
    )


def _ids(connection: Connection, query: str, parameters: dict[str, object]) -> list[int]:
    return [row[0] for row in connection.execute(query, parameters)]


def _pattern(reference: str) -> str:
    """Its letters and digits in this order, whatever stands between them; like() ignores the case of ASCII only."""
    said = [each for each in folded_reference(reference) if each.isascii()]
    return f"%{'%'.join(said)}%" if said else ""
