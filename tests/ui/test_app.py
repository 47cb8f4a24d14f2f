"""The application: opens the demo company or the sign-in, changes company, closes everything in order."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QComboBox, QLabel

from odoo_desk import settings
from odoo_desk.settings import Preferences, Profile, Settings
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.ui.preferences import PreferencesDialog
from odoo_desk.ui.sign_in import SignIn
from tests.ui.running import opened, window
from tests.ui.until import until


async def test_the_demo_company_opens_and_closing_the_window_ends_it(live):
    start, _ = live
    ended = start(demo=True)
    (await window()).close()
    assert await asyncio.wait_for(ended, 10) == 0
    assert not opened(MainWindow)


async def test_without_a_profile_one_signs_in_and_leaving_that_ends_it(live):
    start, _ = live
    ended = start()
    await until(lambda: opened(SignIn), "the sign-in")
    opened(SignIn)[0].reject()
    assert await asyncio.wait_for(ended, 10) == 0


async def test_a_sign_in_that_fails_at_the_start_is_said_in_the_dialog(live):
    start, server = live
    profile = Profile("Work", server.url, server.database, "admin")
    settings.save(Settings((profile,)))
    start(profile, "wrong-key")
    await until(lambda: opened(SignIn), "the sign-in")
    dialog = opened(SignIn)[0]
    assert dialog.name.text() == "Work"
    assert "did not accept" in dialog.findChild(QLabel, "step_problem").text()
    dialog.secret.setText(server.users["admin"].api_key)
    dialog.connect_button.click()
    await window()
    assert settings.load().preferences.last_profile == "Work"
    assert not opened(SignIn)


async def test_another_company_is_another_window_on_the_same_server(live):
    start, _ = live
    start(demo=True)
    first = await window()
    company = first.workspace.user.company
    other = next(each for each in first.workspace.user.companies if each.id != company.id)
    first.company_chosen.emit(other.id)
    await until(lambda: opened(MainWindow) and first not in opened(MainWindow), "the other window")
    assert opened(MainWindow)[0].workspace.user.company == other
    await until(lambda: not opened(MainWindow)[0].page.model.is_asking, "its list")


async def test_preferences_are_kept_and_take_effect_at_once(live):
    start, _ = live
    start(demo=True)
    shown = await window()
    height = shown.page.view.rowHeight(0)
    shown.preferences_wanted.emit()
    dialog = shown.findChild(PreferencesDialog)
    dialog.findChild(QComboBox, "density").setCurrentIndex(1)
    dialog.findChild(QComboBox, "theme").setCurrentIndex(1)
    dialog.findChild(QComboBox, "enter_goes").setCurrentIndex(1)
    dialog.confirm()
    assert shown.page.view.rowHeight(0) < height
    assert settings.load().preferences == Preferences(theme="light", density="compact", enter_goes="down")
