"""The command palette: what can be done now, documents and partners, found by a few letters and started with Enter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFont, QKeyEvent, QPainter, QPalette, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QMenuBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.finding import fold
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import Invoice, Partner
from odoo_desk.errors import DeskError
from odoo_desk.ui import formats, tasks, theme

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace

IN_PALETTE = "in_palette"  # a property of actions whose title says too little outside of their menu
MOST_DOCUMENTS, MOST_PARTNERS, MOST_RECENT = 8, 5, 8
_DOCUMENT_BOOKS = tuple(book for book in Book if book.move_types)
_BESIDE, _MARKED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(slots=True)
class Memory:
    """What was used and opened since the program was started, the latest first."""

    actions: list[QAction] = field(default_factory=list)
    documents: list[Invoice] = field(default_factory=list)

    def used(self, action: QAction) -> None:
        self.actions = [action, *(each for each in self.actions if each is not action)][:MOST_RECENT]

    def opened(self, document: Invoice) -> None:
        others = (each for each in self.documents if each.id != document.id)
        self.documents = [document, *others][:MOST_RECENT]


@dataclass(frozen=True, slots=True)
class _Answer:
    """`beside`: the key, or why it cannot be done now."""

    text: str
    beside: str
    start: Callable[[], object] | None


class Palette(QDialog):
    """`row_wanted` with the document or partner that was chosen; an action is triggered here."""

    row_wanted = Signal(object)

    def __init__(self, workspace: Workspace, memory: Memory, menus: QMenuBar, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle("Command palette")
        self._workspace = workspace
        self._memory = memory
        self._actions = list(_actions_of(menus))
        self._came_from = QApplication.focusWidget()
        self._answers: list[_Answer] = []
        self._searching: tasks.Task | None = None
        self.search = QLineEdit(self)
        self.search.setObjectName("palette_search")
        self.search.setAccessibleName("Command, document or partner")
        self.search.setPlaceholderText("Command, document or partner")
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(self._ask)
        self.list = QListWidget(self)
        self.list.setObjectName("palette_answers")
        self.list.setAccessibleName("Answers")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Marking(self.list))
        self.list.itemClicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.SPACE,) * 4)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        self.resize(620, 440)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.finished.connect(self._finish)
        self._ask("")

    # --- asking -------------------------------------------------------------------------------------------------------

    def _ask(self, text: str) -> None:
        """Actions at once; documents and partners follow them as soon as the copy has answered."""
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None
        text = text.strip()
        if not text:
            recent = [self._of_action(each) for each in self._memory.actions if each in self._actions]
            documents = [self._of_row(each) for each in self._memory.documents]
            rest = [] if recent or documents else [self._of_action(each) for each in self._actions if each.isEnabled()]
            self._show([*recent, *documents, *rest], "")
            return
        found = sorted(
            (rank, number, action)
            for number, action in enumerate(self._actions)
            if (rank := _rank(_title(action), text)) is not None
        )
        able = [self._of_action(action) for _, _, action in found if action.isEnabled()]
        unable = [self._of_action(action) for _, _, action in found if not action.isEnabled()]
        self._show([*able, *unable], text)
        self._searching = tasks.run(
            self,
            self._rows(text),
            done=lambda rows: self._show([*able, *map(self._of_row, rows), *unable], text),
            failed=_stay_silent,
        )

    async def _rows(self, text: str) -> list[Invoice | Partner]:
        listing = self._workspace.listing
        found = await asyncio.gather(
            *(listing.window(Query(book, text), 0, MOST_DOCUMENTS) for book in _DOCUMENT_BOOKS),
            listing.window(Query(Book.PARTNERS, text), 0, MOST_PARTNERS),
        )
        documents = [row for rows in found[:-1] for row in rows if isinstance(row, Invoice)]
        typed = fold(text)
        documents.sort(
            key=lambda each: (not fold(each.number).startswith(typed), typed not in fold(_name(each)), -each.id)
        )
        return [*documents[:MOST_DOCUMENTS], *(row for row in found[-1] if isinstance(row, Partner))]

    def _of_action(self, action: QAction) -> _Answer:
        if not action.isEnabled():
            reason = action.toolTip()
            return _Answer(_title(action), reason if reason != _title(action) else "Not possible here", None)
        key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        return _Answer(_title(action), key, partial(self._trigger, action))

    def _of_row(self, row: Invoice | Partner) -> _Answer:
        go = partial(self.row_wanted.emit, row)
        if isinstance(row, Invoice):
            return _Answer(_name(row), formats.amount(row.amount_total, row.currency), go)
        return _Answer(row.name, "Partner", go)

    def _trigger(self, action: QAction) -> None:
        self._memory.used(action)
        action.trigger()

    # --- showing and starting -----------------------------------------------------------------------------------------

    def _show(self, answers: Sequence[_Answer], text: str) -> None:
        """Whoever has gone down the list already stays where he is."""
        kept = max(0, self.list.currentRow()) if self._answers and self._asked == text else 0
        self._answers, self._asked = list(answers), text
        self.list.clear()
        for answer in answers:
            item = QListWidgetItem(answer.text)
            item.setData(_BESIDE, answer.beside)
            item.setData(_MARKED, text)
            if answer.start is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(min(kept, len(answers) - 1))

    _asked = ""

    def eventFilter(self, target: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _TO_LIST:
                QApplication.sendEvent(self.list, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(target, event)

    def _run(self, _item: object = None) -> None:
        row = self.list.currentRow()
        start = self._answers[row].start if 0 <= row < len(self._answers) else None
        if start is None:
            return
        self.accept()
        QTimer.singleShot(0, self, start)  # when the focus is back where it was: some actions depend on it

    def _finish(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
        if self._came_from is not None:
            self._came_from.activateWindow()
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(10, self, self.deleteLater)  # what was chosen is started first


class _Marking(QStyledItemDelegate):
    """The typed letters in bold; beside them, lighter, the key or what else is to be known."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, /
    ) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        text, whole.text = whole.text, ""
        style = whole.widget.style() if whole.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget)
        is_chosen = bool(whole.state & QStyle.StateFlag.State_Selected)
        is_able = bool(whole.state & QStyle.StateFlag.State_Enabled)
        group = QPalette.ColorGroup.Active if is_able else QPalette.ColorGroup.Disabled
        role = QPalette.ColorRole.HighlightedText if is_chosen else QPalette.ColorRole.Text
        painter.save()
        painter.setPen(whole.palette.color(group, role))
        inside = whole.rect.adjusted(theme.SPACE, 0, -theme.SPACE, 0)
        beside = whole.fontMetrics.elidedText(index.data(_BESIDE), Qt.TextElideMode.ElideRight, inside.width() * 2 // 3)
        width = whole.fontMetrics.horizontalAdvance(beside)
        shown = whole.fontMetrics.elidedText(
            text, Qt.TextElideMode.ElideRight, inside.width() - width - 3 * theme.SPACE
        )
        layout = QTextLayout(shown, whole.font)
        layout.setFormats([_bold(start, length) for start, length in _found(shown, index.data(_MARKED))])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(inside.width())
        layout.endLayout()
        layout.draw(painter, QPointF(inside.left(), inside.center().y() - line.height() / 2))
        if not is_chosen:
            painter.setPen(theme.tone("muted"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, beside)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex, /) -> QSize:
        return QSize(0, option.fontMetrics.height() + theme.SPACE)


def _bold(start: int, length: int) -> QTextLayout.FormatRange:
    made, look = QTextLayout.FormatRange(), QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    made.start, made.length, made.format = start, length, look
    return made


def _found(shown: str, typed: str) -> list[tuple[int, int]]:
    """Where the typed words stand. Letters that fold into two would shift the marks, so then there are none."""
    folded = fold(shown)
    if len(folded) != len(shown):
        return []
    return [(folded.index(word), len(word)) for word in fold(typed).split() if word in folded]


def _rank(title: str, typed: str) -> int | None:
    """0 when it begins so, 1 when each typed word begins a word of it, 2 when it only has them somewhere."""
    folded, words = fold(title), fold(typed).split()
    if folded.startswith(" ".join(words)):
        return 0
    if all(any(own.startswith(word) for own in folded.split()) for word in words):
        return 1
    return 2 if all(word in folded for word in words) else None


def _name(document: Invoice) -> str:
    partner = document.partner.name if document.partner else ""
    return "   ".join(filter(None, (formats.document_title(document), partner, document.ref)))


def _title(action: QAction) -> str:
    if said := action.property(IN_PALETTE):
        return str(said)
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip(" …").removeprefix("←  ")


def _actions_of(menus: QMenuBar) -> Iterator[QAction]:
    for top in menus.actions():
        yield from _within(top)


def _within(action: QAction) -> Iterator[QAction]:
    """What is chosen already, as the company that is open, is not offered."""
    menu = action.menu()
    if not action.isVisible() or action.isSeparator() or action.isChecked():
        return
    if isinstance(menu, QMenu):
        for each in menu.actions():
            yield from _within(each)
    elif action.objectName() != "menu_command_palette_":
        yield action


def _stay_silent(_problem: DeskError) -> bool:
    """The actions are there all the same; the status bar says what is wrong with the connection."""
    return True
