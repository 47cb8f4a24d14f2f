"""One document, and what is done to it: read, create, change, preview, post, reset, cancel, delete, duplicate, match."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from odoo_desk.accounting.drafting import default_journal, line_of
from odoo_desk.accounting.fiscal import FiscalPosition, mapped_line
from odoo_desk.accounting.records import (
    AutoPost,
    Document,
    Draft,
    DraftLine,
    Invoice,
    LineKind,
    MoveType,
    Named,
    Totals,
)
from odoo_desk.errors import InvalidInput, NotAvailable, RecordGone, ServerFault, ServerRefused, changed_meanwhile
from odoo_desk.odoo.guard import MARKERS, UPDATE
from odoo_desk.odoo.ledger import correcting, reading, writing
from odoo_desk.odoo.ledger.directory import Directory, mark_archived
from odoo_desk.odoo.ledger.preview import Preview
from odoo_desk.odoo.ledger.rulebook import Rulebook
from odoo_desk.odoo.row import Row, first_id, ids_of
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.texts import plain
from odoo_desk.odoo.wire import json_text
from odoo_desk.odoo.wire.call import Argument, Value

MOVE, LINE = "account.move", "account.move.line"
_DETAIL_FIELDS = (
    *reading.HEADER_FIELDS,
    *reading.TOTALS_FIELDS,
    "invoice_line_ids",
    "line_ids",
    "invoice_payment_term_id",
    "partner_bank_id",
    "narration",
    "reversed_entry_id",
    "invoice_payments_widget",
    "invoice_outstanding_credits_debits_widget",
    "fiscal_position_id",
    "invoice_cash_rounding_id",
    "invoice_currency_rate",
    "auto_post",
    "auto_post_until",
    *reading.WARNING_FIELDS,
)
_TRADE = ("asset_receivable", "liability_payable")


def _own_lines(row: Row) -> tuple[int, ...]:
    """The lines that a person wrote; of an entry all of them."""
    return row.ids("line_ids" if row.text("move_type") == MoveType.JOURNAL_ENTRY.value else "invoice_line_ids")


class Documents:
    def __init__(self, session: Session, directory: Directory, rulebook: Rulebook) -> None:
        self._session = session
        self._directory = directory
        self._rulebook = rulebook
        self._preview = Preview(session, directory)

    # --- reading ------------------------------------------------------------------------------------------------------

    async def headers(self, rows: Sequence[Row]) -> tuple[Invoice, ...]:
        """Rows read with HEADER_FIELDS, completed by what stands elsewhere: earliest open maturity, archived partners."""
        unpaid = [row.id for row in rows if row.text("state") == "posted" and row.decimal("amount_residual")]
        partners = ids_of(rows, "partner_id")
        currencies, due, archived = await asyncio.gather(
            self._directory.currencies(),
            self._open_maturities(unpaid),
            self._directory.archived("res.partner", partners),
        )
        own = self._directory.user.company.currency
        found = []
        for row in rows:
            currency = currencies.get(row.linked_id("currency_id") or 0, own)
            invoice = reading.header(row, currency, own, due.get(row.id))
            found.append(replace(invoice, partner=mark_archived(invoice.partner, archived)))
        return tuple(found)

    async def read_headers(self, document_ids: Sequence[int]) -> tuple[Invoice, ...]:
        return await self.headers(await self._session.read(MOVE, document_ids, reading.HEADER_FIELDS))

    async def _open_maturities(self, document_ids: Sequence[int]) -> dict[int, date]:
        """The earliest maturity among the open instalments: a document may be overdue in part."""
        if not document_ids:
            return {}
        domain: list[Argument] = [
            ["move_id", "in", list(document_ids)],
            ["amount_residual", "!=", 0],
            *(await self._directory.open_item_domain()),
        ]
        rows = await self._session.search_read(
            LINE, domain, ("move_id", "date_maturity"), order="date_maturity desc, id"
        )
        return {
            document: day
            for row in rows
            if (document := row.linked_id("move_id")) and (day := row.day("date_maturity"))
        }

    async def open(self, document_id: int) -> Document:
        found = await self.open_all([document_id])
        if not found:
            raise _gone()
        return found[0]

    async def open_all(self, document_ids: Sequence[int]) -> tuple[Document, ...]:
        """Whole, with all that hangs on them; those that are gone are left out."""
        rows = await self._session.read(MOVE, document_ids, _DETAIL_FIELDS)
        line_ids = dict.fromkeys(each for row in rows for each in (*_own_lines(row), *row.ids("line_ids")))
        headers, currencies, items, taxes = await asyncio.gather(
            self.headers(rows),
            self._directory.currencies(),
            self._session.read(LINE, tuple(line_ids), reading.LINE_FIELDS),
            self._directory.taxes(),
        )
        by_id = {item.id: item for item in items}
        lines = [by_id[each] for row in rows for each in _own_lines(row) if each in by_id]
        accounts, products, booked_on = (
            ids_of(lines, "account_id"),
            ids_of(lines, "product_id"),
            ids_of(items, "account_id"),
        )
        archived_accounts, archived_products, account_kinds, html = await asyncio.gather(
            self._directory.archived("account.account", accounts),
            self._directory.archived("product.product", products),
            self._directory.account_kinds(booked_on),
            self._narration_is_html(),
        )
        own = self._directory.user.company.currency
        tax_names = {tax.id: Named(tax.id, tax.name, tax.archived) for tax in taxes.values()}

        def document(row: Row, header: Invoice) -> Document:
            lines = [by_id[each] for each in _own_lines(row) if each in by_id]
            coins = [each for each in lines if each.flag("is_rounding_line")]  # 14, 15: among the lines
            lines = [each for each in lines if each not in coins]
            lines.sort(key=lambda each: (each.number("sequence"), each.id))
            narration = row.raw("narration")
            return Document(
                header=header,
                lines=tuple(
                    replace(
                        found,
                        account=mark_archived(found.account, archived_accounts),
                        product=mark_archived(found.product, archived_products),
                    )
                    for found in (reading.line(each, header.currency, own, tax_names) for each in lines)
                ),
                totals=reading.totals(row, header.currency, coins),
                journal_items=tuple(
                    reading.journal_item(
                        item,
                        own,
                        currencies.get(item.linked_id("currency_id") or 0, own),
                        is_open_item=account_kinds.get(item.linked_id("account_id") or 0, "") in _TRADE,
                    )
                    for each in row.ids("line_ids")
                    if (item := by_id.get(each)) is not None and reading.line_kind(item) is LineKind.PRODUCT
                ),
                payments=reading.applied_payments(
                    row.values.get("invoice_payments_widget"), currencies, header.currency
                ),
                outstanding=reading.outstanding_credits(
                    row.values.get("invoice_outstanding_credits_debits_widget"), currencies, header.currency
                ),
                payment_term=row.link("invoice_payment_term_id"),
                partner_bank=row.link("partner_bank_id"),
                narration=plain(narration) if html else narration,
                reversed_document=row.link("reversed_entry_id"),
                notice=plain(row.text("tax_lock_date_message")),
                warnings=reading.warnings(row),
                to_check=reading.is_to_check(row),
                is_secured=reading.is_secured(row),
                auto_post=reading.auto_post(row),
                auto_post_until=row.day("auto_post_until"),
                fiscal_position=row.link("fiscal_position_id"),
                cash_rounding=row.link("invoice_cash_rounding_id"),
                rate=row.decimal("invoice_currency_rate") if "invoice_currency_rate" in row.values else None,
            )

        return tuple(map(document, rows, headers))

    # --- writing ------------------------------------------------------------------------------------------------------

    async def begin(self, move_type: MoveType, marker: str) -> int:
        """The id of the one document under this marker, made empty if there is none: asked again it gives the same (api-facts 4.1)."""
        arguments: dict[str, Argument] = {
            "fields": ("id", "move_type"),
            "data": [[f"{MARKERS}.{marker}", move_type.value]],
        }
        answer = await self._session.call(MOVE, "load", None, arguments, context=_context_of(move_type))
        if isinstance(answer, dict) and answer.get("ids"):
            return first_id(answer["ids"])
        # Two loads at once: the loser is told so in a message (api-facts 4.1), and finds what the other one made.
        asked: dict[str, Argument] = {"module": MARKERS, "xml_id": marker}
        try:
            found = await self._session.call("ir.model.data", "check_object_reference", None, asked)
        except (ServerRefused, ServerFault):  # no such external id
            found = None
        if isinstance(found, list) and len(found) == 2 and isinstance(found[1], int):
            return found[1]
        raise ServerRefused(_message_in(answer), details=json_text.excerpt(answer))

    async def fill(self, document_id: int, draft: Draft) -> None:
        """Writes all of a draft into the empty document begun for it. Everything is said outright, so that all versions make the same
        of it (api-facts 3.1). One time only: lines written twice are there twice."""
        if position := await self._fiscal_position(
            draft
        ):  # 14 and 15 choose none by themselves, and 19 now and then another one (measured)
            draft = replace(draft, fiscal_position_id=position.id)
        values = writing.values_of(await self.complete(draft), html=await self._narration_is_html())
        await self._in_its_words(values)
        await self._session.call(MOVE, "write", [document_id], {"vals": values}, context=_context_of(draft.move_type))

    async def change(self, original: Draft, edited: Draft, seen: datetime | None) -> None:
        """NotAllowed when it is no draft, ChangedMeanwhile when it was written after it was `seen`; nothing is sent when nothing differs."""
        assert original.id is not None
        values = writing.changes_between(
            original,
            await self.complete(edited),
            html=await self._narration_is_html(),
            resend_names=self._session.dialect.lines_lose_names,
        )
        offered = await self._session.fields(LINE)
        own = writing.line_field(edited)
        if "invoice_cash_rounding_id" in values and own not in values and "is_rounding_line" in offered:
            # 14 and 15 round anew only when a line is written, and be it with what it says already (measured on 14).
            values[own] = [[UPDATE, line.id, {"name": line.name}] for line in original.lines[:1]]
        if values:
            await self._in_its_words(values)
            await self._check_seen(original.id, seen)
            await self._session.call(MOVE, "write", [original.id], {"vals": values})

    async def auto_posts(self) -> tuple[AutoPost, ...]:
        """The ways in which this server posts by itself; 14 and 15 know only yes and no."""
        field = (await self._session.fields(MOVE)).get("auto_post")
        if field is None:
            return ()
        known = (AutoPost.NO.value, AutoPost.AT_DATE.value) if field.kind == "boolean" else field.selection
        return tuple(each for each in AutoPost if each.value in known)

    async def _in_its_words(self, values: dict[str, Argument]) -> None:
        """What older versions say in another way, or not at all: 14 and 15 post by themselves once and never again, and have one analytic
        account for a line."""
        fields = await self._session.fields(MOVE)
        offered = await self._session.fields(LINE)
        if writing.ANALYTIC not in offered:
            writing.with_one_analytic_account(values, offers_it="analytic_account_id" in offered)
        wanted, field = values.get("auto_post"), fields.get("auto_post")
        if field is not None and field.kind == "boolean":
            if wanted not in (None, AutoPost.NO.value, AutoPost.AT_DATE.value):
                raise NotAvailable(
                    "Odoo 14 and 15 do not post a document again every month or year.", advice="Choose “At date”."
                )
            if wanted is not None:
                values["auto_post"] = wanted == AutoPost.AT_DATE.value
        if "auto_post_until" not in fields:
            values.pop("auto_post_until", None)

    async def _check_seen(self, document_id: int, seen: datetime | None) -> None:
        """Odoo has no lock against it: what is written in the moment after this is not noticed."""
        rows = await self._session.read(MOVE, [document_id], ("write_date",))
        if rows and seen and rows[0].moment("write_date") != seen:
            raise changed_meanwhile()

    async def annotate(self, original: Draft, edited: Draft) -> None:
        assert original.id is not None
        values = writing.annotations_between(original, edited, html=await self._narration_is_html())
        if values:
            await self._session.call(MOVE, "write", [original.id], {"vals": values})

    async def mark(self, document_id: int, *, to_check: bool) -> None:
        name = await self._session.name_of(MOVE, "to_check")
        values: dict[str, dict[str, Argument]] = {
            "to_check": {"to_check": to_check},
            "checked": {"checked": not to_check},
            "review_state": {"review_state": "todo" if to_check else "reviewed"},
        }
        if name not in values:
            raise NotAvailable("This server does not mark documents as to check.")
        await self._session.call(MOVE, "write", [document_id], {"vals": values[name]})

    async def correct_taxes(self, document: Invoice, amounts: Mapping[int, Decimal]) -> None:
        """Of a draft: what these tax groups come to, as the paper has it. The same amounts again change nothing. ChangedMeanwhile when it was
        written after it was read."""
        await self._check_seen(document.id, document.written_at)
        values: dict[str, Argument]
        if "tax_totals" in await self._session.fields(MOVE):
            rows = await self._session.read(MOVE, [document.id], ("tax_totals",))
            if not rows:
                raise _gone()
            values = {"tax_totals": correcting.summary_with(rows[0].values.get("tax_totals"), amounts)}
        else:
            rows = await self._session.search_read(LINE, [["move_id", "=", document.id]], correcting.ITEM_FIELDS)
            sign = -1 if document.move_type.is_sale is not document.move_type.is_credit_note else 1
            own = self._directory.user.company.currency
            commands = correcting.items_with(rows, amounts, sign, document.currency, own)
            if not commands:
                return
            values = {"line_ids": commands}
        await self._session.call(MOVE, "write", [document.id], {"vals": values})

    async def complete(self, draft: Draft) -> Draft:
        """What was left to defaults, said: a sale's date, the product's price and taxes, on 14 the journal's account, the partner's term."""
        today = date.today()  # noqa: DTZ011  the user's day, not the server's
        if draft.invoice_date is None and draft.move_type.is_sale:
            draft = replace(draft, invoice_date=today)
        if draft.move_type.is_entry and draft.accounting_date is None:
            draft = replace(draft, accounting_date=draft.invoice_date or today)
        if (
            draft.id is None
            and draft.partner_id
            and not draft.payment_term_id
            and not draft.due_date
            and not draft.move_type.is_entry
        ):
            partner = await self._directory.partner(draft.partner_id)
            term = partner.vendor_payment_term_id if draft.move_type.is_purchase else partner.payment_term_id
            draft = replace(draft, payment_term_id=term)
        is_open = any(line.product_id and line.tax_ids is None for line in draft.lines)
        position = await self._fiscal_position(draft) if is_open else None
        lines = [await self._complete_line(draft, line, position) for line in draft.lines]
        return replace(draft, lines=tuple(lines))

    async def _fiscal_position(self, draft: Draft) -> FiscalPosition | None:
        """What was chosen; for a new document what the server would choose."""
        chosen = draft.fiscal_position_id
        if chosen is None and draft.id is None and draft.partner_id and not draft.move_type.is_entry:
            chosen = await self._rulebook.fiscal_position_for(draft)
        if not chosen:
            return None
        return await self._rulebook.fiscal_position(chosen)

    async def _complete_line(self, draft: Draft, line: DraftLine, position: FiscalPosition | None) -> DraftLine:
        if line.kind is not LineKind.PRODUCT or draft.move_type.is_entry or line.is_blank:
            return line
        if line.product_id and (line.price_unit is None or line.tax_ids is None or not line.name):
            offered = mapped_line(position, await self.line_for_product(line.product_id, draft.move_type))
            line = replace(
                line,
                name=line.name or offered.name,
                price_unit=offered.price_unit if line.price_unit is None else line.price_unit,
                tax_ids=offered.tax_ids if line.tax_ids is None else line.tax_ids,
            )
        if line.account_id is None and not line.product_id and self._session.dialect.lines_need_account:
            journals = await self._directory.journals()
            chosen = next((each for each in journals if each.id == draft.journal_id), None)
            journal = chosen or default_journal(draft.move_type, journals)
            line = replace(line, account_id=journal.default_account_id if journal else None)
        return line

    async def line_for_product(self, product_id: int, move_type: MoveType) -> DraftLine:
        product = await self._directory.product(product_id)
        return line_of(product, move_type, await self._directory.taxes())

    async def preview(self, draft: Draft) -> Totals:
        """Totals without saving: the server's where its version works them out, else our estimate, marked as one."""
        return await self._preview.totals(await self.complete(draft))

    # --- states -------------------------------------------------------------------------------------------------------

    async def post(self, document_id: int) -> None:
        row = (await self._session.read(MOVE, [document_id], ("invoice_date", "move_type")))[0]
        if row.text("move_type") != MoveType.JOURNAL_ENTRY.value and not row.day("invoice_date"):
            raise InvalidInput(
                "The document has no date.", advice="Give it the date on the paper, then post it.", field="invoice_date"
            )
        # Unless it is told to look, it posts without what a mandatory analytic plan asks for (measured on 19).
        await self._session.call(MOVE, "action_post", [document_id], context={"validate_analytic": True})

    async def reset_to_draft(self, document_id: int) -> None:
        await self._session.call(MOVE, "button_draft", [document_id])

    async def cancel(self, document_id: int) -> None:
        await self._session.call(MOVE, "button_cancel", [document_id])

    async def delete(self, document_id: int) -> None:
        await self._session.call(MOVE, "unlink", [document_id])

    async def duplicate(self, document_id: int) -> int:
        return first_id(await self._session.call(MOVE, "copy", [document_id]))

    async def apply_credit(self, document_id: int, line_id: int) -> None:
        await self._session.call(MOVE, "js_assign_outstanding_line", [document_id], {"line_id": line_id})

    async def undo_payment(self, document_id: int, partial_id: int) -> None:
        await self._session.call(MOVE, "js_remove_outstanding_partial", [document_id], {"partial_id": partial_id})

    async def _narration_is_html(self) -> bool:
        field = (await self._session.fields(MOVE)).get("narration")
        return field is not None and field.kind == "html"


def _gone() -> RecordGone:
    return RecordGone("This document no longer exists, or you may no longer see it.", advice="Refresh the list.")


def _context_of(move_type: MoveType) -> dict[str, Argument]:
    return {"default_move_type": move_type.value}


def _message_in(answer: Value) -> str:
    """What load() says instead of raising."""
    messages = answer.get("messages") if isinstance(answer, dict) else None
    told = [each.get("message") for each in messages if isinstance(each, dict)] if isinstance(messages, list) else []
    return " ".join(each for each in told if isinstance(each, str)) or "The server did not make the document."
