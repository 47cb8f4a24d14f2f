"""Logs and reports: bounded, private, and without what nobody else should read."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys

import pytest

from odoo_desk import diagnostics
from odoo_desk.errors import DeskError
from odoo_desk.plain import masked

SECRETS = [
    "Authorization: Bearer 3f1c-very-secret",
    '{"password": "hunter2-very-secret"}',
    "api_key=very-secret-value",
    "fb69e21846343e7e658f055d61c0808f1a51d6d4",
    "https://books.example.com/report?token=very-secret-token",
    "session_id=very-secret; Path=/",
]


@pytest.mark.parametrize("text", SECRETS)
def test_what_could_be_a_secret_is_not_written(text):
    shown = masked(f"calling with {text}")
    assert "very-secret" not in shown
    assert "fb69e218" not in shown
    assert "***" in shown


# As Odoo, a proxy or a traceback may quote them: other people's as well as ours.
QUOTED = [
    '{"password": "hunter2 very-secret"}',
    r"{\"password\": \"two very-secret words\", \"name\": 1}",
    r"{'new_password': 'it\'s very-secret', 'b': 2}",
    '"password": "a\\"very-secret"',
    "<member><name>password</name><value><string>a very-secret one</string></value></member>",
    "('oauth_access_token', 'very-secret')",
    '"access_token":["very-secret"]',
    'b\'{"signup_token": "very-secret, and cut off',
    "api_key = b'very-secret'",
    "https://admin:very-secret@books.example.com/",
    "https://books.example.com/my/invoices/1?access_token=very-secret&download=true",
    "/web/signup?db=shop&signup_token=very-secret",
    "redirect%3Faccess_token%3Dvery-secret",
    "/mail/view?pid=3&hash=very-secret",
    "Set-Cookie: session_id=very-secret; other=very-secret",
    "authorization: Basic very-secret",
    '"totp_secret" : "very-secret"',
]


@pytest.mark.parametrize("text", QUOTED)
def test_a_secret_that_a_server_quotes_is_in_no_error_and_no_log(text, tmp_path):
    problem = DeskError(f"Odoo says {text}", advice=f"Look at {text}", details=f"{'x' * 50_000} {text}")
    for shown in (str(problem), repr(problem), problem.details, diagnostics.report(problem), masked(text)):
        assert "very-secret" not in shown
    assert "***" in problem.message
    assert "***" in problem.details


def test_what_is_no_secret_stays():
    text = "account.move(7,) has no field token_count; https://books.example.com/web?db=shop, 12:30, “Cookie & Co”"
    assert masked(text) == text


def test_megabytes_of_a_server_are_not_kept():
    problem = DeskError("m" * 10**7, advice="a" * 10**7, details="begins" + "d" * 10**7 + "ends")
    assert len(problem.message) + len(problem.advice) + len(problem.details) < 30_000
    assert problem.details.startswith("begins")
    assert problem.details.endswith("ends")


def run(home, work, *, check=True):
    """In a process of its own: it is the whole process that writes."""
    program = f"from pathlib import Path; from odoo_desk import diagnostics; diagnostics.start(Path({str(home)!r}), 'window')\n{work}"
    return subprocess.run([sys.executable, "-c", program], check=check, capture_output=True, text=True, timeout=60)


def test_the_log_is_bounded_and_private_and_has_no_secret(tmp_path):
    run(
        tmp_path,
        "import logging; log = logging.getLogger('odoo_desk.test')\n"
        "log.warning('the key is %s', 'Bearer very-secret')\n"
        "try: raise ValueError('password=very-secret')\n"
        "except ValueError: log.exception('api_key: very-secret')\n"
        "log.error('x' * 10_000_000)\n"
        "for number in range(60_000): log.info('line %d, long enough to fill the files sooner or later', number)",
    )
    files = sorted(each.name for each in tmp_path.iterdir())
    assert files == ["window.crash", "window.log", "window.log.1", "window.log.2"]
    assert all(each.stat().st_size <= diagnostics.SIZE for each in tmp_path.iterdir())
    if os.name != "nt":
        assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}
    run(tmp_path, "import logging; logging.getLogger('x').warning('Bearer very-secret')")
    assert "very-secret" not in "".join(each.read_text() for each in tmp_path.iterdir())
    assert "Bearer ***" in (tmp_path / "window.log").read_text()


@pytest.mark.skipif(os.name == "nt", reason="no SIGSEGV to send on Windows")
def test_a_crash_below_python_leaves_its_traceback(tmp_path):
    done = run(tmp_path, f"import os; os.kill(os.getpid(), {int(signal.SIGSEGV)})", check=False)
    assert done.returncode == -signal.SIGSEGV
    assert "Segmentation fault" in (tmp_path / "window.crash").read_text()


def test_a_report_says_where_it_broke_and_not_to_whom():
    def broken() -> None:
        try:
            int("Müller GmbH")
        except ValueError as problem:
            raise RuntimeError("“Azure Interior” owes 1,234.50 to ada@example.com, key=Bearer very-secret") from problem

    with pytest.raises(RuntimeError) as caught:
        broken()
    report = diagnostics.report(caught.value)
    assert "Odoo Desk" in report
    assert "in broken" in report
    said = [line for line in report.splitlines() if line.startswith(("RuntimeError:", "ValueError:"))]
    assert said == [
        "ValueError: invalid literal for int() with base #: “…”",
        "RuntimeError: “…” owes # to …@…, key=Bearer ***",
    ]


IN_A_THREAD = """
import threading
def fail(): raise RuntimeError('broken, with token=very-secret')
thread = threading.Thread(target=fail)
thread.start()
thread.join()
"""


@pytest.mark.parametrize("work", ["raise RuntimeError('broken, with token=very-secret')", IN_A_THREAD])
def test_what_nobody_caught_is_logged_and_masked(tmp_path, work):
    done = run(tmp_path, work, check=False)
    log = (tmp_path / "window.log").read_text()
    for said in (log, done.stderr):
        assert "RuntimeError: broken, with token=***" in said
        assert "very-secret" not in said


def test_who_interrupts_it_is_no_bug(tmp_path):
    done = run(tmp_path, "raise KeyboardInterrupt", check=False)
    assert "KeyboardInterrupt" in done.stderr
    assert (tmp_path / "window.log").read_text() == ""
