"""Type-ahead: the latest answer wins, the focus stays, and an ambiguous text never picks a record."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from odoo_desk.accounting.finding import Card, Index
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
    box.setFocus()
    box.selectAll()
    keys(box, "ale", ENTER)
    assert told == [1]
    box.set_value(7, "Old journal (archived)")
    assert (box.value(), box.currentText()) == (7, "Old journal (archived)")


# --- answers out of memory --------------------------------------------------------------------------------------------


class Memory(Server):
    """Knows some records at once; the server answers when it is told to."""

    def __init__(self, *cards):
        super().__init__()
        self.index = Index(cards)

    async def __call__(self, typed):
        return await self.find(typed)

    def now(self, typed):
        return [
            Choice(hit.card.id, hit.card.name, code=hit.card.code, is_meant=hit.is_meant, is_guess=hit.is_guess)
            for hit in self.index.find(typed, 20)
        ]


@pytest.fixture
def memory(field):
    memory = Memory(
        Card(1, "Azure Interior", "AZ1"),
        Card(4, "Ready Mat"),
        Card(5, "Deco Addict"),
        Card(6, "Deco Furniture"),
        Card(2, "Azure Interior, Brandon Freeman", company_id=1),
    )
    field._provider = memory
    return memory


async def test_the_list_is_there_in_the_same_key_press(field, memory):
    keys(field, "az")
    assert field.is_list_open
    assert [choice.id for choice in field.suggestions] == [1, 2]
    assert not memory.asked


@pytest.mark.parametrize("then", [ENTER, TAB])
async def test_a_company_is_taken_by_three_letters_though_its_contacts_begin_so_too(field, memory, then):
    keys(field, "azu", then)
    assert (field.choice().id, field.text()) == (1, "Azure Interior")


async def test_an_ambiguous_text_opens_the_list_on_enter_and_stays_open_on_tab(field, memory):
    keys(field, "deco", ENTER)
    assert field.is_list_open
    assert "several match" in field.complaint
    keys(field, TAB)
    assert (field.text(), field.choice()) == ("deco", None)
    assert "several match" in field.complaint


@pytest.mark.parametrize("then", [ENTER, TAB])
async def test_a_slip_is_forgiven_but_not_taken(field, memory, then):
    keys(field, "raedy", then)
    await memory.answer("raedy")
    assert field.choice() is None
    assert field.complaint


async def test_a_similar_one_is_taken_when_it_is_pointed_at(field, memory):
    keys(field, "raedy", DOWN, ENTER)
    assert field.choice() == Choice(4, "Ready Mat")
    assert not field.choice().is_guess


async def test_what_the_server_has_besides_is_put_behind_and_the_row_stays(field, memory):
    keys(field, "deco", DOWN, DOWN)
    await memory.answer("deco", Choice(5, "Deco Addict"), Choice(6, "Deco Furniture"), Choice(9, "New Deco"))
    assert [choice.id for choice in field.suggestions] == [5, 6, 9]
    assert QApplication.focusWidget() is field
    keys(field, ENTER)
    assert field.choice().id == 6


async def test_a_late_answer_changes_nothing_that_was_chosen_meanwhile(field, memory):
    keys(field, "deco")
    await memory.wait_for("deco")
    keys(field, DOWN, ENTER)
    assert memory.asked["deco"].cancelled()
    await turns()
    assert field.choice().id == 5


async def test_typing_on_forgets_the_row_that_was_pointed_at(field, memory):
    keys(field, "deco", DOWN, " ", ENTER)
    assert field.choice() is None
    assert field.is_list_open


async def test_what_nobody_here_knows_is_looked_up_before_it_is_said_to_be_unknown(field, memory):
    keys(field, "zebra", ENTER)
    assert not field.complaint
    await memory.answer("zebra", Choice(12, "Zebra"))
    assert field.choice().id == 12


async def test_a_server_that_cannot_be_reached_takes_nothing_away_from_what_is_known(field, memory):
    keys(field, "deco")
    await memory.fail("deco", NotSent("The server cannot be reached."))
    assert field.is_list_open
    assert not field.complaint
    keys(field, DOWN, ENTER)
    assert field.choice().id == 5


async def test_saving_waits_for_nobody_when_it_is_known_what_is_meant(field, memory):
    keys(field, "azu")
    await field.settle()
    assert field.choice().id == 1
    assert not memory.asked


@pytest.fixture
def box(qtbot):
    form = QWidget()
    layout = QVBoxLayout(form)
    box = PickBox(form)
    form.next = QLineEdit(form)
    layout.addWidget(box)
    layout.addWidget(form.next)
    box.set_choices([(1, "Vendor Bills"), (2, "Vendor Bills abroad"), (3, "Bank")], {1: "BILL", 3: "BNK1"})
    box.set_value(1)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitActive(form)
    box.setFocus()
    box.selectAll()
    box.form = form  # keeps it alive
    return box


@pytest.mark.parametrize(
    ("typed", "found"), [("abr", 2), ("bnk", 3), ("bill", 1), ("vendor bills", 1), ("bills abr", 2)]
)
async def test_any_part_of_an_entry_finds_it(box, typed, found):
    keys(box, typed, TAB)
    assert box.value() == found


async def test_what_could_mean_several_opens_the_list_and_is_taken_back_when_the_field_is_left(box):
    keys(box, "vend", ENTER)
    assert box.is_list_open
    assert box.value() == 1
    with pytest.raises(InvalidInput):
        box.read()
    keys(box, TAB)
    assert (box.value(), box.text()) == (1, "Vendor Bills")
    assert "several match" in box.complaint


async def test_an_entry_that_has_to_be_chosen_cannot_be_emptied(box):
    keys(box, Qt.Key.Key_Delete, TAB)
    assert (box.value(), box.text()) == (1, "Vendor Bills")


async def test_the_whole_list_opens_by_key_and_by_a_click_on_its_arrow(box):
    keys(box, Qt.Key.Key_F4)
    assert [choice.id for choice in box.suggestions] == [1, 2, 3]
    keys(box, ESC)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 8, box.height() // 2))
    assert box.is_list_open
    keys(box, DOWN, DOWN, DOWN, ENTER)
    assert box.value() == 3


async def test_no_choice_is_an_entry_where_there_may_be_none(qtbot):
    box = PickBox(none="Due on a date")
    qtbot.addWidget(box)
    box.set_choices([(4, "30 days")])
    assert (box.value(), box.currentText()) == (None, "Due on a date")
    box.set_value(4)
    box.show()
    box.setFocus()
    box.selectAll()
    keys(box, "date", ENTER)
    assert box.value() is None


async def test_a_tax_is_found_by_its_rate_and_by_any_part_of_its_name(qtbot):
    german, reduced, half, fixed = (
        Choice(1, "Umsatzsteuer", code="19"),
        Choice(2, "Ermäßigt", code="7"),
        Choice(3, "Petrol", code="7.5"),
        Choice(4, "Eco fee", code=""),
    )
    field = SeveralEdit([german, reduced, half, fixed])
    qtbot.addWidget(field)
    for typed, found in (("19", german), ("7", reduced), ("7,5", half), ("ermass", reduced), ("fee", fixed)):
        field.setText(typed)
        assert field.read() == (found,), typed
    field.setText("19; 7.5")
    assert field.read() == (german, half)
    field.setText("umsatzstuer")
    with pytest.raises(InvalidInput, match="nothing is called so"):
        field.read()


async def test_two_taxes_of_one_rate_are_not_told_apart_by_it(qtbot):
    field = SeveralEdit([Choice(1, "15% services", code="15"), Choice(2, "15% goods", code="15")])
    qtbot.addWidget(field)
    field.setText("15")
    with pytest.raises(InvalidInput, match="several match"):
        field.read()


async def test_taxes_that_stay_as_they_are_are_no_change(qtbot):
    field, told = SeveralEdit([Choice(1, "15%", code="15")]), []
    qtbot.addWidget(field)
    field.chosen.connect(lambda: told.append(True))
    field.set_value([Choice(1, "15%")])
    assert field.finish()
    assert field.value() == (Choice(1, "15%"),)
    assert not told
