"""The real window on the demo server."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QSettings

from odoo_desk.settings import Profile
from odoo_desk.ui import tasks, theme
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.workspace.connecting import connect


@pytest.fixture
def shop(demo_server):
    return demo_server(version=19)


@pytest.fixture
async def window_on(qapp, tmp_path):
    """Opens the window on a server as a user; closed in order at the end."""
    opened: list[MainWindow] = []

    async def window_on(server, login: str = "admin", protocol: str = "auto") -> MainWindow:
        theme.apply("light")
        profile = Profile("Test", server.url, server.database, login, protocol)
        workspace = await connect(profile, server.users[login].api_key)
        window = MainWindow(workspace, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
        window.show()
        opened.append(window)
        return window

    yield window_on
    for window in opened:
        await tasks.finish_all()
        window.close_at_once()
        await window.workspace.close()
        shiboken6.delete(window)
