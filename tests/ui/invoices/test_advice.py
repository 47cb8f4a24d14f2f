"""The vendor's last bill while the next one is typed: shown as such, taken with one key, never over what somebody typed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day
ENTER, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


class Bills:
    def __init__(self, page, vendor, paper, freight, tax):
        self.page, self.vendor, self.paper, self.freight, self.tax = page, vendor, paper, freight, tax

    @property
    def lines(self):
        return self.page.form.lines

    def cell(self, row, name, role=Qt.ItemDataRole.DisplayRole):
        return self.lines.data(self.lines.index(row, self.lines.column_of(name)), role)

    def is_italic(self, row, name):
        font = self.cell(row, name, Qt.ItemDataRole.FontRole)
        return font is not None and font.italic()

    async def begin(self):
        """A bill of the vendor, with the keyboard in the lines."""
        header = self.page.form.header
        keys("Paper Mill")
        await until(lambda: header.partner.suggestions, "the vendor")
        keys(ENTER)
        await until(lambda: header.partner.choice() and tasks.is_idle(), "what was learnt")
        self.page.form.grid.begin()


@pytest.fixture
async def bills(demo_server, qtbot, tmp_path):
    server = demo_server(version=19)
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    vendor = server.do("res.partner", "create", {"name": "Paper Mill", "is_company": True})
    paper, freight = [each for each in await workspace.lookups.find_accounts("6", 50) if each.code.startswith("6")][:2]
    tax = next(each for each in await workspace.lookups.taxes() if each.use == "purchase")
    lines = tuple(
        DraftLine(name=name, quantity=Decimal(2), price_unit=Decimal(price), account_id=account.id, tax_ids=(tax.id,))
        for name, price, account in (("Paper", 5, paper), ("Toner", 89, paper), ("Freight", 12, freight))
    )
    for days, part in ((40, lines[:1]), (10, lines)):
        made = await workspace.invoicing.create(
            Draft(
                MoveType.VENDOR_BILL,
                partner_id=vendor,
                invoice_date=TODAY - timedelta(days=days),
                ref=f"F-{days}",
                lines=part,
            )
        )
        await workspace.invoicing.post(made.header.id)
    window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.activateWindow()
    window.new_document(MoveType.VENDOR_BILL)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    yield Bills(window.document_page, vendor, paper, freight, tax)
    await tasks.finish_all()
    await workspace.close()


def keys(*typed, held=Qt.KeyboardModifier.NoModifier):
    for each in typed:
        for key in (each,) if isinstance(each, Qt.Key) else each:
            QTest.keyClick(QApplication.focusWidget(), key, held)


async def test_where_all_bills_agree_account_and_taxes_are_filled_in_and_look_like_it(bills):
    await bills.begin()
    keys("Paper", TAB)
    line = bills.lines.line(0)
    assert (line.draft.account_id, line.draft.tax_ids) == (bills.paper.id, (bills.tax.id,))
    assert bills.is_italic(0, "account_id")
    assert bills.is_italic(0, "tax_ids")
    assert "as last time" in bills.cell(0, "account_id", Qt.ItemDataRole.AccessibleTextRole)
    assert line.draft.price_unit is None


async def test_what_was_filled_in_can_be_undone(bills):
    await bills.begin()
    keys("Paper", TAB)
    bills.page.form.history.undo()
    assert bills.lines.line(0).draft.account_id is None
    assert bills.lines.line(0).draft.name == ""


async def test_the_price_of_last_time_is_shown_lighter_and_taken_by_key(bills):
    await bills.begin()
    keys("Toner", TAB, TAB)
    assert bills.cell(0, "price_unit") == "89.00"
    assert bills.is_italic(0, "price_unit")
    assert bills.lines.line(0).draft.price_unit is None
    keys(Qt.Key.Key_Space, held=CONTROL)
    assert bills.lines.line(0).draft.price_unit == 89
    keys("90", ENTER)
    assert bills.lines.line(0).draft.price_unit == 90
    assert not bills.is_italic(0, "price_unit")


async def test_from_the_description_the_key_takes_all_that_is_suggested_for_the_line(bills):
    await bills.begin()
    keys("Freight")
    keys(Qt.Key.Key_Space, held=CONTROL)
    line = bills.lines.line(0).draft
    assert (line.name, line.account_id, line.price_unit) == ("Freight", bills.freight.id, 12)


async def test_what_is_usual_but_not_always_so_is_only_shown(bills):
    await bills.begin()
    keys("Folders", TAB)
    assert bills.lines.line(0).draft.account_id is None
    assert bills.paper.name in bills.cell(0, "account_id")
    assert bills.is_italic(0, "account_id")
    assert bills.lines.draft_lines()[0].account_id is None


async def test_nothing_that_was_chosen_or_cleared_is_filled_over(bills):
    await bills.begin()
    keys("Paper", TAB)
    line = bills.lines.line(0)
    bills.lines.set_record(line, "account_id", None)
    bills.lines.set_text(line, "Freight")
    assert line.draft.account_id is None
    assert bills.cell(0, "account_id") == ""


async def test_the_lines_of_the_last_bill_are_taken_with_one_key_and_only_prices_typed(bills):
    await bills.begin()
    assert "F-10" in bills.page.form.advice.label.text()
    assert "3 lines" in bills.page.form.advice.label.text()
    keys(Qt.Key.Key_Space, held=CONTROL | SHIFT)
    assert [line.price_unit for line in bills.lines.draft_lines()] == [5, 89, 12]
    keys("5.5", DOWN, "90", DOWN, "13", ENTER)
    lines = bills.lines.draft_lines()
    assert [(line.name, line.quantity, line.price_unit, line.account_id, line.tax_ids, line.id) for line in lines] == [
        ("Paper", 2, Decimal("5.5"), bills.paper.id, (bills.tax.id,), None),
        ("Toner", 2, 90, bills.paper.id, (bills.tax.id,), None),
        ("Freight", 2, 13, bills.freight.id, (bills.tax.id,), None),
    ]
    bills.page.save_action.trigger()
    await until(lambda: bills.page.document is not None and tasks.is_idle(), "saved")
    assert len(bills.page.document.lines) == 3


async def test_lines_that_are_there_are_never_replaced(bills):
    await bills.begin()
    keys("Folders", TAB)
    keys(Qt.Key.Key_Space, held=CONTROL | SHIFT)
    assert [line.name for line in bills.lines.draft_lines()] == ["Folders"]


async def test_another_partner_has_other_bills(bills):
    await bills.begin()
    bills.page.form.header.partner.set_choice(None)
    bills.page.form.header.changed.emit()
    assert not bills.page.form.advice.label.text()
    bills.lines.set_text(bills.lines.line(0), "Paper")
    assert bills.lines.line(0).draft.account_id is None
