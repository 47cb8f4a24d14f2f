"""What the books are called, and their order at the left of the window."""

from __future__ import annotations

from odoo_desk.accounting.listing import Book

TITLES = {
    Book.CUSTOMER_INVOICES: "Customer Invoices",
    Book.VENDOR_BILLS: "Vendor Bills",
    Book.CREDIT_NOTES: "Credit Notes",
    Book.RECEIPTS: "Receipts",
    Book.JOURNAL_ENTRIES: "Journal Entries",
    Book.PAYMENTS: "Payments",
    Book.PARTNERS: "Partners",
    Book.ACCOUNTS: "Chart of Accounts",
}
SECTIONS = (
    ("Sales and purchases", (Book.CUSTOMER_INVOICES, Book.VENDOR_BILLS, Book.CREDIT_NOTES, Book.RECEIPTS)),
    ("Payments and partners", (Book.PAYMENTS, Book.PARTNERS)),
    ("Accounting", (Book.JOURNAL_ENTRIES, Book.ACCOUNTS)),
)
BOOKS = tuple(book for _, books in SECTIONS for book in books)
