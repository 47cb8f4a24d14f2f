"""Columns as they were left, whatever columns there are by now."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QTableWidget

from odoo_desk.accounting.listing import Book
from odoo_desk.ui.books import layout
from odoo_desk.ui.tables.columns import columns_of
from tests.ui.tables.shelf import EUR, invoice

COLUMNS = columns_of(Book.CUSTOMER_INVOICES, EUR)


@pytest.fixture
def table(qtbot):
    made_here = []

    def table(columns):
        made = QTableWidget(0, len(columns))
        qtbot.addWidget(made)
        made_here.append(made)
        made.horizontalHeader().setSectionsMovable(True)
        return made.horizontalHeader()

    return table


def test_order_widths_and_choice_are_kept_though_columns_come_and_go(table, tmp_path):
    kept = QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    header = table(COLUMNS)
    assert not layout.restore(kept, "columns", header, COLUMNS)
    header.moveSection(header.visualIndex(2), 0)  # the customer first
    header.resizeSection(2, 333)
    header.setSectionHidden(3, True)
    layout.keep(kept, "columns", header, COLUMNS)
    kept.sync()
    later = COLUMNS[4:] + COLUMNS[:3]  # one is gone, and they are numbered otherwise
    header = table(later)
    assert layout.restore(QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat), "columns", header, later)
    keys = [column.key for column in later]
    assert keys[header.logicalIndex(0)] == COLUMNS[2].key
    assert header.sectionSize(keys.index(COLUMNS[2].key)) == 333
    shown = {keys[number] for number in range(len(keys)) if not header.isSectionHidden(number)}
    assert shown == {column.key for column in COLUMNS if column.shown} - {COLUMNS[3].key}


def test_the_invoice_list_offers_all_that_can_be_seen_without_opening_a_document():
    texts = {column.key: column.text(invoice(4)) for column in COLUMNS}
    assert len(texts) >= 22
    assert texts["amount_residual_signed"] == "4.00\u00a0€"
    assert texts["company"] == "Us"
    assert texts["written_at"].startswith("2026-1")
