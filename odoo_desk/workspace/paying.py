"""Register payments: once per marker, whatever is clicked."""

from __future__ import annotations

from odoo_desk.accounting.records import PaymentOrder, PaymentProposal, PaymentResult
from odoo_desk.odoo.ledger import Ledger
from odoo_desk.store.outbox import Outbox
from odoo_desk.workspace.changes import Changes


class Paying:
    def __init__(self, ledger: Ledger, outbox: Outbox, changes: Changes) -> None:
        self._ledger = ledger
        self._outbox = outbox
        self._changes = changes

    async def propose(self, document_ids: tuple[int, ...], journal_id: int | None = None) -> PaymentProposal:
        """What the dialog starts with. NotConfirmed when an earlier payment of one of these was never confirmed; NotAllowed when one cannot be paid."""
        raise NotImplementedError

    async def register(self, order: PaymentOrder) -> PaymentResult:
        """Carries the order out. Asked again with the same marker it does nothing and gives the same answer.
        OutcomeUnknown when the answer was lost: the order is then *not confirmed* and these documents cannot be paid until that is settled."""
        raise NotImplementedError

    async def settle_by_hand(self, document_ids: tuple[int, ...]) -> None:
        """The user looked, and says that unconfirmed payments of these documents are dealt with: they may be paid again."""
        raise NotImplementedError
