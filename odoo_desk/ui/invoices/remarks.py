"""What is known of a draft before it is sent, said above its lines: a twin in the books, another accounting date, a warning on the partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from odoo_desk.ui import theme


@dataclass(frozen=True, slots=True)
class Remark:
    """`tone` is the theme's; `document_id` is another document that can be looked at."""

    text: str
    tone: str = "warning"
    document_id: int | None = None


class Remarks(QFrame):
    """`wanted` with the id of a document to look at. Takes no room while there is nothing to say."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("remarks")
        self.setAccessibleName("Remarks")
        self._remarks: tuple[Remark, ...] = ()
        self._rows = QVBoxLayout(self)
        self.setProperty("banner", "warning")
        self._rows.setContentsMargins(theme.SPACE, theme.SPACE // 2, theme.SPACE // 2, theme.SPACE // 2)
        self._rows.setSpacing(theme.SPACE // 2)
        self.hide()

    @property
    def remarks(self) -> tuple[Remark, ...]:
        return self._remarks

    def show_remarks(self, remarks: Sequence[Remark]) -> None:
        if tuple(remarks) == self._remarks:
            return
        self._remarks = tuple(remarks)
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for remark in remarks:
            self._rows.addWidget(self._row(remark))
        self.setVisible(bool(remarks))

    def look_at_first(self) -> None:
        """By key: the first other document that is named."""
        named = next((each.document_id for each in self._remarks if each.document_id is not None), None)
        if named is not None:
            self.wanted.emit(named)

    def _row(self, remark: Remark) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        label = QLabel(remark.text, row)
        label.setObjectName("remark")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setWordWrap(True)
        label.setProperty("tone", remark.tone)
        layout.addWidget(label, 1)
        if (document_id := remark.document_id) is not None:
            show = QPushButton("Look at it", row)
            show.setObjectName("look_at_it")
            show.setToolTip("F8")
            show.setAutoDefault(False)
            show.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            show.clicked.connect(lambda: self.wanted.emit(document_id))
            layout.addWidget(show)
        return row
