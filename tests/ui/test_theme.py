"""What the user sets is there at once, in every table and field that is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QWidget

from odoo_desk.settings import Preferences
from odoo_desk.ui import theme
from odoo_desk.ui.preferences import PreferencesDialog
from odoo_desk.ui.scheme import DENSITIES
from odoo_desk.ui.tables.view import BookView
from tests.ui.until import until


@pytest.fixture(autouse=True)
def comfortable_again(qapp):
    theme.apply("light")
    yield
    theme.apply("light")


def test_a_density_is_there_at_once(qtbot):
    whole = QWidget()
    qtbot.addWidget(whole)
    view, field = BookView(whole), QLineEdit(whole)
    before = field.sizeHint().height()
    theme.apply("light", "compact")
    assert view.verticalHeader().defaultSectionSize() == DENSITIES["compact"].row
    assert field.sizeHint().height() < before


def test_a_density_that_nobody_knows_is_the_comfortable_one(qapp):
    theme.apply("light", "spacious")
    assert theme.density() == DENSITIES["comfortable"]


def test_a_scale_is_of_the_font_that_the_system_sets(qtbot):
    label = QLineEdit()
    qtbot.addWidget(label)
    size = label.font().pointSizeF()
    theme.FIGURE.on(label)
    assert (label.font().pointSizeF(), label.font().bold()) == (pytest.approx(size * 1.6), True)


async def test_the_keyboard_begins_in_the_first_field_and_the_buttons_come_last(qtbot):
    dialog = PreferencesDialog(Preferences())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    await until(dialog.isActiveWindow, "the dialog")
    order = []
    for _ in range(6):
        order.append(dialog.focusWidget())
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert order[:4] == [dialog.theme, dialog.density, dialog.enter_goes, dialog.lock_after]
    assert set(order[4:]) == set(dialog.findChild(QDialogButtonBox).buttons())
