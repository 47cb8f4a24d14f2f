"""A bill written from the vendor's purchase orders."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from odoo_desk.accounting.records import MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.purchases import OrdersDialog
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
async def bill(demo_server, qtbot, tmp_path):
    """A new vendor bill, nothing typed."""
    server = demo_server(version=19)
    workspace = await connect(Profile("test", server.url, server.database, "billing"), server.users["billing"].api_key)
    window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.new_document(MoveType.VENDOR_BILL)
    page = window.document_page
    await until(lambda: page.form is not None and tasks.is_idle(), "the form")
    yield page
    await tasks.finish_all()
    await workspace.close()


async def choose_vendor(page, name):
    (partner, *_) = await page._workspace.lookups.find_partners(name)
    page.form.header.partner.set_choice(Choice(partner.id, partner.name))
    page.form.header.partner.chosen.emit()
    await until(tasks.is_idle, "the vendor")


async def orders_dialog(page):
    QTest.keyClick(page.form.header.ref, Qt.Key.Key_O, ALT_SHIFT)
    return await orders_shown(page)


async def orders_shown(page):
    def there():
        return [each for each in page.window().findChildren(OrdersDialog) if each.isVisible()]

    await until(there, "the orders")
    return there()[0]


async def test_an_order_becomes_the_bill_that_it_waits_for(bill):
    await choose_vendor(bill, "Shannonside")
    await until(lambda: any("P00002" in each.text for each in bill.form.remarks.remarks), "word of the orders")
    dialog = await orders_dialog(bill)
    order = dialog.tree.topLevelItem(1)
    assert order.text(0) == "P00001 · SO-4471"
    dialog.tree.setCurrentItem(order)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    draft = bill.form.so_far()
    assert [(line.name[:9], line.quantity, line.price_unit) for line in draft.lines] == [
        ("Oak floor", 25, 54),
        ("Wall shel", 30, Decimal("57.85")),
    ]
    assert draft.origin == "P00001"
    await until(lambda: not any("P00002" in each.text for each in bill.form.remarks.remarks), "it was taken over")
    bill.save_action.trigger()
    await until(lambda: bill.document is not None and tasks.is_idle(), "saved")
    assert bill.document.header.amount_untaxed == Decimal("3085.50")
    assert bill.document.header.origin == "P00001"
    left = await bill._workspace.lookups.purchase_orders(bill.document.header.partner.id)
    assert [each.number for each in left if not each.is_awaited] == []


async def test_an_order_in_another_currency_is_not_mixed_into_a_bill(bill):
    """Its prices would be taken for the bill's currency."""
    await choose_vendor(bill, "Shannonside")
    dialog = await orders_dialog(bill)
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    before = bill.form.so_far().lines
    assert before
    header = bill.form.header
    dollar = next(each for each in await bill._workspace.lookups.currencies() if each.id != header.currency.value())
    header.currency.set_value(dollar.id, dollar.code)
    bill.findChild(QAction, "action_from_order").trigger()
    again = await orders_shown(bill)
    QTest.keyClick(again.tree, Qt.Key.Key_Return)
    assert bill.form.so_far().lines == before
    assert "Write a bill of its own" in bill.window().statusBar().currentMessage()


async def test_some_lines_of_an_order_and_what_nobody_received(bill):
    await choose_vendor(bill, "Shannonside")
    dialog = await orders_dialog(bill)
    assert "Nothing was received yet" in dialog.remark.text()
    one = dialog.tree.topLevelItem(1).child(0)
    dialog.tree.setCurrentItem(one)
    assert "received" not in dialog.remark.text()
    QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
    assert [(line.name[:9], line.quantity) for line in bill.form.so_far().lines] == [("Oak floor", 25)]
    bill.form.history.undo()
    assert bill.form.so_far().lines == ()


@pytest.mark.parametrize(
    ("vendor", "said"), [("", "Choose the vendor first"), ("West Telecom", "No purchase order of West Telecom")]
)
async def test_why_there_is_nothing_to_choose_from(bill, vendor, said):
    if vendor:
        await choose_vendor(bill, vendor)
    QTest.keyClick(bill.form.header.ref, Qt.Key.Key_O, ALT_SHIFT)
    await until(lambda: said in bill.window().statusBar().currentMessage(), "the reason")
