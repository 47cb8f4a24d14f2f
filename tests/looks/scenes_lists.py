"""The window on a list, and what is opened from there: outbox, activity log, unsaved drafts, companies, periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolButton, QWidget

from odoo_desk.accounting.activity import Deed
from odoo_desk.accounting.kept import KeptDraft
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.outgoing import Kind, Outgoing, Progress
from odoo_desk.accounting.records import MoveType
from odoo_desk.errors import NotSent
from odoo_desk.ui import theme
from odoo_desk.ui.activity import ActivityDialog
from odoo_desk.ui.books.period_dialog import PeriodDialog
from odoo_desk.ui.outbox import OutboxDialog
from odoo_desk.workspace.lines import Phase
from odoo_desk.workspace.syncing import SyncState
from odoo_desk.workspace.workspace import Workspace
from tests.looks.stage import DAY, NOW, Stage, scene
from tests.ui.until import until

ENTRIES = (
    (Kind.CREATE, "Draft bill of Wood Corner, 138.00 €", Progress.DONE, ""),
    (Kind.POST, "Posting of BILL/2026/03/0007", Progress.SETTLED, ""),
    (Kind.PAY, "Payment of INV/2026/00031", Progress.REFUSED, "Odoo refused: this document is paid already."),
    (
        Kind.CREATE,
        "Draft bill of Ready Mat, 92.40 €",
        Progress.DIFFERS,
        "The server's total is 92.41 €, here it was 92.40 €.",
    ),
    (
        Kind.PAY,
        "Payment of BILL/2026/03/0004",
        Progress.NOT_CONFIRMED,
        "The connection was lost before the answer came. It may have been paid: look in Odoo, then say what you found.",
    ),
    (Kind.CREATE, "Draft invoice of Azure Interior, 540.00 €", Progress.WAITING, "No connection."),
)


async def _fill_outbox(workspace: Workspace) -> None:
    outbox = workspace._lasting.outbox
    for number, (kind, title, progress, reason) in enumerate(ENTRIES):
        created = NOW - timedelta(hours=20 - 4 * number)
        entry = Outgoing(f"m{number}", kind, title, created, (), progress, reason=reason)
        await outbox.begin(replace(entry, progress=Progress.WAITING))
        await outbox.keep(entry)


async def _fill_drafts(workspace: Workspace) -> None:
    for number, title in enumerate(("New vendor bill, Wood Corner", "New customer invoice")):
        kept = KeptDraft(
            f"k{number}", None, MoveType.VENDOR_BILL, title, None, b"", NOW - timedelta(minutes=5 + number)
        )
        await workspace.drafts.keep(kept)


@scene(larger=True)
async def list_filled(stage: Stage) -> QWidget:
    window = await stage.window()
    window.page.view.selectRow(2)
    return window


@scene()
async def list_compact(stage: Stage) -> QWidget:
    window = await stage.window()
    theme.apply("light", "compact")
    window.show_place(Book.VENDOR_BILLS)
    return window


@scene()
async def list_of_partners(stage: Stage) -> QWidget:
    window = await stage.window()
    window.show_place(Book.PARTNERS)
    return window


@scene()
async def list_of_payments(stage: Stage) -> QWidget:
    window = await stage.window()
    window.show_place(Book.PAYMENTS)
    return window


@scene()
async def list_filtered_to_nothing(stage: Stage) -> QWidget:
    window = await stage.window()
    window.page.filters.search.setText("nobody at all")
    await until(window.page.empty.isVisible, "the words")
    return window


@scene()
async def list_of_a_new_company(stage: Stage) -> QWidget:
    stage.invoices = 0
    window = await stage.window()
    await until(window.page.empty.isVisible, "the words")
    return window


@scene()
async def list_without_connection(stage: Stage) -> QWidget:
    window = await stage.window(await stage.workspace(online=False))
    problem = NotSent("books.example.com does not answer.", advice="Check the network.")
    window.workspace.syncing._tell(SyncState(Phase.OFFLINE, since=NOW - timedelta(hours=3), problem=problem))
    return window


@scene()
async def list_with_an_error(stage: Stage) -> QWidget:
    window = await stage.window()
    window.page._fail(NotSent("books.example.com does not answer.", advice="Check the network, then retry."))
    return window


@scene()
async def list_being_read(stage: Stage) -> QWidget:
    """The rows are not there yet."""
    window = await stage.window(await stage.workspace(copied=False))
    stage.server.fail_next("delay", model="account.move")
    window.show_place(Book.VENDOR_BILLS)
    await until(lambda: stage.server.is_holding, "the question")
    await until(window.page.empty.isVisible, "the words")
    return window


@scene()
async def status_bar_with_everything(stage: Stage) -> QWidget:
    workspace = await stage.workspace()
    await _fill_outbox(workspace)
    await _fill_drafts(workspace)
    window = await stage.window(workspace)
    workspace.syncing._tell(SyncState(Phase.FILLING, 4200, 9100, 75))
    window.show_busy(stage.nothing(), "Refreshing …")
    return window


@scene()
async def unsaved_drafts(stage: Stage) -> QWidget:
    workspace = await stage.workspace()
    await _fill_drafts(workspace)
    window = await stage.window(workspace)
    menu = window.unsaved.menu()
    menu.popup(window.mapToGlobal(QPoint(100, 100)))
    return menu


@scene()
async def companies(stage: Stage) -> QWidget:
    window = await stage.window()
    button = window.findChild(QToolButton, "company")
    button.menu().popup(window.mapToGlobal(QPoint(100, 100)))
    return button.menu()


@scene(larger=True)
async def outbox(stage: Stage) -> QWidget:
    workspace = await stage.workspace()
    await _fill_outbox(workspace)
    dialog = OutboxDialog(workspace, await stage.window(workspace))
    dialog.open()
    await stage.rest()
    dialog.table.selectRow(1)
    return dialog


@scene()
async def outbox_empty(stage: Stage) -> QWidget:
    window = await stage.window()
    dialog = OutboxDialog(window.workspace, window)
    dialog.open()
    return dialog


@scene()
async def activity_log(stage: Stage) -> QWidget:
    window = await stage.window()
    for number, (what, result) in enumerate(
        (
            ("drafted", "done"),
            ("posted", "done"),
            ("paid", "not confirmed"),
            ("posted", "refused: the journal is locked"),
        )
    ):
        deed = Deed(NOW - timedelta(hours=9 - number), "admin", what, (number + 1,), result)
        await window.workspace._lasting.activity.add(deed)
    dialog = ActivityDialog(window.workspace, window)
    dialog.open()
    return dialog


@scene()
async def activity_log_empty(stage: Stage) -> QWidget:
    window = await stage.window()
    dialog = ActivityDialog(window.workspace, window)
    dialog.open()
    return dialog


@scene()
async def period(stage: Stage) -> QWidget:
    dialog = stage.show(PeriodDialog(DAY.replace(day=1), DAY))
    dialog.first.set_value(DAY + timedelta(days=5))
    dialog.confirm()
    return dialog


@scene()
async def list_with_a_notice(stage: Stage) -> QWidget:
    workspace = await stage.workspace()
    notice = "This connection is not encrypted: whoever is on the way can read the books and the key."
    workspace.server = replace(workspace.server, notice=notice)
    return await stage.window(workspace)
