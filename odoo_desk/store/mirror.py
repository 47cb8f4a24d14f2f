"""The local copy of one company's books: records as the server last told them; lists filtered, sorted, searched and added up.

It is disposable. One process fills it and others read it; nobody has to know which.
"""

from __future__ import annotations

from odoo_desk.store.filling import Filed, Filling
from odoo_desk.store.lists import Lists

__all__ = ["Filed", "Mirror"]


class Mirror(Lists, Filling):
    """One file, read and filled."""
