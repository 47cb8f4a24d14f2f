"""Draft, edit, post, reset, cancel, delete, duplicate; apply and undo credits. For all seven move types."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from odoo_desk.accounting import drafting
from odoo_desk.accounting.analytic import AnalyticPlan, lacking
from odoo_desk.accounting.concerns import Concern, concerns_of
from odoo_desk.accounting.estimate import estimate
from odoo_desk.accounting.fiscal import FiscalPosition, mapped_line, remapped_line
from odoo_desk.accounting.locking import BookingDay, booking_day, typed_day
from odoo_desk.accounting.missing import Archived, Missing, missing
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.outgoing import Kind, Outgoing
from odoo_desk.accounting.rates import Exchange, exchange
from odoo_desk.accounting.records import (
    Account,
    AutoPost,
    Document,
    Draft,
    DraftLine,
    LineKind,
    MoveType,
    PaymentTerm,
    ServerWarning,
    State,
    Tax,
    Totals,
    WarningKind,
)
from odoo_desk.accounting.rules import NO_RIGHT, Action, refusal_of
from odoo_desk.accounting.terms import EarlyPayment, Instalment, early_payment, instalments
from odoo_desk.accounting.twins import Twin, twins_among
from odoo_desk.errors import ConnectionProblem, DoneUnseen, InvalidInput, NotAllowed, NotConnected, changed_meanwhile
from odoo_desk.workspace.drafting import check, draft_of
from odoo_desk.workspace.link import Link, nothing
from odoo_desk.workspace.lookups import Lookups
from odoo_desk.workspace.sending import Sending

if TYPE_CHECKING:
    from odoo_desk.odoo.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Posted:
    """`notice` says what the server did differently from what was asked (another accounting date, say); "" if nothing."""

    document: Document
    notice: str


class Invoicing:
    def __init__(self, link: Link, sending: Sending, lookups: Lookups) -> None:
        self._link = link
        self._sending = sending
        self._lookups = lookups

    async def open(self, document_id: int) -> Document:
        """From the server; without one as it was when it was last read. NotConnected when it never was."""
        if not self._link.is_online and (kept := await self._link.mirror.document(document_id)):
            return kept
        document = await self._link.ledger.documents.open(document_id)
        await self._link.mirror.put_documents([document])
        return document

    async def copied(self, document_id: int) -> Document | None:
        """As the local copy has it, at once; None when it does not, or only from before a change that it knows of."""
        kept, written_at = await asyncio.gather(self._link.mirror.document(document_id), self.written_at(document_id))
        return kept if kept and kept.header.written_at == written_at else None

    async def written_at(self, document_id: int) -> datetime | None:
        """When it was last changed, as far as is known here; None when it is gone."""
        headers = await self._link.mirror.headers([document_id])
        return headers[0].written_at if headers else None

    async def blank(self, move_type: MoveType, today: date) -> Draft:
        """A draft with what the server would fill in by itself: journal, currency, today's date."""
        return drafting.blank(
            move_type, today, await self._lookups.journals_for(move_type), self._link.company.currency.id
        )

    async def create(self, draft: Draft, marker: str = "") -> Document:
        """Asked again with the same `marker` it gives the document that was made, changed to what the draft is now.
        OutcomeUnknown when it is not confirmed."""
        check(draft)
        if not self._link.ledger.user.rights.write_invoices:
            raise NotAllowed(NO_RIGHT)
        done = await self._sending.once(
            Outgoing(marker or uuid4().hex, Kind.CREATE, _title_of(draft), datetime.now(UTC), draft=draft)
        )
        document = await self._reopen(done.documents[0])
        if done.draft != draft and document.header.state is State.DRAFT:
            now = replace(draft, id=document.header.id)
            return await self.change(draft_of(document), now, document.header.written_at)
        return document

    async def change(self, original: Draft, edited: Draft, seen: datetime | None = None) -> Document:
        """Writes only what differs between the two: fields and lines that we do not show stay as they are.
        ChangedMeanwhile when the document was written after it was `seen`."""
        check(edited)
        assert original.id is not None
        entry = Outgoing(
            uuid4().hex,
            Kind.CHANGE,
            _title_of(edited),
            datetime.now(UTC),
            (original.id,),
            original=original,
            draft=edited,
            seen=seen,
        )
        await self._sending.once(entry)
        return await self._reopen(original.id)

    async def queue(
        self, draft: Draft, original: Draft | None, marker: str, seen: datetime | None, total: Decimal | None
    ) -> None:
        """To be created, or changed from `original`, when there is a connection; `total` is compared with the server's then."""
        check(draft)
        entry = Outgoing(
            marker,
            Kind.CHANGE if original else Kind.CREATE,
            _title_of(draft),
            datetime.now(UTC),
            (draft.id,) if draft.id else (),
            original=original,
            draft=draft,
            seen=seen,
            expected=total,
        )
        await self._sending.queue(entry)

    async def annotate(self, original: Draft, edited: Draft) -> Document:
        """On a posted document: reference, payment reference, recipient bank, terms and conditions; nothing else is sent."""
        assert original.id is not None
        await self._link.ledger.documents.annotate(original, edited)
        return await self._reopen(original.id)

    async def mark(self, document_id: int, *, to_check: bool) -> Document:
        """For somebody to look at again, or as reviewed. Posted documents too: it is not in the books."""
        if not self._link.ledger.user.rights.write_invoices:
            raise NotAllowed(NO_RIGHT)
        await self._link.ledger.documents.mark(document_id, to_check=to_check)
        return await self._reopen(document_id)

    async def correct_taxes(self, document: Document, amounts: Mapping[int, Decimal]) -> Document:
        """Of a draft bill whose paper has other cents: what its tax groups come to, by their ids. Odoo works a tax out anew when its lines change."""
        header = document.header
        if not self._link.ledger.user.rights.write_invoices:
            raise NotAllowed(NO_RIGHT)
        if header.state is not State.DRAFT or not header.move_type.is_purchase:
            raise NotAllowed("Only the taxes of a draft bill can be set by hand.")
        await self._link.ledger.documents.correct_taxes(header, amounts)
        return await self._reopen(header.id)

    async def auto_posts(self) -> tuple[AutoPost, ...]:
        """The ways in which this server posts a draft by itself; none without a server."""
        return await self._link.ask(lambda ledger: ledger.documents.auto_posts(), nothing)

    async def preview(self, draft: Draft) -> Totals:
        """Totals without saving: the server's where it is there and can work them out, else an estimate marked as one."""
        return await self._link.ask(lambda ledger: ledger.documents.preview(draft), lambda: self.estimate(draft))

    async def estimate(self, draft: Draft) -> Totals:
        """Worked out here, at once."""
        taxes = await self._lookups.taxes()
        known = {tax.id: tax for tax in taxes}
        roundings = await self._lookups.cash_roundings() if draft.cash_rounding_id else ()
        rounding = next((each for each in roundings if each.id == draft.cash_rounding_id), None)
        return estimate(draft, known, await self._currency(draft), self._link.company.arithmetic, rounding)

    async def concerns(
        self, draft: Draft, total: Decimal | None = None, warnings: Collection[ServerWarning] = ()
    ) -> tuple[Concern, ...]:
        """What a person should have seen before it is posted; `total` is what it comes to, `warnings` the server's on the saved draft."""
        booking = await self.booking_day(draft, date.today())  # noqa: DTZ011  the user's day
        told = [each for one in warnings if one.kind is WarningKind.DUPLICATE for each in one.documents]
        return concerns_of(booking, await self.twins(draft, total, told), warnings)

    async def concerns_about(self, document: Document) -> tuple[Concern, ...]:
        """The same of a draft as the server has it, with what would be posted without a word. InvalidInput names the field that keeps it from
        being posted at all."""
        draft, total = draft_of(document), document.header.amount_total
        lacking = await self.missing(draft, total, date.today())  # noqa: DTZ011  the user's day
        for each in lacking:
            if each.is_refused:
                raise InvalidInput(each.words, field=each.field, line=each.line)
        concerns = await self.concerns(draft, total, document.warnings)
        return (*(Concern(each.words) for each in lacking), *concerns)

    async def missing(self, draft: Draft, total: Decimal, today: date) -> tuple[Missing, ...]:
        """What keeps it from being posted, or would be posted without a word; from the local copy, so that it can be asked at every pause;
        which analytic plans a line needs is asked of the server once for each account."""
        mirror = self._link.mirror
        partners = await mirror.partners([draft.partner_id]) if draft.partner_id else ()
        archived = Archived(
            partner=any(each.archived for each in partners),
            currency=any(each.id == draft.currency_id and not each.active for each in await mirror.records(Currency)),
            accounts=frozenset(each.id for each in await mirror.records(Account) if each.archived),
            taxes=frozenset(each.id for each in await mirror.records(Tax) if each.archived),
        )
        return missing(draft, total, today, archived, await self._lacking_plans(draft))

    async def _lacking_plans(self, draft: Draft) -> dict[int, tuple[AnalyticPlan, ...]]:
        """By line, the analytic plans that the server would not post it without; nothing where that cannot be asked."""
        accounts = {each.id: each for each in await self._lookups.analytic_accounts()}
        if not any(each.plan for each in accounts.values()):
            return {}

        async def asked(ledger: Ledger) -> dict[int, tuple[AnalyticPlan, ...]]:
            return {
                at: lacking(line.analytic or (), await ledger.rulebook.analytic_plans(draft, line), accounts)
                for at, line in enumerate(draft.lines)
                if line.kind is LineKind.PRODUCT and not line.is_blank
            }

        async def unknown() -> dict[int, tuple[AnalyticPlan, ...]]:
            return {}

        return await self._link.ask(asked, unknown)

    async def booking_day(self, draft: Draft, today: date) -> BookingDay:
        """The day on which the server will book it, and why when that is not the day typed. Without a server nobody knows the locks."""
        journals = await self._lookups.journals()
        journal = next((each for each in journals if each.id == draft.journal_id), None) or drafting.default_journal(
            draft.move_type, journals
        )

        async def asked(ledger: Ledger) -> BookingDay:
            locks = await ledger.rulebook.locks()
            has_taxes = await self._has_taxes(draft)
            typed = typed_day(draft, today)
            if journal is None or not locks.closing(typed, journal.kind, has_taxes=has_taxes):
                return BookingDay(typed, typed)
            renumbering = await ledger.rulebook.renumbering(journal.id)
            return booking_day(draft, locks, journal.kind, renumbering, today, has_taxes=has_taxes)

        async def unknown() -> BookingDay:
            typed = typed_day(draft, today)
            return BookingDay(typed, typed, is_known=False)

        return await self._link.ask(asked, unknown)

    async def instalments(self, draft: Draft, totals: Totals, today: date) -> tuple[Instalment, ...]:
        """When how much of these totals will be due; one instalment where there are no terms, none for an entry."""
        if draft.move_type.is_entry:
            return ()
        start, term = draft.invoice_date or today, await self._term(draft)
        if term is None or not term.lines:
            return (Instalment(draft.due_date or start, totals.total),)
        return instalments(term, totals.total, start, await self._currency(draft))

    async def early_payment(self, draft: Draft, totals: Totals, today: date) -> EarlyPayment | None:
        """What settles it when it is paid early; None where its terms have no discount."""
        term = await self._term(draft)
        if term is None:
            return None
        currency = await self._currency(draft)
        return early_payment(term, totals.total, totals.untaxed, draft.invoice_date or today, currency)

    async def exchange(
        self, draft: Draft, total: Decimal, today: date, saved: Document | None = None
    ) -> Exchange | None:
        """What it comes to in the company's currency and by which rate; None in that currency itself, for an entry, and where no rate is known
        here. `saved` is the document as it was last read."""
        own, currency = self._link.company.currency, await self._currency(draft)
        if draft.move_type.is_entry or currency.id == own.id:
            return None
        theirs, ours = await self._lookups.rates(currency.id), await self._lookups.rates(own.id)
        if theirs is None or ours is None:
            return None
        return exchange(draft, total, (theirs, ours), (currency, own), today, saved)

    async def _term(self, draft: Draft) -> PaymentTerm | None:
        return next((each for each in await self._lookups.terms() if each.id == draft.payment_term_id), None)

    async def _currency(self, draft: Draft) -> Currency:
        currencies = await self._lookups.currencies()
        return next((each for each in currencies if each.id == draft.currency_id), self._link.company.currency)

    async def twins(self, draft: Draft, total: Decimal | None = None, told: Collection[int] = ()) -> tuple[Twin, ...]:
        """What may be the same paper entered before, in any state but cancelled; `total` is what the draft comes to, `told` what the server
        takes for the same (Document.twins). From the local copy, so that it can be asked at every key; 14 has nothing of its own."""
        found = {each.id: each for each in await self._link.mirror.alike(draft, total)}
        if missing := [each for each in told if each not in found]:
            found |= {each.id: each for each in await self._link.mirror.headers(missing)}
        return twins_among(found.values(), draft, total, told)

    async def _has_taxes(self, draft: Draft) -> bool:
        """A line whose taxes were not said has its product's."""
        for line in draft.lines:
            if line.tax_ids or (
                line.tax_ids is None
                and line.product_id
                and (await self.line_for_product(line.product_id, draft.move_type)).tax_ids
            ):
                return True
        return False

    async def line_for_product(
        self, product_id: int, move_type: MoveType, position: FiscalPosition | None = None
    ) -> DraftLine:
        """What a new line with this product starts with: description, price, and the taxes that `position` makes of the product's."""
        taxes = await self._lookups.taxes()
        line = drafting.line_of(await self._lookups.product(product_id), move_type, {tax.id for tax in taxes})
        return mapped_line(position, line)

    async def fiscal_positions(self) -> tuple[FiscalPosition, ...]:
        """To choose from; none without a server."""
        return await self._link.ask(lambda ledger: ledger.rulebook.fiscal_positions(), nothing)

    async def fiscal_position(self, draft: Draft) -> FiscalPosition | None:
        """The one chosen, else the one that the server would choose for the partner; None without a server."""

        async def asked(ledger: Ledger) -> FiscalPosition | None:
            chosen = draft.fiscal_position_id
            if chosen is None:
                chosen = await ledger.rulebook.fiscal_position_for(draft)
            return await ledger.rulebook.fiscal_position(chosen) if chosen else None

        return await self._link.ask(asked, _no_position)

    async def remapped(
        self, draft: Draft, before: FiscalPosition | None, after: FiscalPosition | None
    ) -> tuple[DraftLine, ...]:
        """The lines of a draft when `after` is its fiscal position, and `before` was: taxes and accounts of those that products brought."""

        async def mapped(line: DraftLine) -> DraftLine:
            if line.product_id is None:
                return line
            product = await self._lookups.product(line.product_id)
            has_taxes = product.purchase_tax_ids if draft.move_type.is_purchase else product.sale_tax_ids
            offered = await self.line_for_product(line.product_id, draft.move_type, after)
            return remapped_line(line, before, after, offered if has_taxes else replace(offered, tax_ids=None))

        return tuple([await mapped(line) for line in draft.lines])

    async def post(self, document_id: int, seen: datetime | None = None) -> Posted:
        """ChangedMeanwhile when the draft was written after it was `seen`."""
        before = await self._require(Action.POST, document_id, seen)
        await self._once(Kind.POST, before)
        document = await self._reopen(document_id)
        return Posted(document, _difference(before, document))

    async def reset_to_draft(self, document_id: int) -> Document:
        await self._once(Kind.RESET, await self._require(Action.RESET, document_id))
        return await self._reopen(document_id)

    async def cancel(self, document_id: int) -> Document:
        await self._once(Kind.CANCEL, await self._require(Action.CANCEL, document_id))
        return await self._reopen(document_id)

    async def delete(self, document_id: int) -> None:
        await self._once(Kind.DELETE, await self._require(Action.DELETE, document_id))
        await self._link.touched(documents={document_id})

    async def duplicate(self, document_id: int) -> Document:
        done = await self._once(Kind.DUPLICATE, await self._require(Action.DUPLICATE, document_id))
        return await self._reopen(done.documents[-1])

    async def apply_credit(self, document_id: int, line_id: int) -> Document:
        await self._once(Kind.APPLY_CREDIT, await self._require(Action.APPLY_CREDIT, document_id), line_id)
        return await self._reopen(document_id)

    async def undo_payment(self, document_id: int, partial_id: int) -> Document:
        """Unreconciles one payment or credit; the payment itself stays and is outstanding again."""
        document = await self._link.ledger.documents.open(document_id)
        await self._once(Kind.UNDO_PAYMENT, document, partial_id)
        return await self._reopen(document_id)

    async def _require(self, action: Action, document_id: int, seen: datetime | None = None) -> Document:
        document = await self._link.ledger.documents.open(document_id)
        if reason := refusal_of(action, document, self._link.ledger.user.rights):
            raise NotAllowed(reason)
        if seen and document.header.written_at != seen:
            raise changed_meanwhile()
        return document

    async def _once(self, kind: Kind, document: Document, item: int = 0) -> Outgoing:
        header = document.header
        title = f"{_WORDS[kind]} {header.number or _title_of(draft_of(document))}"
        return await self._sending.once(
            Outgoing(uuid4().hex, kind, title, datetime.now(UTC), (header.id,), item=item, seen=header.written_at)
        )

    async def _reopen(self, document_id: int) -> Document:
        """After something was done to it. DoneUnseen when it cannot be read."""
        try:
            document = await self._link.ledger.documents.open(document_id)
        except (ConnectionProblem, NotConnected) as problem:
            raise DoneUnseen(
                "It was done, but the connection was lost before it could be shown.",
                advice="Refresh when there is a connection again.",
                details=str(problem),
            ) from problem
        others = {each.move_id for each in document.payments} | {each.move_id for each in document.outstanding}
        payments = {each.payment_id for each in document.payments} | {each.payment_id for each in document.outstanding}
        await self._link.mirror.put_documents([document])
        await self._link.touched({document_id, *filter(None, others)}, filter(None, payments))
        return document


async def _no_position() -> None:
    return None


_WORDS = {
    Kind.POST: "Post",
    Kind.RESET: "Reset to draft:",
    Kind.CANCEL: "Cancel",
    Kind.DELETE: "Delete",
    Kind.DUPLICATE: "Duplicate",
    Kind.APPLY_CREDIT: "Apply a credit to",
    Kind.UNDO_PAYMENT: "Undo a payment of",
}


def _title_of(draft: Draft) -> str:
    kind = draft.move_type.word
    return f"{kind} {draft.ref}" if draft.ref else kind


def _difference(before: Document, after: Document) -> str:
    asked, got = before.header.accounting_date, after.header.accounting_date
    if asked != got:
        return f"The server booked it on {got.isoformat()}, not on {asked.isoformat()}: that day is probably in a locked period."
    return ""
