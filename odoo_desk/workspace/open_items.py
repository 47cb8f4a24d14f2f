"""What is open on a day, how old it is, and whether it is what the control accounts say."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.open_items import AgedBy, Ageing, AsOf, Buckets, Control, DayRate, GroupedBy, OpenItem
from odoo_desk.accounting.rates import looked_up
from odoo_desk.accounting.records import Account, Named
from odoo_desk.errors import NotConnected
from odoo_desk.workspace.link import Link
from odoo_desk.workspace.lookups import Lookups


class OpenItems:
    """Of the local copy, also for days long past; it is there without a server."""

    def __init__(self, link: Link, lookups: Lookups) -> None:
        self._link = link
        self._lookups = lookups

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
        own = self._link.company.currency
        return tuple(
            Control(account, residuals.get(number, own.round(ZERO)), balances.get(number, own.round(ZERO)))
            for number, account in accounts.items()
            if residuals.get(number) or balances.get(number)
        )
