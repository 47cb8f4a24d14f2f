"""How it looks: light or dark as the system is or the user says, one accent colour, a handful of tones with a meaning, tabular figures."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from odoo_desk.ui import resources

SPACE = 8  # the unit that distances are multiples of
ACCENT_LIGHT, ACCENT_DARK = "#1f6f78", "#4fb3bf"


@dataclass(frozen=True, slots=True)
class Scheme:
    window: str
    base: str
    alternate: str
    text: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    selected: str
    on_selected: str
    row: str
    tones: dict[str, str]


LIGHT = Scheme(
    window="#f4f5f6",
    base="#ffffff",
    alternate="#f8f9fa",
    text="#1d2327",
    quiet="#5c666d",
    line="#d5dadd",
    accent=ACCENT_LIGHT,
    on_accent="#ffffff",
    selected=ACCENT_LIGHT,
    on_selected="#ffffff",
    row="#d8ecee",
    tones={
        "neutral": "#4d575e",
        "info": "#1f5fa8",
        "good": "#1d7a3e",
        "warning": "#8f5a00",
        "bad": "#b3261e",
        "muted": "#5c666d",
    },
)
DARK = Scheme(
    window="#1f2326",
    base="#181b1e",
    alternate="#1d2124",
    text="#e7eaec",
    quiet="#a2acb3",
    line="#3a4248",
    accent=ACCENT_DARK,
    on_accent="#0b1416",
    selected="#23616a",
    on_selected="#ffffff",
    row="#1e4349",
    tones={
        "neutral": "#c3cbd0",
        "info": "#7db4f0",
        "good": "#6fcf8d",
        "warning": "#e6b35a",
        "bad": "#ff8f86",
        "muted": "#a2acb3",
    },
)


def apply(choice: str) -> None:
    """`choice`: system, light or dark."""
    schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
    QGuiApplication.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    scheme = DARK if choice == "dark" or (choice not in schemes and _system_is_dark()) else LIGHT
    application.setPalette(_palette(scheme))
    application.setStyleSheet(_sheet(scheme))


def scheme() -> Scheme:
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Base).lightness() < 128 else LIGHT


def tone(name: str) -> QColor:
    """neutral, info, good, warning, bad, muted: always beside a word, never alone."""
    return QColor(scheme().tones[name])


def tabular(font: QFont) -> QFont:
    """The same font with all figures of one width, so that amounts stand under each other."""
    changed = QFont(font)
    changed.setFeature(QFont.Tag("tnum"), 1)
    return changed


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _palette(scheme: Scheme) -> QPalette:
    role, palette = QPalette.ColorRole, QPalette()
    colours = {
        role.Window: scheme.window,
        role.WindowText: scheme.text,
        role.Base: scheme.base,
        role.AlternateBase: scheme.alternate,
        role.Text: scheme.text,
        role.Button: scheme.window,
        role.ButtonText: scheme.text,
        role.ToolTipBase: scheme.base,
        role.ToolTipText: scheme.text,
        role.PlaceholderText: scheme.quiet,
        role.Highlight: scheme.selected,
        role.HighlightedText: scheme.on_selected,
        role.Link: scheme.accent,
        role.Accent: scheme.accent,
        role.Mid: scheme.line,
        role.Midlight: scheme.line,
        role.Dark: scheme.line,
        role.Light: scheme.base,
        role.Shadow: scheme.line,
        role.BrightText: scheme.tones["bad"],
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(scheme.quiet).lighter(115))
    return palette


def _icon(name: str, scheme: Scheme) -> str:
    return resources.path(f"icons/{name}-{'dark' if scheme is DARK else 'light'}.svg").as_posix()


def _sheet(scheme: Scheme) -> str:
    tones = "\n".join(f'QLabel[tone="{name}"] {{ color: {colour}; }}' for name, colour in scheme.tones.items())
    return f"""
        {tones}
        QToolTip {{ color: {scheme.text}; background: {scheme.base}; border: 1px solid {scheme.line}; padding: 4px; }}
        QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {{
            background: {scheme.base}; border: 1px solid {scheme.line}; border-radius: 4px; padding: 4px 6px;
        }}
        QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus {{ border: 2px solid {scheme.accent}; padding: 3px 5px; }}
        QComboBox::drop-down {{ border: 0; width: 24px; }}
        QComboBox::down-arrow {{ image: url("{_icon("down", scheme)}"); width: 10px; height: 10px; }}
        QListWidget#profiles {{ border: 1px solid {scheme.line}; border-radius: 4px; background: {scheme.base}; outline: 0; }}
        QListWidget#profiles::item {{ padding: 6px 4px; }}
        QListWidget#profiles::item:selected {{ background: {scheme.row}; color: {scheme.text}; }}
        QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {scheme.quiet}; border-radius: 3px; background: {scheme.base}; }}
        QCheckBox::indicator:disabled {{ border-color: {scheme.line}; background: {scheme.window}; }}
        QCheckBox::indicator:focus {{ border: 2px solid {scheme.accent}; width: 12px; height: 12px; }}
        QCheckBox::indicator:checked {{ background: {scheme.accent}; border-color: {scheme.accent}; image: url("{_icon("check", scheme)}"); }}
        QFrame#lock_card {{ background: {scheme.base}; border: 1px solid {scheme.line}; border-radius: 8px; }}
        QListWidget#navigation {{ background: {scheme.base}; border: 0; border-right: 1px solid {scheme.line}; outline: 0; }}
        QListWidget#navigation::item {{ padding-left: {SPACE * 2}px; }}
        QListWidget#navigation::item:selected {{ background: {scheme.selected}; color: {scheme.on_selected}; }}
        QTableView::item {{ padding: 0 {SPACE // 2}px; }}
        QLineEdit:read-only {{ background: transparent; }}
        QPushButton {{ border: 1px solid {scheme.line}; border-radius: 4px; padding: 5px 14px; background: {scheme.base}; }}
        QPushButton:hover {{ border-color: {scheme.accent}; }}
        QPushButton:focus {{ border: 2px solid {scheme.accent}; padding: 4px 13px; }}
        QPushButton:default {{ background: {scheme.accent}; color: {scheme.on_accent}; border-color: {scheme.accent}; }}
        QPushButton:disabled {{ color: {scheme.quiet}; background: {scheme.window}; border-color: {scheme.line}; }}
        QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px 8px; }}
        QToolButton:hover {{ border-color: {scheme.line}; background: {scheme.base}; }}
        QToolButton:checked {{ border-color: {scheme.accent}; color: {scheme.accent}; background: {scheme.base}; }}
        QToolButton:focus {{ border-color: {scheme.accent}; }}
        QToolButton[popupMode="2"] {{ padding-right: 22px; }}
        QToolButton::menu-indicator {{
            image: url("{_icon("down", scheme)}"); width: 10px; height: 10px;
            subcontrol-origin: padding; subcontrol-position: right center; right: 7px;
        }}
        QToolButton[chip="true"] {{ border-color: {scheme.line}; background: {scheme.base}; }}
        QToolButton[chip="true"]:hover, QToolButton[chip="true"]:focus, QToolButton[chip="true"]:checked, QToolButton[active="true"] {{
            border-color: {scheme.accent};
        }}
        QToolButton[active="true"] {{ color: {scheme.accent}; }}
        QTableView {{ gridline-color: {scheme.line}; border: 1px solid {scheme.line}; outline: 0; }}
        QHeaderView::section {{
            background: {scheme.window}; color: {scheme.quiet}; border: 0; border-bottom: 1px solid {scheme.line}; padding: 5px 8px;
        }}
        QHeaderView::down-arrow {{ image: url("{_icon("down", scheme)}"); width: 10px; height: 10px; subcontrol-position: top center; }}
        QHeaderView::up-arrow {{ image: url("{_icon("up", scheme)}"); width: 10px; height: 10px; subcontrol-position: top center; }}
        QTableCornerButton::section {{ background: {scheme.window}; border: 0; border-bottom: 1px solid {scheme.line}; }}
        QStatusBar {{ border-top: 1px solid {scheme.line}; }}
        QStatusBar::item {{ border: 0; }}
        QMenuBar {{ border-bottom: 1px solid {scheme.line}; }}
        QToolBar {{ border: 0; border-bottom: 1px solid {scheme.line}; padding: 4px; spacing: 4px; }}
    """
