"""What a line is given to, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.records import MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

ENTER, TAB, F2, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_F2, Qt.Key.Key_Down
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Bill:
    def __init__(self, window, accounts):
        self.window, self.accounts = window, accounts
        self.form = window.document_page.form

    def keys(self, *typed, held=Qt.KeyboardModifier.NoModifier):
        for each in typed:
            for key in (each,) if isinstance(each, Qt.Key) else each:
                QTest.keyClick(QApplication.focusWidget(), key, held)

    def go(self, row):
        self.form.grid.go_to(row, "analytic")

    def given(self, row=0):
        return self.form.lines.line(row).draft.analytic

    def cell(self, row, role=Qt.ItemDataRole.DisplayRole):
        return self.form.lines.index(row, self.form.lines.column_of("analytic")).data(role)

    def share(self, name, percent=100):
        return AnalyticShare((self.accounts[name],), Decimal(percent))


@pytest.fixture
async def open_bill(demo_server, qtbot, tmp_path):
    opened = []

    async def open_bill(version=19, accounts=("Harbour", "Bridge"), login="admin"):
        server = demo_server(version=version)
        plan = {"plan_id": server.do("account.analytic.plan", "create", {"name": "Sites"})} if version >= 16 else {}
        made = {
            name: server.do("account.analytic.account", "create", {"name": name, "code": name[:2].upper(), **plan})
            for name in accounts
        }
        workspace = await connect(Profile("test", server.url, server.database, login), server.users[login].api_key)
        opened.append(workspace)
        window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        window.resize(1200, 800)
        window.show()
        window.activateWindow()
        window.new_document(MoveType.VENDOR_BILL)
        await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
        return Bill(window, made)

    yield open_bill
    await tasks.finish_all()
    for workspace in opened:
        await workspace.close()


async def test_a_code_gives_the_whole_line_and_percentages_divide_it(open_bill):
    bill = await open_bill()
    bill.form.grid.go_to(0, "name")
    bill.keys("Cement", TAB)
    bill.go(0)
    bill.keys("ha", TAB)
    assert bill.given() == (bill.share("Harbour"),)
    assert bill.cell(0) == "HA Harbour"
    bill.go(0)
    bill.keys("ha 60%, br 40%", TAB)
    assert bill.given() == (bill.share("Harbour", 60), bill.share("Bridge", 40))
    assert bill.cell(0) == "HA 60 %; BR 40 %"
    assert "BR Bridge 40 %" in bill.cell(0, Qt.ItemDataRole.ToolTipRole)
    bill.go(0)
    bill.keys(Qt.Key.Key_Delete)
    assert bill.given() == ()


async def test_the_list_completes_a_name(open_bill):
    bill = await open_bill()
    bill.form.grid.go_to(0, "name")
    bill.keys("Cement", TAB)
    bill.go(0)
    bill.keys("bri", DOWN, ENTER)
    assert QApplication.focusWidget().text() == "BR Bridge"
    bill.keys(" 25%; har", DOWN, ENTER, ENTER)
    assert bill.given() == (bill.share("Bridge", 25), bill.share("Harbour", 75))


async def test_what_cannot_be_is_said_and_stays_where_it_was_typed(open_bill):
    bill = await open_bill()
    bill.form.grid.go_to(0, "name")
    bill.keys("Cement", TAB)
    bill.go(0)
    bill.keys("ha 60%; br 60%", TAB)
    assert bill.cell(0) == "ha 60%; br 60%"
    assert "More than 100 %" in bill.form.lines.trouble_at(0, bill.form.lines.column_of("analytic"))
    bill.go(0)
    bill.keys(F2)
    QApplication.focusWidget().clear()
    bill.keys("ha", TAB)
    assert bill.given() == (bill.share("Harbour"),)
    assert not bill.form.lines.has_pending


async def test_it_is_copied_from_above_filled_down_undone_and_pasted(open_bill):
    bill = await open_bill()
    grid = bill.form.grid
    for row, name in enumerate(("Cement", "Sand", "Gravel")):
        grid.go_to(row, "name")
        bill.keys(name, TAB)
    bill.go(0)
    bill.keys("ha 60%; br", TAB)
    bill.go(1)
    bill.keys(Qt.Key.Key_Apostrophe, held=CONTROL)
    assert bill.given(1) == bill.given(0)
    bill.go(1)
    bill.keys(Qt.Key.Key_Down, held=SHIFT)
    bill.keys(Qt.Key.Key_D, held=CONTROL | SHIFT)
    assert bill.given(2) == bill.given(0)
    bill.form.history.undo()
    assert not bill.given(2)
    QGuiApplication.clipboard().setText("Description\tAnalytic\tPrice\nTar\tBridge\t5\nRope\tNowhere\t6\n")
    grid.paste()
    dialog = next(each for each in QApplication.topLevelWidgets() if each.objectName() == "paste")
    assert "Nowhere" in dialog.told.text()
    dialog.accept()
    rows = {bill.form.lines.line(row).draft.name: row for row in range(bill.form.lines.rowCount())}
    assert bill.given(rows["Tar"]) == (bill.share("Bridge"),)
    assert bill.cell(rows["Rope"]) == "Nowhere"


async def test_enter_does_not_stop_there(open_bill):
    bill = await open_bill()
    bill.form.grid.go_to(0, "name")
    bill.keys("Cement", ENTER, "2", ENTER, "5", ENTER)
    column = bill.form.lines.column_of("analytic")
    stops = [at for at in range(bill.form.lines.columnCount()) if bill.form.lines.is_by_enter(0, at)]
    assert column not in stops
    assert bill.form.lines.line(0).draft.price_unit == 5


async def test_14_gives_a_line_to_one(open_bill):
    bill = await open_bill(version=14)
    bill.form.grid.go_to(0, "name")
    bill.keys("Cement", TAB)
    bill.go(0)
    bill.keys("ha 60%; br", TAB)
    assert "one analytic account" in bill.form.lines.trouble_at(0, bill.form.lines.column_of("analytic"))


@pytest.mark.parametrize(("accounts", "login"), [((), "admin"), (("Harbour",), "readonly")])
async def test_no_column_where_there_are_none_or_the_user_has_nothing_to_do_with_them(open_bill, accounts, login):
    bill = await open_bill(accounts=accounts, login=login)
    assert bill.form is None or bill.form.lines.column_of("analytic") < 0


async def test_a_posted_document_shows_it(open_bill):
    bill = await open_bill()
    page, workspace = bill.window.document_page, bill.window.document_page._workspace
    (vendor, *_) = await workspace.lookups.find_partners("Western Sheet")
    bill.form.grid.go_to(0, "name")
    bill.keys("Cement", TAB)
    bill.go(0)
    bill.keys("ha 60%; br", TAB)
    bill.form.grid.go_to(0, "price_unit")
    bill.keys("5", TAB)
    saved = await workspace.invoicing.create(
        replace(bill.form.so_far(), partner_id=vendor.id, invoice_date=date.today())  # noqa: DTZ011
    )
    await workspace.invoicing.post(saved.header.id)
    page.open_document(saved.header.id)
    await until(lambda: page.posted is not None and tasks.is_idle(), "the posted document")
    table = page.posted.lines
    titles = [table.horizontalHeaderItem(at).text() for at in range(table.columnCount())]
    assert table.item(0, titles.index("Analytic")).text() == "HA Harbour 60 %; BR Bridge 40 %"
