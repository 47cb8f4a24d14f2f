"""A window on a copy and no server: keys pressed in a document of 1,000 lines, and documents opened, each until it is painted. Prints JSON."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("ODOO_DESK_HOME", tempfile.mkdtemp())

import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.demo.server import DemoServer
from odoo_desk.settings import Profile
from odoo_desk.ui import garbage, tasks, theme
from odoo_desk.ui.invoices.page import InvoicePage
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect, reopen

LINES, TIMES, OPENED = 1000, 25, 60
NO, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


async def _copied(profile: Profile, secret: str) -> tuple[int, list[int]]:
    """A draft of 1,000 lines, and other documents; all of them copied."""
    desk = await connect(profile, secret)
    partner = (await desk.lookups.find_partners(""))[0]
    tax = next(each for each in await desk.lookups.taxes() if each.use == "purchase" and each.amount_type == "percent")
    line = DraftLine(name="Paper", quantity=Decimal(2), price_unit=Decimal("4.50"), tax_ids=(tax.id,))
    day = date.today()  # noqa: DTZ011
    draft = Draft(
        MoveType.VENDOR_BILL, partner_id=partner.id, invoice_date=day, accounting_date=day, lines=(line,) * LINES
    )
    large = (await desk.invoicing.create(draft)).header.id
    await desk.sync_once()
    rows = await desk.listing.window(Query(Book.CUSTOMER_INVOICES), 0, OPENED)
    for row in rows:
        await desk.invoicing.open(row.id)
    await desk.close()
    return large, [row.id for row in rows]


def _painted() -> None:
    """What is to be laid out and painted anew, without going round the loop: other tasks are not ours to run here."""
    for kind in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest):
        QCoreApplication.sendPostedEvents(None, kind.value)


async def _open(window: MainWindow, page: InvoicePage, document_id: int) -> float:
    began = time.perf_counter()
    window.open_document(document_id)
    while page.document is None or page.document.header.id != document_id:  # noqa: ASYNC110  the loop is what is measured
        await asyncio.sleep(0)
    _painted()
    return (time.perf_counter() - began) * 1000


async def _at_rest() -> None:
    while not tasks.is_idle():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def _keys(page: InvoicePage) -> dict[str, list[float]]:
    form = page.form
    assert form is not None
    found: dict[str, list[float]] = {}

    def press(what: str, key: Qt.Key | str, held: Qt.KeyboardModifier = NO) -> None:
        target = QApplication.focusWidget()
        began = time.perf_counter()
        QTest.keyClick(target, key, held)
        _painted()
        found.setdefault(what, []).append((time.perf_counter() - began) * 1000)

    async def round_of(row: int) -> None:
        form.grid.go_to(row, "quantity")
        _painted()
        steps: list[Callable[[], None]] = [
            lambda: press("first key in a cell", "3"),
            lambda: press("next key in a cell", "7"),
            lambda: press("Tab", Qt.Key.Key_Tab),
            lambda: press("first key in a cell", "5"),
            lambda: press("Enter", Qt.Key.Key_Return),
            lambda: press("Down", Qt.Key.Key_Down),
            lambda: press("duplicate", Qt.Key.Key_D, CONTROL),
            lambda: press("delete", Qt.Key.Key_Delete, CONTROL),
            lambda: press("insert", Qt.Key.Key_Insert),
            lambda: press("undo", Qt.Key.Key_Z, CONTROL),
        ]
        for step in steps:
            step()
            await asyncio.sleep(0)

    for number in range(TIMES + 2):
        if number == 2:
            found.clear()  # what is done the first time is not what a day is made of
        await round_of(400 + number)
    return found


async def main() -> None:
    with DemoServer(version=19) as server:
        profile = Profile("bench", server.url, server.database, "admin")
        large, others = await _copied(profile, server.users["admin"].api_key)
    theme.apply("light")
    window = MainWindow(
        await reopen(profile), QSettings(str(Path(os.environ["ODOO_DESK_HOME"]) / "w.ini"), QSettings.Format.IniFormat)
    )
    window.resize(1280, 820)
    window.show()
    window.activateWindow()
    page = window.document_page
    opened = []
    for document_id in [*others[:5], *others]:
        opened.append(await _open(window, page, document_id))
        await _at_rest()
    await _open(window, page, large)
    await _at_rest()
    keys = await _keys(page)
    await tasks.finish_all()
    window.close_at_once()
    await window.workspace.close()
    print(json.dumps({"keys": keys, "opened": opened[5:]}))


if __name__ == "__main__":
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    garbage.collect_on_this_thread(application)
    loop = qasync.QEventLoop(application)
    with loop:
        loop.run_until_complete(main())
