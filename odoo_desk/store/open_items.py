"""What was open on a day, out of the copy: docs/open-items.md has the formula.

The residual on a day is the balance less the partials up to that day, for each item anew; `item.closed` only spares looking at what had none any more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.open_items import (
    AgedBy,
    Ageing,
    AgeingRow,
    AsOf,
    Buckets,
    DayRate,
    GroupedBy,
    Match,
    OpenItem,
)
from odoo_desk.accounting.records import Account, Named
from odoo_desk.accounting.saved_ageing import Fate
from odoo_desk.store.copy import Copy
from odoo_desk.store.database import Connection
from odoo_desk.store.facts import fact, records
from odoo_desk.store.filing import day_of
from odoo_desk.store.schema import NO_DAY
from odoo_desk.store.shown import Frame, text_in

_FEW = 200  # partners whose items are looked up one by one
_KEYS = {
    GroupedBy.PARTNER: "ifnull(p.commercial_id, ifnull({item}.partner_id, 0))",
    GroupedBy.SALESPERSON: "ifnull(m.salesperson_id, 0)",
    GroupedBy.ACCOUNT: "{item}.account_id",
    GroupedBy.CURRENCY: "ifnull({item}.currency_id, {own})",
}
_DUE = f"case when o.maturity = {NO_DAY} then o.date else o.maturity end"
_NOBODY = {GroupedBy.PARTNER: "No partner", GroupedBy.SALESPERSON: "No salesperson"}


@dataclass(frozen=True, slots=True)
class _Open:
    """`sql` gives those items of a question that have a residual, as the table `o`: the residuals, and what an ageing has to know of them."""

    sql: str
    parameters: Mapping[str, int | str]


class OpenItems(Copy):
    """`rates`: what items in other currencies are revalued by; without, amounts are those of the books."""

    async def open_items(self, asked: AsOf, rates: Sequence[DayRate] = ()) -> tuple[OpenItem, ...]:
        """Oldest due first."""

        def work(connection: Connection) -> tuple[OpenItem, ...]:
            frame = self._read_frame(connection)
            found = _open(connection, asked)
            revalued = _offer_rates(connection, frame, rates)
            rows = connection.execute(
                f"""
                {found.sql} select o.id, o.move_id, m.number, o.account_id, i.kind, c.id, c.name, c.archived, o.date, m.invoice_date, o.maturity, i.name,
                    i.ref, o.currency_id, i.balance, i.amount_currency, o.residual, o.residual_currency, i.payment_id, i.posted, {revalued}
                from o join item i on i.id = o.id left join move m on m.id = o.move_id left join partner p on p.id = o.partner_id
                left join partner c on c.id = ifnull(p.commercial_id, o.partner_id)
                order by {_DUE}, o.id
                """,
                found.parameters,
            )
            return tuple(_item(row, frame, revalued=bool(rates)) for row in rows)

        return await self._sums.ask(work)

    async def ageing(
        self,
        asked: AsOf,
        aged_by: AgedBy,
        grouped_by: GroupedBy,
        buckets: Buckets,
        computed: datetime,
        rates: Sequence[DayRate] = (),
    ) -> Ageing:
        def work(connection: Connection) -> Ageing:
            frame = self._read_frame(connection)
            residual = _offer_rates(connection, frame, rates)
            rows = _ageing_rows(connection, frame, asked, aged_by, grouped_by, buckets, residual)
            told = fact(connection, "in_step")
            in_step = datetime.fromisoformat(told).astimezone(UTC) if told else None
            return Ageing(asked, aged_by, grouped_by, buckets, rows, computed, in_step, tuple(rates))

        return await self._sums.ask(work)

    async def matches(self, item_id: int) -> tuple[Match, ...]:
        """What an item is matched with, oldest first."""

        def work(connection: Connection) -> tuple[Match, ...]:
            frame = self._read_frame(connection)
            own, amount = frame.user.company.currency, frame.units.amount
            rows = connection.execute(
                """
                select p.id, p.date, other.move_id, m.number, p.amount, iif(p.debit_item = i.id, p.debit_amount, p.credit_amount), i.currency_id,
                    exists (select 1 from partial e where e.exchange_move_id = other.move_id and (e.debit_item = i.id or e.credit_item = i.id))
                from item i join partial p on p.debit_item = i.id or p.credit_item = i.id
                join item other on other.id = iif(p.debit_item = i.id, p.credit_item, p.debit_item) left join move m on m.id = other.move_id
                where i.id = ? order by p.date, p.id
                """,
                (item_id,),
            )
            found = []
            for number, day, move, name, units, foreign, currency_id, is_exchange in rows:
                currency = frame.currencies.get(currency_id or own.id, own)
                amounts = amount(units, own), amount(foreign, currency)
                found.append(
                    Match(
                        number, date.fromordinal(day), move, text_in(name or ""), *amounts, currency, bool(is_exchange)
                    )
                )
            return tuple(found)

        return await self._sums.ask(work)

    async def newest(self) -> tuple[int, int]:
        """The highest ids of items and of partials."""

        def work(connection: Connection) -> tuple[int, int]:
            found = connection.execute("select (select max(id) from item), (select max(id) from partial)").fetchone()
            return found[0] or 0, found[1] or 0

        return await self._sums.ask(work)

    async def fates(self, item_ids: Collection[int], newest_partial: int, on: date) -> Mapping[int, Fate]:
        """What became of these since `newest_partial` was the newest, as far as it counts on that day."""
        listed = {"ids": json.dumps(list(item_ids)), "newest": newest_partial, "on": on.toordinal()}

        def work(connection: Connection) -> Mapping[int, Fate]:
            frame = self._read_frame(connection)
            own = frame.user.company.currency
            since = connection.execute(
                """
                select i.value, m.number, p.amount, p.date from json_each(:ids) i
                join partial p on p.id > :newest and p.date <= :on and (p.debit_item = i.value or p.credit_item = i.value)
                left join item other on other.id = case when p.debit_item = i.value then p.credit_item else p.debit_item end
                left join move m on m.id = other.move_id order by p.date, p.id
                """,
                listed,
            )
            reconciled: dict[int, list[str]] = {}
            for number, name, amount, day in since:
                words = f"{text_in(name or '')} of {date.fromordinal(day).isoformat()}"
                reconciled.setdefault(number, []).append(f"{words} ({frame.units.amount(amount, own)})")
            rows = connection.execute(
                "select id, posted, date from item where id in (select value from json_each(:ids))", listed
            )
            return {
                number: Fate(True, bool(posted), date.fromordinal(day), tuple(reconciled.get(number, ())))
                for number, posted, day in rows
            }

        return await self._sums.ask(work)

    async def half_posted(self, on: date) -> Mapping[int, Decimal]:
        """By account: what posted items are taken for by matches with items that are not posted, as the residuals are more than the balance."""

        def work(connection: Connection) -> Mapping[int, Decimal]:
            frame = self._read_frame(connection)
            rows = connection.execute(
                """
                select account_id, sum(units) from (
                    select i.account_id, -p.amount as units from partial p join item i on i.id = p.debit_item and i.posted
                        join item o on o.id = p.credit_item and not o.posted where p.date <= :on
                    union all
                    select i.account_id, p.amount from partial p join item i on i.id = p.credit_item and i.posted
                        join item o on o.id = p.debit_item and not o.posted where p.date <= :on
                ) group by account_id
                """,
                {"on": on.toordinal()},
            )
            return {account: frame.units.amount(units, frame.user.company.currency) for account, units in rows}

        return await self._sums.ask(work)

    async def residuals(self, asked: AsOf) -> Mapping[int, Decimal]:
        """What the open items of each account come to, in the company's currency; accounts without any are left out."""

        def work(connection: Connection) -> Mapping[int, Decimal]:
            frame, found = self._read_frame(connection), _open(connection, asked)
            own = frame.user.company.currency
            rows = connection.execute(
                f"{found.sql} select account_id, sum(residual) from o group by account_id",
                found.parameters,
            )
            return {number: frame.units.amount(units, own) for number, units in rows}

        return await self._sums.ask(work)


def _open(connection: Connection, asked: AsOf) -> _Open:
    parameters: dict[str, int | str] = {"on": asked.on.toordinal()}
    conditions = ["i.date <= :on", "i.closed > :on"]
    if asked.with_drafts:
        conditions.append("(i.posted or exists (select 1 from move d where d.id = i.move_id and d.state = 'draft'))")
    else:
        conditions.append("i.posted")
    joined = ""
    lists: tuple[tuple[str, str, Sequence[int | str]], ...] = (
        ("kinds", "i.kind", asked.kinds),
        ("accounts", "i.account_id", asked.account_ids),
        ("currencies", "i.currency_id", asked.currency_ids),
        ("partners", _KEYS[GroupedBy.PARTNER].format(item="i"), asked.partner_ids),
        ("salespeople", _KEYS[GroupedBy.SALESPERSON], asked.salesperson_ids),
    )
    for name, column, wanted in lists:
        if wanted:
            conditions.append(f"{column} in (select value from json_each(:{name}))")
            parameters[name] = json.dumps(wanted)
    index = _led_by(connection, asked.on)
    if asked.partner_ids:
        joined += " left join partner p on p.id = i.partner_id"
        if 0 not in asked.partner_ids and len(asked.partner_ids) <= _FEW:
            index = "item_partner"
            conditions.append(
                "i.partner_id in (select id from partner where commercial_id in (select value from json_each(:partners)) "
                "union select value from json_each(:partners))"
            )
    if asked.salesperson_ids:
        joined += " left join move m on m.id = i.move_id"
    sql = f"""
        with each_item as materialized (
            select i.id, i.move_id, i.account_id, i.partner_id, i.currency_id, i.date, i.maturity,
                i.balance - {_taken("amount", "debit")} + {_taken("amount", "credit")} as residual,
                i.amount_currency - {_taken("debit_amount", "debit")} + {_taken("credit_amount", "credit")} as residual_currency
            from item i indexed by {index}{joined} where {" and ".join(conditions)}
        ), o as (select * from each_item where residual <> 0 or residual_currency <> 0)
        """
    return _Open(sql, parameters)


def _taken(amount: str, side: str) -> str:
    """What partials up to the day took on one side. An item is matched as a debit where its balance or its amount in currency is one."""
    sign = ">" if side == "debit" else "<"
    found = f"select sum({amount}) from partial where {side}_item = i.id and date <= :on"
    return f"case when i.balance {sign} 0 or i.amount_currency {sign} 0 then ifnull(({found}), 0) else 0 end"


def _offer_rates(connection: Connection, frame: Frame, rates: Sequence[DayRate]) -> str:
    """What the residual of `o` comes to by these rates, as SQL."""
    if not rates:
        return "o.residual"
    own, units = frame.user.company.currency, frame.units
    by_currency = {each.currency.id: each for each in rates}

    def revalued(residual: int, residual_currency: int, currency_id: int | None) -> int:
        rate = by_currency.get(currency_id or own.id)
        if rate is None:
            return residual
        return units.store(own.round(units.amount(residual_currency, rate.currency) / rate.units), own.id)

    connection.create_function("revalued", 3, revalued, deterministic=True)
    return "revalued(o.residual, o.residual_currency, o.currency_id)"


def _led_by(connection: Connection, on: date) -> str:
    """What had been booked by then, or what was closed later: the one that is less, as far as two dates tell."""
    first, last = connection.execute("select (select min(date) from item), (select max(date) from item)").fetchone()
    return "item_date" if first is not None and on.toordinal() - first < last - on.toordinal() else "item_closed"


def _ageing_rows(
    connection: Connection,
    frame: Frame,
    asked: AsOf,
    aged_by: AgedBy,
    grouped_by: GroupedBy,
    buckets: Buckets,
    residual: str,
) -> tuple[AgeingRow, ...]:
    found, own = _open(connection, asked), frame.user.company.currency
    day = (
        _DUE
        if aged_by is AgedBy.DUE_DATE
        else f"case when ifnull(m.invoice_date, {NO_DAY}) = {NO_DAY} then o.date else m.invoice_date end"
    )
    # Only what is needed: looking up what is not used would take a quarter of the time.
    by_document = aged_by is AgedBy.DOCUMENT_DATE or grouped_by is GroupedBy.SALESPERSON
    moves = "left join move m on m.id = o.move_id" if by_document else ""
    partners = "left join partner p on p.id = o.partner_id" if grouped_by is GroupedBy.PARTNER else ""
    borders = " ".join(f"when :on - day <= {border} then {place}" for place, border in enumerate((0, *buckets.borders)))
    sums = connection.execute(
        f"""
        {found.sql}, aged as (
            select {_KEYS[grouped_by].format(item="o", own=own.id)} as key, ifnull(o.currency_id, {own.id}) as currency, {day} as day, {residual} as residual,
                o.residual_currency
            from o {moves} {partners}
        )
        select key, currency, case {borders} else {buckets.count - 1} end as bucket, sum(residual), sum(residual_currency), count(*), min(day)
        from aged group by key, currency, bucket
        """,
        found.parameters,
    )
    by_key: dict[int, list[tuple[int, int, int, int, int, int]]] = {}
    for row in sums:
        by_key.setdefault(row[0], []).append(row[1:])
    names = _names(connection, frame, grouped_by, by_key)
    rows = [_ageing_row(key, names.get(key, ""), parts, frame, buckets.count) for key, parts in by_key.items()]
    return tuple(sorted(rows, key=lambda row: (row.id == 0, row.name.casefold(), row.id)))


def _ageing_row(
    key: int, name: str, parts: Sequence[tuple[int, int, int, int, int, int]], frame: Frame, width: int
) -> AgeingRow:
    own = frame.user.company.currency
    amounts, foreign = [0] * width, [0] * width
    for _currency, bucket, residual, residual_currency, _count, _day in parts:
        amounts[bucket] += residual
        foreign[bucket] += residual_currency
    used = {each[0] for each in parts}
    currency: Currency | None = frame.currencies.get(used.pop(), own) if len(used) == 1 else None
    units, nothing = frame.units, frame.units.amount(0, own)
    in_own = tuple(units.amount(each, own) if each else nothing for each in amounts)  # most are nothing
    is_foreign = currency is not None and currency.id != own.id
    return AgeingRow(
        key,
        name,
        in_own,
        units.amount(sum(amounts), own),
        sum(each[4] for each in parts),
        day_of(min(each[5] for each in parts)),
        currency,
        tuple(units.amount(each, currency) for each in foreign)
        if currency and is_foreign
        else in_own
        if currency
        else (),
    )


def _names(
    connection: Connection, frame: Frame, grouped_by: GroupedBy, keys: Mapping[int, object]
) -> Mapping[int, str]:
    if grouped_by is GroupedBy.ACCOUNT:
        return _account_names(connection)
    if grouped_by is GroupedBy.CURRENCY:
        return {number: each.code for number, each in frame.currencies.items()}
    table = "partner" if grouped_by is GroupedBy.PARTNER else "salesperson"
    rows = connection.execute(
        f"select id, name from {table} where id in (select value from json_each(?))", (json.dumps(list(keys)),)
    )
    return {0: _NOBODY[grouped_by], **dict(rows.fetchall())}


def _account_names(connection: Connection) -> Mapping[int, str]:
    return {each.id: f"{each.code} {each.name}" for each in records(connection, Account)}


def _item(row: Sequence[int | str | None], frame: Frame, *, revalued: bool) -> OpenItem:
    own = frame.user.company.currency
    (number, move, name, account, kind, partner, partner_name, archived, booked, invoiced, due, label, ref) = row[:13]
    currency_id, balance, foreign, residual, residual_currency, payment, posted, by_rates = row[13:]
    currency = frame.currencies.get(_int(currency_id), own)
    amount, accounting_date = frame.units.amount, date.fromordinal(_int(booked))
    return OpenItem(
        _int(number),
        _int(move),
        text_in(str(name or "")),
        _int(account),
        str(kind),
        None if partner is None else Named(_int(partner), str(partner_name), archived=bool(archived)),
        accounting_date,
        (day_of(_int(invoiced)) if invoiced is not None else None) or accounting_date,
        day_of(_int(due)) or accounting_date,
        str(label),
        str(ref),
        currency,
        amount(_int(balance), own),
        amount(_int(foreign), currency),
        amount(_int(residual), own),
        amount(_int(residual_currency), currency),
        None if payment is None else _int(payment),
        not posted,
        revalued=amount(_int(by_rates), own) if revalued else None,
    )


def _int(value: int | str | None) -> int:
    assert value is None or isinstance(value, int)
    return value or 0
