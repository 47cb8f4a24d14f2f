"""A document that others change or delete in Odoo while it is open here: nothing typed is lost, and the user is told."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget

from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.settings import Profile
from odoo_desk.ui import tasks
from odoo_desk.ui.invoices.page import InvoicePage
from odoo_desk.workspace.connecting import connect
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day


class Window(QWidget):
    def __init__(self, workspace, server) -> None:
        super().__init__()
        self.workspace, self.server = workspace, server
        self.page = InvoicePage(workspace, self)
        QVBoxLayout(self).addWidget(self.page)
        self.resize(1100, 760)

    @property
    def elsewhere(self) -> str:
        bar = self.page.elsewhere
        return bar.findChild(QLabel, "changed_elsewhere_words").text() if bar.isVisible() else ""

    @property
    def ref(self) -> str:
        return self.page.form.header.ref.text()

    async def others_write(self, **values) -> None:
        """A second later, and the sync finds it."""
        self.server.clock.advance(timedelta(seconds=2))
        self.server.do("account.move", "write", [self.page.document.header.id], values)
        await self.workspace.sync_once()

    async def settle(self) -> None:
        await until(tasks.is_idle, "rest")


@pytest.fixture
async def window(demo_server, qapp, qtbot):
    """A draft is open, and all is copied."""
    server = demo_server(version=19)
    workspace = await connect(Profile("test", server.url, server.database, "admin"), server.users["admin"].api_key)
    partner = (await workspace.lookups.find_partners("", 20))[0]
    line = DraftLine(name="Advice", quantity=Decimal(2), price_unit=Decimal(100), tax_ids=())
    draft = Draft(MoveType.CUSTOMER_INVOICE, partner_id=partner.id, invoice_date=TODAY, lines=(line,))
    document = await workspace.invoicing.create(draft)
    await workspace.sync_once()
    window = Window(workspace, server)
    qtbot.addWidget(window)
    window.show()
    window.page.open_document(document.header.id)
    await until(lambda: window.page.document is not None and tasks.is_idle(), "the draft")
    yield window
    await workspace.close()


async def test_a_draft_that_is_being_edited_stays_and_says_that_it_was_changed(window):
    QTest.keyClicks(window.page.form.header.ref, "ours")
    await window.others_write(ref="theirs")
    await until(lambda: window.elsewhere, "the notice")
    changed = (await window.workspace.invoicing.written_at(window.page.document.header.id)).astimezone()
    assert window.elsewhere == (
        f"This draft was changed in Odoo at {changed:%H:%M} while you were editing. Your changes are still here."
    )
    assert window.ref == "ours"


async def test_the_other_version_is_shown_after_asking(window):
    QTest.keyClicks(window.page.form.header.ref, "ours")
    await window.others_write(ref="theirs")
    await until(lambda: window.elsewhere, "the notice")
    window.page.elsewhere.findChild(QPushButton, "show_other_version").click()
    await until(lambda: window.findChild(QMessageBox), "the question")
    box = window.findChild(QMessageBox)
    next(each for each in box.buttons() if "without" in each.text()).click()
    await until(lambda: window.ref == "theirs", "the other version")
    assert not window.elsewhere
    assert not window.page.is_dirty


async def test_a_draft_that_nobody_edits_is_read_again_where_it_stands(window):
    window.resize(1100, 300)
    bar = window.page._scroll.verticalScrollBar()
    await until(lambda: bar.maximum() > 0, "something to scroll")
    bar.setValue(bar.maximum())
    place = bar.value()
    await window.others_write(ref="theirs")
    await until(lambda: window.ref == "theirs", "the change")
    await window.settle()
    assert bar.value() == place
    assert not window.elsewhere


async def test_our_own_saving_is_no_news(window):
    QTest.keyClicks(window.page.form.header.ref, "ours")
    window.server.clock.advance(timedelta(seconds=2))
    window.page.save_action.trigger()
    await until(lambda: not window.page.is_dirty and tasks.is_idle(), "saved")
    QTest.keyClicks(window.page.form.header.ref, " and more")
    await window.workspace.sync_once()
    await window.settle()
    assert not window.elsewhere
    assert window.ref == "ours and more"


async def test_a_draft_that_is_deleted_while_it_is_edited_says_so(window):
    QTest.keyClicks(window.page.form.header.ref, "ours")
    number = window.page.document.header.id
    window.server.do("account.move", "unlink", [number])
    await window.workspace._link.touched(documents={number})
    await until(lambda: window.elsewhere, "the notice")
    assert window.elsewhere.startswith("This draft was deleted in Odoo")
    assert window.ref == "ours"
