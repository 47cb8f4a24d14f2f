"""What an item is matched with, and one match taken back without the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QStackedWidget, QVBoxLayout, QWidget

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.open_items import Match, OpenItem
from odoo_desk.ui import formats, notices, tasks, theme
from odoo_desk.ui.empty import EmptyList
from odoo_desk.ui.tables.columns import Column, Kind
from odoo_desk.ui.tables.records import RecordsView

if TYPE_CHECKING:
    from odoo_desk.workspace.workspace import Workspace


class MatchesDialog(QDialog):
    def __init__(self, workspace: Workspace, item: OpenItem, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("matches")
        self.setWindowTitle(f"Matches of {item.number}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._item = workspace, item
        own = workspace.user.company.currency
        what = QLabel(self)
        what.setTextFormat(Qt.TextFormat.PlainText)
        what.setObjectName("matches_what")
        what.setText(f"{item.number}: {formats.amount(abs(item.balance), own)}, matched with")
        self.table = RecordsView("matches_table", "Matches", _columns((), own), self)
        self._empty = EmptyList(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.undo = buttons.addButton("Unreconcile …", QDialogButtonBox.ButtonRole.ActionRole)
        self.undo.setObjectName("unreconcile")
        self.undo.setAutoDefault(False)
        self.undo.clicked.connect(lambda: tasks.run(self, self._undo(), control=self.undo, saying="Unreconciling …"))
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        theme.margins(layout)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(what)
        layout.addWidget(self._stack, 1)
        layout.addWidget(buttons)
        self.resize(640, 320)
        self.table.selected.connect(lambda _match: self._offer())
        self.table.setFocus()
        self._look()

    def _look(self) -> None:
        tasks.run(self, self._workspace.reconciling.matches(self._item.id), done=self._show)

    def _show(self, matches: Sequence[Match]) -> None:
        self.table.show_records(matches, None, _columns(matches, self._workspace.user.company.currency))
        self._empty.say("It is not matched with anything.", "All of it is open.")
        self._stack.setCurrentIndex(0 if matches else 1)
        self._offer()

    def _offer(self) -> None:
        match = self.table.current
        can = isinstance(match, Match) and not match.is_exchange_difference
        self.undo.setEnabled(can and self._workspace.user.rights.register_payments)

    async def _undo(self) -> None:
        match, own = self.table.current, self._workspace.user.company.currency
        if not isinstance(match, Match):
            return
        if await notices.ask(
            self,
            "Unreconcile",
            f"Take back the match of {self._item.number} with {match.number}, {formats.amount(match.amount, own)}?",
            confirm="Unreconcile",
            informative="Both are open again by that amount; other matches stay. Nothing is deleted: the payment or credit note stays as it is.",
        ):
            await self._workspace.reconciling.unreconcile(self._item, match)
            self._look()


def _columns(matches: Sequence[Match], own: Currency) -> tuple[Column, ...]:
    """Another currency only where there is one."""

    def foreign(match: Match) -> str:
        return formats.amount(match.amount_currency, match.currency) if match.currency.id != own.id else ""

    in_currency = Column(
        "amount_currency", "In Currency", foreign, Kind.AMOUNT, 100, value=lambda match: match.amount_currency
    )
    return (
        Column("dated", "Date", lambda match: formats.day(match.dated), Kind.DAY, 92, value=lambda match: match.dated),
        Column(
            "number",
            "Matched With",
            lambda match: f"{match.number} (exchange difference)" if match.is_exchange_difference else match.number,
            grows=True,
            width=160,
        ),
        Column("amount", "Amount", lambda match: formats.amount(match.amount, own), Kind.AMOUNT, 100, value=_amount),
        *((in_currency,) if any(foreign(each) for each in matches) else ()),
    )


def _amount(match: Match) -> object:
    return match.amount
