"""Rows of the copy as our records: names joined, amounts as decimals of their currency, days as days."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from odoo_desk.accounting.listing import Book, Row
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import (
    Invoice,
    Journal,
    MoveType,
    Named,
    Partner,
    Payment,
    PaymentState,
    State,
    User,
)
from odoo_desk.errors import DeskError
from odoo_desk.store.database import Connection
from odoo_desk.store.facts import fact, records, scale_of
from odoo_desk.store.filing import Units, day_of
from odoo_desk.store.schema import BLANK

_NEVER = datetime.min.replace(tzinfo=UTC)
_INVOICE = (
    "m.id, m.move_type, m.state, m.payment_state, m.number, m.partner_id, p.name, p.archived, m.invoice_date, m.accounting_date, m.due_date, "
    "m.next_due, m.ref, m.payment_reference, m.origin, m.journal_id, m.currency_id, m.salesperson_id, s.name, m.amount_untaxed, m.amount_tax, "
    "m.amount_total, m.amount_residual, m.amount_untaxed_signed, m.amount_total_signed, m.amount_residual_signed, m.written_at"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What every amount and name is read by; None of it changes often."""

    version: int
    user: User
    units: Units
    currencies: Mapping[int, Currency]
    journals: Mapping[int, Named]


def read_frame(connection: Connection, earlier: Frame | None) -> Frame:
    """Read again when somebody changed a short list."""
    version = int(fact(connection, "frame") or 0)
    if earlier is not None and earlier.version == version:
        return earlier
    told = fact(connection, "user")
    if not told:
        raise DeskError("The local copy is empty.", advice="Sign in once; it is filled then.")
    user = msgspec.json.decode(told, type=User)
    currencies = {each.id: each for each in records(connection, Currency)}
    own = user.company.currency
    journals = {
        each.id: Named(each.id, _journal_name(each, currencies.get(each.currency_id or own.id, own), own))
        for each in records(connection, Journal)
    }
    units = Units(currencies, own, scale_of(connection))
    return Frame(version, user, units, currencies, journals)


def _journal_name(journal: Journal, currency: Currency, own: Currency) -> str:
    """As Odoo shows it: with its currency, when that is another than the company's."""
    return journal.name if currency.id == own.id else f"{journal.name} ({currency.code})"


def rows_of(connection: Connection, frame: Frame, book: Book, ids: Sequence[int]) -> Sequence[Row]:
    """In the order of `ids`."""
    if book is Book.PAYMENTS:
        return payments(connection, frame, ids)
    if book is Book.PARTNERS:
        return partners(connection, frame, ids)
    return invoices(connection, frame, ids)


def invoices(connection: Connection, frame: Frame, ids: Sequence[int]) -> tuple[Invoice, ...]:
    if not ids:
        return ()
    own, company = frame.user.company.currency, Named(frame.user.company.id, frame.user.company.name)
    amount, exact = frame.units.amount, frame.units
    rows = connection.execute(
        f"select {_INVOICE} from move m left join partner p on p.id = m.partner_id left join salesperson s on s.id = m.salesperson_id "
        "where m.id in (select value from json_each(?))",
        (json.dumps(list(ids)),),
    )
    found: dict[int, Invoice] = {}
    for row in rows:
        currency = frame.currencies.get(row[16], own)
        found[row[0]] = Invoice(
            row[0],
            MoveType(row[1]),
            State(row[2]),
            PaymentState(row[3]),
            text_in(row[4]),
            None if row[5] is None else Named(row[5], row[6] or "", archived=bool(row[7])),
            day_of(row[8]),
            day_of(row[9]) or date.min,
            day_of(row[10]),
            day_of(row[11]),
            text_in(row[12]),
            text_in(row[13]),
            text_in(row[14]),
            frame.journals.get(row[15]) or Named(row[15] or 0, ""),
            company,
            currency,
            amount(row[19], currency),
            amount(row[20], currency),
            amount(row[21], currency),
            amount(row[22], currency),
            exact.amount(row[23], own),
            exact.amount(row[24], own),
            exact.amount(row[25], own),
            None if row[17] is None else Named(row[17], row[18] or ""),
            _instant(row[26]),
        )
    return tuple(found[each] for each in ids if each in found)


def payments(connection: Connection, frame: Frame, ids: Sequence[int]) -> tuple[Payment, ...]:
    if not ids:
        return ()
    own, company = frame.user.company.currency, Named(frame.user.company.id, frame.user.company.name)
    rows = connection.execute(
        "select m.id, m.number, m.state, m.inbound, m.is_customer, m.partner_id, p.name, p.archived, m.date, m.amount, m.currency_id, "
        "m.journal_id, m.method, m.memo, m.is_matched, m.documents, m.written_at "
        "from payment m left join partner p on p.id = m.partner_id where m.id in (select value from json_each(?))",
        (json.dumps(list(ids)),),
    )
    found: dict[int, Payment] = {}
    for row in rows:
        currency = frame.currencies.get(row[10], own)
        found[row[0]] = Payment(
            id=row[0],
            number=text_in(row[1]),
            state=row[2],
            inbound=bool(row[3]),
            is_customer=bool(row[4]),
            partner=None if row[5] is None else Named(row[5], row[6] or "", archived=bool(row[7])),
            date=day_of(row[8]) or date.min,
            amount=frame.units.amount(row[9], currency),
            currency=currency,
            journal=frame.journals.get(row[11]) or Named(row[11] or 0, ""),
            method=text_in(row[12]),
            memo=text_in(row[13]),
            company=company,
            is_matched=bool(row[14]),
            documents=tuple(json.loads(row[15])),
            written_at=_instant(row[16]),
        )
    return tuple(found[each] for each in ids if each in found)


def partners(connection: Connection, frame: Frame, ids: Sequence[int]) -> tuple[Partner, ...]:
    """What is receivable and payable is added up from what is open, which is booked on the company a contact belongs to."""
    if not ids:
        return ()
    own = frame.user.company.currency
    listed = json.dumps(list(ids))
    open_items = connection.execute(
        "select partner_id, kind, sum(residual) from item where partner_id in (select value from json_each(?)) and posted and reconciled = 0 "
        "and kind in ('asset_receivable', 'liability_payable') group by partner_id, kind",
        (listed,),
    )
    balance = {(number, kind): units for number, kind, units in open_items}
    rows = connection.execute(
        "select m.id, m.name, m.ref, m.vat, m.email, m.phone, m.city, m.country, m.is_company, m.archived, m.payment_term_id, "
        "m.vendor_payment_term_id, m.written_at, m.commercial_id, m.warning, m.is_blocked, above.warning, above.is_blocked "
        "from partner m left join partner above on above.id = m.parent_id where m.id in (select value from json_each(?))",
        (listed,),
    )
    found: dict[int, Partner] = {}
    for row in rows:
        receivable, payable = (balance.get((row[0], kind), 0) for kind in ("asset_receivable", "liability_payable"))
        name, ref, vat, email, phone, city, country = map(text_in, row[1:8])
        warning, is_blocked = row[14:16] if row[14] else row[16:18]  # a contact has that of its company
        found[row[0]] = Partner(
            id=row[0],
            name=name,
            ref=ref,
            vat=vat,
            email=email,
            phone=phone,
            city=city,
            country=country,
            is_company=bool(row[8]),
            archived=bool(row[9]),
            payment_term_id=row[10],
            vendor_payment_term_id=row[11],
            receivable=frame.units.amount(receivable, own),
            payable=frame.units.amount(-payable, own),
            written_at=_instant(row[12]),
            company_id=row[13] if row[13] != row[0] else None,
            warning=warning or "",
            is_blocked=bool(is_blocked),
        )
    return tuple(found[each] for each in ids if each in found)


def text_in(value: str) -> str:
    """What stands in a column of the copy."""
    return "" if value == BLANK else value


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else _NEVER
