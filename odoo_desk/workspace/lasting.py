"""The files that cannot be had again: what was sent and not confirmed, what was typed and not saved, what was done."""

from __future__ import annotations

from odoo_desk.settings import data_folder
from odoo_desk.store.activity import ActivityLog
from odoo_desk.store.drafts import Drafts
from odoo_desk.store.outbox import Outbox


class Lasting:
    """Of one company on one server. What was sent and done concerns whoever works there, what was typed its writer alone."""

    def __init__(self, url: str, database: str, company_id: int, login: str) -> None:
        company = f"{url} {database} {company_id}"
        self.outbox = Outbox(data_folder() / "outbox.sqlite", company)
        self.drafts = Drafts(data_folder() / "drafts.sqlite", f"{company} {login}")
        self.activity = ActivityLog(data_folder() / "activity.sqlite", company)

    async def open(self) -> None:
        for each in (self.outbox, self.drafts, self.activity):
            await each.open()

    async def close(self) -> None:
        for each in (self.outbox, self.drafts, self.activity):
            await each.close()
