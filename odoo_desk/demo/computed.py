"""How fields that are worked out when they are read are found, and what a record is called. The fields are in computed_*.py."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TypeVar, cast

from odoo_desk.demo import records as r
from odoo_desk.demo.books import Env
from odoo_desk.demo.fields import Field
from odoo_desk.demo.records import Record
from odoo_desk.demo.refusals import AccessError

Compute = Callable[[Env, Record], object]
R = TypeVar("R", bound=Record)
_COMPUTED: dict[tuple[str, str], Compute] = {}


def getter(env: Env, field: Field) -> Callable[[Record], object]:
    compute = _COMPUTED.get((field.model, field.name))
    if compute:
        return lambda record: compute(env, record)
    if field.name == "display_name":
        return lambda record: display_name(env, record)
    return attrgetter(field.attribute)


def value_of(env: Env, record: Record, field: Field) -> object:
    return getter(env, field)(record)


def is_computed(field: Field) -> bool:
    return (field.model, field.name) in _COMPUTED or field.name == "display_name"


def field(model: str, *names: str) -> Callable[[Callable[[Env, R], object]], Callable[[Env, R], object]]:
    def register(compute: Callable[[Env, R], object]) -> Callable[[Env, R], object]:
        for name in names:
            _COMPUTED[model, name] = cast("Compute", compute)
        return compute

    return register


# --- what records are called ------------------------------------------------------------------------------------------

_DRAFTS = {
    "out_invoice": "Draft Invoice",
    "out_refund": "Draft Credit Note",
    "in_invoice": "Draft Bill",
    "in_refund": "Draft Vendor Credit Note",
    "out_receipt": "Draft Sales Receipt",
    "in_receipt": "Draft Purchase Receipt",
    "entry": "Draft Entry",
}


def display_name(env: Env, record: Record) -> str:
    if isinstance(record, r.Move):
        return _document_name(env, record)
    if isinstance(record, r.Line):
        start = record.move_name or "/"
        start += f" ({record.ref})" if record.ref else ""
        return f"{start} {record.name}" if record.name and record.name != start else start
    if isinstance(record, r.Account):
        code = code_of(env, record) if env.flavour.version < 19 else ""
        return f"{code} {record.name}" if code else record.name
    if isinstance(record, r.Journal):
        return f"{record.name} ({record.currency_id.name})" if record.currency_id else record.name
    if isinstance(record, r.Partner):
        return f"{record.parent_id.name}, {record.name}" if record.parent_id else record.name
    if isinstance(record, r.Product):
        return f"[{record.default_code}] {record.name}" if record.default_code else record.name
    if isinstance(record, r.Bank):
        return f"{record.acc_number} - {record.bank_name}" if record.bank_name else record.acc_number
    if isinstance(record, r.MethodLine):
        if not env.as_system and record.journal_id.company_id not in env.companies:
            # No rule keeps it from being found, but its name is made of a journal that may not be read (measured on 19).
            raise AccessError(
                "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\n"
                f"Sorry, {env.user.name} (id={env.user.id}) doesn't have 'read' access to:\n- Journal (account.journal)"
            )
        return f"{record.name} ({record.journal_id.name})"
    if isinstance(record, r.Payment):
        return record.name or "Draft Payment"
    if isinstance(record, r.Register):
        return f"account.payment.register,{record.id}"
    name = getattr(record, "name", "")
    return name if isinstance(name, str) and name else f"{type(record).__name__},{record.id}"


def _document_name(env: Env, move: r.Move) -> str:
    name = move.name
    if move.state == "draft":
        name = _DRAFTS[move.move_type] + (f" {move.name}" if move.name else "")
        if not move.name and env.flavour.draft_name:
            name += f" (* {move.id})"
    return f"{name} ({move.ref})" if move.ref else name


def code_of(env: Env, account: r.Account) -> str:
    """From 18 on an account has a code in its own company only."""
    is_per_company = env.flavour.version >= 18
    return "" if is_per_company and account.company_id is not env.company else account.code
