"""One suite for every protocol against every version: the demo server as 14 to 20, and (marked live) real Odoo 14 and 19."""

from __future__ import annotations

import uuid
import xmlrpc.client
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from odoo_desk.accounting.payments import PaymentOrder, PaymentResult
from odoo_desk.accounting.records import Document, Draft, DraftLine, MoveType, Partner, Tax
from odoo_desk.demo.server import DemoServer
from odoo_desk.odoo.dialect import DIALECTS
from odoo_desk.settings import Profile
from odoo_desk.workspace.connecting import connect
from odoo_desk.workspace.workspace import Workspace

TODAY = date.today()  # noqa: DTZ011


@dataclass(frozen=True)
class Target:
    """A server and the protocol to speak with it. `secret(user)`: the API key, which every protocol takes."""

    version: int
    protocol: str
    url: str
    database: str
    keys: dict[str, str]

    def profile(self, login: str = "admin") -> Profile:
        return Profile("test", self.url, self.database, login, self.protocol)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "where" in metafunc.fixturenames:
        demo = [
            pytest.param(
                ("demo", version, protocol),
                id=f"demo{version}-{protocol}",
                marks=pytest.mark.xdist_group(f"demo{version}"),
            )
            for version, dialect in DIALECTS.items()
            for protocol in dialect.protocols
        ]
        live = [
            pytest.param(
                ("live", version, protocol),
                id=f"odoo{version}-{protocol}",
                marks=[pytest.mark.live, pytest.mark.xdist_group(f"odoo{version}")],
            )
            for version in (14, 19)
            for protocol in DIALECTS[version].protocols
        ]
        metafunc.parametrize("where", [*demo, *live], scope="session")


@pytest.fixture(scope="session")
def demo_servers() -> Iterator[Callable[[int], DemoServer]]:
    running: dict[int, DemoServer] = {}

    def server(version: int) -> DemoServer:
        if version not in running:
            running[version] = DemoServer(version=version)
            running[version].start()
        return running[version]

    yield server
    for each in running.values():
        each.stop()


@pytest.fixture(scope="session")
def target(where, demo_servers, live_server) -> Target:
    kind, version, protocol = where
    server = demo_servers(version) if kind == "demo" else live_server(version)
    keys = {name: account.api_key for name, account in server.users.items()}
    return Target(version, protocol, server.url, server.database, keys)


@pytest.fixture
async def sign_in(target) -> AsyncIterator[Callable[[str], Awaitable[Workspace]]]:
    opened: list[Workspace] = []

    async def sign_in(login: str = "admin") -> Workspace:
        workspace = await connect(target.profile(login), target.keys[login])
        opened.append(workspace)
        return workspace

    yield sign_in
    for workspace in opened:
        await workspace.close()


@pytest.fixture
async def desk(sign_in) -> Desk:
    return await desk_of(await sign_in("admin"))


@pytest.fixture
def odoo(target) -> Iterator[Callable[..., object]]:
    """The server past the program: odoo(model, method, *arguments, **options), as its administrator."""
    common = xmlrpc.client.ServerProxy(f"{target.url}/xmlrpc/2/common", allow_none=True)
    server = xmlrpc.client.ServerProxy(f"{target.url}/xmlrpc/2/object", allow_none=True)
    key = target.keys["admin"]
    uid = common.authenticate(target.database, "admin", key, {})

    def call(model: str, method: str, *arguments: object, **options: object) -> object:
        return server.execute_kw(target.database, uid, key, model, method, list(arguments), options)

    with common, server:
        yield call


@dataclass(frozen=True)
class Desk:
    """A signed-in workspace and what a document needs: a customer, a sale tax of 10 to 25 percent."""

    workspace: Workspace
    partner: Partner
    tax: Tax

    async def draft(
        self, move_type: MoveType = MoveType.CUSTOMER_INVOICE, *lines: DraftLine, **fields: object
    ) -> Draft:
        blank = await self.workspace.invoicing.blank(move_type, TODAY)
        return replace(
            blank,
            partner_id=self.partner.id,
            invoice_date=fields.pop("invoice_date", TODAY),
            ref=uuid.uuid4().hex[:8],
            lines=lines or (line(100),),
            **fields,
        )

    async def posted(
        self, amount: int = 100, move_type: MoveType = MoveType.CUSTOMER_INVOICE, **fields: object
    ) -> Document:
        saved = await self.workspace.invoicing.create(await self.draft(move_type, line(amount), **fields))
        return (await self.workspace.invoicing.post(saved.header.id)).document

    async def pay(self, *documents: Document, amount: Decimal | int | None = None, **fields: object) -> PaymentResult:
        ids = tuple(document.header.id for document in documents)
        proposal = await self.workspace.paying.propose(ids)
        order = PaymentOrder(
            marker=uuid.uuid4().hex,
            document_ids=ids,
            amount=proposal.amount if amount is None else Decimal(amount),
            date=TODAY,
            journal_id=proposal.journal_id,
            method_id=proposal.method_id,
            memo=proposal.memo,
        )
        return await self.workspace.paying.register(replace(order, **fields))


async def desk_of(workspace: Workspace) -> Desk:
    partners = await workspace.lookups.find_partners("", 100)
    taxes = await workspace.lookups.taxes()
    partner = next(
        each
        for each in partners
        if each.is_company and each.name != workspace.user.company.name and each.payment_term_id is None
    )
    tax = next(
        each
        for each in taxes
        if each.use == "sale" and each.amount_type == "percent" and not each.price_included and 10 <= each.amount <= 25
    )
    return Desk(workspace, partner, tax)


def line(
    price: Decimal | int | str, *taxes: Tax, quantity: int | str = 1, discount: int | str = 0, name: str = "Work"
) -> DraftLine:
    return DraftLine(
        name=name,
        quantity=Decimal(quantity),
        price_unit=Decimal(price),
        discount=Decimal(discount),
        tax_ids=tuple(tax.id for tax in taxes),
    )
