"""What is pasted from a spreadsheet, shown as the lines that it will be: what each column means, and what does not fit and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.pasting import Block, Meaning, read_number
from odoo_desk.errors import DeskError, InvalidInput
from odoo_desk.plain import legible
from odoo_desk.ui import formats, tasks, theme
from odoo_desk.ui.fields.choice import Provider, only_match, why_none
from odoo_desk.ui.fields.money import decimal_point
from odoo_desk.ui.fields.several import Offered
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.columns import Column, Kind
from odoo_desk.ui.invoices.line import Line
from odoo_desk.ui.invoices.lines_model import LinesModel

_RECORDS = (Meaning.PRODUCT, Meaning.ACCOUNT, Meaning.PARTNER)
_SHOWN = 200  # rows; the others are read all the same
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def offered(columns: Sequence[Column]) -> tuple[Meaning, ...]:
    """What a pasted column can mean in these lines."""
    return tuple(Meaning(column.field) for column in columns if column.kind is not Kind.SUBTOTAL)


class PasteDialog(QDialog):
    """`lines` is what to insert when it was accepted: cells that do not fit have what was pasted, and the reason."""

    def __init__(
        self,
        model: LinesModel,
        providers: Mapping[str, Provider],
        taxes: Sequence[Choice],
        block: Block,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("paste")
        self.setWindowTitle("Paste lines")
        self._model = model
        self._providers = providers
        self._taxes = Offered(tuple(taxes))
        self._block = block
        self._found: dict[tuple[str, str], Choice | str] = {}
        self._asked: set[tuple[str, str]] = set()
        titles = {column.field: column.title for column in model.columns}
        self._choices = [self._choice(number, meaning, titles) for number, meaning in enumerate(block.meanings)]
        self.table = QTableWidget(min(len(block.rows), _SHOWN) + 1, len(block.meanings), self)
        self.table.setObjectName("paste_preview")
        self.table.setAccessibleName("Lines as they will be")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setVerticalHeaderLabels(["", *(str(number + 1) for number in range(len(block.rows)))])
        self.table.setHorizontalHeaderLabels(
            [legible(cell) for cell in block.heading] or [str(number + 1) for number in range(len(block.meanings))]
        )
        for number, choice in enumerate(self._choices):
            self.table.setCellWidget(0, number, choice)
        self.told = QLabel(self)
        self.told.setObjectName("paste_told")
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = buttons.addButton("Insert lines", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.SPACE * 2,) * 4)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.told)
        layout.addWidget(buttons)
        self.finished.connect(self.deleteLater)
        self._show()
        self.table.resizeColumnsToContents()
        for number, choice in enumerate(self._choices):
            widest = max(self.table.columnWidth(number), choice.sizeHint().width() + theme.SPACE)
            self.table.setColumnWidth(number, min(widest, 320))
        self.resize(900, 460)
        self._choices[0].setFocus()

    def set_meaning(self, column: int, meaning: Meaning) -> None:
        self._choices[column].setCurrentIndex(self._choices[column].findData(meaning.value))

    def lines(self) -> list[Line]:
        return [self._line(row) for row in self._block.rows]

    # --- meanings -----------------------------------------------------------------------------------------------------

    def _choice(self, number: int, meaning: Meaning, titles: Mapping[str, str]) -> QComboBox:
        choice = QComboBox(self)
        choice.setObjectName(f"meaning_{number}")
        choice.setAccessibleName(f"What column {number + 1} means")
        choice.addItem("Leave out", Meaning.NOTHING.value)
        for each in offered(self._model.columns):
            choice.addItem(titles[each.value], each.value)
        choice.setCurrentIndex(choice.findData(meaning.value))
        choice.currentIndexChanged.connect(partial(self._changed, number))
        return choice

    def _changed(self, number: int, _index: int) -> None:
        """No two columns mean the same."""
        meaning = self._meaning(number)
        for other, choice in enumerate(self._choices):
            if other != number and meaning is not Meaning.NOTHING and self._meaning(other) is meaning:
                choice.setCurrentIndex(0)
        self._show()

    def _meaning(self, number: int) -> Meaning:
        return Meaning(self._choices[number].currentData())

    # --- lines --------------------------------------------------------------------------------------------------------

    def _line(self, row: Sequence[str]) -> Line:
        line = self._model.new_line()
        for number, text in enumerate(row):
            meaning = self._meaning(number)
            if not text or meaning is Meaning.NOTHING:
                continue
            try:
                self._fill(line, meaning, text)
            except InvalidInput as problem:
                line.pending[meaning.value], line.troubles[meaning.value] = text, str(problem)
            line.by_hand.add(meaning.value)
        return line

    def _fill(self, line: Line, meaning: Meaning, text: str) -> None:
        if meaning is Meaning.DESCRIPTION:
            line.set_name(text)
        elif meaning is Meaning.TAXES:
            line.set_taxes(self._taxes.read(text))
        elif meaning is Meaning.ANALYTIC:
            line.set_shares(self._model.sharing.read(text))
        elif meaning.is_number:
            line.set_number(meaning.value, read_number(text, meaning, decimal_point=decimal_point()))
        else:
            found = self._found.get((meaning.value, text))
            if isinstance(found, str):
                raise InvalidInput(found)
            if found is None:  # looked up when it is in the grid
                line.pending[meaning.value] = text
            else:
                line.set_record(meaning.value, found)

    def _look_up(self, name: str, text: str) -> None:
        if (name, text) in self._asked:
            return
        self._asked.add((name, text))

        def answered(found: Sequence[Choice]) -> None:
            self._found[(name, text)] = only_match(text, found) or why_none(text, found)
            self._show()

        def failed(problem: DeskError) -> bool:
            self._found[(name, text)] = str(problem)
            self._show()
            return True

        tasks.run(self, self._providers[name](text), done=answered, failed=failed)

    # --- looks --------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        meanings = [self._meaning(number) for number in range(len(self._choices))]
        for number, meaning in enumerate(meanings):
            if meaning in _RECORDS:
                for text in {row[number] for row in self._block.rows if row[number]}:
                    self._look_up(meaning.value, text)
        troubles = []
        for at, row in enumerate(self._block.rows):
            line = self._line(row)
            troubles += [f"Line {at + 1}: {trouble}" for trouble in line.troubles.values()]
            if at < _SHOWN:
                self._show_row(at + 1, row, meanings, line)
        self._tell(troubles)

    def _show_row(self, at: int, row: Sequence[str], meanings: Sequence[Meaning], line: Line) -> None:
        for number, (text, meaning) in enumerate(zip(row, meanings, strict=True)):
            column = self._model.columns[max(self._model.column_of(meaning.value), 0)]
            trouble = line.troubles.get(meaning.value, "") if text else ""
            shown = self._model.text_of(line, column) if text and meaning is not Meaning.NOTHING else text
            item = QTableWidgetItem(legible(" ".join(shown.split())))
            if meaning.is_number:
                item.setTextAlignment(_RIGHT)
            if meaning is Meaning.NOTHING:
                item.setForeground(self.palette().placeholderText())
            if trouble:
                colour = theme.tone("bad")
                item.setForeground(colour)
                item.setBackground(QColor(colour.red(), colour.green(), colour.blue(), 40))
                item.setToolTip(formats.tip(trouble))
                item.setText(f"! {item.text()}")
            self.table.setItem(at, number, item)

    def _tell(self, troubles: Sequence[str]) -> None:
        count = len(self._block.rows)
        self.take.setText(f"Insert {count} line{'' if count == 1 else 's'}")
        told = [*troubles[:3]]
        if troubles:
            if len(troubles) > 3:
                told.append(f"And {len(troubles) - 3} more.")
            told.append("What does not fit comes in as it is, marked, and is corrected in its cell.")
        if left := [number + 1 for number in range(len(self._choices)) if self._meaning(number) is Meaning.NOTHING]:
            told.append(f"Left out: column {', '.join(map(str, left))}.")
        if self._block.totals:
            told.append("Left out, as they only sum up: " + "; ".join(_first(row) for row in self._block.totals) + ".")
        if count > _SHOWN:
            told.append(f"The first {_SHOWN} are shown.")
        self.told.setText(legible("\n".join(told)))


def _first(row: Sequence[str]) -> str:
    return " ".join(next(cell for cell in row if cell).split())
