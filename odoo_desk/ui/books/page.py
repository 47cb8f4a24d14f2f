"""One book on screen: filters, table, sums, and words where there is nothing to show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.listing import Book, Summary, order_of
from odoo_desk.accounting.records import Partner
from odoo_desk.errors import DeskError
from odoo_desk.ui import formats, icons, notices, tasks, theme
from odoo_desk.ui.books import layout, sums
from odoo_desk.ui.books.chosen import Chosen
from odoo_desk.ui.books.copying import COPIED, copied
from odoo_desk.ui.books.filters import FilterBar
from odoo_desk.ui.empty import EmptyList
from odoo_desk.ui.invoices.actions import DocumentActions
from odoo_desk.ui.places import TITLES
from odoo_desk.ui.tables.columns import UNSORTED, columns_of
from odoo_desk.ui.tables.model import BookModel
from odoo_desk.ui.tables.view import BookView
from odoo_desk.workspace.changes import Change

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace


_MADE_ELSEWHERE = {
    Book.PAYMENTS: "A payment is registered on an invoice or a bill that is posted.",
    Book.PARTNERS: "Partners are added in Odoo, and appear here by themselves.",
    Book.ACCOUNTS: "Accounts are set up in Odoo, and appear here by themselves.",
}
SAID_AFTER = 150  # ms; what is quicker than that needs no words


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
        self.model = BookModel(workspace.listing, columns_of(book, workspace.user.company.currency), self)
        self.view = BookView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(TITLES[book])
        self.chosen = Chosen(self.view, book, self)
        self.actions_of_documents = DocumentActions(workspace, self) if book.move_types else None
        self._sums = QLabel(self)
        self._sums.setTextFormat(Qt.TextFormat.PlainText)
        self._sums.setObjectName("sums")
        self._sums.setFont(theme.tabular(self._sums.font()))
        self._trouble = QLabel(self)
        self._trouble.setObjectName("list_error")
        self._trouble.setProperty("tone", "bad")
        self._trouble.setTextFormat(Qt.TextFormat.PlainText)
        self._trouble.setWordWrap(True)
        self._retry = QPushButton("Retry", self)
        self._retry.setObjectName("retry")
        self._chosen_sums = QLabel(self)
        self._chosen_sums.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen_sums.setObjectName("selection_sums")
        self._chosen_sums.setFont(self._sums.font())
        self.empty = EmptyList(self)
        self.empty.clear.clicked.connect(self.filters.reset)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._restore()
        self.model.begun.connect(self._begin)
        self.model.summarised.connect(self._summarise)
        self.model.failed.connect(self._fail)
        self.filters.changed.connect(self._ask)
        self._retry.clicked.connect(self.model.refresh)
        self.view.chosen.connect(self.opened)
        self.view.copy_wanted.connect(self._copy)
        self.chosen.changed.connect(self._selected)
        header = self.view.horizontalHeader()
        header.sectionClicked.connect(self._sort)
        header.customContextMenuRequested.connect(self._column_menu)
        header.sectionResized.connect(lambda *_: self._resized())
        header.sectionMoved.connect(lambda *_: self._keep())
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._row_menu)
        self.destroyed.connect(workspace.changes.subscribe(self._heard))
        self._show_order()
        self._read()

    @property
    def title(self) -> str:
        return TITLES[self.book]

    def document_actions(self) -> list[QAction]:
        return self.actions_of_documents.all() if self.actions_of_documents else []

    def only_partner(self, partner: Partner) -> None:
        self.filters.only_partner(partner)

    def search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def clear_filters(self) -> None:
        self.filters.reset()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.catch_up()

    # --- arrangement --------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._columns_button = QToolButton(self)
        self._columns_button.setObjectName("columns")
        self._columns_button.setText("Columns")
        self._columns_button.setIcon(icons.icon("columns"))
        self._columns_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._columns_button.setProperty("chip", True)
        self._columns_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns_button.setMenu(QMenu(self._columns_button))
        self._columns_button.menu().aboutToShow.connect(lambda: self._fill_column_menu(self._columns_button.menu()))
        top = QHBoxLayout()
        top.addWidget(self.filters, 1)
        top.addWidget(self._columns_button)
        self._banner = QFrame(self)
        self._banner.setProperty("banner", "bad")
        trouble = QHBoxLayout(self._banner)
        trouble.setContentsMargins(theme.SPACE, theme.SPACE // 2, theme.SPACE // 2, theme.SPACE // 2)
        trouble.addWidget(self._trouble, 1)
        trouble.addWidget(self._retry)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        bottom = QHBoxLayout()
        bottom.addWidget(self._chosen_sums)
        bottom.addStretch(1)
        bottom.addWidget(self._sums)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.MARGIN, theme.SPACE, theme.MARGIN, theme.SPACE)
        whole.setSpacing(theme.SPACE)
        whole.addLayout(top)
        whole.addWidget(self._banner)
        whole.addWidget(self._stack, 1)
        whole.addLayout(bottom)
        self._slow = QTimer(self, singleShot=True, interval=SAID_AFTER)
        self._slow.timeout.connect(self._say_reading)
        self._fail(None)

    def _restore(self) -> None:
        header, columns = self.view.horizontalHeader(), self.model.columns
        if layout.restore(self._kept, f"{self.book.value}/columns", header, columns):
            self.view.let_grow(None)
        else:
            self.view.let_grow(next(place for place, column in enumerate(columns) if column.grows))
        filters = self._kept.value(f"{self.book.value}/filters")
        if isinstance(filters, dict):
            self.filters.restore({str(name): str(value) for name, value in filters.items()})

    def _resized(self) -> None:
        """By hand, that is: widths that follow the window are nobody's choice."""
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton and self.view.underMouse():
            self.view.let_grow(None)
            self._keep()

    def _keep(self) -> None:
        if not self.view.is_growing:
            layout.keep(self._kept, f"{self.book.value}/columns", self.view.horizontalHeader(), self.model.columns)

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
        self.view.let_grow(None)
        self._keep()

    def _row_menu(self, at: QPoint) -> None:
        if actions := self.document_actions():
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.addActions(actions)
            menu.popup(self.view.viewport().mapToGlobal(at))

    # --- questions and answers ----------------------------------------------------------------------------------------

    def _ask(self) -> None:
        choices = self.filters.choices()
        if choices != self._kept.value(f"{self.book.value}/filters"):
            self._kept.setValue(f"{self.book.value}/filters", choices)
        self._read()

    def _read(self) -> None:
        self.model.show(self.filters.query)
        if self.model.rowCount() == 0:
            self._slow.start()

    def _say_reading(self) -> None:
        """An empty table would look like an empty book."""
        if self.model.is_new and self.model.rowCount() == 0:
            self.empty.say("Reading …", "")
            self._stack.setCurrentIndex(1)

    def _begin(self) -> None:
        """The first rows of another question; sums come later."""
        self._slow.stop()
        self._show_nothing(is_empty=self.model.rowCount() == 0)

    def _show_nothing(self, *, is_empty: bool) -> None:
        if is_empty:
            self.empty.say(*self._words_for_nothing(), clear=self.filters.is_active)
        self._stack.setCurrentIndex(1 if is_empty else 0)

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
        self._sums.setText(sums.in_words(summary, self.book))
        self._sums.setToolTip(formats.tip(sums.by_currency(summary, self.book)))
        if not self.model.is_new:
            self._show_nothing(is_empty=summary.count == 0)

    def _words_for_nothing(self) -> tuple[str, str]:
        if self.filters.is_active:
            return f"Nothing matches {self.filters.describe()}.", "Clear the filters to see everything."
        if self.model.summary is not None and self.model.summary.so_far:
            if not self._workspace.is_online:
                return "Nothing has been copied yet.", "There is no connection. It is tried again by itself."
            return "Nothing has been copied yet.", "It appears here as soon as Odoo has sent it."
        if self.book.move_types and self._workspace.user.rights.write_invoices:
            return f"No {self.title.lower()} yet.", "Press Ctrl+N to write the first one."
        return f"No {'accounts' if self.book is Book.ACCOUNTS else self.title.lower()} yet.", _MADE_ELSEWHERE.get(
            self.book, ""
        )

    def _fail(self, problem: DeskError | None) -> None:
        self._slow.stop()
        self._banner.setVisible(problem is not None)
        if problem is not None:
            self._trouble.setText(str(problem))
            if self.model.is_new and self.model.rowCount() == 0:
                self.empty.say("This list could not be read.", "")
                self._stack.setCurrentIndex(1)

    # --- what is selected ---------------------------------------------------------------------------------------------

    def _selected(self) -> None:
        if self.actions_of_documents is not None:
            self.actions_of_documents.set_documents(self.chosen.documents)
        self._chosen_sums.setText(self.chosen.words)
        self._chosen_sums.setToolTip(formats.tip(self.chosen.by_currency))
        self.selection_changed.emit()

    def _copy(self) -> None:
        if self.view.selected_count() > COPIED:
            notices.tell(self, f"At most {sums.number(COPIED)} rows can be copied at once.")
        elif self.view.selected_count():
            tasks.run(self, copied(self.view), done=QGuiApplication.clipboard().setText, saying="Copying …")

    def _heard(self, change: Change) -> None:
        if self._concerns(change):
            self.model.refresh()

    def _concerns(self, change: Change) -> bool:
        if change.everything:
            return True
        if self.book.move_types:
            return bool(change.documents)
        if self.book is Book.PAYMENTS:
            return bool(change.payments)
        return bool(change.partners or change.documents or change.payments)  # their balances
