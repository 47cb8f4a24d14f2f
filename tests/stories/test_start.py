"""The program as it is started: its own process, its own loop, the demo company in a child of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
# Starts the window as `odoo-desk demo` does, and closes it as a user would once it stands there.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from odoo_desk import cli
application = QApplication(sys.argv[:1])
def look():
    for window in application.topLevelWidgets():
        if window.objectName() == "main_window" and window.isVisible() and window.page.model.rowCount():
            print("rows", window.page.model.rowCount(), flush=True)
            looking.stop()
            window.close()
looking = QTimer()
looking.timeout.connect(look)
looking.start(50)
sys.exit(cli.main(["demo"]))
"""


def test_the_demo_company_opens_in_a_window_that_closes_in_order(own_home):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=REPO,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.stdout.startswith("rows "), done.stderr[-2000:]
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
