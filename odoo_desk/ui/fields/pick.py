"""A short list to pick from: journals, currencies, terms, bank accounts. Typing goes to the entry that begins so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget


class PickBox(QComboBox):
    """`picked` tells when the user chose another entry; setting one from the program tells nothing."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None, *, none: str | None = None) -> None:
        """`none` names the entry that stands for no choice; without it there is none such."""
        super().__init__(parent)
        self._none = none
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)
        self._told: int | None = None

    def set_choices(self, choices: Sequence[tuple[int, str]]) -> None:
        """Keeps what is chosen, also when it is not among them any more."""
        kept, kept_text = self.value(), self.currentText()
        self.clear()
        if self._none is not None:
            self.addItem(self._none, None)
        for number, text in choices:
            self.addItem(text, number)
        if kept is not None:
            self.set_value(kept, kept_text)

    def value(self) -> int | None:
        found = self.currentData()
        return found if isinstance(found, int) else None

    def set_value(self, value: int | None, text: str = "") -> None:
        """`text` is shown for a value that is not in the list (an archived one, say)."""
        index = self.findData(value) if value is not None else (0 if self._none is not None else -1)
        if index < 0 and value is not None:
            self.addItem(text or f"#{value}", value)
            index = self.count() - 1
        self.setCurrentIndex(index)
        self._told = self.value()

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Scrolling past the field does not change it."""
        event.ignore()

    def _tell(self) -> None:
        if self.value() != self._told:
            self._told = self.value()
            self.picked.emit()
