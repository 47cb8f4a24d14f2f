"""Who may do what: Odoo's groups, and what each may do with a model (api-facts section 5)."""

from __future__ import annotations

from collections.abc import Iterable

from odoo_desk.demo import schema
from odoo_desk.demo.books import Env, company_of, hidden_from, is_visible
from odoo_desk.demo.records import Record
from odoo_desk.demo.refusals import AccessError, BadValue

GROUPS = {
    "base.group_user": "user",
    "base.group_system": "system",
    "base.group_erp_manager": "system",
    "base.group_partner_manager": "partners",
    "analytic.group_analytic_accounting": "analytic",
    "account.group_account_readonly": "readonly",
    "account.group_account_invoice": "invoice",
    "account.group_account_manager": "manager",
}
_BOOKS = {"readonly": "r", "invoice": "rwcd", "manager": "rwcd"}
_WIZARD = {"invoice": "rwc", "manager": "rwc"}
_SET_UP = {"user": "r", "manager": "rwcd"}
_CONTACTS = {"user": "r", "partners": "rwcd"}
_ADMIN = {"user": "r", "system": "rwcd"}
_RIGHTS = {
    "account.move": _BOOKS,
    "account.move.line": _BOOKS,
    "account.payment": _BOOKS,
    "account.partial.reconcile": _BOOKS,
    "account.full.reconcile": _BOOKS,
    "account.payment.register": _WIZARD,
    "account.move.reversal": _WIZARD,
    "account.journal": {"readonly": "r", "invoice": "r", "manager": "rwcd"},
    "account.account": _SET_UP,
    "account.account.type": _SET_UP,
    "account.tax": _SET_UP,
    "account.tax.group": _SET_UP,
    "account.tax.repartition.line": _SET_UP,
    "account.payment.term": _SET_UP,
    "account.cash.rounding": {"user": "r", "manager": "rwcd"},
    "purchase.order": {"invoice": "r", "manager": "r"},
    "purchase.order.line": {"invoice": "r", "manager": "r"},
    "account.analytic.plan": {"analytic": "rwcd"},
    "account.analytic.account": {"user": "r", "analytic": "rwcd"},
    "account.fiscal.position": _SET_UP,
    "account.fiscal.position.tax": _SET_UP,
    "account.fiscal.position.account": _SET_UP,
    "account.payment.term.line": _SET_UP,
    "account.payment.method": _SET_UP,
    "account.payment.method.line": _SET_UP,
    "product.product": {**_SET_UP, "system": "rwcd"},
    "product.template": {**_SET_UP, "system": "rwcd"},
    "res.currency": _SET_UP,
    "res.currency.rate": _SET_UP,
    "res.country": _ADMIN,
    "res.company": _ADMIN,
    "res.users": _ADMIN,
    "res.partner": _CONTACTS,
    "res.partner.bank": _CONTACTS,
}
_LETTERS = {"read": "r", "write": "w", "create": "c", "unlink": "d"}
_GROUP_NAMES = {
    "user": "User types/Internal User",
    "readonly": "Invoicing/Read-only",
    "invoice": "Invoicing/Billing",
    "manager": "Invoicing/Administrator",
    "partners": "Extra Rights/Contact Creation",
    "analytic": "Analytic Accounting",
    "system": "Administration/Settings",
}


def may(env: Env, model: str, operation: str) -> bool:
    if operation not in _LETTERS:
        raise BadValue(f"Invalid access mode: {operation!r}")
    given = _RIGHTS[model]
    return any(_LETTERS[operation] in given.get(group, "") for group in env.user.groups)


def check(env: Env, model: str, operation: str) -> None:
    if env.as_system or may(env, model, operation):
        return
    verb = {"read": "access", "write": "modify", "create": "create", "unlink": "delete"}[operation]
    groups = [_GROUP_NAMES[group] for group, letters in _RIGHTS[model].items() if _LETTERS[operation] in letters]
    raise AccessError(
        f"You are not allowed to {verb} '{schema.LABELS[model][0]}' ({model}) records.\n\n"
        "This operation is allowed for the following groups:\n\t- "
        + "\n\t- ".join(groups)
        + "\n\nContact your administrator to request access if necessary."
    )


def check_company(env: Env, model: str, found: Iterable[Record]) -> None:
    hidden = hidden_from(env, model)
    for record in found:
        if not env.as_system and (record.id in hidden or not is_visible(env, record)):
            company = company_of(record)
            raise AccessError(
                f"Access to unauthorized or invalid companies.\n\nUh-oh! Looks like you have stumbled upon some top-secret"
                f" records.\n\nSorry, {env.user.name} (id={env.user.id}) doesn't have 'read' access to:\n"
                f"- {schema.LABELS[model][0]} ({model}: {record.id}, company={company.name if company else ''})"
            )


def has_group(env: Env, external_id: str) -> bool:
    return GROUPS.get(external_id) in env.user.groups
