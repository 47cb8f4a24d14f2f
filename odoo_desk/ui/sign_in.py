"""Signing in: profiles at the left, one connection's fields beside them, and a test that says what works and what does not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from odoo_desk import credentials
from odoo_desk.errors import CertificateRefused, DeskError, InvalidInput, SecretStoreUnavailable
from odoo_desk.settings import COLOURS, PROTOCOLS, Profile, Settings
from odoo_desk.ui import notices, tasks, theme
from odoo_desk.ui.books.filters import first_question
from odoo_desk.ui.steps import Steps
from odoo_desk.workspace import connecting, forgetting
from odoo_desk.workspace.connecting import Step
from odoo_desk.workspace.workspace import Workspace

KEY_HINT = (
    "A key is made in Odoo under Preferences, Account Security, New API Key. "
    "On Odoo Online programs can connect in the Custom plan only."
)
NO_KEYRING = "This computer has no keyring that can be used: the key is asked for each time."
PROTOCOL_WORDS = {
    "auto": "Automatic",
    "json2": "JSON-2 (Odoo 19 and later)",
    "jsonrpc": "JSON-RPC",
    "xmlrpc": "XML-RPC",
    "rest": "REST (add-on)",
}


FORGET, FORGET_ALL, KEEP_DRAFTS = "Remove", "Remove, and the drafts", "Remove, keep the drafts"


class SignIn(QDialog):
    """`signed_in` with the open workspace; `settings_changed` when profiles were saved or removed.
    `is_locked`: whoever cannot unlock the program is here; keys are not filled in, and nothing can be removed."""

    signed_in = Signal(object)
    settings_changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        start_demo: Callable[[], Awaitable[tuple[Profile, str]]],
        parent: QWidget | None = None,
        *,
        current: str = "",
        is_locked: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in")
        self.setWindowTitle("Sign in - Odoo Desk")
        self._settings = settings
        self._start_demo = start_demo
        self._is_locked = is_locked
        self.profiles = QListWidget(self)
        self.name, self.url, self.login, self.secret = (QLineEdit(self) for _ in range(4))
        self.database, self.protocol, self.colour = QComboBox(self), QComboBox(self), QComboBox(self)
        self.ca_file, self.fingerprint = QLineEdit(self), QLineEdit(self)
        self.remember = QCheckBox("Remember the key in this computer's keyring", self)
        self.read_only = QCheckBox("Only look: change nothing in these books", self)
        self.advanced = QToolButton(self)
        self._certificates = QWidget(self)
        self._none = QLabel("None yet. Fill in the fields and sign in, or try the demo company.", self.profiles)
        self._busy: tasks.Task | None = None
        self._busy_words, self._busy_cancel = QLabel(self), QPushButton("Cancel", self)
        self.steps = Steps(self)
        self.connect_button, self.test_button = QPushButton("Sign in", self), QPushButton("Test connection", self)
        self.demo_button, self.remove_button = QPushButton("Try the demo company", self), QPushButton("Remove", self)
        self.add_button, self.list_button = QPushButton("Add", self), QPushButton("List", self)
        self._name_controls()
        self._arrange()
        self._connect()
        self._fill_profiles(current)
        (self.secret if self._settings.profiles else self.url).setFocus()
        tasks.run(self, asyncio.to_thread(credentials.usable), done=self._keyring_known)

    # --- arrangement --------------------------------------------------------------------------------------------------

    def _name_controls(self) -> None:
        named = {
            "profiles": (self.profiles, "Saved connections"),
            "profile_name": (self.name, "Name of this connection"),
            "url": (self.url, "Address of the server"),
            "login": (self.login, "User"),
            "secret": (self.secret, "API key or password"),
            "database": (self.database, "Database"),
            "protocol": (self.protocol, "Protocol"),
            "colour": (self.colour, "Colour"),
            "ca_file": (self.ca_file, "Certificate authority file"),
            "fingerprint": (self.fingerprint, "Trusted fingerprint"),
            "advanced": (self.advanced, "Advanced: protocol and certificates"),
            "remember": (self.remember, "Remember the key"),
            "read_only": (self.read_only, "Only look: change nothing in these books"),
            "sign_in_button": (self.connect_button, "Sign in"),
            "test_connection": (self.test_button, "Test connection"),
            "try_demo": (self.demo_button, "Try the demo company"),
            "remove_profile": (self.remove_button, "Remove this connection"),
            "add_profile": (self.add_button, "Add a connection"),
            "list_databases": (self.list_button, "List databases"),
            "cancel_busy": (self._busy_cancel, "Cancel"),
        }
        for name, (control, words) in named.items():
            control.setObjectName(name)
            control.setAccessibleName(words)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.url.setPlaceholderText("https://books.example.com")
        self.database.setEditable(True)
        self.database.setSizePolicy(self.url.sizePolicy())
        for protocol in PROTOCOLS:
            self.protocol.addItem(PROTOCOL_WORDS[protocol], protocol)
        for number, colour in enumerate(COLOURS, start=1):
            swatch = QPixmap(16, 16)
            swatch.fill(QColor(colour))
            self.colour.addItem(QIcon(swatch), f"Colour {number}", colour)
        self.connect_button.setDefault(True)
        self._none.setProperty("tone", "muted")
        self._none.setWordWrap(True)
        self._busy_words.setObjectName("busy")
        self._busy_words.setProperty("tone", "muted")
        self._busy_words.hide()
        self._busy_cancel.hide()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        heading = QLabel("&Connections", self)
        heading.setBuddy(self.profiles)
        left.addWidget(heading)
        left.addWidget(self.profiles, 1)
        inside = QVBoxLayout(self.profiles)
        inside.addWidget(self._none, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.add_button, 1)
        row.addWidget(self.remove_button, 1)
        left.addLayout(row)
        left.addWidget(self.demo_button)
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addLayout(self._fields())
        right.addWidget(self.advanced, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._certificates)
        right.addWidget(self.steps)
        right.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addWidget(self.test_button)
        buttons.addStretch(1)
        buttons.addWidget(self._busy_words)
        buttons.addWidget(self._busy_cancel)
        buttons.addWidget(self.connect_button)
        right.addLayout(buttons)
        whole = QHBoxLayout(self)
        theme.margins(whole)
        whole.setSpacing(theme.SPACE * 3)
        whole.addLayout(left, 2)
        whole.addLayout(right, 5)
        self.resize(880, 660)

    def _fields(self) -> QGridLayout:
        """In a grid, where a text that wraps gets the height it needs."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE)
        grid.setColumnStretch(1, 1)
        rows = (
            ("&Name", self.name, None),
            ("&Address", self.url, None),
            ("&Database", self.database, self.list_button),
            ("&User", self.login, None),
            ("&Key or password", self.secret, None),
        )
        for number, (words, field, beside) in enumerate(rows):
            self._label(grid, number, words, field)
            grid.addWidget(field, number, 1, 1, 1 if beside else 2)
            if beside:
                grid.addWidget(beside, number, 2)
        hint = QLabel(KEY_HINT, self)
        hint.setWordWrap(True)
        hint.setObjectName("key_hint")
        hint.setProperty("tone", "muted")
        grid.addWidget(hint, len(rows), 1, 1, 2)
        grid.addWidget(self.remember, len(rows) + 1, 1, 1, 2)
        grid.addWidget(self.read_only, len(rows) + 2, 1, 1, 2)
        last = len(rows) + 3
        self._label(grid, last, "C&olour", self.colour)
        grid.addWidget(self.colour, last, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.advanced.setText("Advanced")
        self.advanced.setCheckable(True)
        self.advanced.setArrowType(Qt.ArrowType.RightArrow)
        self.advanced.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.advanced.toggled.connect(self._show_advanced)
        inner = QGridLayout(self._certificates)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setHorizontalSpacing(theme.SPACE * 2)
        inner.setVerticalSpacing(theme.SPACE)
        for number, (words, field) in enumerate(
            (
                ("&Protocol", self.protocol),
                ("Certificate authority (PE&M file)", self.ca_file),
                ("Trusted &fingerprint", self.fingerprint),
            )
        ):
            self._label(inner, number, words, field)
            inner.addWidget(field, number, 1)
        inner.setColumnStretch(1, 1)
        self._certificates.hide()
        return grid

    def _label(self, grid: QGridLayout, row: int, words: str, field: QWidget) -> None:
        label = QLabel(words, self)
        label.setBuddy(field)
        grid.addWidget(label, row, 0)

    def _show_advanced(self, shown: bool) -> None:
        self.advanced.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._certificates.setVisible(shown)

    def _connect(self) -> None:
        self.profiles.currentItemChanged.connect(self._show_profile)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self.list_button.clicked.connect(self._list_databases)
        self.test_button.clicked.connect(self._test)
        self.connect_button.clicked.connect(self._sign_in)
        self.demo_button.clicked.connect(self._demo)
        self._busy_cancel.clicked.connect(self._cancel_busy)
        self.steps.trusted.connect(self._trust)

    def _keyring_known(self, usable: bool) -> None:
        self.remember.setChecked(usable)
        self.remember.setEnabled(usable)
        if not usable:
            self.remember.setText(NO_KEYRING)

    # --- profiles -----------------------------------------------------------------------------------------------------

    def _fill_profiles(self, current: str) -> None:
        self.profiles.clear()
        for profile in self._settings.profiles:
            swatch = QPixmap(12, 12)
            swatch.fill(QColor(profile.colour))
            item = QListWidgetItem(QIcon(swatch), profile.name)
            self.profiles.addItem(item)
            if profile.name == current:
                self.profiles.setCurrentItem(item)
        if self.profiles.currentItem() is None and self.profiles.count():
            self.profiles.setCurrentRow(0)
        self.remove_button.setEnabled(self.profiles.count() > 0 and not self._is_locked)
        self._none.setVisible(self.profiles.count() == 0)

    def _show_profile(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        profile = self._settings.profile(item.text())
        self.name.setText(profile.name)
        self.url.setText(profile.url)
        self.database.setEditText(profile.database)
        self.login.setText(profile.login)
        self.protocol.setCurrentIndex(max(0, self.protocol.findData(profile.protocol)))
        self.colour.setCurrentIndex(max(0, self.colour.findData(profile.colour)))
        self.ca_file.setText(profile.ca_file)
        self.fingerprint.setText(profile.fingerprint)
        self.read_only.setChecked(profile.read_only)
        if profile.protocol != "auto" or profile.ca_file or profile.fingerprint:
            self.advanced.setChecked(True)
        self.secret.clear()
        if self._is_locked:
            return
        tasks.run(self, asyncio.to_thread(_remembered, profile), done=lambda secret: self._fill_secret(profile, secret))

    def _fill_secret(self, profile: Profile, secret: str) -> None:
        """What was typed meanwhile, or for another profile, is left alone."""
        if not self.secret.text() and self.name.text() == profile.name:
            self.secret.setText(secret)

    def profile(self) -> Profile:
        """What the fields say. InvalidInput when the address is missing."""
        if not self.url.text().strip():
            raise InvalidInput(
                "The address of the server is missing.", advice="It is the one you open Odoo with.", field="url"
            )
        kept = next((each for each in self._settings.profiles if each.name == self.name.text()), None)
        if kept and kept.url.startswith("https://") and self.url.text().strip().lower().startswith("http://"):
            raise InvalidInput(
                "This connection was encrypted, and the new address is not: anybody on the way could read it.",
                advice="Use https://. If that is really meant, add it as another connection.",
                field="url",
            )
        return replace(
            kept or Profile("", ""),
            name=self.name.text().strip() or self.url.text().strip(),
            url=self.url.text().strip(),
            database=self.database.currentText().strip(),
            login=self.login.text().strip(),
            protocol=self.protocol.currentData(),
            colour=self.colour.currentData(),
            ca_file=self.ca_file.text().strip(),
            fingerprint=self.fingerprint.text().strip(),
            read_only=self.read_only.isChecked(),
        )

    def _add(self) -> None:
        self.profiles.setCurrentRow(-1)
        for field in (self.name, self.url, self.login, self.secret, self.ca_file, self.fingerprint):
            field.clear()
        self.database.clear()
        self.protocol.setCurrentIndex(0)
        self.read_only.setChecked(False)
        self.name.setFocus()

    def _remove(self) -> None:
        if self.profiles.currentRow() < 0:
            return
        profile = self._settings.profile(self.profiles.currentItem().text())

        async def remove() -> None:
            unsaved = len(await forgetting.unsaved_drafts(profile))
            answers = {FORGET: QMessageBox.ButtonRole.AcceptRole}
            if unsaved:
                answers = {
                    FORGET_ALL: QMessageBox.ButtonRole.DestructiveRole,
                    KEEP_DRAFTS: QMessageBox.ButtonRole.AcceptRole,
                }
            answer = await notices.choose(
                self,
                "Remove connection",
                f"Remove “{profile.name}”? Its key, the copy of the books on this computer and the logs are deleted.",
                answers,
                informative=f"{_drafts(unsaved)} not saved in Odoo yet." if unsaved else "Nothing changes in Odoo.",
            )
            if answer:
                await asyncio.to_thread(_forget, profile)
                await forgetting.forget(profile, with_drafts=answer == FORGET_ALL)
                self._save(self._settings.without_profile(profile.name))
                self._add()
                self._fill_profiles("")

        tasks.run(self, remove(), control=self.remove_button)

    def _save(self, settings: Settings) -> None:
        self._settings = settings
        self.settings_changed.emit(settings)

    # --- connecting ---------------------------------------------------------------------------------------------------

    def _list_databases(self) -> None:
        async def listed() -> tuple[str, ...]:
            return await connecting.databases(self.profile())

        def fill(names: tuple[str, ...]) -> None:
            typed = self.database.currentText()
            self.database.clear()
            self.database.addItems(names)
            self.database.setEditText(typed or (names[0] if len(names) == 1 else ""))
            if names:
                self.database.showPopup()
            else:
                self.steps.say(
                    Step(
                        "database",
                        ok=False,
                        text="The server does not list its databases.",
                        advice="Type the name of yours.",
                    )
                )

        self.steps.clear()
        tasks.run(self, listed(), done=fill, failed=self.show_problem, control=self.list_button, saying="Asking …")

    def _test(self) -> None:
        async def test() -> None:
            async with aclosing(connecting.diagnose(self.profile(), self.secret.text())) as steps:
                async for step in steps:
                    self.steps.say(step)

        self.steps.clear()
        tasks.run(self, test(), failed=self.show_problem, control=self.test_button, saying="Testing …")

    def _sign_in(self) -> None:
        async def sign_in() -> Workspace:
            profile, secret = self.profile(), self.secret.text()
            workspace = await connecting.connect(profile, secret, first_question())
            try:
                if self.remember.isChecked():
                    await asyncio.to_thread(credentials.write, workspace.profile, secret)
            except SecretStoreUnavailable as problem:
                notices.show_error(self, problem)
            self._save(self._settings.with_profile(workspace.profile))
            return workspace

        self.steps.clear()
        tasks.run(
            self,
            sign_in(),
            done=self.signed_in.emit,
            failed=self.show_problem,
            control=self.connect_button,
            saying="Signing in …",
        )

    def _demo(self) -> None:
        async def demo() -> Workspace:
            profile, secret = await self._start_demo()
            return await connecting.connect(profile, secret, first_question())

        self.steps.clear()
        tasks.run(
            self,
            demo(),
            done=self.signed_in.emit,
            failed=self.show_problem,
            control=self.demo_button,
            saying="Starting the demo company …",
        )

    def _trust(self, fingerprint: str) -> None:
        self.fingerprint.setText(fingerprint)
        self.advanced.setChecked(True)
        self._test()

    def show_busy(self, task: tasks.Task, saying: str) -> None:
        self._busy = task
        self._busy_words.setText(saying)
        self._busy_words.show()
        self._busy_cancel.show()

    def hide_busy(self, task: tasks.Task) -> None:
        if self._busy is task:
            self._busy = None
            self._busy_words.hide()
            self._busy_cancel.hide()

    def _cancel_busy(self) -> None:
        if self._busy is not None:
            self._busy.cancel()

    def show_problem(self, problem: DeskError) -> bool:
        fingerprint = problem.fingerprint if isinstance(problem, CertificateRefused) else ""
        self.steps.say(Step("", ok=False, text=problem.message, advice=problem.advice, fingerprint=fingerprint))
        return True


def _remembered(profile: Profile) -> str:
    try:
        return credentials.read(profile) or ""
    except SecretStoreUnavailable:
        return ""


def _forget(profile: Profile) -> None:
    try:
        credentials.forget(profile)
    except SecretStoreUnavailable:
        return


def _drafts(count: int) -> str:
    return "1 draft is" if count == 1 else f"{count} drafts are"
