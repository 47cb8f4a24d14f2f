"""Undo and redo over a whole draft: fields, lines, their order. What is typed within a field is the field's own to undo, as everywhere."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from odoo_desk.ui import keys
from odoo_desk.ui.invoices.typed import Place, Typed

if TYPE_CHECKING:
    from odoo_desk.ui.invoices.form import DraftForm

TOGETHER = 1.0  # seconds: what changes at one place within that is one step
MOST = 200  # steps


class History(QObject):
    """Of one form. Each step is all that stood in it, and where it was changed."""

    def __init__(self, form: DraftForm) -> None:
        super().__init__(form)
        self._form = form
        self._steps: list[tuple[bytes, Place]] = []
        self._at = -1
        self._noted_at = 0.0
        self._is_restoring = False
        form.changed.connect(self._note)
        keys.shortcut(form, "undo", self.undo)
        keys.shortcut(form, "redo", self.redo)

    def begin(self) -> None:
        """From what stands there now; earlier steps were another document's."""
        self._steps, self._at, self._noted_at = [self._now()], 0, 0.0

    def watch(self, field: QWidget) -> None:
        """A field that has an undo of its own gets the key only while it has something to undo."""
        field.installEventFilter(self)

    def undo(self) -> None:
        if self._at > 0:
            _, place = self._steps[self._at]
            self._at -= 1
            self._restore(place)

    def redo(self) -> None:
        if self._at + 1 < len(self._steps):
            self._at += 1
            self._restore(self._steps[self._at][1])

    def eventFilter(self, field: QObject, event: QEvent, /) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        is_undo = event.matches(QKeySequence.StandardKey.Undo)
        if not is_undo and not event.matches(QKeySequence.StandardKey.Redo):
            return False
        return not _has_own(field, is_undo=is_undo)

    def _note(self) -> None:
        if self._is_restoring or self._at < 0:
            return
        state, place = self._now()
        if state == self._steps[self._at][0]:
            return
        now = time.monotonic()
        goes_on = now - self._noted_at < TOGETHER and _same(place, self._steps[self._at][1]) and self._at > 0
        del self._steps[self._at + (0 if goes_on else 1) :]
        if state != self._steps[-1][0]:  # a field that undid its own brings back what was there
            self._steps.append((state, place))
        del self._steps[:-MOST]
        self._at, self._noted_at = len(self._steps) - 1, now

    def _now(self) -> tuple[bytes, Place]:
        typed = self._form.typed()
        return msgspec.json.encode(replace(typed, place=Place())), replace(typed.place, typing=None)

    def _restore(self, place: Place) -> None:
        self._is_restoring = True
        try:
            typed = msgspec.json.decode(self._steps[self._at][0], type=Typed)
            self._form.restore(replace(typed, place=place))
        finally:
            self._is_restoring = False
        self._noted_at = 0.0


def _same(one: Place, other: Place) -> bool:
    return (one.field, one.row) == (other.field, other.row)


def _has_own(field: QObject, *, is_undo: bool) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if is_undo else field.isRedoAvailable()
    if isinstance(field, QPlainTextEdit):
        document = field.document()
        return document.isUndoAvailable() if is_undo else document.isRedoAvailable()
    return False
