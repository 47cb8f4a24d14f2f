"""How a cell of the lines grid is edited: which field opens in it, and where its keys go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from odoo_desk.errors import InvalidInput
from odoo_desk.ui import theme
from odoo_desk.ui.fields.choice import ChoiceEdit, Provider
from odoo_desk.ui.fields.money import read_number
from odoo_desk.ui.fields.several import SeveralEdit
from odoo_desk.ui.fields.shares import SharesEdit
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.fields.text import TextEdit
from odoo_desk.ui.invoices.columns import Kind
from odoo_desk.ui.invoices.lines_model import LinesModel

if TYPE_CHECKING:
    from odoo_desk.ui.invoices.line import Line

Index = QModelIndex | QPersistentModelIndex
_CLIMBS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PADDING = 8  # as far as a heading's text is from its edge
# As numbers: Qt's own "&" is slow.
_SELECTED, _HAS_FOCUS = QStyle.StateFlag.State_Selected.value, QStyle.StateFlag.State_HasFocus.value
_ON_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_ON_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class Cells(QStyledItemDelegate):
    """`stepped` asks the grid to go on after a key ended the editing: +1 for Tab, -1 for Shift+Tab, 0 for Enter; `climbed` to go up or down
    within the column.
    `unsettled` asks it to look up what was typed and left before an answer came."""

    stepped = Signal(int)
    climbed = Signal(int)
    unsettled = Signal(object, str)
    product_chosen = Signal(object)
    typing = Signal()
    opened = Signal(object)

    def __init__(self, model: LinesModel, providers: Mapping[str, Provider], parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._providers = providers
        self.taxes: Callable[[], tuple[Choice, ...]] = tuple

    # --- editors ------------------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index, /) -> QWidget:
        del option
        line, column = self._model.line(index.row()), self._model.columns[index.column()]
        kind = Kind.TEXT if line.is_text else column.kind
        editor: TextEdit
        if kind is Kind.RECORD:
            editor = ChoiceEdit(self._providers[column.field], parent)
        elif kind is Kind.TAXES:
            editor = SeveralEdit(self.taxes(), parent)
        elif kind is Kind.SHARES:
            editor = SharesEdit(self._model.sharing, parent)
        else:
            editor = TextEdit(parent)
        if kind is Kind.NUMBER:
            editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setFrame(False)
        editor.setStyleSheet("border: 0; border-radius: 0; padding: 0 3px;")
        editor.setObjectName(f"cell_{column.field}")
        editor.setAccessibleName("Description" if line.is_text else column.title)
        editor.setAutoFillBackground(True)
        editor.textEdited.connect(self.typing)
        self.opened.emit(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: Index, /) -> None:
        line, column = self._model.line(index.row()), self._model.columns[index.column()]
        name = "name" if line.is_text else column.field
        assert isinstance(editor, TextEdit)
        if editor.isModified():
            return  # the view asks again whenever the line changes: what is being typed stays
        if isinstance(editor, ChoiceEdit):
            editor.set_choice(line.records.get(name))
        elif isinstance(editor, SeveralEdit) and not isinstance(editor, SharesEdit):
            editor.set_value(line.taxes)
        else:
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        if (typed := line.pending.get(name)) is not None:
            editor.setText(typed)
        editor.complain(line.troubles.get(name, ""))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index, /) -> None:
        del model
        line, column = self._model.line(index.row()), self._model.columns[index.column()]
        assert isinstance(editor, TextEdit)
        if line.is_text or column.kind is Kind.TEXT:
            if editor.isModified():
                self._model.set_text(line, editor.text())
        elif isinstance(editor, ChoiceEdit):
            self._take_record(editor, line, column.field)
        elif isinstance(editor, SeveralEdit):
            try:
                if isinstance(editor, SharesEdit):
                    self._take_shares(editor, line)
                else:
                    self._take_taxes(editor, line)
            except InvalidInput as problem:
                self._model.set_pending(line, column.field, editor.text(), str(problem))
        elif editor.isModified():
            try:
                self._model.set_number(line, column.field, read_number(editor.text()))
            except InvalidInput as problem:
                self._model.set_pending(line, column.field, editor.text(), str(problem))

    def _take_record(self, editor: ChoiceEdit, line: Line, name: str) -> None:
        if not editor.is_settled:
            editor.finish()
        if not editor.is_settled:
            self._model.set_pending(line, name, editor.text().strip(), editor.complaint)
            if not editor.complaint:
                self.unsettled.emit(line, name)
            return
        choice, before = editor.choice(), line.records.get(name)
        self._model.set_record(line, name, choice)
        if name == "product_id" and choice and choice != before:
            self.product_chosen.emit(line)

    def _take_taxes(self, editor: SeveralEdit, line: Line) -> None:
        found = editor.read()
        if found != line.taxes or "tax_ids" in line.pending:
            self._model.set_taxes_of(line, found)

    def _take_shares(self, editor: SharesEdit, line: Line) -> None:
        """Not typed at all, it stays as it is: the text may say less than there is."""
        if editor.isModified() or "analytic" in line.pending:
            self._model.set_shares_of(line, editor.shares())

    # --- keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, editor: QObject, event: QEvent, /) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, TextEdit):
            if isinstance(editor, ChoiceEdit | SeveralEdit) and editor.handle_key(event):
                return True
            steps = {
                Qt.Key.Key_Tab: 1,
                Qt.Key.Key_Backtab: -1,
                Qt.Key.Key_Return: 0,
                Qt.Key.Key_Enter: 0,
            }
            step = steps.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self.stepped.emit(step)
                return True
            climb = _CLIMBS.get(Qt.Key(event.key()))
            if climb is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
                self.climbed.emit(climb)
                return True
        return super().eventFilter(editor, event)

    # --- looks --------------------------------------------------------------------------------------------------------

    def sizeHint(self, option: QStyleOptionViewItem, index: Index, /) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.density().line)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index, /) -> None:
        del index
        editor.setGeometry(option.rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, /) -> None:
        """By itself: the style takes ten times as long for each cell, and every key paints the whole grid. The cell that the keyboard is in has a
        frame, not only a colour."""
        look, state = self._model.look(index.row(), index.column()), option.state.value
        if state & _SELECTED:
            painter.fillRect(option.rect, QColor(theme.scheme().row))
        space = option.rect.adjusted(_PADDING, 0, -_PADDING, -1)
        if look.text:
            font = look.font or option.font
            painter.setFont(font)
            colour = self._model.trouble_colour if look.trouble else self._model.quiet_colour
            painter.setPen(colour if look.trouble or look.is_quiet else option.palette.text().color())
            metrics = option.fontMetrics if look.font is None else QFontMetrics(font)
            text = look.text
            if metrics.horizontalAdvance(text) > space.width():
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space.width())
            painter.drawText(space, _ON_RIGHT if look.on_right else _ON_LEFT, text)
        if look.trouble:
            font = QFont(option.font)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(self._model.trouble_colour)
            painter.drawText(space, _ON_LEFT if look.on_right else _ON_RIGHT, "!")
        if state & _HAS_FOCUS:
            painter.setPen(QPen(QColor(theme.scheme().accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -2))
