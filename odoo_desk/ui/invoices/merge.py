"""Two people changed one draft: what was there, what is there now, what is typed here, field by field; the lines as one block."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.merging import LINES, Difference, differences, merged
from odoo_desk.accounting.records import Document, Draft, DraftLine, LineKind
from odoo_desk.ui import formats, theme
from odoo_desk.workspace.drafting import draft_of

_TITLES = {
    "partner_id": "Partner",
    "invoice_date": "Date",
    "accounting_date": "Accounting date",
    "due_date": "Due date",
    "payment_term_id": "Payment terms",
    "journal_id": "Journal",
    "currency_id": "Currency",
    "ref": "Reference",
    "payment_reference": "Payment reference",
    "partner_bank_id": "Recipient bank",
    "narration": "Terms and conditions",
    "fiscal_position_id": "Fiscal position",
    "cash_rounding_id": "Cash rounding",
    "auto_post": "Auto-post",
    "auto_post_until": "Auto-post until",
    "origin": "Origin",
    LINES: "Lines",
}
LONGEST = 12  # lines of a document that are shown


@dataclass(frozen=True, slots=True)
class Side:
    """`names`: what picked records are shown by, under the name of their field."""

    draft: Draft
    names: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of(document: Document) -> Side:
        header = document.header
        names = {
            "partner_id": header.partner.name if header.partner else "",
            "payment_term_id": document.payment_term.name if document.payment_term else "",
            "journal_id": header.journal.name,
            "currency_id": header.currency.code,
            "partner_bank_id": document.partner_bank.name if document.partner_bank else "",
            "fiscal_position_id": document.fiscal_position.name if document.fiscal_position else "",
            "cash_rounding_id": document.cash_rounding.name if document.cash_rounding else "",
        }
        return Side(draft_of(document), names)

    def text(self, name: str) -> str:
        if name == LINES:
            return _lines_text(self.draft)
        value = getattr(self.draft, name)
        if value in (None, ""):
            return "-"
        if isinstance(value, date):
            return formats.day(value)
        return self.names.get(name) or str(value)


class Sides(NamedTuple):
    base: Side
    theirs: Side
    mine: Side


class MergeDialog(QDialog):
    """Whoever changed a field has it; where both did, what was typed here, and the row says so."""

    def __init__(self, parent: QWidget, sides: Sides, found: Sequence[Difference], written_at: datetime) -> None:
        super().__init__(parent)
        self.setObjectName("merge")
        self.setWindowTitle("Changed in Odoo meanwhile")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choices: dict[str, QButtonGroup] = {}
        words = QLabel(
            f"Somebody changed this draft in Odoo ({formats.moment(written_at)}) while you were editing it. "
            "Choose for each field what to save; nothing is written before.",
            self,
        )
        words.setWordWrap(True)
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE)
        for column, title in enumerate(("Field", "Before", "In Odoo now", "Yours")):
            label = QLabel(title, inner)
            label.setProperty("tone", "muted")
            grid.addWidget(label, 0, column)
        for row, difference in enumerate(found, start=1):
            self._add_row(grid, row, difference, sides)
        grid.setRowStretch(len(found) + 1, 1)
        for column in (1, 2, 3):
            grid.setColumnStretch(column, 1)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.save_button = buttons.addButton("Save these", QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setObjectName("save_merged")
        self.save_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE * 2)
        layout.addWidget(words)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(860, 420)
        if found:
            self.choice(found[0].field, mine=found[0].prefers_mine).setFocus()

    @staticmethod
    async def choose(parent: QWidget, sides: Sides, written_at: datetime) -> Draft | None:
        """What is to be saved over theirs; None when the user wants to go on editing. Nobody is asked where nobody's change meets another's."""
        theirs, mine = sides.theirs.draft, sides.mine.draft
        found = differences(sides.base.draft, theirs, mine)
        if not any(each.is_theirs_alone for each in found):
            return merged(theirs, mine, {each.field for each in found})
        dialog = MergeDialog(parent, sides, found, written_at)
        answered: asyncio.Future[set[str] | None] = asyncio.get_running_loop().create_future()

        def answer(code: int) -> None:
            if not answered.done():
                answered.set_result(dialog.mine() if code == QDialog.DialogCode.Accepted else None)

        dialog.finished.connect(answer)
        dialog.open()
        chosen = await answered
        return None if chosen is None else merged(theirs, mine, chosen)

    def mine(self) -> set[str]:
        """The fields that are saved as they are typed here."""
        return {name for name, group in self._choices.items() if group.checkedId() == 1}

    def choice(self, name: str, *, mine: bool) -> QRadioButton:
        found = self._choices[name].button(int(mine))
        assert isinstance(found, QRadioButton)
        return found

    def _add_row(self, grid: QGridLayout, row: int, difference: Difference, sides: Sides) -> None:
        title = QLabel(_TITLES[difference.field] + (" (both changed it)" if difference.is_conflict else ""), self)
        title.setProperty("tone", "warning" if difference.is_conflict else "")
        base = QLabel(sides.base.text(difference.field), self)
        base.setTextFormat(Qt.TextFormat.PlainText)
        base.setProperty("tone", "muted")
        for label in (title, base):
            label.setContentsMargins(0, 4, 0, 0)  # on one line with the buttons beside it
        group = self._choices[difference.field] = QButtonGroup(self)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(title, row, 0, top)
        grid.addWidget(base, row, 1, top)
        for number, side in enumerate((sides.theirs, sides.mine)):
            choice = QRadioButton(side.text(difference.field).replace("&", "&&"), self)
            choice.setAccessibleName(f"{_TITLES[difference.field]}: {'yours' if number else 'in Odoo now'}")
            group.addButton(choice, number)
            choice.setChecked(difference.prefers_mine == bool(number))
            grid.addWidget(choice, row, 2 + number, top)


def _lines_text(draft: Draft) -> str:
    shown = [
        _line_text(line, is_entry=draft.move_type.is_entry) for line in draft.lines if line.id or not line.is_blank
    ]
    if len(shown) > LONGEST:
        shown[LONGEST:] = [f"… and {len(shown) - LONGEST} more"]
    return "\n".join(shown) or "-"


def _line_text(line: DraftLine, *, is_entry: bool) -> str:
    if line.kind is not LineKind.PRODUCT:
        return line.name
    if is_entry:
        return f"{line.name}: {line.debit} / {line.credit}"
    return f"{line.name}: {line.quantity.normalize():f} × {line.price_unit or 0}"  # noqa: RUF001  a sign, not a letter
