"""Where one can be in the window: the books and the reports, what they are called, and their order at the left."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from odoo_desk.accounting.listing import Book


class Report(StrEnum):
    """By the names that Odoo gives them."""

    AGED_RECEIVABLE = "aged_receivable"
    AGED_PAYABLE = "aged_payable"


Place: TypeAlias = "Book | Report"
TITLES: dict[Place, str] = {
    Book.CUSTOMER_INVOICES: "Customer Invoices",
    Book.VENDOR_BILLS: "Vendor Bills",
    Book.CREDIT_NOTES: "Credit Notes",
    Book.RECEIPTS: "Receipts",
    Book.JOURNAL_ENTRIES: "Journal Entries",
    Book.PAYMENTS: "Payments",
    Book.PARTNERS: "Partners",
    Book.ACCOUNTS: "Chart of Accounts",
    Report.AGED_RECEIVABLE: "Aged Receivable",
    Report.AGED_PAYABLE: "Aged Payable",
}
SECTIONS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    ("Sales and purchases", (Book.CUSTOMER_INVOICES, Book.VENDOR_BILLS, Book.CREDIT_NOTES, Book.RECEIPTS)),
    ("Payments and partners", (Book.PAYMENTS, Book.PARTNERS)),
    ("Open items", (Report.AGED_RECEIVABLE, Report.AGED_PAYABLE)),
    ("Accounting", (Book.JOURNAL_ENTRIES, Book.ACCOUNTS)),
)
BOOKS = tuple(place for _, places in SECTIONS for place in places if isinstance(place, Book))
REPORTS = tuple(Report)
