"""The random documents: a fixed mix of all that changes a total, the same from the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random

from odoo_desk.accounting.records import Draft, DraftLine, LineKind, MoveType
from odoo_desk.workspace.workspace import Workspace
from tests.faults.books import Books

# Name -> (kind, amount, in the price, on top of it the next ones, sequence).
TAXES: Mapping[str, tuple[str, str, bool, bool, int]] = {
    "percent": ("percent", "15", False, False, 10),
    "second": ("percent", "5.5", False, False, 11),
    "included": ("percent", "21", True, False, 12),
    "included2": ("percent", "6", True, False, 13),
    "base": ("percent", "10", False, True, 5),
    "included_base": ("percent", "8", True, True, 6),
    "fixed": ("fixed", "0.35", False, False, 14),
    "fixed_included": ("fixed", "0.2", True, False, 15),
    "division": ("division", "10", False, False, 16),
    "division_included": ("division", "12", True, False, 17),
    "withholding": ("percent", "-15", False, False, 18),
    "reverse": ("percent", "19", False, False, 19),
    "split": ("percent", "20", False, False, 20),
}
# What a line bears, and how often of a hundred lines.
COMBINATIONS: Sequence[tuple[tuple[str, ...], int]] = (
    ((), 8),
    (("percent",), 18),
    (("percent", "second"), 8),
    (("included",), 12),
    (("included", "included2"), 5),
    (("base", "percent"), 6),
    (("base", "percent", "second"), 3),
    (("included_base", "included"), 4),
    (("fixed",), 3),
    (("percent", "fixed"), 3),
    (("fixed_included", "included"), 3),
    (("division",), 3),
    (("division_included",), 4),
    (("group",), 5),
    (("percent", "withholding"), 5),
    (("included", "withholding"), 2),
    (("reverse",), 5),
    (("split",), 3),
)
TYPES = (
    (MoveType.CUSTOMER_INVOICE, 35),
    (MoveType.VENDOR_BILL, 35),
    (MoveType.CUSTOMER_CREDIT_NOTE, 10),
    (MoveType.VENDOR_CREDIT_NOTE, 10),
    (MoveType.SALES_RECEIPT, 5),
    (MoveType.PURCHASE_RECEIPT, 5),
)
# Strategy, method, smallest coin.
ROUNDINGS = (
    ("add_invoice_line", "HALF-UP", "0.05"),
    ("add_invoice_line", "UP", "0.1"),
    ("biggest_tax", "HALF-UP", "0.05"),
    ("biggest_tax", "DOWN", "0.1"),
)
CURRENCIES = {"ZZA": ("0.001", "1.7325"), "ZZB": ("1", "113.27"), "ZZC": ("0.01", "0.9134")}


@dataclass
class Shop:
    """What the documents are made of, on one server: taxes by use and name, currencies by code."""

    partner: int
    taxes: dict[str, dict[str, int]]
    currencies: dict[str, int]
    roundings: list[int]
    counted: Counter[str] = field(default_factory=Counter)

    async def document(self, random: Random, workspace: Workspace, day: date) -> Draft:
        (move_type,) = random.choices([each for each, _ in TYPES], [share for _, share in TYPES])
        currency = random.choice(list(CURRENCIES)) if random.random() < 0.3 else ""
        self.counted[f"type {move_type.value}"] += 1
        self.counted[f"currency {currency or 'own'}"] += 1
        lines = tuple(self._line(random, move_type) for _ in range(random.randint(1, 12)))
        blank = await workspace.invoicing.blank(move_type, day)
        coins = random.randrange(len(ROUNDINGS)) if random.random() < 0.15 else None
        if coins is not None:
            self.counted["cash rounding " + " ".join(ROUNDINGS[coins])] += 1
        return replace(
            blank,
            partner_id=self.partner,
            invoice_date=day,
            accounting_date=day,
            currency_id=self.currencies.get(currency, blank.currency_id),
            lines=lines,
            cash_rounding_id=None if coins is None else self.roundings[coins],
        )

    def _line(self, random: Random, move_type: MoveType) -> DraftLine:
        if random.random() < 0.04:
            return DraftLine(LineKind.NOTE, name="A note")
        (names,) = random.choices([each for each, _ in COMBINATIONS], [share for _, share in COMBINATIONS])
        taxes = self.taxes["sale" if move_type.is_sale else "purchase"]
        quantity = Decimal(random.choice((1, 1, 1, 2, 3, 7, 10, 12, 100)))
        if random.random() < 0.25:
            quantity = Decimal(random.randint(1, 5000)) / 100
        is_fine = random.random() < 0.05
        if is_fine:
            quantity = Decimal(random.randint(1, 500_000)) / 10_000
        price = Decimal(random.randint(1, 200_000 if random.random() < 0.5 else 2_000)) / 100
        if random.random() < 0.06:
            price = -price
        if random.random() < 0.04:
            quantity = -quantity
        discount = Decimal(random.choice((5, 10, 33, 50, Decimal("12.5")))) if random.random() < 0.2 else Decimal(0)
        if is_fine:
            price, discount = (
                price + Decimal(random.randint(0, 99)) / 10_000,
                Decimal(random.randint(0, 50_000)) / 1_000,
            )
            self.counted["line more than two decimals"] += 1
        for name in names or ("no tax",):
            self.counted[f"tax {name}"] += 1
        if discount:
            self.counted["line discount"] += 1
        if price < 0:
            self.counted["line negative price"] += 1
        if quantity < 0:
            self.counted["line negative quantity"] += 1
        return DraftLine(
            name="Thing",
            quantity=quantity,
            price_unit=price,
            discount=discount,
            tax_ids=tuple(taxes[each] for each in names),
        )


def furnished(books: Books) -> Shop:
    """Makes taxes and currencies, past the program."""
    company = books.call("res.users", "read", [books.uid or 2], fields=["company_id"])[0]["company_id"][0]
    partner = books.call("res.partner", "create", {"name": "Random Documents"})
    fields = books.call("account.tax", "fields_get", attributes=["type"])
    taxes: dict[str, dict[str, int]] = {}
    for use in ("sale", "purchase"):
        own = taxes[use] = {}
        for name, (kind, amount, included, base, sequence) in TAXES.items():
            values = {
                "name": f"{name} {use}",
                "type_tax_use": use,
                "amount_type": kind,
                "amount": float(amount),
                "include_base_amount": base,
                "sequence": sequence,
                "company_id": company,
            }
            if "price_include_override" in fields:
                values["price_include_override"] = "tax_included" if included else "tax_excluded"
            else:
                values["price_include"] = included
            parts = {"reverse": (100, -100), "split": (60, 40)}.get(name)
            if parts:
                for document in ("invoice", "refund"):
                    values[f"{document}_repartition_line_ids"] = _repartition(books, document, parts)
            own[name] = _made(books, "account.tax", values)
        group = {
            "name": f"group {use}",
            "type_tax_use": use,
            "amount_type": "group",
            "amount": 0,
            "company_id": company,
            "sequence": 30,
            "children_tax_ids": [[6, 0, [own["second"], own["fixed"]]]],
        }
        own["group"] = _made(books, "account.tax", group)
    currencies = {
        code: _made(
            books,
            "res.currency",
            {
                "name": code,
                "symbol": code,
                "rounding": float(rounding),
                "rate_ids": [[0, 0, {"name": "2020-01-01", "rate": float(rate), "company_id": company}]],
            },
        )
        for code, (rounding, rate) in CURRENCIES.items()
    }
    return Shop(partner, taxes, currencies, [_rounding(books, *each) for each in ROUNDINGS])


def _rounding(books: Books, strategy: str, method: str, step: str) -> int:
    is_old = "user_type_id" in books.call("account.account", "fields_get", attributes=["type"])
    kind = "user_type_id.internal_group" if is_old else "account_type"
    values: dict[str, object] = {
        "name": f"{strategy} {method} {step}",
        "rounding": float(step),
        "strategy": strategy,
        "rounding_method": method,
    }
    for name, wanted in (("profit_account_id", "income"), ("loss_account_id", "expense")):
        values[name] = books.call("account.account", "search", [[kind, "=", wanted]], limit=1)[0]
    return _made(books, "account.cash.rounding", values)


def _made(books: Books, model: str, values: dict[str, object]) -> int:
    """The one of this name, made if there is none."""
    found = books.call(model, "search", [["name", "=", values["name"]]])
    return int(found[0] if found else books.call(model, "create", values))


def _repartition(books: Books, document: str, parts: Sequence[int]) -> list[list[object]]:
    fields = books.call("account.tax.repartition.line", "fields_get", attributes=["type"])
    kind = {"document_type": document} if "document_type" in fields and "invoice_tax_id" not in fields else {}
    base = {"repartition_type": "base", "factor_percent": 100, **kind}
    return [
        [5, 0, 0],
        [0, 0, base],
        *([0, 0, {"repartition_type": "tax", "factor_percent": each, **kind}] for each in parts),
    ]
