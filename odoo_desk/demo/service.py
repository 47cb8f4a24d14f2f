"""One database, called by whoever speaks a protocol: signs in, runs one call as one transaction, and goes wrong on request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from odoo_desk.demo import actions, computed_documents, computed_payments, generic, history, methods
from odoo_desk.demo.books import Books, Env, env_for
from odoo_desk.demo.flavours import FLAVOURS
from odoo_desk.demo.methods import Recordset
from odoo_desk.demo.records import User
from odoo_desk.demo.refusals import AccessDenied, BadAssertion, MissingError, Refusal, UnknownDatabase
from odoo_desk.demo.undo import all_or_nothing

DATABASE = "demo"
_READS = frozenset({
    "check_access_rights", "check_object_reference", "compute_all", "context_get", "default_get", "fields_get",
    "formatted_read_group", "get_external_id", "has_access", "has_group", "name_get", "name_search", "onchange",
    "read", "read_group", "search", "search_count", "search_read",
})  # fmt: skip
FAULTS = ("cut_before", "cut_after", "truncate", "garbage", "html", "delay")


class ConnectionCut(Exception):
    """The connection is closed without an answer."""


class PageInstead(Exception):
    """A proxy's page stands in for the answer."""


@dataclass(frozen=True, slots=True)
class Fault:
    kind: str
    model: str | None
    method: str | None

    def fits(self, model: str, method: str) -> bool:
        return self.model in (None, model) and self.method in (None, method)


@dataclass(slots=True)
class Conversation:
    """One HTTP exchange. `damage` is what is to happen to its answer on the way, `begun` when its transaction began, if that was earlier,
    and `taken_ids` the ids that it took then."""

    damage: str = ""
    begun: datetime | None = None
    taken_ids: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Service:
    version: int
    invoices: int
    enterprise: bool
    today: date
    books: Books = field(init=False)
    calls: list[tuple[str, str, tuple[int, ...]]] = field(default_factory=list)
    """What was executed and committed, and on which records."""
    held: int = 0
    """Calls that a `delay` is holding."""
    _armed: list[Fault] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _released: threading.Condition = field(default_factory=threading.Condition)
    _releases: int = 0
    _is_closing: bool = False

    def __post_init__(self) -> None:
        assert all(
            (actions, computed_documents, computed_payments, generic)
        )  # what they hold is registered by being imported
        self.books = Books(FLAVOURS[self.version], self.today, enterprise=self.enterprise)
        history.write(self.books, self.invoices)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Something is done to the books that is nobody's call."""
        with self._lock, self.books.transaction():
            yield
            self.books.revision += 1

    # --- who ----------------------------------------------------------------------------------------------------------

    def authenticate(self, database: object, login: object, secret: object) -> int | bool:
        """The user's id, or False: no fault for wrong credentials."""
        self.check_database(database)
        if not secret and self.books.flavour.empty_password_fails:
            raise BadAssertion("scope and key required")
        user = next((each for each in self.books.users if each.login == login and each.active), None)
        return user.id if user and self._is_secret(user, secret) else False

    def user(self, database: object, uid: object, secret: object) -> User:
        self.check_database(database)
        if not uid or not isinstance(uid, int):
            raise AccessDenied("Access Denied")
        user = self.books.users.get(uid)
        if user is None:
            raise MissingError(f"Record does not exist or has been deleted.\n(Record: res.users({uid},), User: {uid})")
        if not self._is_secret(user, secret):
            raise AccessDenied("Access Denied")
        return user

    def user_by_key(self, key: str) -> User | None:
        return next((each for each in self.books.users if key and each.api_key == key), None)

    def check_database(self, database: object) -> None:
        if database != DATABASE:
            raise UnknownDatabase(
                f'connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: FATAL:  database "{database}" does not exist\n'
            )

    @staticmethod
    def _is_secret(user: User, secret: object) -> bool:
        return bool(secret) and secret in (user.password, user.api_key)

    # --- what ---------------------------------------------------------------------------------------------------------

    def call(
        self,
        conversation: Conversation,
        user: User,
        model: str,
        method: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
    ) -> object:
        """As execute_kw. A record made from one dict is answered by its id alone."""
        context = options.get("context")
        given = {name: value for name, value in options.items() if name != "context"}
        ids = arguments[0] if arguments else None
        found = self._transaction(
            conversation,
            user,
            model,
            method,
            context,
            ids,
            lambda env: methods.call(env, model, method, arguments, given),
        )
        return self._as_older_protocols(method, arguments, options, found)

    def call_named(
        self, conversation: Conversation, user: User, model: str, method: str, options: Mapping[str, object]
    ) -> object:
        """As JSON-2: `ids` and `context` among the named arguments."""
        given = {name: value for name, value in options.items() if name not in ("ids", "context")}
        return self._transaction(
            conversation,
            user,
            model,
            method,
            options.get("context"),
            options.get("ids"),
            lambda env: methods.call_named(env, model, method, options.get("ids"), given),
        )

    def is_on_records(self, user: User, model: str, method: str) -> bool:
        return methods.find(env_for(self.books, user, {}), model, method).on_records

    def _transaction(
        self,
        conversation: Conversation,
        user: User,
        model: str,
        method: str,
        context: object,
        ids: object,
        run: Callable[[Env], object],
    ) -> object:
        fault = self._fault(model, method)
        if fault == "cut_before":
            raise ConnectionCut
        if fault == "html":
            raise PageInstead
        if fault == "delay":
            self._wait()
        with self._lock:
            given = {str(name): value for name, value in context.items()} if isinstance(context, dict) else {}
            env = env_for(self.books, user, given)
            if method in _READS:
                found = run(env)
            else:
                with all_or_nothing(), self.books.transaction(conversation.begun, conversation.taken_ids):
                    found = run(env)
                self.books.revision += 1
            self.calls.append((model, method, _ids(ids) if methods.find(env, model, method).on_records else ()))
        if fault == "cut_after":
            raise ConnectionCut
        conversation.damage = fault if fault in ("truncate", "garbage") else ""
        return found

    def _as_older_protocols(
        self, method: str, arguments: Sequence[object], options: Mapping[str, object], found: object
    ) -> object:
        if not isinstance(found, Recordset):
            return found
        if method == "create":
            given = arguments[0] if arguments else options.get("vals_list")
            return found.ids[0] if isinstance(given, dict) else list(found.ids)
        if method == "copy":
            return list(found.ids) if self.books.flavour.copy_answers_list else found.ids[0]
        return found

    # --- going wrong --------------------------------------------------------------------------------------------------

    def fail_next(self, kind: str, *, model: str | None = None, method: str | None = None) -> None:
        if kind not in FAULTS:
            raise ValueError(f"no such fault: {kind!r}; there are {', '.join(FAULTS)}")
        self._armed.append(Fault(kind, model, method))

    def release(self) -> None:
        """Lets every call go on that is held by a `delay`."""
        with self._released:
            self._releases += 1
            self._released.notify_all()

    def close(self) -> None:
        self._is_closing = True
        self.release()

    def _wait(self) -> None:
        with self._released:
            before = self._releases
            self.held += 1
            self._released.wait_for(lambda: self._releases > before)
            self.held -= 1
        if self._is_closing:
            raise ConnectionCut

    def _fault(self, model: str, method: str) -> str:
        with self._lock:
            found = next((fault for fault in self._armed if fault.fits(model, method)), None)
            if found:
                self._armed.remove(found)
            return found.kind if found else ""


def _ids(given: object) -> tuple[int, ...]:
    return tuple(given) if isinstance(given, list | tuple) else (given,) if isinstance(given, int) else ()


def traceback_of(refusal: Refusal) -> str:
    """What stands for Odoo's own traceback: the last line names class and message, as there."""
    name = refusal.name.removeprefix("builtins.")
    return (
        'Traceback (most recent call last):\n  File "/usr/lib/python3/dist-packages/odoo/http.py", line 2273, in _serve_db\n'
        "    return service_model.retrying(serve_func, env=self.env)\n"
        f"{name}: {refusal.message}\n"
    )


def as_json(value: object) -> object:
    """For json.dumps(default=...): amounts are doubles on the wire."""
    if isinstance(value, Decimal):
        return float(value) + 0.0  # never -0.0
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Recordset):
        return list(value.ids)
    raise TypeError(f"cannot travel: {value!r}")
