"""The table on screen: rows selected whole, states as a coloured word with a dot, figures of one width."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QStaticText,
    QTransform,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from odoo_desk.accounting.listing import Row
from odoo_desk.ui import theme
from odoo_desk.ui.tables.model import BookModel

PADDING = 8
DOT = 14
MARK = 3
LAID_OUT = 5000  # cells; a screen has some four hundred
_SELECTED = QStyle.StateFlag.State_Selected.value
ROW_HEIGHT = {"comfortable": 32, "compact": 25}


class CellPainter(QStyledItemDelegate):
    """Paints text directly, laid out once: the style's own way takes several times as long."""

    def __init__(self, view: BookView) -> None:
        super().__init__(view)
        self._view = view
        self._laid_out: dict[tuple[str, int], QStaticText] = {}
        self.forget()

    def forget(self) -> None:
        """After a change of colours or of the font."""
        scheme = theme.scheme()
        self._plain = QColor(scheme.text)
        self._other, self._row, self._accent = QColor(scheme.alternate), QColor(scheme.row), QColor(scheme.accent)
        self._tones = {name: QColor(colour) for name, colour in scheme.tones.items()}
        self._laid_out.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        state = option.state.value
        model, row = self._view.book(), index.row()
        if state & _SELECTED:
            painter.fillRect(rect, self._row)
            if x == 0 and row == self._view.current_row:
                painter.fillRect(x, y, MARK, height, self._accent)
        elif row % 2:
            painter.fillRect(rect, self._other)
        text, tone, is_right = model.cell(row, index.column())
        if not text:
            return
        x, width = x + PADDING, width - 2 * PADDING
        colour = self._tones[tone] if tone else self._plain
        if tone:
            _dot(painter, x, y + height // 2, colour)
            x, width = x + DOT, width - DOT
        laid_out = self._laid_out.get((text, width)) or self._lay_out(text, width)
        size = laid_out.size()
        painter.setPen(colour)
        painter.drawStaticText(
            int(x + width - size.width()) if is_right else x, y + int(height - size.height()) // 2, laid_out
        )

    def _lay_out(self, text: str, width: int) -> QStaticText:
        if len(self._laid_out) >= LAID_OUT:
            self._laid_out.clear()
        font = self._view.font()
        shown = self._view.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        laid_out = QStaticText(shown)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        laid_out.prepare(QTransform(), font)
        self._laid_out[text, width] = laid_out
        return laid_out


def _dot(painter: QPainter, x: int, middle: int, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x + 4, middle + 0.5), 3.5, 3.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


class BookView(QTableView):
    """`chosen` when a row is opened with Enter or a double click; `selection_changed` when other rows are selected."""

    chosen = Signal(object)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("book_table")
        self.current_row = -1
        self._growing: int | None = None
        self._painter = CellPainter(self)
        self.setFont(theme.tabular(self.font()))
        self.setItemDelegate(self._painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_density("comfortable")
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self._choose(index.row()))

    def set_density(self, density: str) -> None:
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT.get(density, ROW_HEIGHT["comfortable"]))

    def let_grow(self, column: int | None) -> None:
        """The column that takes what room is left, until the user sets a width (then the last one does)."""
        self._growing = column
        self.horizontalHeader().setStretchLastSection(column is None)
        self._grow()

    @property
    def is_growing(self) -> bool:
        return self._growing is not None

    def book(self) -> BookModel:
        model = self.model()
        assert isinstance(model, BookModel)
        return model

    def selected_ranges(self) -> list[range]:
        """Positions, without an object for each of them: after Ctrl+A there may be very many."""
        selection = self.selectionModel().selection()
        spans = [selection.at(number) for number in range(selection.count())]
        return sorted((range(each.top(), each.bottom() + 1) for each in spans), key=lambda each: each.start)

    def selected_count(self) -> int:
        return sum(map(len, self.selected_ranges()))

    def selected_records(self) -> list[Row]:
        """Those that are loaded, in the order of the list."""
        model = self.book()
        return [row for positions in self.selected_ranges() for row in model.rows_in(positions)]

    def select_records(self, record_ids: Collection[int]) -> None:
        """Just these, wherever they are now; the current row goes with them."""
        model, last = self.book(), len(self.book().columns) - 1
        chosen = QItemSelection()
        positions = sorted(position for each in record_ids if (position := model.position_of(each)) is not None)
        for position in positions:
            chosen.select(model.index(position, 0), model.index(position, last))
        flags = QItemSelectionModel.SelectionFlag
        if positions and self.currentIndex().row() not in positions:
            current = model.index(positions[0], max(0, self.currentIndex().column()))
            self.selectionModel().setCurrentIndex(current, flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        self.current_row = current.row()
        super().currentChanged(current, previous)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._choose(self.currentIndex().row())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        """Selected rows as a spreadsheet takes them: columns as they stand, with their titles."""
        header, model = self.horizontalHeader(), self.book()
        columns = [header.logicalIndex(place) for place in range(header.count())]
        columns = [column for column in columns if not header.isSectionHidden(column)]
        lines = [[model.columns[column].title for column in columns]]
        lines += [
            [model.cell(row, column)[0] for column in columns]
            for positions in self.selected_ranges()
            for row in positions
            if model.row_at(row) is not None
        ]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._painter.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        if self._growing is None or not self.isVisible():
            return
        header, model = self.horizontalHeader(), self.book()
        others = header.length() - header.sectionSize(self._growing)
        width = max(model.columns[self._growing].width, self.viewport().width() - others)
        if width != header.sectionSize(self._growing):
            header.resizeSection(self._growing, width)

    def _choose(self, position: int) -> None:
        row = self.book().row_at(position)
        if row is not None:
            self.chosen.emit(row)
