"""What the company's settings will make of a draft: the locks, how its journals are numbered, which fiscal position its partner has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from odoo_desk.accounting.analytic import AnalyticPlan
from odoo_desk.accounting.drafting import default_journal
from odoo_desk.accounting.fiscal import FiscalPosition
from odoo_desk.accounting.locking import Lock, LockKind, Locks, Renumbering, renumbering_of
from odoo_desk.accounting.rates import Rate, RateTable
from odoo_desk.accounting.records import Draft, DraftLine
from odoo_desk.odoo.ledger.directory import Directory
from odoo_desk.odoo.row import Row, rows_of
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
_POSITION = "account.fiscal.position"
_PLAN = "account.analytic.plan"
_RATE = "res.currency.rate"
_ADVISERS = "account.group_account_manager"


class Rulebook:
    def __init__(self, session: Session, directory: Directory) -> None:
        self._session = session
        self._directory = directory
        self._plans: dict[tuple[str, int, int], tuple[AnalyticPlan, ...]] = {}
        self._positions: tuple[FiscalPosition, ...] | None = None
        self._rates: dict[int, RateTable] = {}

    def forget(self) -> None:
        self._rates.clear()
        self._plans.clear()
        self._positions = None

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
            if kind is LockKind.ADVISERS and own and await self._directory.is_in_group(_ADVISERS):
                continue
            if day or own:
                found.append(Lock(kind, own, day if day != own else None))
        return Locks(tuple(found), moved=self._session.dialect.moves_locked_dates)

    async def renumbering(self, journal_id: int) -> Renumbering:
        numbered: list[Argument] = [["journal_id", "=", journal_id], ["name", "not in", [False, "", "/"]]]
        rows = await self._session.search_read("account.move", numbered, ["name"], order="id desc", limit=1)
        return renumbering_of(rows[0].text("name") if rows else "")

    # --- rates --------------------------------------------------------------------------------------------------------

    async def rates(self, currency_id: int) -> RateTable:
        """Those that count in this company, read once; none where this user may not look."""
        if currency_id not in self._rates:
            company = self._directory.user.company.id
            domain: list[Argument] = [
                ["currency_id", "=", currency_id],
                "|",
                ["company_id", "=", False],
                ["company_id", "parent_of", [company]],
            ]
            offered = await self._session.fields(_RATE)
            wanted = ("name", "rate", "company_id")
            rows = await self._session.search_read(_RATE, domain, wanted, order="name") if offered else []
            found = (
                Rate(day, row.decimal("rate"), is_own=row.linked_id("company_id") is not None)
                for row in rows
                if (day := row.day("name")) and row.decimal("rate")
            )
            self._rates[currency_id] = RateTable(self._session.dialect.rates, tuple(found))
        return self._rates[currency_id]

    # --- analytic plans -----------------------------------------------------------------------------------------------

    async def analytic_plans(self, draft: Draft, line: DraftLine) -> tuple[AnalyticPlan, ...]:
        """Those that this line can be given to; none where there are no plans (14 and 15), or where this user has nothing to do with them."""
        if not await self._directory.analytic_accounts() or not await self._session.fields(_PLAN):
            return ()
        kind = draft.move_type
        domain = "invoice" if kind.is_sale else "bill" if kind.is_purchase else "general"
        asked = (domain, line.account_id or 0, line.product_id or 0)
        if asked not in self._plans:
            self._plans[asked] = await self._relevant_plans(*asked)
        return self._plans[asked]

    async def _relevant_plans(self, domain: str, account: int, product: int) -> tuple[AnalyticPlan, ...]:
        told: dict[str, Argument] = {
            "business_domain": domain,
            "company_id": self._directory.user.company.id,
            "account": account or False,
            "product": product or False,
        }
        rows = rows_of(await self._session.call(_PLAN, "get_relevant_plans", None, {}, told))
        return tuple(AnalyticPlan(row.id, row.text("name"), row.text("applicability") == "mandatory") for row in rows)

    # --- fiscal positions -----------------------------------------------------------------------------------------

    async def fiscal_positions(self) -> tuple[FiscalPosition, ...]:
        """Read once, until `forget`."""
        if self._positions is None:
            self._positions = await self._read_positions()
        return self._positions

    async def fiscal_position(self, position_id: int) -> FiscalPosition | None:
        """Also one that was made since they were read; None where it is archived."""
        for _ in range(2):
            found = next((each for each in await self.fiscal_positions() if each.id == position_id), None)
            if found is not None:
                return found
            self._positions = None
        return None

    async def _read_positions(self) -> tuple[FiscalPosition, ...]:
        if not await self._session.fields(_POSITION):
            return ()
        company: list[Argument] = [["company_id", "=", self._directory.user.company.id]]
        rows = await self._session.search_read(
            _POSITION, company, ("name", "tax_ids", "account_ids"), order="sequence, id"
        )
        accounts = await self._pairs(f"{_POSITION}.account", "account_src_id", "account_dest_id", rows, "account_ids")
        is_by_tax = "original_tax_ids" in await self._session.fields("account.tax")
        taxes = await (self._replacing(rows) if is_by_tax else self._replaced(rows))
        return tuple(
            FiscalPosition(
                row.id,
                row.text("name"),
                tuple((source, tuple(each)) for source, each in taxes.get(row.id, {}).items()),
                tuple((source, into) for source, into in accounts.get(row.id, ()) if source and into),
                is_empty_exempt=is_by_tax and not row.ids("tax_ids"),
            )
            for row in rows
        )

    async def _replaced(self, rows: Sequence[Row]) -> dict[int, dict[int, list[int]]]:
        """Up to 18 the position lists pairs of taxes; one without a second takes the tax away."""
        pairs = await self._pairs(f"{_POSITION}.tax", "tax_src_id", "tax_dest_id", rows, "tax_ids")
        found: dict[int, dict[int, list[int]]] = {}
        for position, listed in pairs.items():
            for source, into in listed:
                found.setdefault(position, {}).setdefault(source or 0, []).extend([into] if into else [])
        return found

    async def _replacing(self, rows: Sequence[Row]) -> dict[int, dict[int, list[int]]]:
        """From 19 on a tax says which others it replaces, in the positions that it is in."""
        ids = list(dict.fromkeys(each for row in rows for each in row.ids("tax_ids")))
        taxes = {
            row.id: row.ids("original_tax_ids")
            for row in await self._session.read("account.tax", ids, ["original_tax_ids"])
        }
        found: dict[int, dict[int, list[int]]] = {}
        for row in rows:
            for tax in row.ids("tax_ids"):
                for source in taxes.get(tax, ()):
                    found.setdefault(row.id, {}).setdefault(source, []).append(tax)
        return found

    async def _pairs(
        self, model: str, source: str, into: str, rows: Sequence[Row], field: str
    ) -> dict[int, list[tuple[int | None, int | None]]]:
        ids = [each for row in rows for each in row.ids(field)]
        read = {row.id: row for row in await self._session.read(model, ids, (source, into))}
        return {
            row.id: [
                (read[each].linked_id(source), read[each].linked_id(into)) for each in row.ids(field) if each in read
            ]
            for row in rows
        }

    async def fiscal_position_for(self, draft: Draft) -> int | None:
        """The one that the server itself would choose for the partner, by his country and whatever its modules look at; nothing is saved.
        The method that decides can be called on no version, so the form is asked what it would fill in (measured on 14 and 19)."""
        fields = await self._session.fields("account.move")
        if not draft.partner_id or draft.move_type.is_entry or "fiscal_position_id" not in fields:
            return None
        company = self._directory.user.company
        journals = await self._directory.journals()
        journal = next((each for each in journals if each.id == draft.journal_id), None) or default_journal(
            draft.move_type, journals
        )
        values: dict[str, Argument] = {
            "move_type": draft.move_type.value,
            "partner_id": draft.partner_id,
            "company_id": company.id,
            "journal_id": journal.id if journal else False,
            "currency_id": draft.currency_id or company.currency.id,
        }
        watched = ("move_type", "partner_id", "company_id", "journal_id", "fiscal_position_id")
        if self._session.dialect.preview == "specification":
            specification: dict[str, Argument] = {name: {} for name in watched}
            asked: dict[str, Argument] = {
                "values": values,
                "field_names": ["partner_id"],
                "fields_spec": specification,
            }
        else:
            values |= {"state": "draft", "invoice_line_ids": [], "line_ids": []}
            listened: dict[str, Argument] = dict.fromkeys(watched, "1")
            asked = {"values": values, "field_name": "partner_id", "field_onchange": listened}
        context: dict[str, Argument] = {"default_move_type": draft.move_type.value}
        answer = await self._session.call("account.move", "onchange", (), asked, context=context)
        filled = answer.get("value") if isinstance(answer, dict) else None
        return Row(filled).linked_id("fiscal_position_id") if isinstance(filled, dict) else None


def _day(row: Row, name: str) -> date | None:
    """No lock reads as False, for this user as the first day of the calendar, written 1-01-01."""
    return row.day(name) if len(row.text(name)) >= len("2026-01-31") else None
