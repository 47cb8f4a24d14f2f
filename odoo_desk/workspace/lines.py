"""What goes between the window and its child, as lines of JSON: first a Start, then Wishes, and Reports back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from odoo_desk.accounting.listing import Book
from odoo_desk.settings import Profile

ELSEWHERE = 3
"""Exit code: another program is at it."""


class Phase(StrEnum):
    """OFFLINE: the server cannot be reached, it is tried again by itself. REFUSED: signing in was refused, the user has to do something.
    STOPPED: nothing keeps the copy in step just now, the server is there all the same. ELSEWHERE: another program keeps this copy in step."""

    OFF = "off"
    CONNECTING = "connecting"
    FILLING = "filling"
    PULLING = "pulling"
    IN_STEP = "in_step"
    PAUSED = "paused"
    OFFLINE = "offline"
    REFUSED = "refused"
    STOPPED = "stopped"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Start:
    """The first line a child gets."""

    profile: Profile
    secret: str = field(repr=False)
    copy: str
    company_id: int
    book: Book = Book.CUSTOMER_INVOICES


@dataclass(frozen=True, slots=True)
class Wish:
    """`do`: pull, look, pause, resume."""

    do: str
    book: Book = Book.CUSTOMER_INVOICES


@dataclass(frozen=True, slots=True)
class Report:
    """How it stands, or what changed."""

    phase: Phase | None = None
    done: int = 0
    total: int = 0
    seconds_left: int | None = None
    message: str = ""
    advice: str = ""
    documents: tuple[int, ...] = ()
    payments: tuple[int, ...] = ()
    partners: tuple[int, ...] = ()
    everything: bool = False
