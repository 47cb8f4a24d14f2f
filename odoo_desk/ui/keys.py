"""Every key of the program: one table of commands, the user's own keys over it, and what they are bound to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

from odoo_desk.ui.places import BOOKS, REPORTS, TITLES

_Standard = QKeySequence.StandardKey


class Where(Enum):
    """Where a key is heard; two commands may share one when nobody can be in both places."""

    EVERYWHERE = "everywhere"
    LISTS = "lists"
    DOCUMENT = "document"
    LINES = "lines"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Command:
    """`usual` is the key that it has until the user gives it another. A `fixed` one belongs to a field or a grid and stays."""

    id: str
    words: str
    group: str
    usual: str | _Standard
    where: Where = Where.EVERYWHERE
    fixed: bool = False


_PROGRAM, _GO, _DOCUMENT, _JUMP, _LINES, _FIELDS = (
    "Program",
    "Go to",
    "Document",
    "Jump within a draft",
    "Lines of a draft",
    "Fields",
)

COMMANDS: dict[str, Command] = {
    each.id: each
    for each in (
        Command("palette", "Command palette", _PROGRAM, "Ctrl+K"),
        Command("shortcuts", "Keyboard shortcuts", _PROGRAM, "Ctrl+F1; Ctrl+/"),
        Command("new", "New document", _PROGRAM, _Standard.New),
        Command("preferences", "Preferences", _PROGRAM, "Ctrl+,"),
        Command("lock", "Lock", _PROGRAM, "Ctrl+L"),
        Command("quit", "Quit", _PROGRAM, _Standard.Quit),
        Command("search", "Search", _PROGRAM, _Standard.Find, Where.LISTS),
        Command("clear_filters", "Clear filters", _PROGRAM, "Ctrl+Shift+F", Where.LISTS),
        Command("refresh", "Refresh", _PROGRAM, _Standard.Refresh),
        Command("outbox", "Outbox", _PROGRAM, "Ctrl+Shift+O"),
        Command("back", "Back to the list", _GO, _Standard.Back),
        *(Command(f"book_{n}", TITLES[book], _GO, f"Ctrl+{n}") for n, book in enumerate(BOOKS, start=1)),
        *(
            Command(report.value, TITLES[report], _GO, keys)
            for report, keys in zip(REPORTS, ("Ctrl+9", "Ctrl+0"), strict=True)
        ),
        Command("save", "Save", _DOCUMENT, _Standard.Save, Where.DOCUMENT),
        Command("save_or_post", "Save; again: post", _DOCUMENT, "Ctrl+Return", Where.DOCUMENT),
        Command("save_and_next", "Save and begin the next one", _DOCUMENT, "Ctrl+Shift+Return", Where.DOCUMENT),
        Command("leave", "Out of the cell, then back to the list", _DOCUMENT, "Esc", Where.DOCUMENT, fixed=True),
        Command("post", "Post", _DOCUMENT, "Ctrl+Shift+P"),
        Command("pay", "Register payment", _DOCUMENT, "Ctrl+Shift+Y"),
        Command("reset", "Reset to draft", _DOCUMENT, "Ctrl+Shift+R"),
        Command("duplicate", "Duplicate the document", _DOCUMENT, "Ctrl+Shift+D"),
        Command("from_order", "Lines from a purchase order", _DOCUMENT, "Alt+Shift+O", Where.DOCUMENT),
        Command("correct_taxes", "Taxes as on the paper", _DOCUMENT, "Alt+Shift+T", Where.DOCUMENT),
        Command("apply_credit", "Apply the first outstanding credit", _DOCUMENT, "Alt+Shift+A", Where.DOCUMENT),
        Command("reconcile", "Reconcile the items that are taken", _DOCUMENT, "Ctrl+Shift+M"),
        Command("suggest", "Open items that probably belong together; again: the next ones", _DOCUMENT, "Ctrl+Shift+G"),
        Command("matches", "What an open item is matched with", _DOCUMENT, "Alt+Shift+M"),
        Command("undo_payment", "Undo the last payment", _DOCUMENT, "Alt+Shift+U", Where.DOCUMENT),
        Command("undo", "Undo", _DOCUMENT, _Standard.Undo, Where.DOCUMENT, fixed=True),
        Command("redo", "Redo", _DOCUMENT, _Standard.Redo, Where.DOCUMENT, fixed=True),
        Command("jump.partner", "Partner", _JUMP, "Ctrl+Shift+N", Where.DOCUMENT),
        Command("jump.date", "Invoice or bill date", _JUMP, "Ctrl+Shift+B", Where.DOCUMENT),
        Command("jump.reference", "Reference", _JUMP, "Ctrl+Shift+E", Where.DOCUMENT),
        Command("jump.control_total", "Control total", _JUMP, "Ctrl+Shift+A", Where.DOCUMENT),
        Command("jump.lines", "Lines", _JUMP, "Alt+L", Where.DOCUMENT),
        Command("jump.line", "Line by its number", _JUMP, "Ctrl+G", Where.DOCUMENT),
        Command("jump.narration", "Terms and Conditions", _JUMP, "Ctrl+Shift+T", Where.DOCUMENT),
        Command("lines.next", "Next cell; after the last, a new line", _LINES, "Return", Where.LINES, fixed=True),
        Command("lines.edit", "Edit the cell", _LINES, "F2", Where.LINES, fixed=True),
        Command("lines.choices", "Open the list of choices", _LINES, "F4", Where.LINES, fixed=True),
        Command("lines.clear", "Clear the cell", _LINES, "Del", Where.LINES, fixed=True),
        Command("lines.copy_above", "Copy the cell above", _LINES, "Ctrl+'", Where.LINES, fixed=True),
        Command("lines.duplicate", "Duplicate line", _LINES, "Ctrl+D", Where.LINES, fixed=True),
        Command("lines.insert", "Insert a line", _LINES, "Ins", Where.LINES, fixed=True),
        Command("lines.remove", "Remove line", _LINES, "Ctrl+Del", Where.LINES, fixed=True),
        Command("lines.up", "Move the line up", _LINES, "Alt+Up", Where.LINES, fixed=True),
        Command("lines.down", "Move the line down", _LINES, "Alt+Down", Where.LINES, fixed=True),
        Command("fields.choices", "Open the list, or the calendar", _FIELDS, "F4", Where.FIELDS, fixed=True),
        Command("fields.copy", "Copy", _FIELDS, _Standard.Copy, Where.FIELDS, fixed=True),
        Command("fields.cut", "Cut", _FIELDS, _Standard.Cut, Where.FIELDS, fixed=True),
        Command("fields.paste", "Paste", _FIELDS, _Standard.Paste, Where.FIELDS, fixed=True),
        Command("fields.all", "Select all", _FIELDS, _Standard.SelectAll, Where.FIELDS, fixed=True),
    )
}

_own: dict[str, str] = {}
_bound: WeakKeyDictionary[QAction | QShortcut, str] = WeakKeyDictionary()
_told: WeakKeyDictionary[QAction | QAbstractButton, tuple[str, str]] = WeakKeyDictionary()


def use(own: Mapping[str, str]) -> None:
    """The user's own keys, at once. Commands that are not known (any more), or not to be changed, keep theirs. No key: \"\"."""
    _own.clear()
    _own.update({name: keys for name, keys in own.items() if name in COMMANDS and not COMMANDS[name].fixed})
    for target, name in list(_bound.items()):
        if shiboken6.isValid(target):
            _give(target, name)
    for said, (words, name) in list(_told.items()):
        if shiboken6.isValid(said):
            _say(said, words, name)


def own() -> dict[str, str]:
    return dict(_own)


def with_key(command: Command, keys: str | None) -> dict[str, str]:
    """The user's own keys when this command gets these (None: its usual ones) and whoever has them now loses them."""
    changed = own()
    changed.pop(command.id, None)
    wanted = keys if keys is not None else usual(command)
    while (other := _holder(command, wanted, changed)) is not None and not other.fixed:
        held = [each for each in _split(_text(other, changed)) if each not in _split(wanted)]
        changed[other.id] = "; ".join(held)
    if keys is not None and keys != usual(command):
        changed[command.id] = keys
    return changed


def taken_by(command: Command, keys: str) -> Command | None:
    """Another command that is heard where this one is and has one of these keys."""
    return _holder(command, keys, _own)


def keys_of(name: str) -> list[QKeySequence]:
    """Both keys called Enter count as one."""
    found = []
    for each in _split(_text(COMMANDS[name], _own)):
        found.append(QKeySequence(each))
        if each.endswith("Return"):
            found.append(QKeySequence(each.removesuffix("Return") + "Enter"))
    return found


def shown(name: str) -> str:
    """As this system writes it."""
    native = QKeySequence.SequenceFormat.NativeText
    texts = (QKeySequence(each).toString(native) for each in _split(_text(COMMANDS[name], _own)))
    return ", ".join(text.replace("Return", "Enter") for text in texts)


def tip(words: str, name: str) -> str:
    keys = shown(name)
    return f"{words} ({keys})" if keys else words


def tell(target: QAction | QAbstractButton, words: str, name: str = "") -> None:
    """An action's tooltip, or what stands on a button: the words with the key of a command, also when the user changes it later."""
    _told[target] = (words, name)
    _say(target, words, name)


def usual(command: Command) -> str:
    if isinstance(command.usual, str):
        return command.usual
    found = QKeySequence.keyBindings(command.usual)
    # Of what we may choose, the first: some systems go back with Backspace too, which is for typing.
    return "; ".join(each.toString() for each in (found if command.fixed else found[:1]))


def bind(target: QAction | QShortcut, name: str) -> None:
    """Gives it the key of this command, also when the user changes it later."""
    _bound[target] = name
    _give(target, name)


def shortcut(
    parent: QWidget,
    name: str,
    act: Callable[[], object],
    context: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
) -> QShortcut:
    made = QShortcut(parent)
    made.setContext(context)
    made.activated.connect(act)
    bind(made, name)
    return made


def _say(target: QAction | QAbstractButton, words: str, name: str) -> None:
    text = tip(words, name) if name else words
    if isinstance(target, QAction):
        target.setToolTip(text)
        target.setStatusTip(text)
    else:
        target.setText(text)


def _give(target: QAction | QShortcut, name: str) -> None:
    if isinstance(target, QAction):
        target.setShortcuts(keys_of(name))
    else:
        target.setKeys(keys_of(name))


def _text(command: Command, own_keys: Mapping[str, str]) -> str:
    return own_keys.get(command.id, usual(command))


def _split(text: str) -> list[str]:
    return [each for each in text.split("; ") if each]


def _holder(command: Command, keys: str, own_keys: Mapping[str, str]) -> Command | None:
    wanted = set(_split(keys))
    for other in COMMANDS.values():
        if (
            other.id != command.id
            and _meet(command.where, other.where)
            and wanted & set(_split(_text(other, own_keys)))
        ):
            return other
    return None


def _meet(one: Where, other: Where) -> bool:
    """A cell of the lines is a field only while something is typed into it, with keys that are the same."""
    if {one, other} == {Where.LINES, Where.FIELDS}:
        return False
    within_lists = Where.LISTS in (one, other)
    return one is other or Where.EVERYWHERE in (one, other) or not within_lists
