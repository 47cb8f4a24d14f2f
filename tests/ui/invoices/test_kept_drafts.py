"""What is typed is on the disk before it can be lost, and is there again with the keyboard where it was."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.page import DISCARD, KEEP
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.ui.outbox import OutboxDialog, OutboxStatus
from odoo_desk.workspace.connecting import connect, reopen
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day
TAB = Qt.Key.Key_Tab


@pytest.fixture
def server(demo_server):
    return demo_server(version=19)


@pytest.fixture
async def program(server, qtbot, tmp_path):
    """A function that starts the program (another time); what was kept by an earlier one is there."""
    opened = []

    async def start():
        workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
        window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        window.resize(1200, 800)
        window.show()
        window.activateWindow()
        opened.append(window)
        await until(tasks.is_idle, "rest")
        return window

    yield start
    for window in opened:
        await tasks.finish_all()
        await window.workspace.close()


async def ended(window):
    """As by a crash: nobody is asked, nothing more is written."""
    window.document_page.keeper._stop()
    window.close_at_once()
    await tasks.finish_all()
    await window.workspace.close()


def keys(*typed):
    """To whatever has the focus by then: the first letter opens a cell."""
    for each in typed:
        for key in (each,) if isinstance(each, Qt.Key) else each:
            QTest.keyClick(QApplication.focusWidget(), key)


async def started(window, move_type=MoveType.VENDOR_BILL):
    window.new_document(move_type)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the form")
    return window.document_page.form


async def is_kept(window, count=1):
    """After the pause in typing, so many drafts are on the disk: those."""
    await until(lambda: not window.document_page.keeper._pause.isActive() and tasks.is_idle(), "the pause")
    kept = await window.workspace.drafts.all()
    assert len(kept) == count
    return kept


def unsaved(window):
    return window.unsaved.text() if window.unsaved.isVisible() else ""


async def resumed(window):
    await until(window.unsaved.isVisible, "the note")
    window.unsaved.menu().actions()[0].trigger()
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the draft")
    return window.document_page.form


async def test_a_new_bill_is_there_again_after_a_crash_with_the_cursor_where_it_was(program):
    window = await program()
    form = await started(window)
    partner = (await window.workspace.lookups.find_partners("", 1))[0]
    form.header.partner.setFocus()
    keys(partner.name)
    await until(lambda: form.header.partner._found, "the partner")
    keys(TAB, "BILL-7")
    form.grid.setFocus()
    form.grid.go_to(0, "name")
    keys("Paper", TAB, TAB, "12,50")
    [kept] = await is_kept(window)
    assert (kept.document_id, kept.title) == (None, f"New vendor bill, {partner.name}")
    await ended(window)

    again = await program()
    assert unsaved(again) == "1 draft is not saved"
    form = await resumed(again)
    assert form.header.partner.choice().id == partner.id
    assert form.header.ref.text() == "BILL-7"
    assert form.lines.line(0).draft.name == "Paper"
    assert form.is_dirty
    editor = form.grid._editor()
    assert (editor.text(), editor.cursorPosition()) == ("12,50", 5)
    assert QApplication.focusWidget() is editor
    assert not unsaved(again)
    keys(TAB)
    assert form.lines.line(0).draft.price_unit == Decimal("12.50")
    again.document_page.save_action.trigger()
    await until(lambda: again.document_page.document is not None and tasks.is_idle(), "the saved bill")
    assert again.document_page.document.header.amount_untaxed == Decimal("12.50")
    assert await again.workspace.drafts.all() == ()


async def test_what_is_not_settled_is_there_again_as_it_was_typed(program):
    window = await program()
    form = await started(window)
    form.header.invoice_date.setFocus()
    keys("15/")
    form.header.partner.setFocus()
    keys("no such par")
    form.header.partner.setCursorPosition(2)
    form.header.ref.setText("x")
    form.header.changed.emit()
    await is_kept(window)
    await ended(window)
    form = await resumed(await program())
    assert form.header.invoice_date.line_edit.text() == "15/"
    assert form.header.partner.text() == "no such par"
    assert form.header.partner.hasFocus()
    assert form.header.partner.cursorPosition() == 2
    assert not form.header.partner.is_settled


async def a_draft(window):
    lines = (DraftLine(name="Advice", quantity=Decimal(2), price_unit=Decimal(100), tax_ids=()),)
    partner = (await window.workspace.lookups.find_partners("", 1))[0]
    draft = Draft(MoveType.CUSTOMER_INVOICE, partner_id=partner.id, invoice_date=TODAY, lines=lines)
    return await window.workspace.invoicing.create(draft)


async def opened(window, document):
    window.open_document(document.header.id)
    await until(lambda: window.document_page.form is not None and tasks.is_idle(), "the draft")
    return window.document_page.form


async def test_a_draft_of_the_servers_is_there_again_and_says_if_others_changed_it(program, server):
    window = await program()
    document = await a_draft(window)
    form = await opened(window, document)
    form.header.ref.setFocus()
    keys("ours")
    await is_kept(window)
    await ended(window)
    server.clock.advance(timedelta(seconds=5))
    server.do("account.move", "write", [document.header.id], {"narration": "theirs"})
    window = await program()
    form = await opened(window, document)
    assert form.header.ref.text() == "ours"
    assert "is here again" in window.document_page.notice.text()
    assert window.document_page.elsewhere.isVisible()


async def test_what_was_typed_and_taken_back_is_not_kept(program):
    window = await program()
    form = await opened(window, await a_draft(window))
    form.header.ref.setFocus()
    keys("x")
    await is_kept(window)
    keys(Qt.Key.Key_Backspace)
    await is_kept(window, 0)


@pytest.mark.parametrize(("answer", "count"), [(KEEP, 1), (DISCARD, 0)])
async def test_closing_asks_once_and_keeps_unless_told_otherwise(program, answer, count):
    window = await program()
    form = await started(window)
    form.header.ref.setFocus()
    keys("typed a moment ago")
    left = []
    window.left.connect(lambda: left.append(True))
    window.close()
    await until(lambda: window.findChild(QMessageBox), "the question")
    box = window.findChild(QMessageBox)
    assert box.defaultButton().text() == KEEP
    next(each for each in box.buttons() if each.text() == answer).click()
    await until(lambda: left, "the end")
    assert len(await window.workspace.drafts.all()) == count


async def test_a_window_that_is_closed_writes_nothing_more(program):
    window = await program()
    form = await started(window)
    form.header.ref.setFocus()
    keys("typed in the last moment")
    keeper = window.document_page.keeper
    assert keeper._pause.isActive()
    window.close_at_once()
    assert not keeper._pause.isActive()
    form.changed.emit()
    assert not keeper._pause.isActive()
    await tasks.finish_all()


async def test_a_kept_draft_can_be_thrown_away(program):
    window = await program()
    form = await started(window)
    form.header.ref.setFocus()
    keys("nobody wants this")
    await is_kept(window)
    await ended(window)
    window = await program()
    await until(window.unsaved.isVisible, "the note")
    window.unsaved.menu().actions()[-1].menu().actions()[0].trigger()
    await until(lambda: window.findChild(QMessageBox), "the question")
    next(each for each in window.findChild(QMessageBox).buttons() if each.text() == "Discard").click()
    await until(lambda: not window.unsaved.isVisible(), "nothing")
    assert await window.workspace.drafts.all() == ()


async def test_a_creation_that_was_not_confirmed_is_found_after_a_crash(program, server):
    window = await program()
    form = await started(window, MoveType.CUSTOMER_INVOICE)
    partner = (await window.workspace.lookups.find_partners("", 1))[0]
    form.header.partner.setFocus()
    keys(partner.name)
    await until(lambda: form.header.partner._found, "the partner")
    keys(TAB)
    form.grid.go_to(0, "name")
    keys("Work", TAB, TAB, "50", TAB)
    before = server.do("account.move", "search_count", [])
    server.fail_next("cut_before", model="account.move", method="write")
    for _attempt in range(4):  # the first is answered; looking for what became of it fails three times
        server.fail_next("cut_before", model="account.move", method="read")
    window.document_page.save_action.trigger()
    await until(lambda: window.findChild(QMessageBox), "the words")
    assert "not confirmed" in window.findChild(QMessageBox).text()
    window.findChild(QMessageBox).close()
    await ended(window)

    window = await program()
    status = window.findChild(OutboxStatus)
    await until(status.isVisible, "the outbox")
    assert (status.text(), unsaved(window)) == ("Outbox: 1 not confirmed", "")
    status.click()
    dialog = window.findChild(OutboxDialog)
    await until(dialog.retry.isEnabled, "the entry")
    dialog.retry.click()
    await until(lambda: not status.isVisible(), "what became of it")
    dialog.close()
    assert await window.workspace.drafts.all() == ()
    assert server.do("account.move", "search_count", []) == before + 1


async def test_a_draft_can_be_taken_up_without_a_connection(program, server):
    window = await program()
    await window.workspace.sync_once()
    form = await started(window)
    form.header.ref.setFocus()
    keys("typed before")
    await is_kept(window)
    await ended(window)
    server.stop()
    window = MainWindow(await reopen(window.workspace.profile), window._kept)
    try:
        window.show()
        form = await resumed(window)
        assert form.header.ref.text() == "typed before"
    finally:
        await ended(window)
        window.deleteLater()


async def test_a_document_that_cannot_be_opened_leaves_nobody_on_an_empty_page(program, server):
    window = await program()
    server.stop()
    window.open_document(99_999)
    await until(lambda: window.findChild(QMessageBox), "the words")
    await until(lambda: not window.shows_document, "the list")
