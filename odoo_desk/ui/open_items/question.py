"""What an ageing is asked for: the day, what ages are counted from, by whom, in which buckets, with drafts or without."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from odoo_desk.accounting.open_items import PAYABLE, RECEIVABLE, AgedBy, AsOf, Buckets, GroupedBy
from odoo_desk.errors import InvalidInput
from odoo_desk.ui import theme
from odoo_desk.ui.fields.date import DateEdit
from odoo_desk.ui.fields.text import TextEdit
from odoo_desk.ui.places import Report

_MOST_BUCKETS = 12


@dataclass(frozen=True, slots=True)
class Question:
    asked: AsOf
    aged_by: AgedBy = AgedBy.DUE_DATE
    grouped_by: GroupedBy = GroupedBy.PARTNER
    buckets: Buckets = field(default_factory=Buckets)
    revalue: bool = False
    """Items in other currencies at the rate of that day, instead of what they are in the books."""


class QuestionBar(QWidget):
    """`changed` when another question stands."""

    changed = Signal()

    def __init__(self, report: Report, today: date, kept: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._kept, self._report = kept, report
        self._today = today
        self.question = Question(AsOf(today, (RECEIVABLE if report is Report.AGED_RECEIVABLE else PAYABLE,)))
        self.day = DateEdit(self)
        self.day.setObjectName("as_of")
        self.day.setAccessibleName("As of")
        self.day.setFixedWidth(26 * theme.SPACE)
        self.day.setToolTip("What was open at the end of this day, by accounting date")
        self.day.changed.connect(self._day_chosen)
        label = QLabel("&As of", self)
        label.setBuddy(self.day)
        self._aged = self._menu("aged_by", "Aged by", AgedBy, lambda value: replace(self.question, aged_by=value))
        self._group = self._menu("group_by", "By", GroupedBy, lambda value: replace(self.question, grouped_by=value))
        self.borders = TextEdit(self)
        self.borders.setObjectName("buckets")
        self.borders.setAccessibleName("Days of the buckets")
        self.borders.setToolTip("The last day of each bucket: 30, 60 makes 1 to 30, 31 to 60 and over 60")
        self.borders.setFixedWidth(18 * theme.SPACE)
        self.borders.editingFinished.connect(self._borders_typed)
        days = QLabel("Da&ys", self)
        days.setBuddy(self.borders)
        self._drafts = self._switch("with_drafts", "With drafts", self._drafts_chosen)
        self._drafts.setToolTip("Drafts too, as if they were posted on their accounting date")
        self._revalue = self._switch("revalue", "Revalue", self._revalue_chosen)
        self._revalue.setToolTip("Items in other currencies at the rate of that day")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        for widget in (label, self.day, self._group, self._aged, days, self.borders, self._drafts, self._revalue):
            row.addWidget(widget)
        row.addStretch(1)
        self._restore()
        self._show()

    def _menu(self, name: str, title: str, values: type[AgedBy] | type[GroupedBy], made: object) -> QToolButton:
        button = self._chip(name, title)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu, group = QMenu(button), QActionGroup(button)
        for value in values:
            action = menu.addAction(value.word)
            action.setCheckable(True)
            action.setData(value)
            action.setActionGroup(group)
            action.triggered.connect(lambda _on, value=value: self._set(made(value)))  # type: ignore[operator]
        button.setMenu(menu)
        return button

    def _chip(self, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"ageing_{name}")
        button.setText(title)
        button.setProperty("title", title)
        button.setProperty("chip", True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _switch(self, name: str, title: str, chosen: Callable[[bool], None]) -> QToolButton:
        button = self._chip(name, title)
        button.setCheckable(True)
        button.toggled.connect(chosen)
        return button

    def ask_for_day(self, day: date) -> None:
        self._set(replace(self.question, asked=replace(self.question.asked, on=day)))

    def reset(self) -> None:
        """As it is when nobody chose anything."""
        self._set(Question(replace(self.question.asked, on=self._today, with_drafts=False)))

    def _day_chosen(self) -> None:
        day = self.day.value()
        if day is None:
            self.day.set_value(self.question.asked.on)  # there is no ageing without a day
        else:
            self.ask_for_day(day)

    def _drafts_chosen(self, on: bool) -> None:
        self._set(replace(self.question, asked=replace(self.question.asked, with_drafts=on)))

    def _revalue_chosen(self, on: bool) -> None:
        self._set(replace(self.question, revalue=on))

    def _borders_typed(self) -> None:
        try:
            self._set(replace(self.question, buckets=parse_buckets(self.borders.text())))
        except InvalidInput as problem:
            self.borders.complain(str(problem))

    def _set(self, question: Question) -> None:
        if question == self.question:
            self._show()
            return
        self.question = question
        self._keep()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        question = self.question
        self.day.set_value(question.asked.on)
        self.borders.complain("")
        self.borders.setText(", ".join(map(str, question.buckets.borders)))
        for switch, on in ((self._drafts, question.asked.with_drafts), (self._revalue, question.revalue)):
            switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(False)
        for button, value, word in (
            (self._aged, question.aged_by, question.aged_by.word),
            (self._group, question.grouped_by, question.grouped_by.word),
        ):
            button.setText(f"{button.property('title')}: {word}")
            for action in button.menu().actions():
                action.setChecked(action.data() == value)

    def _keep(self) -> None:
        question = self.question
        kept = {
            "aged_by": question.aged_by.value,
            "grouped_by": question.grouped_by.value,
            "buckets": " ".join(map(str, question.buckets.borders)),
        }
        self._kept.setValue(f"{self._report.value}/question", kept)

    def _restore(self) -> None:
        """A choice that is not known any more is left out; the day is always today's."""
        kept = self._kept.value(f"{self._report.value}/question")
        if not isinstance(kept, dict):
            return
        ages, groups = [each.value for each in AgedBy], [each.value for each in GroupedBy]
        if kept.get("aged_by") in ages:
            self.question = replace(self.question, aged_by=AgedBy(kept["aged_by"]))
        if kept.get("grouped_by") in groups:
            self.question = replace(self.question, grouped_by=GroupedBy(kept["grouped_by"]))
        try:
            self.question = replace(self.question, buckets=parse_buckets(str(kept.get("buckets", ""))))
        except InvalidInput:
            return


def parse_buckets(text: str) -> Buckets:
    """From "30, 60, 90" in any order. InvalidInput when that is none."""
    found = sorted({int(each) for each in re.findall(r"\d{1,4}", text)})
    if not found or found[0] < 1 or re.search(r"[^\d\s,;/–-]", text):  # noqa: RUF001  a dash that somebody may type
        raise InvalidInput("Write the last day of each bucket, such as 30, 60, 90.", field="buckets")
    if len(found) > _MOST_BUCKETS:
        raise InvalidInput(f"At most {_MOST_BUCKETS} buckets fit side by side.", field="buckets")
    return Buckets(tuple(found))
