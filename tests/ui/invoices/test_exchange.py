"""The rate and what a bill comes to in the company's currency, under the totals while it is typed."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.records import MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
async def desk(demo_server, qtbot, tmp_path):
    server = demo_server(version=19)
    (dollar,) = server.do("res.currency", "search", [["name", "=", "USD"]])
    old = server.do("res.currency.rate", "search", [["currency_id", "=", dollar]])
    server.do("res.currency.rate", "unlink", old)
    server.do("res.currency.rate", "create", {"name": TODAY.isoformat(), "rate": 1.25, "currency_id": dollar})
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


async def in_dollars(page, day):
    form = page.form
    form.header.invoice_date.setFocus()
    keys(day, TAB)
    form.header.currency.setFocus()
    form.header.currency.selectAll()
    keys("USD", ENTER)
    form.grid.go_to(0, "name")
    keys("Rope", TAB)
    form.grid.go_to(0, "price_unit")
    keys("100", TAB)
    await until(lambda: form.exchange.isVisible() and "80" in form.exchange.texts[0], "what it comes to")
    return form.exchange.texts


async def test_the_rate_its_day_and_the_amount(desk):
    amount, rate, doubt = await in_dollars(desk, "t")
    assert amount.startswith("≈ 80.00")
    assert amount.endswith("in EUR")
    assert rate.startswith("1 USD = 0.8000 EUR, rate of ")
    assert not doubt


async def test_a_day_before_any_rate_is_said(desk):
    _, rate, doubt = await in_dollars(desk, "-40")
    assert "rate of" not in rate
    assert "There is no rate of" in doubt


async def test_an_old_rate_is_said(desk):
    _, _, doubt = await in_dollars(desk, "+43")
    assert "6 weeks older" in doubt


async def test_nothing_in_the_companys_own_currency(desk):
    await in_dollars(desk, "t")
    desk.form.header.currency.setFocus()
    desk.form.header.currency.selectAll()
    keys("EUR", ENTER)
    await until(lambda: not desk.form.exchange.isVisible(), "nothing to say")
