"""What should be seen before posting is said while typing, and posting waits for a yes."""

from __future__ import annotations

import xmlrpc.client
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Draft, DraftLine, MoveType, State
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.approval import Approval
from odoo_desk.ui.invoices.glance import Glance
from odoo_desk.ui.invoices.remarks import Remarks
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day
MONTH_END = TODAY.replace(day=1) - timedelta(days=1)


@pytest.fixture
def server(demo_server):
    """Purchases are locked until the end of last month."""
    server = demo_server(version=19)
    key = server.users["admin"].api_key
    with xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/common", allow_none=True) as common:
        uid = common.authenticate(server.database, "admin", key, {})
    with xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/object", allow_none=True) as odoo:
        (admin,) = odoo.execute_kw(server.database, uid, key, "res.users", "read", [[uid], ["company_id"]])
        values = {"purchase_lock_date": MONTH_END.isoformat()}
        odoo.execute_kw(server.database, uid, key, "res.company", "write", [[admin["company_id"][0]], values])
    return server


@pytest.fixture
async def window(server, qtbot, tmp_path):
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.activateWindow()
    yield window
    await tasks.finish_all()
    await workspace.close()


async def a_bill(workspace, day, price=10):
    (vendor, *_) = await workspace.lookups.find_partners("Western Sheet")
    line = DraftLine(name="Paper", price_unit=Decimal(price), tax_ids=())
    draft = Draft(
        MoveType.VENDOR_BILL,
        partner_id=vendor.id,
        ref=f"F-{price}",
        invoice_date=day,
        accounting_date=day,
        lines=(line,),
    )
    return await workspace.invoicing.create(draft)


def question(window):
    return next((each for each in window.findChildren(Approval) if each.isVisible()), None)


async def opened(window, document):
    window.open_document(document.header.id)
    page = window.document_page
    await until(lambda: page.document is not None and page.form is not None and tasks.is_idle(), "the draft")
    return page


async def test_another_accounting_date_is_said_while_typing_and_waits_for_a_yes(window):
    page = await opened(window, await a_bill(window.workspace, MONTH_END))
    await until(lambda: page.form.remarks.remarks, "the remark")
    assert "Purchases are locked" in page.form.remarks.remarks[0].text
    page.document_actions.post.trigger()
    await until(lambda: question(window), "the question")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    await until(tasks.is_idle, "going back")
    assert page.document.header.state is State.DRAFT
    page.document_actions.post.trigger()
    await until(lambda: question(window), "the question again")
    question(window).yes.click()
    await until(lambda: page.document.header.state is State.POSTED, "posted")
    assert page.document.header.accounting_date > MONTH_END


async def test_nothing_is_asked_where_there_is_nothing_to_say(window):
    page = await opened(window, await a_bill(window.workspace, TODAY))
    page.document_actions.post.trigger()
    await until(lambda: page.document.header.state is State.POSTED, "posted")
    assert question(window) is None
    assert page.form is None


async def test_of_many_only_those_are_left_that_want_a_yes(window):
    locked = await a_bill(window.workspace, MONTH_END, 11)
    free = await a_bill(window.workspace, TODAY, 12)
    window.show_place(Book.VENDOR_BILLS)
    actions = window.page.actions_of_documents
    actions.set_documents([locked.header, free.header])
    actions.post.trigger()
    await until(lambda: "Posted 1 of 2" in window.statusBar().currentMessage(), "what was posted")
    assert "Purchases are locked" in window.statusBar().currentMessage()
    invoicing = window.workspace.invoicing
    assert (await invoicing.open(locked.header.id)).header.state is State.DRAFT
    assert (await invoicing.open(free.header.id)).header.state is State.POSTED


async def test_the_same_paper_again_is_said_while_typing_and_can_be_looked_at(window):
    bill = await a_bill(window.workspace, TODAY, 13)
    await window.workspace.invoicing.post(bill.header.id)
    page = await opened(window, await a_bill(window.workspace, TODAY, 14))
    page.form.header.ref.setFocus()
    QApplication.focusWidget().setText("f 13")
    page.form.header.ref.textEdited.emit("f 13")
    await until(lambda: any(each.document_id == bill.header.id for each in page.form.remarks.remarks), "the twin")
    page.form.remarks.look_at_first()
    await until(lambda: any(each.isVisible() for each in window.findChildren(Glance)), "the twin itself")
    next(each for each in window.findChildren(Glance) if each.isVisible()).close()


async def test_what_is_missing_is_pointed_at_before_it_is_posted(window):
    workspace = window.workspace
    line = DraftLine(name="Paper", price_unit=Decimal(10), tax_ids=())
    nobody = await workspace.invoicing.create(Draft(MoveType.VENDOR_BILL, invoice_date=TODAY, lines=(line,)))
    page = await opened(window, nobody)
    page.document_actions.post.trigger()
    await until(lambda: page.notice.isVisible() and tasks.is_idle(), "what is missing")
    assert "vendor" in page.notice.text().lower()
    assert QApplication.focusWidget() is page.form.header.partner
    assert page.document.header.state is State.DRAFT


async def test_another_total_than_the_papers_waits_for_a_yes(window):
    page = await opened(window, await a_bill(window.workspace, TODAY, 15))
    page.form.set_control_total(Decimal("15.01"))
    page.document_actions.post.trigger()
    await until(lambda: question(window), "the question")
    assert any("paper" in each.text for each in question(window).findChild(Remarks).remarks)
    question(window).reject()
    await until(tasks.is_idle, "going back")
    assert page.document.header.state is State.DRAFT
    page.form.set_control_total(Decimal(15))
    page.document_actions.post.trigger()
    await until(lambda: page.document.header.state is State.POSTED, "posted")
