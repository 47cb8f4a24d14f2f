"""Two bills entered by somebody who has no mouse, every key counted. Odoo's web client needs 77 for the first (66 without taxes), and has no
control total (measured on 19, from the list, with the date typed as an offset)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Draft, DraftLine, MoveType, State
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.sync import Sync
from tests.stories.typist import Typist
from tests.ui.until import until

MOST, MOST_NEXT = 62, 30
TODAY = date.today()  # noqa: DTZ011  the user's day
A_WEEK_AGO = TODAY - timedelta(days=7)


async def the_vendor(workspace, name):
    """An existing vendor: with one bill of last month, 15 % tax (or what purchases here usually bear) on its line."""
    partner = next(each for each in await workspace.lookups.find_partners(name) if each.name.startswith(name))
    taxes = [tax for tax in await workspace.lookups.taxes() if tax.use == "purchase" and tax.amount_type == "percent"]
    tax = next((tax for tax in taxes if tax.amount == 15), taxes[0])
    day = TODAY - timedelta(days=31)
    line = DraftLine(name="Paper", quantity=Decimal(8), price_unit=Decimal("4.25"), tax_ids=(tax.id,))
    bill = Draft(
        MoveType.VENDOR_BILL, partner_id=partner.id, invoice_date=day, accounting_date=day, ref="F-103", lines=(line,)
    )
    created = await workspace.invoicing.create(bill, "f103")
    await workspace.invoicing.post(created.header.id)
    return partner, tax


async def copied(server, vendor):
    """The vendor with his bill, and the local copy, as on any day but the first."""
    profile = Profile("Test", server.url, server.database, "billing")
    workspace = await connect(profile, server.users["billing"].api_key)
    found = await the_vendor(workspace, vendor)
    sync = Sync(workspace._link.ledger, workspace._link.mirror)
    await sync.fill()
    await sync.pull()
    await workspace.close()
    return found


async def settled(window):
    """As long as a person looks up."""
    await until(tasks.is_idle, "rest")


async def enter_two_bills(window_on, server, letters, vendor):
    partner, tax = await copied(server, vendor)
    window = await window_on(server, "billing")
    wanted = (Decimal("235.50") * (100 + tax.amount) / 100).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    await window.workspace.lookups.partners.ready()
    window.show_place(Book.VENDOR_BILLS)
    await settled(window)
    page = window.document_page

    first = Typist(window)
    first.press("Ctrl+N")
    await until(lambda: page.form is not None and page.form.header.partner.hasFocus(), "the new bill")
    first.type(letters)
    await settled(window)
    first.press("Return")
    await settled(window)
    first.type("F-118")
    first.press("Return")
    first.type("-7d")
    first.press("Return")
    first.type(str(wanted))
    first.press("Return")
    for name, quantity, price in (("Paper", "10", "4.5"), ("Toner", "2", "89"), ("Freight", "", "12.5")):
        first.type(name)
        first.press("Return")
        await settled(window)
        first.type(quantity)
        first.press("Return")
        first.type(price)
        if name != "Freight":
            first.press("Return")
    first.press("Ctrl+Return")
    await until(lambda: page.document is not None and not page.is_dirty, "the saved bill")
    await settled(window)
    first.press("Ctrl+Return")
    await until(lambda: page.document.header.state is State.POSTED, "the posted bill")

    header = page.document.header
    assert (header.partner.id, header.ref, header.invoice_date) == (partner.id, "F-118", A_WEEK_AGO)
    assert header.amount_total == wanted
    assert [(line.name, line.quantity, line.price_unit) for line in page.document.lines] == [
        ("Paper", 10, Decimal("4.5")),
        ("Toner", 2, 89),
        ("Freight", 1, Decimal("12.5")),
    ]
    assert all([each.id for each in line.taxes] == [tax.id] for line in page.document.lines)
    await settled(window)

    second = Typist(window)
    second.press("Ctrl+N")
    await until(lambda: page.form is not None and page.form.header.partner.hasFocus(), "the next bill")
    second.type(letters)
    await settled(window)
    second.press("Return")
    await settled(window)
    second.type("F-119")
    second.press("Return")
    second.type("-1")
    second.press("Ctrl+Shift+Space")
    await until(lambda: page.form.lines.rowCount() > 3, "the lines of the last bill")
    for price in ("4.6", "91", "13"):
        second.type(price)
        if price != "13":
            second.press("Down")
    second.press("Ctrl+Return")
    await until(lambda: page.document is not None and not page.is_dirty, "the saved bill")
    await settled(window)
    second.press("Ctrl+Return")
    await until(lambda: page.document.header.state is State.POSTED, "the posted bill")
    assert [line.price_unit for line in page.document.lines] == [Decimal("4.6"), 91, 13]
    assert (page.document.header.partner.id, page.document.header.ref) == (partner.id, "F-119")
    assert page.document.header.invoice_date == TODAY - timedelta(days=1)

    print(f"\nthe bill of the test: {first}\nthe next one of the vendor: {second}")
    assert first.keys <= MOST, first
    assert second.keys <= MOST_NEXT, second


async def test_on_the_demo_server(window_on, demo_server):
    await enter_two_bills(window_on, demo_server(version=19), "fal", "Fallon & Reid Accountants")


@pytest.mark.live
@pytest.mark.parametrize("version", [14, 19], ids=["odoo14", "odoo19"])
async def test_on_real_odoo(window_on, live_server, version):
    await enter_two_bills(window_on, live_server(version), "azu", "Azure Interior")
