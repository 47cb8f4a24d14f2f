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


def _prefix(books: Books, move: Move) -> tuple[str, int]:
    flavour, journal, day = books.flavour, move.journal_id, move.date
    code = journal.code
    if move.move_type.endswith("refund") and journal.refund_sequence:
        code = f"R{code}"
    if move.origin_payment_id:
        code = flavour.payment_prefix + code
        is_yearly = bool(flavour.payment_prefix)
    else:
        is_yearly = journal.type == "sale" and not flavour.monthly_invoices
    if is_yearly:
        return f"{code}/{day.year}/", 5
    return f"{code}/{day.year}/{day.month:02d}/", 4
