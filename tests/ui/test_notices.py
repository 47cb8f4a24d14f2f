"""What is said when something breaks in the program itself."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from odoo_desk.ui import notices


@pytest.fixture
def parent(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return parent


def boxes():
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]


def test_a_bug_opens_one_window_whose_report_can_be_copied(parent, expect_log):
    expect_log("odoo_desk.ui.notices", "a bug")
    for _ in range(3):
        notices.show_bug(parent, ValueError("“Azure Interior” owes 1,234.50"))
    [box] = boxes()
    assert "what you typed is still there" in box.informativeText()
    box.findChild(QPushButton, "copy_report").click()
    report = QGuiApplication.clipboard().text()
    assert "ValueError: “…” owes #" in report
    assert "Azure" not in report
    assert boxes() == [box]
    box.close()
