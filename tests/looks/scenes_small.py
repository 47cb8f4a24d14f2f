"""Signing in, the lock, preferences, notices: what stands by itself."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMessageBox, QPushButton, QToolButton, QWidget

from odoo_desk.errors import ServerRefused
from odoo_desk.settings import COLOURS, Preferences, Profile, Settings
from odoo_desk.ui import notices
from odoo_desk.ui.lock_page import LockPage
from odoo_desk.ui.preferences import PreferencesDialog
from odoo_desk.ui.sign_in import SignIn
from odoo_desk.workspace.connecting import Step
from tests.looks.stage import Stage, scene
from tests.ui.until import until

KEPT = Settings(
    (
        Profile("Deco Addict", "https://books.example.com", "deco", "anna@deco.example", colour=COLOURS[0]),
        Profile("Azure Interior", "https://azure.example.com", "azure", "anna@azure.example", colour=COLOURS[2]),
    )
)


async def _no_demo() -> tuple[Profile, str]:
    raise AssertionError("nobody asked for it")


def _sign_in(stage: Stage, settings: Settings = KEPT) -> SignIn:
    return stage.show(SignIn(settings, _no_demo, current="Deco Addict"))


@scene(larger=True)
async def sign_in_empty(stage: Stage) -> QWidget:
    return _sign_in(stage, Settings())


@scene()
async def sign_in_filled(stage: Stage) -> QWidget:
    dialog = _sign_in(stage)
    dialog.advanced.setChecked(True)
    dialog.secret.setText("a" * 24)
    return dialog


@scene()
async def sign_in_connecting(stage: Stage) -> QWidget:
    dialog = _sign_in(stage)
    await stage.rest()
    dialog.show_busy(stage.nothing(), "Signing in …")
    return dialog


@scene()
async def sign_in_tested(stage: Stage) -> QWidget:
    """Some of it works."""
    dialog = _sign_in(stage)
    for step in (
        Step("address", ok=True, text="https://books.example.com answers, Odoo 19.0."),
        Step("encryption", ok=True, text="TLS 1.3, the certificate is valid."),
        Step(
            "sign-in",
            ok=False,
            text="The server refused the user or the key.",
            advice="Check both, or make a new key in Odoo.",
        ),
    ):
        dialog.steps.say(step)
    return dialog


@scene()
async def sign_in_certificate(stage: Stage) -> QWidget:
    dialog = _sign_in(stage)
    text = "The certificate of books.example.com is signed by nobody this computer knows."
    advice = "If your administrator confirms this fingerprint, you can trust it: 3A:91:0C:5E:77:20:B4:18."
    dialog.steps.say(Step("encryption", ok=False, text=text, advice=advice, fingerprint="3A:91"))
    return dialog


@scene()
async def locked(stage: Stage) -> QWidget:
    return stage.show(LockPage(KEPT.profiles[0], now=lambda: 0.0), QSize(760, 480))


@scene()
async def locked_and_refused(stage: Stage) -> QWidget:
    page = stage.show(LockPage(KEPT.profiles[1], now=lambda: 0.0), QSize(760, 480))
    for _ in range(3):
        page.refuse()
    return page


@scene(larger=True)
async def preferences(stage: Stage) -> QWidget:
    return stage.show(PreferencesDialog(Preferences()))


def _owner(stage: Stage) -> QWidget:
    return stage.show(QWidget(), QSize(400, 300))


@scene()
async def notice_of_an_error(stage: Stage) -> QWidget:
    problem = ServerRefused(
        "Odoo refused: the journal Vendor Bills is locked up to 28/02/2026.",
        advice="Use a later accounting date, or ask whoever keeps the lock dates.",
        details="odoo.exceptions.UserError: …",
    )
    notices.show_error(_owner(stage), problem)
    return await stage.find(QMessageBox)


@scene()
async def notice_of_a_bug(stage: Stage) -> QWidget:
    stage.expect_log("odoo_desk.ui.notices", "a bug")
    notices.show_bug(_owner(stage), ValueError("nothing"))
    return await stage.find(QMessageBox)


@scene()
async def notice_with_a_question(stage: Stage) -> QWidget:
    answers = {
        "Keep as draft": QMessageBox.ButtonRole.AcceptRole,
        "Discard": QMessageBox.ButtonRole.DestructiveRole,
    }
    asking = notices.choose(
        _owner(stage),
        "Not saved yet",
        "What you typed is not on the server yet.",
        answers,
        default="Keep as draft",
        informative="A kept draft is on this computer only. It opens again where you left it.",
    )
    stage.begin(asking)
    return await stage.find(QMessageBox)


@scene()
async def buttons_and_fields(stage: Stage) -> QWidget:
    """Every state of a button beside the others: usual, default, focused, disabled, checked."""
    from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QLineEdit, QRadioButton

    whole = QWidget()
    form = QFormLayout(whole)
    buttons, tools = QHBoxLayout(), QHBoxLayout()
    for words, is_default, is_enabled in (
        ("Save", False, True),
        ("Post", True, True),
        ("Pay", False, False),
        ("Send", True, False),
    ):
        button = QPushButton(words)
        button.setDefault(is_default)
        button.setEnabled(is_enabled)
        buttons.addWidget(button)
    for words, is_checked, is_enabled in (("More", False, True), ("Draft", True, True), ("Paid", False, False)):
        tool = QToolButton()
        tool.setText(words)
        tool.setProperty("chip", True)
        tool.setCheckable(True)
        tool.setChecked(is_checked)
        tool.setEnabled(is_enabled)
        tools.addWidget(tool)
    tools.addStretch(1)
    usual, read_only, disabled, hinted = (
        QLineEdit("1,234.50"),
        QLineEdit("only read"),
        QLineEdit("not now"),
        QLineEdit(),
    )
    read_only.setReadOnly(True)
    disabled.setEnabled(False)
    hinted.setPlaceholderText("https://books.example.com")
    choice = QComboBox()
    choice.addItems(["Bank", "Cash"])
    ticked, empty, off, one, other = (
        QCheckBox("On"),
        QCheckBox("Off"),
        QCheckBox("Not now"),
        QRadioButton("This"),
        QRadioButton("That"),
    )
    ticked.setChecked(True)
    off.setEnabled(False)
    one.setChecked(True)
    for words, row in (("Buttons", buttons), ("Chips", tools)):
        form.addRow(words, row)
    for words, field in (
        ("Usual", usual),
        ("Only read", read_only),
        ("Disabled", disabled),
        ("Empty", hinted),
        ("Choice", choice),
    ):
        form.addRow(words, field)
    for field in (ticked, empty, off, one, other):
        form.addRow("", field)
    stage.show(whole, QSize(420, 440))
    await until(whole.isActiveWindow, "the window")
    usual.setFocus()
    return whole
