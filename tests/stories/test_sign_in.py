"""Signing in: the test of a connection, what is refused and how it is said, the demo company, what is remembered."""

from __future__ import annotations

import asyncio
import contextlib
import ssl

import pytest
import shiboken6
import trustme
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton

from odoo_desk.settings import Profile, Settings
from odoo_desk.ui import tasks, theme
from odoo_desk.ui.sign_in import NO_KEYRING, SignIn
from tests.ui.until import until


@pytest.fixture
def shop(demo_server):
    return demo_server(version=19)


@pytest.fixture
async def dialog_with(qapp, shop):
    theme.apply("light")
    opened: list[SignIn] = []

    async def start_demo():
        return Profile("Demo company", shop.url, shop.database, "admin"), shop.users["admin"].api_key

    def dialog_with(*profiles: Profile) -> SignIn:
        made = SignIn(Settings(profiles), start_demo)
        made.opened_workspaces = []
        made.signed_in.connect(made.opened_workspaces.append)
        made.open()
        opened.append(made)
        return made

    yield dialog_with
    await until(tasks.is_idle, "the end of what was started")
    for made in opened:
        for workspace in made.opened_workspaces:
            await workspace.close()
        made.close()
        shiboken6.delete(made)


@pytest.fixture
async def dialog(dialog_with):
    return dialog_with()


def fill(dialog, shop, login="admin", secret=None):
    dialog.name.setText("Workshop")
    dialog.url.setText(shop.url.removeprefix("http://") + "/web/login")
    dialog.database.setEditText(shop.database)
    dialog.login.setText(login)
    dialog.secret.setText(shop.users[login].api_key if secret is None else secret)


def said(dialog):
    return {
        label.objectName(): label.text()
        for label in dialog.findChildren(QLabel)
        if label.objectName().startswith("step_")
    }


async def test_a_pasted_address_is_repaired_and_every_step_is_green(dialog, shop):
    fill(dialog, shop)
    QTest.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    await until(lambda: "step_rights" in said(dialog), "the last step")
    assert list(said(dialog)) == [
        "step_address",
        "step_encryption",
        "step_version",
        "step_database",
        "step_sign-in",
        "step_rights",
    ]
    assert all(text.startswith("✓") for text in said(dialog).values())
    assert not dialog.opened_workspaces


async def test_a_wrong_key_is_said_where_it_happened(dialog, shop):
    fill(dialog, shop, secret="recognisable-wrong-key")
    dialog.test_button.click()
    await until(lambda: "step_sign-in" in said(dialog), "the refusal")
    text = said(dialog)["step_sign-in"]
    assert text.startswith("✗")
    assert "key" in text
    assert "recognisable-wrong-key" not in text


async def test_signing_in_opens_the_company_and_remembers_the_connection_without_the_key(memory_keyring, dialog, shop):
    kept: list[Settings] = []
    dialog.settings_changed.connect(kept.append)
    dialog.remember.setEnabled(True)
    dialog.remember.setChecked(True)
    fill(dialog, shop)
    dialog.connect_button.click()
    await until(lambda: dialog.opened_workspaces, "the workspace")
    assert kept[-1].profile("Workshop").url == shop.url
    assert shop.users["admin"].api_key not in repr(kept[-1])
    assert list(memory_keyring.values()) == [shop.users["admin"].api_key]


async def test_without_a_keyring_the_user_is_told(dialog):
    await until(lambda: dialog.remember.text() == NO_KEYRING, "the words")
    assert not dialog.remember.isEnabled()


async def test_the_demo_company_needs_nothing_typed(dialog):
    dialog.demo_button.click()
    await until(lambda: dialog.opened_workspaces, "the demo company")


async def test_no_address_is_said(dialog):
    dialog.connect_button.click()
    await until(lambda: said(dialog), "the problem")
    assert "address" in next(iter(said(dialog).values()))


async def test_databases_are_listed(dialog, shop):
    fill(dialog, shop)
    dialog.database.setEditText("")
    dialog.list_button.click()
    await until(dialog.database.count, "the list")
    assert dialog.database.currentText() == shop.database
    dialog.database.hidePopup()


@pytest.fixture
async def strange_server():
    """Real TLS with a certificate that nobody knows; it tells its version and nothing else."""
    certificate = trustme.CA().issue_cert("localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    answer = b'{"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"}'

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            asked = await reader.readuntil(b"\r\n\r\n")
            head, body = (b"200 OK", answer) if b"/web/version" in asked else (b"404 Not Found", b"nothing here")
            writer.write(b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % (head, len(body)))
            writer.write(b"Connection: close\r\n\r\n" + body)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    yield f"https://localhost:{server.sockets[0].getsockname()[1]}"
    server.close()
    await server.wait_closed()


async def test_a_certificate_that_nobody_knows_can_be_trusted_by_hand(dialog, strange_server):
    dialog.url.setText(strange_server)
    dialog.secret.setText("key")
    dialog.test_button.click()
    await until(dialog.steps.trust.isVisible, "the offer")
    assert said(dialog)["step_encryption"].startswith("✗")
    dialog.steps.trust.click()
    await until(lambda: said(dialog).get("step_encryption", "").startswith("✓"), "trust")
    assert "fingerprint" in said(dialog)["step_encryption"]
    assert len(dialog.fingerprint.text().replace(":", "")) == 64
    await until(lambda: any(text.startswith("✗") for text in said(dialog).values()), "that there is no Odoo behind it")


async def test_profiles_are_shown_removed_and_added(dialog_with, memory_keyring):
    dialog = dialog_with(Profile("Live", "https://a.example", login="me"), Profile("Test", "https://b.example"))
    assert [dialog.profiles.item(row).text() for row in range(dialog.profiles.count())] == ["Live", "Test"]
    assert (dialog.name.text(), dialog.url.text(), dialog.login.text()) == ("Live", "https://a.example", "me")
    kept: list[Settings] = []
    dialog.settings_changed.connect(kept.append)
    dialog.remove_button.click()
    await until(lambda: dialog.findChild(QMessageBox, "question"), "the question")
    box = dialog.findChild(QMessageBox, "question")
    next(each for each in box.buttons() if each.text().replace("&", "") == "Remove").click()
    await until(lambda: kept, "the removal")
    assert [profile.name for profile in kept[-1].profiles] == ["Test"]
    dialog.add_button.click()
    assert dialog.url.text() == ""


async def test_a_connection_that_was_encrypted_is_not_used_without(dialog_with):
    dialog = dialog_with(Profile("Work", "https://books.example.com", "shop", "ada"))
    dialog.url.setText("http://books.example.com")
    dialog.secret.setText("key")
    dialog.connect_button.click()
    await until(lambda: any("was encrypted" in text for text in said(dialog).values()), "the words")


async def test_only_looking_is_remembered_with_the_profile(dialog_with, shop):
    dialog = dialog_with(Profile("Work", shop.url, shop.database, "admin", read_only=True))
    assert dialog.read_only.isChecked()
    assert dialog.profile().read_only
    dialog.read_only.setChecked(False)
    assert not dialog.profile().read_only


async def test_a_sign_in_that_takes_long_says_so_and_can_be_called_off(dialog, shop):
    shop.fail_next("delay")
    fill(dialog, shop)
    dialog.connect_button.click()
    busy, cancel = dialog.findChild(QLabel, "busy"), dialog.findChild(QPushButton, "cancel_busy")
    await until(busy.isVisible, "the words")
    assert busy.text() == "Signing in …"
    cancel.click()
    await until(lambda: not busy.isVisible(), "the end")
    shop.release()
    assert not dialog.opened_workspaces
