"""The header fields of a draft: who, when, on which terms, in which journal. Fields in, Draft out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from odoo_desk.accounting.analytic import AnalyticAccount
from odoo_desk.accounting.fiscal import FiscalPosition
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.purchasing import PurchaseOrder
from odoo_desk.accounting.records import AutoPost, Document, Draft, Journal, MoveType, Named, PaymentTerm, Tax
from odoo_desk.accounting.rounding import CashRounding
from odoo_desk.errors import InvalidInput
from odoo_desk.ui import tasks, theme
from odoo_desk.ui.fields import providers
from odoo_desk.ui.fields.choice import ChoiceEdit
from odoo_desk.ui.fields.date import DateEdit
from odoo_desk.ui.fields.pick import PickBox
from odoo_desk.ui.fields.text import TextEdit
from odoo_desk.ui.invoices.control import ControlTotal
from odoo_desk.ui.invoices.position import PositionBox
from odoo_desk.ui.invoices.typed import Place, TypedHeader
from odoo_desk.ui.invoices.words import date_word, partner_word, reference_word

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ShortLists:
    """What the form's lists offer."""

    journals: tuple[Journal, ...]
    terms: tuple[PaymentTerm, ...]
    currencies: tuple[Currency, ...]
    taxes: tuple[Tax, ...]
    analytic: tuple[AnalyticAccount, ...] = ()
    positions: tuple[FiscalPosition, ...] = ()
    roundings: tuple[CashRounding, ...] = ()


async def short_lists(workspace: Workspace, move_type: MoveType) -> ShortLists:
    lookups = workspace.lookups
    journals, terms, currencies, taxes = await asyncio.gather(
        lookups.journals_for(move_type), lookups.terms(), lookups.currencies(), lookups.taxes()
    )
    analytic, positions, roundings = await asyncio.gather(
        lookups.analytic_accounts(), workspace.invoicing.fiscal_positions(), lookups.cash_roundings()
    )
    return ShortLists(journals, terms, currencies, taxes, analytic, positions, roundings)


# Where Enter goes: what every paper has. Tab visits all fields.
_SHORT_WAY = ("partner_id", "ref", "invoice_date", "control_total")
_ENTER, _KEYPAD = (Qt.Key.Key_Return, Qt.Key.Key_Enter), Qt.KeyboardModifier.KeypadModifier
_SHORT_WAY_OF_ENTRY = ("ref", "accounting_date")


class HeaderFields(QWidget):
    """`finished` when Enter goes on from the last field that every paper has."""

    changed = Signal()
    currency_changed = Signal(int)
    finished = Signal()

    def __init__(self, workspace: Workspace, move_type: MoveType, lists: ShortLists, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._move_type = move_type
        self._original = Draft(move_type)
        self._accounting_date_follows = True
        self._auto_post: tuple[AutoPost | None, date | None] = (None, None)
        self._origin: str | None = None
        # Made in the order in which the paper is read: that is the Tab order.
        self.partner = ChoiceEdit(providers.partners(workspace.lookups), self)
        self.partner.setPlaceholderText("Type a name, number or VAT")
        self.ref = TextEdit(self)
        self.invoice_date = DateEdit(self)
        self.control_total = ControlTotal(self)
        self.payment_term = PickBox(self, none="Due on a date")
        self.due_date = DateEdit(self)
        self.accounting_date = DateEdit(self)
        self.journal = PickBox(self)
        self.currency = PickBox(self)
        self.payment_reference = TextEdit(self)
        self.partner_bank = PickBox(self, none="None")
        self.fiscal_position = PositionBox(lists.positions, self)
        self.cash_rounding = PickBox(self, none="None")
        self.cash_rounding.set_choices([(each.id, each.name) for each in lists.roundings])
        self._has_roundings = bool(lists.roundings)
        self.payment_term.set_choices([(term.id, term.name) for term in lists.terms])
        self.journal.set_choices(
            [(journal.id, journal.name) for journal in lists.journals],
            {journal.id: journal.code for journal in lists.journals},
        )
        self.currency.set_choices([(currency.id, currency.code) for currency in lists.currencies])
        self.currency.setMinimumContentsLength(5)
        self._journal_currencies = {journal.id: journal.currency_id for journal in lists.journals}
        self._fields: dict[str, QWidget] = {
            "partner_id": self.partner,
            "ref": self.ref,
            "invoice_date": self.invoice_date,
            "control_total": self.control_total,
            "payment_term_id": self.payment_term,
            "due_date": self.due_date,
            "accounting_date": self.accounting_date,
            "journal_id": self.journal,
            "currency_id": self.currency,
            "payment_reference": self.payment_reference,
            "partner_bank_id": self.partner_bank,
            "fiscal_position_id": self.fiscal_position,
            "cash_rounding_id": self.cash_rounding,
        }
        self._has_positions = bool(lists.positions)
        self._arrange()
        self._connect()
        for field in self._fields.values():
            (self._line_edit(field) or field).installEventFilter(self)

    # --- looks --------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        kind = self._move_type
        left, right = self._rows()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE * 3 // 2)
        grid.setVerticalSpacing(theme.SPACE)
        grid.setColumnStretch(1, 5)
        grid.setColumnMinimumWidth(2, 2 * theme.SPACE)
        grid.setColumnStretch(4, 4)
        shown: set[str] = set()
        for column, rows in ((0, left), (3, right)):
            for row, (title, names) in enumerate(rows):
                label = QLabel(title, self)
                label.setBuddy(self._fields[names[0]])
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                beside = QHBoxLayout()
                beside.setContentsMargins(0, 0, 0, 0)
                beside.setSpacing(theme.SPACE)
                for name in names:
                    beside.addWidget(self._fields[name], 1)
                grid.addLayout(beside, row, column + 1)
                shown.update(names)
                self._fields[names[0]].setAccessibleName(title)
        for name, title in (("due_date", "Due Date"), ("currency_id", "Currency")):
            self._fields[name].setAccessibleName(title)
        for name, field in self._fields.items():
            field.setObjectName(name)
            field.setVisible(name in shown)
        if kind.is_entry:
            self.setFocusProxy(self.ref)
        else:
            self.setFocusProxy(self.partner)

    def _rows(self) -> tuple[list[tuple[str, tuple[str, ...]]], list[tuple[str, tuple[str, ...]]]]:
        kind = self._move_type
        if kind.is_entry:
            return (
                [(reference_word(kind), ("ref",)), ("Journal", ("journal_id", "currency_id"))],
                [(date_word(kind), ("accounting_date",))],
            )
        return (
            [
                (partner_word(kind), ("partner_id",)),
                (reference_word(kind), ("ref",)),
                ("Payment Reference", ("payment_reference",)),
                ("Recipient Bank", ("partner_bank_id",)),
                *([("Fiscal Position", ("fiscal_position_id",))] if self._has_positions else []),
            ],
            [
                (date_word(kind), ("invoice_date",)),
                *([("Control Total", ("control_total",))] if kind.is_purchase else []),
                ("Payment Terms", ("payment_term_id", "due_date")),
                ("Accounting Date", ("accounting_date",)),
                ("Journal", ("journal_id", "currency_id")),
                *([("Cash Rounding", ("cash_rounding_id",))] if self._has_roundings else []),
            ],
        )

    # --- in and out ---------------------------------------------------------------------------------------------------

    def load(self, draft: Draft, document: Document | None) -> None:
        """`document` gives the names by which records of a saved draft are shown, archived ones included."""
        self._original = draft
        self._auto_post = (draft.auto_post, draft.auto_post_until)
        self._origin = draft.origin
        self.ref.setText(draft.ref)
        self.control_total.set_value(None)
        self.payment_reference.setText(draft.payment_reference)
        self.invoice_date.set_value(draft.invoice_date)
        self.accounting_date.set_value(draft.accounting_date)
        self.due_date.set_value(draft.due_date)
        header = document.header if document else None
        self.partner.set_choice(providers.named_choice(header.partner if header else None))
        self.journal.set_value(draft.journal_id, header.journal.name if header else "")
        self.currency.set_value(draft.currency_id, header.currency.code if header else "")
        self.payment_term.set_value(draft.payment_term_id, _name(document.payment_term if document else None))
        self.partner_bank.set_value(draft.partner_bank_id, _name(document.partner_bank if document else None))
        self.cash_rounding.set_value(
            draft.cash_rounding_id or None, _name(document.cash_rounding if document else None)
        )
        self.fiscal_position.set_value(draft.fiscal_position_id, _name(document.fiscal_position if document else None))
        self._accounting_date_follows = draft.accounting_date in (None, draft.invoice_date)
        self._show_dates()
        self._find_banks()

    def read(self) -> Draft:
        """InvalidInput names the field that cannot be used as it is."""
        for name, field in self._fields.items():
            if isinstance(field, ChoiceEdit | DateEdit):
                try:
                    field.read()
                except InvalidInput as problem:
                    raise InvalidInput(problem.message, advice=problem.advice, field=name) from problem
        self.commit()
        return self.so_far()

    def so_far(self) -> Draft:
        """With the last usable value of what is still being typed."""
        partner = self.partner.choice()
        by_term = self.payment_term.value() is not None
        invoice_date = self.invoice_date.value()
        accounting_date = self.accounting_date.value()
        if self._accounting_date_follows and not self._move_type.is_entry:
            accounting_date = invoice_date or self._original.accounting_date
        return replace(
            self._original,
            partner_id=partner.id if partner and self.partner.text().strip() else None,
            ref=self.ref.text().strip(),
            payment_reference=self.payment_reference.text().strip(),
            invoice_date=invoice_date,
            accounting_date=accounting_date,
            due_date=self._original.due_date if by_term else self.due_date.value(),
            payment_term_id=self.payment_term.value(),
            journal_id=self.journal.value(),
            currency_id=self.currency.value(),
            partner_bank_id=self.partner_bank.value(),
            fiscal_position_id=self.fiscal_position.value(),
            cash_rounding_id=self.cash_rounding.value() or (None if self._original.cash_rounding_id is None else 0),
            auto_post=self._auto_post[0],
            auto_post_until=self._auto_post[1],
            origin=self._origin,
        )

    def typed(self) -> TypedHeader:
        texts = {name: field.text() for name, field in self._texts().items() if field.isModified()}
        names = {name: field.currentText() for name, field in self._fields.items() if isinstance(field, PickBox)}
        return TypedHeader(
            self._original,
            self.so_far(),
            self.partner.choice(),
            texts,
            names,
            self._accounting_date_follows,
            self.control_total.value(),
        )

    def restore(self, typed: TypedHeader) -> None:
        """Over what was loaded: that stays what is compared with."""
        draft = typed.draft
        self._auto_post = (draft.auto_post, draft.auto_post_until)
        self._origin = draft.origin
        self.ref.setText(draft.ref)
        self.payment_reference.setText(draft.payment_reference)
        self.partner.set_choice(typed.partner)
        for name, pick in self._fields.items():
            if isinstance(pick, PickBox):
                pick.set_value(getattr(draft, name), typed.names.get(name, ""))
        self._accounting_date_follows = typed.accounting_date_follows
        self.control_total.set_value(typed.control_total)
        self.invoice_date.set_value(draft.invoice_date)
        self.accounting_date.set_value(draft.accounting_date)
        self.due_date.set_value(draft.due_date)
        self._show_dates()
        for name, text in typed.texts.items():
            field = self._texts()[name]
            field.setText(text)
            field.setModified(True)
        self._find_banks()

    def place(self) -> Place | None:
        """Where the keyboard is, when it is in one of these fields."""
        for name, field in self._fields.items():
            text = self._line_edit(field)
            if field.hasFocus() or (text is not None and text.hasFocus()):
                return Place(name, cursor=text.cursorPosition() if text else 0)
        return None

    def go_to(self, place: Place) -> bool:
        field = self._fields.get(place.field)
        if field is None:
            return False
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if text := self._line_edit(field):
            text.setCursorPosition(place.cursor)
        return True

    def go_to_field(self, name: str) -> None:
        """Its text selected, to be typed over; nowhere when this document does not have it."""
        field = self._fields.get(name)
        if field is None or not field.isVisibleTo(self):
            return
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text := self._line_edit(field):
            text.selectAll()

    def text_fields(self) -> list[TextEdit]:
        return [text for field in self._fields.values() if (text := self._line_edit(field))]

    def _texts(self) -> dict[str, TextEdit]:
        """The fields in which something can stand that is not settled."""
        return {
            name: text
            for name, field in self._fields.items()
            if isinstance(field, ChoiceEdit | DateEdit | ControlTotal) and (text := self._line_edit(field))
        }

    def _line_edit(self, field: QWidget) -> TextEdit | None:
        if isinstance(field, DateEdit):
            return field.line_edit
        if isinstance(field, ControlTotal):
            return field.field
        return field if isinstance(field, TextEdit) else None

    async def settle(self) -> None:
        for field in self._fields.values():
            if isinstance(field, ChoiceEdit):
                await field.settle()

    def commit(self) -> None:
        for field in self._fields.values():
            if isinstance(field, DateEdit):
                field.commit()
        self.control_total.field.commit()

    @property
    def has_pending(self) -> bool:
        dates = (self.invoice_date, self.accounting_date, self.due_date)
        choices = (field for field in self._fields.values() if isinstance(field, ChoiceEdit))
        return any(not field.is_settled for field in choices) or any(each.line_edit.isModified() for each in dates)

    def point_at(self, name: str, message: str) -> bool:
        """Focuses the field and says what is wrong with it; False when it is not one of these."""
        field = self._fields.get(name)
        if field is None or not field.isVisibleTo(self):
            return False
        if isinstance(field, TextEdit | DateEdit):
            field.complain(message)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def bill_order(self, order: PurchaseOrder, *, is_first: bool) -> None:
        """The document is made from this purchase order (too); what has no lines yet takes over its currency and terms."""
        named = self._origin.split(", ") if self._origin else []
        if order.number not in named:
            self._origin = ", ".join([*named, order.number])
        if is_first and self.currency.value() != order.currency.id:
            self.currency.set_value(order.currency.id, order.currency.code)
            self.currency_changed.emit(order.currency.id)
        if is_first and order.payment_term_id and self.due_date.value() is None:
            self.payment_term.set_value(order.payment_term_id)
            self._show_dates()
        self.changed.emit()

    def set_auto_post(self, how: AutoPost, until: date | None) -> None:
        self._auto_post = (how, until)
        self.changed.emit()

    # --- keys ---------------------------------------------------------------------------------------------------------

    def eventFilter(self, target: QObject, event: QEvent, /) -> bool:
        is_enter = isinstance(event, QKeyEvent) and event.key() in _ENTER and not event.modifiers() & ~_KEYPAD
        if not is_enter or event.type() != QEvent.Type.KeyPress:
            return False
        name = next(name for name, field in self._fields.items() if target in (field, self._line_edit(field)))
        if self._is_settled(name):
            self._go_on(name)
        return True

    def _is_settled(self, name: str) -> bool:
        """Works out what was typed; what cannot be is said, and keeps the keyboard."""
        field = self._fields[name]
        if isinstance(field, ChoiceEdit):
            field.take_enter()
            return field.is_settled
        if isinstance(field, DateEdit):
            field.commit()
        elif isinstance(field, ControlTotal):
            field.field.commit()
        text = self._line_edit(field)
        return text is None or not text.complaint

    def _go_on(self, name: str) -> None:
        way = [each for each in self._short_way if self._fields[each].isVisibleTo(self)]
        if name not in way:
            self._fields[name].focusNextChild()
        elif name == way[-1]:
            self.finished.emit()
        else:
            self._fields[way[way.index(name) + 1]].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _short_way(self) -> tuple[str, ...]:
        return _SHORT_WAY_OF_ENTRY if self._move_type.is_entry else _SHORT_WAY

    # --- one field follows another ------------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.partner.chosen.connect(self._partner_chosen)
        self.partner.textEdited.connect(self.changed)
        self.ref.textEdited.connect(self.changed)
        self.payment_reference.textEdited.connect(self.changed)
        self.invoice_date.changed.connect(self._show_dates)
        self.invoice_date.changed.connect(self.changed)
        self.accounting_date.changed.connect(self._accounting_date_touched)
        self.due_date.changed.connect(self._due_date_typed)
        self.payment_term.picked.connect(self._term_picked)
        self.partner_bank.picked.connect(self.changed)
        self.cash_rounding.picked.connect(self.changed)
        self.journal.picked.connect(self._journal_picked)
        self.currency.picked.connect(self._currency_picked)
        for date_field in (self.invoice_date, self.accounting_date, self.due_date):
            date_field.line_edit.textEdited.connect(self.changed)

    def _show_dates(self) -> None:
        if self._accounting_date_follows and not self._move_type.is_entry:
            self.accounting_date.set_value(self._followed_date())
        self.accounting_date.set_placeholder("" if self._move_type.is_entry else "as above")
        by_term = self.payment_term.value() is not None
        self.due_date.set_placeholder("by the terms" if by_term else "same day")

    def _followed_date(self) -> date | None:
        return self.invoice_date.value() or self._original.accounting_date

    def _accounting_date_touched(self) -> None:
        """An emptied accounting date follows the date on the paper again."""
        self._accounting_date_follows = self.accounting_date.value() is None
        self._show_dates()
        self.changed.emit()

    def _due_date_typed(self) -> None:
        if self.due_date.value() is not None:
            self.payment_term.set_value(None)
        self._show_dates()
        self.changed.emit()

    def _term_picked(self) -> None:
        if self.payment_term.value() is not None:
            same = self.payment_term.value() == self._original.payment_term_id
            self.due_date.set_value(self._original.due_date if same else None)
        self._show_dates()
        self.changed.emit()

    def _journal_picked(self) -> None:
        currency = self._journal_currencies.get(self.journal.value() or 0)
        if currency is not None:
            self.currency.set_value(currency)
            self.currency_changed.emit(currency)
        self.changed.emit()

    def _currency_picked(self) -> None:
        self.currency_changed.emit(self.currency.value() or 0)
        self.changed.emit()

    def _partner_chosen(self) -> None:
        self.partner_bank.set_value(None)
        self._find_banks()
        partner = self.partner.choice()
        if partner and not self._original.id and self.due_date.value() is None and self.payment_term.value() is None:
            tasks.run(
                self,
                self._workspace.lookups.partner(partner.id),
                done=lambda found: self._offer_term(found.payment_term_id, found.vendor_payment_term_id, found.id),
            )
        self.changed.emit()

    def _offer_term(self, term: int | None, vendor_term: int | None, partner_id: int) -> None:
        """The partner's own terms, unless something was chosen meanwhile."""
        partner = self.partner.choice()
        wanted = vendor_term if self._move_type.is_purchase else term
        untouched = self.due_date.value() is None and self.payment_term.value() is None
        if partner and partner.id == partner_id and wanted and untouched:
            self.payment_term.set_value(wanted)
            self._show_dates()
            self.changed.emit()

    def _find_banks(self) -> None:
        """Money goes to the vendor's account; for what customers pay, to our own, which Odoo chooses."""
        partner = self.partner.choice()
        if self._move_type.is_entry:
            return
        lookups = self._workspace.lookups
        if self._move_type.is_sale and not self._move_type.is_credit_note:
            tasks.run(self, lookups.own_banks(), done=self._offer_banks)
        elif partner is not None:
            tasks.run(self, lookups.partner_banks(partner.id), done=self._offer_banks)
        else:
            self._offer_banks(())

    def _offer_banks(self, banks: tuple[Named, ...]) -> None:
        self.partner_bank.set_choices([(bank.id, bank.name) for bank in banks])


def _name(named: Named | None) -> str:
    return "" if named is None else f"{named.name} (archived)" if named.archived else named.name
