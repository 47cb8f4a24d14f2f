"""A block from a spreadsheet becomes lines, after a look at them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.pasting import Meaning
from odoo_desk.errors import InvalidInput
from odoo_desk.ui.invoices.paste import PasteDialog
from tests.ui.invoices.test_grid import Form, shown
from tests.ui.until import until

CONTROL, ENTER = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return


@pytest.fixture
def form(qtbot):
    return shown(qtbot, Form())


async def pasted(form, text):
    QApplication.clipboard().setText(text)
    form.keys(Qt.Key.Key_V, held=CONTROL)
    dialog = next((each for each in form.grid.findChildren(PasteDialog) if each.isVisible()), None)
    if dialog:
        await until(lambda: dialog.isActiveWindow() and QApplication.focusWidget(), "the preview")
    return dialog


async def taken(form):
    form.keys(ENTER)
    form.activateWindow()  # which a window manager does
    await until(lambda: QApplication.focusWidget() is form.grid, "the lines have the keyboard again")


async def test_good_lines_are_taken_with_one_enter(form):
    await pasted(
        form,
        "Product\tDescription\tQty\tPrice\tTaxes\nTN\tToner black\t2\t89.00\t15\nPaper\tA4\t10\t4.50\t5%\nTotal\t\t\t223\t",
    )
    told = []
    form.model.edited.connect(lambda: told.append(1))
    await taken(form)
    assert len(told) == 1
    await form.settled()
    assert [
        (line.product_id, line.name, line.quantity, line.price_unit, line.tax_ids) for line in form.model.draft_lines()
    ] == [(3, "Toner black", 2, 89, (1,)), (1, "A4", 10, Decimal("4.5"), (2,))]


async def test_what_does_not_fit_is_explained_and_comes_in_as_it_is(form):
    dialog = await pasted(form, "Description\tQty\tPrice\tAccount\nPaper\t1\t1,234\t400000\nToner\tmany\t5\t999")
    await until(lambda: "999" in dialog.told.text(), "the account looked up")
    assert "two ways" in dialog.told.text()
    assert "many" in dialog.told.text()
    assert dialog.table.item(1, 2).text() == "! 1,234"
    form.keys(ENTER)
    first, second = form.model.line(0), form.model.line(1)
    assert (first.draft.account_id, first.pending, second.draft.price_unit) == (4, {"price_unit": "1,234"}, 5)
    assert second.pending == {"quantity": "many", "account_id": "999"}
    with pytest.raises(InvalidInput, match="two ways"):
        form.model.draft_lines()


async def test_a_column_is_given_another_meaning_by_keyboard(form):
    dialog = await pasted(form, "Paper\t4\t10\nToner\t5\t2")
    assert [dialog.table.cellWidget(0, each).currentText() for each in range(3)] == ["Description", "Quantity", "Price"]
    form.keys(Qt.Key.Key_Tab, "P", Qt.Key.Key_Down)
    dialog.set_meaning(1, Meaning.PRICE)
    assert dialog.table.cellWidget(0, 2).currentText() == "Leave out"
    QTest.keyClick(dialog.table.cellWidget(0, 2), Qt.Key.Key_Q)
    form.keys(ENTER)
    assert [(line.quantity, line.price_unit) for line in form.model.draft_lines()] == [(10, 4), (2, 5)]


async def test_our_own_copy_comes_back_as_it_was(form):
    await pasted(form, "=1+2\t1\t5\nPens\t3\t7.25")
    await taken(form)
    before = form.model.draft_lines()
    form.keys(Qt.Key.Key_A, held=CONTROL)
    form.keys(Qt.Key.Key_C, held=CONTROL)
    await pasted(form, QApplication.clipboard().text())
    await taken(form)
    assert sorted(line.name for line in form.model.draft_lines()) == ["=1+2", "=1+2", "Pens", "Pens"]
    assert set(before) == set(form.model.draft_lines())


async def test_one_cell_is_typed_where_the_keyboard_is(form):
    form.grid.go_to(0, "name")
    assert await pasted(form, "Paper, white") is None
    form.keys(ENTER)
    assert [line.name for line in form.model.draft_lines()] == ["Paper, white"]


async def test_cancel_changes_nothing(form):
    await pasted(form, "Paper\t4\nToner\t5")
    form.keys(Qt.Key.Key_Escape)
    assert not form.model.has_content
