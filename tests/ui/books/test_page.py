"""One book on screen: what it says when there is nothing to show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel

from odoo_desk.accounting.listing import Book
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.books.page import BookPage
from odoo_desk.workspace.connecting import connect, reopen
from tests.ui.until import until


@pytest.fixture
def server(demo_server):
    return demo_server(version=19, invoices=60)


@pytest.fixture
async def workspace(server, qapp):
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    yield workspace
    await until(tasks.is_idle, "rest")
    await workspace.close()


def page_of(workspace, qtbot, tmp_path):
    kept = QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    page = BookPage(workspace, Book.CUSTOMER_INVOICES, kept)
    qtbot.addWidget(page)
    return page


async def test_a_copy_that_has_nothing_yet_does_not_say_that_there_is_nothing(workspace, qtbot, tmp_path):
    await workspace.close()
    reopened = await reopen(workspace.profile)
    page = page_of(reopened, qtbot, tmp_path)
    page.show()
    await until(lambda: page.model.summary is not None, "the count")
    assert page.empty.findChild(QLabel, "empty_list").text() == "Nothing has been copied yet."
    await until(tasks.is_idle, "rest")
    await reopened.close()


async def test_rows_that_are_long_in_coming_are_said_to_be_read(workspace, server, qtbot, tmp_path):
    server.fail_next("delay", model="account.move")
    page = page_of(workspace, qtbot, tmp_path)
    page.show()
    words = page.empty.findChild(QLabel, "empty_list")
    await until(lambda: page.empty.isVisible() and words.text() == "Reading …", "the words")
    server.release()
    await until(page.view.isVisible, "the rows")
    assert page.model.row_at(0) is not None
