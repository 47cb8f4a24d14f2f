"""What is written down in case something breaks: a log of bounded size, crashes below Python, and reports that can be sent to strangers."""

from __future__ import annotations

import faulthandler
import logging
import os
import re
import sys
import threading
import traceback
from contextlib import nullcontext
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from odoo_desk import __version__
from odoo_desk.plain import LONGEST_DETAILS, masked, shortened

SIZE, FILES = 1_000_000, 3  # bytes of one log file, and how many there are at most
LINES = 100  # of the log in a report
_QUIET = ("httpx", "httpcore")  # they tell of every request
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'")
_ADDRESSES = re.compile(r"[\w.+-]+@[\w.-]+|(https?://)[^\s/]+\S*")
_FIGURES = re.compile(r"\d[\d.,:/-]*\d|\d")
_started: Path | None = None
_log = logging.getLogger(__name__)


def _fit(text: str) -> str:
    """For a log: a server may have sent megabytes, and somebody's key among them."""
    return masked(shortened(text, LONGEST_DETAILS))


class _Masking(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _fit(record.getMessage()), ()
        return True


class _OwnFile(RotatingFileHandler):
    """Readable by its owner only."""

    def _open(self) -> TextIOWrapper:
        file = open(  # noqa: SIM115  kept open by the handler
            self.baseFilename, self.mode, encoding=self.encoding, opener=lambda path, flags: os.open(path, flags, 0o600)
        )
        assert isinstance(file, TextIOWrapper)
        return file

    def empty(self) -> None:
        with self.lock or nullcontext():
            if self.stream:
                self.stream.seek(0)
                self.stream.truncate()


class _Masked(logging.Formatter):
    def formatException(self, ei: object) -> str:  # noqa: N802
        return _fit(super().formatException(ei))  # type: ignore[arg-type]


def start(folder: Path, name: str) -> None:
    """From now on this process writes to `folder`: NAME.log, and NAME.crash if it dies below Python."""
    global _started  # noqa: PLW0603  one log a process
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = _OwnFile(folder / f"{name}.log", maxBytes=SIZE, backupCount=FILES - 1, encoding="utf-8")
    handler.setFormatter(_Masked("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_Masking())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for each in _QUIET:
        logging.getLogger(each).setLevel(logging.WARNING)
    crash = os.open(folder / f"{name}.crash", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    faulthandler.enable(crash)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    _started = folder


def _uncaught(kind: type[BaseException], problem: BaseException | None, where: TracebackType | None) -> None:
    """What ends a process, or a thread of it, is in the log; and on its error output as Python does it, but masked."""
    if not issubclass(kind, Exception):
        sys.__excepthook__(kind, problem or kind(), where)
        return
    _log.critical("uncaught", exc_info=(kind, problem or kind(), where))
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(masked("".join(traceback.format_exception(kind, problem, where))))


def clear() -> None:
    """What was written so far goes."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, _OwnFile):
            handler.empty()
    for path in _started.glob("*.log.*") if _started else ():
        path.unlink(missing_ok=True)


def folder() -> Path | None:
    """Where this process writes to; None when it does not."""
    return _started


def anonymous(text: str) -> str:
    """Without secrets, names, addresses and figures: what is left says what happened, not to whom."""
    without = _ADDRESSES.sub(lambda found: f"{found[1]}…" if found[1] else "…@…", masked(text))
    return _FIGURES.sub("#", _QUOTED.sub("“…”", without))


def report(bug: BaseException) -> str:
    """For whoever repairs the program: versions, where it broke, and the last lines of the log."""
    import importlib.metadata  # noqa: PLC0415  a start does without
    import platform  # noqa: PLC0415

    lines = [
        f"Odoo Desk {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"PySide6 {importlib.metadata.version('PySide6_Essentials')}",
        "",
        *_traceback(bug),
        "",
        *map(_log_line, _last_lines()),
    ]
    return "\n".join(lines)


def _traceback(bug: BaseException) -> list[str]:
    """Places in the program as they are; what the errors say without names."""
    found: list[str] = []
    each: traceback.TracebackException | None = traceback.TracebackException.from_exception(bug)
    while each is not None:
        said = anonymous(" ".join(part.strip() for part in each.format_exception_only()))
        found[:0] = [*(line.rstrip() for line in each.stack.format()), said]
        each = each.__cause__ or each.__context__
    return found


def _last_lines() -> list[str]:
    found: list[str] = []
    for path in sorted(_started.glob("*.log")) if _started else []:
        found += path.read_text(encoding="utf-8", errors="replace").splitlines()[-LINES:]
    return found


def _log_line(line: str) -> str:
    """Its time stays."""
    when, mark, rest = line[:24], line[24:25], line[25:]
    return f"{when} {anonymous(rest)}" if mark == " " and when[:4].isdecimal() else anonymous(line)
