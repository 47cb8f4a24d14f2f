"""Analytic plans: which of them a line may or must be given to, and the refusal to post one that is not."""

from __future__ import annotations

from decimal import Decimal

from odoo_desk.demo import rights
from odoo_desk.demo.books import Env
from odoo_desk.demo.methods import method
from odoo_desk.demo.records import AnalyticAccount, AnalyticPlan, Line, Move
from odoo_desk.demo.refusals import ValidationError

PLAN = "account.analytic.plan"


@method(PLAN, "get_relevant_plans", on_records=False, since=16)
def _relevant(env: Env, model: str, **told: object) -> object:
    """Which account and product it is for only matters where a plan has rules for those, which none here has."""
    del told
    rights.check(env, model, "read")
    used = {account.plan_id for account in _accounts(env)}
    return [
        {"id": each.id, "name": each.name, "applicability": each.default_applicability}
        for each in _plans(env)
        if each in used and each.default_applicability != "unavailable"
    ]


def check(env: Env, move: Move) -> None:
    """As a user who presses Confirm is refused; a call that does not say it wants to be told is not (measured on 19)."""
    if not env.context.get("validate_analytic") or env.flavour.version < 16:
        return
    mandatory = [each for each in _plans(env) if each.default_applicability == "mandatory"]
    lines = [each for each in move.line_ids if each.display_type == "product"]
    if any(_given(env, line, plan) != 100 for plan in mandatory for line in lines):
        raise ValidationError("One or more lines require a 100% analytic distribution.")


def _given(env: Env, line: Line, plan: AnalyticPlan) -> Decimal:
    told = line.analytic_distribution
    known = {account.id: account for account in _accounts(env)}
    return sum(
        (
            Decimal(str(percent))
            for accounts, percent in (told.items() if isinstance(told, dict) else ())
            for each in accounts.split(",")
            if int(each) in known and known[int(each)].plan_id is plan
        ),
        Decimal(0),
    )


def _plans(env: Env) -> list[AnalyticPlan]:
    return list(env.books.analytic_plans)


def _accounts(env: Env) -> list[AnalyticAccount]:
    return list(env.books.analytic_accounts)
