"""The editor of a draft: header, lines, terms, totals. It turns what is on the screen into a Draft; it saves nothing by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from odoo_desk import settings
from odoo_desk.accounting.cents import USUAL, reasons
from odoo_desk.accounting.concerns import Concern
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import Document, Draft, LineKind, MoveType, Totals
from odoo_desk.errors import DeskError
from odoo_desk.ui import formats, keys, tasks, theme
from odoo_desk.ui.fields import providers
from odoo_desk.ui.fields.shares import Sharing
from odoo_desk.ui.invoices.advice import Advice
from odoo_desk.ui.invoices.exchange import ExchangeBox
from odoo_desk.ui.invoices.grid import LinesGrid
from odoo_desk.ui.invoices.header import HeaderFields, ShortLists
from odoo_desk.ui.invoices.history import History
from odoo_desk.ui.invoices.instalments import InstalmentsBox
from odoo_desk.ui.invoices.lines_model import LinesModel
from odoo_desk.ui.invoices.outlook import Outlook
from odoo_desk.ui.invoices.position import Remapping
from odoo_desk.ui.invoices.remarks import Remarks
from odoo_desk.ui.invoices.totals import BalanceBox, TotalsBox
from odoo_desk.ui.invoices.typed import Place, Typed

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

PREVIEW_PAUSE_MS = 400
_JUMPS = {
    "jump.partner": "partner_id",
    "jump.date": "invoice_date",
    "jump.reference": "ref",
    "jump.control_total": "control_total",
    "jump.lines": "lines",
    "jump.narration": "narration",
}


class DraftForm(QWidget):
    """`changed` tells that something is not as it was loaded any more, or is again; `typing` of every key besides; `totalled` that it is known
    what the lines come to."""

    changed = Signal()
    typing = Signal()
    totalled = Signal()

    def __init__(self, workspace: Workspace, move_type: MoveType, lists: ShortLists, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("draft_form")
        self._workspace = workspace
        self.move_type = move_type
        self._currencies = {currency.id: currency for currency in lists.currencies}
        self._baseline = Draft(move_type)
        self._saved: Totals | None = None
        self._previewing: tasks.Task | None = None
        self._preview_again = False
        self.header = HeaderFields(workspace, move_type, lists, self)
        self.lines = self._make_lines(lists)
        self.grid = self._make_grid(lists)
        self._buttons = self._make_buttons()
        self.remarks = Remarks(self)
        self.narration = self._make_narration()
        self.remark = QLabel(self)
        self.remark.setObjectName("cell_remark")
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.remark.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.totals = TotalsBox(self)
        self.exchange = ExchangeBox(self)
        self.instalments = InstalmentsBox(self)
        self.balance = BalanceBox(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PREVIEW_PAUSE_MS)
        self._pause.timeout.connect(self._preview)
        self.advice = Advice(workspace, self)
        self._arrange()
        self.header.changed.connect(self._edited)
        self.header.currency_changed.connect(self._currency_changed)
        self.header.control_total.changed.connect(self._compare)
        self.header.control_total.field.textEdited.connect(self.typing)
        self.header.finished.connect(self.grid.begin)
        self.lines.edited.connect(self._edited)
        self.lines.dataChanged.connect(self._say_trouble)
        self.grid.selectionModel().currentChanged.connect(self._say_trouble)
        self.narration.textChanged.connect(self.changed)
        self.grid.typing.connect(self.typing)
        self.outlook = Outlook(workspace, self)
        self.remapping = Remapping(workspace, self)
        self.history = History(self)
        for field in (*self.header.text_fields(), self.narration):
            self.history.watch(field)
        self.grid.opened.connect(self.history.watch)
        self.setFocusProxy(self.header)
        self._bind_jumps()

    def _make_narration(self) -> QPlainTextEdit:
        narration = QPlainTextEdit(self)
        narration.setTabChangesFocus(True)
        narration.setObjectName("narration")
        narration.setAccessibleName("Terms and Conditions")
        narration.setPlaceholderText("Terms and Conditions")
        narration.setFixedHeight(narration.fontMetrics().lineSpacing() * 4 + 12)
        return narration

    def _make_lines(self, lists: ShortLists) -> LinesModel:
        company = self._workspace.user.company
        sharing = Sharing(lists.analytic) if lists.analytic else None
        lines = LinesModel(self.move_type, company.currency, company.arithmetic, self, sharing=sharing)
        lines.set_taxes({tax.id: tax for tax in lists.taxes})
        return lines

    def _make_grid(self, lists: ShortLists) -> LinesGrid:
        lookups, invoicing = self._workspace.lookups, self._workspace.invoicing
        grid = LinesGrid(
            self.lines,
            {
                "product_id": providers.products(lookups),
                "account_id": providers.accounts(lookups),
                "partner_id": providers.partners(lookups),
            },
            lambda product_id: invoicing.line_for_product(product_id, self.move_type, self.outlook.position),
            self,
            enter_goes=settings.load().preferences.enter_goes,
        )
        use = "sale" if self.move_type.is_sale else "purchase"
        grid.set_taxes([providers.tax_choice(tax) for tax in lists.taxes if tax.use == use])
        return grid

    def _make_buttons(self) -> list[QPushButton]:
        buttons = []
        for name, title, tip, kind in (
            ("add_line", "Add line", "", LineKind.PRODUCT),
            ("add_section", "Add section", "", LineKind.SECTION),
            ("add_note", "Add note", "", LineKind.NOTE),
        ):
            button = QPushButton(title, self)
            button.setObjectName(name)
            button.setAccessibleName(title)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda _checked=False, kind=kind: self.grid.add(kind))
            buttons.append(button)
        remove = QPushButton("Remove line", self)
        remove.setObjectName("remove_line")
        remove.setAccessibleName("Remove line")
        remove.setToolTip("Ctrl+Del")
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        remove.clicked.connect(self.grid.remove_current)
        return [*buttons, remove]

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SPACE)
        whole.addWidget(self.header)
        whole.addWidget(self.remarks)
        whole.addWidget(self.grid, 1)
        row = QHBoxLayout()
        for button in self._buttons:
            if not (self.move_type.is_entry and button.objectName() in ("add_section", "add_note")):
                row.addWidget(button)
            else:
                button.hide()
        row.addWidget(self.advice.label, 1)
        row.addWidget(self.remark, 1)
        whole.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(4 * theme.SPACE)
        foot.addWidget(self.narration, 3, Qt.AlignmentFlag.AlignTop)
        is_entry = self.move_type.is_entry
        shown, hidden = (self.balance, self.totals) if is_entry else (self.totals, self.balance)
        sums = QVBoxLayout()
        sums.setSpacing(12)
        sums.addWidget(shown)
        sums.addWidget(self.exchange)
        sums.addWidget(self.instalments)
        sums.addStretch(1)
        foot.addLayout(sums, 2)
        hidden.hide()
        whole.addLayout(foot)

    # --- in and out ---------------------------------------------------------------------------------------------------

    def load(self, draft: Draft, document: Document | None) -> None:
        self.header.load(draft, document)
        self.lines.set_currency(self.currency)
        place = self.grid.currentIndex()
        row, column = place.row(), place.column()
        self.lines.load(document.lines if document else ())
        if 0 <= row < self.lines.rowCount():
            self.grid.setCurrentIndex(self.lines.index(row, column))
        self.narration.setPlainText(draft.narration)
        self._baseline = self.so_far()
        self._saved = document.totals if document else None
        self._show_totals(self._saved or Totals(ZERO, ZERO, ZERO))
        self._pause.stop()
        self.history.begin()
        self.outlook.begin(document)
        self.changed.emit()

    async def settle(self) -> None:
        """Waits for what was typed too quickly to be looked up."""
        self.grid.finish_editing()
        await self.header.settle()
        await self.grid.settle()

    def read(self) -> Draft:
        self.grid.finish_editing()
        return replace(self.header.read(), lines=self.lines.draft_lines(), narration=self._narration())

    def so_far(self) -> Draft:
        return replace(self.header.so_far(), lines=self.lines.lines_so_far(), narration=self._narration())

    @property
    def is_dirty(self) -> bool:
        is_pending = self.header.has_pending or self.lines.has_pending or self.grid.has_typing
        return is_pending or self.so_far() != self._baseline

    def typed(self) -> Typed:
        """All that stands here, also what is still being typed, and where."""
        narration = Place("narration", cursor=self.narration.textCursor().position())
        place = self.header.place() or self.grid.place() or (narration if self.narration.hasFocus() else Place())
        return Typed(self.header.typed(), self.lines.typed(), self.narration.toPlainText(), place)

    def restore(self, typed: Typed) -> None:
        """Over what was loaded, with the keyboard where it was."""
        self.header.restore(typed.header)
        self.lines.set_currency(self.currency)
        self.lines.restore(typed.lines)
        self.narration.setPlainText(typed.narration)
        place = typed.place
        if place.row >= 0:
            self.grid.resume(place)
        elif not self.header.go_to(place) and place.field == "narration":
            self.narration.setFocus(Qt.FocusReason.OtherFocusReason)
            cursor = self.narration.textCursor()
            cursor.setPosition(min(place.cursor, len(typed.narration)))
            self.narration.setTextCursor(cursor)
        self.changed.emit()

    def point_at(self, name: str, line: int | None, message: str) -> bool:
        """To the field or cell that a refusal names; False when there is none such."""
        if line is not None or name == "lines":
            row = min(line or 0, self.lines.rowCount() - 1)
            if line is not None:
                self.lines.set_trouble(row, name, message)
            self.grid.go_to(row, name)
            return True
        if name == "narration":
            self.narration.setFocus()
            return True
        return self.header.point_at(name, message)

    def go_to_field(self, name: str) -> None:
        """To a field of the header by its name, to the lines or the terms; what this document has not, nowhere."""
        if name == "lines":
            self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif name == "narration":
            self.narration.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.header.go_to_field(name)

    def go_to_line(self, number: int) -> None:
        """As people count; past the last one, to the last."""
        self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.grid.go_to(min(number, self.lines.rowCount()) - 1)

    def _bind_jumps(self) -> None:
        for command, name in _JUMPS.items():
            keys.shortcut(self, command, partial(self.go_to_field, name), Qt.ShortcutContext.WindowShortcut)
        keys.shortcut(self, "jump.line", self._ask_for_line, Qt.ShortcutContext.WindowShortcut)

    def _ask_for_line(self) -> None:
        asking = QInputDialog(self)
        asking.setObjectName("line_number")
        asking.setWindowTitle("Go to line")
        asking.setLabelText("Line number:")
        asking.setInputMode(QInputDialog.InputMode.IntInput)
        asking.setIntRange(1, max(1, self.lines.rowCount()))
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.intValueSelected.connect(self.go_to_line)
        asking.open()

    def _narration(self) -> str:
        return self.narration.toPlainText().strip()

    def _say_trouble(self) -> None:
        """What is wrong with the cell that the keyboard is in, in words under the grid."""
        place = self.grid.currentIndex()
        trouble = self.lines.trouble_at(place.row(), place.column()) if place.isValid() else ""
        if trouble != self.remark.text():
            theme.set_tone(self.remark, "bad")
            self.remark.setText(trouble)
            self.remark.setToolTip(formats.tip(trouble))

    # --- totals -------------------------------------------------------------------------------------------------------

    @property
    def currency(self) -> Currency:
        return self._currencies.get(self.header.currency.value() or 0, self._workspace.user.company.currency)

    def _currency_changed(self) -> None:
        self.lines.set_currency(self.currency)
        if self.totals.totals is not None:
            self._show_totals(self.totals.totals)

    def _edited(self) -> None:
        self.changed.emit()
        if self.move_type.is_entry:
            self._show_balance()
        else:
            self._pause.start()

    def _preview(self) -> None:
        """One at a time; what was typed meanwhile is asked about afterwards."""
        if self._previewing is not None:
            self._preview_again = True
            return
        asked = self.so_far()
        if self._saved is not None and _totals_alike(asked, self._baseline):
            self._show_totals(self._saved)  # a tax may have been set by hand
            return
        if not self.lines.has_content:
            self._show_totals(Totals(ZERO, ZERO, ZERO))
            return
        self._previewing = tasks.run(
            self, self._workspace.invoicing.preview(asked), done=self._previewed, failed=self._not_previewed
        )

    def _previewed(self, totals: Totals) -> None:
        self._previewing = None
        if not self.is_dirty and not totals.estimated:
            self._preview_again = False
        self._show_totals(totals)
        self._go_on_previewing()

    def _not_previewed(self, problem: DeskError) -> bool:
        """No reason to interrupt anybody: the totals that stand there are said to be old."""
        self._previewing = None
        self.totals.say(f"Not worked out: {problem.message}")
        self._go_on_previewing()
        return True

    def _go_on_previewing(self) -> None:
        if self._preview_again:
            self._preview_again = False
            self._preview()

    def _show_totals(self, totals: Totals) -> None:
        self.totals.show_totals(totals, self.currency)
        self._compare()
        self._show_balance()
        self.totalled.emit()

    def set_control_total(self, wanted: Decimal | None) -> None:
        self.header.control_total.set_value(wanted)
        self._compare()

    def doubts(self, document: Document) -> tuple[Concern, ...]:
        """Of what was saved: whether it comes to what the paper says."""
        wanted, header = self.header.control_total.value(), document.header
        if wanted is None or wanted == header.amount_total:
            return ()
        paper, lines = formats.amount(wanted, header.currency), formats.amount(header.amount_total, header.currency)
        return (Concern(f"The paper comes to {paper}, the lines to {lines}."),)

    def _compare(self) -> None:
        """With the total on the paper."""
        totals, wanted = self.totals.totals, self.header.control_total.value()
        if totals is None:
            return
        why: tuple[str, ...] = ()
        if wanted is not None and wanted != totals.total:
            arithmetic = self._workspace.user.company.arithmetic
            why = reasons(self.so_far(), self.lines.taxes, self.currency, arithmetic, totals.total, wanted)
            if totals.groups and abs(wanted - totals.total) <= USUAL * self.currency.rounding:
                how = keys.tip("save, then More, Taxes as on the paper", "correct_taxes")
                why = (*why, f"If it is the tax that the paper has otherwise: {how}.")
        self.header.control_total.compare(totals.total, self.currency, why)
        self.outlook.say_why(why)

    def _show_balance(self) -> None:
        drafts = self.lines.lines_so_far()
        debit = sum((line.debit for line in drafts), ZERO)
        credit = sum((line.credit for line in drafts), ZERO)
        self.balance.show_balance(debit, credit, self._workspace.user.company.currency)


def _totals_alike(one: Draft, other: Draft) -> bool:
    """Whether nothing differs that a total depends on."""
    return (one.lines, one.currency_id, one.cash_rounding_id) == (
        other.lines,
        other.currency_id,
        other.cash_rounding_id,
    )
