"""When how much of a draft will be due, under its totals; said only where the due date alone does not say it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.terms import EarlyPayment, Instalment
from odoo_desk.ui import formats, theme

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class InstalmentsBox(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("instalments")
        self.setAccessibleName("Instalments")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.SPACE * 3)
        self._grid.setVerticalSpacing(theme.SPACE // 2)
        self._grid.setColumnStretch(0, 1)
        self._shown: tuple[tuple[str, str], ...] = ()
        self.hide()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        return self._shown

    def show_instalments(
        self, instalments: Sequence[Instalment], early: EarlyPayment | None, currency: Currency
    ) -> None:
        rows: list[tuple[str, str]] = []
        if early is not None:
            rows.append((f"Paid until {formats.day(early.until)}", formats.amount(early.amount, currency)))
        if len(instalments) > 1:
            rows += [(f"Due on {formats.day(each.due)}", formats.amount(each.amount, currency)) for each in instalments]
        if tuple(rows) == self._shown:
            return
        self._shown = tuple(rows)
        while (item := self._grid.takeAt(0)) is not None:
            if (label := item.widget()) is not None:
                label.hide()
                label.deleteLater()
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                label = QLabel(text, self)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
                label.setFont(theme.tabular(label.font()))
                self._grid.addWidget(label, number, column, _RIGHT)
        self.setVisible(bool(rows))
