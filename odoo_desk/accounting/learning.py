"""What the last documents of a partner have in common: what the next one may begin with. Shown as a suggestion, never as a fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from odoo_desk.accounting.finding import fold
from odoo_desk.accounting.records import Document, InvoiceLine, LineKind, Named

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class LineHint:
    """None where nothing can be said. `is_agreed`: all that is known says the same of account and taxes. `price` is that of the last time, when
    the same was bought."""

    product: Named | None = None
    account: Named | None = None
    taxes: tuple[Named, ...] | None = None
    price: Decimal | None = None
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """`documents` are the last posted ones, the newest first."""

    documents: tuple[Document, ...] = ()

    @property
    def last(self) -> Document | None:
        return self.documents[0] if self.documents else None

    @property
    def term(self) -> Named | None:
        found = usual(document.payment_term for document in self.documents)
        return found if found is None or not found.archived else None

    def lines_to_start_from(self) -> tuple[InvoiceLine, ...]:
        """Of the last one, as far as they can be used again."""
        return tuple(_usable(line) for line in self.last.lines) if self.last else ()

    def line(self, description: str, product_id: int | None = None) -> LineHint:
        """For a line with this product, or else with such a description; for any other what is usual of all lines."""
        lines = [_usable(line) for document in self.documents for line in document.lines if _says_something(line)]
        same = [line for line in lines if product_id is not None and line.product and line.product.id == product_id]
        words = _words(description)
        if not same and words:
            same = [line for line in lines if _words(line.name) == words]
        if same:
            return _hint(same, price=same[0].price_unit, product=usual(line.product for line in same))
        return _hint(lines)


def usual(values: Iterable[T]) -> T | None:
    """The most usual one, the newest of equally usual ones (they come newest first); None when no value is that of at least half of them."""
    counted = Counter(values)
    if not counted:
        return None
    value, times = max(counted.items(), key=lambda each: each[1])
    return value if times * 2 >= counted.total() else None


def _hint(lines: Sequence[InvoiceLine], *, price: Decimal | None = None, product: Named | None = None) -> LineHint:
    accounts, taxes = {line.account for line in lines}, {line.taxes for line in lines}
    is_agreed = len(accounts) == 1 and len(taxes) == 1
    return LineHint(
        product, usual(line.account for line in lines), usual(line.taxes for line in lines), price, is_agreed
    )


def _says_something(line: InvoiceLine) -> bool:
    return line.kind is LineKind.PRODUCT and line.account is not None


def _usable(line: InvoiceLine) -> InvoiceLine:
    """Without what was archived since."""
    return replace(
        line,
        product=_kept(line.product),
        account=_kept(line.account),
        taxes=tuple(tax for tax in line.taxes if not tax.archived),
    )


def _kept(named: Named | None) -> Named | None:
    return None if named is None or named.archived else named


def _words(description: str) -> tuple[str, ...]:
    """What it is about: without numbers, which are a month's or a delivery's."""
    words = fold(description).replace(",", " ").replace(".", " ").split()
    return tuple(word for word in words if not any(each.isdigit() for each in word)) or tuple(words)
