"""The main job in the real window: on the demo server, and once on each real one."""

from __future__ import annotations

import pytest

from odoo_desk.ui.tour import Refused, tour


async def job(window_on, server, folder, login="admin"):
    window = await window_on(server, login)
    said: list[str] = []
    await tour(window, window.workspace, folder, said.append)
    assert any(line.startswith("Posted as") for line in said)
    assert "partial" in said[-2]
    assert said[-1].endswith("paid, amount due 0.00.")
    document = window.document_page.document
    assert document.header.amount_residual == 0
    assert sum(payment.amount for payment in document.payments) == document.header.amount_total
    assert len(document.payments) == 2
    assert len(list(folder.glob("*.png"))) >= 12


@pytest.mark.parametrize("login", ["admin", "billing"])
async def test_on_the_demo_server(window_on, demo_server, tmp_path, login):
    await job(window_on, demo_server(version=19), tmp_path, login)


async def test_on_a_demo_server_that_answers_as_14(window_on, demo_server, tmp_path):
    await job(window_on, demo_server(version=14), tmp_path)


async def test_readonly_is_refused_in_words(window_on, demo_server, tmp_path):
    window = await window_on(demo_server(version=19), "readonly")
    with pytest.raises(Refused) as refused:
        await tour(window, window.workspace, tmp_path, lambda _: None)
    assert "Billing" in str(refused.value)


@pytest.mark.live
@pytest.mark.parametrize("version", [14, 19], ids=["odoo14", "odoo19"])
async def test_on_real_odoo(window_on, live_server, tmp_path, version):
    await job(window_on, live_server(version), tmp_path)
