"""Spans of days that a list is filtered by: the usual ones, counted from today, and one typed by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from odoo_desk.ui import theme
from odoo_desk.ui.fields.date import DateEdit


@dataclass(frozen=True, slots=True)
class Period:
    """Both days are included; None is open."""

    title: str
    first: date | None = None
    last: date | None = None


ANY = Period("Any date")
OWN = Period("From … to …")


def periods(today: date) -> tuple[Period, ...]:
    month = today.replace(day=1)
    next_month = (month + timedelta(days=32)).replace(day=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    return (
        ANY,
        Period("Today", today, today),
        Period("This month", month, next_month - timedelta(days=1)),
        Period("Last month", last_month, month - timedelta(days=1)),
        Period("This year", today.replace(month=1, day=1), today.replace(month=12, day=31)),
        Period("Last year", date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    )


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
