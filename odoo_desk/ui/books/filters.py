"""The row of filters above a list: search, state, payment state, dates, overdue; what is active can be seen, and cleared at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.records import Partner, PaymentState
from odoo_desk.ui import formats, theme

TYPING_PAUSE = 250  # ms
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


@dataclass(frozen=True, slots=True)
class Period:
    title: str
    first: date | None
    last: date | None


def periods(today: date) -> tuple[Period, ...]:
    month = today.replace(day=1)
    next_month = (month + timedelta(days=32)).replace(day=1)
    last_month = (month - timedelta(days=1)).replace(day=1)
    return (
        Period("Any date", None, None),
        Period("Today", today, today),
        Period("This month", month, next_month - timedelta(days=1)),
        Period("Last month", last_month, month - timedelta(days=1)),
        Period("This year", today.replace(month=1, day=1), today.replace(month=12, day=31)),
        Period("Last year", date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    )


class FilterBar(QWidget):
    """`changed` when the query is another one; typing counts after a short pause."""

    changed = Signal()

    def __init__(self, book: Book, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filters")
        self._query = Query(book, today=today)
        self._partner: Partner | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE)
        self._pause.timeout.connect(self._typed)
        self.search = QLineEdit(self)
        self.search.setObjectName("search")
        self.search.setAccessibleName("Search this list")
        self.search.setPlaceholderText("Search number, partner, reference, amount")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(300)
        self.search.textEdited.connect(lambda _: self._pause.start())
        self.search.textChanged.connect(lambda text: None if text else self._pause.start())
        self.search.returnPressed.connect(self._typed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.SPACE // 2)
        self._row.addWidget(self.search)
        self._buttons: list[QToolButton] = []
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
            self._overdue()
        if book.move_types or book is Book.PAYMENTS:
            self._dates(today)
        self.clear = QToolButton(self)
        self.clear.setObjectName("clear_filters")
        self.clear.setText("Clear filters")
        self.clear.clicked.connect(self.reset)
        self.clear.setVisible(False)
        self._row.addWidget(self.clear)
        self._row.addStretch(1)

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
            or query.date_from
            or query.date_to
            or query.partner_id
        )

    def order_by(self, key: str, *, descending: bool) -> None:
        self._set(replace(self._query, order=key, descending=descending))

    def only_partner(self, partner: Partner) -> None:
        """Documents of one partner; said in the search field's place, cleared with the rest."""
        self._partner = partner
        self._set(replace(self._query, partner_id=partner.id))

    def reset(self) -> None:
        self.search.clear()
        self._pause.stop()
        self._partner = None
        for button in self._buttons:
            if button.isCheckable():
                button.setChecked(False)
                continue
            for action in button.menu().actions():
                action.setChecked(action.data() is None)
        query = self._query
        self._set(Query(query.book, today=query.today, order=query.order, descending=query.descending))

    def describe(self) -> str:
        """What is active, in words, for an empty list."""
        query = self._query
        parts = [f"“{query.text}”" if query.text else "", self._partner.name if self._partner else ""]
        parts += [
            "overdue" if query.overdue else "",
            "the chosen status" if query.states or query.payment_states else "",
        ]
        parts += ["the chosen dates" if query.date_from or query.date_to else ""]
        return ", ".join(filter(None, parts))

    def _button(self, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"filter_{name}")
        button.setText(title)
        button.setAccessibleName(f"Filter by {title.lower()}")
        button.setProperty("title", title)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._buttons.append(button)
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

    def _chosen(self, menu: QMenu, name: str) -> None:
        values = [str(action.data()) for action in menu.actions() if action.isChecked()]
        if name == "state":
            self._set(replace(self._query, states=frozenset(values)))
        else:
            self._set(replace(self._query, payment_states=frozenset(PaymentState(value) for value in values)))

    def _overdue(self) -> None:
        button = self._button("overdue", "Overdue")
        button.setCheckable(True)
        button.toggled.connect(lambda on: self._set(replace(self._query, overdue=on)))

    def _dates(self, today: date) -> None:
        button = self._button("dates", "Dates")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu, group = QMenu(button), QActionGroup(button)
        for period in periods(today):
            action = QAction(period.title, menu)
            action.setCheckable(True)
            action.setChecked(period.first is None)
            action.setData(None if period.first is None else period.title)
            action.setActionGroup(group)
            action.triggered.connect(lambda _on, period=period: self._between(period.first, period.last))
            menu.addAction(action)
        button.setMenu(menu)

    def _between(self, first: date | None, last: date | None) -> None:
        self._set(replace(self._query, date_from=first, date_to=last))

    def _typed(self) -> None:
        self._pause.stop()
        text = self.search.text().strip()
        if text != self._query.text:
            self._set(replace(self._query, text=text))

    def _set(self, query: Query) -> None:
        if query == self._query:
            return
        self._query = query
        for button in self._buttons:
            self._mark(button)
        self.clear.setVisible(self.is_active)
        self.clear.setText(f"Clear filters ({self._partner.name})" if self._partner else "Clear filters")
        self.changed.emit()

    def _mark(self, button: QToolButton) -> None:
        """An active filter says what it lets through."""
        if button.isCheckable():
            return  # pressed or not is all it says
        menu = button.menu()
        chosen = [action.text() for action in menu.actions() if action.isChecked() and action.data() is not None]
        title = str(button.property("title"))
        button.setText(f"{title}: {chosen[0] if len(chosen) == 1 else len(chosen)}" if chosen else title)
        button.setDown(False)
