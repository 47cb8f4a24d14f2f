"""The table on screen: rows selected whole, its place kept by records while they move, and the old picture until the new rows are there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from odoo_desk.accounting.listing import Row, runs
from odoo_desk.ui import theme
from odoo_desk.ui.tables.again import Again, Place
from odoo_desk.ui.tables.model import BookModel
from odoo_desk.ui.tables.painting import RowPainter

HOLDS = 50  # ms that the old picture stays while rows are on their way


class BookView(QTableView):
    """`chosen` when a row is opened with Enter or a double click; `selection_changed` when the user selects other rows;
    `moved` when the same records stand elsewhere; `copy_wanted` with the keys for it."""

    chosen = Signal(object)
    selection_changed = Signal()
    moved = Signal()
    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("book_table")
        self.current_row = -1
        self._growing: int | None = None
        self._ids: frozenset[int] | None = None
        self._is_moving = False
        self._had_everything = False
        self._painter = RowPainter(self)
        self._wanted: dict[int, int] = {}
        self._widen = QTimer(self)
        self._widen.setSingleShot(True)
        self._widen.timeout.connect(self._make_room)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.setTimerType(Qt.TimerType.PreciseTimer)
        self._held.timeout.connect(self._let_go)
        self.setFont(theme.tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.density().row)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self._choose(index.row()))

    def let_grow(self, column: int | None) -> None:
        """The column that takes what room is left, until the user sets a width (then the last one does)."""
        self._growing = column
        self.horizontalHeader().setStretchLastSection(column is None)
        self._grow()

    @property
    def is_growing(self) -> bool:
        return self._growing is not None

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if isinstance(model, BookModel):
            # A header that looks for columns that are selected whole would ask for every row, a million of them, at each paint.
            self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))
            model.watched_by(self)
            model.begun.connect(self._begin)
            model.filled.connect(self._let_go_if_there)
            model.rowsAboutToBeInserted.connect(self._before_more)
            model.rowsInserted.connect(self._more)
            model.rowsRemoved.connect(self._look)
            self._look()

    def book(self) -> BookModel:
        model = self.model()
        assert isinstance(model, BookModel)
        return model

    # --- what is selected ---------------------------------------------------------------------------------------------

    def selected_ranges(self) -> list[range]:
        """Positions, without an object for each of them: after Ctrl+A there may be very many."""
        selection = self.selectionModel().selection()
        spans = [selection.at(number) for number in range(selection.count())]
        return sorted((range(each.top(), each.bottom() + 1) for each in spans), key=lambda each: each.start)

    def selected_count(self) -> int:
        return sum(map(len, self.selected_ranges()))

    def has_everything(self) -> bool:
        return 1 < self.book().rowCount() == self.selected_count()

    def selected_records(self) -> list[Row]:
        """Those that are loaded, in the order of the list."""
        model = self.book()
        return [row for positions in self.selected_ranges() for row in model.rows_in(positions)]

    def remember(self, ids: frozenset[int]) -> None:
        """Which records are selected, loaded or not, so that the selection can go where they go."""
        self._ids = ids

    def select_records(self, record_ids: Collection[int]) -> None:
        """Just these, as far as they are loaded; the current row goes with them."""
        model = self.book()
        positions = sorted(position for each in record_ids if (position := model.position_of(each)) is not None)
        if positions and self.currentIndex().row() not in positions:
            self._set_current(positions[0])
        self._select(runs(positions))

    def _select(self, spans: Sequence[range]) -> None:
        model, last = self.book(), len(self.book().columns) - 1
        chosen, count = QItemSelection(), self.book().rowCount()
        for span in spans:
            if span.start < count:
                chosen.select(model.index(span.start, 0), model.index(min(span.stop, count) - 1, last))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _set_current(self, row: int) -> None:
        """Without scrolling there."""
        self.setAutoScroll(False)
        current = self.book().index(row, max(0, self.currentIndex().column()))
        self.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.setAutoScroll(True)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if not self._is_moving:
            self._ids = None
            self.selection_changed.emit()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.current_row = current.row()
        super().currentChanged(current, previous)

    # --- staying where the user is ------------------------------------------------------------------------------------

    def place(self) -> Place:
        """Whoever stands at the very top stays there and sees what comes; everybody else stays with the record at the top."""
        model, seen, spans = self.book(), self.seen(), tuple(self.selected_ranges())
        top = model.row_at(seen.start) if seen.start else None
        current = model.row_at(self.current_row) if self.current_row >= 0 else None
        everything = self.has_everything()
        if self._ids is None and spans and not everything:
            records = self.selected_records()
            if len(records) == sum(map(len, spans)):
                self._ids = frozenset(row.id for row in records)
        return Place(
            first=seen.start,
            height=len(seen),
            top=top.id if top else None,
            row=self.current_row,
            current=current.id if current else None,
            spans=spans,
            ids=None if everything else self._ids,
            everything=everything,
        )

    def move_to(self, again: Again) -> None:
        self._is_moving = True
        try:
            if again.row != self.current_row and again.row < self.book().rowCount():
                self._set_current(again.row)
            spans = [range(self.book().rowCount())] if again.everything else list(again.spans)
            if spans != self.selected_ranges():
                self._select(spans)
            self.verticalScrollBar().setValue(again.first)
        finally:
            self._is_moving = False
        self._look()
        self.moved.emit()

    def _begin(self) -> None:
        """The rows are those of another question."""
        self._ids = None
        self.current_row = -1
        self._let_go()
        self.executeDelayedItemsLayout()
        self.scrollToTop()
        self._look()
        self.selection_changed.emit()

    def _before_more(self) -> None:
        self._had_everything = self.has_everything()

    def _more(self) -> None:
        """Who selected everything has selected what comes, too."""
        if self._had_everything:
            self._is_moving = True
            self._select((range(self.book().rowCount()),))
            self._is_moving = False
            self.moved.emit()
        self._look()

    def seen(self) -> range:
        """Positions in sight; the last of them perhaps in part, or not there."""
        first = self.verticalScrollBar().value()  # scrolls by rows, of which none is hidden
        return range(first, first + self.viewport().height() // max(1, self.verticalHeader().defaultSectionSize()) + 1)

    def _look(self) -> None:
        self.book().look_at(self.seen())

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """What was seen stays in sight while what comes is read: rows without words would only flicker."""
        if not dy or not isinstance(self.model(), BookModel):
            super().scrollContentsBy(dx, dy)
            return
        model = self.book()
        if not model.is_new and not self._held.isActive() and model.is_missing(self.seen()):
            self._hold(held=True)
            self._held.start(HOLDS)
        super().scrollContentsBy(dx, dy)
        self._look()

    def _hold(self, *, held: bool) -> None:
        for part in (self.viewport(), self.verticalScrollBar()):
            if part.updatesEnabled() is held:
                part.setUpdatesEnabled(not held)

    def _let_go(self) -> None:
        self._held.stop()
        self._hold(held=False)

    def _let_go_if_there(self) -> None:
        if self._held.isActive() and not self.book().is_missing(self.seen()):
            self._let_go()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.rect())
        painter.end()

    # --- keys, sizes --------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._choose(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._painter.forget()
            self.verticalHeader().setDefaultSectionSize(theme.density().row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.book().catch_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()
        if isinstance(self.model(), BookModel):
            self._look()

    def _grow(self) -> None:
        if self._growing is None or not self.isVisible():
            return
        header, model = self.horizontalHeader(), self.book()
        others = header.length() - header.sectionSize(self._growing)
        width = max(model.columns[self._growing].width, self.viewport().width() - others)
        if width != header.sectionSize(self._growing):
            header.resizeSection(self._growing, width)

    def needs_room(self, column: int, width: int) -> None:
        """For an amount that is to be painted: its column is made wide enough, when the painting is over."""
        self._wanted[column] = max(width, self._wanted.get(column, 0))
        self._widen.start()

    def _make_room(self) -> None:
        wanted, self._wanted = self._wanted, {}
        for column, width in wanted.items():
            if width > self.horizontalHeader().sectionSize(column):
                self.horizontalHeader().resizeSection(column, width)
        self._grow()

    def _choose(self, position: int) -> None:
        row = self.book().row_at(position)
        if row is not None:
            self.chosen.emit(row)
