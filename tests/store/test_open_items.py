"""What was open on a day, against a plain reckoning of the same random items and partials; also after some of them changed."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from odoo_desk.accounting.bare import BareItem, BareMove, BarePartial, BarePartner, Kind
from odoo_desk.accounting.open_items import (
    PAYABLE,
    RECEIVABLE,
    AgedBy,
    AsOf,
    Buckets,
    DayRate,
    GroupedBy,
)
from odoo_desk.accounting.records import Account
from odoo_desk.store.database import Database
from odoo_desk.store.mirror import Mirror
from odoo_desk.store.schema import MIGRATIONS
from tests.store.reckoning import CURRENCIES, DAY, EURO, PEOPLE, USER, YEN

CENT = Decimal("0.01")
DAYS = [DAY - timedelta(days=each) for each in (0, 1, 30, 95, 180, 240, 299, 300, 400)]
ACCOUNTS = {11: RECEIVABLE, 12: RECEIVABLE, 21: PAYABLE, 31: "asset_current"}
CONTACT, COMPANY = 4, 3  # the contact belongs to the company
COMPUTED = datetime(2026, 11, 23, tzinfo=UTC)


class Shop:
    """Items and partials as a server would tell them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.items: dict[int, BareItem] = {}
        self.partials: dict[int, BarePartial] = {}
        self.moves: dict[int, BareMove] = {}
        for number in range(1, 161):
            self.moves[number] = self._move(number)
            self.items[number] = self._item(number)
        for _ in range(150):
            self.match()

    def _move(self, number: int) -> BareMove:
        random = self.random
        day = (DAY - timedelta(days=random.randint(0, 300))).isoformat()
        state = random.choice(["posted"] * 8 + ["draft", "cancel"])
        invoiced = day if random.random() < 0.8 else ""
        nothing = Decimal(0)
        return BareMove(
            *(number, "out_invoice", state, "not_paid", f"INV/{number}", 1, invoiced, day, day, "", "", "", 7, 1),
            *(random.choice([*PEOPLE, None]), nothing, nothing, nothing, nothing, nothing, nothing, nothing),
            "2026-01-01 09:00:00",
        )

    def _item(self, number: int) -> BareItem:
        random, move = self.random, self.moves[number]
        account = random.choice([*ACCOUNTS, 11, 21])
        currency = YEN if random.random() < 0.3 else EURO
        balance = Decimal(random.randint(-50_000, 50_000)) / 100
        foreign = (balance * 160).quantize(Decimal(1)) if currency is YEN else balance
        due = date.fromisoformat(move.accounting_date) + timedelta(days=random.randint(-5, 150))
        maturity = due.isoformat() if random.random() < 0.8 else ""
        return BareItem(
            *(number, number, account, ACCOUNTS[account], random.choice([1, 2, COMPANY, CONTACT, None])),
            *(move.accounting_date, maturity, "Label", "", balance, foreign, currency.id, Decimal(0), Decimal(0)),
            *(False, "", None, move.state == "posted", "2026-01-01 09:00:00"),
        )

    def match(self) -> BarePartial | None:
        """Some of a debit with some of a credit of the same account and currency."""
        random = self.random
        debit = random.choice([each for each in self.items.values() if each.posted and each.balance > 0])
        others = [
            each
            for each in self.items.values()
            if each.posted
            and each.balance < 0
            and (each.account_id, each.currency_id) == (debit.account_id, debit.currency_id)
            and self.left(each, DAY)[0]
        ]
        left = self.left(debit, DAY)
        if not others or not left[0]:
            return None
        credit = random.choice(others)
        there = self.left(credit, DAY)
        share = Decimal(1) if random.random() < 0.6 else Decimal("0.37")
        amount = min(left[0], -there[0]) * share
        foreign = min(left[1], -there[1]) * share
        places = CURRENCIES[debit.currency_id or 1].decimal_places
        amount, foreign = amount.quantize(CENT), foreign.quantize(Decimal(1).scaleb(-places))
        number = max(self.partials, default=0) + 1
        day = max(debit.date, credit.date)
        partial = BarePartial(number, debit.id, credit.id, amount, foreign, foreign, day, None, "2026-01-01 09:00:00")
        self.partials[number] = partial
        return partial

    def left(self, item: BareItem, on: date) -> tuple[Decimal, Decimal]:
        residual, foreign = Decimal(item.balance), Decimal(item.amount_currency)
        for each in self.partials.values():
            if each.date <= on.isoformat():
                if each.debit_item == item.id:
                    residual, foreign = residual - each.amount, foreign - each.debit_amount
                if each.credit_item == item.id:
                    residual, foreign = residual + each.amount, foreign + each.credit_amount
        return residual, foreign

    def open_on(self, on: date, *, with_drafts: bool = False) -> dict[int, tuple[Decimal, Decimal]]:
        found = {}
        for item in self.items.values():
            drafted = with_drafts and self.moves[item.move_id].state == "draft"
            if (item.posted or drafted) and item.date <= on.isoformat():
                left = self.left(item, on)
                if any(left):
                    found[item.id] = left
        return found


@pytest.fixture
async def shelf(tmp_path):
    shop = Shop(Random(1212))  # noqa: S311
    mirror = Mirror(tmp_path / "copy.sqlite")
    await mirror.open()
    await mirror.begin(USER, tuple(CURRENCIES.values()))
    await mirror.put(
        [Account(number, f"{number}00", "Control", kind, True, False, Decimal(0)) for number, kind in ACCOUNTS.items()]
    )
    await mirror.put_names({}, PEOPLE)
    await mirror.put([_partner(number, COMPANY if number == CONTACT else number) for number in range(1, 5)])
    await mirror.put(list(shop.moves.values()))
    await mirror.put(list(shop.items.values()))
    await mirror.put(list(shop.partials.values()))
    yield mirror, shop
    await mirror.close()


def _partner(number: int, company: int) -> BarePartner:
    return BarePartner(
        *(number, f"Partner {number}", "", "", "", "", "", "", True, False, company, company, None, None),
        "2026-01-01 09:00:00",
    )


async def open_on(mirror: Mirror, on: date, *, with_drafts: bool = False) -> dict[int, tuple[Decimal, Decimal]]:
    found = await mirror.open_items(AsOf(on, with_drafts=with_drafts))
    return {each.id: (each.residual, each.residual_currency) for each in found}


async def test_open_on_any_day(shelf):
    mirror, shop = shelf
    assert sum(len(shop.open_on(day)) for day in DAYS) > 300
    for day in DAYS:
        assert await open_on(mirror, day) == shop.open_on(day), day
        assert await open_on(mirror, day, with_drafts=True) == shop.open_on(day, with_drafts=True), day


async def test_open_on_any_day_after_matches_were_undone_and_made(shelf):
    mirror, shop = shelf
    for _ in range(25):
        number = shop.random.choice(list(shop.partials))
        del shop.partials[number]
        await mirror.drop(Kind.PARTIAL, [number])
        if made := shop.match():
            await mirror.put([made])
    item = shop.items[5]._replace(balance=Decimal("-77.10"), amount_currency=Decimal("-77.10"), currency_id=EURO.id)
    shop.items[5] = item
    await mirror.put([item])
    for day in DAYS:
        assert await open_on(mirror, day) == shop.open_on(day), day


async def test_an_item_has_what_a_bookkeeper_looks_for(shelf):
    mirror, shop = shelf
    items = await mirror.open_items(AsOf(DAY))
    assert [each.due_date for each in items] == sorted(each.due_date for each in items)
    for item in items:
        bare, move = shop.items[item.id], shop.moves[item.move_id]
        assert item.number == move.number
        assert item.due_date.isoformat() == (bare.maturity or bare.date)
        assert item.document_date.isoformat() == (move.invoice_date or bare.date)
        assert (item.partner.id if item.partner else None) == {CONTACT: COMPANY}.get(bare.partner_id, bare.partner_id)


@pytest.mark.parametrize("grouped_by", GroupedBy)
@pytest.mark.parametrize("aged_by", AgedBy)
async def test_ageing_adds_up_the_same_items(shelf, grouped_by, aged_by):
    mirror, shop = shelf
    buckets = Buckets((15, 60))
    for day in DAYS[:6]:
        asked = AsOf(day, (RECEIVABLE, PAYABLE))
        wanted: dict[int, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * buckets.count)
        for item in await mirror.open_items(asked):
            age = (day - (item.due_date if aged_by is AgedBy.DUE_DATE else item.document_date)).days
            wanted[_key(grouped_by, item, shop)][buckets.of(age)] += item.residual
        ageing = await mirror.ageing(asked, aged_by, grouped_by, buckets, COMPUTED)
        assert {row.id: list(row.amounts) for row in ageing.rows} == wanted
        assert ageing.total == sum((sum(each) for each in wanted.values()), Decimal(0))


def _key(grouped_by, item, shop):
    if grouped_by is GroupedBy.PARTNER:
        return item.partner.id if item.partner else 0
    if grouped_by is GroupedBy.ACCOUNT:
        return item.account_id
    if grouped_by is GroupedBy.CURRENCY:
        return item.currency.id
    return shop.moves[item.move_id].salesperson_id or 0


async def test_a_row_says_what_it_is_in_its_own_currency_when_it_has_one(shelf):
    mirror, _ = shelf
    ageing = await mirror.ageing(AsOf(DAY), AgedBy.DUE_DATE, GroupedBy.CURRENCY, Buckets(), COMPUTED)
    assert {row.name for row in ageing.rows} == {"EUR", "JPY"}
    for row in ageing.rows:
        items = await mirror.open_items(AsOf(DAY, currency_ids=(row.id,)))
        assert row.currency is not None
        assert sum(row.in_currency) == sum(each.residual_currency for each in items)
        assert row.items == len(items)


async def test_revalued_at_the_rate_of_the_day_item_by_item(shelf):
    mirror, _ = shelf
    rate = DayRate(YEN, Decimal("161.37"), DAY)
    items = await mirror.open_items(AsOf(DAY), [rate])
    foreign = [each for each in items if each.currency == YEN]
    assert foreign
    for item in items:
        in_yen = EURO.round(item.residual_currency / rate.units)
        assert item.revalued == (in_yen if item.currency == YEN else item.residual)
    ageing = await mirror.ageing(AsOf(DAY), AgedBy.DUE_DATE, GroupedBy.CURRENCY, Buckets(), COMPUTED, [rate])
    assert {row.name: row.total for row in ageing.rows}["JPY"] == sum(each.revalued for each in foreign)
    booked = await mirror.ageing(AsOf(DAY), AgedBy.DUE_DATE, GroupedBy.CURRENCY, Buckets(), COMPUTED)
    assert {row.name: row.total for row in booked.rows}["JPY"] == sum(each.residual for each in foreign)


async def test_the_items_of_a_row_are_those_that_it_adds_up(shelf):
    mirror, _ = shelf
    day = DAYS[3]
    for grouped_by, field in (
        (GroupedBy.PARTNER, "partner_ids"),
        (GroupedBy.ACCOUNT, "account_ids"),
        (GroupedBy.SALESPERSON, "salesperson_ids"),
    ):
        ageing = await mirror.ageing(AsOf(day), AgedBy.DUE_DATE, grouped_by, Buckets(), COMPUTED)
        assert len(ageing.rows) > 2
        for row in ageing.rows:
            items = await mirror.open_items(AsOf(day, **{field: (row.id,)}))
            assert (len(items), sum(each.residual for each in items)) == (row.items, row.total), (grouped_by, row)


async def test_what_was_matched_adds_up_to_the_balance_of_the_account(shelf):
    mirror, shop = shelf
    for day in DAYS:
        residuals = await mirror.residuals(AsOf(day))
        for account in ACCOUNTS:
            booked = [
                each
                for each in shop.items.values()
                if each.account_id == account and each.posted and each.date <= day.isoformat()
            ]
            assert residuals.get(account, Decimal(0)) == sum((each.balance for each in booked), Decimal(0))


async def test_buckets_have_to_rise():
    with pytest.raises(ValueError, match="do not rise"):
        Buckets((30, 30))


async def test_a_copy_made_before_this_was_kept_knows_it_after_it_is_opened(shelf, tmp_path):
    mirror, shop = shelf
    path = tmp_path / "earlier.sqlite"
    earlier = Database(path, MIGRATIONS[:3], lasting=False)
    await earlier.open()
    await mirror.close()

    def fill(connection):
        connection.execute("attach database ? as later", (str(mirror.path),))
        columns = ", ".join(row[1] for row in connection.execute("pragma main.table_info(item)"))
        connection.execute(f"insert into item select {columns} from later.item")  # noqa: S608  names of our own
        for table in ("fact", "record", "partner", "salesperson", "move", "partial"):
            connection.execute(f"insert into {table} select * from later.{table}")  # noqa: S608  names of our own

    await earlier._on_worker(lambda: fill(earlier._opened()))
    await earlier.close()
    again = Mirror(path)
    await again.open()
    for day in DAYS:
        assert await open_on(again, day) == shop.open_on(day), day
    await again.close()
