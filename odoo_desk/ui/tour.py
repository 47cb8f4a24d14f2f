"""The main job in the real window, by its own keys and buttons, step by step, with a screenshot each: for a machine without a display, and for us."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget

from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Document, MoveType, Partner, Tax
from odoo_desk.errors import DeskError
from odoo_desk.settings import Profile
from odoo_desk.ui import app, tasks, theme
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.ui.payments.register import PaymentDialog
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.lines import Phase
from odoo_desk.workspace.workspace import Workspace

PATIENCE = 60  # seconds for one step: a server may be slow, but not for ever
FIRST_PART = Decimal(50)


class Refused(DeskError):
    pass


def run_tour(profile: Profile, secret: str, screenshots: Path) -> int:
    """0 when the invoice was paid at the end; 1 when something was refused, which is then said."""
    screenshots.mkdir(parents=True, exist_ok=True)
    folder = screenshots.resolve()

    async def work() -> int:
        workspace = await connect(profile, secret)
        window = MainWindow(workspace, app.kept_choices())
        window.resize(1280, 820)
        window.show()
        workspace.keep_in_step()
        try:
            await _until(lambda: workspace.syncing.state.phase is Phase.IN_STEP, "the local copy")
            _print(f"The local copy is filled and up to date ({workspace.syncing.state.since:%H:%M} UTC).")
            await tour(window, workspace, screenshots, _print)
        except DeskError as problem:
            _print(f"Refused: {problem}")
            return 1
        finally:
            await tasks.finish_all()
            window.close_at_once()
            await workspace.close()
        _print(f"Screenshots are in {folder}")
        return 0

    return app.run_on_qt(work)


async def tour(window: MainWindow, workspace: Workspace, screenshots: Path, say: Callable[[str], None]) -> None:
    """Sign-in has happened. Lists, opens, drafts, posts, pays in part and the rest, and sees it paid. DeskError when the server or we refuse."""
    shots = _Shots(window, screenshots)
    server, user = workspace.server, workspace.user
    say(f"Signed in to Odoo {server.version} over {server.protocol} as {user.name}, company {user.company.name}.")
    theme.apply("light")
    for book in (Book.VENDOR_BILLS, Book.PAYMENTS, Book.PARTNERS, Book.ACCOUNTS, Book.CUSTOMER_INVOICES):
        window.show_place(book)
        await _rest(window, f"the list of {book.value}")
        sums = window.page.findChild(QLabel, "sums")
        assert isinstance(sums, QLabel)
        say(f"{window.page.title}: {' '.join(sums.text().split())}")
        shots.take(book.value)
    await _open_first(window, say, shots)
    await _write(window, workspace, say, shots)
    await _post(window, say, shots)
    await _pay(window, say, shots, FIRST_PART)
    await _pay(window, say, shots, None)
    theme.apply("dark")
    await _rest(window, "the dark theme")
    shots.take("paid-dark")
    window.leave_document()
    await _until(lambda: not window.shows_document, "the list")
    await _rest(window, "the list")
    shots.take("invoices-dark")
    theme.apply("light")


async def _open_first(window: MainWindow, say: Callable[[str], None], shots: _Shots) -> None:
    if window.page.model.rowCount() == 0:
        say("There is no invoice yet to open.")
        return
    window.page.view.selectRow(0)
    QTest.keyClick(window.page.view, Qt.Key.Key_Return)
    await _until(lambda: window.document_page.document is not None, "the first document")
    await _rest(window, "the first document")
    header = _document(window).header
    say(f"Opened {header.number or 'a draft'}: total {header.amount_total}, amount due {header.amount_residual}.")
    shots.take("opened")
    window.leave_document()
    await _until(lambda: not window.shows_document, "the list")


async def _write(window: MainWindow, workspace: Workspace, say: Callable[[str], None], shots: _Shots) -> None:
    partner, tax = await _who_and_what(workspace)
    window.new_document(MoveType.CUSTOMER_INVOICE)
    page = window.document_page
    await _until(lambda: page.form is not None, "the empty form")
    await _rest(window, "the empty form")
    if not workspace.user.rights.write_invoices:
        shots.take("refused")
        raise Refused(page.notice.text())
    form = page.form
    assert form is not None
    form.header.partner.setFocus()
    _keys(partner.name)
    QTest.keyClick(_focus(), Qt.Key.Key_Return)
    await _until(lambda: form.header.partner.choice() is not None, f"the partner {partner.name}")
    form.grid.setFocus()
    for number, (name, quantity, price) in enumerate((("Oak table", "2", "100.50"), ("Delivery", "1", "20"))):
        form.grid.go_to(number, "name")
        for text in (name, quantity, price, ""):
            _keys(text)
            QTest.keyClick(_focus(), Qt.Key.Key_Tab)
        _keys(tax.name)
        QTest.keyClick(_focus(), Qt.Key.Key_Tab)
        await _rest(window, "the line")
    await _until(lambda: form.totals.totals is not None and form.totals.totals.total > 0, "the totals")
    await _rest(window, "the totals")
    shots.take("draft-typed")
    shown = form.totals.totals
    assert shown is not None
    say(f"Typed an invoice to {partner.name}, two lines with {tax.name}: total {shown.total}.")
    QTest.keyClick(_focus(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    await _until(lambda: page.document is not None and page.document.header.partner is not None, "the saved draft")
    await _rest(window, "the saved draft")
    header = _document(window).header
    say(
        f"Saved as draft {header.id}: untaxed {header.amount_untaxed}, tax {header.amount_tax}, total {header.amount_total}."
    )
    shots.take("draft-saved")


async def _post(window: MainWindow, say: Callable[[str], None], shots: _Shots) -> None:
    window.document_page.document_actions.post.trigger()
    await _until(lambda: _document(window).header.state == "posted", "the posted invoice")
    await _rest(window, "the posted invoice")
    header = _document(window).header
    say(f"Posted as {header.number}, accounting date {header.accounting_date}, amount due {header.amount_residual}.")
    shots.take("posted")


async def _pay(window: MainWindow, say: Callable[[str], None], shots: _Shots, amount: Decimal | None) -> None:
    before = _document(window).header.amount_residual
    window.document_page.document_actions.pay.trigger()
    await _until(lambda: _dialog(window) is not None, "the payment")
    dialog = _dialog(window)
    assert dialog is not None
    await _rest(window, "the payment")
    if amount is not None:
        dialog.amount.setFocus()
        dialog.amount.selectAll()
        _keys(str(amount))
        QTest.keyClick(dialog.amount, Qt.Key.Key_Tab)
    await _rest(window, "the payment")
    shots.take("payment" if amount is not None else "payment-rest", dialog)
    QTest.mouseClick(dialog.pay_button, Qt.MouseButton.LeftButton)
    await _until(lambda: _document(window).header.amount_residual < before, "the payment's effect")
    await _rest(window, "the paid invoice")
    header = _document(window).header
    say(f"Paid {amount or 'the rest'}: {header.payment_state.value}, amount due {header.amount_residual}.")
    shots.take("paid-in-part" if header.amount_residual else "paid")


async def _who_and_what(workspace: Workspace) -> tuple[Partner, Tax]:
    partners = await workspace.lookups.find_partners("", 80)
    taxes = [
        tax
        for tax in await workspace.lookups.taxes()
        if tax.use == "sale" and tax.amount_type == "percent" and tax.amount > 0
    ]
    own = workspace.user.company.name
    names = [partner.name for partner in partners]
    partner = next(
        (each for each in partners if each.is_company and each.name != own and names.count(each.name) == 1), None
    )
    if partner is None or not taxes:
        raise Refused("The tour needs a customer and a sales tax.", advice="Make one of each in Odoo.")
    return partner, taxes[0]


# --- the window ---------------------------------------------------------------------------------------------------------


class _Shots:
    def __init__(self, window: MainWindow, folder: Path) -> None:
        self._window, self._folder, self._number = window, folder, 0

    def take(self, name: str, widget: QWidget | None = None) -> None:
        self._number += 1
        (widget or self._window).grab().save(str(self._folder / f"{self._number:02}-{name}.png"))


def _document(window: MainWindow) -> Document:
    document = window.document_page.document
    assert document is not None
    return document


def _dialog(window: MainWindow) -> PaymentDialog | None:
    return next((each for each in window.findChildren(PaymentDialog) if each.isVisible()), None)


def _focus() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def _keys(text: str) -> None:
    for key in text:
        QTest.keyClicks(_focus(), key)


async def _until(condition: Callable[[], bool], what: str) -> None:
    """Refused when a notice comes up instead, or nothing comes at all."""
    waited = 0.0
    while not condition():
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                text = f"{box.text()} {box.informativeText()}".strip()
                box.close()
                raise Refused(text)
        if waited > PATIENCE:
            raise Refused(f"Waited {PATIENCE} seconds for {what} in vain.")
        await asyncio.sleep(0.02)
        waited += 0.02


async def _rest(window: MainWindow, what: str) -> None:
    """Until nothing is under way and what came is painted."""
    for _ in range(3):
        await asyncio.sleep(0.05)
        await _until(lambda: tasks.is_idle() and (window.shows_document or not window.page.model.is_asking), what)


def _print(text: str) -> None:
    print(text, flush=True)
