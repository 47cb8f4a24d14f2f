"""A small dialog: fields under each other, OK and Cancel."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from odoo_desk.ui import theme


class FormDialog(QDialog):
    """Deleted when it is done. Its kinds fill `form` and say what OK does."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setVerticalSpacing(theme.SPACE)
        self.form.setHorizontalSpacing(theme.SPACE * 2)
        buttons = self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.confirm)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE * 2)
        layout.addLayout(self.form)
        layout.addWidget(buttons)
        self.finished.connect(self.deleteLater)

    def showEvent(self, event: QShowEvent) -> None:
        """The first field has the keyboard; the buttons, which were made before the fields, come last."""
        rows = range(self.form.rowCount())
        items = [item for row in rows if (item := self.form.itemAt(row, QFormLayout.ItemRole.FieldRole))]
        fields = [field for item in items if (field := item.widget()) and _takes_keys(field)]
        for label in self.findChildren(QLabel):
            label.setMinimumWidth(label.sizeHint().width() + 1)  # an underlined letter takes more room than Qt thinks
        for before, after in pairwise([*fields, *self._buttons.buttons()]):
            self.setTabOrder(before, after)
        super().showEvent(event)
        if fields:
            fields[0].setFocus()

    def confirm(self) -> None:
        """OK."""
        self.accept()


def _takes_keys(field: QWidget) -> bool:
    return field.focusProxy() is not None or field.focusPolicy() != Qt.FocusPolicy.NoFocus
