"""Selected rows as a spreadsheet takes them: columns as they stand, with their titles. Also rows that were never loaded."""

from __future__ import annotations

from collections.abc import Sequence

from odoo_desk.accounting.entry import harmless
from odoo_desk.accounting.listing import Row
from odoo_desk.ui.tables.columns import Column
from odoo_desk.ui.tables.view import BookView

COPIED = 50_000  # rows; a spreadsheet takes many more, the clipboard hardly
_ENDS = dict.fromkeys(map(ord, "\t\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), " ")  # of a cell or a row
STEP = 100  # rows that are read and written in one go


async def copied(view: BookView) -> str:
    """Only of as many rows as COPIED; whoever calls says so."""
    model, header = view.book(), view.horizontalHeader()
    numbers = [header.logicalIndex(place) for place in range(header.count())]
    columns = [model.columns[number] for number in numbers if not header.isSectionHidden(number)]
    lines = ["\t".join(column.title for column in columns)]
    query = model.query
    assert query is not None
    for span in view.selected_ranges():
        for start in range(span.start, span.stop, STEP):
            part = range(start, min(start + STEP, span.stop))
            rows: Sequence[Row] = model.rows_in(part)
            if len(rows) < len(part):
                rows = await model.source.window(query, part.start, len(part))
            lines += (_line(row, columns) for row in rows)
    return "\n".join(lines)


def as_text(rows: Sequence[object], columns: Sequence[Column]) -> str:
    """With the titles of the columns."""
    return "\n".join(["\t".join(column.title for column in columns), *(_line(row, columns) for row in rows)])


def _line(row: object, columns: Sequence[Column]) -> str:
    return "\t".join(_cell(row, column) for column in columns)


def _cell(row: object, column: Column) -> str:
    """On one line, whatever a spreadsheet takes for the end of one; a currency's sign may look like a formula too."""
    return harmless(" ".join(column.text(row).translate(_ENDS).split("\n")))
