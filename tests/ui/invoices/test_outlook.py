"""What is to be read of partner and product stands above the lines, without a connection too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.bare import Kind
from odoo_desk.accounting.records import MoveType, Product
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect, reopen
from tests.ui.until import until

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


@pytest.fixture
async def bill(demo_server, qtbot, tmp_path):
    """On a computer that has no connection, of a copy in which a vendor and a product have warnings."""
    server = demo_server(version=18)
    warned = {"invoice_warn": "block", "invoice_warn_msg": "Pays nobody at present"}
    server.do("res.partner", "create", {"name": "Paper Mill", "is_company": True, **warned})
    profile = Profile("test", server.url, server.database, "admin")
    workspace = await connect(profile, server.users["admin"].api_key)
    await workspace.sync_once()
    mirror = workspace._link.mirror
    first, *others = await mirror.records(Product)
    first = replace(first, name="Lighthouse", purchase_warning="Only by the hundred", sale_warning="Sold out")
    await mirror.put_range(Kind.PRODUCT, 0, 2**62, (first, *others))
    await workspace.close()
    workspace = await reopen(profile)
    window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.activateWindow()
    window.new_document(MoveType.VENDOR_BILL)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    yield window.document_page.form
    await tasks.finish_all()
    await workspace.close()


def keys(*typed):
    for each in typed:
        for key in (each,) if isinstance(each, Qt.Key) else each:
            QTest.keyClick(QApplication.focusWidget(), key)


async def test_warnings_are_shown_without_a_connection(bill):
    keys("Paper Mill")
    await until(lambda: bill.header.partner.suggestions, "the vendor")
    keys(ENTER)
    bill.grid.go_to(0, "product_id")
    keys("Lighthouse", TAB)
    await until(lambda: bill.lines.line(0).draft.name, "the product")

    def told():
        return {each.text: each.tone for each in bill.remarks.remarks}

    await until(lambda: "Lighthouse: Only by the hundred" in told(), "what is to be read of the product")
    assert told()["Pays nobody at present"] == "bad"
    assert not any("Sold out" in text for text in told())
