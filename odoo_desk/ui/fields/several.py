"""A field for several records of a short list, taxes above all: names typed one after the other, or ticked in the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from odoo_desk.accounting.finding import Card, Index
from odoo_desk.errors import InvalidInput
from odoo_desk.ui.fields.choice import only_match, why_none
from odoo_desk.ui.fields.suggestions import Choice, Suggestions
from odoo_desk.ui.fields.text import TextEdit

SEPARATOR = "; "
# The user is in another window or a menu for a moment: the field has not been left.
_COMES_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


class Offered:
    """A short list in which any part of a name finds, or a code: a tax by its rate."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.choices = tuple(choices)
        self._by_id = {choice.id: choice for choice in choices}
        self._index = Index(Card(choice.id, choice.text, choice.code) for choice in choices)

    def matches(self, typed: str) -> list[Choice]:
        hits = self._index.find(typed, max(1, len(self.choices)))
        return [replace(self._by_id[hit.card.id], is_meant=hit.is_meant, is_guess=hit.is_guess) for hit in hits]

    def read(self, typed: str) -> tuple[Choice, ...]:
        """InvalidInput when one of the names could mean several, or none."""
        found: list[Choice] = []
        for term in filter(None, (each.strip() for each in typed.split(SEPARATOR.strip()))):
            matches = self.matches(term)
            exact = [choice for choice in self.choices if choice.is_exactly(term)]
            match = only_match(term, matches) or only_match(term, exact)
            if match is None:
                raise InvalidInput(why_none(term, matches))
            if match not in found:
                found.append(match)
        return tuple(found)


def joined(choices: Sequence[Choice]) -> str:
    return SEPARATOR.join(choice.shown for choice in choices)


class SeveralEdit(TextEdit):
    chosen = Signal()

    def __init__(self, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = Offered(choices)
        self._value: tuple[Choice, ...] = ()
        self._offered: Sequence[Choice] = ()
        self._list: Suggestions | None = None
        self.textEdited.connect(self._typed)

    def value(self) -> tuple[Choice, ...]:
        return self._value

    def set_value(self, value: Sequence[Choice]) -> None:
        self._value = tuple(value)
        known = {choice.id for choice in self._all.choices}
        if other := tuple(choice for choice in value if choice.id not in known):
            self._all = Offered(self._all.choices + other)
        self.setText(joined(value))
        self.complain("")

    def read(self) -> tuple[Choice, ...]:
        before = {choice.id: choice for choice in self._value}
        return tuple(before.get(choice.id, choice) for choice in self._all.read(self.text()))

    def take_enter(self) -> bool:
        """True when Enter was for the list, or what is typed cannot be taken."""
        row = self._list.row if self._list is not None else -1
        if row >= 0:
            self._toggle(row)
            return True
        return not self.finish(show=True)

    def finish(self, *, show: bool = False) -> bool:
        try:
            found = self.read()
        except InvalidInput as problem:
            self.complain(str(problem))
            if show:
                self.open_list()
            return False
        before = self._value
        self.set_value(found)
        self.close_list()
        if before != found:
            self.chosen.emit()
        return True

    def open_list(self) -> None:
        term = self._last_term()
        is_settled = any(choice.shown == term for choice in self._all.choices)
        self._offered = self._all.choices if is_settled or not term else self._all.matches(term)
        if not self._offered:
            self._suggestions().say("Nothing found")
            return
        self._suggestions().offer(self._offered, ticked=frozenset(choice.id for choice in self._so_far()))

    def close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    @property
    def is_list_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def handle_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_F4 or (key == Qt.Key.Key_Down and (alt or not self.is_list_open)):
            self.open_list()
            return True
        if key in _MOVES and not alt and self._list is not None and self._list.isVisible():
            self._list.move_by(_MOVES[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self.take_enter()
        if key == Qt.Key.Key_Escape and self.is_list_open:
            self.close_list()
            return True
        return False

    def _typed(self) -> None:
        if self._last_term():
            self.open_list()
        else:
            self.close_list()

    def _last_term(self) -> str:
        return self.text().split(SEPARATOR.strip())[-1].strip()

    def _so_far(self) -> list[Choice]:
        """What is settled already; a term still being typed does not count."""
        found = []
        for term in self.text().split(SEPARATOR.strip()):
            match = only_match(term, [choice for choice in self._all.choices if choice.is_exactly(term)])
            if match is not None and match not in found:
                found.append(match)
        return found

    def _toggle(self, row: int) -> None:
        picked, so_far = self._offered[row].taken(), self._so_far()
        value = [choice for choice in so_far if choice != picked] if picked in so_far else [*so_far, picked]
        self.setText(joined(value))
        self.setCursorPosition(len(self.text()))
        self.complain("")
        self.close_list()

    def _suggestions(self) -> Suggestions:
        if self._list is None:
            self._list = Suggestions(self)
            self._list.picked.connect(self._toggle)
        return self._list

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if self.handle_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent, /) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.is_list_open
            and event.key() in (Qt.Key.Key_Escape, *_MOVES)
        ):
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        if event.reason() not in _COMES_BACK:
            self.finish()
            self.close_list()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent, /) -> None:
        self.close_list()
        super().hideEvent(event)
