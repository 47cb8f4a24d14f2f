"""A span of days that a list is filtered by, typed by hand."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from odoo_desk.ui import theme
from odoo_desk.ui.fields.date import DateEdit


class PeriodDialog(QDialog):
    """`chosen` with the first and the last day, either may be None."""

    chosen = Signal(object, object)

    def __init__(self, first: date | None, last: date | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("period")
        self.setWindowTitle("Dates")
        self.first, self.last = DateEdit(self), DateEdit(self)
        form = QFormLayout()
        for name, label, field, value in (
            ("period_first", "&From", self.first, first),
            ("period_last", "&To", self.last, last),
        ):
            field.setObjectName(name)
            field.setAccessibleName(label.replace("&", ""))
            field.set_value(value)
            field.setMinimumWidth(280)
            form.addRow(label, field)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.SPACE * 2,) * 4)
        layout.setSpacing(theme.SPACE * 2)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.finished.connect(self.deleteLater)

    def _accept(self) -> None:
        self.first.commit()
        self.last.commit()
        if self.first.complaint or self.last.complaint:
            return
        first, last = self.first.value(), self.last.value()
        if first and last and last < first:
            self.last.complain("before the first day")
            return
        self.chosen.emit(first, last)
        self.accept()
