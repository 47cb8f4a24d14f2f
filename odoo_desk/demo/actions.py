"""The methods of accounting: what the buttons of documents, payments and wizards call."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from odoo_desk.demo import (
    documents,
    drafting,
    loading,
    matching,
    moves,
    paying,
    payments,
    previews,
    registering,
    rights,
)
from odoo_desk.demo.books import Env, named
from odoo_desk.demo.generic import all_values, create, write
from odoo_desk.demo.methods import Chosen, Frozen, Recordset, method
from odoo_desk.demo.records import (
    Line,
    Move,
    Partial,
    Partner,
    Payment,
    Product,
    Record,
    Register,
    Reversal,
    Tax,
    Template,
    User,
)
from odoo_desk.demo.refusals import BadValue, MissingError, UserError, ValidationError
from odoo_desk.demo.taxes import compute
from odoo_desk.demo.values import as_values, check_names, put

MOVE, LINE, PAYMENT = "account.move", "account.move.line", "account.payment"
REGISTER, REVERSAL = "account.payment.register", "account.move.reversal"
R = TypeVar("R", bound=Record)


def _all(chosen: Chosen, kind: type[R]) -> list[R]:
    return [record for record in chosen.found if isinstance(record, kind)]


def _one(chosen: Chosen, kind: type[R]) -> R:
    found = _all(chosen, kind)
    if len(found) != 1:
        raise BadValue(f"Expected singleton: {chosen.model}{tuple(chosen.ids)}")
    return found[0]


# --- documents --------------------------------------------------------------------------------------------------------


@method(MOVE, "create", on_records=False)
def _create_moves(env: Env, model: str, vals_list: object) -> object:
    rights.check(env, model, "create")
    every, _alone = all_values(vals_list)
    return Recordset(model, tuple(drafting.create(env, values).id for values in every))


@method(MOVE, "write")
def _write_moves(env: Env, chosen: Chosen, vals: object) -> object:
    rights.check(env, chosen.model, "write")
    for move in _all(chosen, Move):
        drafting.write(env, move, as_values(vals))
    return True


@method(MOVE, "unlink")
def _unlink_moves(env: Env, chosen: Chosen) -> object:
    rights.check(env, chosen.model, "unlink")
    moves.unlink(env, _all(chosen, Move))
    return True


@method(MOVE, "copy")
def _copy_moves(env: Env, chosen: Chosen, default: object = None) -> object:
    rights.check(env, chosen.model, "create")
    twins = [moves.copy(env, move) for move in _all(chosen, Move)]
    for twin in twins:
        if isinstance(default, dict):
            drafting.write(env, twin, as_values(default))
    return Recordset(chosen.model, tuple(twin.id for twin in twins))


@method(MOVE, "action_post")
def _post_moves(env: Env, chosen: Chosen) -> object:
    moves.post(env, _all(chosen, Move))
    return Recordset(MOVE, chosen.ids) if env.flavour.post_answers_records else False


@method(MOVE, "button_draft")
def _reset_moves(env: Env, chosen: Chosen) -> object:
    rights.check(env, MOVE, "write")
    moves.reset(env, _all(chosen, Move))
    return True if env.flavour.draft_answers_true else None


@method(MOVE, "button_cancel")
def _cancel_moves(env: Env, chosen: Chosen) -> None:
    rights.check(env, MOVE, "write")
    moves.cancel(env, _all(chosen, Move))


def _matched(made: list[Partial]) -> object:
    """What 14 to 16 answer; over XML-RPC it cannot travel."""
    return {
        "partials": Recordset("account.partial.reconcile", tuple(each.id for each in made)),
        "full_reconcile": Recordset("account.full.reconcile", ()),
        "tax_cash_basis_moves": Recordset(MOVE, ()),
    }


@method(MOVE, "js_assign_outstanding_line")
def _assign(env: Env, chosen: Chosen, line_id: object) -> object:
    rights.check(env, MOVE, "write")
    move = _one(chosen, Move)
    line = env.books.lines.get(line_id)
    if line is None:
        raise MissingError(
            f"Record does not exist or has been deleted.\n(Record: {LINE}({line_id},), User: {env.user.id})"
        )
    own = [each for each in move.term_lines if each.account_id is line.account_id and not each.reconciled]
    if not own:
        raise UserError("You are trying to reconcile some entries that are already reconciled.")
    made = matching.reconcile(env.books, [*own, line])
    if not env.flavour.assign_answers_records:
        return None
    return _matched(made)


@method(MOVE, "js_remove_outstanding_partial")
def _unassign(env: Env, chosen: Chosen, partial_id: object) -> object:
    rights.check(env, MOVE, "write")
    del chosen
    partial = env.books.partials.get(partial_id)
    if partial is None:
        raise MissingError(
            f"Record does not exist or has been deleted.\n(Record: account.partial.reconcile({partial_id},), User: {env.user.id})"
        )
    matching.unmatch(env.books, partial)
    return True


@method(MOVE, "onchange", until=16)
def _onchange_flat(env: Env, chosen: Chosen, values: object, field_name: object, field_onchange: object) -> object:
    rights.check(env, MOVE, "read")
    del chosen, field_name
    return {"value": previews.flat(env, as_values(values), as_values(field_onchange))}


@method(MOVE, "onchange", since=17)
def _onchange(env: Env, chosen: Chosen, values: object, field_names: object, fields_spec: object) -> object:
    rights.check(env, MOVE, "read")
    del chosen
    if env.flavour.version >= 19 and not field_names:
        raise BadValue("Expected singleton: res.currency()")
    return {"value": previews.specified(env, as_values(values), as_values(fields_spec))}


@method(MOVE, "load", on_records=False)
@method(PAYMENT, "load", on_records=False)
def _load(env: Env, model: str, fields: object, data: object) -> object:
    rights.check(env, model, "create")
    return loading.load(env, model, fields, data)


@method(LINE, "create", on_records=False)
def _create_lines(env: Env, model: str, vals_list: object) -> object:
    rights.check(env, model, "create")
    made: list[int] = []
    for values in all_values(vals_list)[0]:
        move = env.books.moves.get(values.get("move_id"))
        if move is None or env.flavour.lines_by_write == "refused":
            raise UserError("Cannot create unbalanced journal entry.")
        before = set(move.line_ids)
        given = {name: each for name, each in values.items() if name != "move_id"}
        drafting.write(env, move, {"invoice_line_ids" if move.is_invoice else "line_ids": [[0, 0, given]]})
        made += [line.id for line in move.line_ids if line not in before and line.display_type != "tax"]
    return Recordset(model, tuple(made))


@method(LINE, "write")
def _write_lines(env: Env, chosen: Chosen, vals: object) -> object:
    rights.check(env, chosen.model, "write")
    for line in _all(chosen, Line):
        drafting.write_line(env, line, as_values(vals))
    return True


@method(LINE, "unlink")
def _unlink_lines(env: Env, chosen: Chosen) -> object:
    rights.check(env, chosen.model, "unlink")
    for line in _all(chosen, Line):
        if line.move_id.state == "posted":
            raise UserError(
                "You can't delete a posted journal item. Don't play games with your accounting records; "
                "reset the journal entry to draft before deleting it."
            )
        drafting.remove_line(env.books, line)
        documents.work_out(env.books, line.move_id)
    return True


@method(LINE, "reconcile")
def _reconcile(env: Env, chosen: Chosen) -> object:
    rights.check(env, LINE, "write")
    made = matching.reconcile(env.books, _all(chosen, Line))
    if not env.flavour.assign_answers_records:
        return None
    return _matched(made)


@method(LINE, "remove_move_reconcile")
def _unreconcile(env: Env, chosen: Chosen) -> None:
    rights.check(env, LINE, "write")
    for line in _all(chosen, Line):
        for match in line.matches:
            if match.id in env.books.partials.rows:
                matching.unmatch(env.books, match)


@method("account.partial.reconcile", "unlink")
def _unlink_partials(env: Env, chosen: Chosen) -> object:
    rights.check(env, chosen.model, "unlink")
    for partial in _all(chosen, Partial):
        if partial.id in env.books.partials.rows:
            matching.unmatch(env.books, partial)
    return True


# --- payments ---------------------------------------------------------------------------------------------------------


@method(PAYMENT, "create", on_records=False)
def _create_payments(env: Env, model: str, vals_list: object) -> object:
    rights.check(env, model, "create")
    return Recordset(model, tuple(paying.create(env, values).id for values in all_values(vals_list)[0]))


@method(PAYMENT, "write")
def _write_payments(env: Env, chosen: Chosen, vals: object) -> object:
    rights.check(env, chosen.model, "write")
    values = as_values(vals)
    check_names(env, PAYMENT, values, writing=True)
    for payment in _all(chosen, Payment):
        if payment.stage == "draft":
            paying.change(env, payment, values)
        else:
            harmless = {name: each for name, each in values.items() if name in ("memo", "ref", "payment_reference")}
            put(env, payment, PAYMENT, harmless)
        env.books.touch(payment, env.user)
    return True


@method(PAYMENT, "unlink")
def _unlink_payments(env: Env, chosen: Chosen) -> object:
    rights.check(env, chosen.model, "unlink")
    for payment in _all(chosen, Payment):
        payments.unlink(env.books, payment)
    return True


@method(PAYMENT, "action_post")
def _post_payments(env: Env, chosen: Chosen) -> None:
    rights.check(env, PAYMENT, "write")
    for payment in _all(chosen, Payment):
        payments.post(env.books, payment)


@method(PAYMENT, "action_draft")
def _reset_payments(env: Env, chosen: Chosen) -> None:
    rights.check(env, PAYMENT, "write")
    for payment in _all(chosen, Payment):
        payments.reset(env.books, payment)


@method(PAYMENT, "action_cancel")
def _cancel_payments(env: Env, chosen: Chosen) -> None:
    rights.check(env, PAYMENT, "write")
    for payment in _all(chosen, Payment):
        payments.cancel(env.books, payment)


@method(REGISTER, "create", on_records=False)
def _create_registers(env: Env, model: str, vals_list: object) -> object:
    rights.check(env, model, "create")
    return Recordset(model, tuple(registering.create(env, values).id for values in all_values(vals_list)[0]))


@method(REGISTER, "write")
def _write_registers(env: Env, chosen: Chosen, vals: object) -> object:
    rights.check(env, chosen.model, "write")
    for wizard in _all(chosen, Register):
        registering.write(env, wizard, as_values(vals))
    return True


@method(REGISTER, "action_create_payments")
def _run_register(env: Env, chosen: Chosen) -> object:
    rights.check(env, PAYMENT, "create")
    return registering.run(env, _one(chosen, Register))


# --- credit notes -----------------------------------------------------------------------------------------------------


@method(REVERSAL, "create", on_records=False)
def _create_reversals(env: Env, model: str, vals_list: object) -> object:
    rights.check(env, model, "create")
    return Recordset(model, tuple(registering.create_reversal(env, values).id for values in all_values(vals_list)[0]))


@method(REVERSAL, "refund_moves", since=17)
def _refund(env: Env, chosen: Chosen) -> object:
    return _reverse(env, chosen, is_modify=False)


@method(REVERSAL, "reverse_moves")
def _reverse(env: Env, chosen: Chosen, is_modify: object = False) -> object:
    rights.check(env, MOVE, "create")
    return registering.reverse(env, _one(chosen, Reversal), modify=bool(is_modify))


@method(REVERSAL, "modify_moves", since=17)
def _modify(env: Env, chosen: Chosen) -> object:
    return _reverse(env, chosen, is_modify=True)


# --- the rest ---------------------------------------------------------------------------------------------------------


@method("account.tax", "compute_all")
def _compute_all(
    env: Env,
    chosen: Chosen,
    price_unit: object,
    currency: object = None,
    quantity: object = 1.0,
    product: object = None,
    partner: object = None,
) -> object:
    rights.check(env, "account.tax", "read")
    del product, partner
    if isinstance(currency, int) and currency and not isinstance(currency, bool):
        raise BadValue("'int' object has no attribute 'rounding'")
    step = env.company.currency_id.rounding
    found = compute(_all(chosen, Tax), Decimal(str(price_unit)), Decimal(str(quantity or 1)), step)
    taxes: list[Mapping[str, object]] = [
        {
            "id": each.tax.id,
            "name": each.tax.name,
            "amount": each.amount,
            "base": each.base,
            "sequence": each.tax.sequence,
            "account_id": each.tax.account_id.id if each.tax.account_id else False,
            "price_include": each.tax.price_include,
        }
        for each in found.taxes
    ]
    return {
        "base_tags": [],
        "taxes": taxes,
        "total_excluded": found.excluded,
        "total_included": found.included,
        "total_void": found.excluded,
    }


@method("res.users", "has_group", on_records=False, until=17)
def _has_group_17(env: Env, model: str, group_ext_id: object) -> object:
    del model
    return rights.has_group(env, str(group_ext_id))


@method("res.users", "has_group", since=18)
def _has_group(env: Env, chosen: Chosen, group_ext_id: object) -> object:
    user = _one(chosen, User)
    return rights.GROUPS.get(str(group_ext_id)) in user.groups if user else rights.has_group(env, "")


@method("res.users", "context_get", on_records=False)
def _context(env: Env, model: str) -> object:
    del model
    if env.flavour.context_is_frozen:
        return Frozen({"lang": env.user.lang, "tz": env.user.tz})
    return {"lang": env.user.lang, "tz": env.user.tz, "uid": env.user.id}


@method("ir.model.data", "check_object_reference", on_records=False)
def _reference(env: Env, model: str, module: object, xml_id: object, raise_on_access_error: object = False) -> object:
    del model, raise_on_access_error
    record = env.books.external_ids.get(f"{module}.{xml_id}")
    if record is None:
        raise BadValue(f"External ID not found in the system: {module}.{xml_id}")
    return [next(name for name, table in env.books.tables.items() if table.get(record.id) is record), record.id]


@method("res.partner", "create", on_records=False)
def _create_partners(env: Env, model: str, vals_list: object) -> object:
    for values in all_values(vals_list)[0]:
        if not values.get("name"):
            raise ValidationError("The operation cannot be completed: Contacts require a name")
    return create(env, model, vals_list)


@method("res.partner", "write")
def _write_partners(env: Env, chosen: Chosen, vals: object) -> object:
    """A name is kept with everything that shows it: the contacts of a company, and all their documents (api-facts 4.3)."""
    write(env, chosen, vals)
    if {"name", "parent_id"} & as_values(vals).keys():
        renamed = {*chosen.found, *(child for each in _all(chosen, Partner) for child in each.child_ids)}
        for record in (*renamed, *(move for move in env.books.moves if move.partner_id in renamed)):
            env.books.touch(record, env.user)
    return True


@method("product.product", "create", on_records=False)
def _create_products(env: Env, model: str, vals_list: object) -> object:
    made = create(env, model, vals_list)
    assert isinstance(made, Recordset)
    for product in named(env, env.books.products, made.ids):
        product.product_tmpl_id = env.books.templates.add(Template(product=product), env.user)
    return made


@method("product.product", "write")
def _write_products(env: Env, chosen: Chosen, vals: object) -> object:
    write(env, chosen, vals)
    for product in _all(chosen, Product):
        if product.product_tmpl_id:
            env.books.touch(product.product_tmpl_id, env.user)
    return True


@method("product.template", "write")
def _write_templates(env: Env, chosen: Chosen, vals: object) -> object:
    """Its product is not written by that."""
    rights.check(env, chosen.model, "write")
    values = as_values(vals)
    check_names(env, chosen.model, values, writing=True)
    for template in _all(chosen, Template):
        if template.product:
            put(env, template.product, "product.product", values)
        env.books.touch(template, env.user)
    return True


@method("res.partner", "unlink")
def _unlink_partners(env: Env, chosen: Chosen) -> object:
    rights.check(env, chosen.model, "unlink")
    for partner in _all(chosen, Partner):
        if any(move.partner_id is partner for move in env.books.moves):
            raise UserError(
                "The operation cannot be completed: another model requires the record being deleted."
                " If possible, archive it instead.\n\nModel: Journal Entry (account.move), Field: Partner (partner_id)"
            )
        env.books.partners.remove(partner)
    return True
