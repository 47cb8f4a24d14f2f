"""The local copy of one company's books: records as the server last told them; lists filtered, sorted, searched and added up; what was
open on a day.

It is disposable. One process fills it and others read it; nobody has to know which.
"""

from __future__ import annotations

from odoo_desk.store.filling import Filed, Filling
from odoo_desk.store.lists import Lists
from odoo_desk.store.open_items import OpenItems

__all__ = ["Filed", "Mirror"]


class Mirror(Lists, OpenItems, Filling):
    """One file, read and filled."""
