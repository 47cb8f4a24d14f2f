"""A field that finds one record while its name is typed. A wrong one is never picked: what is ambiguous opens the list."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMoveEvent
from PySide6.QtWidgets import QWidget

from odoo_desk.errors import DeskError, InvalidInput
from odoo_desk.ui import tasks
from odoo_desk.ui.fields.suggestions import Choice, Suggestions
from odoo_desk.ui.fields.text import COMES_BACK, TextEdit


class Provider(Protocol):
    """Finds records by what is typed."""

    def __call__(self, typed: str, /) -> Coroutine[object, object, Sequence[Choice]]: ...


@runtime_checkable
class Knowing(Provider, Protocol):
    """Answers in the same key press, as far as is known here (None: nothing is); asked as a coroutine it may know more."""

    def now(self, typed: str) -> Sequence[Choice] | None: ...


PAUSE_MS = 150
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


def only_match(typed: str, found: Sequence[Choice]) -> Choice | None:
    """The one that is meant beyond doubt: as who found them says, or the only one found, or the only one of exactly this name or code. Never one
    that was found by forgiving slips."""
    certain = [choice for choice in found if not choice.is_guess]
    for likely in (
        [choice for choice in certain if choice.is_meant],
        certain,
        [choice for choice in certain if choice.is_exactly(typed)],
    ):
        if len(likely) == 1:
            return likely[0].taken()
    return None


def why_none(typed: str, found: Sequence[Choice]) -> str:
    """Why nothing was taken."""
    if found and all(choice.is_guess for choice in found):
        return f"“{typed}”: nothing is called so. Choose what you mean from the list."
    what = "several match" if found else "nothing matches"
    return f"“{typed}”: {what}. Choose one from the list."


class ChoiceEdit(TextEdit):
    """`chosen` tells when the user settled on another record, or on none."""

    chosen = Signal()

    def __init__(self, provider: Provider, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._provider = provider
        self._choice: Choice | None = None
        self._found: Sequence[Choice] = ()
        self._answered: str | None = None
        self._asked: str | None = None
        self._search: tasks.Task | None = None
        self._decide_when_found = False
        self._list: Suggestions | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.textEdited.connect(self._typed)

    # --- what stands in it --------------------------------------------------------------------------------------------

    def choice(self) -> Choice | None:
        return self._choice

    def set_choice(self, choice: Choice | None) -> None:
        """From the program: tells nobody."""
        self._stop_looking()
        self._choice = choice
        self.complain("")
        self.setText(choice.shown if choice else "")
        self.setCursorPosition(0)
        self.setModified(False)

    @property
    def is_settled(self) -> bool:
        """False while something is typed that no record was chosen for."""
        return self.text().strip() == (self._choice.shown if self._choice else "")

    def read(self) -> Choice | None:
        if not self.is_settled and self.text().strip():
            raise InvalidInput(
                f"“{self.text().strip()}” was typed, but nothing was chosen.", advice="Choose one from the list."
            )
        return self._choice if self.text().strip() else None

    async def settle(self) -> None:
        """Looks up what was typed and not looked up yet; takes it when only one record can be meant."""
        typed = self.text().strip()
        if self.is_settled:
            return
        if not typed:
            self._take(None)
            return
        if not self._know(typed) or only_match(typed, self._found) is None:
            self._answer(typed, await self._provider(typed), show=False)
        self._decide(show=False)

    # --- typing -------------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._decide_when_found = False
        if self._list is not None:
            self._list.point_at_none()
        if typed := self.text().strip():
            self._pause.start()
            if self._know(typed) and self.hasFocus():
                self._show_list()
        else:
            self._stop_looking()

    def _know(self, typed: str) -> bool:
        """Whether there is an answer at once; it stands for what is typed until a fuller one comes."""
        found = self._provider.now(typed) if isinstance(self._provider, Knowing) else None
        if found is None:
            return False
        if self._asked != typed:
            self._drop_question()
        self._answered, self._found = typed, found
        return True

    def _look(self) -> None:
        self._pause.stop()
        if self.text().strip() != self._asked:
            self._ask(self.text().strip())

    def _drop_question(self) -> None:
        if self._search is not None:
            self._search.cancel()
        self._search, self._asked = None, None

    def _ask(self, typed: str) -> None:
        self._drop_question()
        self._asked = typed
        self._search = tasks.run(
            self, self._provider(typed), done=partial(self._answer, typed), failed=partial(self._failed, typed)
        )

    def _answer(self, typed: str, found: Sequence[Choice], *, show: bool = True) -> None:
        """The latest answer wins; an answer to something that no longer stands there is dropped."""
        self._asked = None
        if typed != self._searched_text():
            return
        is_news = self._answered != typed or [each.id for each in found] != [each.id for each in self._found]
        self._answered, self._found = typed, found
        if self._decide_when_found:
            self._decide(show=self.hasFocus())
        elif show and self.hasFocus() and (is_news or not self.is_list_open):
            self._show_list()

    def _failed(self, typed: str, problem: DeskError) -> bool:
        self._asked = None
        if self._answered == typed and self._found:  # what is known here stands
            return True
        if typed == self._searched_text() and self.hasFocus():
            self._suggestions().say(str(problem))
        self.complain(str(problem))
        return True

    def _searched_text(self) -> str:
        """Of an unchanged field the list offers everything, not only what already stands there."""
        return "" if self.is_settled else self.text().strip()

    # --- deciding -----------------------------------------------------------------------------------------------------

    def take_enter(self) -> bool:
        """Enter: picks from the list, or what can only mean one record; else opens the list. False when there was nothing to decide."""
        row = self._list.row if self._list is not None else -1
        if row >= 0 and row < len(self._found):
            self._pick(row)
            return True
        if self.is_settled:
            self.close_list()
            return False
        if not self.text().strip():
            self._take(None)
            return False
        self._finish(show=True)
        return not self.is_settled

    def finish(self) -> None:
        """The field is left: settles what can be settled, now or when the answer arrives; the focus stays where it went."""
        row = self._list.row if self._list is not None else -1
        if 0 <= row < len(self._found):
            self._pick(row)
        elif not self.text().strip():
            if self._choice is not None:
                self._take(None)
        elif not self.is_settled:
            self._finish(show=False)
        self.close_list()

    def _finish(self, *, show: bool) -> None:
        typed = self.text().strip()
        may_learn_more = self._pause.isActive() or self._asked == typed
        is_enough = not may_learn_more or any(not choice.is_guess for choice in self._found)
        if self._answered == typed and is_enough:
            self._decide(show=show)
            return
        self._decide_when_found = True
        self._pause.stop()
        self._look()

    def _decide(self, *, show: bool) -> None:
        self._decide_when_found = False
        typed = self.text().strip()
        if self.is_settled:
            return
        if match := only_match(typed, self._found):
            self._take(match)
            return
        self.complain(why_none(typed, self._found))
        if show:
            self._show_list()

    def _pick(self, row: int) -> None:
        self._take(self._found[row].taken())

    def _take(self, choice: Choice | None) -> None:
        before = self._choice
        self.set_choice(choice)
        if (before and before.id) != (choice and choice.id):
            self.chosen.emit()

    # --- the list -----------------------------------------------------------------------------------------------------

    def open_list(self) -> None:
        typed = self._searched_text()
        if self._answered == typed or self._know(typed):
            self._show_list()
        else:
            self._ask(typed)

    def close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    @property
    def is_list_open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    @property
    def suggestions(self) -> Sequence[Choice]:
        return self._found

    def _show_list(self) -> None:
        if not self.isVisible():
            return
        if self._found:
            self._suggestions().offer(self._found)
        else:
            self._suggestions().say("Nothing found")

    def _suggestions(self) -> Suggestions:
        if self._list is None:
            self._list = Suggestions(self)
            self._list.picked.connect(self._clicked)
        return self._list

    def _clicked(self, row: int) -> None:
        if row < len(self._found):
            self._pick(row)

    def _stop_looking(self) -> None:
        self._pause.stop()
        self._drop_question()
        self._answered, self._found, self._decide_when_found = None, (), False
        self.close_list()

    # --- keys and focus -----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        if self.handle_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def handle_key(self, event: QKeyEvent) -> bool:
        """True when the key was for the list. A grid asks before it takes the key for itself."""
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
        return key == Qt.Key.Key_Escape and self._take_escape()

    def _take_escape(self) -> bool:
        if self.is_list_open:
            self.close_list()
            return True
        if not self.is_settled:
            self.set_choice(self._choice)
            return True
        return False

    def event(self, event: QEvent, /) -> bool:
        # Esc is offered as a shortcut first: the form must not close while there is something of our own to take back.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ours = event.key() == Qt.Key.Key_Escape and (self.is_list_open or not self.is_settled)
            if ours or (self.is_list_open and Qt.Key(event.key()) in _MOVES):
                event.accept()
                return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        if event.reason() not in COMES_BACK and self.isVisible():  # a window that closes asks nothing more
            self.finish()
        super().focusOutEvent(event)

    def moveEvent(self, event: QMoveEvent, /) -> None:
        super().moveEvent(event)
        self.close_list()

    def hideEvent(self, event: QHideEvent, /) -> None:
        self._pause.stop()
        self.close_list()
        super().hideEvent(event)
