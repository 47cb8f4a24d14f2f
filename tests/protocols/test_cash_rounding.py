"""Cash rounding: what a draft comes to with it, before and after it is saved, and without it again."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import MoveType
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import line

STRATEGIES = ("add_invoice_line", "biggest_tax")


@pytest.fixture
def coins(odoo):
    """To 5 cents, made as an accountant would: by its strategy."""
    is_old = "user_type_id" in odoo("account.account", "fields_get", [], ["type"])
    accounts = {
        name: odoo(
            "account.account",
            "search",
            [["user_type_id.internal_group" if is_old else "account_type", "=", kind]],
            limit=1,
        )[0]
        for name, kind in (("profit_account_id", "income"), ("loss_account_id", "expense"))
    }

    def coins(strategy: str) -> int:
        found = odoo("account.cash.rounding", "search", [["strategy", "=", strategy], ["name", "=", "Five cents"]])
        values = {
            "name": "Five cents",
            "rounding": 0.05,
            "strategy": strategy,
            "rounding_method": "HALF-UP",
            **accounts,
        }
        return found[0] if found else odoo("account.cash.rounding", "create", values)

    return coins


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("move_type", [MoveType.CUSTOMER_INVOICE, MoveType.VENDOR_CREDIT_NOTE])
async def test_it_comes_to_what_can_be_paid_in_coins(desk, coins, strategy, move_type):
    invoicing = desk.workspace.invoicing
    draft = await desk.draft(move_type, line("33.33", *([desk.tax] if move_type.is_sale else [])))
    bare = await invoicing.preview(draft)
    draft = replace(draft, cash_rounding_id=coins(strategy))
    guess, told = await invoicing.estimate(draft), await invoicing.preview(draft)
    saved = await invoicing.create(draft)
    sums = [(each.untaxed, each.tax, each.total) for each in (guess, told, saved.totals)]
    assert sums == [sums[0]] * 3
    is_rounded = strategy == "add_invoice_line" or bool(bare.groups)
    assert (saved.totals.total % Decimal("0.05") == 0) is (is_rounded or bare.total % Decimal("0.05") == 0)
    changed = saved.totals.untaxed if strategy == "add_invoice_line" else saved.totals.tax
    before = bare.untaxed if strategy == "add_invoice_line" else bare.tax
    assert changed - before == saved.totals.total - bare.total
    assert saved.totals.rounding == (saved.totals.total - bare.total if strategy == "add_invoice_line" else 0)
    assert [each.name for each in saved.lines] == [each.name for each in draft.lines]
    assert saved.cash_rounding is not None


@pytest.mark.parametrize("strategy", STRATEGIES)
async def test_it_is_taken_off_again_and_follows_the_lines(desk, coins, strategy):
    invoicing = desk.workspace.invoicing
    draft = await desk.draft(MoveType.CUSTOMER_INVOICE, line("33.33", desk.tax))
    bare = await invoicing.preview(draft)
    saved = draft_of(await invoicing.create(replace(draft, cash_rounding_id=coins(strategy))))
    twice = replace(saved, lines=(replace(saved.lines[0], quantity=Decimal(2)),))
    more = await invoicing.change(saved, twice)
    assert more.header.amount_total % Decimal("0.05") == 0
    without = await invoicing.change(draft_of(more), replace(draft_of(more), cash_rounding_id=0, lines=saved.lines))
    assert without.header.amount_total == bare.total
    again = await invoicing.change(draft_of(without), replace(draft_of(without), cash_rounding_id=coins(strategy)))
    off = await invoicing.change(draft_of(again), replace(draft_of(again), cash_rounding_id=0))
    assert off.header.amount_total == bare.total
    assert off.cash_rounding is None


async def test_whoever_writes_may_choose_it(sign_in, coins):
    number = coins("biggest_tax")
    workspace = await sign_in("billing")
    offered = {each.id: each for each in await workspace.lookups.cash_roundings()}
    assert (offered[number].step, offered[number].method, offered[number].changes_tax) == (
        Decimal("0.05"),
        "HALF-UP",
        True,
    )
