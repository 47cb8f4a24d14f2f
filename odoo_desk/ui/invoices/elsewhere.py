"""Said above a document that is being edited here when it was changed or deleted in Odoo meanwhile: calmly, and nothing typed is touched."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from odoo_desk.ui import formats


class ChangedElsewhere(QFrame):
    """`other_wanted` when the user wants to see the version of the server instead."""

    other_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("changed_elsewhere")
        self.setProperty("banner", "warning")
        self._words = QLabel(self)
        self._words.setObjectName("changed_elsewhere_words")
        self._words.setProperty("tone", "warning")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._show = QPushButton("Show the other version", self)
        self._show.setObjectName("show_other_version")
        self._show.setAutoDefault(False)
        self._show.clicked.connect(self.other_wanted)
        row = QHBoxLayout(self)
        row.addWidget(self._words, 1)
        row.addWidget(self._show)
        self.hide()

    def say_changed(self, what: str, written_at: datetime) -> None:
        local = formats.in_local_time(written_at)
        is_today = local.date() == datetime.now().astimezone().date()
        when = f"at {local:%H:%M}" if is_today else f"on {formats.day(local.date())} at {local:%H:%M}"
        self._words.setText(
            f"This {what} was changed in Odoo {when} while you were editing. Your changes are still here."
        )
        self._show.show()
        self.show()

    def say_deleted(self, what: str, *, is_dirty: bool) -> None:
        still = " while you were editing. What you typed is still here, but cannot be saved." if is_dirty else "."
        self._words.setText(f"This {what} was deleted in Odoo{still}")
        self._show.hide()
        self.show()
