"""What is written without a connection is sent when there is one; what is not done is seen, and dealt with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox

from odoo_desk.accounting.outgoing import Progress
from odoo_desk.accounting.records import DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.ui.outbox import OutboxDialog, OutboxStatus
from odoo_desk.workspace.connecting import connect, reopen, sign_in
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011


@pytest.fixture
def server(demo_server):
    return demo_server(version=19)


@pytest.fixture
def profile(server):
    return Profile("test", server.url, server.database, "admin")


@pytest.fixture
async def start(tmp_path, qtbot):
    """A window on a workspace; closed and gone at the end."""
    windows = []

    async def start(workspace):
        window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        windows.append(window)
        window.show()
        await until(tasks.is_idle, "the window")
        return window

    yield start
    for window in windows:
        window.close_at_once()
        await until(tasks.is_idle, "rest")
        await window.workspace.close()
        window.deleteLater()


@pytest.fixture
async def offline(server, profile, start):
    """A window on a copy, and nobody to ask."""
    desk = await connect(profile, server.users["admin"].api_key)
    await desk.sync_once()
    await desk.close()
    return await start(await reopen(profile))


async def came_back(window, server, profile):
    """There is a connection again."""
    await window.workspace.use(*await sign_in(profile, server.users["admin"].api_key, None))


def words(window):
    status = window.findChild(OutboxStatus)
    return status.text() if status.isVisible() else ""


def dialog_of(window):
    window.findChild(OutboxStatus).click()
    return window.findChild(OutboxDialog)


async def waiting_bill(window, price=Decimal(120)):
    """Written without a connection and saved."""
    desk = window.workspace
    draft = await desk.invoicing.blank(MoveType.VENDOR_BILL, TODAY)
    partner = next(each for each in await desk.lookups.find_partners("", 50) if each.is_company)
    tax = next(each for each in await desk.lookups.taxes() if each.use == "purchase" and each.amount_type == "percent")
    line = DraftLine(name="Paper", price_unit=price, tax_ids=(tax.id,))
    draft = replace(draft, partner_id=partner.id, invoice_date=TODAY, ref="OFF-1", lines=(line,))
    totals = await desk.invoicing.preview(draft)
    assert totals.estimated
    await desk.invoicing.queue(draft, None, "m1", None, totals.total)
    return draft, totals


async def test_what_was_written_without_a_connection_is_sent_when_there_is_one(offline, server, profile):
    _draft, totals = await waiting_bill(offline)
    await until(lambda: words(offline) == "Outbox: 1 waiting", "the note")
    await came_back(offline, server, profile)
    await offline.workspace.sending.send_waiting()
    await until(lambda: not words(offline), "the end of it")
    (row,) = server.do("account.move", "search_read", [["ref", "=", "OFF-1"]], ["amount_total", "state"])
    assert (Decimal(str(row["amount_total"])), row["state"]) == (totals.total, "draft")
    assert (await offline.workspace.sending.find("m1")).progress is Progress.DONE


async def test_a_total_that_differs_stops_and_asks(offline, server, profile):
    draft, totals = await waiting_bill(offline)
    await offline.workspace.invoicing.queue(draft, None, "m1", None, totals.total + 1)
    await came_back(offline, server, profile)
    await offline.workspace.sending.send_waiting()
    await until(lambda: words(offline) == "Outbox: 1 total differs", "the note")
    dialog = dialog_of(offline)
    await until(dialog.checked.isEnabled, "the entry")
    assert str(totals.total) in dialog.remark.text()
    dialog.checked.click()
    await until(lambda: dialog.findChild(QMessageBox), "the question")
    box = dialog.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "I have checked").click()
    await until(lambda: not words(offline), "the end of it")
    dialog.close()


async def test_what_the_server_refuses_says_why_and_stops_nothing_else(offline, server, profile):
    draft, totals = await waiting_bill(offline)
    bad = replace(draft, ref="OFF-2", lines=(replace(draft.lines[0], account_id=10**6),))
    await offline.workspace.invoicing.queue(bad, None, "m0", None, totals.total)
    await came_back(offline, server, profile)
    await offline.workspace.sending.send_waiting()
    await until(lambda: words(offline) == "Outbox: 1 refused", "the note")
    refused = await offline.workspace.sending.find("m0")
    assert refused.reason
    assert (await offline.workspace.sending.find("m1")).progress is Progress.DONE
    dialog = dialog_of(offline)
    await until(dialog.retry.isEnabled, "the entry")
    before = len(server.calls)
    dialog.retry.click()
    await until(lambda: len(server.calls) > before and tasks.is_idle(), "the second refusal")
    await until(lambda: words(offline) == "Outbox: 1 refused", "the note")
    await until(dialog.discard.isEnabled, "the entry")
    dialog.discard.click()
    await until(lambda: dialog.findChild(QMessageBox), "the question")
    next(button for button in dialog.findChild(QMessageBox).buttons() if button.text() == "Discard").click()
    await until(lambda: not words(offline), "the end of it")
    dialog.close()


async def test_a_bill_is_typed_saved_changed_and_sent_without_a_server_in_between(offline, server, profile):
    """By the window itself: Save puts it into the outbox, Edit takes it out again."""
    offline.new_document(MoveType.VENDOR_BILL)
    page = offline.document_page
    await until(lambda: page.form is not None and tasks.is_idle(), "the form")
    page.form.header.ref.setText("OFF-1")
    page.form.header.ref.textEdited.emit("OFF-1")
    page.form.narration.setPlainText("Written in the train")
    page.save_action.trigger()
    await until(lambda: words(offline) == "Outbox: 1 waiting", "the note")
    assert not offline.shows_document
    assert not offline.unsaved.isVisible()
    dialog = dialog_of(offline)
    await until(dialog.edit.isEnabled, "the entry")
    dialog.edit.click()
    await until(lambda: offline.shows_document and page.form is not None and tasks.is_idle(), "the form again")
    assert page.form.narration.toPlainText() == "Written in the train"
    await until(lambda: not words(offline), "nothing waits")
    page.form.narration.setPlainText("Written at home")
    page.save_action.trigger()
    await until(lambda: words(offline) == "Outbox: 1 waiting", "the note")
    await came_back(offline, server, profile)
    await offline.workspace.sending.send_waiting()
    found = server.do("account.move", "search_read", [["narration", "ilike", "Written"]], ["narration"])
    assert ["at home" in row["narration"] for row in found] == [True]
    assert await offline.workspace.drafts.all() == ()
