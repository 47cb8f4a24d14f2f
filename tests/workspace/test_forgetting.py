"""Removing a connection: what goes, and what stays unless it is not wanted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from odoo_desk.accounting.kept import KeptDraft
from odoo_desk.accounting.records import MoveType
from odoo_desk.workspace import connecting, forgetting

TYPED = KeptDraft("k1", None, MoveType.VENDOR_BILL, "New vendor bill", None, b"{}", datetime(2026, 11, 23, tzinfo=UTC))


@pytest.mark.parametrize("with_drafts", [True, False])
async def test_forgetting_a_profile_leaves_nothing_but_drafts_if_wanted(server, profile, with_drafts):
    opened = await connecting.connect(profile, server.users["admin"].api_key)
    await opened.sync_once()
    await opened.drafts.keep(TYPED)
    copy = opened._mirror.path
    await opened.close()
    assert await forgetting.unsaved_drafts(profile) == (TYPED,)
    await forgetting.forget(profile, with_drafts=with_drafts)
    assert [each.name for each in copy.parent.iterdir()] == ["index.json"]
    assert await connecting.reopen(profile) is None
    again = await connecting.connect(profile, server.users["admin"].api_key)
    assert await again.drafts.all() == (() if with_drafts else (TYPED,))
    await again.close()
