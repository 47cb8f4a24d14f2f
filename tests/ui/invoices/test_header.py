"""The header of a bill by keyboard alone: where Enter goes, what Esc takes back, and the total on the paper."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.records import MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
async def page(demo_server, qtbot, tmp_path):
    server = demo_server(version=19)
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.activateWindow()
    window.new_document(MoveType.VENDOR_BILL)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    yield window.document_page
    await tasks.finish_all()
    await workspace.close()


def keys(*typed):
    for each in typed:
        for key in (each,) if isinstance(each, Qt.Key) else each:
            QTest.keyClick(QApplication.focusWidget(), key)


def name_of_focus():
    return QApplication.focusWidget().objectName()


async def test_enter_goes_the_short_way_to_the_lines(page):
    (vendor, *_) = await page._workspace.lookups.find_partners("Western Sheet")
    keys(vendor.name)
    await until(lambda: page.form.header.partner.suggestions, "the vendor")
    keys(ENTER)
    assert name_of_focus() == "ref"
    keys("F-1", ENTER)
    assert name_of_focus() == "invoice_date_text"
    keys("-1", ENTER)
    assert name_of_focus() == "control_total_text"
    keys("12.5", ENTER)
    assert QApplication.focusWidget() is page.form.grid
    draft = page.form.so_far()
    assert (draft.partner_id, draft.ref, draft.invoice_date) == (vendor.id, "F-1", TODAY - timedelta(days=1))
    assert page.form.header.control_total.value() == Decimal("12.5")


async def test_enter_stays_where_something_cannot_be_read(page):
    page.form.header.invoice_date.setFocus()
    keys("31/31", ENTER)
    assert name_of_focus() == "invoice_date_text"
    assert page.form.header.invoice_date.complaint


@pytest.mark.parametrize(("field", "typed"), [("ref", "F-118"), ("invoice_date", "-7"), ("control_total", "99")])
async def test_escape_takes_back_what_was_typed_and_nothing_more(page, field, typed):
    left = []
    page.leave_requested.connect(lambda: left.append(True))
    page.form.header._fields[field].setFocus()
    keys(typed, ESCAPE)
    assert QApplication.focusWidget().text() == ""
    assert not page.is_dirty
    assert not left
    keys(ESCAPE)
    assert left


async def test_the_control_total_is_compared_with_the_lines(page):
    form = page.form
    remark = form.header.control_total._remark
    form.header.control_total.setFocus()
    keys("20", ENTER)
    keys("Paper", Qt.Key.Key_Tab, "2", Qt.Key.Key_Tab, "7.5", Qt.Key.Key_Tab)
    await until(lambda: "5.00" in remark.text() and "missing" in remark.text(), "what is missing")
    form.header.control_total.setFocus()
    keys("15", ENTER)
    assert "agrees" in remark.text()
    form.header.control_total.setFocus()
    keys("14.99", ENTER)
    assert "0.01" in remark.text()
    assert "too much" in remark.text()


async def test_a_few_cents_are_explained_above_the_lines(page):
    form = page.form
    form.header.control_total.setFocus()
    keys("3.37", ENTER)
    keys("Paper", Qt.Key.Key_Tab, "1.5", Qt.Key.Key_Tab, "2.25", Qt.Key.Key_Tab)
    await until(
        lambda: any("3.375 becomes 3.38" in each.text for each in form.remarks.remarks), "where the cent is from"
    )


async def test_the_control_total_outlives_saving_and_is_kept_with_what_was_typed(page):
    form = page.form
    form.header.control_total.setFocus()
    keys("20", ENTER)
    keys("Paper", Qt.Key.Key_Tab, "2", Qt.Key.Key_Tab, "7.5", Qt.Key.Key_Tab)
    assert form.typed().header.control_total == 20
    page.save_action.trigger()
    await until(lambda: page.document is not None and tasks.is_idle(), "saved")
    assert page.form.header.control_total.value() == 20
    assert not page.is_dirty


async def test_instalments_are_shown_under_the_totals(page):
    form = page.form
    terms = await page._workspace.lookups.terms()
    split = next(term for term in terms if len(term.lines) > 1)
    (vendor, *_) = await page._workspace.lookups.find_partners("Western Sheet")
    form.header.partner.set_choice(Choice(vendor.id, vendor.name))
    form.header.payment_term.set_value(split.id)
    form.grid.setFocus()
    keys("Paper", Qt.Key.Key_Tab, "2", Qt.Key.Key_Tab, "50", Qt.Key.Key_Tab)
    await until(lambda: len(form.instalments.rows) >= 2, "the instalments")
    assert all(text.startswith(("Due on", "Paid until")) for text, _ in form.instalments.rows)
