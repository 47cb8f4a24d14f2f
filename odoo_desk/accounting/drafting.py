"""What a new document and a new line start with, from what is known of journals, products and taxes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from odoo_desk.accounting.records import Draft, DraftLine, InvoiceLine, Journal, MoveType, Product


def journal_kind(move_type: MoveType) -> str:
    return "sale" if move_type.is_sale else "purchase" if move_type.is_purchase else "general"


def default_journal(move_type: MoveType, journals: Sequence[Journal]) -> Journal | None:
    return next((journal for journal in journals if journal.kind == journal_kind(move_type)), None)


def blank(move_type: MoveType, today: date, journals: Sequence[Journal], currency_id: int) -> Draft:
    """`currency_id` is the company's."""
    journal = default_journal(move_type, journals)
    return Draft(
        move_type,
        invoice_date=today if move_type.is_sale else None,
        accounting_date=today if move_type.is_entry else None,
        journal_id=journal.id if journal else None,
        currency_id=journal.currency_id if journal and journal.currency_id else currency_id,
    )


def next_after(draft: Draft) -> Draft:
    """The next paper of a pile: of the same day, in the same journal and currency."""
    return Draft(
        draft.move_type,
        invoice_date=draft.invoice_date,
        accounting_date=draft.accounting_date,
        journal_id=draft.journal_id,
        currency_id=draft.currency_id,
    )


def draft_line(line: InvoiceLine) -> DraftLine:
    """A line as something to edit."""
    return DraftLine(
        kind=line.kind,
        id=line.id,
        product_id=line.product.id if line.product else None,
        name=line.name,
        account_id=line.account.id if line.account else None,
        partner_id=line.partner.id if line.partner else None,
        quantity=line.quantity,
        price_unit=line.price_unit,
        discount=line.discount,
        tax_ids=tuple(tax.id for tax in line.taxes),
        debit=line.debit,
        credit=line.credit,
        analytic=line.analytic,
        purchase_line_id=line.purchase_line_id,
        unit_id=line.unit_id,
    )


def line_of(product: Product, move_type: MoveType, tax_ids: Collection[int]) -> DraftLine:
    """`tax_ids` are the company's: a product carries the taxes of all companies."""
    wanted = product.purchase_tax_ids if move_type.is_purchase else product.sale_tax_ids
    return DraftLine(
        product_id=product.id,
        name=product.name,
        price_unit=product.cost if move_type.is_purchase else product.sale_price,
        tax_ids=tuple(tax for tax in wanted if tax in tax_ids),
    )
