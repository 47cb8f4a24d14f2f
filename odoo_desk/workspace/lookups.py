"""What forms choose from: partners, products, accounts, taxes, journals, terms, currencies, bank accounts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from odoo_desk.accounting.analytic import AnalyticAccount
from odoo_desk.accounting.drafting import journal_kind
from odoo_desk.accounting.finding import Card, Hit, judged
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.purchasing import PurchaseOrder
from odoo_desk.accounting.rates import RateTable
from odoo_desk.accounting.records import (
    Account,
    Journal,
    MoveType,
    Named,
    Partner,
    PaymentTerm,
    Product,
    Tax,
)
from odoo_desk.accounting.rounding import CashRounding
from odoo_desk.errors import RecordGone
from odoo_desk.workspace.finding import Finding, Known, account_card, partner_card, product_card
from odoo_desk.workspace.link import Link, nothing

if TYPE_CHECKING:
    from odoo_desk.odoo.ledger import Ledger


T = TypeVar("T")
MOST = 20  # that are offered


class Choosing:
    """One kind of record, found while it is typed."""

    def __init__(self, known: Known[T], ask: Callable[[str, int], Awaitable[Sequence[Card]]]) -> None:
        self._known = known
        self._ask = ask

    def now(self, text: str) -> tuple[Hit, ...] | None:
        """Out of memory, the best first; None while it is not known what there is."""
        return self._known.find(text, MOST)

    async def ready(self) -> None:
        """Until what there is is known, as far as the copy has it."""
        await self._known.ready()

    async def more(self, text: str) -> tuple[Hit, ...]:
        """With what only the server knows, behind the rest."""
        here = self.now(text) or ()
        if len(here) >= MOST:
            return here
        there = await self._ask(text, MOST)
        known = {hit.card.id for hit in here}
        new = [card for card in there if card.id not in known]
        if here and not new:
            return here
        certain = [hit.card for hit in here if not hit.is_guess]
        guesses = tuple(hit for hit in here if hit.is_guess)
        return guesses + judged([*certain, *new], text, MOST)


class Lookups:
    """`find_*` give at most `limit` matches of a typed text, best first; the short lists are read once per session. Of the server, and of the
    local copy while there is none. `partners`, `products` and `accounts` are for choosing while one types."""

    def __init__(self, link: Link, finding: Finding) -> None:
        self._link = link
        self.partners: Choosing = Choosing(finding.partners, self._partner_cards)
        self.products: Choosing = Choosing(finding.products, self._product_cards)
        self.accounts: Choosing = Choosing(finding.accounts, self._account_cards)

    async def _partner_cards(self, text: str, limit: int) -> list[Card]:
        return [partner_card(each) for each in await self.find_partners(text, limit) if not each.archived]

    async def _product_cards(self, text: str, limit: int) -> list[Card]:
        return list(map(product_card, await self.find_products(text, limit)))

    async def _account_cards(self, text: str, limit: int) -> list[Card]:
        return list(map(account_card, await self.find_accounts(text, limit)))

    async def find_partners(self, text: str, limit: int = 20) -> tuple[Partner, ...]:
        async def copied() -> tuple[Partner, ...]:
            found = await self._link.mirror.window(Query(Book.PARTNERS, text), 0, limit)
            return tuple(each for each in found if isinstance(each, Partner))

        return await self._link.ask(lambda ledger: ledger.directory.find_partners(text, limit), copied)

    async def find_products(self, text: str, limit: int = 20) -> tuple[Product, ...]:
        return await self._link.ask(
            lambda ledger: ledger.directory.find_products(text, limit),
            lambda: self._link.mirror.find_records(Product, text, limit),
        )

    async def product(self, product_id: int) -> Product:
        async def copied() -> Product:
            found = [each for each in await self._link.mirror.records(Product) if each.id == product_id]
            if not found:
                raise RecordGone("This product is not in the local copy.", advice="Try again with a connection.")
            return found[0]

        return await self._link.ask(lambda ledger: ledger.directory.product(product_id), copied)

    async def find_accounts(self, text: str, limit: int = 20) -> tuple[Account, ...]:
        async def copied() -> tuple[Account, ...]:
            found = await self._link.mirror.find_records(Account, text, limit)
            return tuple(each for each in found if not each.archived)

        return await self._link.ask(lambda ledger: ledger.directory.find_accounts(text, limit), copied)

    async def account(self, account_id: int) -> Account | None:
        async def asked(ledger: Ledger) -> tuple[Account, ...]:
            return await ledger.directory.accounts([["id", "=", account_id]])

        found = await self._link.ask(asked, lambda: self._link.mirror.records(Account))
        return next((each for each in found if each.id == account_id), None)

    async def partner(self, partner_id: int) -> Partner:
        async def copied() -> Partner:
            found = await self._link.mirror.partners([partner_id])
            if not found:
                raise RecordGone("This partner is not in the local copy.", advice="Try again with a connection.")
            return found[0]

        return await self._link.ask(lambda ledger: ledger.directory.partner(partner_id), copied)

    async def partner_banks(self, partner_id: int) -> tuple[Named, ...]:
        """None without a server: bank accounts are not copied."""
        return await self._link.ask(lambda ledger: ledger.directory.partner_banks(partner_id), nothing)

    async def own_banks(self) -> tuple[Named, ...]:
        """The company's own accounts: the recipient bank of what customers pay."""
        return await self._link.ask(lambda ledger: ledger.directory.own_banks(), nothing)

    async def journals(self) -> tuple[Journal, ...]:
        return await self._link.ask(
            lambda ledger: ledger.directory.journals(), lambda: self._link.mirror.records(Journal)
        )

    async def journals_for(self, move_type: MoveType) -> tuple[Journal, ...]:
        wanted = journal_kind(move_type)
        return tuple(journal for journal in await self.journals() if journal.kind == wanted or move_type.is_entry)

    async def taxes(self) -> tuple[Tax, ...]:
        async def asked(ledger: Ledger) -> tuple[Tax, ...]:
            return tuple((await ledger.directory.taxes()).values())

        found = await self._link.ask(asked, lambda: self._link.mirror.records(Tax))
        return tuple(tax for tax in found if not tax.archived)

    async def terms(self) -> tuple[PaymentTerm, ...]:
        return await self._link.ask(
            lambda ledger: ledger.directory.terms(), lambda: self._link.mirror.records(PaymentTerm)
        )

    async def analytic_accounts(self) -> tuple[AnalyticAccount, ...]:
        """Archived ones too; none without a server: they are not copied."""
        return await self._link.ask(lambda ledger: ledger.directory.analytic_accounts(), nothing)

    async def cash_roundings(self) -> tuple[CashRounding, ...]:
        """None without a server: they are not copied."""
        return await self._link.ask(lambda ledger: ledger.directory.cash_roundings(), nothing)

    async def purchase_orders(self, partner_id: int) -> tuple[PurchaseOrder, ...]:
        """Those that wait for their bill. None without a server, or where it has no purchase module."""
        return await self._link.ask(lambda ledger: ledger.purchases.open_orders(partner_id), nothing)

    async def has_purchase_orders(self) -> bool:
        """Whether this server knows of any."""

        async def unknown() -> bool:
            return False

        return await self._link.ask(lambda ledger: ledger.purchases.is_there(), unknown)

    async def currencies(self) -> tuple[Currency, ...]:
        async def asked(ledger: Ledger) -> tuple[Currency, ...]:
            return tuple((await ledger.directory.currencies()).values())

        found = await self._link.ask(asked, lambda: self._link.mirror.records(Currency))
        return tuple(each for each in found if each.active)

    async def rates(self, currency_id: int) -> RateTable | None:
        """Without a server as they were when they were last asked for; None when they never were."""
        return await self._link.ask_and_keep(
            f"rates:{currency_id}", RateTable, lambda ledger: ledger.rulebook.rates(currency_id)
        )
