"""A draft that is on this computer only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from odoo_desk.accounting.records import MoveType


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """`title` is for a person who looks for it. `base`: written_at of the document when its editing began, None for a new one."""

    key: str
    document_id: int | None
    move_type: MoveType
    title: str
    base: datetime | None
    content: bytes
    kept_at: datetime
