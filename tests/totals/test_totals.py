"""A short run of `make totals` without a real server: random documents with the taxes of the demo company."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from tests.totals.__main__ import Compared, compare

TODAY = date.today()  # noqa: DTZ011  the user's day


async def a_document(workspace, random: Random) -> Draft:
    move_type = random.choice([MoveType.CUSTOMER_INVOICE, MoveType.VENDOR_BILL, MoveType.VENDOR_CREDIT_NOTE])
    use = "sale" if move_type.is_sale else "purchase"
    taxes = [tax for tax in await workspace.lookups.taxes() if tax.use == use]
    lines = tuple(
        DraftLine(
            name="Thing",
            quantity=Decimal(random.randint(1, 900)) / 100,
            price_unit=Decimal(random.randint(1, 90_000)) / 100,
            discount=Decimal(random.choice((0, 0, 10, 33))),
            tax_ids=(random.choice(taxes).id,) if random.random() < 0.9 else (),
        )
        for _ in range(random.randint(1, 8))
    )
    blank = await workspace.invoicing.blank(move_type, TODAY)
    partner = (await workspace.lookups.find_partners(""))[0]
    return replace(blank, partner_id=partner.id, invoice_date=TODAY, accounting_date=TODAY, lines=lines)


@pytest.mark.parametrize("version", [14, 19])
async def test_what_is_typed_comes_to_what_is_saved(demo_server, version):
    server = demo_server(version=version)
    workspace = await connect(Profile("t", server.url, server.database, "admin"), server.users["admin"].api_key)
    found = Compared()
    for number in range(20):
        draft = await a_document(workspace, Random(number))  # noqa: S311  to be had again
        await compare(workspace, draft, str(number), found)
    await workspace.close()
    assert found.documents == 20
    assert (found.estimate, found.final, found.refused) == ([], [], [])
    assert found.by_server == 20
