"""A document that cannot be edited: everything readable, and the four remarks that may still be changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from odoo_desk.accounting.analytic import AnalyticAccount
from odoo_desk.accounting.records import Document, Draft, InvoiceLine, LineKind, MoveType, Named, State
from odoo_desk.ui import formats, tasks, theme
from odoo_desk.ui.fields.money import number_text
from odoo_desk.ui.fields.pick import PickBox
from odoo_desk.ui.fields.shares import Sharing
from odoo_desk.ui.fields.text import TextEdit
from odoo_desk.ui.invoices.columns import Kind, columns_for
from odoo_desk.ui.invoices.exchange import ExchangeBox
from odoo_desk.ui.invoices.settlement import Settlement
from odoo_desk.ui.invoices.tables import ReadTable, TextRow
from odoo_desk.ui.invoices.totals import TotalsBox
from odoo_desk.ui.invoices.words import date_word, partner_word, reference_word

if TYPE_CHECKING:
    from odoo_desk.accounting.rates import Exchange
    from odoo_desk.workspace.workspace import Workspace

_ITEM_TITLES = ("Account", "Partner", "Label", "Due Date", "Debit", "Credit", "Amount Due")


class PostedView(QWidget):
    changed = Signal()

    def __init__(
        self, workspace: Workspace, move_type: MoveType, parent: QWidget, analytic: Sequence[AnalyticAccount] = ()
    ) -> None:
        super().__init__(parent)
        self._sharing = Sharing(analytic)
        self._columns = columns_for(move_type, analytic=bool(analytic))
        self.setObjectName("posted_view")
        self._workspace = workspace
        self.move_type = move_type
        self._original = Draft(move_type)
        self._facts: dict[str, QLabel] = {}
        self._titles: dict[str, QLabel] = {}
        self.ref = TextEdit(self)
        self.payment_reference = TextEdit(self)
        self.partner_bank = PickBox(self, none="None")
        self.narration = QPlainTextEdit(self)
        self.narration.setTabChangesFocus(True)
        self.narration.setPlaceholderText("Terms and Conditions")
        self.narration.setFixedHeight(self.narration.fontMetrics().lineSpacing() * 4 + 12)
        for name, title, field in (
            ("ref", reference_word(move_type), self.ref),
            ("payment_reference", "Payment Reference", self.payment_reference),
            ("partner_bank_id", "Recipient Bank", self.partner_bank),
            ("narration", "Terms and Conditions", self.narration),
        ):
            field.setObjectName(name)
            field.setAccessibleName(title)
        self.lines = ReadTable(
            "posted_lines",
            [each.title for each in self._columns],
            {at for at, each in enumerate(self._columns) if each.kind in (Kind.NUMBER, Kind.SUBTOTAL)},
            next(at for at, each in enumerate(self._columns) if each.kind is Kind.TEXT),
            self,
        )
        self.items = ReadTable("journal_items", _ITEM_TITLES, {4, 5, 6}, 2, self)
        self.totals = TotalsBox(self)
        self.exchange = ExchangeBox(self)
        self.settlement = Settlement(self)
        self._arrange()
        self.ref.textEdited.connect(self.changed)
        self.payment_reference.textEdited.connect(self.changed)
        self.partner_bank.picked.connect(self.changed)
        self.narration.textChanged.connect(self.changed)
        self.setFocusProxy(self.lines)

    def _arrange(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SPACE)
        head = QHBoxLayout()
        head.setSpacing(4 * theme.SPACE)
        head.addLayout(self._remarks(), 5)
        head.addLayout(self._fact_grid(), 4)
        whole.addLayout(head)
        tabs = QTabWidget(self)
        tabs.setObjectName("posted_tabs")
        tabs.setDocumentMode(True)
        tabs.addTab(self.lines, "&Lines")
        if not self.move_type.is_entry:
            tabs.addTab(self.items, "&Journal Items")
        else:
            self.items.hide()
        whole.addWidget(tabs, 1)
        foot = QHBoxLayout()
        foot.setSpacing(4 * theme.SPACE)
        foot.addWidget(self.narration, 3, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addWidget(self.totals)
        right.addWidget(self.exchange)
        right.addWidget(self.settlement)
        foot.addLayout(right, 3)
        if self.move_type.is_entry:
            self.totals.hide()
        whole.addLayout(foot)

    def _remarks(self) -> QFormLayout:
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields: list[tuple[str, QWidget]] = [(reference_word(self.move_type), self.ref)]
        if self.move_type.is_entry:
            self.payment_reference.hide()
            self.partner_bank.hide()
        else:
            form.addRow(partner_word(self.move_type), self._fact("partner"))
            fields += [("Payment Reference", self.payment_reference), ("Recipient Bank", self.partner_bank)]
        for title, field in fields:
            label = QLabel(title, self)
            label.setBuddy(field)
            form.addRow(label, field)
        return form

    def _fact_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        rows = [("Accounting Date", "accounting_date"), ("Journal", "journal")]
        if not self.move_type.is_entry:
            rows = [
                (date_word(self.move_type), "invoice_date"),
                ("Due Date", "due_date"),
                *rows,
                ("Credit note of", "reversed"),
            ]
        for row, (title, name) in enumerate(rows):
            label = QLabel(title, self)
            label.setObjectName(f"{name}_title")
            grid.addWidget(label, row, 0)
            grid.addWidget(self._fact(name), row, 1)
            self._titles[name] = label
        grid.setRowStretch(len(rows), 1)
        return grid

    def _fact(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts[name] = label
        return label

    # --- in and out ---------------------------------------------------------------------------------------------------

    def load(self, document: Document, original: Draft, *, may_change: bool) -> None:
        header = document.header
        self._original = original
        self.ref.setText(original.ref)
        self.payment_reference.setText(original.payment_reference)
        bank = document.partner_bank
        self.partner_bank.set_value(original.partner_bank_id, _shown(bank))
        self.narration.setPlainText(original.narration)
        for field in (self.ref, self.payment_reference, self.narration):
            field.setReadOnly(not may_change)
        self.partner_bank.setEnabled(may_change)
        terms = f" ({document.payment_term.name})" if document.payment_term else ""
        for name, text in (
            ("partner", _shown(header.partner)),
            ("invoice_date", formats.day(header.invoice_date) if header.invoice_date else ""),
            ("due_date", (formats.day(header.due_date) if header.due_date else "") + terms),
            ("accounting_date", formats.day(header.accounting_date)),
            ("journal", f"{_shown(header.journal)}, {header.currency.code}"),
            ("reversed", _shown(document.reversed_document)),
        ):
            if name in self._facts:
                self._facts[name].setText(text)
                self._facts[name].setAccessibleName(text)
        if "reversed" in self._facts:
            for label in (self._facts["reversed"], self._titles["reversed"]):
                label.setVisible(document.reversed_document is not None)
        self.lines.show_rows([self._line_row(line, document) for line in document.lines])
        self._show_items(document)
        self.totals.show_totals(document.totals, header.currency)
        self.exchange.show_exchange(None)
        if header.currency.id != self._workspace.user.company.currency.id:
            work = self._workspace.invoicing.exchange(original, header.amount_total, header.accounting_date, document)
            tasks.run(self, work, done=partial(self._show_exchange, original), failed=lambda _: True)
        self.settlement.show_document(document, may_change=may_change and header.state is State.POSTED)
        if may_change:
            self._offer_banks(document)

    def _show_exchange(self, asked: Draft, found: Exchange | None) -> None:
        if self._original is asked:
            self.exchange.show_exchange(found)

    def annotated(self) -> Draft:
        return replace(
            self._original,
            ref=self.ref.text().strip(),
            payment_reference=self.payment_reference.text().strip(),
            partner_bank_id=self.partner_bank.value(),
            narration=self.narration.toPlainText().strip(),
        )

    @property
    def original(self) -> Draft:
        return self._original

    @property
    def is_dirty(self) -> bool:
        return self.annotated() != replace(self._original, narration=self._original.narration.strip())

    def _line_row(self, line: InvoiceLine, document: Document) -> list[str] | TextRow:
        if line.kind is not LineKind.PRODUCT:
            return TextRow(line.name, is_note=line.kind is LineKind.NOTE)
        places = document.header.currency.decimal_places
        own_places = self._workspace.user.company.currency.decimal_places
        shown = {
            "product_id": _shown(line.product),
            "account_id": _shown(line.account),
            "analytic": self._sharing.shown(line.analytic),
            "partner_id": _shown(line.partner),
            "name": line.name.replace("\n", " · "),
            "quantity": number_text(line.quantity, 0),
            "price_unit": number_text(line.price_unit, places),
            "discount": number_text(line.discount, 0) if line.discount else "",
            "tax_ids": ", ".join(_shown(tax) for tax in line.taxes),
            "subtotal": number_text(line.subtotal, places),
            "debit": number_text(line.debit, own_places) if line.debit else "",
            "credit": number_text(line.credit, own_places) if line.credit else "",
        }
        return [shown[column.field] for column in self._columns]

    def _show_items(self, document: Document) -> None:
        places = self._workspace.user.company.currency.decimal_places
        self.items.show_rows(
            [
                [
                    _shown(item.account),
                    _shown(item.partner),
                    item.name.replace("\n", " · "),
                    formats.day(item.due_date) if item.due_date else "",
                    number_text(item.debit, places) if item.debit else "",
                    number_text(item.credit, places) if item.credit else "",
                    number_text(item.residual, places) if item.is_open_item and item.residual else "",
                ]
                for item in document.journal_items
            ]
        )

    def _offer_banks(self, document: Document) -> None:
        kind, lookups = document.header.move_type, self._workspace.lookups
        if kind.is_sale and not kind.is_credit_note:
            work = lookups.own_banks()
        elif document.header.partner is not None and not kind.is_entry:
            work = lookups.partner_banks(document.header.partner.id)
        else:
            return
        tasks.run(
            self, work, done=lambda banks: self.partner_bank.set_choices([(each.id, each.name) for each in banks])
        )


def _shown(named: Named | None) -> str:
    return "" if named is None else f"{named.name} (archived)" if named.archived else named.name
