"""A signed-in client in one company: calls with its context, field lists cut to what this server offers this user."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from odoo_desk.errors import AccessRefused
from odoo_desk.odoo.client import Client
from odoo_desk.odoo.dialect import Dialect, Field, first_offered
from odoo_desk.odoo.row import Row, rows_of
from odoo_desk.odoo.wire.call import Argument, Call, Value

Domain = Sequence[Argument]
MOST_DECIMALS = 12  # of a number that is typed


class Session:
    """`company_id` is the one company every call is made in (0 before it is known); `language` the user's, so that texts read as in Odoo."""

    def __init__(self, client: Client, company_id: int = 0, language: str = "") -> None:
        self.client = client
        self.company_id = company_id
        self.language = language
        self._fields: dict[str, Mapping[str, Field]] = {}

    @property
    def dialect(self) -> Dialect:
        return self.client.dialect

    async def call(
        self,
        model: str,
        method: str,
        ids: Iterable[int] | None = None,
        arguments: Mapping[str, Argument] | None = None,
        options: Mapping[str, Argument] | None = None,
        context: Mapping[str, Argument] | None = None,
    ) -> Value:
        """See wire.call.Call for what is an argument and what an option."""
        whole = {**self._context(), **(context or {})}
        records = None if ids is None else tuple(ids)
        return await self.client.call(Call(model, method, records, arguments or {}, options or {}, whole))

    def _context(self) -> dict[str, Argument]:
        context: dict[str, Argument] = {}
        if self.company_id:
            context["allowed_company_ids"] = [self.company_id]
        if self.language:
            context["lang"] = self.language
        return context

    async def fields(self, model: str) -> Mapping[str, Field]:
        """What the server offers this user on a model, asked once; nothing where the user may not look."""
        if model not in self._fields:
            attributes = ["type", "string", "relation", "store", "required", "selection", "digits"]
            try:
                found = await self.call(model, "fields_get", None, {"allfields": []}, {"attributes": attributes})
            except AccessRefused:
                found = {}
            self._fields[model] = _fields_in(found)
        return self._fields[model]

    async def name_of(self, model: str, ours: str) -> str:
        """What this server calls a field that versions name differently; "" when it has none."""
        return first_offered(await self.fields(model), model, ours)

    async def offered(self, model: str, wanted: Iterable[str]) -> list[str]:
        """One unknown name breaks a whole call (api-facts trap 10): only what is there is asked for."""
        fields = await self.fields(model)
        return [name for name in dict.fromkeys(wanted) if name in fields or name == "id"]

    async def search_read(
        self, model: str, domain: Domain, wanted: Iterable[str], *, offset: int = 0, limit: int = 0, order: str = "id"
    ) -> list[Row]:
        options: dict[str, Argument] = {"fields": await self.offered(model, wanted), "offset": offset, "order": order}
        if limit:
            options["limit"] = limit
        return rows_of(await self.call(model, "search_read", None, {"domain": domain}, options))

    async def read(self, model: str, ids: Sequence[int], wanted: Iterable[str]) -> list[Row]:
        """In the order of `ids`; records that are gone are left out, as by the server."""
        if not ids:
            return []
        fields = await self.offered(model, wanted)
        found = {row.id: row for row in rows_of(await self.call(model, "read", ids, {"fields": fields}))}
        return [found[each] for each in ids if each in found]

    async def count(self, model: str, domain: Domain) -> int:
        found = await self.call(model, "search_count", None, {"domain": domain})
        return found if isinstance(found, int) else 0

    async def sums(self, model: str, domain: Domain, fields: Sequence[str], group: str = "") -> list[Row]:
        """One row per group (one row when there is none), with `fields` summed and `__count`; `group` links as in a read."""
        groups = [group] if group else []
        if self.dialect.sums_method == "formatted_read_group":
            aggregates = [*(f"{name}:sum" for name in fields), "__count"]
            rows = rows_of(
                await self.call(
                    model,
                    "formatted_read_group",
                    None,
                    {"domain": domain},
                    {"groupby": groups, "aggregates": aggregates},
                )
            )
            return [Row({name.removesuffix(":sum"): value for name, value in row.values.items()}) for row in rows]
        asked = {"domain": domain, "fields": [f"{name}:sum" for name in fields], "groupby": groups}
        found = await self.call(model, "read_group", None, asked, {"lazy": False})
        # The sum of no records is None, which the servers' XML-RPC cannot write down (api-facts 1.6).
        return [] if found is None else rows_of(found)

    async def may(self, model: str, operation: str) -> bool:
        if self.client.read_only and operation != "read":
            return False
        if self.dialect.rights_method == "has_access":
            return await self.call(model, "has_access", (), {"operation": operation}) is True
        asked: dict[str, Argument] = {"operation": operation}
        return await self.call(model, "check_access_rights", None, asked, {"raise_exception": False}) is True


def _fields_in(found: Value) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for name, told in found.items() if isinstance(found, dict) else ():
        if isinstance(told, dict):
            row = Row(told)
            selection = told.get("selection")
            digits = told.get("digits")
            places = digits[1] if isinstance(digits, list) and len(digits) == 2 else None
            keys = (
                [pair[0] for pair in selection if isinstance(pair, list) and pair]
                if isinstance(selection, list)
                else []
            )
            fields[name] = Field(
                name,
                row.text("type"),
                row.text("string"),
                row.text("relation"),
                row.flag("store"),
                row.flag("required"),
                tuple(key for key in keys if isinstance(key, str)),
                places if isinstance(places, int) and 0 <= places <= MOST_DECIMALS else None,
            )
    return fields
