"""What a person should have seen before a document is posted: said once, and posted only after a yes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concern:
    """`document_id` is another document that it is about, to be looked at."""

    text: str
    document_id: int | None = None
