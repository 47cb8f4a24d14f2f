"""The lines grid by keyboard alone."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import DraftLine, LineKind, MoveType, Tax, TaxArithmetic
from odoo_desk.errors import InvalidInput, NotSent
from odoo_desk.ui.fields.providers import tax_choice
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.grid import LinesGrid
from odoo_desk.ui.invoices.line import Line
from odoo_desk.ui.invoices.lines_model import LinesModel

EURO = Currency(1, "EUR", "€", Decimal("0.01"), 2)
VAT_15 = Tax(1, "15%", "sale", "percent", Decimal(15), False, False, (), 1)
VAT_5 = Tax(2, "5%", "sale", "percent", Decimal(5), False, False, (), 2)
PAPER, PAPERCLIPS, TONER = Choice(1, "Paper"), Choice(2, "Paperclips"), Choice(3, "Toner", code="TN")
SALES = Choice(4, "400000 Sales", code="400000")
PARTNER = Choice(5, "Azure Interior")


def among(*choices):
    async def find(typed):
        return [choice for choice in choices if typed.casefold() in f"{choice.text} {choice.code}".casefold()]

    return find


async def offer(product_id):
    return {
        1: DraftLine(product_id=1, name="Paper A4", price_unit=Decimal("4.50"), tax_ids=(1,)),
        2: DraftLine(product_id=2, name="Clips", price_unit=Decimal(1), tax_ids=(1,)),
        3: DraftLine(product_id=3, name="Toner black", price_unit=Decimal(89), tax_ids=(1, 2)),
    }[product_id]


class Form(QWidget):
    """The grid between two other fields, as in the page."""

    def __init__(self, move_type=MoveType.CUSTOMER_INVOICE, products=None):
        super().__init__()
        self.model = LinesModel(move_type, EURO, TaxArithmetic(), self)
        self.model.set_taxes({1: VAT_15, 2: VAT_5})
        providers = {
            "product_id": products or among(PAPER, PAPERCLIPS, TONER),
            "account_id": among(SALES),
            "partner_id": among(PARTNER),
        }
        self.before = QLineEdit(self)
        self.grid = LinesGrid(self.model, providers, offer, self)
        self.after = QLineEdit(self)
        self.grid.set_taxes([tax_choice(VAT_15), tax_choice(VAT_5)])
        layout = QVBoxLayout(self)
        for widget in (self.before, self.grid, self.after):
            layout.addWidget(widget)
        self.resize(900, 400)

    def keys(self, *keys, held=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            for each in key if isinstance(key, str) else [key]:
                QTest.keyClick(QApplication.focusWidget(), each, held)

    async def settled(self):
        await asyncio.sleep(0)
        await self.grid.settle()
        for _turn in range(4):
            await asyncio.sleep(0)

    @property
    def at(self):
        index = self.grid.currentIndex()
        return index.row(), self.model.columns[index.column()].field


@pytest.fixture
def form(qtbot):
    return shown(qtbot, Form())


def shown(qtbot, form):
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    qtbot.waitActive(form)
    QApplication.processEvents()
    form.grid.go_to(0)
    assert QApplication.focusWidget() is form.grid
    return form


TAB, ENTER, UP, DOWN, LEFT = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Return,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
)


async def test_a_line_is_written_with_tab_and_the_last_cell_opens_the_next(form):
    form.keys(TAB, TAB, "Freight", TAB, "2", TAB, "12,5", TAB, TAB, "15", TAB)
    assert form.at == (1, "name")
    (line,) = form.model.draft_lines()
    assert (line.name, line.quantity, line.price_unit, line.tax_ids) == ("Freight", 2, Decimal("12.5"), (1,))
    assert form.model.index(0, 7).data() == "25.00"


async def test_enter_goes_to_what_every_paper_says_and_then_to_the_next_line(form):
    form.keys(ENTER, "Freight", ENTER, "2", ENTER, "12.5", ENTER)
    assert form.at == (0, "tax_ids")  # on the first line, while there are none: the next ones take them over
    form.keys("15", ENTER)
    assert form.at == (1, "name")
    form.keys("Toner", ENTER, ENTER, "89", ENTER)
    assert form.at == (2, "name")
    assert [(line.name, line.quantity, line.price_unit, line.tax_ids) for line in form.model.draft_lines()] == [
        ("Freight", 2, Decimal("12.5"), (1,)),
        ("Toner", 1, 89, (1,)),
    ]


async def test_up_and_down_go_on_in_the_column_with_what_was_typed(form):
    form.keys(ENTER, "Freight", ENTER, "2", ENTER, "12.5", ENTER, ENTER, "Toner", ENTER, ENTER, "89")
    form.keys(Qt.Key.Key_Up, "13", Qt.Key.Key_Down)
    assert form.at == (1, "price_unit")
    assert [line.price_unit for line in form.model.draft_lines()] == [13, 89]


async def test_an_empty_last_line_is_left_by_tab_and_never_sent(form):
    form.keys(TAB, TAB, "Freight", TAB, TAB, "5", TAB, TAB, TAB)
    assert form.at == (1, "name")
    form.keys(TAB)
    assert QApplication.focusWidget() is form.after
    assert len(form.model.draft_lines()) == 1


async def test_shift_tab_from_the_first_cell_goes_back_to_the_field_before(form):
    form.keys(Qt.Key.Key_Backtab, held=Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is form.before


async def test_choosing_a_product_fills_description_price_and_taxes(form):
    form.keys("toner", TAB)
    await form.settled()
    (line,) = form.model.draft_lines()
    assert (line.product_id, line.name, line.price_unit, line.tax_ids) == (3, "Toner black", 89, (1, 2))
    assert form.at == (0, "account_id")


async def test_a_price_typed_by_hand_is_kept_when_the_product_comes_later(form):
    form.keys(TAB, TAB, TAB, TAB, "70", TAB)
    form.grid.go_to(0, "product_id")
    form.keys("TN", TAB)
    await form.settled()
    (line,) = form.model.draft_lines()
    assert (line.name, line.price_unit) == ("Toner black", 70)


async def test_an_ambiguous_product_opens_the_list_and_is_never_guessed(form):
    form.keys("pap", ENTER)
    await form.settled()
    editor = QApplication.focusWidget()
    assert editor.is_list_open
    assert form.model.line(0).draft.product_id is None
    form.keys(DOWN, DOWN, ENTER)
    assert editor.choice() == PAPERCLIPS
    form.keys(ENTER)
    await form.settled()
    assert form.model.draft_lines()[0].name == "Clips"


async def test_an_ambiguous_product_that_is_left_stays_typed_and_cannot_be_saved(form):
    form.keys("pap", TAB)
    await form.settled()
    assert form.model.index(0, 0).data() == "pap"
    with pytest.raises(InvalidInput, match="several match") as refused:
        form.model.draft_lines()
    assert (refused.value.field, refused.value.line) == ("product_id", 0)
    form.grid.go_to(0, "product_id")
    form.keys("paper", TAB)
    await form.settled()
    assert form.model.draft_lines()[0].product_id == 1


async def test_a_search_that_fails_loses_nothing_that_was_typed(qtbot):
    async def unreachable(typed):
        raise NotSent("The server cannot be reached.")

    form = shown(qtbot, Form(products=unreachable))
    form.keys("toner", TAB)
    for _turn in range(4):
        await asyncio.sleep(0)
    assert form.model.index(0, 0).data() == "toner"
    assert "cannot be reached" in form.model.line(0).troubles["product_id"]


async def test_an_amount_that_cannot_be_read_stays_with_the_reason(form):
    form.keys(TAB, TAB, TAB, TAB, "1,234", TAB)
    assert form.model.index(0, 4).data() == "1,234"
    with pytest.raises(InvalidInput, match="two ways"):
        form.model.draft_lines()


async def test_lines_are_removed_duplicated_and_moved_by_key(form):
    form.keys(TAB, TAB, "One", TAB, TAB, "1", TAB, TAB, TAB, "Two", TAB, TAB, "2", TAB)

    def names():
        return [line.name for line in form.model.draft_lines()]

    assert names() == ["One", "Two"]
    form.grid.go_to(1, "name")
    form.keys(UP, held=Qt.KeyboardModifier.AltModifier)
    assert names() == ["Two", "One"]
    form.keys(Qt.Key.Key_D, held=Qt.KeyboardModifier.ControlModifier)
    assert names() == ["Two", "Two", "One"]
    form.keys(Qt.Key.Key_Delete, held=Qt.KeyboardModifier.ControlModifier)
    assert names() == ["Two", "One"]
    form.keys(DOWN, DOWN, held=Qt.KeyboardModifier.AltModifier)
    assert names() == ["Two", "One"]
    assert form.model.line(form.model.rowCount() - 1).is_blank


async def test_a_section_is_one_wide_cell(form):
    form.keys(TAB, TAB, "One", TAB)
    form.grid.add(LineKind.SECTION)
    form.keys("Travel", ENTER)
    section = next(line for line in form.model.draft_lines() if line.kind is LineKind.SECTION)
    assert section.name == "Travel"
    assert form.grid.columnSpan(1, 0) == form.model.columnCount()


async def test_the_cell_above_is_copied(form):
    form.keys(TAB, TAB, "One", TAB)
    form.grid.go_to(1, "name")
    form.keys(Qt.Key.Key_Apostrophe, held=Qt.KeyboardModifier.ControlModifier)
    assert [line.name for line in form.model.draft_lines()] == ["One", "One"]


async def test_escape_leaves_the_cell_as_it_was(form):
    form.keys(TAB, TAB, "One", Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is form.grid
    assert not form.model.has_content


async def test_several_taxes_are_typed_or_ticked(form):
    form.grid.go_to(0, "tax_ids")
    form.keys("15; 5%", TAB)
    assert form.model.line(0).draft.tax_ids == (1, 2)
    form.grid.go_to(0, "tax_ids")
    form.keys(Qt.Key.Key_F4, DOWN, ENTER, ENTER)
    assert form.model.line(0).draft.tax_ids == (2,)


async def test_an_entry_has_debit_or_credit_and_shows_what_is_missing(qtbot):
    form = shown(qtbot, Form(MoveType.JOURNAL_ENTRY))
    form.keys("400000", TAB, TAB, "Rent", TAB, "100", TAB, TAB)
    await form.settled()
    form.keys("sales", TAB, TAB, TAB, TAB, "60", TAB)
    await form.settled()
    first, second = form.model.draft_lines()
    assert (first.account_id, first.debit, first.credit) == (4, 100, 0)
    assert (second.debit, second.credit) == (0, 60)
    assert form.model.balance == 40
    form.grid.go_to(0, "credit")
    form.keys("7", TAB)
    assert (form.model.line(0).draft.debit, form.model.line(0).draft.credit) == (0, 7)


# --- Enter, several lines, copies -------------------------------------------------------------------------------------

SHIFT, CONTROL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def with_lines(form, *names):
    form.model.restore([Line(DraftLine(name=name, price_unit=Decimal(5), tax_ids=())) for name in names])
    form.grid.go_to(0, "name")


def names(form):
    return [line.name for line in form.model.draft_lines()]


async def test_enter_goes_down_or_to_the_next_line_as_the_user_sets(form):
    with_lines(form, "Paper", "Toner")
    form.grid.enter_goes = "down"
    form.grid.go_to(0, "quantity")
    form.keys("3", ENTER)
    assert form.at == (1, "quantity")
    form.grid.enter_goes = "next"
    form.keys("4", ENTER)
    assert form.at == (2, "name")
    assert [line.quantity for line in form.model.draft_lines()] == [3, 4]


@pytest.mark.parametrize("goes", ["right", "down", "next"])
async def test_enter_on_the_empty_last_line_leaves_the_lines(form, goes):
    with_lines(form, "Paper")
    form.grid.enter_goes = goes
    form.grid.go_to_line(99)
    form.keys(ENTER)
    assert QApplication.focusWidget() is form.after


async def test_escape_takes_back_what_is_typed_in_a_cell(form):
    with_lines(form, "Paper")
    form.keys("Something", Qt.Key.Key_Escape)
    assert names(form) == ["Paper"]
    assert QApplication.focusWidget() is form.grid


async def test_several_lines_are_deleted_in_one_step(form, qtbot):
    with_lines(form, "a", "b", "c", "d")
    form.keys(DOWN)
    form.keys(DOWN, held=SHIFT)
    told = []
    form.model.edited.connect(lambda: told.append(1))
    form.keys(Qt.Key.Key_Delete, held=CONTROL)
    assert (names(form), form.at, len(told)) == (["a", "d"], (1, "name"), 1)


async def test_several_lines_are_duplicated_and_moved_and_stay_selected(form):
    with_lines(form, "a", "b", "c")
    form.keys(DOWN, held=SHIFT)
    form.keys(Qt.Key.Key_D, held=CONTROL)
    assert (names(form), form.grid.selected()) == (["a", "b", "a", "b", "c"], [2, 3])
    form.keys(DOWN, held=ALT)
    assert (names(form), form.grid.selected()) == (["a", "b", "c", "a", "b"], [3, 4])
    form.keys(DOWN, held=ALT)  # the empty line stays last
    assert names(form) == ["a", "b", "c", "a", "b"]


async def test_the_first_cell_of_the_selection_is_filled_down_in_one_step(form):
    with_lines(form, "a", "b", "c")
    form.grid.go_to(0, "price_unit")
    form.keys("7,5", ENTER)
    form.grid.go_to(0, "price_unit")
    form.keys(Qt.Key.Key_A, held=CONTROL)
    told = []
    form.model.edited.connect(lambda: told.append(1))
    form.keys(Qt.Key.Key_D, held=CONTROL | SHIFT)
    assert [line.price_unit for line in form.model.draft_lines()] == [Decimal("7.5")] * 3
    assert len(told) == 1


async def test_escape_ends_the_selection_and_so_does_moving_on(form):
    with_lines(form, "a", "b", "c")
    form.keys(Qt.Key.Key_A, held=CONTROL)
    assert form.grid.selected() == [0, 1, 2]
    form.keys(Qt.Key.Key_Escape)
    assert form.grid.selected() == [0]
    form.keys(DOWN, held=SHIFT)
    form.keys(DOWN)
    assert form.grid.selected() == [2]


async def test_copied_lines_have_a_heading_and_no_formulas(form):
    with_lines(form, "=1+2", "Paper & pens")
    form.keys(Qt.Key.Key_A, held=CONTROL)
    form.keys(Qt.Key.Key_C, held=CONTROL)
    data = QApplication.clipboard().mimeData()
    assert data.text().splitlines() == [
        "Product\tAccount\tDescription\tQuantity\tPrice\tDisc. %\tTaxes\tAmount",
        "\t\t'=1+2\t1\t5.00\t\t\t5.00",
        "\t\tPaper & pens\t1\t5.00\t\t\t5.00",
    ]
    assert "<td>Paper &amp; pens</td>" in data.html()


async def test_what_is_being_typed_outlives_an_answer_about_its_line(form):
    form.keys(ENTER, "Freight", ENTER, "2")
    form.model.set_trouble(0, "price_unit", "A late remark")
    form.keys("5", ENTER)
    assert form.model.draft_lines()[0].quantity == 25
