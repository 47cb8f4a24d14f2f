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
ROW_HEIGHT = {"comfortable": 32, "compact": 25}


class CellPainter(QStyledItemDelegate):
    """Paints text directly: the style's own way takes several times as long."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        palette: QPalette = option.palette
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        model = index.model()
        if selected:
            painter.fillRect(rect, palette.highlight())
        elif index.row() % 2:
            painter.fillRect(rect, palette.alternateBase())
        text = str(model.data(index, DISPLAY))
        tone = model.data(index, TONE)
        inner = rect.adjusted(PADDING, 0, -PADDING, 0)
        colour = palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        if isinstance(tone, str):
            colour = colour if selected else theme.tone(tone)
            inner = _dot(painter, inner, colour)
        painter.setPen(colour)
        alignment = int(model.data(index, ALIGNMENT))
        painter.drawText(
            inner, alignment, option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        )


def _dot(painter: QPainter, rect: QRect, colour: QColor) -> QRect:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(rect.left() + 4, rect.center().y() + 0.5), 3.5, 3.5)
    painter.restore()
    return rect.adjusted(14, 0, 0, 0)


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
