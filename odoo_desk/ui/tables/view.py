"""The table on screen: rows selected whole, states as a coloured word with a dot, figures of one width."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
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
from odoo_desk.ui.tables.model import ALIGNMENT, DISPLAY, TONE, BookModel

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
    """`chosen` when a row is opened with Enter or a double click; `selection_changed` with the records that are selected."""

    chosen = Signal(object)
    selection_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("book_table")
        self.setItemDelegate(CellPainter(self))
        self.setFont(theme.tabular(self.font()))
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
        header.setStretchLastSection(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self._choose(index.row()))

    def set_density(self, density: str) -> None:
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT.get(density, ROW_HEIGHT["comfortable"]))

    def book(self) -> BookModel:
        model = self.model()
        assert isinstance(model, BookModel)
        return model

    def selected_records(self) -> list[Row]:
        """Those that are loaded, in the order of the list."""
        model = self.book()
        positions = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [row for position in positions if (row := model.row_at(position)) is not None]

    def select_record(self, record_id: int) -> None:
        position = self.book().position_of(record_id)
        if position is not None:
            self.selectRow(position)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._choose(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _choose(self, position: int) -> None:
        row = self.book().row_at(position)
        if row is not None:
            self.chosen.emit(row)
