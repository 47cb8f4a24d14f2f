"""Lines of a draft for the clipboard: a table for spreadsheets, and one with borders for letters."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QMimeData, Qt

from odoo_desk.accounting.entry import harmless
from odoo_desk.ui.invoices.columns import Kind
from odoo_desk.ui.invoices.lines_model import LinesModel


def lines_for_clipboard(model: LinesModel, rows: Sequence[int]) -> QMimeData:
    """With a heading; numbers as this locale writes them, everything else so that no spreadsheet takes it for a formula."""
    table = [[column.title for column in model.columns], *(_cells(model, row) for row in rows)]
    data = QMimeData()
    data.setText("".join("\t".join(cells) + "\n" for cells in table))
    html = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>" for cells in table)
    data.setHtml(f"<table>{html}</table>")
    return data


def _cells(model: LinesModel, row: int) -> list[str]:
    line = model.line(row)
    if line.is_text:
        return [_one_line(line.draft.name) if column.field == "name" else "" for column in model.columns]
    cells = []
    for number, column in enumerate(model.columns):
        text = str(model.index(row, number).data(Qt.ItemDataRole.EditRole) or "")
        is_number = column.kind in (Kind.NUMBER, Kind.SUBTOTAL) and column.field not in line.pending
        cells.append(text if is_number else _one_line(text))
    return cells


def _one_line(text: str) -> str:
    return harmless(" ".join(text.split()))
