"""Type-ahead: the latest answer wins, the focus stays, and an ambiguous text never picks a record."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from odoo_desk.errors import InvalidInput, NotSent
from odoo_desk.ui.fields.choice import PAUSE_MS, ChoiceEdit
from odoo_desk.ui.fields.pick import PickBox
from odoo_desk.ui.fields.several import SeveralEdit
from odoo_desk.ui.fields.suggestions import Choice
from tests.ui.until import until

AZURE = Choice(1, "Azure Interior", "Fremont", code="AZ1")
AZUL = Choice(2, "Azul Muebles", "Sevilla", code="AZ2")
READY = Choice(3, "Ready Mat")
ENTER, TAB, DOWN, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Escape


class Server:
    """Answers when it is told to, in any order."""

    def __init__(self):
        self.asked = {}

    async def find(self, typed):
        self.asked[typed] = asyncio.get_running_loop().create_future()
        return await self.asked[typed]

    async def answer(self, typed, *choices):
        await self.wait_for(typed)
        self.asked[typed].set_result(choices)
        await turns()

    async def fail(self, typed, problem):
        await self.wait_for(typed)
        self.asked[typed].set_exception(problem)
        await turns()

    async def wait_for(self, typed):
        await until(lambda: typed in self.asked, f"the question {typed!r}")


async def turns():
    for _turn in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def server():
    return Server()


@pytest.fixture
def field(qtbot, server):
    form = QWidget()
    layout = QVBoxLayout(form)
    field = ChoiceEdit(server.find, form)
    form.next = QLineEdit(form)
    layout.addWidget(field)
    layout.addWidget(form.next)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitActive(form)
    field.setFocus()
    field.form = form  # keeps it alive
    return field


def keys(field, *pressed):
    for each in pressed:
        QTest.keyClicks(field, each) if isinstance(each, str) else QTest.keyClick(field, each)


async def test_the_list_opens_while_typing_and_arrows_choose(field, server):
    keys(field, "az")
    await server.answer("az", AZURE, AZUL)
    assert field.is_list_open
    assert QApplication.focusWidget() is field
    keys(field, DOWN, DOWN, ENTER)
    assert field.choice() == AZUL
    assert (field.text(), field.is_list_open) == ("Azul Muebles", False)


async def test_enter_on_one_match_takes_it_even_before_the_answer_came(field, server):
    keys(field, "rea", ENTER)
    assert field.choice() is None
    await server.answer("rea", READY)
    assert field.choice() == READY


async def test_enter_on_several_matches_opens_the_list_and_picks_none(field, server):
    keys(field, "az", ENTER)
    await server.answer("az", AZURE, AZUL)
    assert field.choice() is None
    assert field.is_list_open
    assert "several match" in field.complaint


async def test_an_exact_name_or_code_is_enough(field, server):
    keys(field, "az2", ENTER)
    await server.answer("az2", AZURE, AZUL)
    assert field.choice() == AZUL


async def test_the_latest_answer_wins(field, server):
    keys(field, "az")
    await server.wait_for("az")
    keys(field, "ure")
    await server.answer("azure", AZURE)
    assert server.asked["az"].cancelled()
    assert [choice.id for choice in field.suggestions] == [1]


async def test_leaving_early_settles_it_later_without_moving_the_focus(field, server):
    keys(field, "rea", TAB)
    after = field.window().next
    assert QApplication.focusWidget() is after
    await server.answer("rea", READY)
    assert field.choice() == READY
    assert QApplication.focusWidget() is after


async def test_what_was_left_ambiguous_cannot_be_read(field, server):
    keys(field, "az", TAB)
    await server.answer("az", AZURE, AZUL)
    assert field.text() == "az"
    assert not field.is_list_open
    with pytest.raises(InvalidInput, match="nothing was chosen"):
        field.read()


async def test_escape_closes_the_list_then_takes_the_typing_back(field, server):
    field.set_choice(READY)
    field.selectAll()
    keys(field, "az")
    await server.answer("az", AZURE, AZUL)
    keys(field, ESC)
    assert not field.is_list_open
    keys(field, ESC)
    assert (field.text(), field.choice()) == ("Ready Mat", READY)


async def test_an_emptied_field_means_none(field):
    field.set_choice(READY)
    field.selectAll()
    keys(field, Qt.Key.Key_Delete, TAB)
    assert field.choice() is None
    assert field.read() is None


async def test_a_search_that_fails_is_said_and_the_text_kept(field, server):
    keys(field, "az")
    await server.fail("az", NotSent("The server cannot be reached."))
    assert field.text() == "az"
    assert "cannot be reached" in field.complaint


async def test_saving_waits_for_what_was_typed_quickly(field, server):
    keys(field, "rea")
    settled = asyncio.ensure_future(field.settle())
    await turns()
    await server.answer("rea", READY)
    await settled
    assert field.choice() == READY


async def test_an_archived_record_says_so(field):
    field.set_choice(Choice(9, "Old Partner", archived=True))
    assert field.text() == "Old Partner (archived)"
    assert field.read().id == 9


def test_the_pause_before_a_search_is_short():
    assert PAUSE_MS <= 200


async def test_several_taxes_are_read_by_name_and_refused_when_unclear(qtbot):
    fifteen, five, half = Choice(1, "15%"), Choice(2, "5%"), Choice(3, "5% reduced")
    field = SeveralEdit([fifteen, five, half])
    qtbot.addWidget(field)
    field.setText("15; 5%")
    assert field.read() == (fifteen, five)
    field.setText("redu")
    assert field.read() == (half,)
    field.setText("")
    assert field.read() == ()
    field.setText("5")
    with pytest.raises(InvalidInput, match="several match"):
        field.read()


async def test_a_short_list_tells_only_what_the_user_picks(qtbot):
    box, told = PickBox(none="None"), []
    qtbot.addWidget(box)
    box.picked.connect(lambda: told.append(box.value()))
    box.set_choices([(1, "Sales"), (2, "Purchases")])
    box.set_value(2)
    assert told == []
    box.show()
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert told == [1]
    box.set_value(7, "Old journal (archived)")
    assert (box.value(), box.currentText()) == (7, "Old journal (archived)")
