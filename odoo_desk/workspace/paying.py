"""Register payments: once per marker, whatever is clicked, and never again while an earlier one is not confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from odoo_desk.accounting.records import Invoice, PaymentOrder, PaymentProposal, PaymentResult
from odoo_desk.accounting.rules import Action, refusal
from odoo_desk.errors import DeskError, NotAllowed, NotConfirmed, OutcomeUnknown, ServerRefused
from odoo_desk.store.outbox import Outbox, Progress
from odoo_desk.workspace.link import Link


class Paying:
    def __init__(self, link: Link, outbox: Outbox) -> None:
        self._link = link
        self._outbox = outbox
        self._under_way: dict[str, asyncio.Future[PaymentResult]] = {}

    async def propose(self, document_ids: tuple[int, ...], journal_id: int | None = None) -> PaymentProposal:
        """What the dialog starts with. NotConfirmed when an earlier payment of one of these was never confirmed;
        NotAllowed when one cannot be paid, or they cannot be paid together."""
        await self._refuse_unconfirmed(document_ids)
        return await self._link.ledger.payments.propose(await self._payable(document_ids), journal_id)

    async def register(self, order: PaymentOrder) -> PaymentResult:
        """Carries the order out. Asked again with the same marker it does nothing and gives the same answer.
        OutcomeUnknown when the answer was lost: the order is then *not confirmed*, and these documents cannot be paid until that is settled."""
        if order.marker in self._under_way:
            return await asyncio.shield(self._under_way[order.marker])
        # A task of its own: whoever asked may go away (a closed dialog), the order is carried out and written down all the same.
        task = asyncio.ensure_future(self._register(order))
        self._under_way[order.marker] = task
        task.add_done_callback(lambda _: self._under_way.pop(order.marker, None))
        return await asyncio.shield(task)

    async def settle_by_hand(self, document_ids: tuple[int, ...]) -> None:
        """The user looked, and says that unconfirmed payments of these documents are dealt with: they may be paid again."""
        for entry in await self._outbox.unconfirmed(document_ids):
            await self._outbox.settle(entry.marker)

    async def finish(self) -> None:
        """Waits for what is under way; nothing that was sent is left without a note of what became of it."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _register(self, order: PaymentOrder) -> PaymentResult:
        if known := await self._outbox.find(order.marker):
            if known.progress is Progress.DONE:
                return await self._result(order.document_ids, known.payment_ids)
            raise NotAllowed(
                f"This payment was already tried. {known.reason}", advice="Close the window and start again."
            )
        documents = await self._payable(order.document_ids)
        await self._refuse_unconfirmed(order.document_ids)
        await self._outbox.begin(order.marker, order.document_ids)
        try:
            wizards = await self._link.ledger.payments.prepare(order, documents)
        except DeskError as problem:
            await self._outbox.refused(order.marker, problem.message)  # no payment is made by preparing one
            raise
        await self._outbox.sending(order.marker, [wizard.id for wizard in wizards])
        payment_ids: list[int] = []
        for wizard in wizards:
            try:
                payment_ids.extend(await self._link.ledger.payments.run(wizard))
            except OutcomeUnknown as problem:
                await self._outbox.not_confirmed(order.marker, problem.message)
                await self._tell(order.document_ids, payment_ids)
                raise OutcomeUnknown(
                    "The payment is not confirmed: no answer came from the server.",
                    advice="It will not be sent again. Refresh and look at the payments of these documents.",
                    details=problem.details,
                ) from problem
            except DeskError as problem:
                await self._outbox.refused(order.marker, problem.message)
                await self._tell(order.document_ids, payment_ids)
                if payment_ids:
                    raise ServerRefused(
                        f"{len(payment_ids)} of {len(wizards)} payments were made, the next one was refused: {problem.message}",
                        advice="Look at the documents, then pay the rest.",
                        details=problem.details,
                    ) from problem
                raise
        await self._outbox.done(order.marker, payment_ids)
        return await self._result(order.document_ids, payment_ids)

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

    async def _refuse_unconfirmed(self, document_ids: Sequence[int]) -> None:
        if entries := await self._outbox.unconfirmed(document_ids):
            when = entries[0].created.astimezone().strftime("%Y-%m-%d %H:%M")
            raise NotConfirmed(
                f"A payment of {when} is not confirmed: it may have been made although no answer came.",
                advice="Look at the payments of this document first; then say that you have checked.",
            )

    async def _result(self, document_ids: Sequence[int], payment_ids: Sequence[int]) -> PaymentResult:
        await self._tell(document_ids, payment_ids)
        return PaymentResult(tuple(payment_ids), await self._link.ledger.documents.read_headers(document_ids))

    async def _tell(self, document_ids: Sequence[int], payment_ids: Sequence[int]) -> None:
        await self._link.touched(document_ids, payment_ids)
