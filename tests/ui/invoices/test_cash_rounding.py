"""Cash rounding in the editor: a field where the company has any, and what it adds said under the totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel

from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until


@pytest.fixture
async def open_on(demo_server, qtbot, tmp_path):
    """A window with a draft invoice of 33.33 open."""
    opened = []

    async def open_on(*strategies, version=19):
        server = demo_server(version=version)
        for name in strategies:
            values = {"name": name, "rounding": 0.05, "strategy": name, "rounding_method": "HALF-UP"}
            server.do("account.cash.rounding", "create", values)
        workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
        window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        window.show()
        opened.append(workspace)
        (partner, *_) = await workspace.lookups.find_partners("")
        line = DraftLine(name="Work", price_unit=Decimal("33.33"), tax_ids=())
        draft = await workspace.invoicing.create(Draft(MoveType.CUSTOMER_INVOICE, partner_id=partner.id, lines=(line,)))
        window.open_document(draft.header.id)
        await until(lambda: window.document_page.document is not None and tasks.is_idle(), "the draft")
        return window.document_page

    yield open_on
    await tasks.finish_all()
    for workspace in opened:
        await workspace.close()


def said(page):
    return [label.text() for label in page.form.totals.findChildren(QLabel) if not label.isHidden()]


@pytest.mark.parametrize("version", [14, 19])
async def test_it_is_chosen_said_saved_and_taken_off_again(open_on, version):
    page = await open_on("add_invoice_line", version=version)
    field = page.form.header.cash_rounding
    assert field.isVisible()
    (rounding,) = await page._workspace.lookups.cash_roundings()
    field.set_value(rounding.id)
    field.picked.emit()
    await until(lambda: page.form.totals.totals.total == Decimal("33.35"), "the total in coins")
    await until(lambda: "of this, cash rounding" in said(page), "what of it is cash rounding")
    page.save_action.trigger()
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert page.document.header.amount_total == Decimal("33.35")
    assert page.form.header.cash_rounding.text() == "add_invoice_line"
    assert len(page.form.so_far().lines) == 1
    page.form.header.cash_rounding.set_value(None)
    page.form.header.cash_rounding.picked.emit()
    page.save_action.trigger()
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert page.document.header.amount_total == Decimal("33.33")
    assert "of this, cash rounding" not in said(page)


async def test_a_company_without_any_has_no_such_field(open_on):
    page = await open_on()
    assert not page.form.header.cash_rounding.isVisible()
