"""What happens to the database while a client is not looking: done by others, at a time of the test's choosing, or by nobody's right."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from odoo_desk.demo import documents, matching, snapshots
from odoo_desk.demo.books import Books
from odoo_desk.demo.methods import Recordset
from odoo_desk.demo.records import Move, Payment, User
from odoo_desk.demo.service import Conversation, Service
from odoo_desk.demo.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class LongTransaction:
    """Began earlier: its writes are stamped with that moment, its first new document, payment and partner have ids from then, and nobody
    sees any of it before it is done."""

    _behind: Behind
    _begun: datetime
    _taken_ids: dict[str, int]

    def do(
        self,
        model: str,
        method: str,
        *arguments: object,
        login: str = "admin",
        context: Mapping[str, object] | None = None,
    ) -> object:
        return self._behind.do(model, method, arguments, login, context, Conversation("", self._begun, self._taken_ids))


@dataclass(frozen=True, slots=True)
class Behind:
    service: Service

    @property
    def _books(self) -> Books:
        return self.service.books

    def user(self, login: str) -> User:
        return next(each for each in self._books.users if each.login == login)

    def do(
        self,
        model: str,
        method: str,
        arguments: Iterable[object],
        login: str,
        context: Mapping[str, object] | None,
        conversation: Conversation | None = None,
    ) -> object:
        options = {"context": dict(context)} if context else {}
        user = self.user(login)
        found = self.service.call(conversation or Conversation(), user, model, method, list(arguments), options)
        return list(found.ids) if isinstance(found, Recordset) else found

    def begin(self) -> LongTransaction:
        models = ("account.move", "account.payment", "res.partner")
        taken = {model: self._books.table(model).take_id() for model in models}
        return LongTransaction(self, self._books.clock.now(), taken)

    def remove(self, model: str, ids: Iterable[int]) -> None:
        """Deleted, with what hangs on it, whatever Odoo would have said to that."""
        books = self._books
        with self.service.alone():
            for each in ids:
                record = books.table(model).get(each)
                if isinstance(record, Payment):
                    self._remove_payment(record)
                elif isinstance(record, Move) and record.origin_payment_id:
                    self._remove_payment(record.origin_payment_id)
                elif isinstance(record, Move):
                    self._remove_move(record)
                elif record:
                    books.table(model).remove(record)

    def _remove_payment(self, payment: Payment) -> None:
        if payment.move_id:
            self._remove_move(payment.move_id)
        self._books.payments.remove(payment)

    def _remove_move(self, move: Move) -> None:
        matching.unmatch_all(self._books, move)
        move.state = "cancel"  # so that nobody owes anything for it
        documents.update(self._books, move)
        for line in move.line_ids:
            self._books.lines.remove(line)
        self._books.moves.remove(move)

    def hide(self, model: str, ids: Iterable[int], login: str) -> None:
        with self.service.alone():
            key = (model, self.user(login).id)
            self._books.hidden[key] = self._books.hidden.get(key, frozenset()).union(ids)

    def snapshot(self) -> Snapshot:
        with self.service.alone():
            return snapshots.take(self._books)

    def restore(self, snapshot: Snapshot) -> None:
        with self.service.alone():
            snapshots.put_back(self._books, snapshot)

    def revoke(self, login: str) -> None:
        with self.service.alone():
            user = self.user(login)
            user.password = user.api_key = secrets.token_hex(20)
