"""What a list and a selection come to, in words: one line, and every currency by itself where there are several."""

from __future__ import annotations

from decimal import Decimal

from odoo_desk.accounting.listing import Book, CurrencySum, Summary
from odoo_desk.ui import formats

GAP = " " * 5


def in_words(summary: Summary, book: Book) -> str:
    what = "row" if summary.count == 1 else "rows"
    text = f"{number(summary.count)} {what}" + (" so far" if summary.so_far else "")
    return text + _sums(summary, book)


def selection_in_words(count: int, summary: Summary | None, book: Book) -> str:
    text = f"{number(count)} selected"
    return text + _sums(summary, book) if summary is not None else text


def by_currency(summary: Summary, book: Book) -> str:
    """One line for each currency; "" where there is but one."""
    if len(summary.by_currency) < 2:
        return ""
    return "\n".join(f"{each.currency.code}{GAP}{_amounts(each, book)}" for each in summary.by_currency)


def _sums(summary: Summary, book: Book) -> str:
    if summary.company_sum is None:
        return ""
    others = len(summary.by_currency)
    return f"{GAP}{_amounts(summary.company_sum, book)}" + (f"{GAP}in {others} currencies" if others > 1 else "")


def _amounts(sums: CurrencySum, book: Book) -> str:
    text = f"Total {formats.amount(sums.total, sums.currency)}"
    if book is not Book.JOURNAL_ENTRIES:
        text += f"{GAP}Amount Due {formats.amount(sums.residual, sums.currency)}"
    return text


def number(count: int) -> str:
    return formats.number(Decimal(count), 0)
