"""Undo and redo over a whole draft: fields, lines, their order. What is typed within a field is the field's own to undo, as everywhere."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from odoo_desk.ui import keys
from odoo_desk.ui.invoices.typed import Place, Typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odoo_desk.ui.invoices.form import DraftForm
    from odoo_desk.ui.invoices.line import Line

TOGETHER = 1.0  # seconds: what changes at one place within that is one step
MOST = 200  # steps


class History(QObject):
    """Of one form. Each step is all that stood in it, and where it was changed; lines that stayed as they were are shared between steps."""

    def __init__(self, form: DraftForm) -> None:
        super().__init__(form)
        self._form = form
        self._steps: list[tuple[Typed, Place]] = []
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
        if _stands_as(state, self._steps[self._at][0]):
            return
        now = time.monotonic()
        goes_on = now - self._noted_at < TOGETHER and _same(place, self._steps[self._at][1]) and self._at > 0
        del self._steps[self._at + (0 if goes_on else 1) :]
        if not _stands_as(state, self._steps[-1][0]):  # a field that undid its own brings back what was there
            self._steps.append((state, place))
        del self._steps[:-MOST]
        self._at, self._noted_at = len(self._steps) - 1, now

    def _now(self) -> tuple[Typed, Place]:
        typed = self._form.typed()
        before = self._steps[self._at][0].lines if self._steps else ()
        return replace(typed, lines=_kept(typed.lines, before), place=Place()), replace(typed.place, typing=None)

    def _restore(self, place: Place) -> None:
        self._is_restoring = True
        try:
            typed = self._steps[self._at][0]
            lines = _kept(typed.lines, self._form.typed().lines)
            self._form.restore(replace(typed, lines=lines, place=place))
        finally:
            self._is_restoring = False
        self._noted_at = 0.0


def _kept(lines: Sequence[Line], before: Sequence[Line]) -> tuple[Line, ...]:
    """Snapshots of the lines, those of before where nothing changed, also when lines came or went in between."""
    count = min(len(lines), len(before))
    above = next((at for at in range(count) if not lines[at].stands_as(before[at])), count)
    below = next((at for at in range(count - above) if not lines[-1 - at].stands_as(before[-1 - at])), count - above)
    changed = [line.snapshot() for line in lines[above : len(lines) - below]]
    return (*before[:above], *changed, *before[len(before) - below :])


def _stands_as(one: Typed, other: Typed) -> bool:
    return (
        len(one.lines) == len(other.lines)
        and (one.header, one.narration) == (other.header, other.narration)
        and all(line.stands_as(was) for line, was in zip(one.lines, other.lines, strict=True))
    )


def _same(one: Place, other: Place) -> bool:
    return (one.field, one.row) == (other.field, other.row)


def _has_own(field: QObject, *, is_undo: bool) -> bool:
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if is_undo else field.isRedoAvailable()
    if isinstance(field, QPlainTextEdit):
        document = field.document()
        return document.isUndoAvailable() if is_undo else document.isRedoAvailable()
    return False
