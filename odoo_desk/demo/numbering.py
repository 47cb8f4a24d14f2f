"""The numbers of documents and payments: one sequence for each journal, kind and period, without gaps."""

from __future__ import annotations

import re

from odoo_desk.demo.books import Books
from odoo_desk.demo.records import Move


def next_number(books: Books, move: Move) -> str:
    prefix, digits = _prefix(books, move)
    key = f"{move.company_id.id}:{prefix}"
    number = books.highest.get(key, 0) + 1
    books.highest[key] = number
    return f"{prefix}{number:0{digits}d}"


def keeps_number(books: Books, move: Move) -> bool:
    """A number from an earlier posting still fits the journal and the period."""
    return bool(move.name) and move.name.startswith(_prefix(books, move)[0])


def free(books: Books, move: Move) -> None:
    """The last number of a sequence can be given again; one in the middle stays a gap."""
    found = re.fullmatch(r"(.*/)(\d+)", move.name)
    if found:
        key = f"{move.company_id.id}:{found[1]}"
        if books.highest.get(key) == int(found[2]):
            books.highest[key] = int(found[2]) - 1


def is_yearly(books: Books, move: Move) -> bool:
    if move.origin_payment_id:
        return bool(books.flavour.payment_prefix)
    return move.journal_id.type == "sale" and not books.flavour.monthly_invoices


def has_numbers(books: Books, move: Move) -> bool:
    """Whether anything in its sequence was numbered before."""
    return any(key.startswith(f"{move.company_id.id}:{_code(books, move)}/") for key in books.highest)


def _code(books: Books, move: Move) -> str:
    code = move.journal_id.code
    if move.move_type.endswith("refund") and move.journal_id.refund_sequence:
        code = f"R{code}"
    return books.flavour.payment_prefix + code if move.origin_payment_id else code


def _prefix(books: Books, move: Move) -> tuple[str, int]:
    code, day = _code(books, move), move.date
    if is_yearly(books, move):
        return f"{code}/{day.year}/", 5
    return f"{code}/{day.year}/{day.month:02d}/", 4
