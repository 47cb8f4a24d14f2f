"""What the random life needs on a server, made past the program: a second company, rates, terms, taxes on cash basis, partners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from tests.faults.books import Books

FOREIGN = "EUR"


@dataclass(frozen=True)
class Shop:
    """One company. `taxes` by use; `terms` and `accounts` by our own names; `discount` is the term with an early-payment discount, where there is
    one (16 and later)."""

    books: Books
    company: int
    partners: Sequence[int]
    contact: int
    foreign: int
    own: int
    bank: int
    taxes: Mapping[str, Sequence[int]]
    terms: Sequence[int]
    discount: int
    accounts: Mapping[str, int]

    def call(self, model: str, method: str, *arguments: object, **options: object) -> Any:
        context = {"allowed_company_ids": [self.company], "active_test": False}
        return self.books.call(model, method, *arguments, context=context, **options)


def companies(books: Books) -> tuple[int, int]:
    """The user's own, and another one with a chart of accounts; made where there is none (14)."""
    own = books.call("res.users", "read", [books.uid or 2], fields=["company_id"])[0]["company_id"][0]
    others = books.call("res.company", "search", [["id", "!=", own]])
    with_chart = [each for each in others if _journals(books, each, "bank")]
    return own, with_chart[0] if with_chart else _second(books, own, others)


def _second(books: Books, own: int, others: Sequence[int]) -> int:
    template = books.call("res.company", "read", [own], fields=["chart_template_id", "currency_id"])[0]
    values = {"name": "Second Company", "currency_id": template["currency_id"][0]}
    company = others[0] if others else books.call("res.company", "create", values)
    books.call("res.users", "write", [books.uid or 2], {"company_ids": [[4, company, 0]]})
    context = {"allowed_company_ids": [company]}
    wizard = books.call(
        "res.config.settings", "create", {"chart_template_id": template["chart_template_id"][0]}, context=context
    )
    books.call("res.config.settings", "execute", [wizard], context=context)
    return int(company)


def _journals(books: Books, company: int, kind: str) -> list[int]:
    found = books.call("account.journal", "search", [["company_id", "=", company], ["type", "=", kind]])
    return list(found)


def furnished(books: Books, company: int, random: Random, year: int) -> Shop:
    def call(model: str, method: str, *arguments: object, **options: object) -> Any:
        return books.call(model, method, *arguments, context={"allowed_company_ids": [company]}, **options)

    told = call("res.company", "read", [company], fields=["currency_id"])[0]
    foreign = call("res.currency", "search", [["name", "=", FOREIGN]])[0]
    for month in range(1, 13):
        day = date(year, month, 1).isoformat()
        known = call(
            "res.currency.rate",
            "search",
            [["currency_id", "=", foreign], ["name", "=", day], ["company_id", "=", company]],
        )
        if not known:
            rate = round(random.uniform(0.8, 1.1), 4)
            call(
                "res.currency.rate",
                "create",
                {"currency_id": foreign, "name": day, "rate": rate, "company_id": company},
            )
    partners = [
        call("res.partner", "create", {"name": f"Ageing {company} {number}", "is_company": True}) for number in range(6)
    ]
    contact = call("res.partner", "create", {"name": "Contact", "parent_id": partners[0]})
    general = _account(call, company, "expense")
    terms, discount = _terms(call)
    bank = _journals(books, company, "bank")[0]
    return Shop(
        books,
        company,
        partners,
        contact,
        foreign,
        told["currency_id"][0],
        bank,
        {use: _taxes(call, company, use) for use in ("sale", "purchase")},
        terms,
        discount,
        {
            "difference": general,
            "receivable": _account(call, company, "asset_receivable", partners[0], "property_account_receivable_id"),
            "payable": _account(call, company, "liability_payable", partners[0], "property_account_payable_id"),
            "outstanding": _outstanding(call, company),
        },
    )


def _made(call: Any, model: str, known: list[list[object]], values: dict[str, object]) -> int:
    """The one that is known by that, made if there is none."""
    found = call(model, "search", known, limit=1)
    return int(found[0] if found else call(model, "create", values))


def _account(call: Any, company: int, kind: str, partner: int = 0, field: str = "") -> int:
    if field:
        return int(call("res.partner", "read", [partner], fields=[field])[0][field][0])
    fields = call("account.account", "fields_get", attributes=["type"])
    own = [["company_ids" if "company_ids" in fields else "company_id", "in", [company]]]
    which = ["user_type_id.internal_group" if "user_type_id" in fields else "account_type", "=", kind]
    return int(call("account.account", "search", [*own, which], limit=1)[0])


def _outstanding(call: Any, company: int) -> int:
    """Where a payment waits for the bank; 19 takes none by itself."""
    fields = call("account.account", "fields_get", attributes=["type"])
    own = [["company_ids" if "company_ids" in fields else "company_id", "in", [company]]]
    found = call("account.account", "search", [*own, ["name", "ilike", "Outstanding Receipts"]], limit=1)
    return int(found[0]) if found else 0


def _terms(call: Any) -> tuple[list[int], int]:
    fields = call("account.payment.term.line", "fields_get", attributes=["type"])
    days = "nb_days" if "nb_days" in fields else "days"
    shares = [(30, 0), (70, 30)]
    if days == "nb_days":
        split = [[0, 0, {"value": "percent", "value_amount": share, days: after}] for share, after in shares]
        whole = [[0, 0, {"value": "percent", "value_amount": 100, days: 30}]]
    else:
        split = [
            [0, 0, {"value": "percent", "value_amount": 30, days: 0}],
            [0, 0, {"value": "balance", days: 30}],
        ]
        whole = [[0, 0, {"value": "balance", days: 30}]]
    made = [
        _made(call, "account.payment.term", [["name", "=", name]], {"name": name, "line_ids": lines})
        for name, lines in (("Ageing 30 days", whole), ("Ageing 30/70", split))
    ]
    if "early_discount" not in call("account.payment.term", "fields_get", attributes=["type"]):
        return made, 0
    early = {"early_discount": True, "discount_percentage": 2, "discount_days": 10}
    known: list[list[object]] = [["name", "=", "Ageing 2/10"]]
    return made, _made(call, "account.payment.term", known, {"name": "Ageing 2/10", "line_ids": whole, **early})


def _taxes(call: Any, company: int, use: str) -> list[int]:
    """An ordinary one, and one that is due when it is paid."""
    call("res.company", "write", [company], {"tax_exigibility": True})
    fields = call("account.account", "fields_get", attributes=["type"])
    values: dict[str, object] = {"name": f"Tax waiting {use}", "code": f"2599{use[:1].upper()}", "reconcile": True}
    if "user_type_id" in fields:
        values["user_type_id"] = call(
            "account.account.type", "search", [["internal_group", "=", "liability"], ["type", "=", "other"]], limit=1
        )[0]
        values["company_id"] = company
    else:
        values |= {"account_type": "liability_current", "company_ids": [[6, 0, [company]]]}
    waiting = _made(call, "account.account", [["code", "=", values["code"]]], values)
    plain = {"type_tax_use": use, "amount_type": "percent", "amount": 15, "company_id": company}
    on_payment = {
        **plain,
        "name": f"Ageing on payment {use}",
        "amount": 10,
        "tax_exigibility": "on_payment",
        "cash_basis_transition_account_id": waiting,
    }
    wanted: tuple[dict[str, object], ...] = ({**plain, "name": f"Ageing {use}"}, on_payment)
    return [
        _made(call, "account.tax", [["name", "=", each["name"]], ["company_id", "=", company]], each) for each in wanted
    ]
