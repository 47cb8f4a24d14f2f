"""What is done by keys: commands, the sheet of shortcuts, a block pasted as lines, what is suggested as last time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.records import MoveType
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.paste import PasteDialog
from odoo_desk.ui.palette import Palette
from odoo_desk.ui.shortcuts import ShortcutsDialog
from tests.looks.scenes_documents import LARGE, saved_bill
from tests.looks.stage import Stage, scene
from tests.ui.until import until

BLOCK = "Description\tQuantity\tPrice\tTaxes\nPaper\t10\t4.50\t\nToner\t2\t1,234\t\nFreight\t\t12.50\tno such tax\nTotal\t\t2525.50\t\n"


@scene()
async def command_palette(stage: Stage) -> QWidget:
    window = await stage.window(size=LARGE)
    window._show_palette()
    dialog = await stage.find(Palette)
    stage.keys("out")
    await stage.rest()
    return dialog


@scene()
async def shortcuts(stage: Stage) -> QWidget:
    window = await stage.window(size=LARGE)
    window._show_shortcuts()
    return await stage.find(ShortcutsDialog)


@scene()
async def pasted_block(stage: Stage) -> QWidget:
    window = await stage.window(size=LARGE)
    window.new_document(MoveType.VENDOR_BILL)
    page = await stage.page(window)
    QGuiApplication.clipboard().setText(BLOCK)
    page.form.grid.setFocus()
    page.form.grid.paste()
    dialog = await stage.find(PasteDialog)
    await stage.rest()
    return dialog


@scene()
async def bill_as_last_time(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    posted = (await window.workspace.invoicing.post(document_id)).document
    window.new_document(MoveType.VENDOR_BILL)
    page = await stage.page(window)
    partner = posted.header.partner
    page.form.header.partner.set_choice(Choice(partner.id, partner.name))
    page.form.header.changed.emit()
    await until(lambda: page.form.advice._learned.documents, "what was learnt")
    page.form.grid.begin()
    stage.keys("Paper", Qt.Key.Key_Return, "12", Qt.Key.Key_Return)
    await stage.rest()
    return window
