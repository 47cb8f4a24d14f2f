"""The paper's tax is a cent another one: put right by keyboard, and said what comes of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest

from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.tax_amounts import TaxAmountsDialog
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
CENT = Decimal("0.01")


@pytest.fixture
async def open_on(demo_server, qtbot, tmp_path):
    """A window on a server of a version, with a draft bill of one line and one tax open."""
    opened = []

    async def open_on(version):
        server = demo_server(version=version)
        profile = Profile("test", server.url, server.database, "billing")
        workspace = await connect(profile, server.users["billing"].api_key)
        window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        opened.append(workspace)
        (partner, *_) = await workspace.lookups.find_partners("")
        tax = next(
            each for each in await workspace.lookups.taxes() if each.use == "purchase" and each.amount_type == "percent"
        )
        line = DraftLine(name="Work", price_unit=Decimal("235.50"), tax_ids=(tax.id,))
        draft = await workspace.invoicing.create(Draft(MoveType.VENDOR_BILL, partner_id=partner.id, lines=(line,)))
        window.open_document(draft.header.id)
        await until(lambda: window.document_page.document is not None and tasks.is_idle(), "the draft")
        return window.document_page

    yield open_on
    await tasks.finish_all()
    for workspace in opened:
        await workspace.close()


async def dialog_of(page):
    QTest.keyClick(page.form.header.ref, Qt.Key.Key_T, ALT_SHIFT)
    await until(lambda: page.window().findChildren(TaxAmountsDialog), "the taxes")
    return page.window().findChildren(TaxAmountsDialog)[0]


async def test_a_cent_less_by_keyboard(open_on):
    page = await open_on(19)
    before, (group,) = page.document.header.amount_total, page.document.totals.groups
    dialog = await dialog_of(page)
    page.form.set_control_total(before - CENT)
    field = dialog.field(group.id)
    await until(field.hasFocus, "the keyboard in the first tax")
    QTest.keyClicks(field, str(group.amount - CENT))
    QTest.keyClick(field, Qt.Key.Key_Return)
    await until(lambda: page.document.header.amount_total == before - CENT and tasks.is_idle(), "a cent less")
    assert page.form.totals.totals.total == before - CENT
    assert "agrees" in page.form.header.control_total._remark.text()
    page.form.header.payment_reference.setText("RF 1")
    page.form.header.payment_reference.textEdited.emit("RF 1")
    await until(tasks.is_idle, "totals")
    assert page.form.totals.totals.total == before - CENT
    page.save_action.trigger()
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert page.document.header.amount_total == before - CENT


async def test_more_than_rounding_makes_is_said(open_on):
    page = await open_on(14)
    dialog = await dialog_of(page)
    assert "Do this last" in dialog.remark.text()
    (group,) = page.document.totals.groups
    dialog.field(group.id).set_value(group.amount - 1)
    dialog.field(group.id).changed.emit()
    assert "more than rounding makes" in dialog.remark.text()


async def test_what_is_not_saved_is_saved_first(open_on):
    page = await open_on(19)
    page.form.header.ref.setText("F 1")
    page.form.header.ref.textEdited.emit("F 1")
    action = page._extras.correct_taxes
    assert not action.isEnabled()
    assert action.toolTip() == "Save it first."
