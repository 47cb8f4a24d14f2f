"""What forms choose from: partners, products, accounts, taxes, journals, terms, currencies, bank accounts."""

from __future__ import annotations

from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Account, Journal, MoveType, Named, Partner, PaymentTerm, Product, Tax
from odoo_desk.workspace.link import Link


class Lookups:
    """`find_*` ask the server for at most `limit` matches of a typed text, best first; the short lists are read once per session."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def find_partners(self, text: str, limit: int = 20) -> tuple[Partner, ...]:
        return await self._link.ledger.directory.find_partners(text, limit)

    async def find_products(self, text: str, limit: int = 20) -> tuple[Product, ...]:
        return await self._link.ledger.directory.find_products(text, limit)

    async def find_accounts(self, text: str, limit: int = 20) -> tuple[Account, ...]:
        return await self._link.ledger.directory.find_accounts(text, limit)

    async def partner(self, partner_id: int) -> Partner:
        return await self._link.ledger.directory.partner(partner_id)

    async def partner_banks(self, partner_id: int) -> tuple[Named, ...]:
        return await self._link.ledger.directory.partner_banks(partner_id)

    async def own_banks(self) -> tuple[Named, ...]:
        """The company's own accounts: the recipient bank of what customers pay."""
        return await self._link.ledger.directory.own_banks()

    async def journals(self) -> tuple[Journal, ...]:
        return await self._link.ledger.directory.journals()

    async def journals_for(self, move_type: MoveType) -> tuple[Journal, ...]:
        wanted = "sale" if move_type.is_sale else "purchase" if move_type.is_purchase else "general"
        return tuple(journal for journal in await self.journals() if journal.kind == wanted or move_type.is_entry)

    async def taxes(self) -> tuple[Tax, ...]:
        return tuple(tax for tax in (await self._link.ledger.directory.taxes()).values() if not tax.archived)

    async def terms(self) -> tuple[PaymentTerm, ...]:
        return await self._link.ledger.directory.terms()

    async def currencies(self) -> tuple[Currency, ...]:
        return tuple(each for each in (await self._link.ledger.directory.currencies()).values() if each.active)
