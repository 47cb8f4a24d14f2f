"""The log of what this program did: every write is in it with what became of it, and nothing else is."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.errors import NotAllowed
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.activity import ActivityDialog
from odoo_desk.workspace import connecting
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day


@pytest.fixture
def server(demo_server):
    return demo_server(version=19)


@pytest.fixture
async def workspace(server):
    profile = Profile("demo", server.url, server.database, "billing")
    workspace = await connecting.connect(profile, server.users["billing"].api_key)
    yield workspace
    await workspace.close()


async def worked(workspace, server):
    """A draft is written, posted and paid; one more is lost on the way, and one thing is refused."""
    partner = (await workspace.lookups.find_partners("", 1))[0]
    line = DraftLine(name="=Work", price_unit=Decimal(100), tax_ids=())
    draft = Draft(MoveType.CUSTOMER_INVOICE, partner_id=partner.id, invoice_date=TODAY, lines=(line,))
    document = await workspace.invoicing.create(draft)
    number = document.header.id
    await workspace.invoicing.post(number)
    proposal = await workspace.paying.propose((number,))
    order = PaymentOrder(
        marker="m1",
        document_ids=(number,),
        journal_id=proposal.journal_id,
        method_id=proposal.method_id,
        amount=Decimal(40),
        date=TODAY,
        memo="",
    )
    await workspace.paying.register(order)
    server.fail_next("cut_after", model="account.move", method="button_cancel")
    lost = await workspace.invoicing.create(draft)
    await workspace.invoicing.cancel(lost.header.id)
    with pytest.raises(NotAllowed):
        await workspace.invoicing.delete(number)
    return (await workspace.invoicing.open(number)).header


async def test_every_write_is_noted_with_what_became_of_it(workspace, server):
    header = await worked(workspace, server)
    found = [(deed.what, documents, deed.result, deed.who) for deed, documents in await workspace.activity.latest(10)]
    assert found == [
        ("cancelled", f"#{header.id + 2}", "done, as was found out", "billing"),
        ("cancelled", f"#{header.id + 2}", "not confirmed", "billing"),
        ("created", f"#{header.id + 2}", "done", "billing"),
        ("paid", header.number, "done", "billing"),
        ("posted", header.number, "done", "billing"),
        ("created", header.number, "done", "billing"),
    ]


async def test_it_is_shown_and_taken_along_without_formulas(workspace, server, qtbot, tmp_path):
    header = await worked(workspace, server)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ActivityDialog(workspace, parent)
    dialog.open()
    await until(lambda: dialog.table.rowCount() == 6, "the log")
    assert [dialog.table.item(3, column).text() for column in range(1, 5)] == ["billing", "paid", header.number, "done"]
    await dialog.export(tmp_path / "activity.csv")
    with (tmp_path / "activity.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["When", "Who", "What", "Documents", "Result"]
    assert [row[2] for row in rows[1:]] == ["cancelled", "cancelled", "created", "paid", "posted", "created"]
    dialog.close()
    await until(tasks.is_idle, "rest")
