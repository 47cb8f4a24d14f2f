"""Odoo's own words for what the screen shows, by type of document."""

from __future__ import annotations

from odoo_desk.accounting.records import MoveType


def partner_word(move_type: MoveType) -> str:
    if move_type.is_entry:
        return "Partner"
    return "Customer" if move_type.is_sale else "Vendor"


def reference_word(move_type: MoveType) -> str:
    if move_type.is_entry:
        return "Reference"
    return "Customer Reference" if move_type.is_sale else "Bill Reference"


def date_word(move_type: MoveType) -> str:
    """The date on the paper."""
    names = {
        MoveType.CUSTOMER_INVOICE: "Invoice Date",
        MoveType.VENDOR_BILL: "Bill Date",
        MoveType.SALES_RECEIPT: "Receipt Date",
        MoveType.PURCHASE_RECEIPT: "Receipt Date",
        MoveType.JOURNAL_ENTRY: "Date",
    }
    return names.get(move_type, "Credit Note Date")
