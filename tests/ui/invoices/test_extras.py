"""What is in the menu of a document only: auto-post, and the mark for somebody to look at it again."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QSettings

from odoo_desk.accounting.records import AutoPost, Draft, DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.auto_post import AutoPostDialog
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TOMORROW = date.today() + timedelta(days=1)  # noqa: DTZ011  the user's day


@pytest.fixture
async def open_on(demo_server, qtbot, tmp_path):
    """A window on a server of a version, with a draft invoice of tomorrow open."""
    opened = []

    async def open_on(version):
        server = demo_server(version=version)
        workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
        window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        qtbot.addWidget(window)
        window.show()
        opened.append(workspace)
        (partner, *_) = await workspace.lookups.find_partners("")
        line = DraftLine(name="Rent", price_unit=Decimal(10), tax_ids=())
        draft = Draft(
            MoveType.CUSTOMER_INVOICE,
            partner_id=partner.id,
            invoice_date=TOMORROW,
            accounting_date=TOMORROW,
            lines=(line,),
        )
        created = await workspace.invoicing.create(draft)
        window.open_document(created.header.id)
        await until(lambda: window.document_page.document is not None and tasks.is_idle(), "the draft")
        return window.document_page

    yield open_on
    await tasks.finish_all()
    for workspace in opened:
        await workspace.close()


async def dialog_of(page):
    page._extras.auto_post.trigger()
    await until(lambda: page.window().findChildren(AutoPostDialog), "the question")
    return page.window().findChildren(AutoPostDialog)[0]


async def test_a_draft_is_posted_by_the_server_every_month(open_on):
    page = await open_on(19)
    dialog = await dialog_of(page)
    dialog.how.setCurrentIndex(dialog.how.findData(AutoPost.MONTHLY))
    dialog.confirm()
    assert page.is_dirty
    await until(lambda: any("monthly" in each.text for each in page.form.remarks.remarks), "what Odoo will do")
    page.save_action.trigger()
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert page.document.auto_post is AutoPost.MONTHLY


async def test_14_offers_only_what_it_can(open_on):
    page = await open_on(14)
    dialog = await dialog_of(page)
    assert [dialog.how.itemData(row) for row in range(dialog.how.count())] == [AutoPost.NO, AutoPost.AT_DATE]
    dialog.how.setCurrentIndex(1)
    dialog.confirm()
    page.save_action.trigger()
    await until(lambda: not page.is_dirty and tasks.is_idle(), "saved")
    assert page.document.auto_post is AutoPost.AT_DATE


async def test_a_document_is_marked_for_somebody_to_check_and_as_reviewed(open_on):
    page = await open_on(16)
    page._extras.review.trigger()
    await until(lambda: page.document.to_check, "the mark")
    assert page._extras.review.text() == "Mark as reviewed"
    await until(tasks.is_idle, "rest")
    page._extras.review.trigger()
    await until(lambda: not page.document.to_check, "reviewed")
