"""Names that mean us harm, in the real window: they are shown as the text that they are, nothing is fetched, nothing is turned round."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QHelpEvent, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMessageBox, QTableWidget, QToolTip, QWidget

from odoo_desk.accounting.entry import harmless
from odoo_desk.accounting.listing import Book
from odoo_desk.accounting.records import Draft, DraftLine, MoveType
from odoo_desk.errors import ServerRefused
from odoo_desk.plain import legible
from odoo_desk.ui import formats, notices
from odoo_desk.ui.books.copying import _cell
from odoo_desk.ui.tables.columns import Column, Kind
from tests.stories.conftest import shop, window_on  # noqa: F401  fixtures
from tests.ui.until import until

TODAY = date.today()  # noqa: DTZ011  the user's day
HIDING = "\x00\x07\x1b\x7f\x9b\u2028\u2029\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


@pytest.fixture
def lure():
    """A socket that nobody may ask for anything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def asked(lure) -> bool:
    with suppress(BlockingIOError):
        lure.accept()[0].close()
        return True
    return False


def markup(lure, name: str) -> str:
    return f'<b>{name}</b><img src="http://127.0.0.1:{lure.getsockname()[1]}/x.png"> & Söhne'


def is_taken_for_markup(text: str) -> bool:
    """What Qt takes for HTML by itself (Qt::mightBeRichText, which PySide does not offer): a tag, or &lt; in the first line."""
    return text.lstrip().startswith("<?xml") or re.search(r"<[a-zA-Z!/]|&lt;", text) is not None


def tip_of(view: QAbstractItemView, row: int, column: int) -> str:
    """What is shown when the mouse stands on a cell."""
    place = view.visualRect(view.model().index(row, column)).center()
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place)))
    shown = QToolTip.text()
    QToolTip.hideText()
    return shown


def in_words(tip: str) -> str:
    document = QTextDocument()
    document.setHtml(tip) if is_taken_for_markup(tip) else document.setPlainText(tip)
    return document.toPlainText()


# The title is made in main_window.py; a tooltip is looked at by itself (tip_of).
ELSEWHERE = {"qtooltip_label"}


def check(window: QWidget) -> None:
    """Every label, tooltip and cell of a window."""
    for label in window.findChildren(QLabel):
        if label.objectName() not in ELSEWHERE:
            assert label.textFormat() is Qt.TextFormat.PlainText or not is_taken_for_markup(label.text()), label.text()
        assert not set(label.text()) & set(HIDING), label.objectName()
    for each in (*window.findChildren(QWidget), *window.findChildren(QAction)):
        assert "<b>" not in each.toolTip(), (each.objectName(), each.toolTip())
        assert "<img" not in each.toolTip()
    for table in window.findChildren(QTableWidget):
        for row in range(table.rowCount()):
            for column in range(table.columnCount()):
                item = table.item(row, column)
                assert item is None or "<img" not in item.toolTip()
                assert item is None or not set(item.text()) & set(HIDING)
    assert not set(window.windowTitle()) & set(HIDING)


async def names(server, lure) -> dict[str, str]:
    """Written into the books by somebody who is allowed to."""
    return {
        "markup": markup(lure, "Evil"),
        "turned": "Invoice \u202egnp.exe\u202c \u2066isolated\u2069",
        "controls": "Bell\x07 \x1b[31mred\x1b[0m\x9b end\u2028line",
    }


@pytest.mark.parametrize("kind", ["markup", "turned", "controls"])
async def test_names_are_shown_as_text_everywhere(window_on, shop, lure, kind):  # noqa: F811
    name = (await names(shop, lure))[kind]
    partner = shop.do("res.partner", "create", [{"name": name, "ref": name, "city": name}])[0]
    window = await window_on(shop)
    line = DraftLine(name=f"Work {name}", price_unit=Decimal(10), tax_ids=())
    days = {"invoice_date": TODAY, "accounting_date": TODAY}
    draft = Draft(MoveType.CUSTOMER_INVOICE, partner_id=partner, ref=name, lines=(line,), narration=name, **days)
    made = await window.workspace.invoicing.create(draft)
    for book in (Book.PARTNERS, Book.CUSTOMER_INVOICES):
        window.show_place(book)
        model, view = window.page.model, window.page.view
        window.page.filters.search.setText(re.search(r"\w+", name.replace("<b>", ""))[0])
        window.page.filters.search.textEdited.emit(window.page.filters.search.text())
        await until(lambda model=model: model.row_at(0) is not None and not model.is_asking, "rows")
        shown = {model.cell(0, column)[0]: column for column in range(model.columnCount())}
        assert legible(name) in shown
        column = shown[legible(name)]
        view.setColumnHidden(column, False)
        view.scrollTo(model.index(0, column))
        view.grab()
        assert in_words(tip_of(view, 0, column)) == legible(name)
        check(window)
    window.open_document(made.header.id)
    page = window.document_page
    await until(lambda: page.document is not None and page.document.header.id == made.header.id, "the draft")
    window.grab()
    check(window)
    posted = await window.workspace.invoicing.post(made.header.id)
    assert posted
    window.leave_document()
    window.open_document(made.header.id)
    await until(lambda: page.document is not None and page.document.header.state.value == "posted", "the invoice")
    window.grab()
    check(window)
    assert not asked(lure)


async def test_what_a_server_says_is_a_sentence_in_a_notice(qtbot, lure):
    owner = QWidget()
    qtbot.addWidget(owner)
    said = f"{markup(lure, 'No')} \u202egnp.exe \x1b[31m"
    notices.show_error(owner, ServerRefused(said, advice=said, details=said))
    [box] = [each for each in owner.findChildren(QMessageBox) if each.isVisible()]
    box.grab()
    for label in box.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text()
        assert not set(label.text()) & set(HIDING)
    assert markup(lure, "No") in box.text()
    assert markup(lure, "No") in box.informativeText()
    assert not asked(lure)
    box.close()


@pytest.mark.parametrize(
    "text", ["<b>bold</b>", "a &lt; b", "<?xml", "a\n<img src='http://127.0.0.1:9/'>", "AT&T <x@y.z>", "plain"]
)
def test_a_tooltip_says_what_it_was_given(qapp, text):
    assert in_words(formats.tip(text)) == text


@pytest.mark.parametrize("version", [14, 19])
async def test_what_was_not_touched_is_not_altered(window_on, demo_server, version):  # noqa: F811
    """Also where it is sent along: 14 forgets the name of a line that is written without it."""
    server = demo_server(version=version)
    name = "Work \u202egnp.exe\u202c \x07 \u200bdone <b>x</b>"
    product = server.do("product.product", "search", [])[0]
    line = {"product_id": product, "name": name, "price_unit": 10, "quantity": 1, "tax_ids": []}
    line["account_id"] = server.do("account.account", "search", [["code", "=like", "4%"]])[0]
    partner = server.do("res.partner", "search", [])[0]
    values = {"move_type": "out_invoice", "partner_id": partner, "ref": name, "invoice_line_ids": [(0, 0, line)]}
    number = server.do("account.move", "create", [values])[0]
    window = await window_on(server)
    window.open_document(number)
    page = window.document_page
    await until(lambda: page.document is not None and page.document.header.id == number, "the draft")
    model = page.form.lines
    assert not set(str(model.index(0, model.column_of("name")).data())) & set(HIDING)
    model.set_number(model.line(0), "price_unit", Decimal(20))
    page.save_action.trigger()

    def told() -> dict[str, object]:
        return server.do("account.move", "read", [number], ["ref", "invoice_line_ids"])[0]

    def line_told() -> dict[str, object]:
        return server.do("account.move.line", "read", told()["invoice_line_ids"], ["name", "price_unit"])[0]

    await until(lambda: line_told()["price_unit"] == 20, "saved")
    assert told()["ref"] == name
    assert line_told()["name"] == name


# --- links ------------------------------------------------------------------------------------------------------------


def test_no_link_of_anybody_is_opened():
    """The one thing that is handed to the system is the program's own folder of logs; no label follows links."""
    from tests.test_layers import MODULES

    opening = re.compile(
        r"openUrl|setOpenExternalLinks|setOpenLinks|webbrowser|startfile|LinksAccessible|TextBrowserInteraction"
    )
    found = [
        line.strip()
        for each in MODULES
        for line in each.read_text("utf-8").splitlines()
        if opening.search(line) and "import" not in line
    ]
    assert found == [
        '_stays_open(box, "Open log folder", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))'
    ]


# --- cells for a spreadsheet ------------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1",
    " =1+1",
    "\u00a0@SUM(A1)",
    "\u200b=1+1",
    "\ufeff-1",
    "\x00+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20x",
    "\n=1",
    '"=1+1"',
    "\u202e=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_in_disguise_is_text_too(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("text", [*FORMULAS, "x\r=1+1", "x\v=1", "x\x85=1", "x\u2028=1", "x\t=1", "x\r\n=1"])
def test_a_copied_cell_is_one_cell_of_text_whatever_its_column(kind, text):
    cell = _cell(None, Column("key", "Title", lambda _row: text, kind))
    assert len(cell.splitlines()) == 1
    assert "\t" not in cell
    assert harmless(cell) == cell or cell.startswith("'")
    assert cell.lstrip(" ")[:1] not in set("=+-@")
