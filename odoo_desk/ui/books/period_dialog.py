"""A span of days that a list is filtered by, typed by hand."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from odoo_desk.ui.fields.date import DateEdit
from odoo_desk.ui.form_dialog import FormDialog


class PeriodDialog(FormDialog):
    """`chosen` with the first and the last day, either may be None."""

    chosen = Signal(object, object)

    def __init__(self, first: date | None, last: date | None, parent: QWidget | None = None) -> None:
        super().__init__("period", "Dates", parent)
        self.first, self.last = DateEdit(self), DateEdit(self)
        for name, label, field, value in (
            ("period_first", "&From", self.first, first),
            ("period_last", "&To", self.last, last),
        ):
            field.setObjectName(name)
            field.setAccessibleName(label.replace("&", ""))
            field.set_value(value)
            field.setMinimumWidth(280)
            self.form.addRow(label, field)

    def confirm(self) -> None:
        self.first.commit()
        self.last.commit()
        if self.first.complaint or self.last.complaint:
            return
        first, last = self.first.value(), self.last.value()
        if first and last and last < first:
            self.last.complain("before the first day")
            return
        self.chosen.emit(first, last)
        super().confirm()
