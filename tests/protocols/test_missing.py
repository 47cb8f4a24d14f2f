"""What is missing is said before posting: what we call refused is what the server refuses, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from odoo_desk.accounting.records import DraftLine, LineKind, MoveType
from odoo_desk.errors import DeskError
from tests.protocols.conftest import TODAY, line

TYPES = (MoveType.VENDOR_BILL, MoveType.CUSTOMER_INVOICE, MoveType.PURCHASE_RECEIPT, MoveType.VENDOR_CREDIT_NOTE)


@pytest.mark.parametrize("move_type", TYPES)
@pytest.mark.parametrize("what", ["nothing", "partner", "date", "lines", "only a note", "label", "negative"])
async def test_what_is_said_to_be_refused_is_refused(desk, move_type, what):
    invoicing, draft = desk.workspace.invoicing, await desk.draft(move_type)
    changes = {
        "nothing": {},
        "partner": {"partner_id": None},
        "date": {"invoice_date": None},
        "lines": {"lines": ()},
        "only a note": {"lines": (DraftLine(LineKind.NOTE, name="Thanks"),)},
        "label": {"lines": (line(10, name=""),)},
        "negative": {"lines": (line(-10),)},
    }
    draft = replace(draft, **changes[what])
    total = Decimal({"negative": -10, "lines": 0, "only a note": 0}.get(what, 100))
    told = await invoicing.missing(draft, total, TODAY)
    saved = await invoicing.create(draft)
    if any(each.is_refused for each in told):
        with pytest.raises(DeskError):
            await invoicing.post(saved.header.id)
    else:
        assert (await invoicing.post(saved.header.id)).document.header.number
    assert bool(told) is (what != "nothing") or (what in ("partner", "date") and not told)
