"""Open items: ageings, and one compared with a saved copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.open_items import RECEIVABLE, AsOf, GroupedBy
from odoo_desk.accounting.saved_ageing import Moved, SavedAgeing
from odoo_desk.ui.open_items.compared import ComparedDialog
from odoo_desk.ui.open_items.matches import MatchesDialog
from odoo_desk.ui.open_items.page import AgeingPage
from odoo_desk.ui.places import Report
from odoo_desk.workspace.open_items import Comparison
from tests.looks.stage import DAY, Stage, scene


@scene(larger=True)
async def aged_receivable(stage: Stage) -> QWidget:
    window = await stage.window()
    window.show_place(Report.AGED_RECEIVABLE)
    await stage.rest()
    return window


@scene()
async def aged_payable_by_currency_revalued(stage: Stage) -> QWidget:
    window = await stage.window()
    window.show_place(Report.AGED_PAYABLE)
    page = window.findChild(AgeingPage)
    page.question._set(replace(page.question.question, grouped_by=GroupedBy.CURRENCY, revalue=True))
    await stage.rest()
    page.items.setFocus()
    stage.keys(" ", " ")
    return window


@scene()
async def ageing_without_anything_open(stage: Stage) -> QWidget:
    window = await stage.window()
    window.show_place(Report.AGED_RECEIVABLE)
    window.findChild(AgeingPage).question.ask_for_day(DAY - timedelta(days=4000))
    await stage.rest()
    return window


@scene()
async def ageing_compared(stage: Stage) -> QWidget:
    window = await stage.window()
    items = await window.workspace.open_items.items(AsOf(DAY, (RECEIVABLE,)))
    whys = (
        "Unreconciled since",
        "Reset to draft or cancelled since",
        "Reconciled since, dated up to that day: BNK1/2026/00031 of 2026-03-01 (40.00)",
        "Entered since, with an earlier accounting date",
    )
    moved = tuple(
        Moved(item.id, item.number, item.partner.name, item.residual - 40, item.residual, why, item.move_id)
        for item, why in zip(items, whys, strict=False)
        if item.partner
    )
    saved = SavedAgeing(AsOf(DAY, (RECEIVABLE,)), "2026-03-10 08:15:00", "", 0, 0, ())
    own = window.workspace.user.company.currency
    return stage.show(ComparedDialog(Comparison(saved, moved), own, window))


@scene()
async def matches_of_an_item(stage: Stage) -> QWidget:
    window = await stage.window()
    items = await window.workspace.open_items.items(AsOf(DAY, (RECEIVABLE,)))
    item = next(each for each in items if each.residual != each.balance)
    dialog = stage.show(MatchesDialog(window.workspace, item, window))
    await stage.rest()
    return dialog
