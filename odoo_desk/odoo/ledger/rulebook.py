"""What the company's settings will make of a draft: the locks, and how its journals are numbered."""

from __future__ import annotations

from datetime import date

from odoo_desk.accounting.locking import Lock, LockKind, Locks, Renumbering, renumbering_of
from odoo_desk.odoo.ledger.directory import Directory
from odoo_desk.odoo.row import Row
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.wire.call import Argument

_LOCKS = {
    LockKind.FISCAL_YEAR: "fiscalyear_lock_date",
    LockKind.ADVISERS: "period_lock_date",
    LockKind.SALES: "sale_lock_date",
    LockKind.PURCHASES: "purchase_lock_date",
    LockKind.TAX: "tax_lock_date",
    LockKind.HARD: "hard_lock_date",
}
_FOR_ME = "user_"  # from 18 on: the same with what this user was excepted from
_ADVISERS = "account.group_account_manager"


class Rulebook:
    def __init__(self, session: Session, directory: Directory) -> None:
        self._session = session
        self._directory = directory

    async def locks(self) -> Locks:
        """Asked every time: an accountant locks a month while others write in it."""
        company = self._directory.user.company.id
        wanted = [each for name in _LOCKS.values() for each in (name, _FOR_ME + name)]
        rows = await self._session.read("res.company", [company], wanted)
        row = rows[0] if rows else Row({})
        found: list[Lock] = []
        for kind, name in _LOCKS.items():
            day = _day(row, name)
            own = _day(row, _FOR_ME + name) if _FOR_ME + name in row.values else day
            if kind is LockKind.ADVISERS and own and await self._is_adviser():
                continue
            if day or own:
                found.append(Lock(kind, own, day if day != own else None))
        return Locks(tuple(found), moved=self._session.dialect.moves_locked_dates)

    async def _is_adviser(self) -> bool:
        """Only asked where there is a lock for all others: up to 17, where it is a question of the model."""
        return await self._session.call("res.users", "has_group", None, {"group_ext_id": _ADVISERS}) is True

    async def renumbering(self, journal_id: int) -> Renumbering:
        numbered: list[Argument] = [["journal_id", "=", journal_id], ["name", "not in", [False, "", "/"]]]
        rows = await self._session.search_read("account.move", numbered, ["name"], order="id desc", limit=1)
        return renumbering_of(rows[0].text("name") if rows else "")


def _day(row: Row, name: str) -> date | None:
    """No lock reads as False, for this user as the first day of the calendar, written 1-01-01."""
    return row.day(name) if len(row.text(name)) >= len("2026-01-31") else None
