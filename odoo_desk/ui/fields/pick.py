"""A short list to pick from: journals, currencies, terms, bank accounts. Typing any part of an entry finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from odoo_desk.accounting.finding import Card, Index
from odoo_desk.ui.fields.choice import ChoiceEdit
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.fields.text import COMES_BACK

_NONE = 0  # the id of the entry that stands for no choice; no record has it
_ARROW = 26  # pixels on the right, where the list is opened with the mouse


class _Entries:
    """All of them at once, and those that a text finds."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self.choices = {card.id: Choice(card.id, card.name, card.detail, card.code) for card in cards}
        self._index = Index(cards)

    def now(self, typed: str) -> Sequence[Choice]:
        return [
            Choice(hit.card.id, hit.card.name, hit.card.detail, hit.card.code, False, hit.is_meant, hit.is_guess)
            for hit in self._index.find(typed, max(1, len(self.choices)))
        ]

    async def __call__(self, typed: str) -> Sequence[Choice]:
        return self.now(typed)


class PickBox(ChoiceEdit):
    """`picked` tells when the user chose another entry; setting one from the program tells nothing. What stands there while the keyboard is
    elsewhere is always what counts: a text that could mean several is taken back when the field is left, and it is said why."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None, *, none: str | None = None) -> None:
        """`none` names the entry that stands for no choice; without it there is none such."""
        super().__init__(_Entries(()), parent)
        self._none = Choice(_NONE, none) if none is not None else None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(10)
        self.setTextMargins(0, 0, _ARROW - 8, 0)
        self.chosen.connect(self.picked)
        self.set_choices(())
        self.set_value(None)

    def set_choices(self, choices: Sequence[tuple[int, str]], codes: Mapping[int, str] | None = None) -> None:
        """Keeps what is chosen, also when it is not among them any more. `codes` find them too."""
        cards = [Card(number, text, (codes or {}).get(number, "")) for number, text in choices]
        if self._none is not None:
            cards.insert(0, Card(_NONE, self._none.text))
        self._provider = self._entries = _Entries(cards)

    def value(self) -> int | None:
        choice = self.choice()
        return choice.id if choice and choice.id != _NONE else None

    def currentText(self) -> str:
        choice = self.choice()
        return choice.shown if choice else ""

    def set_value(self, value: int | None, text: str = "") -> None:
        """`text` is shown for a value that is not in the list (an archived one, say)."""
        if not value:  # some fields say 0 for none at all
            self.set_choice(self._none)
        else:
            self.set_choice(self._entries.choices.get(value) or Choice(value, text or f"#{value}"))

    def clear(self) -> None:
        self.set_choices(())
        self.set_value(None)

    def setMinimumContentsLength(self, letters: int) -> None:
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("x") * letters + _ARROW)

    def _take(self, choice: Choice | None) -> None:
        """An emptied field means none, where that can be meant."""
        if choice is None:
            choice = self._none or self.choice()
        super()._take(choice)

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        super().focusOutEvent(event)
        if event.reason() not in COMES_BACK and not self.is_settled:
            why = self.complaint
            self.set_choice(self.choice())
            self.complain(why)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and event.position().x() > self.width() - _ARROW:
            self.close_list() if self.is_list_open else self.open_list()

    def paintEvent(self, event: QPaintEvent, /) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        painter.setPen(QPen(self.palette().color(group, QPalette.ColorRole.Text), 1.4))
        x, y = self.width() - _ARROW / 2 - 3, self.height() / 2
        painter.drawPolyline(QPolygonF([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]))
        painter.end()
