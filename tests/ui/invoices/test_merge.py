"""Somebody changed the draft in Odoo while it was being edited here: seen before anything is written, and nothing is overwritten unseen."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QLabel

from odoo_desk.accounting.merging import FIELDS
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices import merge
from odoo_desk.ui.invoices.merge import MergeDialog
from tests.ui.invoices.test_page import a_draft, keys, opened, server, window, workspace  # noqa: F401  fixtures
from tests.ui.until import until


async def edited(window, workspace, server, **theirs):  # noqa: F811
    """Terms are typed here, the rest is changed there."""
    document = await a_draft(workspace)
    page = await opened(window, document)
    page.form.narration.setPlainText("Mine")
    server.clock.advance(timedelta(seconds=5))
    server.do("account.move", "write", [document.header.id], theirs)
    page.save_action.trigger()
    return page, document.header.id


def now(server, document_id):  # noqa: F811
    (row,) = server.do("account.move", "read", [document_id], ["ref", "narration", "invoice_line_ids"])
    return row


async def test_what_they_changed_and_what_i_changed_are_both_there(window, workspace, server):  # noqa: F811
    page, document_id = await edited(window, workspace, server, ref="Theirs")
    await until(lambda: page.findChild(MergeDialog), "the dialog")
    dialog = page.findChild(MergeDialog)
    assert "Mine" not in str(now(server, document_id)["narration"])
    assert (dialog.choice("ref", mine=False).isChecked(), dialog.choice("narration", mine=True).isChecked()) == (
        True,
        True,
    )
    dialog.save_button.click()
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert now(server, document_id)["ref"] == "Theirs"
    assert "Mine" in str(now(server, document_id)["narration"])


async def test_who_cancels_keeps_what_he_typed_and_writes_nothing(window, workspace, server):  # noqa: F811
    page, document_id = await edited(window, workspace, server, ref="Theirs", narration="Theirs too")
    await until(lambda: page.findChild(MergeDialog), "the dialog")
    page.findChild(MergeDialog).reject()
    await until(tasks.is_idle, "the end")
    assert (page.is_dirty, page.form.narration.toPlainText()) == (True, "Mine")
    assert "Theirs too" in str(now(server, document_id)["narration"])


async def test_lines_are_one_block(window, workspace, server):  # noqa: F811
    line = [0, 0, {"name": "From there", "quantity": 1, "price_unit": 5, "tax_ids": [[6, 0, []]]}]
    page, document_id = await edited(window, workspace, server, invoice_line_ids=[line])
    await until(lambda: page.findChild(MergeDialog), "the dialog")
    dialog = page.findChild(MergeDialog)
    assert "From there: 1" in dialog.choice("lines", mine=False).text()
    dialog.choice("lines", mine=True).click()
    dialog.save_button.click()
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert len(now(server, document_id)["invoice_line_ids"]) == 1


async def test_what_changed_nothing_that_is_seen_asks_nobody(window, workspace, server):  # noqa: F811
    page, document_id = await edited(window, workspace, server, ref="")
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert page.findChild(MergeDialog) is None
    assert "Mine" in str(now(server, document_id)["narration"])


async def test_posting_stops_when_the_draft_is_another_one_now(window, workspace, server):  # noqa: F811
    document = await a_draft(workspace)
    page = await opened(window, document)
    server.clock.advance(timedelta(seconds=5))
    server.do("account.move", "write", [document.header.id], {"ref": "Theirs"})
    page.document_actions.post.trigger()
    await until(window.question, "the words")
    assert "was changed in Odoo" in window.question().text()
    window.question().close()
    assert server.do("account.move", "read", [document.header.id], ["state"])[0]["state"] == "draft"


async def test_whatever_can_differ_has_a_name_on_the_screen(window, workspace, server):  # noqa: F811
    position = server.do("account.fiscal.position", "create", {"name": "Abroad"})
    page, _ = await edited(window, workspace, server, fiscal_position_id=position, auto_post="at_date")
    await until(lambda: page.findChild(MergeDialog), "the dialog")
    said = [label.text() for label in page.findChild(MergeDialog).findChildren(QLabel)]
    assert {"Fiscal position", "Auto-post"} <= set(said)
    assert set(FIELDS) <= set(merge._TITLES)
    page.findChild(MergeDialog).reject()
