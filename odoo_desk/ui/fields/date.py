"""Dates as they are typed: letters, offsets, parts of a date; the day that was understood stands beside it, with its weekday."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from odoo_desk.accounting.entry import parse_date
from odoo_desk.errors import InvalidInput
from odoo_desk.ui import icons, theme
from odoo_desk.ui.elided import ElidedLabel
from odoo_desk.ui.fields.text import TextEdit


def day_first() -> bool:
    shape = QLocale().dateFormat(QLocale.FormatType.ShortFormat).lower()
    return shape.find("d") < shape.find("m")


def date_text(day: date) -> str:
    """As it can be typed back in this locale."""
    shape = QLocale().dateFormat(QLocale.FormatType.ShortFormat)
    separator = next((sign for sign in shape if sign in "./-"), "")
    if shape.lower().startswith("y") or not separator or "MMM" in shape:
        return day.isoformat()
    first, second = (day.day, day.month) if day_first() else (day.month, day.day)
    return f"{first:02}{separator}{second:02}{separator}{day.year:04}"


def weekday_text(day: date, *, short: bool = False) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd" if short else "dddd")


class _DayText(TextEdit):
    left = Signal()
    calendar_wanted = Signal()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        self.left.emit()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        alt_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_F4 or alt_down:
            self.calendar_wanted.emit()
            return
        super().keyPressEvent(event)


class DateEdit(QWidget):
    """`changed` tells when another day stands. F4 or Alt+Down opens a calendar."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: date | None = None
        self._text = _DayText(self)
        self._hint = ElidedLabel("", self)
        self._hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._text.setFixedWidth(self._text.fontMetrics().horizontalAdvance("0000-00-00") + 36)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._text)
        layout.addWidget(self._hint, 1)
        self.setFocusProxy(self._text)
        self._text.textEdited.connect(self._while_typing)
        self._text.left.connect(self.commit)
        self._text.returnPressed.connect(self.commit)
        self._text.calendar_wanted.connect(self._open_calendar)

    @property
    def line_edit(self) -> TextEdit:
        return self._text

    def value(self) -> date | None:
        return self._value

    def set_value(self, value: date | None) -> None:
        self._value = value
        self._text.complain("")
        self._show()

    def set_placeholder(self, text: str) -> None:
        self._text.setPlaceholderText(text)

    def setReadOnly(self, read_only: bool) -> None:
        self._text.setReadOnly(read_only)

    def setObjectName(self, name: object, /) -> None:
        super().setObjectName(str(name))
        self._text.setObjectName(f"{name}_text")

    def setAccessibleName(self, name: str, /) -> None:
        super().setAccessibleName(name)
        self._text.setAccessibleName(name)

    def complain(self, text: str) -> None:
        self._text.complain(text)
        if text:
            self._say(text, is_trouble=True)

    @property
    def complaint(self) -> str:
        return self._text.complaint

    def read(self) -> date | None:
        if not self._text.isModified():
            return self._value
        typed = self._text.text()
        return parse_date(typed, today=date.today(), day_first=day_first()) if typed.strip() else None  # noqa: DTZ011  the user's day

    def commit(self) -> None:
        if not self._text.isModified():
            return
        try:
            value = self.read()
        except InvalidInput as problem:
            self._text.complain(str(problem))
            self._say(problem.message, is_trouble=True)
            return
        self._take(value)

    def _take(self, value: date | None) -> None:
        before = self._value
        self.set_value(value)
        if before != value:
            self.changed.emit()

    def _while_typing(self, typed: str) -> None:
        """The day that would be taken is said before it is accepted."""
        try:
            found = self.read() if typed.strip() else None
        except InvalidInput:
            self._say("")
            return
        self._say(f"{weekday_text(found)}, {date_text(found)}" if found else "")

    def _show(self) -> None:
        self._text.setText(date_text(self._value) if self._value else "")
        self._text.setModified(False)
        if self._value:
            self._say(weekday_text(self._value), weekday_text(self._value, short=True))
        else:
            self._say("")

    def _say(self, text: str, short: str = "", *, is_trouble: bool = False) -> None:
        self._hint.setText(text, short)
        theme.set_tone(self._hint, "bad" if is_trouble else "muted")

    def _open_calendar(self) -> None:
        popup = _Calendar(self._value or date.today(), self)  # noqa: DTZ011  the user's day
        popup.picked.connect(self._take)
        popup.move(self._text.mapToGlobal(QPoint(0, self._text.height())))
        popup.show()


class _Calendar(QFrame):
    picked = Signal(object)

    def __init__(self, day: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("popup", True)
        self._days = QCalendarWidget(self)
        self._days.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._days.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        weekend = QTextCharFormat()
        weekend.setForeground(theme.tone("muted"))
        for each in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._days.setWeekdayTextFormat(each, weekend)
        for button in self._days.findChildren(QToolButton):
            if name := {"qt_calendar_prevmonth": "previous", "qt_calendar_nextmonth": "next"}.get(button.objectName()):
                button.setIcon(icons.icon(name))
        self._days.setMinimumSize(36 * theme.SPACE, 30 * theme.SPACE)
        self._days.setAccessibleName("Calendar")
        self._days.setSelectedDate(QDate(day.year, day.month, day.day))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._days)
        self._days.activated.connect(self._take)
        self._days.clicked.connect(self._take)
        self._days.setFocus()

    def _take(self, day: QDate) -> None:
        self.picked.emit(date(day.year(), day.month(), day.day()))
        self.close()
