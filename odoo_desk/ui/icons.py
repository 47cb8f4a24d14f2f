"""Our icons: one set of drawings (resources/icons, a grid of 20, lines of 1.5), coloured as they are painted, so that they follow light and dark and
are sharp at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from odoo_desk.ui import resources, theme

SIZE = 20  # what they are drawn for; at 16 a line is still more than a pixel wide


@cache
def icon(name: str, tone: str = "") -> QIcon:
    """`tone`: one of theme's; "" is the colour of text, "on_accent" that of what stands on the accent colour."""
    return QIcon(_Drawing(name, tone))


def pixmap(name: str, tone: str, size: int, ratio: float) -> QPixmap:
    return icon(name, tone).pixmap(QSize(size, size), ratio)


class _Drawing(QIconEngine):
    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone = name, tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State, /) -> None:
        del state
        svg = _drawn(self._name).replace(b"currentColor", self._colour(mode).encode())
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, /) -> QPixmap:
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(picture.rect()), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _Drawing(self._name, self._tone)

    def _colour(self, mode: QIcon.Mode) -> str:
        scheme = theme.scheme()
        if mode is QIcon.Mode.Disabled:
            return scheme.disabled
        if mode is QIcon.Mode.Selected and not self._tone:
            return scheme.on_selected
        if self._tone == "on_accent":
            return scheme.on_accent
        return scheme.tones[self._tone or "neutral"]


@cache
def _drawn(name: str) -> bytes:
    return resources.path(f"icons/{name}.svg").read_bytes()
