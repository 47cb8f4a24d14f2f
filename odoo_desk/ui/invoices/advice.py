"""What was learnt from the partner's last documents, offered while the next one is written: cell by cell, or all of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QSizePolicy

from odoo_desk.accounting.learning import Learned
from odoo_desk.accounting.records import Document, InvoiceLine, LineKind
from odoo_desk.ui import formats, tasks, theme
from odoo_desk.ui.invoices.hints import again

if TYPE_CHECKING:
    from odoo_desk.errors import DeskError
    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.workspace.workspace import Workspace

TAKE, TAKE_ALL = "Ctrl+Space", "Ctrl+Shift+Space"


class Advice(QObject):
    """Of one form. `label` says what there is to take, and by which key."""

    def __init__(self, workspace: Workspace, form: DraftForm) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._partner_id: int | None = None
        self._learned = Learned()
        self._lines: tuple[InvoiceLine, ...] = ()
        self._asking: tasks.Task | None = None
        self.label = QLabel(form)
        self.label.setObjectName("advice")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("tone", "muted")
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.ESTIMATE.on(self.label)
        self.label.hide()
        form.changed.connect(self._look)
        form.grid.selectionModel().currentChanged.connect(self._say)
        for keys, act in ((TAKE, self.take), (TAKE_ALL, self.take_all)):
            shortcut = QShortcut(QKeySequence(keys), form)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def take(self) -> None:
        """What is suggested for the cell that the keyboard is in; from the description for its whole line."""
        self._form.grid.finish_editing()
        index = self._form.grid.currentIndex()
        if index.isValid():
            self._form.lines.take_hint(index.row(), index.column())

    def take_all(self) -> None:
        """The lines of the last document, into one that has none; the keyboard goes to the first price."""
        form = self._form
        form.grid.finish_editing()
        if self._last_to_take() is None or form.lines.has_content:
            return
        form.lines.take_lines(again(self._lines))
        row = next(row for row, line in enumerate(form.lines.typed()) if line.draft.kind is LineKind.PRODUCT)
        form.grid.go_to(row, "price_unit")
        self._say()

    def _look(self) -> None:
        """Whose documents are to be learnt from."""
        partner = self._form.header.partner.choice()
        number = partner.id if partner else None
        if number == self._partner_id:
            self._say()
            return
        self._partner_id = number
        if self._asking is not None:
            self._asking.cancel()
        self._use(Learned())
        if number is not None and not self._form.move_type.is_entry:
            asked = self._workspace.suggestions.for_partner(number, self._form.move_type)
            self._asking = tasks.run(self._form, asked, done=self._use, failed=self._stay)

    def _use(self, learned: Learned) -> None:
        self._learned, self._lines = learned, learned.lines_to_start_from()
        self._form.lines.learn(learned)
        self._say()

    def _stay(self, _problem: DeskError) -> bool:
        """Without suggestions one types; that is no reason to interrupt anybody."""
        return True

    def _last_to_take(self) -> Document | None:
        """Prices in another currency would be other prices."""
        last = self._learned.last
        is_usable = last is not None and last.header.currency.id == self._form.currency.id
        return last if is_usable and any(line.kind is LineKind.PRODUCT for line in self._lines) else None

    def _say(self) -> None:
        text, lines = "", self._form.lines
        if not lines.has_content and (last := self._last_to_take()):
            count = sum(line.kind is LineKind.PRODUCT for line in last.lines)
            name = last.header.ref or last.header.number
            day = formats.day(last.header.invoice_date or last.header.accounting_date)
            all_of_it = "its line" if count == 1 else f"its {count} lines"
            text = f"Last time: {name}, {day}. {TAKE_ALL} takes {all_of_it}."
        elif lines.has_hints(self._form.grid.currentIndex().row()):
            text = f"In italics: as last time. {TAKE} takes what is lighter."
        has_trouble = bool(self._form.remark.text())
        self.label.setText(text)
        self.label.setVisible(bool(text) and not has_trouble)
        self._form.remark.setVisible(self.label.isHidden())
