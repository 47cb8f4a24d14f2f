"""The style sheet: borders, states and paddings of every kind of widget, from one scheme and one density."""

from __future__ import annotations

from odoo_desk.ui import resources
from odoo_desk.ui.scheme import DARK, Density, Scheme

RADIUS = 4
RING = 2  # of what has the keyboard


def of(scheme: Scheme, density: Density) -> str:
    parts = (_texts(scheme), _fields(scheme, density.field), _ticks(scheme), _buttons(scheme, density.button))
    return "".join((*parts, _tables(scheme), _window(scheme)))


def _texts(scheme: Scheme) -> str:
    tones = "\n".join(
        f'QLabel[tone="{name}"], QToolButton[tone="{name}"] {{ color: {colour}; }}'
        for name, colour in scheme.tones.items()
    )
    banners = "\n".join(
        f'QFrame[banner="{name}"] {{ border: 1px solid {scheme.tones[name]}; border-left-width: 4px; }}'
        for name in ("info", "warning", "bad")
    )
    return f"""
        {tones}
        QLabel:disabled {{ color: {scheme.disabled}; }}
        QFrame[popup="true"] {{ background: {scheme.base}; border: 1px solid {scheme.edge}; }}
        QFrame[banner] {{ background: {scheme.base}; border-radius: {RADIUS}px; }}
        {banners}
        QToolTip {{ color: {scheme.text}; background: {scheme.base}; border: 1px solid {scheme.edge}; padding: 4px; }}
        QFrame#lock_card {{ background: {scheme.base}; border: 1px solid {scheme.line}; border-radius: {2 * RADIUS}px; }}
    """


def _fields(scheme: Scheme, high: int) -> str:
    less = high - 1
    kinds = ("QLineEdit", "QPlainTextEdit", "QTextEdit", "QComboBox", "QAbstractSpinBox")
    return f"""
        {", ".join(kinds)} {{
            background: {scheme.base}; border: 1px solid {scheme.edge}; border-radius: {RADIUS}px; padding: {high}px 6px;
        }}
        {", ".join(f"{kind}:focus" for kind in kinds)} {{ border: {RING}px solid {scheme.accent}; padding: {less}px 5px; }}
        {", ".join(f"{kind}:disabled" for kind in kinds)} {{
            background: {scheme.window}; border-color: {scheme.line}; color: {scheme.disabled};
        }}
        QComboBox {{ padding-left: 8px; }}
        QComboBox:focus {{ padding-left: 7px; }}
        QLineEdit:read-only {{ background: transparent; border-color: {scheme.line}; }}
        QLineEdit[suggested="true"] {{ color: {scheme.quiet}; font-style: italic; }}
        QComboBox::drop-down {{ border: 0; width: 24px; }}
        QComboBox::down-arrow {{ image: url("{_arrow("down", scheme)}"); width: 10px; height: 10px; }}
    """


def _ticks(scheme: Scheme) -> str:
    """The ring goes round the words too: on a box that is ticked it could not be seen."""
    both = ("QCheckBox", "QRadioButton")

    def each(suffix: str) -> str:
        return ", ".join(kind + suffix for kind in both)

    return f"""
        {each("")} {{ border: {RING}px solid transparent; border-radius: {RADIUS}px; padding: 1px; spacing: 6px; }}
        {each(":focus")} {{ border-color: {scheme.accent}; }}
        {each(":disabled")} {{ color: {scheme.disabled}; }}
        QCheckBox#remember:disabled {{ color: {scheme.quiet}; }}
        {each("::indicator")} {{ width: 14px; height: 14px; border: 1px solid {scheme.edge}; background: {scheme.base}; }}
        QCheckBox::indicator {{ border-radius: 3px; }}
        QRadioButton::indicator {{ border-radius: 8px; }}
        {each("::indicator:hover")} {{ border-color: {scheme.accent}; }}
        {each("::indicator:disabled")} {{ border-color: {scheme.line}; background: {scheme.window}; }}
        QCheckBox::indicator:checked {{
            background: {scheme.accent}; border-color: {scheme.accent}; image: url("{_arrow("check", scheme)}");
        }}
        QDialog#merge QRadioButton::indicator {{ subcontrol-position: top left; }}
        QRadioButton::indicator:checked {{ width: 6px; height: 6px; border: 5px solid {scheme.accent}; }}
    """


def _buttons(scheme: Scheme, high: int) -> str:
    less, tool = high - 1, high - 1
    tool_less = tool - 1
    return f"""
        QPushButton {{
            border: 1px solid {scheme.edge}; border-radius: {RADIUS}px; padding: {high}px 14px; background: {scheme.base};
        }}
        QPushButton:hover {{ border-color: {scheme.accent}; background: {scheme.row}; }}
        QPushButton:pressed {{ background: {scheme.line}; }}
        QPushButton:focus {{ border: {RING}px solid {scheme.accent}; padding: {less}px 13px; }}
        QPushButton:default {{ background: {scheme.accent}; color: {scheme.on_accent}; border-color: {scheme.accent}; }}
        QPushButton:default:hover {{ border-color: {scheme.text}; }}
        QPushButton:default:focus {{ border-color: {scheme.text}; }}
        QPushButton:disabled, QPushButton:default:disabled {{
            color: {scheme.disabled}; background: {scheme.window}; border-color: {scheme.line};
        }}
        QToolButton {{ border: 1px solid transparent; border-radius: {RADIUS}px; padding: {tool}px 8px; }}
        QToolButton:hover {{ border-color: {scheme.line}; background: {scheme.base}; }}
        QToolButton:pressed {{ background: {scheme.line}; }}
        QToolButton:checked {{ border-color: {scheme.accent}; color: {scheme.accent}; background: {scheme.base}; }}
        QToolButton:disabled {{ color: {scheme.disabled}; }}
        QToolButton[popupMode="2"] {{ padding-right: 22px; }}
        QToolButton::menu-indicator {{
            image: url("{_arrow("down", scheme)}"); width: 10px; height: 10px;
            subcontrol-origin: padding; subcontrol-position: right center; right: 7px;
        }}
        QToolButton[chip="true"] {{ border-color: {scheme.edge}; background: {scheme.base}; }}
        QToolButton[chip="true"]:hover, QToolButton[chip="true"]:checked, QToolButton[active="true"] {{
            border-color: {scheme.accent};
        }}
        QToolButton[chip="true"]:disabled {{ border-color: {scheme.line}; background: {scheme.window}; }}
        QToolButton[active="true"] {{ color: {scheme.accent}; }}
        QToolButton:focus, QToolButton[chip="true"]:focus {{
            border: {RING}px solid {scheme.accent}; padding: {tool_less}px 7px;
        }}
        QToolButton#advanced {{ padding-left: 0; border-color: transparent; color: {scheme.text}; background: transparent; }}
        QToolButton#advanced:focus {{ border-color: {scheme.accent}; }}
        QToolButton#button_more {{ padding-right: 8px; }}
        QToolButton#button_more::menu-indicator {{ image: none; }}
        QToolButton[popupMode="2"]:focus {{ padding-right: 21px; }}
    """


def _tables(scheme: Scheme) -> str:
    return f"""
        QTableView, QTreeView {{
            gridline-color: {scheme.line}; border: 1px solid {scheme.line}; outline: 0;
            selection-background-color: {scheme.row}; selection-color: {scheme.text};
        }}
        QTableView:focus, QTreeView:focus {{ border-color: {scheme.accent}; }}
        QTreeView::item {{ padding: 4px 8px; }}
        QTreeView::item:selected {{ background: {scheme.row}; color: {scheme.text}; }}
        QTableView::item {{ padding: 0 4px; }}
        QCalendarWidget QTableView, QCalendarWidget QTableView::item {{ border: 0; padding: 0; }}
        QCalendarWidget QTableView {{ selection-background-color: {scheme.accent}; selection-color: {scheme.on_accent}; }}
        QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {scheme.window}; }}
        QCalendarWidget QToolButton {{ color: {scheme.text}; }}
        QHeaderView {{ background: {scheme.window}; }}
        QHeaderView::section {{
            background: {scheme.window}; color: {scheme.quiet}; border: 0; border-bottom: 1px solid {scheme.line}; padding: 5px 8px;
        }}
        QHeaderView::down-arrow {{ image: url("{_arrow("down", scheme)}"); width: 10px; height: 10px; subcontrol-position: top center; }}
        QHeaderView::up-arrow {{ image: url("{_arrow("up", scheme)}"); width: 10px; height: 10px; subcontrol-position: top center; }}
        QTabWidget::pane {{ border: 0; }}
        QTabBar {{ qproperty-drawBase: 0; }}
        QTabBar::tab {{ padding: 6px 12px; border: {RING}px solid transparent; background: transparent; color: {scheme.quiet}; }}
        QTabBar::tab:hover {{ color: {scheme.text}; }}
        QTabBar::tab:selected {{ color: {scheme.text}; border-bottom-color: {scheme.accent}; }}
        QTabBar::tab:focus {{ border-color: {scheme.accent}; border-radius: {RADIUS}px; }}
        QTableCornerButton::section {{ background: {scheme.window}; border: 0; border-bottom: 1px solid {scheme.line}; }}
        QListWidget#profiles {{
            border: 1px solid {scheme.edge}; border-radius: {RADIUS}px; background: {scheme.base}; outline: 0;
        }}
        QListWidget#profiles:focus {{ border: {RING}px solid {scheme.accent}; }}
        QListWidget#profiles::item {{ padding: 6px 4px; }}
        QListWidget#profiles::item:selected {{ background: {scheme.row}; color: {scheme.text}; }}
    """


def _window(scheme: Scheme) -> str:
    bar, handle = "QScrollBar", scheme.handle
    return f"""
        QListWidget#navigation {{ background: {scheme.base}; border: 0; border-right: 1px solid {scheme.line}; outline: 0; }}
        QListWidget#navigation::item {{ padding-left: 14px; border: {RING}px solid transparent; }}
        QListWidget#navigation::item:disabled {{ color: {scheme.quiet}; }}
        QListWidget#navigation::item:enabled:hover {{ background: {scheme.window}; }}
        QListWidget#navigation::item:selected {{ background: {scheme.selected}; color: {scheme.on_selected}; }}
        QListWidget#navigation::item:focus {{ border-color: {scheme.text}; }}
        QStatusBar {{ border-top: 1px solid {scheme.line}; }}
        QStatusBar::item {{ border: 0; }}
        QMenuBar {{ border-bottom: 1px solid {scheme.line}; }}
        QToolBar {{ border: 0; padding: 0; spacing: 4px; }}
        QProgressBar {{ border: 0; border-radius: 3px; background: {scheme.line}; }}
        QProgressBar::chunk {{ border-radius: 3px; background: {scheme.accent}; }}
        {bar} {{ background: transparent; border: 0; margin: 0; }}
        {bar}:vertical {{ width: 12px; }}
        {bar}:horizontal {{ height: 12px; }}
        {bar}::handle {{ background: {handle}; border-radius: 4px; margin: 2px; }}
        {bar}::handle:vertical {{ min-height: 32px; }}
        {bar}::handle:horizontal {{ min-width: 32px; }}
        {bar}::handle:hover {{ background: {scheme.quiet}; }}
        {bar}::add-line, {bar}::sub-line, {bar}::add-page, {bar}::sub-page {{ width: 0; height: 0; background: transparent; }}
    """


def _arrow(name: str, scheme: Scheme) -> str:
    """A style sheet takes files only, so these few are there in both colours."""
    return resources.path(f"icons/{name}-{'dark' if scheme is DARK else 'light'}.svg").as_posix()
