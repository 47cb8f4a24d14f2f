"""Payments: list them, and register new ones through Odoo's own wizard, which is not idempotent (api-facts 3.6): it is run once, by id."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from odoo_desk.accounting.listing import Query
from odoo_desk.accounting.money import ZERO
from odoo_desk.accounting.outgoing import Wizard
from odoo_desk.accounting.payments import PaymentMethod, PaymentOrder, PaymentProposal
from odoo_desk.accounting.records import Invoice, Named, Payment
from odoo_desk.errors import InvalidInput, OutcomeUnknown
from odoo_desk.odoo.ledger.directory import Directory, mark_archived
from odoo_desk.odoo.row import Row, first_id, ids_of, unexpected
from odoo_desk.odoo.session import Session
from odoo_desk.odoo.wire import json_text
from odoo_desk.odoo.wire.call import Argument, Value

PAYMENT, WIZARD = "account.payment", "account.payment.register"
PAYMENT_FIELDS = (
    "name",
    "state",
    "payment_type",
    "partner_type",
    "partner_id",
    "date",
    "amount",
    "currency_id",
    "journal_id",
    "is_matched",
    "reconciled_invoice_ids",
    "reconciled_bill_ids",
    "write_date",
)
# One word for one thing: 18 and 19 say canceled where 14 to 17 say cancel; 20 calls settled payments reconciled.
_STATES = {"cancel": "cancelled", "canceled": "cancelled"}
_CANCELLED = ("cancel", "canceled")


def payment_state(told: str) -> str:
    return _STATES.get(told, told)


class Payments:
    def __init__(self, session: Session, directory: Directory) -> None:
        self._session = session
        self._directory = directory

    # --- lists --------------------------------------------------------------------------------------------------------

    async def window(self, domain: Sequence[Argument], offset: int, limit: int, order: str) -> tuple[Payment, ...]:
        rows = await self._session.search_read(
            PAYMENT, domain, await self._fields(), offset=offset, limit=limit, order=order
        )
        return await self._records(rows)

    async def read(self, payment_ids: Sequence[int]) -> tuple[Payment, ...]:
        return await self._records(await self._session.read(PAYMENT, payment_ids, await self._fields()))

    async def domain(self, query: Query) -> list[Argument]:
        memo = await self._session.name_of(PAYMENT, "memo")
        domain: list[Argument] = [["company_id", "=", self._directory.user.company.id]]
        if query.states:
            offered = (await self._session.fields(PAYMENT))["state"].selection
            wanted = [state for state in offered if payment_state(state) in query.states]
            domain.append(["state", "in", wanted])
        if query.partner_id:
            domain.append(["partner_id", "child_of", query.partner_id])
        for operator, day in ((">=", query.date_from), ("<=", query.date_to)):
            if day:
                domain.append(["date", operator, day.isoformat()])
        if text := query.text.strip():
            domain += ["|", "|", ["name", "ilike", text], [memo, "ilike", text], ["partner_id", "ilike", text]]
        return domain

    async def order_field(self, name: str) -> str:
        """14 to 17 keep number, date and state in the payment's entry, where they can be searched but not sorted by."""
        ours = {"memo": "memo", "method": "method"}.get(name)
        name = await self._session.name_of(PAYMENT, ours) if ours else name
        field = (await self._session.fields(PAYMENT)).get(name)
        return name if field and field.stored else "id"

    async def _fields(self) -> list[str]:
        names = [await self._session.name_of(PAYMENT, ours) for ours in ("memo", "method")]
        return [*PAYMENT_FIELDS, "company_id", "is_reconciled", *names]

    async def _records(self, rows: Sequence[Row]) -> tuple[Payment, ...]:
        memo, method = [await self._session.name_of(PAYMENT, ours) for ours in ("memo", "method")]
        currencies = await self._directory.currencies()
        archived = await self._directory.archived("res.partner", ids_of(rows, "partner_id"))
        own = self._directory.user.company
        found = []
        for row in rows:
            currency = currencies.get(row.linked_id("currency_id") or 0, own.currency)
            number, way, day = row.text("name"), row.link(method), row.day("date")
            if day is None:
                raise unexpected("date", row.values.get("date"))
            found.append(
                Payment(
                    id=row.id,
                    number="" if number == "/" else number,
                    state=payment_state(row.text("state")),
                    inbound=row.text("payment_type") == "inbound",
                    is_customer=row.text("partner_type") == "customer",
                    partner=mark_archived(row.link("partner_id"), archived),
                    date=day,
                    amount=row.amount("amount", currency),
                    currency=currency,
                    journal=row.link("journal_id") or Named(0, ""),
                    method=way.name if way else "",
                    memo=row.text(memo),
                    company=row.link("company_id") or Named(own.id, own.name),
                    is_matched=row.flag("is_matched"),
                    documents=(*row.ids("reconciled_invoice_ids"), *row.ids("reconciled_bill_ids")),
                    written_at=row.moment("write_date"),
                )
            )
        return tuple(found)

    # --- registering --------------------------------------------------------------------------------------------------

    async def propose(self, documents: Sequence[Invoice], journal_id: int | None) -> PaymentProposal:
        """What Odoo would pay these posted documents with, in this journal (its own choice when None)."""
        values: dict[str, Argument] = {"journal_id": journal_id} if journal_id else {}
        wizard = await self._create([document.id for document in documents], values)
        methods_field = await self._session.name_of(WIZARD, "methods")
        method_field = await self._session.name_of(WIZARD, "method")
        wanted = (
            "amount",
            "currency_id",
            "journal_id",
            "payment_date",
            "communication",
            "payment_type",
            "partner_id",
            "can_group_payments",
            "available_journal_ids",
            methods_field,
            method_field,
        )
        row = (await self._session.read(WIZARD, [wizard], wanted))[0]
        offered = row.ids("available_journal_ids")
        journals = [each for each in await self._directory.journals() if each.kind in ("bank", "cash", "credit")]
        currency = await self._directory.currency(row.linked_id("currency_id"))
        residual = sum((document.amount_residual for document in documents), ZERO)
        alike = all(document.currency.id == currency.id for document in documents)
        day = row.day("payment_date")
        if day is None:
            raise unexpected("payment_date", row.values.get("payment_date"))
        return PaymentProposal(
            document_ids=tuple(document.id for document in documents),
            inbound=row.text("payment_type") == "inbound",
            partner=row.link("partner_id"),
            currency=currency,
            residual=residual if alike else row.amount("amount", currency),
            amount=residual if alike else row.amount("amount", currency),
            date=day,
            memo=row.text("communication"),
            journal_id=row.linked_id("journal_id") or 0,
            journals=tuple(each for each in journals if not offered or each.id in offered),
            method_id=row.linked_id(method_field),
            methods=await self._methods(methods_field, row.ids(methods_field)),
            can_group=len(documents) > 1 and row.flag("can_group_payments"),
        )

    async def _methods(self, field: str, ids: Sequence[int]) -> tuple[PaymentMethod, ...]:
        model = (await self._session.fields(WIZARD))[field].relation
        return tuple(PaymentMethod(row.id, row.text("name")) for row in await self._session.read(model, ids, ["name"]))

    async def prepare(self, order: PaymentOrder, documents: Sequence[Invoice]) -> tuple[Wizard, ...]:
        """Writes the order down as wizards that are ready to run: one for all when grouped, else one a document. Nothing is paid yet."""
        if order.amount <= ZERO:
            raise InvalidInput("The amount must be more than zero.", field="amount")
        if len(documents) == 1 or order.group:
            amounts = {tuple(document.id for document in documents): order.amount}
        else:
            residual = sum((document.amount_residual for document in documents), ZERO)
            if order.amount != residual:
                raise InvalidInput(
                    f"Several documents that are paid one by one are paid in full: {residual} together.",
                    advice="Pay them as one payment, or choose fewer.",
                    field="amount",
                )
            amounts = {(document.id,): document.amount_residual for document in documents}
        return tuple(
            [
                Wizard(await self._create(ids, await self._values(order, amount)), ids, amount)
                for ids, amount in amounts.items()
            ]
        )

    async def run(self, wizard: Wizard) -> tuple[int, ...]:
        """Pays. The ids of the payments made. OutcomeUnknown when no answer came: it may have been done, and must not be run again."""
        context: dict[str, Argument] = {"active_model": "account.move", "active_ids": list(wizard.document_ids)}
        answer = await self._session.call(WIZARD, "action_create_payments", [wizard.id], context=context)
        if found := _payments_in(answer):
            return found
        raise OutcomeUnknown(
            "The server did not say which payment it made.",
            advice="Refresh and look before you try again.",
            details=json_text.excerpt(answer),
        )

    async def _create(self, document_ids: Sequence[int], values: dict[str, Argument]) -> int:
        context: dict[str, Argument] = {"active_model": "account.move", "active_ids": list(document_ids)}
        return first_id(await self._session.call(WIZARD, "create", None, {"vals_list": [values]}, context=context))

    async def _values(self, order: PaymentOrder, amount: Decimal) -> dict[str, Argument]:
        fields = await self._session.fields(WIZARD)
        values: dict[str, Argument] = {
            "payment_date": order.date.isoformat(),
            "amount": amount,
            "journal_id": order.journal_id,
            "group_payment": order.group,
        }
        if order.method_id:
            values[await self._session.name_of(WIZARD, "method")] = order.method_id
        if order.currency_id:
            values["currency_id"] = order.currency_id
        if order.memo:
            values["communication"] = order.memo
        if order.write_off_account_id:
            values["payment_difference_handling"] = "reconcile"
            values["writeoff_account_id"] = order.write_off_account_id
            values["writeoff_label"] = order.write_off_label or "Write-Off"
            if "installments_mode" in fields:  # else the difference is taken from what is overdue, not from the whole
                values["installments_mode"] = "full"
        return values


def _payments_in(answer: Value) -> tuple[int, ...]:
    """action_create_payments answers a window to open: on one payment by id, on several by a domain."""
    if not isinstance(answer, dict):
        return ()
    found = answer.get("res_id")
    if isinstance(found, int) and found:
        return (found,)
    domain = answer.get("domain")
    for term in domain if isinstance(domain, list) else []:
        if isinstance(term, list) and len(term) == 3 and term[0] == "id" and isinstance(term[2], list):
            return tuple(each for each in term[2] if isinstance(each, int))
    return ()
