"""What is open on a day, how old it is, and whether it is what the control accounts say."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from odoo_desk import spreadsheets
from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.open_items import AgedBy, Ageing, AsOf, Buckets, Control, DayRate, GroupedBy, OpenItem
from odoo_desk.accounting.rates import looked_up
from odoo_desk.accounting.records import Account, Named
from odoo_desk.accounting.saved_ageing import Moved, SavedAgeing, moved
from odoo_desk.errors import ConnectionProblem, InvalidInput, NotConnected
from odoo_desk.workspace import ageing_files
from odoo_desk.workspace.link import Link
from odoo_desk.workspace.lookups import Lookups


@dataclass(frozen=True, slots=True)
class Comparison:
    """A saved ageing beside the same day now."""

    saved: SavedAgeing
    moved: tuple[Moved, ...]


class OpenItems:
    """Of the local copy, also for days long past; it is there without a server. `books` tells one company's books from any other's."""

    def __init__(self, link: Link, lookups: Lookups, books: str) -> None:
        self._link = link
        self._lookups = lookups
        self._books = books

    async def is_complete(self) -> bool:
        """False while the copy is filled for the first time: open items are the last to come."""
        return bool(await self._link.mirror.fact("filled"))

    async def items(self, asked: AsOf, rates: tuple[DayRate, ...] = ()) -> tuple[OpenItem, ...]:
        """Oldest due first; revalued by these rates, if there are any."""
        return await self._link.mirror.open_items(asked, rates)

    async def day_rates(self, on: date) -> tuple[DayRate, ...]:
        """What other currencies are worth on that day, as the server would look it up. NotConnected where they were never asked for."""
        own = self._link.company.currency
        found = []
        for currency in await self._lookups.currencies():
            if currency.id != own.id:
                theirs, ours = await self._lookups.rates(currency.id), await self._lookups.rates(own.id)
                if theirs is None or ours is None:
                    raise NotConnected(
                        "The rates of that day are not known here.", advice="Ask again when there is a connection."
                    )
                (units, since), (base, _) = (looked_up(each.rates, on, each.rules) for each in (theirs, ours))
                found.append(DayRate(currency, units / base, since))
        return tuple(found)

    async def ageing(
        self,
        asked: AsOf,
        aged_by: AgedBy = AgedBy.DUE_DATE,
        grouped_by: GroupedBy = GroupedBy.PARTNER,
        buckets: Buckets = Buckets(),  # noqa: B008  frozen
        rates: tuple[DayRate, ...] = (),
    ) -> Ageing:
        return await self._link.mirror.ageing(asked, aged_by, grouped_by, buckets, datetime.now(UTC), rates)

    async def controls(self, asked: AsOf) -> tuple[Control, ...]:
        """Of all accounts of these kinds on that day, whatever else was asked for: the open items are what the account says, or a difference
        is shown. NotConnected without a server, which adds up the balances."""
        accounts = {
            each.id: Named(each.id, f"{each.code} {each.name}")
            for each in await self._link.mirror.records(Account)
            if each.reconcilable and (not asked.kinds or each.kind in asked.kinds)
        }
        directory = self._link.ledger.directory
        balances, residuals = await asyncio.gather(
            directory.balances(list(accounts), asked.on), self._link.mirror.residuals(AsOf(asked.on, asked.kinds))
        )
        nothing = self._link.company.currency.round(ZERO)
        found = tuple(
            Control(account, residuals.get(number, nothing), balances.get(number, nothing))
            for number, account in accounts.items()
            if residuals.get(number) or balances.get(number)
        )
        if not any(each.difference for each in found):
            return found
        half_posted = await self._link.mirror.half_posted(asked.on)
        return tuple(replace(each, half_posted=half_posted.get(each.account.id, nothing)) for each in found)

    async def save(self, ageing: Ageing, path: Path) -> None:
        """As a workbook, with its items. InvalidInput when the file cannot be written."""
        mirror, company = self._link.mirror, self._link.company
        items, newest = await asyncio.gather(mirror.open_items(ageing.asked, ageing.rates), mirror.newest())
        try:
            controls = await self.controls(ageing.asked)
        except (ConnectionProblem, NotConnected):
            controls = ()  # said by their absence: the balances are the server's to add up
        sheets = ageing_files.sheets_of(ageing, items, controls, company.currency, company.name, self._books, newest)
        await asyncio.to_thread(spreadsheets.write, path, sheets)

    async def compare(self, path: Path) -> Comparison:
        """InvalidInput when it is no ageing that was saved from these books."""
        wanted = (ageing_files.ABOUT, ageing_files.ITEMS)
        saved = ageing_files.saved_in(await asyncio.to_thread(spreadsheets.read, path, wanted))
        if saved.books != self._books:
            raise InvalidInput(
                f"{path.name} is of other books: {saved.books}.", advice="Open that company, and compare it there."
            )
        mirror = self._link.mirror
        items = await mirror.open_items(saved.asked)
        ids = {each.id for each in items} | {each.id for each in saved.items}
        fates = await mirror.fates(ids, saved.newest_partial, saved.asked.on)
        return Comparison(saved, moved(saved, items, fates))
