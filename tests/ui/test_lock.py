"""The lock: nothing of the books is to be seen or reached, what was there comes back, and only the key opens it."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QMenu, QMessageBox

from odoo_desk import credentials, settings
from odoo_desk.accounting.records import MoveType
from odoo_desk.errors import SecretStoreUnavailable, SignInRefused
from odoo_desk.settings import Preferences, Profile, Settings
from odoo_desk.ui import idle, notices, theme
from odoo_desk.ui.idle import Idle
from odoo_desk.ui.lock_page import PAUSES, WRONG, LockPage
from odoo_desk.ui.main_window import MainWindow
from odoo_desk.ui.preferences import PreferencesDialog
from odoo_desk.ui.sign_in import SignIn
from odoo_desk.workspace import connecting
from tests.ui.running import opened, window
from tests.ui.until import until


@pytest.fixture
def profile(live):
    """Of a connection that locks itself; at the start it is signed in to."""
    _start, server = live
    profile = Profile("Work", server.url, server.database, "admin")
    settings.save(Settings((profile,), Preferences("light", last_profile="Work", lock_after=5)))
    return profile


@pytest.fixture
def key(live):
    _start, server = live
    return server.users["admin"].api_key


@pytest.fixture
async def shown(live, profile, key):
    start, _server = live
    start(profile, key)
    return await window()


def lock(shown) -> LockPage:
    shown.lock_action.trigger()
    return the_page()


def the_page() -> LockPage:
    [page] = opened(LockPage)
    return page


async def unlock(page, key):
    page.secret.setText(key)
    QTest.keyClick(page.secret, Qt.Key.Key_Return)
    await until(lambda: opened(MainWindow), "the window")


def said(page):
    return page.findChild(QLabel, "lock_said").text()


def read_aloud() -> str:
    """What a screen reader finds, from the program down."""
    found: list[str] = []

    def read(each, depth):
        if each is not None and each.isValid() and depth < 20:
            found.extend(each.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value))
            for number in range(each.childCount()):
                read(each.child(number), depth + 1)

    read(QAccessible.queryAccessibleInterface(QApplication.instance()), 0)
    return "\n".join(found)


async def test_nothing_of_the_books_is_to_be_seen_read_aloud_or_in_a_title(shown):
    company, partner = shown.workspace.user.company.name, shown.page.model.row_at(0).partner.name
    assert company in read_aloud()
    page = lock(shown)
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [page]
    assert [each.title() for each in QGuiApplication.topLevelWindows()] == ["Locked - Odoo Desk"]
    heard = read_aloud()
    assert "Odoo Desk is locked" in heard
    assert company not in heard
    assert partner not in heard


async def test_no_key_does_anything_but_type_into_the_field(shown):
    page = lock(shown)
    for each in (Qt.Key.Key_N, Qt.Key.Key_2, Qt.Key.Key_L):
        QTest.keyClick(page, each, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(page.secret, each, Qt.KeyboardModifier.ControlModifier)
    assert not shown.shows_document
    assert page.focusWidget() is page.secret
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [page]


async def test_what_was_open_comes_back_as_it_was(shown, key):
    shown.new_document(MoveType.CUSTOMER_INVOICE)
    await until(lambda: shown.document_page.form is not None, "the form")
    reference = shown.document_page.form.header.ref
    reference.setFocus()
    QTest.keyClicks(reference, "half a ref")
    shown.setGeometry(QRect(40, 50, 1100, 700))
    title = shown.windowTitle()
    page = lock(shown)
    await unlock(page, key)
    assert not opened(LockPage)
    assert shown.isVisible()
    assert shown.windowTitle() == title
    assert shown.geometry() == QRect(40, 50, 1100, 700)
    assert reference.text() == "half a ref"
    await until(reference.hasFocus, "the focus where it was")
    assert shown.workspace.user.company.name in read_aloud()


async def test_a_draft_is_kept_on_the_disk_behind_the_lock(shown):
    shown.new_document(MoveType.CUSTOMER_INVOICE)
    await until(lambda: shown.document_page.form is not None, "the form")
    QTest.keyClicks(shown.document_page.form.header.ref, "typed")
    lock(shown)
    await until(lambda: shown.document_page.keeper._is_kept, "the draft on the disk")
    assert len(await shown.workspace.drafts.all()) == 1


async def test_a_maximised_window_is_one_again(shown, key):
    shown.setGeometry(QRect(40, 50, 1200, 600))
    shown.showMaximized()
    page = lock(shown)
    assert page.isMaximized()
    await unlock(page, key)
    assert shown.isMaximized()
    shown.showNormal()
    assert shown.geometry() == QRect(40, 50, 1200, 600)


async def test_a_minimised_window_is_locked_without_coming_up_and_is_up_when_unlocked(shown, key):
    shown.showMinimized()
    page = lock(shown)
    assert page.isMinimized()
    page.come_forward()
    assert not page.isMinimized()
    await unlock(page, key)
    assert not shown.isMinimized()


async def test_open_dialogs_come_back_and_open_menus_are_closed(shown, key):
    shown.preferences_wanted.emit()
    dialog = shown.findChild(PreferencesDialog)
    dialog.findChild(QComboBox, "density").setCurrentIndex(1)
    menu = QMenu(dialog)
    menu.addAction("Acme Ltd")
    menu.popup(dialog.pos())
    shown.lock_wanted.emit()
    page = the_page()
    assert not menu.isVisible()
    assert not dialog.isVisible()
    await unlock(page, key)
    assert dialog.isVisible()
    assert dialog.isModal()
    assert dialog.findChild(QComboBox, "density").currentIndex() == 1
    assert not menu.isVisible()
    dialog.reject()


async def test_what_opens_behind_the_lock_is_not_on_screen_until_it_is_unlocked(shown, key):
    page = lock(shown)
    notices.show_error(shown, SignInRefused("Acme Ltd refused."))
    shown.come_forward()
    await until(lambda: opened(LockPage) and not opened(QMessageBox) and not opened(MainWindow), "nothing but the lock")
    assert "Acme Ltd" not in read_aloud()
    assert [each.title() for each in QGuiApplication.topLevelWindows()] == ["Locked - Odoo Desk"]
    await unlock(page, key)
    [box] = opened(QMessageBox)
    assert box.text() == "Acme Ltd refused."
    box.close()


async def test_a_dialog_that_is_done_behind_the_lock_stays_away(shown, key):
    dialog = QDialog(shown)
    dialog.open()
    shown.lock_wanted.emit()
    page = the_page()
    dialog.accept()
    await unlock(page, key)
    assert not dialog.isVisible()


async def test_a_wrong_key_is_said_and_never_logged(shown, key, caplog):
    caplog.set_level(logging.DEBUG)
    page = lock(shown)
    page.secret.setText("recognisable-wrong-key")
    page.unlock.click()
    await until(lambda: said(page), "the words")
    assert said(page) == WRONG
    assert page.secret.selectedText()
    assert not opened(MainWindow)
    assert "recognisable-wrong-key" not in caplog.text
    await unlock(page, key)


def test_after_some_wrong_keys_the_next_try_waits_longer_and_longer(qtbot):
    now = [0.0]
    page = LockPage(Profile("Work", "https://a.example"), lambda: now[0])
    qtbot.addWidget(page)
    tried: list[str] = []
    page.tried.connect(tried.append)
    page.secret.setText("guess")
    for pause in (*PAUSES, PAUSES[-1]):
        page.unlock.click()
        page.refuse()
        assert ("next try" in said(page)) is (pause > 0)
        count = len(tried)
        now[0] += pause - 0.5
        if pause:
            page.unlock.click()
            assert len(tried) == count
            assert said(page) == "The next try is in 1 second."
        now[0] += 0.5
    page.unlock.click()
    assert len(tried) == len(PAUSES) + 2
    page._may_close = True


async def test_who_ends_the_program_finds_it_locked_when_it_starts_again(live, shown, profile, key, memory_keyring):
    start, _server = live
    credentials.write(profile, key)
    page = lock(shown)
    page.close()
    await until(lambda: not opened(LockPage), "the end")
    start(profile)
    await until(lambda: opened(LockPage), "the lock")
    assert not opened(MainWindow)
    assert "admin" not in read_aloud().lower()
    await unlock(the_page(), key)
    await window()


async def test_another_key_is_typed_not_filled_in(shown, profile, key, memory_keyring):
    credentials.write(profile, key)
    page = lock(shown)
    page.other_key.click()
    await until(lambda: opened(SignIn), "the sign-in")
    [dialog] = opened(SignIn)
    assert dialog.profiles.currentItem().text() == "Work"
    assert not dialog.remove_button.isEnabled()
    await until(dialog.remember.isChecked, "the keyring")
    assert dialog.secret.text() == ""
    assert not opened(MainWindow)
    dialog.secret.setText(key)
    dialog.connect_button.click()
    again = await window()
    assert again is not shown
    assert not opened(LockPage)
    again.sign_in_wanted.emit()
    await until(lambda: opened(SignIn), "the sign-in")
    await until(lambda: opened(SignIn)[0].secret.text() == key, "the key, filled in again")
    await until(lambda: not again.page.model.is_asking, "its list")


async def test_leaving_the_sign_in_leaves_it_locked(shown):
    page = lock(shown)
    page.other_key.click()
    await until(lambda: opened(SignIn), "the sign-in")
    opened(SignIn)[0].reject()
    assert opened(LockPage) == [page]
    assert not opened(MainWindow)


async def test_who_signs_in_elsewhere_does_not_see_the_books_that_are_locked(shown):
    page = lock(shown)
    page.other_key.click()
    await until(lambda: opened(SignIn), "the sign-in")
    opened(SignIn)[0].demo_button.click()
    demo = await window()
    assert demo.workspace.profile.name == "Demo company"
    demo.sign_in_wanted.emit()
    await until(lambda: opened(SignIn), "the sign-in")
    assert not opened(SignIn)[0].remove_button.isEnabled()
    await until(lambda: not demo.page.model.is_asking, "its list")


async def test_the_demo_company_never_locks(live):
    start, _server = live
    settings.save(Settings((), Preferences("light", lock_after=5)))
    start(demo=True)
    demo = await window()
    assert not demo.lock_action.isVisible()
    demo.lock_wanted.emit()
    assert not opened(LockPage)


async def test_who_has_not_chosen_to_lock_is_told_first_what_unlocks(live, profile, key):
    start, _server = live
    settings.save(Settings((profile,), Preferences("light", last_profile="Work")))
    start(profile, key)
    shown = await window()
    shown.lock_action.trigger()
    await until(lambda: opened(QMessageBox), "the question")
    [box] = opened(QMessageBox)
    assert "key or password of “Work”" in box.text()
    next(each for each in box.buttons() if each.text() == "Lock").click()
    await until(lambda: opened(LockPage), "the lock")


async def test_it_locks_when_nobody_was_there_for_the_chosen_time(live, profile, key, monkeypatch):
    start, _server = live
    now = [0.0]
    monkeypatch.setattr(idle, "Idle", lambda parent: Idle(parent, lambda: now[0], lambda: now[0]))
    start(profile, key)
    shown = await window()
    now[0] += 4 * 60
    QTest.keyClick(shown, Qt.Key.Key_Down)
    assert not opened(LockPage)
    now[0] += 6 * 60
    await until(lambda: opened(LockPage), "the lock")


async def test_closing_with_something_typed_asks_first(shown):
    shown.new_document(MoveType.CUSTOMER_INVOICE)
    await until(lambda: shown.document_page.form is not None, "the form")
    QTest.keyClicks(shown.document_page.form.header.ref, "typed")
    page = lock(shown)
    page.leave.click()
    await until(lambda: opened(QMessageBox), "the question")
    opened(QMessageBox)[0].reject()
    assert opened(LockPage) == [page]


async def test_without_a_connection_the_keyring_decides(live, shown, profile, key, memory_keyring):
    await shown.workspace.sync_once()
    copy = await connecting.reopen(profile)
    try:
        with pytest.raises(SignInRefused, match="not kept"):
            await copy.is_secret(key)
        credentials.write(profile, key)
        assert await copy.is_secret(key)
        assert not await copy.is_secret(key + "x")
        assert not await copy.is_secret("schlüssel\udc80")
    finally:
        await copy.close()


async def test_without_a_keyring_that_is_said(live, shown, profile, key):
    copy = await connecting.reopen(profile)
    try:
        with pytest.raises(SecretStoreUnavailable):
            await copy.is_secret(key)
    finally:
        await copy.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_card_is_in_the_middle_and_nothing_is_cut_off(qtbot, colours):
    theme.apply(colours)
    page = LockPage(Profile("Work", "https://a.example"))
    qtbot.addWidget(page)
    page.resize(1280, 820)
    page.show()
    page.say_problem(SecretStoreUnavailable("There is no keyring that can be used. " * 4))
    QApplication.processEvents()
    words = page.findChild(QLabel, "lock_said")
    assert words.height() >= words.heightForWidth(words.width())
    for each in (page.unlock, page.other_key, page.leave, page.findChild(QLabel, "lock_title")):
        assert each.width() >= each.sizeHint().width()
    card = page.unlock.parentWidget()
    assert abs(card.geometry().center().x() - page.rect().center().x()) <= 1
    page._may_close = True
