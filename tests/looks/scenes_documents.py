"""The page of a document in its states, and the dialogs that belong to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.concerns import Concern
from odoo_desk.accounting.merging import differences
from odoo_desk.accounting.records import AutoPost, Draft, DraftLine, MoveType, Tax
from odoo_desk.ui import theme
from odoo_desk.ui.fields.suggestions import Suggestions
from odoo_desk.ui.invoices.approval import Approval
from odoo_desk.ui.invoices.auto_post import AutoPostDialog
from odoo_desk.ui.invoices.glance import Glance
from odoo_desk.ui.invoices.merge import MergeDialog, Side, Sides
from odoo_desk.ui.invoices.purchases import OrdersDialog
from odoo_desk.ui.invoices.remarks import Remarks
from odoo_desk.ui.invoices.tax_amounts import TaxAmountsDialog
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.ui.payments.register import PaymentDialog
from odoo_desk.workspace.drafting import draft_of
from tests.looks.stage import DAY, NOW, Stage, scene
from tests.ui.until import until

LARGE = QSize(1280, 760)


async def saved_bill(stage: Stage, **changes: object) -> tuple[MainWindow, int]:
    """A draft of two lines, saved; the window on the list."""
    window = await stage.window(size=LARGE)
    desk = window.workspace
    partner = next(each for each in await desk.lookups.find_partners("", 50) if each.is_company)
    tax = next(each for each in await desk.lookups.taxes() if _is_usual(each))
    lines = (
        DraftLine(name="Paper", quantity=Decimal(10), price_unit=Decimal("4.50"), tax_ids=(tax.id,)),
        DraftLine(name="Toner", quantity=Decimal(2), price_unit=Decimal(89), tax_ids=(tax.id,)),
        DraftLine(name="Freight", price_unit=Decimal("12.50"), tax_ids=(tax.id,)),
    )
    draft = Draft(
        MoveType.VENDOR_BILL, partner_id=partner.id, invoice_date=DAY, accounting_date=DAY, ref="F-118", lines=lines
    )
    document = await desk.invoicing.create(replace(draft, **changes))
    return window, document.header.id


def _is_usual(tax: Tax) -> bool:
    return tax.use == "purchase" and tax.amount_type == "percent" and tax.amount > 0


@scene()
async def bill_new(stage: Stage) -> QWidget:
    window = await stage.window(size=LARGE)
    window.new_document(MoveType.VENDOR_BILL)
    await stage.page(window)
    return window


@scene(larger=True)
async def bill_draft_with_an_error(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    window.open_document(document_id)
    page = await stage.page(window)
    await until(lambda: page.form, "the form")
    grid = page.form.grid
    grid.setFocus()
    grid.go_to(1, "price_unit")
    stage.keys("12,50,0", Qt.Key.Key_Tab)
    page.form.header.ref.setText("F-118 typed")
    return window


@scene()
async def bill_draft_compact(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    theme.apply("light", "compact")
    window.open_document(document_id)
    await stage.page(window)
    return window


@scene()
async def bill_posted(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    await window.workspace.invoicing.post(document_id)
    window.open_document(document_id)
    await stage.page(window)
    return window


@scene()
async def invoice_paid(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage, move_type=MoveType.CUSTOMER_INVOICE)
    paying = window.workspace.paying
    await window.workspace.invoicing.post(document_id)
    proposal = await paying.propose((document_id,))
    dialog = PaymentDialog(window, window.workspace, proposal)
    dialog.open()
    await stage.rest()
    dialog.pay_button.click()
    await until(lambda: not window.findChildren(PaymentDialog), "the payment")
    window.open_document(document_id)
    await stage.page(window)
    return window


@scene()
async def payment(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    await window.workspace.invoicing.post(document_id)
    dialog = PaymentDialog(window, window.workspace, await window.workspace.paying.propose((document_id,)))
    dialog.open()
    return dialog


@scene()
async def payment_of_less(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    await window.workspace.invoicing.post(document_id)
    dialog = PaymentDialog(window, window.workspace, await window.workspace.paying.propose((document_id,)))
    dialog.open()
    await stage.rest()
    dialog.amount.selectAll()
    stage.keys("100", Qt.Key.Key_Tab)
    return dialog


@scene(larger=True)
async def merge(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    document = await window.workspace.invoicing.open(document_id)
    base = Side.of(document)
    line = base.draft.lines[0]
    theirs = replace(base, draft=replace(base.draft, ref="F-118/2", due_date=DAY + timedelta(days=30)))
    mine = replace(
        base,
        draft=replace(base.draft, ref="F-181", narration="Two weeks", lines=(replace(line, quantity=Decimal(12)),)),
    )
    found = differences(base.draft, theirs.draft, mine.draft)
    dialog = MergeDialog(window, Sides(base, theirs, mine), found, NOW)
    dialog.open()
    return dialog


@scene()
async def bill_changed_elsewhere(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    window.open_document(document_id)
    page = await stage.page(window)
    page.elsewhere.say_changed("draft", NOW)
    return window


@scene()
async def bill_entered_twice(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    await window.workspace.invoicing.post(document_id)
    document = await window.workspace.invoicing.open(document_id)
    draft = replace(
        draft_of(document), id=None, lines=tuple(replace(each, id=None) for each in draft_of(document).lines)
    )
    again = await window.workspace.invoicing.create(draft)
    window.open_document(again.header.id)
    page = await stage.page(window)
    await until(lambda: page.findChild(Remarks).isVisible(), "the remark")
    return window


@scene()
async def approval(stage: Stage) -> QWidget:
    window = await stage.window()
    concerns = (
        Concern("Odoo will book this on 31/03/2026: sales up to 28/02/2026 are locked."),
        Concern("BILL/2026/03/0001 of the same vendor has the reference F-118 too.", 1),
    )
    dialog = Approval(window.workspace, "this bill", "Confirm", concerns, window)
    dialog.open()
    return dialog


@scene()
async def glance(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    await window.workspace.invoicing.post(document_id)
    dialog = Glance(window.workspace, await window.workspace.invoicing.open(document_id), window, may_open=True)
    dialog.open()
    return dialog


@scene()
async def purchase_orders_to_bill(stage: Stage) -> QWidget:
    window = await stage.window()
    lookups = window.workspace.lookups
    (vendor, *_) = await lookups.find_partners("Shannonside")
    return stage.show(OrdersDialog(await lookups.purchase_orders(vendor.id), window))


@scene()
async def taxes_as_on_the_paper(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    document = await window.workspace.invoicing.open(document_id)
    dialog = TaxAmountsDialog(document.totals, document.header.currency, window, is_forgotten_soon=False)
    (group, *_) = document.totals.groups
    dialog.field(group.id).set_value(group.amount - 1)
    dialog.field(group.id).changed.emit()
    return stage.show(dialog)


@scene()
async def auto_post(stage: Stage) -> QWidget:
    return stage.show(AutoPostDialog(tuple(AutoPost), AutoPost.MONTHLY, None, await stage.window()))


@scene()
async def partners_to_choose_from(stage: Stage) -> QWidget:
    window = await stage.window(size=LARGE)
    window.new_document(MoveType.VENDOR_BILL)
    await stage.page(window)
    stage.keys("sh")
    return await stage.find(Suggestions)


@scene()
async def calendar(stage: Stage) -> QWidget:
    window, document_id = await saved_bill(stage)
    window.open_document(document_id)
    page = await stage.page(window)
    await until(lambda: page.form, "the form")
    page.form.header.invoice_date.setFocus()
    stage.keys(Qt.Key.Key_F4)
    return await stage.popup()


@scene()
async def bill_abroad(stage: Stage) -> QWidget:
    """In another currency, under a fiscal position, given to two analytic accounts."""
    server = stage.server
    plan = server.do("account.analytic.plan", "create", {"name": "Sites"})
    sites = [
        server.do("account.analytic.account", "create", {"name": name, "code": code, "plan_id": plan})
        for name, code in (("Harbour", "HA"), ("Bridge", "BR"))
    ]
    position = server.do("account.fiscal.position", "create", {"name": "Outside the EU", "company_id": 1})
    (dollar,) = server.do("res.currency", "search", [["name", "=", "USD"]])
    shares = (AnalyticShare((sites[0],), Decimal(60)), AnalyticShare((sites[1],), Decimal(40)))
    lines = (
        DraftLine(name="Steel cable", quantity=Decimal(10), price_unit=Decimal("4.50"), tax_ids=(), analytic=shares),
        DraftLine(name="Freight", price_unit=Decimal("12.50"), tax_ids=(), analytic=shares[:0]),
    )
    window, document = await saved_bill(stage, currency_id=dollar, fiscal_position_id=position, lines=lines)
    window.open_document(document)
    page = await stage.page(window)
    assert page.form is not None
    page.form.grid.go_to(0, "analytic")
    await until(page.form.exchange.isVisible, "the rate")
    return window
