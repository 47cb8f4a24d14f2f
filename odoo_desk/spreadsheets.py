"""Workbooks (XLSX): tables with real dates and numbers written, and read back. It works on files, and so never on the loop."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from odoo_desk.errors import InvalidInput

if TYPE_CHECKING:
    import xlsxwriter

Value: TypeAlias = "str | int | Decimal | date | None"
_WIDEST = 40  # characters
_DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with one row of titles. `places`: decimals of the columns that hold amounts. `total` is the last row, set apart."""

    name: str
    titles: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] = ()
    places: Mapping[int, int] | None = None


def write(path: Path, sheets: Sequence[Sheet]) -> None:
    """InvalidInput when the file cannot be written there; what stood there before is left as it was then."""
    import xlsxwriter  # noqa: PLC0415  not before somebody wants one

    beside = path.with_name(f".{path.name}.part")
    try:
        beside.touch()  # before anything is begun that would have to be taken back
        with xlsxwriter.Workbook(str(beside), {"constant_memory": True, "strings_to_formulas": False}) as book:
            for sheet in sheets:
                _write(book, sheet)
        beside.replace(path)
    except OSError as problem:
        raise _not_written(path, problem) from problem
    except xlsxwriter.exceptions.FileCreateError as problem:
        raise _not_written(path, problem) from problem
    finally:
        beside.unlink(missing_ok=True)


def _not_written(path: Path, problem: Exception) -> InvalidInput:
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return InvalidInput(
        f"{path} cannot be written: {reason}.", advice="Close it if it is open, or choose another place."
    )


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    places = sheet.places or {}

    def format_of(column: int, *, strong: bool = False) -> object:
        made: dict[str, object] = {"bold": strong}
        if column in places:
            made |= {"num_format": "#,##0" + ("." + "0" * places[column] if places[column] else "")}
        return book.add_format(made)

    plain = [format_of(column) for column in range(len(sheet.titles))]
    strong = [format_of(column, strong=True) for column in range(len(sheet.titles))]
    days = book.add_format({"num_format": _DAY})
    page.freeze_panes(1, 0)
    for column, title in enumerate(sheet.titles):
        longest = max([len(title), *(len(_shown(row[column])) for row in (*sheet.rows[:200], *_if_any(sheet.total)))])
        page.set_column(column, column, min(longest + 2, _WIDEST))
    for column, title in enumerate(sheet.titles):
        page.write_string(0, column, title, strong[column])
    for number, row in enumerate((*sheet.rows, *_if_any(sheet.total)), start=1):
        formats = strong if sheet.total and number == len(sheet.rows) + 1 else plain
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, column, value, days)
            elif isinstance(value, int | Decimal):
                page.write_number(number, column, value, formats[column])
            elif value is not None:
                page.write_string(number, column, value, formats[column])
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.titles) - 1)


def _if_any(row: Sequence[Value]) -> tuple[Sequence[Value], ...]:
    return (row,) if row else ()


def _shown(value: Value) -> str:
    return "" if value is None else str(value)


def read(path: Path, sheets: Sequence[str]) -> dict[str, list[dict[str, Value]]]:
    """The rows of these sheets, by the titles of their columns. InvalidInput when it is no workbook, or lacks one of them."""
    import openpyxl  # noqa: PLC0415  not before somebody wants one

    try:
        with path.open("rb") as file:  # ours to close, whatever is in it
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            if missing := [each for each in sheets if each not in book.sheetnames]:
                raise InvalidInput(
                    f"{path.name} has no sheet called {missing[0]}.",
                    advice="Choose a file that was saved by this program.",
                )
            return {name: list(_rows(book[name].iter_rows(values_only=True))) for name in sheets}
    except (
        OSError,
        KeyError,
        ValueError,
        zipfile.BadZipFile,
        openpyxl.utils.exceptions.InvalidFileException,
    ) as problem:
        raise InvalidInput(
            f"{path.name} cannot be read as a workbook.", advice="Choose a file (XLSX) that was saved by this program."
        ) from problem


def _rows(found: Iterator[Sequence[object]]) -> Iterator[dict[str, Value]]:
    titles = [str(each or "") for each in next(found, ())]
    for row in found:
        yield {title: _value(each) for title, each in zip(titles, row, strict=False) if title}


def _value(cell: object) -> Value:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float):
        return Decimal(repr(cell))
    return cell if isinstance(cell, str | int | date) or cell is None else str(cell)
