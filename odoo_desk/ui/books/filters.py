"""The row of filters above a list: search, state, payment state, overdue, to check, dates, partner; what is active can be seen, and cleared at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import Partner, PaymentState
from odoo_desk.ui import formats, icons, theme
from odoo_desk.ui.books.periods import ANY, OWN, Period, periods

FIRST_BOOK = Book.CUSTOMER_INVOICES
_DOCUMENT_STATES = (("draft", "Draft"), ("posted", "Posted"), ("cancel", "Cancelled"))
_PAYMENT_RECORD_STATES = (
    ("draft", "Draft"),
    ("posted", "Posted"),
    ("in_process", "In process"),
    ("paid", "Paid"),
    ("reconciled", "Reconciled"),
    ("cancelled", "Cancelled"),
    ("rejected", "Rejected"),
)
_SEARCHED = {
    Book.PARTNERS: "Search name, reference, tax ID, email",
    Book.ACCOUNTS: "Search code or name",
    Book.PAYMENTS: "Search number, partner, memo, amount",
}


class FilterBar(QWidget):
    """`changed` when the query is another one: at every key, as the copy answers at once."""

    changed = Signal()

    def __init__(self, book: Book, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._query = Query(book, today=today)
        self._partner: Partner | None = None
        self._period: Period = ANY
        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setAccessibleName("Search this list")
        self.search.setPlaceholderText(_SEARCHED.get(book, "Search number, partner, reference, amount"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(200)
        self.search.setMaximumWidth(300)
        self.search.textChanged.connect(self._typed)
        self.search.returnPressed.connect(self._typed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.SPACE)
        self._row.addWidget(self.search, 100)  # before anything stays empty
        self._menus: dict[str, QToolButton] = {}
        self._overdue: QToolButton | None = None
        self._to_check: QToolButton | None = None
        if book is Book.PAYMENTS:
            self._several("state", "Status", _PAYMENT_RECORD_STATES)
        if book.move_types:
            self._several("state", "Status", _DOCUMENT_STATES)
        if book.move_types and book is not Book.JOURNAL_ENTRIES:
            words = tuple(
                (state.value, formats.payment_state_word(state))
                for state in PaymentState
                if state is not PaymentState.LEGACY
            )
            self._several("payment_state", "Payment", words)
            self._overdue = self._button("overdue", "Overdue")
            self._overdue.setCheckable(True)
            self._overdue.toggled.connect(lambda on: self._set(replace(self._query, overdue=on)))
        if book.move_types:
            self._to_check = self._button("to_check", "To check")
            self._to_check.setToolTip("What somebody is to look at again: marked so, or posted and not reviewed yet")
            self._to_check.setCheckable(True)
            self._to_check.toggled.connect(lambda on: self._set(replace(self._query, to_check=on)))
        if book.move_types or book is Book.PAYMENTS:
            self._dates(today)
        self._only = self._button("partner", "Partner")
        self._only.setToolTip("Show all partners again")
        self._only.clicked.connect(lambda: self._keep_to(None))
        self.clear = QToolButton(self)
        self.clear.setObjectName("clear_filters")
        self.clear.setText("Clear filters")
        self.clear.clicked.connect(self.reset)
        self._row.addWidget(self.clear)
        self._row.addStretch(1)
        self._show()

    @property
    def query(self) -> Query:
        return self._query

    @property
    def is_active(self) -> bool:
        query = self._query
        return bool(
            query.text
            or query.states
            or query.payment_states
            or query.overdue
            or query.to_check
            or query.date_from
            or query.date_to
            or query.partner_id
        )

    def order_by(self, key: str, *, descending: bool) -> None:
        self._set(replace(self._query, order=key, descending=descending))

    def only_partner(self, partner: Partner) -> None:
        """Documents of one partner; said beside the other filters."""
        self._keep_to(partner)

    def reset(self) -> None:
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._partner, self._period = None, ANY
        query = self._query
        self._set(Query(query.book, today=query.today, order=query.order, descending=query.descending))

    def describe(self) -> str:
        """What is active, in words, for an empty list."""
        query = self._query
        parts = [f"“{query.text}”" if query.text else "", self._partner.name if self._partner else ""]
        parts += [
            "overdue" if query.overdue else "",
            "to check" if query.to_check else "",
            "the chosen status" if query.states or query.payment_states else "",
        ]
        parts += ["the chosen dates" if query.date_from or query.date_to else ""]
        return ", ".join(filter(None, parts))

    # --- choices that are kept ----------------------------------------------------------------------------------------

    def choices(self) -> dict[str, str]:
        """What is kept for the next time: not what was searched, nor one partner, nor days typed by hand."""
        query = self._query
        return {
            "states": " ".join(sorted(query.states)),
            "payment_states": " ".join(sorted(query.payment_states)),
            "overdue": "yes" if query.overdue else "",
            "to_check": "yes" if query.to_check else "",
            "period": self._period.title if self._period not in (ANY, OWN) else "",
            "order": query.order,
            "descending": "yes" if query.descending else "",
        }

    def restore(self, choices: dict[str, str]) -> None:
        """A choice that is not known any more is left out."""
        assert self._query.today is not None
        known = {each.title: each for each in periods(self._query.today)}
        self._period = known.get(choices.get("period", ""), ANY)
        states = set(self._values("state"))
        payment_states = {PaymentState(value) for value in self._values("payment_state")}
        self._query = replace(
            self._query,
            states=frozenset(states.intersection(choices.get("states", "").split())),
            payment_states=frozenset(payment_states.intersection(choices.get("payment_states", "").split())),
            overdue=self._overdue is not None and choices.get("overdue") == "yes",
            to_check=self._to_check is not None and choices.get("to_check") == "yes",
            date_from=self._period.first,
            date_to=self._period.last,
            order=choices.get("order", ""),
            descending=choices.get("descending", "yes") == "yes",
        )
        self._show()

    def _values(self, name: str) -> list[str]:
        return [str(action.data()) for action in self._menus[name].menu().actions()] if name in self._menus else []

    # --- the controls -------------------------------------------------------------------------------------------------

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"filter_{name}")
        button.setText(title)
        button.setAccessibleName(f"Filter by {title.lower()}")
        button.setProperty("title", title)
        button.setProperty("chip", True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row.addWidget(button)
        return button

    def _several(self, name: str, title: str, words: tuple[tuple[str, str], ...]) -> None:
        button = self._button(name, title)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for value, word in words:
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setData(value)
            action.toggled.connect(lambda _on, menu=menu, name=name: self._chosen(menu, name))
        button.setMenu(menu)
        self._menus[name] = button

    def _chosen(self, menu: QMenu, name: str) -> None:
        values = [str(action.data()) for action in menu.actions() if action.isChecked()]
        if name == "state":
            self._set(replace(self._query, states=frozenset(values)))
        else:
            self._set(replace(self._query, payment_states=frozenset(PaymentState(value) for value in values)))

    def _dates(self, today: date) -> None:
        button = self._button("dates", "Dates")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu, group = QMenu(button), QActionGroup(button)
        for period in (*periods(today), OWN):
            action = QAction(period.title, menu)
            action.setCheckable(True)
            action.setData(period.title)
            action.setActionGroup(group)
            action.triggered.connect(lambda _on, period=period: self._in_period(period))
            menu.addAction(action)
        button.setMenu(menu)
        self._menus["dates"] = button

    def _in_period(self, period: Period) -> None:
        if period is not OWN:
            self._period = period
            self._set(replace(self._query, date_from=period.first, date_to=period.last))
            self._show()
            return
        from odoo_desk.ui.books.period_dialog import PeriodDialog  # noqa: PLC0415  not before the first paint

        dialog = PeriodDialog(self._query.date_from, self._query.date_to, self)
        dialog.chosen.connect(self._between)
        dialog.finished.connect(lambda _: self._show())
        dialog.open()

    def _between(self, first: date | None, last: date | None) -> None:
        self._period = OWN if first or last else ANY
        self._set(replace(self._query, date_from=first, date_to=last))

    def _keep_to(self, partner: Partner | None) -> None:
        self._partner = partner
        self._set(replace(self._query, partner_id=partner.id if partner else None))

    def _typed(self) -> None:
        text = self.search.text().strip()
        if text != self._query.text:
            self._set(replace(self._query, text=text))

    def _set(self, query: Query) -> None:
        if query == self._query:
            return
        self._query = query
        self._show()
        self.changed.emit()

    # --- what is active -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        """The controls as the query is, wherever it came from. An active filter says what it lets through."""
        query = self._query
        for name, chosen in (("state", query.states), ("payment_state", query.payment_states)):
            if name in self._menus:
                self._mark(self._menus[name], frozenset(map(str, chosen)), "")
        if "dates" in self._menus:
            own = f"{formats.day(query.date_from) or '…'} to {formats.day(query.date_to) or '…'}"
            title = own if self._period is OWN else ""
            self._mark(self._menus["dates"], frozenset({self._period.title}), title, none=ANY.title)
        for button, on in ((self._overdue, query.overdue), (self._to_check, query.to_check)):
            if button is not None:
                button.blockSignals(True)
                button.setChecked(on)
                button.blockSignals(False)
                self._light(button, on=on)
        self._only.setVisible(self._partner is not None)
        self._only.setText(f"{self._partner.name}  ×".replace("&", "&&") if self._partner else "")  # noqa: RUF001  a sign, not a letter
        self._light(self._only, on=self._partner is not None)
        self.clear.setVisible(self.is_active)

    def _mark(self, button: QToolButton, chosen: frozenset[str], words: str, none: str = "") -> None:
        for action in button.menu().actions():
            action.blockSignals(True)
            action.setChecked(action.data() in chosen)
            action.blockSignals(False)
        let_through = [action.text() for action in button.menu().actions() if action.data() in chosen - {none}]
        title = str(button.property("title"))
        said = words or (let_through[0] if len(let_through) == 1 else f"{len(let_through)} chosen")
        button.setText(f"{title}: {said}" if let_through else title)
        self._light(button, on=bool(let_through))

    def _light(self, button: QToolButton, *, on: bool) -> None:
        if button.property("active") != on:
            button.setProperty("active", on)
            button.style().unpolish(button)
            button.style().polish(button)


def first_question() -> Query:
    """What a new window asks before anything was clicked."""
    return Query(FIRST_BOOK, today=date.today())  # noqa: DTZ011  the user's day
