"""Tests that ask for `odoo` run against the demo server as each version, and, marked live, against real Odoo 14 and 19."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from odoo_desk.demo.flavours import FLAVOURS
from odoo_desk.demo.server import DemoServer
from tests.demo.speaking import Odoo

TODAY = date.today()  # noqa: DTZ011


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "where" in metafunc.fixturenames:
        group = pytest.mark.xdist_group  # one server has its tests one after the other: they look at its sequences
        demo = [
            pytest.param(("demo", version), id=f"demo{version}", marks=group(f"demo{version}")) for version in FLAVOURS
        ]
        live = [
            pytest.param(("live", version), id=f"odoo{version}", marks=[pytest.mark.live, group(f"odoo{version}")])
            for version in (14, 19)
        ]
        metafunc.parametrize("where", [*demo, *live], scope="session")


@pytest.fixture(scope="session")
def demo_servers() -> Iterator[Callable[[int], DemoServer]]:
    running: dict[int, DemoServer] = {}

    def server(version: int) -> DemoServer:
        if version not in running:
            running[version] = DemoServer(version=version).start()
        return running[version]

    yield server
    for each in running.values():
        each.stop()


@pytest.fixture(scope="session")
def server(where, demo_servers, live_server) -> Any:
    kind, version = where
    return demo_servers(version) if kind == "demo" else live_server(version)


@pytest.fixture(scope="session")
def odoo(server) -> Odoo:
    return Odoo(server)


class Trade:
    """A customer, a vendor, taxes and accounts to write documents with."""

    def __init__(self, odoo: Odoo) -> None:
        self.odoo = odoo
        self.customer = self._new("res.partner", name="Test Customer", is_company=True)
        self.vendor = self._new("res.partner", name="Test Vendor", is_company=True)
        group = odoo("account.tax.group", "search", [], 0, 1)[0]
        name = uuid.uuid4().hex[:6]
        tax = {"amount": 15.0, "tax_group_id": group}
        self.sale_tax = self._new("account.tax", name=f"S {name}", type_tax_use="sale", **tax)
        self.purchase_tax = self._new("account.tax", name=f"P {name}", type_tax_use="purchase", **tax)
        self.income = odoo("account.account", "search", [["code", "=like", "4%"]], 0, 1)[0]
        self.expense = odoo("account.account", "search", [["code", "=like", "6%"]], 0, 1)[0]

    def _new(self, model: str, **values: object) -> int:
        return self.odoo(model, "create", values)

    def draft(self, kind: str = "out_invoice", price: float = 100.0, **values: object) -> int:
        is_sale = kind.startswith("out_")
        line = {
            "name": "Work",
            "quantity": 1,
            "price_unit": price,
            "account_id": self.income if is_sale else self.expense,
            "tax_ids": [[6, 0, [self.sale_tax if is_sale else self.purchase_tax]]],
        }
        whole = {
            "move_type": kind,
            "partner_id": self.customer if is_sale else self.vendor,
            "invoice_date": TODAY.isoformat(),
            "date": TODAY.isoformat(),
            "invoice_line_ids": [[0, 0, line]],
            **values,
        }
        return self._new("account.move", **whole)

    def posted(self, kind: str = "out_invoice", price: float = 100.0, **values: object) -> int:
        move = self.draft(kind, price, **values)
        self.odoo("account.move", "action_post", [move])
        return move

    def wizard(self, *moves: int, **values: object) -> int:
        return self.odoo("account.payment.register", "create", values, context=self.context(*moves))

    def pay(self, *moves: int, **values: object) -> dict[str, Any]:
        wizard = self.wizard(*moves, **values)
        return self.odoo("account.payment.register", "action_create_payments", [wizard], context=self.context(*moves))

    def context(self, *moves: int) -> dict[str, object]:
        return {"active_model": "account.move", "active_ids": list(moves)}

    def state(self, move: int) -> tuple[str, str, float]:
        found = self.odoo.one("account.move", move, "state", "payment_state", "amount_residual")
        return found["state"], found["payment_state"], found["amount_residual"]


@pytest.fixture(scope="session")
def trade(odoo) -> Trade:
    return Trade(odoo)
