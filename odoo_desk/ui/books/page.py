"""One book on screen: filters, table, sums, and words where there is nothing to show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from odoo_desk.accounting.listing import Book, Row, Summary, order_of
from odoo_desk.accounting.records import Invoice, Partner
from odoo_desk.errors import DeskError
from odoo_desk.ui import formats, theme
from odoo_desk.ui.books.filters import FilterBar
from odoo_desk.ui.invoices.actions import DocumentActions
from odoo_desk.ui.tables.columns import COLUMNS, UNSORTED
from odoo_desk.ui.tables.model import BookModel
from odoo_desk.ui.tables.view import BookView
from odoo_desk.workspace.changes import Change

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

TITLES = {
    Book.CUSTOMER_INVOICES: "Customer Invoices",
    Book.VENDOR_BILLS: "Vendor Bills",
    Book.CREDIT_NOTES: "Credit Notes",
    Book.RECEIPTS: "Receipts",
    Book.JOURNAL_ENTRIES: "Journal Entries",
    Book.PAYMENTS: "Payments",
    Book.PARTNERS: "Partners",
    Book.ACCOUNTS: "Chart of Accounts",
}


class BookPage(QWidget):
    """`opened` with the row that was chosen; `selection_changed` when the actions that fit may be others."""

    opened = Signal(object)
    selection_changed = Signal()

    def __init__(self, workspace: Workspace, book: Book, kept: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"page_{book.value}")
        self.book = book
        self._kept = kept
        self._workspace = workspace
        self.filters = FilterBar(book, date.today(), self)  # noqa: DTZ011  the user's day
        self.model = BookModel(workspace.listing, COLUMNS[book], self)
        self.view = BookView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(TITLES[book])
        self.actions_of_documents = DocumentActions(workspace, self) if book.move_types else None
        self._sums = QLabel(self)
        self._sums.setObjectName("sums")
        self._sums.setFont(theme.tabular(self._sums.font()))
        self._trouble = QLabel(self)
        self._trouble.setObjectName("list_error")
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        self._retry = QPushButton("Retry", self)
        self._retry.setObjectName("retry")
        self._empty = QLabel(self)
        self._empty.setObjectName("empty_list")
        self._empty.setTextFormat(Qt.TextFormat.PlainText)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._restore()
        self.model.summarised.connect(self._summarise)
        self.model.failed.connect(self._fail)
        self.filters.changed.connect(self._ask)
        self._retry.clicked.connect(self.model.refresh)
        self.view.chosen.connect(self.opened)
        self.view.selection_changed.connect(self._selected)
        header = self.view.horizontalHeader()
        header.sectionClicked.connect(self._sort)
        header.customContextMenuRequested.connect(self._column_menu)
        header.sectionResized.connect(lambda *_: self._keep())
        header.sectionMoved.connect(lambda *_: self._keep())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._row_menu)
        self.destroyed.connect(workspace.changes.subscribe(self._heard))
        self._show_order()
        self.model.show(self.filters.query)

    @property
    def title(self) -> str:
        return TITLES[self.book]

    def document_actions(self) -> list[QAction]:
        return self.actions_of_documents.all() if self.actions_of_documents else []

    def only_partner(self, partner: Partner) -> None:
        self.filters.only_partner(partner)

    # --- arrangement --------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._columns_button = QToolButton(self)
        self._columns_button.setObjectName("columns")
        self._columns_button.setText("Columns")
        self._columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns_button.setMenu(QMenu(self._columns_button))
        self._columns_button.menu().aboutToShow.connect(lambda: self._fill_column_menu(self._columns_button.menu()))
        top = QHBoxLayout()
        top.addWidget(self.filters, 1)
        top.addWidget(self._columns_button)
        trouble = QHBoxLayout()
        trouble.addWidget(self._trouble, 1)
        trouble.addWidget(self._retry)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(self._sums)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.SPACE * 2, theme.SPACE, theme.SPACE * 2, theme.SPACE)
        whole.setSpacing(theme.SPACE)
        whole.addLayout(top)
        whole.addLayout(trouble)
        whole.addWidget(self._stack, 1)
        whole.addLayout(bottom)
        self._fail(None)

    def _restore(self) -> None:
        header = self.view.horizontalHeader()
        for position, column in enumerate(self.model.columns):
            header.resizeSection(position, column.width)
            header.setSectionHidden(position, not column.shown)
        state = self._kept.value(f"{self.book.value}/header")
        if isinstance(state, QByteArray):
            header.restoreState(state)

    def _keep(self) -> None:
        self._kept.setValue(f"{self.book.value}/header", self.view.horizontalHeader().saveState())

    def _column_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_column_menu(menu)
        menu.popup(self.view.horizontalHeader().mapToGlobal(at))

    def _fill_column_menu(self, menu: QMenu) -> None:
        menu.clear()
        for position, column in enumerate(self.model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.view.isColumnHidden(position))
            action.toggled.connect(lambda on, position=position: self.show_column(position, on=on))

    def show_column(self, position: int, *, on: bool) -> None:
        self.view.setColumnHidden(position, not on)
        self._keep()

    def _row_menu(self, at: QPoint) -> None:
        if actions := self.document_actions():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(actions)
            menu.popup(self.view.viewport().mapToGlobal(at))

    # --- questions and answers ----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.view.clearSelection()
        self.view.scrollToTop()
        self.model.show(self.filters.query)

    def _sort(self, section: int) -> None:
        column = self.model.columns[section]
        if column.key in UNSORTED:
            self._show_order()
            return
        key, descending = order_of(self.filters.query)
        self.filters.order_by(
            column.key, descending=not descending if key == column.key else column.kind.name in ("AMOUNT", "DAY")
        )
        self._show_order()

    def _show_order(self) -> None:
        key, descending = order_of(self.filters.query)
        keys = [column.key for column in self.model.columns]
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(keys.index(key) if key in keys else -1, order)

    def _summarise(self, summary: Summary) -> None:
        what = "row" if summary.count == 1 else "rows"
        text = f"{formats.number(Decimal(summary.count), 0)} {what}"
        if summary.company_sum is not None:
            sums = summary.company_sum
            text += f"     Total {formats.amount(sums.total, sums.currency)}"
            if self.book is not Book.JOURNAL_ENTRIES:
                text += f"     Amount Due {formats.amount(sums.residual, sums.currency)}"
        self._sums.setText(text)
        self._empty.setText(self._words_for_nothing())
        self._stack.setCurrentIndex(1 if summary.count == 0 else 0)

    def _words_for_nothing(self) -> str:
        if self.filters.is_active:
            return f"Nothing matches {self.filters.describe()}.\nClear the filters to see everything."
        if self.book.move_types and self._workspace.user.rights.write_invoices:
            return f"No {self.title.lower()} yet.\nPress Ctrl+N to write the first one."
        return f"No {self.title.lower()} yet."

    def _fail(self, problem: DeskError | None) -> None:
        self._trouble.setVisible(problem is not None)
        self._retry.setVisible(problem is not None)
        if problem is not None:
            self._trouble.setText(str(problem))

    def _selected(self) -> None:
        if self.actions_of_documents is not None:
            self.actions_of_documents.set_documents(
                [row for row in self.view.selected_records() if isinstance(row, Invoice)]
            )
        self.selection_changed.emit()

    def _heard(self, change: Change) -> None:
        touched = change.everything or (
            bool(change.documents)
            if self.book.move_types
            else bool(change.payments)
            if self.book is Book.PAYMENTS
            else bool(change.partners)
        )
        if touched:
            chosen: list[Row] = self.view.selected_records()
            self.model.refresh()
            if len(chosen) == 1:
                self.model.filled.connect(
                    lambda: self._select_again(chosen[0].id), Qt.ConnectionType.SingleShotConnection
                )

    def _select_again(self, record_id: int) -> None:
        """The row may have moved, and what may be done with it may have changed."""
        self.view.select_record(record_id)
        self._selected()
