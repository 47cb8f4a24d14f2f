"""The colours, light and dark (tests/ui/test_scheme.py works out their contrasts), and the two densities."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scheme:
    """`edge` goes round what is typed into or ticked, and can be told from its ground; `line` merely parts one thing from another. `row`: a
    selected row, on which every tone can be read; `selected`: what is chosen in a menu or in the navigation."""

    window: str
    base: str
    alternate: str
    text: str
    quiet: str
    disabled: str
    line: str
    edge: str
    handle: str
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
    disabled="#8c959b",
    line="#d5dadd",
    edge="#7f8990",
    handle="#aeb6bb",
    accent="#1f6f78",
    on_accent="#ffffff",
    selected="#1f6f78",
    on_selected="#ffffff",
    row="#d8ecee",
    tones={
        "neutral": "#4d575e",
        "info": "#1f5fa8",
        "good": "#1a7038",
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
    disabled="#757f86",
    line="#3a4248",
    edge="#6b767d",
    handle="#535e65",
    accent="#4fb3bf",
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


@dataclass(frozen=True, slots=True)
class Density:
    """Heights of rows (in lists, and where lines are typed), and what stands above and below the text of a field or a button."""

    row: int
    line: int
    field: int
    button: int


DENSITIES = {"comfortable": Density(32, 30, 4, 5), "compact": Density(24, 24, 3, 3)}
