"""Pictures kept and compared: small files, and a difference that is seen in a picture of its own."""

from __future__ import annotations

from array import array
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

KEPT = Path(__file__).parent / "pictures"
SHOWN = Path(__file__).parent.parent.parent / "build" / "looks"
A_CHANNEL = 24  # of 255: what antialiasing may come to
A_SHARE = 0.003  # of the pixels
# What is large keeps its colour; the many shades between are rounded, which makes a file half as large. The step is well below what counts as a difference.
STEP = 16
LARGE = 0.001  # of the pixels
_SHADES = bytes(min(255, (each + STEP // 2) // STEP * STEP) for each in range(256))


def taken(widget: QWidget) -> QImage:
    """What is on screen."""
    size, scale = widget.size(), widget.devicePixelRatioF()
    image = QImage(QSize(round(size.width() * scale), round(size.height() * scale)), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("white"))
    widget.render(image)
    return _rounded(image)


def _rounded(image: QImage) -> QImage:
    pixels = memoryview(bytes(image.constBits())).cast("I")
    counted, least = Counter(pixels), LARGE * len(pixels)
    shade = {
        colour: colour if count > least else int.from_bytes(colour.to_bytes(4, "little").translate(_SHADES), "little")
        for colour, count in counted.items()
    }
    raw = array("I", map(shade.__getitem__, pixels)).tobytes()
    return QImage(raw, image.width(), image.height(), image.bytesPerLine(), QImage.Format.Format_RGB32).copy()


def keep(name: str, image: QImage) -> None:
    KEPT.mkdir(exist_ok=True)
    _small(image).save(str(_file(name)), "PNG", 0)


def complaint(name: str, image: QImage) -> str:
    """ "" when it looks as it did; else how many pixels differ, and where to look."""
    file = _file(name)
    if not file.exists():
        return f"{name}: there is no picture of it yet; look at {_shown(name, 'actual', image)}, then: make looks"
    before = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
    if before.size() != image.size():
        was, now = (f"{each.width()} x {each.height()}" for each in (before, image))
        return f"{name}: it was {was} and is {now}; look at {_shown(name, 'actual', image)}"
    count, difference = _difference(before, image)
    if count <= A_SHARE * image.width() * image.height():
        return ""
    _shown(name, "actual", image)
    return (
        f"{name}: {count} pixels differ; look at {_shown(name, 'difference', difference)} and the actual one beside it"
    )


def _difference(before: QImage, now: QImage) -> tuple[int, QImage]:
    """How many pixels differ, and a faint copy of the picture with those in red."""
    shown = now.convertToFormat(QImage.Format.Format_Grayscale8).convertToFormat(QImage.Format.Format_RGB32)
    count, width, red = 0, now.bytesPerLine(), b"\x20\x20\xe0\xff"
    old, new = bytes(before.constBits()), bytes(now.constBits())
    faint = bytearray(bytes(shown.constBits()).translate(bytes(160 + each * 95 // 255 for each in range(256))))
    if old == new:
        return 0, shown
    for row in range(0, len(new), width):
        if old[row : row + width] == new[row : row + width]:
            continue
        for at in range(row, row + width, 4):
            if any(abs(old[each] - new[each]) > A_CHANNEL for each in range(at, at + 3)):
                count += 1
                faint[at : at + 4] = red
    return count, QImage(bytes(faint), now.width(), now.height(), width, QImage.Format.Format_RGB32).copy()


def _small(image: QImage) -> QImage:
    """With a palette where the shades fit into one (Qt would dither otherwise)."""
    raw = bytes(image.constBits())
    pixels = memoryview(raw).cast("I")
    return image.convertToFormat(QImage.Format.Format_Indexed8) if len(set(pixels)) <= 256 else image


def _shown(name: str, what: str, image: QImage) -> Path:
    SHOWN.mkdir(parents=True, exist_ok=True)
    file = SHOWN / f"{name}.{what}.png"
    image.save(str(file))
    return file


def _file(name: str) -> Path:
    return KEPT / f"{name}.png"
