"""The sheet of shortcuts: every key, found by its words or by itself, and changed where it stands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.finding import fold
from odoo_desk.ui import keys, theme
from odoo_desk.ui.keys import COMMANDS, Command

HINT = "Enter gives the chosen command another key, Del its usual one."
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_MODIFIERS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_NEVER = ("Return", "Enter", "Tab", "Shift+Tab", "Backspace", "Del", "Space", "Up", "Down", "Left", "Right")


class ShortcutsDialog(QDialog):
    """`changed` with all of the user's own keys, which are in use by then."""

    changed = Signal(dict)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._changing: Command | None = None
        self._offered = ""
        self.search = QLineEdit(self)
        self.search.setObjectName("shortcuts_search")
        self.search.setAccessibleName("Search by words or by key")
        self.search.setPlaceholderText("Search by words or by key, such as Ctrl+D")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.tree = QTreeWidget(self)
        self.tree.ensurePolished()  # else the first rows are measured without the style sheet
        self.tree.setObjectName("shortcuts_list")
        self.tree.setAccessibleName("Commands and their keys")
        self.tree.setHeaderLabels(["Command", "Key"])
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.installEventFilter(self)
        self.tree.itemDoubleClicked.connect(self._change)
        self.remark = QLabel(HINT, self)
        self.remark.setObjectName("shortcuts_remark")
        self.remark.setTextFormat(Qt.TextFormat.PlainText)
        self.remark.setWordWrap(True)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._fill()
        buttons = QHBoxLayout()
        for name, title, act in (
            ("change_key", "Change key", self._change),
            ("usual_key", "Usual key", self._reset),
            ("close", "Close", self.close),
        ):
            button = QPushButton(title, self)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, act=act: act())
            if name == "close":
                buttons.addStretch(1)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.SPACE * 2,) * 4)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.remark)
        layout.addLayout(buttons)
        self.resize(760, 640)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._filter("")

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for command in COMMANDS.values():
            if command.group not in groups:
                group = groups[command.group] = QTreeWidgetItem(self.tree, [command.group])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                font = group.font(0)
                font.setBold(True)
                group.setFont(0, font)
                group.setFirstColumnSpanned(True)
            item = self._items[command.id] = QTreeWidgetItem(groups[command.group], [command.words])
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
        self.tree.expandAll()
        self._show_keys()

    def _show_keys(self) -> None:
        own = keys.own()
        for name, item in self._items.items():
            fixed = "   fixed" if COMMANDS[name].fixed else ""
            item.setText(1, f"{keys.shown(name) or 'none'}{fixed}")
            font = item.font(1)
            font.setBold(name in own)
            item.setFont(1, font)

    def _filter(self, text: str) -> None:
        words = fold(text).split()
        first = None
        for name, item in self._items.items():
            about = fold(f"{COMMANDS[name].words} {COMMANDS[name].group} {item.text(1)}")
            item.setHidden(not all(word in about for word in words))
            if first is None and not item.isHidden():
                first = item
        for number in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(number)
            assert group is not None
            group.setHidden(all(item.isHidden() for item in self._items.values() if item.parent() is group))
        if first is not None:
            self.tree.setCurrentItem(first)
        self.remark.setText(HINT if first is not None else "No command has these words or this key.")

    # --- changing -----------------------------------------------------------------------------------------------------

    def _current(self) -> Command | None:
        item = self.tree.currentItem()
        name = item.data(0, Qt.ItemDataRole.UserRole) if item is not None and not item.isHidden() else None
        return COMMANDS.get(name) if name else None

    def _change(self, *_where: object) -> None:
        command = self._current()
        if command is None:
            return
        if command.fixed:
            self.remark.setText(f"The key of “{command.words}” belongs to the field and stays.")
            return
        self._changing, self._offered = command, ""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)
        self.remark.setText(f"Press the new key for “{command.words}”. Esc leaves it as it is.")

    def _reset(self) -> None:
        command = self._current()
        if command is not None and command.id in keys.own():
            self._offer(command, None)

    def _offer(self, command: Command, wanted: str | None) -> None:
        """A key that another command has is taken over when it is pressed a second time."""
        text = keys.usual(command) if wanted is None else wanted
        other = keys.taken_by(command, text)
        self._changing = command
        native = QKeySequence(text.split("; ", maxsplit=1)[0]).toString(QKeySequence.SequenceFormat.NativeText)
        if other is not None and other.fixed:
            self.remark.setText(f"{native} is “{other.words}”, which cannot be changed. Press another key.")
        elif other is not None and self._offered != text:
            self._offered = text
            self.remark.setText(f"{native} is “{other.words}”. Press {native} again to take it, Esc to leave it there.")
        else:
            self._changing = None
            keys.use(keys.with_key(command, wanted))
            self._show_keys()
            self.remark.setText(f"“{command.words}” is {native} now.")
            self.changed.emit(keys.own())

    def _pressed(self, event: QKeyEvent) -> None:
        assert self._changing is not None
        if event.key() == Qt.Key.Key_Escape:
            self._changing = None
            self.remark.setText(HINT)
            return
        if event.key() in _MODIFIERS:
            return
        text = QKeySequence(event.keyCombination()).toString()
        is_typed = bool(event.text().strip()) and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if text in _NEVER or is_typed:
            self.remark.setText("That key is for typing and moving: hold Ctrl or Alt with it, or take another.")
            return
        self._offer(self._changing, text)

    def eventFilter(self, target: QObject, event: QEvent, /) -> bool:
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(target, event)
        if self._changing is not None:  # every key is an answer, also one that is a shortcut elsewhere
            if event.type() == QEvent.Type.KeyPress:
                self._pressed(event)
            event.accept()
            return event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._change()
                return True
            if event.key() == Qt.Key.Key_Delete and target is self.tree:
                self._reset()
                return True
            if event.key() in _TO_LIST and target is self.search:
                QApplication.sendEvent(self.tree, event)
                return True
        return super().eventFilter(target, event)
