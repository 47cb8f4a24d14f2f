"""The ageing on screen: who owes how much since when, the items of whom one stands on, and whether it is what the control account says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from odoo_desk.accounting.matching import Suggestion
from odoo_desk.accounting.open_items import (
    Ageing,
    AgeingRow,
    AsOf,
    Control,
    GroupedBy,
    OpenItem,
    cannot_reconcile,
)
from odoo_desk.accounting.rules import NO_RIGHT
from odoo_desk.errors import ConnectionProblem, DeskError, NotConnected
from odoo_desk.ui import formats, icons, keys, notices, printing, tasks, theme
from odoo_desk.ui.empty import EmptyList
from odoo_desk.ui.open_items.columns import ageing_columns, item_columns, total_row
from odoo_desk.ui.open_items.question import QuestionBar
from odoo_desk.ui.places import TITLES, Report
from odoo_desk.ui.tables.columns import Kind
from odoo_desk.ui.tables.records import RecordsView
from odoo_desk.workspace.changes import Change

if TYPE_CHECKING:
    from odoo_desk.workspace.reconciling import Reconciled
    from odoo_desk.workspace.workspace import Workspace


_WORKBOOKS, _PDF = "Workbooks (*.xlsx)", "PDF (*.pdf)"


class AgeingPage(QWidget):
    """`opened` with the id of a document."""

    opened = Signal(int)

    def __init__(self, workspace: Workspace, report: Report, kept: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"page_{report.value}")
        self.report = report
        self.ageing: Ageing | None = None
        self._workspace = workspace
        self._is_stale = True
        self._suggested: Suggestion | None = None
        self._computing: tasks.Task | None = None
        self._reading: tasks.Task | None = None
        self._checking: tasks.Task | None = None
        self.question = QuestionBar(report, date.today(), kept, self)  # noqa: DTZ011  the user's day
        self.view = RecordsView("ageing", TITLES[report], (), self)
        self.items = RecordsView("open_items", "Open items", (), self, several=True)
        self._whose = self._label("open_items_title")
        theme.STRONG.on(self._whose)
        self.control = self._label("control_accounts")
        self.computed = self._label("computed", "muted")
        for each in (self.control, self.computed):
            each.setWordWrap(True)
        self.empty = EmptyList(self)
        self._stack = QStackedWidget(self)
        self._taken = self._label("taken_items")
        self._why = self._label("why_not_reconciled", "warning")
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._why.hide()
        self.reconcile_action = self._action("reconcile", "Reconcile", self._reconcile)
        keys.bind(self.reconcile_action, "reconcile")
        keys.tell(self.reconcile_action, "Match the items that are taken with each other", "reconcile")
        self.suggest_action = self._action("suggest", "Suggest", self._suggest)
        keys.bind(self.suggest_action, "suggest")
        keys.tell(self.suggest_action, "Take items that probably belong together; again: the next ones", "suggest")
        self.matches_action = self._action("matches", "Matches …", self._show_matches)
        keys.bind(self.matches_action, "matches")
        keys.tell(
            self.matches_action, "What the item you are on is matched with; one match can be taken back", "matches"
        )
        self.save_action = self._action("save", "Save …", self._choose_where_to_save)
        self.compare_action = self._action("compare", "Compare …", self._choose_what_to_compare)
        keys.tell(self.save_action, "Save this ageing with its items as a workbook")
        keys.tell(self.compare_action, "Which items moved since a copy was saved, and why")
        self.matches_action.setEnabled(False)
        self._arrange()
        self.question.changed.connect(self.refresh)
        self.view.selected.connect(self._stand_on)
        self.view.chosen.connect(lambda _row: self.items.setFocus())
        self.items.chosen.connect(self._open)
        self.items.taken_changed.connect(self._show_taken)
        self.items.selected.connect(self._offer_matches)
        self.destroyed.connect(workspace.changes.subscribe(self._heard))

    @property
    def title(self) -> str:
        return TITLES[self.report]

    def document_actions(self) -> list[QAction]:
        return [self.suggest_action, self.reconcile_action, self.matches_action, self.save_action, self.compare_action]

    def search(self) -> None:
        """What this page has instead of a search is its day."""
        self.question.day.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def clear_filters(self) -> None:
        self.question.reset()

    def _label(self, name: str, tone: str = "") -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(theme.tabular(label.font()))
        if tone:
            label.setProperty("tone", tone)
        return label

    def _arrange(self) -> None:
        below = QWidget(self)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(theme.SPACE // 2)
        heading = QHBoxLayout()
        heading.addWidget(self._whose)
        heading.addStretch(1)
        heading.addWidget(self._taken)
        lower.addLayout(heading)
        lower.addWidget(self._why)
        lower.addWidget(self.items, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.view)
        split.addWidget(below)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self._stack.addWidget(split)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.MARGIN, theme.SPACE, theme.MARGIN, theme.SPACE)
        whole.setSpacing(theme.SPACE)
        whole.addWidget(self.question)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.control)
        whole.addWidget(self.computed)

    # --- questions and answers ----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def _heard(self, change: Change) -> None:
        """What is not seen is computed when it is."""
        self._is_stale = True
        if self.isVisible() and change != Change():
            self.refresh()

    def refresh(self) -> None:
        self._is_stale = False
        if self._computing is not None:
            self._computing.cancel()
        self._computing = tasks.run(self, self._compute(), done=self._show, saying="Adding up …")

    async def _compute(self) -> Ageing | None:
        """None before everything is here: half of the items would be half of the truth."""
        if not await self._workspace.open_items.is_complete():
            return None
        question, open_items = self.question.question, self._workspace.open_items
        rates = await open_items.day_rates(question.asked.on) if question.revalue else ()
        return await open_items.ageing(question.asked, question.aged_by, question.grouped_by, question.buckets, rates)

    def _show(self, ageing: Ageing | None) -> None:
        self.ageing = ageing
        if ageing is None:
            self._say_nothing("The books are being copied.", "What is open is added up as soon as all of it is here.")
            return
        own = self._workspace.user.company.currency
        if not ageing.rows:
            day = formats.day(ageing.asked.on)
            self._say_nothing(f"Nothing was open on {day}.", "Choose another day above.")
        else:
            self._stack.setCurrentIndex(0)
            self.view.show_records(ageing.rows, total_row(ageing), ageing_columns(ageing, own))
        self._say_computed(ageing)
        self.control.setText("")
        if self._checking is not None:
            self._checking.cancel()
        self._checking = tasks.run(
            self, self._workspace.open_items.controls(ageing.asked), done=self._show_controls, failed=self._not_checked
        )

    def _say_nothing(self, what: str, advice: str) -> None:
        self.empty.say(what, advice)
        self._stack.setCurrentIndex(1)
        self.control.setText("")
        self.computed.setText("")

    def _say_computed(self, ageing: Ageing) -> None:
        day = formats.day(ageing.asked.on)
        drafts = ", drafts as if they were posted" if ageing.asked.with_drafts else ""
        step = f", from the copy as it was at {formats.day_and_time(ageing.in_step)}" if ageing.in_step else ""
        self.computed.setText(
            f"What was open at the end of {day} by accounting date, as the books stand now{drafts}. "
            f"Computed on {formats.day_and_time(ageing.computed)}{step}. "
            f"What was unreconciled or entered with an earlier date since then is counted as it is now.{_by_rates(ageing)}"
        )

    def _show_controls(self, controls: Sequence[Control]) -> None:
        """Each account that the items stand on: what its balance is on the server, and whether they come to it."""
        assert self.ageing is not None
        own, sign = self._workspace.user.company.currency, self.ageing.asked.sign
        parts = []
        for each in controls:
            balance = f"{each.account.name}: balance {formats.amount(sign * each.balance, own)}"
            if each.difference:
                items = formats.amount(sign * each.open_items, own)
                parts.append(f"{balance}, open items {items}, difference {formats.amount(sign * each.difference, own)}")
                if each.half_posted:
                    part = formats.amount(sign * each.half_posted, own)
                    parts[-1] += f" ({part} of it is matched with drafts: post them, or unreconcile)"
            else:
                parts.append(f"{balance}, equal to its open items")
        wrong = any(each.difference for each in controls)
        self.control.setText("  ·  ".join(parts) if parts else "The control accounts are zero on that day.")
        theme.set_tone(self.control, "bad" if wrong else "good")

    def _not_checked(self, problem: DeskError) -> bool:
        if not isinstance(problem, ConnectionProblem | NotConnected):
            return False
        self.control.setText("Not compared with the balances of the control accounts: there is no connection.")
        theme.set_tone(self.control, "muted")
        return True

    # --- reconciling --------------------------------------------------------------------------------------------------

    def _items_taken(self) -> list[OpenItem]:
        return [each for each in self.items.taken if isinstance(each, OpenItem)]

    def _why_not(self) -> str:
        """Why what is taken cannot be reconciled; "" when it can."""
        assert self.ageing is not None
        if self.ageing.asked.on < date.today():  # noqa: DTZ011  the user's day
            return "What was open on a past day may be settled by now: choose today above."
        if not self._workspace.user.rights.register_payments:
            return NO_RIGHT
        return cannot_reconcile(self._items_taken())

    def _show_taken(self) -> None:
        items = self._items_taken()
        if self.ageing is None or len(items) < 2:
            self._taken.setText("")
            self._why.hide()
            self.reconcile_action.setEnabled(False)
            return
        own = self._workspace.user.company.currency
        debit = sum((each.residual for each in items if each.residual > 0), Decimal(0))
        credit = sum((each.residual for each in items if each.residual < 0), Decimal(0))
        sums = (("Debit", debit), ("Credit", credit), ("Difference", debit + credit))
        words = [f"{len(items)} taken", *(f"{title} {formats.amount(amount, own)}" for title, amount in sums)]
        reason = self._why_not()
        self.reconcile_action.setEnabled(not reason)
        self._taken.setText("     ".join(words))
        suggested = self._suggested
        is_suggested = suggested is not None and {each.id for each in items} == {*suggested.items}
        self._why.setText(reason or (suggested.reason if suggested and is_suggested else ""))
        theme.set_tone(self._why, "warning" if reason else "info")
        self._why.setVisible(bool(self._why.text()))
        keys.tell(self.reconcile_action, reason or "Match the items that are taken with each other", "reconcile")

    def _reconcile(self) -> None:
        items = self._items_taken()
        if not self._why_not():
            tasks.run(
                self,
                self._workspace.reconciling.reconcile(items),
                done=lambda found: self._say_reconciled(items, found),
                control=self.reconcile_action,
                saying="Reconciling …",
            )

    def _suggest(self) -> None:
        items = [each for each in self.items.records.records if isinstance(each, OpenItem)]
        work = self._workspace.reconciling.suggestions(items)
        tasks.run(self, work, done=self._take_suggested, control=self.suggest_action, saying="Looking …")

    def _take_suggested(self, found: Sequence[Suggestion]) -> None:
        """The first, or the one after that which was taken last."""
        if not found:
            notices.tell(self, "Nothing here seems to belong together.")
            return
        place = found.index(self._suggested) + 1 if self._suggested in found else 0
        self._suggested = found[place % len(found)]
        self.items.take(self._suggested.items)
        self.items.setFocus()
        notices.tell(self, f"Suggestion {place % len(found) + 1} of {len(found)}.")

    def _offer_matches(self, item: object) -> None:
        self.matches_action.setEnabled(isinstance(item, OpenItem) and item.residual != item.balance)

    def _show_matches(self) -> None:
        from odoo_desk.ui.open_items.matches import MatchesDialog  # noqa: PLC0415

        item = self.items.current
        if isinstance(item, OpenItem):
            MatchesDialog(self._workspace, item, self).open()

    def _say_reconciled(self, items: Sequence[OpenItem], found: Reconciled) -> None:
        own, numbers = self._workspace.user.company.currency, {each.id: each.number for each in items}
        left = [f"{formats.amount(each.residual, own)} of {numbers[each.id]}" for each in found.left]
        notices.tell(self, "Reconciled." + (f" Still open: {', '.join(left)}." if left else " Nothing is left open."))

    # --- saved copies -------------------------------------------------------------------------------------------------

    def _action(self, icon: str, title: str, work: Callable[[], None]) -> QAction:
        action = QAction(icons.icon(icon), title, self)
        action.setObjectName(f"ageing_{icon}")
        action.triggered.connect(lambda _on=False: work())
        return action

    def _choose_where_to_save(self) -> None:
        if self.ageing is None:
            notices.tell(self, "There is nothing to save before the books are here.")
            return
        name = f"{self.title} {self.ageing.asked.on.isoformat()} {self._workspace.user.company.name}".replace("/", "-")
        dialog = QFileDialog(self, "Save the ageing", f"{name}.xlsx", f"{_WORKBOOKS};;{_PDF}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix("pdf" if kind == _PDF else "xlsx"))
        dialog.fileSelected.connect(lambda path: tasks.run(self, self.save(Path(path)), saying="Saving …"))
        dialog.open()

    async def save(self, path: Path) -> None:
        """As PDF what is on screen; as a workbook also its items, to be compared later. InvalidInput when the file cannot be written."""
        assert self.ageing is not None
        if path.suffix.lower() == ".pdf":
            await printing.write_pdf(path, self._on_paper())
        else:
            await self._workspace.open_items.save(self.ageing, path)
        notices.tell(self, f"Saved to {path}.")

    def _on_paper(self) -> printing.PaperTable:
        ageing, view = self.ageing, self.view.records
        assert ageing is not None
        columns = tuple(printing.PaperColumn(each.title, each.kind is Kind.AMOUNT, each.grows) for each in view.columns)
        rows = [[each.text(row) for each in view.columns] for row in (*view.records, total_row(ageing))]
        by = f"by {ageing.grouped_by.word.lower()}, aged by {ageing.aged_by.word.lower()}"
        subtitle = f"{self._workspace.user.company.name}, as of {formats.day(ageing.asked.on)}, {by}"
        strong = frozenset({len(rows) - 1})
        return printing.PaperTable(
            self.title, subtitle, columns, rows, strong, (self.control.text(), self.computed.text())
        )

    def _choose_what_to_compare(self) -> None:
        dialog = QFileDialog(self, "Compare with a saved copy", "", _WORKBOOKS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: tasks.run(self, self.compare(Path(path)), saying="Comparing …"))
        dialog.open()

    async def compare(self, path: Path) -> None:
        """InvalidInput when it is no copy of these books."""
        from odoo_desk.ui.open_items.compared import ComparedDialog  # noqa: PLC0415

        comparison = await self._workspace.open_items.compare(path)
        dialog = ComparedDialog(comparison, self._workspace.user.company.currency, self)
        dialog.document_wanted.connect(self.opened)
        dialog.open()

    # --- the items of a row -------------------------------------------------------------------------------------------

    def _stand_on(self, row: AgeingRow | None) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if self.ageing is None:
            return
        asked = self.ageing.asked if row is None else _items_of(self.ageing.asked, self.ageing.grouped_by, row.id)
        what = "All open items" if row is None else f"{self.ageing.grouped_by.word}: {row.name}"
        reading = self._workspace.open_items.items(asked, self.ageing.rates)
        self._reading = tasks.run(self, reading, done=lambda items: self._show_items(items, what))

    def _show_items(self, items: Sequence[OpenItem], what: str) -> None:
        assert self.ageing is not None
        own = self._workspace.user.company.currency
        self._whose.setText(what)
        by_partner = self.ageing.grouped_by is GroupedBy.PARTNER and self.view.current is not None
        self.items.show_records(items, None, item_columns(items, self.ageing.asked, own, partner=not by_partner))

    def _open(self, item: OpenItem) -> None:
        self.opened.emit(item.move_id)


def _by_rates(ageing: Ageing) -> str:
    """What it was revalued by; the control accounts stay as they are booked."""
    if not ageing.rates:
        return ""
    rates = ", ".join(
        f"{each.currency.code} {formats.number(each.units, 6)} ({f'rate of {formats.day(each.day)}' if each.day else 'no rate of that day'})"
        for each in ageing.rates
    )
    return f" REVALUED, not as booked, by units for one of the company's currency: {rates}."


def _items_of(asked: AsOf, grouped_by: GroupedBy, key: int) -> AsOf:
    if grouped_by is GroupedBy.PARTNER:
        return replace(asked, partner_ids=(key,))
    if grouped_by is GroupedBy.SALESPERSON:
        return replace(asked, salesperson_ids=(key,))
    if grouped_by is GroupedBy.ACCOUNT:
        return replace(asked, account_ids=(key,))
    return replace(asked, currency_ids=(key,))
