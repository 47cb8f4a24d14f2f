"""What the server did after an answer was lost, and what makes sure that it does nothing more.

The lost request may still be running, or not have arrived yet: what is found by looking counts only behind a fence (api-facts 4.1).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from odoo_desk.accounting.outgoing import Wizard
from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import Document
from odoo_desk.errors import RecordGone
from odoo_desk.odoo.ledger.directory import Directory
from odoo_desk.odoo.ledger.documents import MOVE, Documents
from odoo_desk.odoo.ledger.payments import PAYMENT, WIZARD, payment_state
from odoo_desk.odoo.row import ids_of
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.wire.call import Argument

_UNDONE = ("draft", "cancelled", "rejected")
_PAYMENT_FIELDS = (
    "state",
    "amount",
    "currency_id",
    "journal_id",
    "date",
    "partner_id",
    "reconciled_invoice_ids",
    "reconciled_bill_ids",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A payment. `matched` with what it was made for; else another one was quicker, and it is an outstanding credit.
    `like_ours`: it bears the wizard's memo."""

    id: int
    matched: bool
    like_ours: bool


class Traces:
    def __init__(self, session: Session, directory: Directory, documents: Documents) -> None:
        self._session = session
        self._directory = directory
        self._documents = documents

    async def newest_document(self) -> int:
        return await self._newest(MOVE)

    async def newest_payment(self) -> int:
        return await self._newest(PAYMENT)

    async def _newest(self, model: str) -> int:
        """The highest id there is: what is made from now on is above it."""
        rows = await self._session.search_read(model, [], ("id",), limit=1, order="id desc")
        return rows[0].id if rows else 0

    async def disarm(self, wizard: Wizard) -> None:
        """Without a journal it cannot be run any more, also by a request that is still on its way."""
        try:
            await self._session.call(WIZARD, "write", [wizard.id], {"vals": {"journal_id": False}})
        except RecordGone:
            return  # wizards are cleared away after a while: what is not there cannot be run either

    async def wait_for(self, document_ids: Sequence[int]) -> None:
        """Writes what is there already: it waits for a transaction that holds these documents, and makes a later one start again."""
        for row in await self._session.read(MOVE, document_ids, ("ref",)):
            await self._session.call(MOVE, "write", [row.id], {"vals": {"ref": row.text("ref") or False}})

    async def payments_of(
        self, wizard: Wizard, order: PaymentOrder, newest: int, others: Collection[int]
    ) -> tuple[Made, ...]:
        """What this user paid since `newest` as it was ordered, for these documents. Nothing of a wizard can be recognised in its payment, so
        there may be more than one; `others` are payments known to be of other orders."""
        rows = await self._session.read(MOVE, wizard.document_ids, ("commercial_partner_id",))
        partners = ids_of(rows, "commercial_partner_id")
        memo = await self._session.name_of(PAYMENT, "memo")
        ordered = await self._session.read(WIZARD, [wizard.id], ("communication",))
        documents = await self._documents.open_all(wizard.document_ids)
        applied = {payment.payment_id for document in documents for payment in document.payments}
        domain: list[Argument] = [["id", ">", newest], ["create_uid", "=", self._directory.user.id]]
        found = []
        for row in await self._session.search_read(PAYMENT, domain, (*_PAYMENT_FIELDS, memo)):
            currency = await self._directory.currency(row.linked_id("currency_id"))
            # On 18 and later these name what a payment was made for, matched or not (measured on 19).
            named = {*row.ids("reconciled_invoice_ids"), *row.ids("reconciled_bill_ids")}
            is_for_these = named & {*wizard.document_ids} if named else row.linked_id("partner_id") in partners
            if (
                row.id not in others
                and payment_state(row.text("state")) not in _UNDONE
                and is_for_these
                and row.amount("amount", currency) == currency.round(wizard.amount)
                and currency.id == (order.currency_id or currency.id)
                and row.linked_id("journal_id") == order.journal_id
                and row.day("date") == order.date
            ):
                like_ours = bool(ordered) and row.raw(memo) == ordered[0].raw("communication")
                found.append(Made(row.id, row.id in applied, like_ours))
        return tuple(found)

    async def take_back(self, payment_id: int) -> None:
        """A payment just made that nothing was left for. On 14 to 19 only a draft can be deleted (api-facts 3.7)."""
        try:
            await self._session.call(PAYMENT, "action_draft", [payment_id])
            await self._session.call(PAYMENT, "unlink", [payment_id])
        except RecordGone:
            return

    async def copy_of(self, document: Document, newest: int) -> int | None:
        """The draft that this user made since that looks like it; None when there is none. Taxes set by hand are worked out anew in a copy
        (measured on 19), and then what cash rounding adds is, too."""
        header = document.header
        domain: list[Argument] = [
            ["id", ">", newest],
            ["create_uid", "=", self._directory.user.id],
            ["move_type", "=", header.move_type.value],
            ["state", "=", "draft"],
            ["partner_id", "=", header.partner.id if header.partner else False],
        ]
        name, wanted = "amount_untaxed", header.amount_untaxed
        if header.move_type.is_entry:
            name, wanted = "amount_total", header.amount_total
        leeway = 1 if document.cash_rounding else 0
        for row in await self._session.search_read(MOVE, domain, (name,)):
            if abs(row.amount(name, header.currency) - wanted) <= leeway:
                return row.id
        return None
