"""What type-ahead fields search in: the workspace's partners, products and accounts, as choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from odoo_desk.accounting.records import Account, Named, Partner, Product, Tax
from odoo_desk.ui.fields.choice import Provider
from odoo_desk.ui.fields.suggestions import Choice

if TYPE_CHECKING:
    from odoo_desk.workspace.lookups import Lookups


def partners(lookups: Lookups) -> Provider:
    async def find(typed: str) -> Sequence[Choice]:
        return [partner_choice(partner) for partner in await lookups.find_partners(typed)]

    return find


def products(lookups: Lookups) -> Provider:
    async def find(typed: str) -> Sequence[Choice]:
        return [_product_choice(product) for product in await lookups.find_products(typed)]

    return find


def accounts(lookups: Lookups) -> Provider:
    async def find(typed: str) -> Sequence[Choice]:
        return [account_choice(account) for account in await lookups.find_accounts(typed)]

    return find


def partner_choice(partner: Partner) -> Choice:
    detail = ", ".join(filter(None, (partner.ref, partner.city, partner.vat)))
    return Choice(partner.id, partner.name, detail, partner.ref, partner.archived)


def account_choice(account: Account) -> Choice:
    return Choice(account.id, f"{account.code} {account.name}".strip(), "", account.code, account.archived)


def tax_choice(tax: Tax) -> Choice:
    return Choice(tax.id, tax.name, archived=tax.archived)


def named_choice(named: Named | None) -> Choice | None:
    return Choice(named.id, named.name, archived=named.archived) if named else None


def _product_choice(product: Product) -> Choice:
    text = product.name if not product.code or product.code in product.name else f"[{product.code}] {product.name}"
    return Choice(product.id, text, "", product.code)
