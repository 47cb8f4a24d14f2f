"""A year of a company's books, at random and in order of time: documents, payments of every kind, credits, entries, matches undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from uuid import uuid4

from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import Document, DraftLine, MoveType, PaymentState, State
from odoo_desk.accounting.rules import Action, refusal
from odoo_desk.errors import DeskError
from odoo_desk.workspace.workspace import Workspace
from tests.ageing.furniture import Shop

TYPES = (
    (MoveType.CUSTOMER_INVOICE, 40),
    (MoveType.VENDOR_BILL, 28),
    (MoveType.CUSTOMER_CREDIT_NOTE, 9),
    (MoveType.VENDOR_CREDIT_NOTE, 6),
    (MoveType.SALES_RECEIPT, 4),
    (MoveType.PURCHASE_RECEIPT, 4),
    (MoveType.JOURNAL_ENTRY, 9),
)
# What else happens, and how often of a hundred times.
EVENTS = (
    ("pay all", 30),
    ("pay a part", 16),
    ("pay too much", 5),
    ("write off", 8),
    ("take the discount", 5),
    ("pay in another currency", 6),
    ("pay together", 6),
    ("pay in advance", 6),
    ("apply a credit", 14),
    ("undo a match", 6),
    ("reset and post again", 2),
)
CENT = Decimal("0.01")


@dataclass
class Life:
    """`refused`: what the server would not do, as it said it."""

    workspace: Workspace
    shop: Shop
    random: Random
    documents: list[int] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)

    async def document(self, day: date) -> None:
        """Written and posted."""
        random, invoicing = self.random, self.workspace.invoicing
        (move_type,) = random.choices([each for each, _ in TYPES], [share for _, share in TYPES])
        blank = await invoicing.blank(move_type, day)
        partner = self.shop.contact if random.random() < 0.05 else random.choice(self.shop.partners)
        in_foreign = random.random() < 0.3
        if move_type.is_entry:
            lines, label = self._entry_lines(partner), "entry"
            draft = replace(blank, lines=lines, ref=f"Entry {len(self.documents)}", accounting_date=day)
        else:
            label = move_type.value
            draft = replace(
                blank,
                partner_id=partner,
                invoice_date=day,
                accounting_date=day,
                currency_id=self.shop.foreign if in_foreign else blank.currency_id,
                payment_term_id=self._term(move_type),
                due_date=None,
                ref=f"Ageing {len(self.documents)}",
                lines=self._lines(move_type),
            )
            self.counted["in the foreign currency"] += in_foreign
        made = await invoicing.create(draft)
        posted = await invoicing.post(made.header.id)
        self.documents.append(posted.document.header.id)
        self.counted[f"document: {label}"] += 1

    def _term(self, move_type: MoveType) -> int | None:
        if move_type in (MoveType.SALES_RECEIPT, MoveType.PURCHASE_RECEIPT):
            return None
        choices = [*self.shop.terms, *([self.shop.discount] if self.shop.discount else [])]
        return self.random.choice(choices) if self.random.random() < 0.7 else None

    def _lines(self, move_type: MoveType) -> tuple[DraftLine, ...]:
        random = self.random
        ordinary, on_payment = self.shop.taxes["sale" if move_type.is_sale else "purchase"]
        taxes = random.choices(((), (ordinary,), (on_payment,)), (30, 45, 25))[0]
        self.counted["with a tax due on payment"] += taxes == (on_payment,)
        return tuple(
            DraftLine(
                name="Thing",
                quantity=Decimal(random.choice((1, 1, 2, 3))),
                price_unit=Decimal(random.randint(100, 150_000)) / 100,
                tax_ids=taxes,
            )
            for _ in range(random.randint(1, 3))
        )

    def _entry_lines(self, partner: int) -> tuple[DraftLine, DraftLine]:
        amount = Decimal(self.random.randint(100, 90_000)) / 100
        account = self.shop.accounts[self.random.choice(("receivable", "payable"))]
        sides = [(amount, Decimal(0)), (Decimal(0), amount)]
        self.random.shuffle(sides)
        (debit, credit), (other_debit, other_credit) = sides
        return (
            DraftLine(name="Open", account_id=account, partner_id=partner, debit=debit, credit=credit),
            DraftLine(
                name="Against", account_id=self.shop.accounts["difference"], debit=other_debit, credit=other_credit
            ),
        )

    async def event(self, day: date) -> None:
        """One of them, as far as there is something to do it to."""
        (name,) = self.random.choices([each for each, _ in EVENTS], [share for _, share in EVENTS])
        doing: Callable[[date], Awaitable[bool]] = {
            "pay all": self._pay_all,
            "pay a part": self._pay_part,
            "pay too much": self._pay_too_much,
            "write off": self._write_off,
            "take the discount": self._discount,
            "pay in another currency": self._other_currency,
            "pay together": self._together,
            "pay in advance": self._in_advance,
            "apply a credit": self._apply_credit,
            "undo a match": self._undo,
            "reset and post again": self._again,
        }[name]
        try:
            if await doing(day):
                self.counted[name] += 1
        except DeskError as problem:
            self.refused.append(f"{name}: {problem} {problem.details.strip()[-300:]}")

    async def _open_documents(self, count: int) -> Sequence[Document]:
        """Some that are to be paid, the newest more often than others."""
        found: list[Document] = []
        rights = self.workspace.user.rights
        for each in self.random.sample(self.documents[-60:], min(len(self.documents), 12)):
            document = await self.workspace.invoicing.open(each)
            if not refusal(Action.PAY, document.header, rights) and document.header.amount_residual > 1:
                found.append(document)
                if len(found) == count:
                    break
        return found

    async def _order(self, day: date, documents: Sequence[Document]) -> PaymentOrder:
        ids = tuple(each.header.id for each in documents)
        proposal = await self.workspace.paying.propose(ids, self.shop.bank)
        return PaymentOrder(
            uuid4().hex, ids, proposal.amount, day, self.shop.bank, proposal.method_id, proposal.currency.id, "Paid"
        )

    async def _pay(self, order: PaymentOrder) -> bool:
        await self.workspace.paying.register(order)
        return True

    async def _pay_all(self, day: date) -> bool:
        documents = await self._open_documents(1)
        return bool(documents) and await self._pay(await self._order(day, documents))

    async def _pay_part(self, day: date) -> bool:
        documents = await self._open_documents(1)
        if not documents:
            return False
        order = await self._order(day, documents)
        share = Decimal(self.random.randint(10, 90)) / 100
        return await self._pay(replace(order, amount=(order.amount * share).quantize(CENT)))

    async def _pay_too_much(self, day: date) -> bool:
        documents = await self._open_documents(1)
        if not documents:
            return False
        order = await self._order(day, documents)
        return await self._pay(replace(order, amount=order.amount + self.random.randint(1, 90)))

    async def _write_off(self, day: date) -> bool:
        documents = await self._open_documents(1)
        if not documents:
            return False
        order = await self._order(day, documents)
        short = Decimal(self.random.randint(1, 99)) / 100
        account = self.shop.accounts["difference"]
        return await self._pay(replace(order, amount=order.amount - short, write_off_account_id=account))

    async def _discount(self, day: date) -> bool:
        """Paid in time, less the discount, which is booked as the difference."""
        for document in await self._open_documents(6):
            term = document.payment_term
            if term and term.id == self.shop.discount and document.header.payment_state is PaymentState.NOT_PAID:
                order = await self._order(day, [document])
                amount = (order.amount * Decimal("0.98")).quantize(CENT)
                return await self._pay(
                    replace(order, amount=amount, write_off_account_id=self.shop.accounts["difference"])
                )
        return False

    async def _other_currency(self, day: date) -> bool:
        documents = [each for each in await self._open_documents(4) if each.header.currency.id == self.shop.foreign]
        if not documents:
            return False
        order = await self._order(day, documents[:1])
        share = Decimal(self.random.randint(50, 130)) / 100
        return await self._pay(replace(order, amount=(order.amount * share).quantize(CENT), currency_id=self.shop.own))

    async def _together(self, day: date) -> bool:
        documents = await self._open_documents(6)
        by_kind: dict[object, list[Document]] = {}
        for each in documents:
            header = each.header
            key = (header.partner, header.currency.id, header.move_type)
            by_kind.setdefault(key, []).append(each)
        several = next((each for each in by_kind.values() if len(each) > 1), None)
        if several is None:
            return False
        return await self._pay(replace(await self._order(day, several), group=True))

    async def _in_advance(self, day: date) -> bool:
        """A payment that is for nothing yet. Past the program, which has no order for it."""
        shop, inbound = self.shop, self.random.random() < 0.6
        values = {
            "payment_type": "inbound" if inbound else "outbound",
            "partner_type": "customer" if inbound else "supplier",
            "partner_id": self.random.choice(shop.partners),
            "amount": self.random.randint(1000, 90_000) / 100,
            "journal_id": shop.bank,
            "date": day.isoformat(),
            "currency_id": shop.foreign if self.random.random() < 0.25 else shop.own,
        }
        if self.workspace.server.major >= 18:
            values["outstanding_account_id"] = shop.accounts["outstanding"]
        payment = shop.call("account.payment", "create", values)
        shop.call("account.payment", "action_post", [payment])
        return True

    async def _apply_credit(self, day: date) -> bool:
        for document in await self._open_documents(5):
            if document.outstanding:
                credit = self.random.choice(document.outstanding)
                await self.workspace.invoicing.apply_credit(document.header.id, credit.line_id)
                return True
        return False

    async def _undo(self, day: date) -> bool:
        for each in self.random.sample(self.documents[-80:], min(len(self.documents), 12)):
            document = await self.workspace.invoicing.open(each)
            matched = [payment for payment in document.payments if not payment.is_exchange_difference]
            if document.header.state is State.POSTED and matched:
                await self.workspace.invoicing.undo_payment(each, self.random.choice(matched).partial_id)
                return True
        return False

    async def _again(self, day: date) -> bool:
        for document in await self._open_documents(4):
            if document.header.payment_state is PaymentState.NOT_PAID and not document.payments:
                await self.workspace.invoicing.reset_to_draft(document.header.id)
                await self.workspace.invoicing.post(document.header.id)
                return True
        return False
