"""A small dialog: fields under each other, OK and Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from odoo_desk.ui import theme


class FormDialog(QDialog):
    """Deleted when it is done. Its kinds fill `form` and say what OK does."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setVerticalSpacing(theme.SPACE)
        self.form.setHorizontalSpacing(theme.SPACE * 2)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self)
        buttons.accepted.connect(self.confirm)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.SPACE * 2,) * 4)
        layout.setSpacing(theme.SPACE * 2)
        layout.addLayout(self.form)
        layout.addWidget(buttons)
        self.finished.connect(self.deleteLater)

    def confirm(self) -> None:
        """OK."""
        self.accept()
