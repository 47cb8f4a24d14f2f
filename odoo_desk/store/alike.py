"""Looks for what may be the same paper as a draft: narrowed down by SQL to what can be compared one by one."""

from __future__ import annotations

import json
from itertools import islice

from odoo_desk.accounting.records import Draft
from odoo_desk.accounting.twins import DAYS, folded_reference, papers_like
from odoo_desk.store.database import Connection
from odoo_desk.store.filing import ENTRIES
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
    """Ids of what has this reference, or this total within days, the newest first; of more than anybody looks at, those."""
    reference = folded_reference(draft.ref)
    parameters: dict[str, object] = {
        "types": json.dumps([each.value for each in papers_like(draft.move_type)]),
        "partner": draft.partner_id,
        "pattern": _pattern(reference),
        "ref": draft.ref.strip(),
        "total": total_units,
        "day": draft.invoice_date.toordinal() if draft.invoice_date else NO_DAY,
    }
    among = "m.state != 'cancel' and m.move_type in (select value from json_each(:types))"
    if draft.move_type.is_entry:
        if not reference:
            return []
        # There is no partner to narrow it down by, but an index of references as they are written.
        query = f"select m.id, m.ref, 0 from move m where m.book = {ENTRIES} and m.ref = :ref and {among} order by m.id desc"
    elif draft.partner_id is None:
        return []
    else:
        is_near = (
            f":total != 0 and m.amount_total = :total and (:day = {NO_DAY} or m.invoice_date = {NO_DAY} "
            f"or m.invoice_date between :day - {DAYS} and :day + {DAYS})"
        )
        query = (
            f"{_FAMILY} select m.id, m.ref, {is_near} from move m where m.partner_id in (select id from family) and {among} "
            f"and ((:pattern != '' and m.ref like :pattern) or ({is_near})) order by m.id desc"
        )
    found = (
        number
        for number, written, is_same_amount in connection.execute(query, parameters)
        if is_same_amount or (reference and folded_reference(written) == reference)
    )
    return list(islice(found, MOST))


def _pattern(reference: str) -> str:
    """Its letters and digits in this order, whatever stands between them; like() ignores the case of ASCII only."""
    said = [each for each in reference if each.isascii()]
    return f"%{'%'.join(said)}%" if said else ""
