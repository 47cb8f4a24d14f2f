"""Fiscal positions: the one that the server would choose, and what it makes of a product's taxes and accounts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import DraftLine, MoveType
from odoo_desk.workspace.drafting import draft_of
from tests.protocols.conftest import line


@dataclass(frozen=True)
class Abroad:
    """A country with a fiscal position of its own: a sale tax is replaced by another, an income account too."""

    position: int
    partner: int
    product: int
    tax: int
    instead: int
    account: int
    account_instead: int


@pytest.fixture
async def abroad(desk, odoo, target) -> Abroad:
    company, name = desk.workspace.user.company.id, uuid.uuid4().hex[:6]
    country = odoo("res.country", "search", [["code", "=", "SE"]])[0]
    accounts = [each for each in await desk.workspace.lookups.find_accounts("", 400) if each.kind.startswith("income")]
    account, other = accounts[0].id, accounts[1].id
    domain = [
        ["type_tax_use", "=", "sale"],
        ["amount_type", "=", "percent"],
        ["amount", ">", 0],
        ["company_id", "=", company],
    ]
    tax = odoo("account.tax", "search", domain)[0]
    position = odoo(
        "account.fiscal.position",
        "create",
        {
            "name": f"Abroad {name}",
            "auto_apply": True,
            "country_id": country,
            "sequence": -1,
            "company_id": company,
            "account_ids": [[0, 0, {"account_src_id": account, "account_dest_id": other}]],
        },
    )
    group = odoo("account.tax", "read", [tax], ["tax_group_id"])[0]["tax_group_id"][0]
    values = {
        "name": f"Export {name}",
        "type_tax_use": "sale",
        "amount_type": "percent",
        "amount": 0.0,
        "tax_group_id": group,
    }
    if target.version >= 19:
        values |= {"fiscal_position_ids": [[6, 0, [position]]], "original_tax_ids": [[6, 0, [tax]]]}
    instead = odoo("account.tax", "create", values)
    if target.version < 19:
        pair = [[0, 0, {"tax_src_id": tax, "tax_dest_id": instead}]]
        odoo("account.fiscal.position", "write", [position], {"tax_ids": pair})
    partner = odoo("res.partner", "create", {"name": f"Nordic {name}", "country_id": country, "is_company": True})
    product = odoo(
        "product.product",
        "create",
        {
            "name": f"Chair {name}",
            "lst_price": 10.0,
            "taxes_id": [[6, 0, [tax]]],
            "property_account_income_id": account,
        },
    )
    yield Abroad(position, partner, product, tax, instead, account, other)
    odoo("account.fiscal.position", "write", [position], {"active": False})


async def test_the_position_of_the_partner_is_the_servers(desk, abroad, odoo):
    invoicing = desk.workspace.invoicing
    draft = replace(await desk.draft(), partner_id=abroad.partner)
    told = await invoicing.fiscal_position(draft)
    assert told is not None
    assert told.id == abroad.position
    assert dict(told.taxes) == {abroad.tax: (abroad.instead,)}
    assert dict(told.accounts) == {abroad.account: abroad.account_instead}
    assert told in await invoicing.fiscal_positions()
    saved = await invoicing.create(draft)
    assert saved.fiscal_position is not None
    assert saved.fiscal_position.id == abroad.position
    odoo("res.partner", "write", [abroad.partner], {"country_id": False})
    assert await invoicing.fiscal_position(draft) is None


async def test_a_product_gets_the_taxes_and_account_of_the_position(desk, abroad):
    invoicing = desk.workspace.invoicing
    draft = replace(
        await desk.draft(MoveType.CUSTOMER_INVOICE, DraftLine(product_id=abroad.product)), partner_id=abroad.partner
    )
    position = await invoicing.fiscal_position(draft)
    offered = await invoicing.line_for_product(abroad.product, draft.move_type, position)
    assert offered.tax_ids == (abroad.instead,)
    saved = await invoicing.create(draft)
    (found,) = saved.lines
    assert [tax.id for tax in found.taxes] == [abroad.instead]
    assert found.account is not None
    assert found.account.id == abroad.account_instead
    assert saved.totals.total == Decimal(10)


async def test_another_position_can_be_chosen(desk, abroad):
    invoicing = desk.workspace.invoicing
    saved = await invoicing.create(await desk.draft())
    original = draft_of(saved)
    changed = await invoicing.change(original, replace(original, fiscal_position_id=abroad.position))
    assert changed.fiscal_position is not None
    assert changed.fiscal_position.id == abroad.position
    original = draft_of(changed)
    assert (await invoicing.change(original, replace(original, fiscal_position_id=0))).fiscal_position is None


async def test_lines_of_products_follow_another_position_and_come_back(desk, abroad):
    invoicing = desk.workspace.invoicing
    saved = await invoicing.create(
        await desk.draft(
            MoveType.CUSTOMER_INVOICE,
            DraftLine(product_id=abroad.product),
            line(5, name="By hand"),
            fiscal_position_id=0,
        )
    )
    draft = draft_of(saved)
    position = next(each for each in await invoicing.fiscal_positions() if each.id == abroad.position)
    at_home, by_hand = draft.lines
    assert (at_home.tax_ids, at_home.account_id) == ((abroad.tax,), abroad.account)
    product_line, other = await invoicing.remapped(draft, None, position)
    assert (product_line.tax_ids, product_line.account_id) == ((abroad.instead,), abroad.account_instead)
    assert other == by_hand
    there = replace(draft, fiscal_position_id=abroad.position, lines=(product_line, other))
    changed = await invoicing.change(draft, there)
    assert draft_of(changed).lines[0].tax_ids == (abroad.instead,)
    assert draft_of(changed).lines[0].account_id == abroad.account_instead
    assert await invoicing.remapped(draft_of(changed), position, None) == (
        replace(product_line, tax_ids=at_home.tax_ids, account_id=at_home.account_id),
        other,
    )
