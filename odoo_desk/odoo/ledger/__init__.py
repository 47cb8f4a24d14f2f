"""The server's books as typed records: lists, documents, payments, and the directory of what they speak of."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from odoo_desk.accounting.records import User
from odoo_desk.odoo.client import Client
from odoo_desk.odoo.ledger.books import Books
from odoo_desk.odoo.ledger.directory import Directory, read_user
from odoo_desk.odoo.ledger.documents import Documents
from odoo_desk.odoo.ledger.items import Items
from odoo_desk.odoo.ledger.pages import Pages
from odoo_desk.odoo.ledger.payments import Payments
from odoo_desk.odoo.ledger.purchases import Purchases
from odoo_desk.odoo.ledger.rulebook import Rulebook
from odoo_desk.odoo.ledger.traces import Traces
from odoo_desk.odoo.session import Session


@dataclass(frozen=True, slots=True)
class Ledger:
    user: User
    books: Books
    directory: Directory
    documents: Documents
    payments: Payments
    pages: Pages
    traces: Traces
    rulebook: Rulebook
    purchases: Purchases
    items: Items


async def open_ledger(client: Client, company_id: int | None = None) -> Ledger:
    """The books of one company (the user's own when None) of a client that is signed in."""
    session = Session(client)
    # What the first list needs to know of the server is asked beside who is signed in, not after it.
    (user, currencies), *_ = await asyncio.gather(
        read_user(session, company_id),
        session.fields("account.move"),
        session.fields("account.move.line"),
        session.fields("account.account"),
        session.fields("res.partner"),
    )
    directory = Directory(session, user, currencies)
    rulebook = Rulebook(session, directory)
    documents = Documents(session, directory, rulebook)
    payments = Payments(session, directory)
    books = Books(session, directory, documents, payments)
    return Ledger(
        user,
        books,
        directory,
        documents,
        payments,
        Pages(session, directory),
        Traces(session, directory, documents),
        rulebook,
        Purchases(session, directory),
        Items(session, directory),
    )
