"""Whether the server posts a draft by itself: on its accounting date, and from 16 on again every month, quarter or year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from odoo_desk.accounting.records import AutoPost
from odoo_desk.ui import formats
from odoo_desk.ui.fields.date import DateEdit
from odoo_desk.ui.form_dialog import FormDialog

WORDS = {
    AutoPost.NO: "No",
    AutoPost.AT_DATE: "At its date",
    AutoPost.MONTHLY: "Monthly",
    AutoPost.QUARTERLY: "Quarterly",
    AutoPost.YEARLY: "Yearly",
}


def in_words(how: AutoPost | None, until: date | None, day: date | None) -> str:
    """What Odoo will do with a draft of that accounting date; "" for nothing."""
    if how in (None, AutoPost.NO):
        return ""
    first = f"Odoo posts this by itself on {formats.day(day)}" if day else "Odoo posts this by itself"
    if how is AutoPost.AT_DATE:
        return f"{first}."
    end = f" until {formats.day(until)}" if until else ""
    return f"{first}, and then a copy of it {WORDS[how].lower()}{end}."


class AutoPostDialog(FormDialog):
    """`chosen` with how, and until when (None for ever)."""

    chosen = Signal(object, object)

    def __init__(self, ways: Sequence[AutoPost], now: AutoPost, until: date | None, parent: QWidget) -> None:
        super().__init__("auto_post_dialog", "Auto-post", parent)
        self.how = QComboBox(self)
        self.how.setObjectName("auto_post_how")
        self.how.setAccessibleName("Auto-post")
        for way in ways:
            self.how.addItem(WORDS[way], way)
        self.how.setCurrentIndex(max(0, self.how.findData(now)))
        self.until = DateEdit(self)
        self.until.setObjectName("auto_post_until")
        self.until.setAccessibleName("Until")
        self.until.set_placeholder("for ever")
        self.until.set_value(until)
        hint = QLabel("The server posts a draft by itself when its accounting date has come.", self)
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        self.form.addRow("&Auto-post", self.how)
        if AutoPost.MONTHLY in ways:
            self.form.addRow("&Until", self.until)
        else:
            self.until.hide()
        self.form.addRow("", hint)
        self.setMinimumWidth(420)

    def confirm(self) -> None:
        self.until.commit()
        if self.until.complaint:
            self.until.setFocus()
            return
        how = self.how.currentData()
        repeats = how not in (AutoPost.NO, AutoPost.AT_DATE)
        self.chosen.emit(how, self.until.value() if repeats else None)
        super().confirm()
