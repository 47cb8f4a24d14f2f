"""All that stands in the form of a draft while it is written, settled or not, and where the keyboard is: what survives a crash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from odoo_desk.accounting.records import Draft
from odoo_desk.ui.fields.suggestions import Choice
from odoo_desk.ui.invoices.line import Line


@dataclass(frozen=True, slots=True)
class Place:
    """`field` is a field of the header, "narration", or a column of line `row` (-1: not in the lines). `typing` is what stands in the cell that is
    open, None when none is; `cursor` is where in the text."""

    field: str = ""
    row: int = -1
    typing: str | None = None
    cursor: int = 0


@dataclass(frozen=True, slots=True)
class TypedHeader:
    """`original` is what a new document began with; `draft` has the last usable value of every field; `texts` what is typed and not settled;
    `names` are what picked records are shown by."""

    original: Draft
    draft: Draft
    partner: Choice | None
    texts: Mapping[str, str]
    names: Mapping[str, str]
    accounting_date_follows: bool
    control_total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    header: TypedHeader
    lines: tuple[Line, ...]
    narration: str
    place: Place
