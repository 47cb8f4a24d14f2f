"""Measurements run in processes of their own, and tell what they found as one line of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parent.parent
PATIENCE = 1800  # seconds
# As an installed program runs: its modules are compiled once.
_SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class PartFailed(Exception):
    """A measurement that could not be made."""


def python(*arguments: str, environment: Mapping[str, str] | None = None, interpreter: Path | None = None) -> Any:
    """What a Python program printed on its last line, read as JSON. Its own complaints are shown when it fails."""
    return command([str(interpreter or sys.executable), *arguments], environment)


def command(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Any:
    done = subprocess.run(
        arguments,
        cwd=REPO,
        env={**_SURROUNDINGS, "QT_QPA_PLATFORM": "offscreen", **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise PartFailed(f"{' '.join(arguments[:6])} ended with {done.returncode}:\n{done.stderr[-3000:]}")
    try:
        return json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError) as problem:
        raise PartFailed(
            f"{' '.join(arguments[:6])} told nothing:\n{done.stdout[-500:]}{done.stderr[-3000:]}"
        ) from problem
