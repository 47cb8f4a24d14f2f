"""The ageing on screen, on a copy and no server: shown the first time and asked for other days, each until it is painted; and a bare sum over the
same file. Prints JSON."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import qasync
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication

from benchmarks.generate import PROFILE
from odoo_desk.ui import tasks, theme
from odoo_desk.ui.open_items.page import AgeingPage
from odoo_desk.ui.places import Report
from odoo_desk.workspace import copies
from odoo_desk.workspace.connecting import reopen

LAST = date(2026, 11, 23)
DAYS = 24
_BARE = """
select partner_id, sum(balance - ifnull((select sum(amount) from partial where debit_item = i.id and date <= :on), 0)
    + ifnull((select sum(amount) from partial where credit_item = i.id and date <= :on), 0))
from item i where date <= :on group by partner_id
"""


async def main(folder: Path) -> dict[str, object]:
    workspace = await reopen(PROFILE)
    assert workspace is not None
    kept = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    page = AgeingPage(workspace, Report.AGED_RECEIVABLE, kept, None)
    page.resize(1280, 820)
    page.question.ask_for_day(LAST - timedelta(days=200))
    cold = await _until_painted(page, page.show)
    days, bare = [], []
    connection = sqlite3.connect(
        copies.copy_of(PROFILE.url, PROFILE.database, PROFILE.login, workspace.user.company.id)
    )
    counts = connection.execute("select (select count(*) from item), (select count(*) from partial)").fetchone()
    for number in range(DAYS):
        day = LAST - timedelta(days=40 * number)
        days.append(await _until_painted(page, lambda day=day: page.question.ask_for_day(day)))
        if number % 4 == 0:
            began = time.perf_counter()
            connection.execute(_BARE, {"on": day.toordinal()}).fetchall()
            bare.append((time.perf_counter() - began) * 1000)
    connection.close()
    page.close()
    await tasks.finish_all()
    await workspace.close()
    return {"cold": cold, "days": days, "bare": bare, "counts": counts}


async def _until_painted(page: AgeingPage, act: Callable[[], object]) -> float:
    """Milliseconds until the rows of the day that is asked for are on screen."""
    before = page.ageing
    began = time.perf_counter()
    act()
    while page.ageing is before:  # noqa: ASYNC110  the loop is what is measured
        await asyncio.sleep(0.004)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    page.view.viewport().repaint()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    theme.apply("light")
    loop = qasync.QEventLoop(application)
    with loop:
        print(json.dumps(loop.run_until_complete(main(Path(os.environ["ODOO_DESK_HOME"])))))
