"""What the program needs of Python, SQLite and Qt, checked where it runs."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import PySide6
import pytest

EMISSIONS = """
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rang = Signal(int, str)
heard = []
bell = Bell()
bell.rang.connect(lambda number, text: heard.append(number))
for number in range(5000):
    bell.rang.emit(number, "x")
assert heard == list(range(5000))
print("heard", len(heard))
"""


def test_thousands_of_signals_do_not_abort_the_program() -> None:
    """PySide6 6.12.0 dies on Python 3.11 after some 570 of them, without an exception: hence a process of its own."""
    done = subprocess.run([sys.executable, "-c", EMISSIONS], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "heard 5000"), done.stderr[-500:]


def test_pyside_is_of_the_series_that_is_known_to_hold() -> None:
    assert PySide6.__version_info__[:2] == (6, 11)


def test_python_is_one_that_we_support() -> None:
    assert (3, 11) <= sys.version_info[:2] <= (3, 13)


@pytest.mark.parametrize("folded", ["muller", "ull", "hler mö"])
def test_sqlite_finds_parts_of_words(folded: str) -> None:
    """The search field relies on the trigram tokenizer (SQLite 3.34)."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE names USING fts5(name, tokenize = 'trigram')")
    database.execute("INSERT INTO names VALUES ('muller & kohler möbel')")
    found = database.execute("SELECT count(*) FROM names WHERE names MATCH ?", (f'"{folded}"',)).fetchone()
    database.close()
    assert found == (1,)
