"""One measured figure beside what it is held against; all of them as a table and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")


@dataclass(frozen=True, slots=True)
class Result:
    """`ours` and `against` in `unit`. `ratio` is ours by theirs; `bar` what it may be at most, or `at_least`. Where the bar is a time, `against` is
    that time and the bar is 1. `note`: what the table should say beside it. No bar: only listed."""

    what: str
    ours: float
    against: float
    bar: float | None = 1.0
    unit: str = "ms"
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours / self.against if self.against else float("inf") if self.ours else 1.0

    @property
    def holds(self) -> bool | None:
        if self.bar is None:
            return None
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar

    def as_json(self) -> dict[str, object]:
        return {
            "what": self.what,
            "ours": round(self.ours, 4),
            "against": round(self.against, 4),
            "ratio": round(self.ratio, 4),
            "bar": self.bar,
            "holds": self.holds,
            "unit": self.unit,
            "note": self.note,
        }


def median(values: Iterable[float]) -> float:
    return percentile(values, 50)


def percentile(values: Iterable[float], percent: float) -> float:
    """The value that `percent` of them do not pass (nearest rank; of an even number the lower median)."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("nothing was measured")
    return ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)]


def show(results: Sequence[Result]) -> str:
    """As a Markdown table, which can be read on a terminal as well."""
    lines = [("what", "ours", "against", "ratio", "bar", "holds", "note")]
    for each in results:
        bar = "" if each.bar is None else f"{'≥' if each.at_least else '≤'} {each.bar:g}"
        holds = {True: "yes", False: "NO", None: ""}[each.holds]
        ours, against = (
            f"{_figure(each.ours)} {each.unit}",
            f"{_figure(each.against)} {each.unit}" if each.against else "",
        )
        lines.append((each.what, ours, against, f"{each.ratio:.2f}" if each.against else "", bar, holds, each.note))
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rows = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    return "\n".join([rows[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *rows[1:]])


def write(results: Sequence[Result]) -> None:
    RESULTS.write_text(
        json.dumps([each.as_json() for each in results], indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
