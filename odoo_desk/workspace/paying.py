"""Register payments: once per marker, whatever is clicked, and never again while an earlier one is not confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from odoo_desk.accounting.outgoing import Kind, Outgoing
from odoo_desk.accounting.payments import PaymentOrder, PaymentProposal, PaymentResult
from odoo_desk.accounting.records import Invoice
from odoo_desk.accounting.rules import Action, refusal
from odoo_desk.errors import ConnectionProblem, DoneUnseen, NotAllowed, NotConnected
from odoo_desk.store.outbox import Outbox, not_confirmed
from odoo_desk.workspace.link import Link
from odoo_desk.workspace.sending import Sending


class Paying:
    def __init__(self, link: Link, outbox: Outbox, sending: Sending) -> None:
        self._link = link
        self._outbox = outbox
        self._sending = sending

    async def propose(self, document_ids: tuple[int, ...], journal_id: int | None = None) -> PaymentProposal:
        """What the dialog starts with. NotConfirmed when an earlier payment of one of these was never confirmed;
        NotAllowed when one cannot be paid, or they cannot be paid together."""
        if await self._outbox.open_payment(document_ids):
            await self._sending.settle()
        if other := await self._outbox.open_payment(document_ids):
            raise not_confirmed(other)
        return await self._link.ledger.payments.propose(await self._payable(document_ids), journal_id)

    async def register(self, order: PaymentOrder) -> PaymentResult:
        """Carries the order out. Asked again with the same marker it does nothing and gives the same answer.
        OutcomeUnknown when no answer came and looking did not help: these documents cannot be paid until that is settled."""
        known = await self._outbox.find(order.marker)
        if known is None:
            documents = await self._payable(order.document_ids)
            numbers = ", ".join(each.number for each in documents)
            wanted = Outgoing(
                order.marker, Kind.PAY, f"Payment of {numbers}", datetime.now(UTC), order.document_ids, order=order
            )
        else:
            wanted = known
        done = await self._sending.once(wanted)
        return await self._result(order.document_ids, done.payment_ids)

    async def settle_by_hand(self, document_ids: tuple[int, ...]) -> None:
        """The user looked, and says that unconfirmed payments of these documents are dealt with: they may be paid again."""
        while entry := await self._outbox.open_payment(document_ids):
            if not await self._sending.settle_by_hand(entry.marker):
                raise not_confirmed(entry)

    async def _payable(self, document_ids: Sequence[int]) -> tuple[Invoice, ...]:
        documents = await self._link.ledger.documents.read_headers(document_ids)
        if len(documents) != len(document_ids):
            raise NotAllowed(
                "One of these documents no longer exists, or you may no longer see it.", advice="Refresh the list."
            )
        for document in documents:
            if reason := refusal(Action.PAY, document, self._link.ledger.user.rights):
                raise NotAllowed(f"{document.number or 'This draft'}: {reason}" if len(documents) > 1 else reason)
        if len({document.currency.id for document in documents}) > 1:
            raise NotAllowed("These documents are in different currencies.", advice="Pay them currency by currency.")
        if len({(document.move_type.is_sale, document.move_type.is_credit_note) for document in documents}) > 1:
            raise NotAllowed(
                "Money comes in for some of these documents and goes out for others.", advice="Pay them separately."
            )
        return documents

    async def _result(self, document_ids: Sequence[int], payment_ids: Sequence[int]) -> PaymentResult:
        await self._link.touched(document_ids, payment_ids)
        try:
            return PaymentResult(tuple(payment_ids), await self._link.ledger.documents.read_headers(document_ids))
        except (ConnectionProblem, NotConnected) as problem:
            raise DoneUnseen(
                "The payment was made, but the connection was lost before the documents could be shown.",
                advice="Refresh when there is a connection again.",
                details=str(problem),
            ) from problem
