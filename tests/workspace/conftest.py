"""A small demo company, and the profile that leads to it."""

from __future__ import annotations

import pytest

from odoo_desk.settings import Profile


@pytest.fixture
def server(demo_server):
    return demo_server(version=19, invoices=60)


@pytest.fixture
def profile(server):
    return Profile("demo", server.url, server.database, "admin")
