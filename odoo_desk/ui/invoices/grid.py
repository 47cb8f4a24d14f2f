"""The lines grid: a table that is filled with the keyboard alone. Tab and Enter go on, the last cell opens the next line."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from odoo_desk.accounting.pasting import read_block
from odoo_desk.accounting.records import DraftLine, LineKind
from odoo_desk.errors import DeskError
from odoo_desk.ui import tasks, theme
from odoo_desk.ui.fields.choice import Provider, only_match
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.fields.text import TextEdit
from odoo_desk.ui.invoices.cells import Cells
from odoo_desk.ui.invoices.columns import Kind
from odoo_desk.ui.invoices.copying import lines_for_clipboard
from odoo_desk.ui.invoices.line import Line
from odoo_desk.ui.invoices.lines_model import Index, LinesModel
from odoo_desk.ui.invoices.paste import PasteDialog, offered
from odoo_desk.ui.invoices.typed import Place

OfferLine = Callable[[int], Coroutine[object, object, DraftLine]]
_BESIDE_NUMBER = 21  # as Qt has it
_CONTROL, _ALT, _SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class LinesGrid(QTableView):
    """`typing` tells of every key in a cell that is open; the model hears of it when the cell is left. `opened` with the field in the cell.
    `enter_goes` "right" to the next cell, "down" in the column, or to the "next" line. Lines are selected whole, the cell that the keyboard
    is in besides."""

    typing = Signal()
    opened = Signal(object)

    def __init__(
        self,
        model: LinesModel,
        providers: Mapping[str, Provider],
        offer_line: OfferLine,
        parent: QWidget | None = None,
        *,
        enter_goes: str = "right",
    ) -> None:
        super().__init__(parent)
        self.enter_goes = enter_goes
        self._anchor = -1
        self._lines = model
        self._providers = providers
        self._offer_line = offer_line
        self._cells = Cells(model, providers, self)
        self.setModel(model)
        self.setItemDelegate(self._cells)
        self.setObjectName("lines")
        self.setAccessibleName("Lines")
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setTabKeyNavigation(True)
        self.setShowGrid(True)
        self.setCornerButtonEnabled(False)
        self.setAlternatingRowColors(False)
        self.setWordWrap(False)
        self.setVerticalHeader(_Numbers(self))
        self.verticalHeader().setDefaultSectionSize(theme.density().line)
        self.verticalHeader().setMinimumWidth(28)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.horizontalHeader().sectionResized.connect(self._remember_width)
        self._set_by_hand: set[int] = set()
        self._fitting = False
        self._cells.stepped.connect(self._after_editing)
        self._cells.climbed.connect(self._climb)
        self._cells.unsettled.connect(self._look_up)
        self._cells.typing.connect(self.typing)
        self._cells.opened.connect(self.opened)
        self._cells.product_chosen.connect(self._fill_from_product)
        model.rearranged.connect(self._span_texts)
        model.modelReset.connect(self._start_at_top)
        self._span_texts()
        self._use_palette()

    def set_taxes(self, taxes: Sequence[Choice]) -> None:
        offered = tuple(taxes)
        self._cells.taxes = lambda: offered

    # --- moving -------------------------------------------------------------------------------------------------------

    def go_to(self, row: int, name: str = "") -> None:
        """To a cell, by its field; to the first of the row without one."""
        column = 0 if self._lines.line(row).is_text else max(self._lines.column_of(name), 0)
        self.setCurrentIndex(self._lines.index(row, column))
        self.scrollTo(self.currentIndex())
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to_line(self, number: int) -> None:
        """As they are counted at the side, from 1; to the last one when there are not so many."""
        row = min(max(number, 1), self._lines.rowCount()) - 1
        self.go_to(row, self._first_field(row))

    def begin(self) -> None:
        """Where the first thing is to be typed: the first line, or the empty one behind what is there."""
        row = self._lines.rowCount() - 1
        self.go_to(row, self._first_field(row))

    def add(self, kind: LineKind = LineKind.PRODUCT) -> None:
        """A new line at the end, or a section or note after the current line, ready to be typed into."""
        last = self._lines.rowCount() - 1
        if kind is LineKind.PRODUCT:
            self.go_to(last, self._first_field(last))
            return
        current = self.currentIndex().row()
        row = last if current < 0 or current >= last else current + 1
        self._lines.insert(row, kind)
        self.go_to(row)
        self.edit(self.currentIndex())

    def finish_editing(self) -> None:
        """What is being typed goes into the draft."""
        if editor := self._editor():
            self.commitData(editor)
            self.closeEditor(editor, Cells.EndEditHint.NoHint)

    @property
    def has_typing(self) -> bool:
        """Whether something stands in an open cell that the draft does not have yet."""
        editor = self._editor()
        return editor is not None and editor.isModified()

    def place(self) -> Place | None:
        """Where the keyboard is, when it is in the lines."""
        editor, index = self._editor(), self.currentIndex()
        if not index.isValid() or not (editor or self.hasFocus()):
            return None
        name = "name" if self._lines.line(index.row()).is_text else self._lines.columns[index.column()].field
        if editor is None:
            return Place(name, index.row())
        typing = editor.text() if editor.isModified() else None
        return Place(name, index.row(), typing, editor.cursorPosition())

    def resume(self, place: Place) -> None:
        """Back to a cell, with what was being typed into it."""
        if not 0 <= place.row < self._lines.rowCount():
            return
        self.go_to(place.row, place.field)
        if place.typing is None:
            return
        self.edit(self.currentIndex())
        if editor := self._editor():
            editor.setText(place.typing)
            editor.setModified(True)
            editor.setCursorPosition(place.cursor)

    def _editor(self) -> TextEdit | None:
        """Of the cell that is open."""
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        editor = self.indexWidget(self.currentIndex()) or self.focusWidget()
        return editor if isinstance(editor, TextEdit) else None

    def _after_editing(self, step: int) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if step < 0:
            self._step_back()
        elif step > 0:
            self._step_on(may_leave=True)
        else:
            self._enter()

    def _enter(self) -> None:
        row, last = self.currentIndex().row(), self._lines.rowCount() - 1
        if row > 0 and row == last and self._lines.line(row).is_blank:
            self._leave(forward=True)
        elif row < 0 or self.enter_goes == "right":
            self._step_on(may_leave=False)
        elif row < last and self.enter_goes == "down":
            self._climb(1)
        elif row < last:
            self.go_to(row + 1, self._first_field(row + 1))

    def _step_on(self, *, may_leave: bool) -> None:
        """Tab goes to every cell and may leave the lines, Enter to what every paper says."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        last = self._lines.rowCount() - 1
        if row < 0:
            self.go_to(0, self._first_field(0))
            return
        is_empty_end = row == last and row > 0 and self._lines.line(row).is_blank
        if is_empty_end and may_leave and column == self._lines.column_of(self._first_field(row)):
            self._leave(forward=True)
            return
        following = self._next_cell(row, column, by_enter=not may_leave)
        if following is not None:
            self.setCurrentIndex(self._lines.index(row, following))
        elif row < last:
            self.go_to(row + 1, self._first_field(row + 1))
        elif may_leave:
            self._leave(forward=True)

    def _climb(self, rows: int) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        index = self.currentIndex()
        row = index.row() + rows
        if 0 <= row < self._lines.rowCount():
            self.setCurrentIndex(self._lines.index(row, index.column()))

    def _step_back(self) -> None:
        row, column = self.currentIndex().row(), self.currentIndex().column()
        editable = [each for each in range(column) if self._lines.is_editable(row, each)] if row >= 0 else []
        if editable:
            self.setCurrentIndex(self._lines.index(row, editable[-1]))
        elif row > 0:
            columns = [each for each in range(self._lines.columnCount()) if self._lines.is_editable(row - 1, each)]
            self.setCurrentIndex(self._lines.index(row - 1, columns[-1]))
        else:
            self._leave(forward=False)

    def _next_cell(self, row: int, column: int, *, by_enter: bool) -> int | None:
        if self._lines.line(row).is_text:
            return None
        columns = range(column + 1, self._lines.columnCount())
        stops = self._lines.is_by_enter if by_enter else self._lines.is_editable
        return next((each for each in columns if stops(row, each)), None)

    def _first_field(self, row: int) -> str:
        """Where a line begins: at the description, when the line above has no product either; on a bill, whose words are the vendor's, always."""
        above = next((line for line in map(self._lines.line, range(row - 1, -1, -1)) if not line.is_text), None)
        is_without = above is not None and above.draft.product_id is None and not above.is_blank
        without_product = is_without or (above is None and self._lines.move_type.is_purchase)
        has_products = self._lines.column_of("product_id") >= 0
        return "name" if has_products and without_product else self._lines.columns[0].field

    def _leave(self, *, forward: bool) -> None:
        self.setTabKeyNavigation(False)
        self.focusNextPrevChild(forward)
        self.setTabKeyNavigation(True)

    # --- what answers late --------------------------------------------------------------------------------------------

    def _look_up(self, line: Line, name: str) -> None:
        """The cell was left before the search answered: settle it when the answer comes, without moving anything."""
        typed = line.pending[name]

        def settle(found: Sequence[Choice]) -> None:
            if line.pending.get(name) != typed or self._lines.row_of(line) < 0:
                return
            match = only_match(typed, found)
            if match is None:
                what = "several match" if found else "nothing matches"
                self._lines.set_pending(line, name, typed, f"“{typed}”: {what}. Choose one from the list (F2).")
                return
            self._lines.set_record(line, name, match)
            if name == "product_id":
                self._fill_from_product(line)

        def failed(problem: DeskError) -> bool:
            if line.pending.get(name) == typed:
                self._lines.set_pending(line, name, typed, str(problem))
            return True

        tasks.run(self, self._providers[name](typed), done=settle, failed=failed)

    async def settle(self) -> None:
        """Waits until what was typed quickly is looked up; what stays open is said by the model's draft_lines."""
        for row in range(self._lines.rowCount()):
            line = self._lines.line(row)
            for name, typed in tuple(line.pending.items()):
                if name not in self._providers or line.troubles.get(name):
                    continue
                match = only_match(typed, await self._providers[name](typed))
                if match is not None and line.pending.get(name) == typed:
                    self._lines.set_record(line, name, match)
                    if name == "product_id":
                        self._lines.fill_from_product(line, await self._offer_line(match.id))

    def _fill_from_product(self, line: Line) -> None:
        product = line.draft.product_id
        if product is not None:
            tasks.run(self, self._offer_line(product), done=partial(self._lines.fill_from_product, line))

    # --- keys ---------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Tab:
            self._step_on(may_leave=True)
        elif key == Qt.Key.Key_Backtab:
            self._step_back()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held & _CONTROL:
            self._enter()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif self._select(key, held):
            pass
        elif key == Qt.Key.Key_F2:
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_F4:
            self._open_list()
        elif key == Qt.Key.Key_Delete and not held:
            self._clear_cell()
        elif not self._arrange(key, held):
            super().keyPressEvent(event)

    def _arrange(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        row, column = self.currentIndex().row(), self.currentIndex().column()
        if row < 0 or not _is_arranging(key, held):
            return False
        rows = self.selected()
        if key == Qt.Key.Key_Delete:
            self.remove_current()
        elif key == Qt.Key.Key_D and held & _SHIFT:
            self._lines.fill_down(rows, column)
        elif key == Qt.Key.Key_D:
            if rows:
                self._show_selected(self._lines.duplicate_all(rows), len(rows), column)
        elif key == Qt.Key.Key_Apostrophe:
            self._lines.copy_from_above(row, column)
        elif key == Qt.Key.Key_Insert:
            self._lines.insert(row)
            self.go_to(row)
        elif rows:
            by = self._lines.move_all(rows, -1 if key == Qt.Key.Key_Up else 1)
            if by and rows[-1] - rows[0] < len(rows):
                self._show_selected(rows[0] + by, len(rows), column)
        return True

    def remove_current(self) -> None:
        """The lines that are selected, or the one that the keyboard is in."""
        index = self.currentIndex()
        if not index.isValid():
            return
        rows, column = self.selected() or [index.row()], index.column()
        self._lines.remove_all(rows)
        self.setCurrentIndex(self._lines.index(min(rows[0], self._lines.rowCount() - 1), column))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        if rows := self.selected():
            QGuiApplication.clipboard().setMimeData(lines_for_clipboard(self._lines, rows))

    def paste(self) -> None:
        """A block is shown first; what is one cell is typed into the one where the keyboard is."""
        text = QGuiApplication.clipboard().text()
        block = read_block(text, offered(self._lines.columns))
        if block is None:
            if text.strip():
                self.edit(self.currentIndex())
                if editor := self._editor():
                    editor.paste()
            return
        dialog = PasteDialog(self._lines, self._providers, self._cells.taxes(), block, self)
        dialog.accepted.connect(lambda: self.insert_lines(dialog.lines()))
        dialog.open()

    def insert_lines(self, lines: Sequence[Line]) -> None:
        """Behind the line where the keyboard is, or where the empty one is; what the preview did not wait for is looked up."""
        last = self._lines.rowCount() - 1
        current = self.currentIndex().row()
        row = last if current < 0 or current >= last else current + 1
        self._lines.insert_all(row, lines)
        self.go_to(row, self._first_field(row))
        for line in lines:
            for name in tuple(line.pending):
                if name in self._providers and not line.troubles.get(name):
                    self._look_up(line, name)

    # --- several lines ------------------------------------------------------------------------------------------------

    def selected(self) -> list[int]:
        """Rows from the top, never the empty line at the end; that of the keyboard when none is selected."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        rows = rows or [row for row in (self.currentIndex().row(),) if row >= 0]
        return [row for row in rows if not self._lines.line(row).is_blank]

    def _select(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        row, last = self.currentIndex().row(), self._lines.rowCount() - 2
        held &= ~Qt.KeyboardModifier.KeypadModifier
        if row < 0:
            return False
        if key == Qt.Key.Key_Escape and self.selectionModel().hasSelection():
            self._unselect()
        elif key == Qt.Key.Key_A and held == _CONTROL:
            self._select_rows(0, last)
        elif key == Qt.Key.Key_Space and held == _SHIFT:
            self._select_rows(row, row)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and held == _SHIFT:
            anchor = self._anchor if self._anchor >= 0 else row
            target = min(max(row + (-1 if key == Qt.Key.Key_Up else 1), 0), max(last, 0))
            self.setCurrentIndex(self._lines.index(target, self.currentIndex().column()))
            self._select_rows(anchor, target)
        else:
            return False
        return True

    def _select_rows(self, anchor: int, to: int) -> None:
        first, last = min(anchor, to), max(anchor, to)
        if last >= 0:
            whole = QItemSelection(self._lines.index(first, 0), self._lines.index(last, self._lines.columnCount() - 1))
            self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._anchor = anchor

    def _show_selected(self, first: int, count: int, column: int) -> None:
        """The keyboard goes with what was copied or moved."""
        was_several = self.selectionModel().hasSelection()
        self.setCurrentIndex(self._lines.index(first + count - 1, column))
        if was_several:
            self._select_rows(first, first + count - 1)

    def _unselect(self) -> None:
        self._anchor = -1
        if self.selectionModel().hasSelection():
            self.selectionModel().clearSelection()

    def currentChanged(self, current: Index, previous: Index, /) -> None:
        super().currentChanged(current, previous)
        self._unselect()

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or not event.modifiers() & (_CONTROL | _SHIFT):
            self._unselect()
            super().mousePressEvent(event)
        elif event.modifiers() & _CONTROL:
            flags = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows
            if not self.selectionModel().hasSelection() and self.currentIndex().isValid():
                self.selectionModel().select(self.currentIndex(), flags)
            self.selectionModel().select(index, flags)
        else:
            self._select_rows(self._anchor if self._anchor >= 0 else max(self.currentIndex().row(), 0), index.row())

    def _open_list(self) -> None:
        index = self.currentIndex()
        if index.isValid() and self._lines.columns[index.column()].kind in (Kind.RECORD, Kind.TAXES, Kind.SHARES):
            self.edit(index)
            editor = self.indexWidget(index) or self.focusWidget()
            if editor is not None and editor is not self:
                press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier)
                self._cells.eventFilter(editor, press)

    def _clear_cell(self) -> None:
        index = self.currentIndex()
        if not index.isValid() or not self._lines.is_editable(index.row(), index.column()):
            return
        line, column = self._lines.line(index.row()), self._lines.columns[index.column()]
        if line.is_text or column.kind is Kind.TEXT:
            self._lines.set_text(line, "")
        elif column.kind is Kind.RECORD:
            self._lines.set_record(line, column.field, None)
        elif column.kind is Kind.TAXES:
            self._lines.set_taxes_of(line, ())
        elif column.kind is Kind.SHARES:
            self._lines.set_shares_of(line, ())
        else:
            self._lines.set_number(line, column.field, None)

    def event(self, event: QEvent, /) -> bool:
        # The window has shortcuts of its own: what arranges lines is ours while the grid has the focus.
        is_ours = isinstance(event, QKeyEvent) and (
            _is_arranging(Qt.Key(event.key()), event.modifiers())
            or (event.key() == Qt.Key.Key_A and event.modifiers() == _CONTROL)
            or (event.key() == Qt.Key.Key_Escape and self.selectionModel().hasSelection())
            or event.matches(QKeySequence.StandardKey.Copy)
            or event.matches(QKeySequence.StandardKey.Paste)
        )
        if is_ours and event.type() == QEvent.Type.ShortcutOverride and self.currentIndex().isValid():
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """There is always a cell to type into."""
        if not self.currentIndex().isValid() and self._lines.rowCount():
            row = self._lines.rowCount() - 1 if event.reason() == Qt.FocusReason.BacktabFocusReason else 0
            self.setCurrentIndex(self._lines.index(row, max(self._lines.column_of(self._first_field(row)), 0)))
        super().focusInEvent(event)

    # --- looks --------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent, /) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._use_palette()
        elif event.type() == QEvent.Type.StyleChange:
            self.verticalHeader().setDefaultSectionSize(theme.density().line)

    def _use_palette(self) -> None:
        self._lines.trouble_colour = theme.tone("bad")
        self._lines.quiet_colour = theme.tone("muted")

    def _span_texts(self) -> None:
        self.clearSpans()
        for row in self._lines.text_rows():
            self.setSpan(row, 0, 1, self._lines.columnCount())

    def _start_at_top(self) -> None:
        self.setCurrentIndex(QModelIndex())

    def sizeHint(self) -> QSize:
        return QSize(720, self.horizontalHeader().height() + 6 * theme.density().line)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Spare width goes to the columns that hold text; what the user set stays as it is."""
        columns = self._lines.columns
        free = [number for number in range(len(columns)) if number not in self._set_by_hand]
        fixed = sum(self.columnWidth(number) for number in self._set_by_hand)
        spare = max(0, self.viewport().width() - fixed - sum(columns[number].width for number in free))
        shares = sum(columns[number].share for number in free)
        self._fitting = True
        for number in free:
            part = spare * columns[number].share // max(shares, 1)  # of what the ones before have left
            self.setColumnWidth(number, columns[number].width + part)
            spare, shares = spare - part, shares - columns[number].share
        self._fitting = False

    def _remember_width(self, column: int) -> None:
        if not self._fitting:
            self._set_by_hand.add(column)


def _is_arranging(key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
    if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        return bool(held & _ALT)
    if key == Qt.Key.Key_Insert:
        return bool(held & _SHIFT) or not held
    return bool(held & _CONTROL) and key in (Qt.Key.Key_Delete, Qt.Key.Key_D, Qt.Key.Key_Apostrophe)


class _Numbers(QHeaderView):
    """The numbers of the lines. Qt would measure two hundred of them whenever a line comes or goes."""

    def __init__(self, grid: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(str(self.count())) + _BESIDE_NUMBER, 0)
