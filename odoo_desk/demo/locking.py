"""Lock dates: what they close, the day a document is moved to when it is posted, and the words for it, each as its version of Odoo would."""

from __future__ import annotations

from datetime import date, timedelta

from odoo_desk.demo import numbering
from odoo_desk.demo.books import Env
from odoo_desk.demo.records import Move
from odoo_desk.demo.refusals import UserError

LABELS_18 = {
    "fiscalyear_lock_date": "Global Lock Date",
    "hard_lock_date": "Hard Lock Date",
    "purchase_lock_date": "Purchase Lock date",
    "sale_lock_date": "Sales Lock Date",
    "tax_lock_date": "Tax Return Lock Date",
}


def shown(day: date) -> str:
    return f"{day:%m/%d/%Y}"


def _closing(env: Env, move: Move, day: date, *, fiscal: bool = True, tax: bool = True) -> list[tuple[date, str]]:
    """The locks that close this day, the latest last."""
    company, found = move.company_id, list[tuple[date | None, str]]()
    is_new = env.flavour.version >= 18
    if fiscal:
        found.append((company.fiscalyear_lock_date, "fiscalyear_lock_date"))
        if not is_new and "manager" not in env.user.groups:
            found.append((company.period_lock_date, "period_lock_date"))
        if is_new and move.journal_id.type in ("sale", "purchase"):
            name = f"{move.journal_id.type}_lock_date"
            found.append((company.sale_lock_date if name[0] == "s" else company.purchase_lock_date, name))
    if is_new:
        found.append((company.hard_lock_date, "hard_lock_date"))
    if tax and any(line.tax_ids or line.tax_line_id for line in move.line_ids):
        found.append((company.tax_lock_date, "tax_lock_date"))
    return sorted((until, name) for until, name in found if until and day <= until)


def message(env: Env, move: Move) -> str:
    if env.flavour.version < 15:
        until = move.company_id.tax_lock_date
        if until and _closing(env, move, move.date, fiscal=False):
            return (
                f"The accounting date is set prior to the tax lock date which is set on {shown(until)}. "
                "Hence, the accounting date will be changed to the next available date when posting."
            )
        return ""
    locks = _closing(env, move, move.date)
    if not locks:
        return ""
    day = shown(_next_day(env, move, locks))
    if env.flavour.version < 18:
        until, name = locks[-1]
        kind = "tax" if name == "tax_lock_date" else "user"
        return (
            f"The date is being set prior to the {kind} lock date {shown(until)}. "
            f"The Journal Entry will be accounted on {day} upon posting."
        )
    return (
        f"The date is being set prior to: {_listed(locks)}. The Journal Entry will be accounted on {day} upon posting."
    )


def _listed(locks: list[tuple[date, str]]) -> str:
    return " and ".join(f"{LABELS_18[name]} ({shown(until)})" for until, name in locks)


def _next_day(env: Env, move: Move, locks: list[tuple[date, str]]) -> date:
    day, today = locks[-1][0] + timedelta(days=1), env.books.today
    if env.flavour.version < 15:
        return day
    if numbering.is_yearly(env.books, move) and numbering.has_numbers(env.books, move):
        end = date(day.year, 12, 31)
    else:
        end = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if move.is_sale:
        return min(today, end)
    return end if end < today.replace(day=1) or end.year < today.year else max(day, today)


def move_date(env: Env, move: Move) -> None:
    """When it is posted; up to 14 only for the tax lock."""
    locks = _closing(env, move, move.date, fiscal=env.flavour.moves_locked_dates)
    if locks:
        move.date = _next_day(env, move, locks)


def check(env: Env, move: Move) -> None:
    """What no version takes: an entry in a period that is closed to this user."""
    locks = _closing(env, move, move.date, tax=False)
    if locks and env.flavour.version >= 18:
        raise UserError(f"You cannot add/modify entries prior to and inclusive of: {_listed(locks)}.")
    if locks:
        ask = (
            ""
            if "manager" in env.user.groups
            else ". Check the company settings or ask someone with the 'Adviser' role"
        )
        stop = "." if not ask else ""
        raise UserError(
            f"You cannot add/modify entries prior to and inclusive of the lock date {shown(locks[-1][0])}{stop}{ask}"
        )
    if move.state == "posted" and (locks := _closing(env, move, move.date, fiscal=False)):
        told = (
            f"the following lock dates to proceed: {_listed(locks)}."
            if env.flavour.version >= 18
            else f"the tax lock date set in the settings ({shown(locks[-1][0])}) to proceed."
        )
        raise UserError(
            "The operation is refused as it would impact an already issued tax statement. "
            f"Please change the journal entry date or {told}"
        )
