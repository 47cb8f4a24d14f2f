"""What this program did to the books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Deed:
    """`what` is a word (posted, paid); `documents` are named as far as their names are known. `result`: done, or why not."""

    at: datetime
    who: str
    what: str
    documents: tuple[int, ...]
    result: str
