"""What is asked of the server once: created, posted, paid. Written down before it is sent, so that it is never done twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from odoo_desk.accounting.payments import PaymentOrder
from odoo_desk.accounting.records import Draft


class Kind(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    POST = "post"
    PAY = "pay"
    RESET = "reset"
    CANCEL = "cancel"
    DELETE = "delete"
    DUPLICATE = "duplicate"
    APPLY_CREDIT = "apply_credit"
    UNDO_PAYMENT = "undo_payment"
    RECONCILE = "reconcile"
    UNRECONCILE = "unreconcile"


class Progress(StrEnum):
    """WAITING: for a connection. SENT: on its way. NOT_CONFIRMED: no answer came, it may have been done.
    DIFFERS: done, but the server's total is another one. SETTLED: the user looked and dealt with it."""

    WAITING = "waiting"
    SENT = "sent"
    NOT_CONFIRMED = "not_confirmed"
    DIFFERS = "differs"
    REFUSED = "refused"
    DONE = "done"
    SETTLED = "settled"


# The server may have done something that nobody has seen.
OPEN = (Progress.SENT, Progress.NOT_CONFIRMED)
# Nothing more becomes of these by themselves.
ENDED = (Progress.REFUSED, Progress.DONE, Progress.SETTLED)


@dataclass(frozen=True, slots=True)
class Wizard:
    """One payment that is to be made: `id` is the wizard's on the server, `document_ids` what it pays."""

    id: int
    document_ids: tuple[int, ...]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`number` is its place in the order of asking, `title` what a person calls it.

    `documents` are what it is done to; of a creation or a duplicate the new document, as soon as it has an id.
    What is asked for: `draft` (create, change) with `original` as it was before, `order` (pay), `item` (the line or the partial of a credit or payment),
    `items` (those that are reconciled with each other; `documents` are theirs).
    `seen`: when the document was last written, as the user saw it. `queued`: written without a connection, `expected` is the total worked out here.
    What finds out later what became of it: `wizards` and `newest` (the highest id before it was sent); `payment_ids` are those that are known
    to have been made. `removing`: the server refused the content, and the empty document made for it has to go.
    """

    marker: str
    kind: Kind
    title: str
    created: datetime
    documents: tuple[int, ...] = ()
    progress: Progress = Progress.SENT
    number: int = 0
    draft: Draft | None = None
    original: Draft | None = None
    order: PaymentOrder | None = None
    item: int = 0
    items: tuple[int, ...] = ()
    seen: datetime | None = None
    queued: bool = False
    expected: Decimal | None = None
    wizards: tuple[Wizard, ...] = ()
    newest: int = 0
    payment_ids: tuple[int, ...] = ()
    removing: bool = False
    reason: str = ""
