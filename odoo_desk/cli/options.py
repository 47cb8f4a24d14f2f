"""What can be said on the command line, before anything else is loaded."""

from __future__ import annotations

import argparse
from datetime import date
from decimal import Decimal, InvalidOperation

from odoo_desk.accounting.listing import Book
from odoo_desk.settings import PROTOCOLS

BOOKS = {
    "invoices": Book.CUSTOMER_INVOICES,
    "bills": Book.VENDOR_BILLS,
    **{book.value.replace("_", "-"): book for book in Book},
}


def add_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which server")
    group.add_argument("--profile", metavar="NAME", help="a connection saved in the window")
    group.add_argument("--url", help="the server's address")
    group.add_argument("--db", default="", help="the database, when the server has several")
    group.add_argument("--login", default="", help="the user")
    group.add_argument("--protocol", choices=PROTOCOLS, help="auto unless said otherwise")
    group.add_argument("--company", type=int, metavar="ID", help="the company, when not the user's own")
    group.add_argument("--ca-file", default="", metavar="PEM", help="a company's certificate authority")
    group.add_argument("--fingerprint", default="", metavar="SHA256", help="the one certificate to trust")
    group.add_argument("--read-only", action="store_true", help="only look: nothing on the server is changed")
    group.add_argument("--demo", action="store_true", help="the built-in demo company")


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date; write it as 2026-11-30") from None


def amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite():
        raise argparse.ArgumentTypeError(f"“{text}” is not an amount; write it as 1234.50")
    return amount
