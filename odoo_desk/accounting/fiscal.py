"""Fiscal positions: which taxes and accounts stand in for a product's own, for partners of another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from odoo_desk.accounting.records import DraftLine


@dataclass(frozen=True, slots=True)
class FiscalPosition:
    """`taxes`: what stands in for a tax, maybe nothing; `accounts` the same for accounts."""

    id: int
    name: str
    taxes: tuple[tuple[int, tuple[int, ...]], ...] = ()
    accounts: tuple[tuple[int, int], ...] = ()
    is_empty_exempt: bool = False
    """It names no taxes at all, which from 19 on takes all of them away."""


def mapped_taxes(position: FiscalPosition | None, tax_ids: Sequence[int]) -> tuple[int, ...]:
    """A tax that the position does not speak of stays; one may become several, or none."""
    if position is None:
        return tuple(tax_ids)
    if position.is_empty_exempt:
        return ()
    instead = dict(position.taxes)
    return tuple(dict.fromkeys(mapped for tax in tax_ids for mapped in instead.get(tax, (tax,))))


def mapped_account(position: FiscalPosition | None, account_id: int | None) -> int | None:
    if position is None or account_id is None:
        return account_id
    return dict(position.accounts).get(account_id, account_id)


def original_account(position: FiscalPosition | None, account_id: int) -> int:
    """The one that a position stands in for with this account, where that can only be one."""
    instead_of = [source for source, into in position.accounts if into == account_id] if position else []
    return instead_of[0] if len(instead_of) == 1 else account_id


def remapped_line(
    line: DraftLine, before: FiscalPosition | None, after: FiscalPosition | None, offered: DraftLine
) -> DraftLine:
    """What another position makes of a line that a product brought: its taxes anew, as `offered` has them for `after`; its account, taken back
    from `before`. What the product says nothing of stays."""
    account = None if line.account_id is None else mapped_account(after, original_account(before, line.account_id))
    return replace(line, tax_ids=line.tax_ids if offered.tax_ids is None else offered.tax_ids, account_id=account)


def mapped_line(position: FiscalPosition | None, line: DraftLine) -> DraftLine:
    taxes = None if line.tax_ids is None else mapped_taxes(position, line.tax_ids)
    return replace(line, tax_ids=taxes, account_id=mapped_account(position, line.account_id))
