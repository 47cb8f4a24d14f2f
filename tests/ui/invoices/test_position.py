"""The fiscal position, picked in the header: the lines of products follow, and one undo takes it back."""

from __future__ import annotations

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

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
async def invoice(demo_server, qtbot, tmp_path):
    server = demo_server(version=19)
    domain = [
        ["type_tax_use", "=", "sale"],
        ["amount_type", "=", "percent"],
        ["amount", ">", 0],
        ["company_id", "=", 1],
    ]
    tax = server.do("account.tax", "search", domain)[0]
    position = server.do("account.fiscal.position", "create", {"name": "Export", "company_id": 1})
    group = server.do("account.tax", "read", [tax], ["tax_group_id"])[0]["tax_group_id"][0]
    told = {"type_tax_use": "sale", "amount_type": "percent", "amount": 0.0, "tax_group_id": group}
    replaces = {"fiscal_position_ids": [[6, 0, [position]]], "original_tax_ids": [[6, 0, [tax]]]}
    server.do("account.tax", "create", {"name": "Export 0%", **told, **replaces})
    server.do("product.product", "create", {"name": "Lighthouse", "lst_price": 10.0, "taxes_id": [[6, 0, [tax]]]})
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.activateWindow()
    window.new_document(MoveType.CUSTOMER_INVOICE)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    yield window.document_page.form
    await tasks.finish_all()
    await workspace.close()


def keys(*typed, held=Qt.KeyboardModifier.NoModifier):
    for each in typed:
        for key in (each,) if isinstance(each, Qt.Key) else each:
            QTest.keyClick(QApplication.focusWidget(), key, held)


def taxes(form, row):
    return [choice.text for choice in form.lines.line(row).taxes]


async def with_lines(form):
    """One of a product, one that was typed."""
    form.grid.go_to(0, "product_id")
    keys("Lighthouse", TAB)
    await until(lambda: taxes(form, 0), "what the product brings")
    form.grid.go_to(1, "name")
    keys("Postage", TAB)
    return taxes(form, 0), taxes(form, 1)


async def pick(form, name):
    form.header.fiscal_position.setFocus()
    form.header.fiscal_position.selectAll()
    keys(name, ENTER)
    await until(tasks.is_idle, "what becomes of the lines")


async def test_lines_of_products_follow_and_it_is_said(invoice):
    of_product, by_hand = await with_lines(invoice)
    await pick(invoice, "Exp")
    assert invoice.so_far().fiscal_position_id
    assert taxes(invoice, 0) == ["Export 0%"]
    assert taxes(invoice, 1) == by_hand
    assert any("changed the taxes of 1 line" in each.text for each in invoice.remarks.remarks)
    invoice.grid.go_to(2, "product_id")
    keys("Lighthouse", TAB)
    await until(lambda: invoice.lines.line(2).draft.name == "Lighthouse", "the product")
    assert taxes(invoice, 2) == ["Export 0%"]
    await pick(invoice, "None")
    assert invoice.so_far().fiscal_position_id == 0
    assert taxes(invoice, 0) == of_product


async def test_one_undo_takes_back_the_position_and_what_it_changed(invoice):
    of_product, _ = await with_lines(invoice)
    await pick(invoice, "Exp")
    invoice.history.undo()
    assert invoice.so_far().fiscal_position_id is None
    assert taxes(invoice, 0) == of_product
    assert not any("changed the taxes" in each.text for each in invoice.remarks.remarks)


async def test_no_field_where_there_are_none(demo_server, qtbot, tmp_path):
    server = demo_server(version=19)
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.show()
    window.new_document(MoveType.CUSTOMER_INVOICE)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    header = window.document_page.form.header
    assert not header.fiscal_position.isVisibleTo(header)
    await tasks.finish_all()
    await workspace.close()
