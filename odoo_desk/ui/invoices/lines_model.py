"""The lines of a draft while they are edited: what is chosen, what is typed and not settled yet, what is wrong and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from odoo_desk.accounting.analytic import AnalyticShare
from odoo_desk.accounting.estimate import subtotal
from odoo_desk.accounting.learning import Learned
from odoo_desk.accounting.money import ZERO, Currency
from odoo_desk.accounting.records import DraftLine, InvoiceLine, LineKind, MoveType, Tax, TaxArithmetic
from odoo_desk.errors import InvalidInput
from odoo_desk.plain import legible
from odoo_desk.ui import formats, theme
from odoo_desk.ui.fields.shares import Sharing
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.columns import Column, Kind, columns_for
from odoo_desk.ui.invoices.hints import AS_LAST_TIME, SUGGESTED, Hints
from odoo_desk.ui.invoices.line import Line, loaded, number_of

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_DISPLAY, _EDIT, _TIP = (
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.EditRole),
    int(Qt.ItemDataRole.ToolTipRole),
)
_ALIGN, _FONT, _COLOUR = (
    int(Qt.ItemDataRole.TextAlignmentRole),
    int(Qt.ItemDataRole.FontRole),
    int(Qt.ItemDataRole.ForegroundRole),
)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_REMARKS = (_TIP, _SPOKEN, _FONT, _COLOUR)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_USABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_EDITABLE = _USABLE | Qt.ItemFlag.ItemIsEditable


@dataclass(frozen=True, slots=True)
class Look:
    """Of one cell. `font` where it is not the usual one."""

    text: str = ""
    on_right: bool = False
    font: QFont | None = None
    is_quiet: bool = False
    trouble: bool = False


_NOTHING = Look()


class LinesModel(QAbstractTableModel):
    """Always ends with an empty line to type into; that one is never part of the draft."""

    edited = Signal()
    rearranged = Signal()

    def __init__(
        self,
        move_type: MoveType,
        currency: Currency,
        arithmetic: TaxArithmetic,
        parent: QObject | None = None,
        *,
        sharing: Sharing | None = None,
    ) -> None:
        """`sharing` where lines are given to analytic accounts."""
        super().__init__(parent)
        self.sharing = sharing or Sharing()
        self.columns: tuple[Column, ...] = columns_for(move_type, analytic=sharing is not None)
        self.move_type = move_type
        self._currency = currency
        self._arithmetic = arithmetic
        self._taxes: Mapping[int, Tax] = {}
        self._lines: list[Line] = []
        self._together = False
        self._held: set[str] = set()
        self._hints = Hints()
        self._first_account: Choice | None = None
        self._first_taxes: tuple[Choice, ...] = ()
        self._bold, self._italic = QFont(), QFont()
        self._bold.setBold(True)
        self._italic.setItalic(True)
        self.trouble_colour = theme.tone("bad")
        self.quiet_colour = theme.tone("muted")
        self._with_empty_line()

    # --- in and out ---------------------------------------------------------------------------------------------------

    def load(self, lines: Iterable[InvoiceLine]) -> None:
        self.beginResetModel()
        self.start_with(None, ())
        self._lines = [loaded(line) for line in lines]
        self._with_empty_line()
        self.endResetModel()
        self.rearranged.emit()

    def usual(self) -> tuple[Choice | None, tuple[Choice, ...]]:
        """Account and taxes of the last line that was written."""
        last = next((line for line in reversed(self._lines) if not line.is_text and not line.is_blank), None)
        return (last.records.get("account_id"), last.taxes) if last else (None, ())

    def start_with(self, account: Choice | None, taxes: Sequence[Choice]) -> None:
        """What the first line of a document takes, as later ones take the taxes of the line above."""
        self._first_account, self._first_taxes = account, tuple(taxes)

    def typed(self) -> tuple[Line, ...]:
        """All of them but the empty ones at the end."""
        lines = list(self._lines)
        while lines and lines[-1].is_blank:
            lines.pop()
        return tuple(lines)

    def restore(self, lines: Iterable[Line]) -> None:
        self.beginResetModel()
        self._lines = list(lines)
        self._with_empty_line()
        self.endResetModel()
        self.rearranged.emit()
        self.edited.emit()

    def draft_lines(self) -> tuple[DraftLine, ...]:
        """InvalidInput names line and column of what is not settled."""
        for number, line in enumerate(self._lines):
            for name, typed in line.pending.items():
                trouble = line.troubles.get(name) or f"“{typed}” is not settled."
                raise InvalidInput(f"Line {number + 1}: {trouble}", field=name, line=number)
        return self.lines_so_far()

    def lines_so_far(self) -> tuple[DraftLine, ...]:
        """For an estimate while something is still being typed."""
        drafts = [line.draft for line in self._lines]
        while drafts and self._lines[len(drafts) - 1].is_blank:
            drafts.pop()
        return tuple(drafts)

    def set_currency(self, currency: Currency) -> None:
        self._currency = currency
        self._repaint()

    def set_taxes(self, taxes: Mapping[int, Tax]) -> None:
        self._taxes = taxes
        self._repaint()

    @property
    def taxes(self) -> Mapping[int, Tax]:
        return self._taxes

    @property
    def balance(self) -> Decimal:
        """Debit less credit of a journal entry."""
        return sum((line.draft.debit - line.draft.credit for line in self._lines), ZERO)

    @property
    def has_content(self) -> bool:
        return any(not line.is_blank for line in self._lines)

    @property
    def has_pending(self) -> bool:
        return any(line.pending for line in self._lines)

    def line(self, row: int) -> Line:
        return self._lines[row]

    def text_rows(self) -> list[int]:
        """Sections and notes."""
        return [row for row, line in enumerate(self._lines) if line.is_text]

    def row_of(self, line: Line) -> int:
        """-1 when it was removed meanwhile."""
        return next((row for row, each in enumerate(self._lines) if each is line), -1)

    def column_of(self, name: str) -> int:
        return next((number for number, column in enumerate(self.columns) if column.field == name), -1)

    # --- editing ------------------------------------------------------------------------------------------------------

    def set_record(self, line: Line, name: str, choice: Choice | None) -> None:
        before = line.draft
        line.set_record(name, choice)
        if choice is None:
            line.by_hand.add(name)
        self._settled(line, name, before)

    def set_text(self, line: Line, text: str) -> None:
        before = line.draft
        line.draft = replace(before, name=text)
        if line.draft != before:
            line.by_hand.add("name")
        if line.draft != before:
            self._hints.fill_agreed(line)
        self._settled(line, "name", before)

    def set_number(self, line: Line, name: str, value: Decimal | None) -> None:
        before = line.draft
        is_side = name in ("debit", "credit") and value is not None
        line.set_number(name, self._currency.round(value) if is_side and value is not None else value)
        self._settled(line, name, before)

    def set_taxes_of(self, line: Line, taxes: Sequence[Choice]) -> None:
        before = line.draft
        line.set_taxes(taxes)
        line.by_hand.add("tax_ids")
        self._settled(line, "tax_ids", before)

    def set_shares_of(self, line: Line, shares: Sequence[AnalyticShare]) -> None:
        before = line.draft
        if tuple(shares) != (before.analytic or ()):
            line.set_shares(shares)
        self._settled(line, "analytic", before)

    def set_pending(self, line: Line, name: str, typed: str, trouble: str = "") -> None:
        """What was typed stays where it was typed until it is settled."""
        line.pending[name] = typed
        line.troubles[name] = trouble
        self._with_empty_line_announced()
        self._changed(line)

    def trouble_at(self, row: int, column: int) -> str:
        """What is wrong with a cell, in words; "" when nothing is."""
        if not 0 <= row < len(self._lines):
            return ""
        line = self._lines[row]
        return line.troubles.get("name" if line.is_text else self.columns[column].field, "")

    def set_trouble(self, row: int, name: str, trouble: str) -> None:
        if 0 <= row < len(self._lines):
            self._lines[row].troubles[name] = trouble
            self._repaint_row(row)

    def fill_from_product(self, line: Line, offered: DraftLine) -> None:
        """Description, price and taxes of the chosen product, except where the user typed their own."""
        if line.draft.product_id != offered.product_id or self.row_of(line) < 0:
            return
        if "name" not in line.by_hand or not line.draft.name:
            line.draft = replace(line.draft, name=offered.name)
        if "price_unit" not in line.by_hand:
            line.draft = replace(line.draft, price_unit=offered.price_unit)
        if "tax_ids" not in line.by_hand:
            line.draft = replace(line.draft, tax_ids=offered.tax_ids)
            line.taxes = tuple(
                Choice(tax_id, self._taxes[tax_id].name) for tax_id in offered.tax_ids or () if tax_id in self._taxes
            )
        line.subtotal = None
        self._changed(line)

    def remap(self, line: Line, mapped: DraftLine, account: Choice | None) -> tuple[bool, bool]:
        """Account and taxes as another fiscal position has them, unless the line has another product by now. Whether account and taxes changed."""
        if line.draft.product_id != mapped.product_id or self.row_of(line) < 0:
            return False, False
        is_account = account is not None and account.id != line.draft.account_id
        is_tax = mapped.tax_ids != line.draft.tax_ids
        if account is not None:
            line.set_record("account_id", account)
        if is_tax:
            known = [self._taxes[each] for each in mapped.tax_ids or () if each in self._taxes]
            line.set_taxes([Choice(tax.id, tax.name, archived=tax.archived) for tax in known])
        if is_account or is_tax:
            line.subtotal = None
            self._changed(line)
        return is_account, is_tax

    def _settled(self, line: Line, name: str, before: DraftLine) -> None:
        was_pending = line.pending.pop(name, None) is not None
        line.by_suggestion.discard(name)
        line.troubles.pop(name, None)
        changed = line.draft != before
        if changed:
            if before.is_blank and not line.taxes and "tax_ids" not in line.by_hand and not line.is_text:
                self._take_over(line)
            line.subtotal = None
            self._with_empty_line_announced()
        if changed or was_pending:
            self._changed(line)

    def _changed(self, line: Line) -> None:
        self._repaint_row(self.row_of(line))
        self._tell(edited=True)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done to several lines is told once, and is one step to undo."""
        self._together = True
        try:
            yield
        finally:
            self._together = False
            held, self._held = self._held, set()
            self._tell(rearranged="rearranged" in held, edited="edited" in held)

    def _tell(self, *, rearranged: bool = False, edited: bool = False) -> None:
        if self._together:
            self._held.update(name for name, told in (("rearranged", rearranged), ("edited", edited)) if told)
            return
        if rearranged:
            self.rearranged.emit()
        if edited:
            self.edited.emit()

    # --- as last time -------------------------------------------------------------------------------------------------

    def learn(self, learned: Learned) -> None:
        """What the partner's last documents suggest. Lines that were typed before it was known are only offered it."""
        self._hints.learn(learned)
        self._repaint()

    def has_hints(self, row: int) -> bool:
        if not 0 <= row < len(self._lines):
            return False
        line = self._lines[row]
        return bool(line.by_suggestion) or any(self._hints.shown(line, name, 0) for name in SUGGESTED)

    def take_hint(self, row: int, column: int) -> None:
        """For this cell; in the description for all cells of the line but the product, whose own words would replace it."""
        line, name = self._lines[row], self.columns[column].field
        names = ("account_id", "tax_ids", "price_unit") if name == "name" else (name,)
        if self._hints.take(line, names):
            line.subtotal = None
            self._changed(line)

    def take_lines(self, lines: Iterable[Line]) -> None:
        """Into a document that has none."""
        self.restore(lines)

    # --- arranging ----------------------------------------------------------------------------------------------------

    def insert(self, row: int, kind: LineKind = LineKind.PRODUCT) -> None:
        self._insert(row, self._new_line(row, kind))

    def new_line(self) -> Line:
        """As the next one at the end would begin."""
        return self._new_line(len(self._lines), LineKind.PRODUCT)

    def duplicate(self, row: int) -> int:
        self._insert(row + 1, self._lines[row].copy())
        return row + 1

    def remove(self, row: int) -> None:
        self.beginRemoveRows(_NO_PARENT, row, row)
        del self._lines[row]
        self.endRemoveRows()
        self._with_empty_line_announced()
        self._tell(rearranged=True, edited=True)

    def move(self, row: int, by: int) -> int:
        """Where the line stands afterwards. The empty line stays last."""
        target = row + by
        if not 0 <= target < len(self._lines) or self._lines[max(row, target)].is_blank:
            return row
        self.beginMoveRows(_NO_PARENT, row, row, _NO_PARENT, target + 1 if by > 0 else target)
        self._lines.insert(target, self._lines.pop(row))
        self.endMoveRows()
        self._tell(rearranged=True, edited=True)
        return target

    def duplicate_all(self, rows: Sequence[int]) -> int:
        """Behind the last of them, in their order; where the first copy stands."""
        first = rows[-1] + 1
        with self.together():
            for at, line in enumerate([self._lines[row].copy() for row in rows], start=first):
                self._insert(at, line)
        return first

    def remove_all(self, rows: Sequence[int]) -> None:
        with self.together():
            for row in reversed(rows):
                self.remove(row)

    def move_all(self, rows: Sequence[int], by: int) -> int:
        """How far they went: all of them or none."""
        target = (rows[0] if by < 0 else rows[-1]) + by
        if not 0 <= target < len(self._lines) or self._lines[max(target, rows[-1])].is_blank:
            return 0
        with self.together():
            for row in rows if by < 0 else reversed(rows):
                self.move(row, by)
        return by

    def fill_down(self, rows: Sequence[int], column: int) -> None:
        """The cell of the first line into those of the others."""
        with self.together():
            for row in rows[1:]:
                self._copy_cell(rows[0], row, column)

    def insert_all(self, row: int, lines: Sequence[Line]) -> None:
        with self.together():
            for at, line in enumerate(lines, start=row):
                self._insert(at, line)

    def copy_from_above(self, row: int, column: int) -> None:
        if row >= 1:
            self._copy_cell(row - 1, row, column)

    def _copy_cell(self, origin: int, row: int, column: int) -> None:
        above, line, name = self._lines[origin], self._lines[row], self.columns[column].field
        if line.is_text or above.is_text:
            return
        match self.columns[column].kind:
            case Kind.RECORD:
                self.set_record(line, name, above.records.get(name))
            case Kind.TEXT:
                self.set_text(line, above.draft.name)
            case Kind.TAXES:
                self.set_taxes_of(line, above.taxes)
            case Kind.SHARES:
                self.set_shares_of(line, above.draft.analytic or ())
            case Kind.NUMBER:
                self.set_number(line, name, number_of(above.draft, name))

    def _insert(self, row: int, line: Line) -> None:
        self.beginInsertRows(_NO_PARENT, row, row)
        self._lines.insert(row, line)
        self.endInsertRows()
        self._tell(rearranged=True)
        if not line.is_blank:
            self._tell(edited=True)

    def _new_line(self, row: int, kind: LineKind) -> Line:
        taxes = self._taxes_above(row) if kind is LineKind.PRODUCT else ()
        return Line(DraftLine(kind, tax_ids=tuple(tax.id for tax in taxes)), taxes=taxes)

    def _taxes_above(self, row: int) -> tuple[Choice, ...]:
        """What a line takes over from the one before, which is what most papers want; a product brings its own."""
        above = next((line for line in reversed(self._lines[:row]) if not line.is_text), None)
        taxes = above.taxes if above else self._first_taxes
        if self.move_type.is_entry:
            return ()
        return tuple(tax for tax in taxes if not tax.archived)

    def _take_over(self, line: Line) -> None:
        """The line was opened before the one above had any."""
        row = self.row_of(line)
        if taxes := self._taxes_above(row):
            line.set_taxes(taxes)
        if row == 0 and self._first_account and "account_id" not in line.records and not self.move_type.is_entry:
            line.set_record("account_id", self._first_account)

    def _with_empty_line(self) -> bool:
        if self._lines and self._lines[-1].is_blank:
            return False
        self._lines.append(self._new_line(len(self._lines), LineKind.PRODUCT))
        return True

    def _with_empty_line_announced(self) -> None:
        if not self._lines or not self._lines[-1].is_blank:
            self.insert(len(self._lines))

    # --- what the view asks -------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _NO_PARENT, /) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NO_PARENT, /) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY, /) -> object:
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == _DISPLAY else None
        column = self.columns[section]
        if role == _DISPLAY:
            return column.title
        if role == _ALIGN:
            return _RIGHT if column.kind in (Kind.NUMBER, Kind.SUBTOTAL) else _LEFT
        return None

    def flags(self, index: Index, /) -> Qt.ItemFlag:
        return _EDITABLE if self.is_editable(index.row(), index.column()) else _USABLE

    def is_editable(self, row: int, column: int) -> bool:
        if self._lines[row].is_text:
            return column == 0
        return self.columns[column].kind is not Kind.SUBTOTAL

    def is_by_enter(self, row: int, column: int) -> bool:
        """Whether Enter stops here: what every line has; on the first one the taxes, while there are none, which the next lines take over."""
        line, wanted = self._lines[row], self.columns[column]
        if line.is_text:
            return column == 0
        if wanted.kind is Kind.TAXES:
            return not line.taxes and all(above.is_text for above in self._lines[:row])
        other_side = {"credit": line.draft.debit, "debit": line.draft.credit}.get(wanted.field, ZERO)
        return wanted.by_enter and not other_side

    def data(self, index: Index, role: int = _DISPLAY, /) -> object:
        line, column = self._lines[index.row()], self.columns[index.column()]
        if line.is_text:
            return self._text_line_data(line, index.column(), role)
        if role == _DISPLAY:
            return legible(self._shown(line, column) or self._hint(line, column))
        if role == _EDIT:
            return self._shown(line, column, grouped=False)
        if role == _ALIGN:
            return _RIGHT if column.kind in (Kind.NUMBER, Kind.SUBTOTAL) else _LEFT
        return self._remark(line, column, role)

    def look(self, row: int, number: int) -> Look:
        """All that is painted of a cell, asked once: a view would ask for each of it by itself, and for much besides."""
        line, column = self._lines[row], self.columns[number]
        if line.is_text:
            if number:
                return _NOTHING
            font = self._italic if line.draft.kind is LineKind.NOTE else self._bold
            return Look(
                legible(line.draft.name), font=font, trouble="name" in line.troubles and bool(line.troubles["name"])
            )
        shown = self._shown(line, column)
        hint = "" if shown else self._hint(line, column)
        is_estimate = (column.kind is Kind.SUBTOTAL and line.subtotal is None) or bool(hint)
        is_light = is_estimate or column.field in line.by_suggestion
        return Look(
            legible(shown or hint),
            on_right=column.kind in (Kind.NUMBER, Kind.SUBTOTAL),
            font=self._italic if is_light else None,
            is_quiet=is_estimate,
            trouble=bool(line.troubles.get(column.field)),
        )

    def _remark(self, line: Line, column: Column, role: int) -> object:
        if role not in _REMARKS:  # a view asks for a dozen others of every cell that it paints
            return None
        trouble = line.troubles.get(column.field, "")
        shown = self._shown(line, column, grouped=column.kind is not Kind.SHARES)
        hint = "" if shown else self._hint(line, column)
        as_last_time = AS_LAST_TIME if hint or column.field in line.by_suggestion else ""
        if role == _TIP:
            told = ", ".join(filter(None, (legible(shown or hint), as_last_time)))
            return formats.tip(trouble or told)
        if role == _SPOKEN:
            return " ".join(filter(None, (column.title, shown or hint, as_last_time, trouble)))
        estimated = (column.kind is Kind.SUBTOTAL and line.subtotal is None) or hint
        if role == _FONT:
            return self._italic if as_last_time or estimated else None
        return self.trouble_colour if trouble else self.quiet_colour if estimated else None

    def _text_line_data(self, line: Line, column: int, role: int) -> object:
        if column:
            return None
        trouble = line.troubles.get("name", "")
        if role in (_DISPLAY, _EDIT):
            return legible(line.draft.name) if role == _DISPLAY else line.draft.name
        if role == _FONT:
            return self._italic if line.draft.kind is LineKind.NOTE else self._bold
        if role == _TIP:
            return formats.tip(trouble) or None
        if role == _SPOKEN:
            return f"{line.draft.kind.value.removeprefix('line_')} {line.draft.name} {trouble}".strip()
        return self.trouble_colour if role == _COLOUR and trouble else None

    def _shown(self, line: Line, column: Column, *, grouped: bool = True) -> str:
        if column.kind is Kind.SHARES and column.field not in line.pending:
            say = self.sharing.shortly if grouped else self.sharing.shown
            return say(line.draft.analytic or ())
        amount = self.subtotal(line) if column.kind is Kind.SUBTOTAL else ZERO
        return line.shown(column, amount, self._currency.decimal_places, grouped=grouped)

    def text_of(self, line: Line, column: Column) -> str:
        """Of a line that is not among these yet, too."""
        return self._shown(line, column)

    def _hint(self, line: Line, column: Column) -> str:
        return self._hints.shown(line, column.field, self._currency.decimal_places)

    def subtotal(self, line: Line) -> Decimal:
        if line.subtotal is not None:
            return line.subtotal
        return subtotal(line.draft, self._taxes, self._currency, self._arithmetic)

    def _repaint_row(self, row: int) -> None:
        if 0 <= row < len(self._lines):
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))

    def _repaint(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))
