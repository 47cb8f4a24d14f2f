"""The list of suggestions under a field. It never takes the focus: the field keeps it and passes the arrow keys on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

_SHOWN = 10
_DETAIL = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """`code` is another exact name it goes by (an account's number, a partner's reference); `detail` stands beside it in the list.
    `is_meant`: of what was found for a text, it can only be this one. `is_guess`: found by forgiving slips of the fingers."""

    id: int
    text: str
    detail: str = ""
    code: str = ""
    archived: bool = False
    is_meant: bool = field(default=False, compare=False)
    is_guess: bool = field(default=False, compare=False)

    @property
    def shown(self) -> str:
        return f"{self.text} (archived)" if self.archived else self.text

    def taken(self) -> Choice:
        """As it stands in a field: how it was found is no part of it."""
        return replace(self, is_meant=False, is_guess=False)

    def is_exactly(self, typed: str) -> bool:
        wanted = typed.strip().casefold()
        return bool(wanted) and wanted in (self.text.casefold(), self.code.casefold(), self.shown.casefold())


class Suggestions(QFrame):
    picked = Signal(int)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field, Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setProperty("popup", True)
        self.setObjectName("suggestions")
        self._field = field
        self._ids: list[int] = []
        self._items = QStandardItemModel(self)
        self._list = QListView(self)
        self._list.setModel(self._items)
        self._list.setItemDelegate(_TwoParts(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName("Suggestions")
        self._list.clicked.connect(lambda index: self.picked.emit(index.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._list)

    @property
    def row(self) -> int:
        """The one the arrow keys stand on; -1 for none."""
        return self._list.currentIndex().row() if self.isVisible() else -1

    def offer(self, choices: Sequence[Choice], *, ticked: frozenset[int] = frozenset()) -> None:
        """The row that the arrow keys stand on stays with its record."""
        at, row = self._ids[self.row] if 0 <= self.row < len(self._ids) else None, self.row
        self._ids = [choice.id for choice in choices]
        details = [choice.detail if not choice.is_guess else _joined(choice.detail, "similar") for choice in choices]
        self._fill(
            [(choice.shown, detail, choice.id in ticked) for choice, detail in zip(choices, details, strict=True)],
            usable=True,
        )
        if row >= 0 and at in self._ids:
            self._list.setCurrentIndex(self._items.index(self._ids.index(at), 0))

    def say(self, text: str) -> None:
        """One line that cannot be chosen: nothing found, or why nothing could be."""
        self._ids = []
        self._fill([(text, "", False)], usable=False)

    def point_at_none(self) -> None:
        self._list.setCurrentIndex(QModelIndex())

    def move_by(self, rows: int) -> None:
        count = self._items.rowCount()
        if not count or not self._items.item(0).isEnabled():
            return
        at = self._list.currentIndex().row()
        wanted = (0 if rows > 0 else count - 1) if at < 0 else at + rows
        wanted = wanted % count if abs(rows) == 1 else max(0, min(count - 1, wanted))
        self._list.setCurrentIndex(self._items.index(wanted, 0))

    def _fill(self, entries: Sequence[tuple[str, str, bool]], *, usable: bool) -> None:
        self._items.clear()
        for text, detail, ticked in entries:
            item = QStandardItem(f"✓ {text}" if ticked else text)
            item.setData(detail, _DETAIL)
            item.setAccessibleText(f"{text} {detail}".strip())
            item.setEnabled(usable)
            self._items.appendRow(item)
        self._place()
        self.show()

    def _place(self) -> None:
        """Under the field, or above it where there is no room below."""
        rows = max(1, min(self._items.rowCount(), _SHOWN))
        height = rows * _row_height(self.fontMetrics()) + 4
        width = max(self._field.width(), min(self._list.sizeHintForColumn(0) + 24, 560))
        below = self._field.mapToGlobal(QPoint(0, self._field.height()))
        room = self._field.screen().availableGeometry()
        top = below.y() if below.y() + height <= room.bottom() else below.y() - self._field.height() - height
        left = max(room.left(), min(below.x(), room.right() - width))
        self.setGeometry(QRect(left, top, width, height))


def _joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def _row_height(metrics: QFontMetrics) -> int:
    return metrics.height() + 10


class _TwoParts(QStyledItemDelegate):
    """The name on the left, what tells it from others of that name on the right, lighter."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        hint = super().sizeHint(option, index)
        detail = str(index.data(_DETAIL) or "")
        extra = option.fontMetrics.horizontalAdvance(detail) + 24 if detail else 0
        return QSize(hint.width() + extra + 8, _row_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        super().paint(painter, option, index)
        detail = str(index.data(_DETAIL) or "")
        if not detail:
            return
        painter.save()
        selected = option.state & QStyle.StateFlag.State_Selected
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.PlaceholderText
        painter.setPen(option.palette.color(role))
        used = option.fontMetrics.horizontalAdvance(str(index.data() or "")) + 20
        space = option.rect.adjusted(used, 0, -8, 0)
        text = option.fontMetrics.elidedText(detail, Qt.TextElideMode.ElideRight, max(space.width(), 0))
        painter.drawText(space, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
