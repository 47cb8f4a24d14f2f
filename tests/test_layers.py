"""House rules that no linter knows; the floors themselves are held by import-linter (pyproject.toml)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "odoo_desk"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES = 600  # some 400 is when to think of two modules
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "controller", "base", "common", "misc"}


def _name(module: Path) -> str:
    return str(module.relative_to(PACKAGE))


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_is_one_thing_with_a_name_of_the_trade(module: Path) -> None:
    assert not NAMES_THAT_SAY_NOTHING.intersection(module.relative_to(PACKAGE).with_suffix("").parts)
    length = len(module.read_text(encoding="utf-8").splitlines())
    assert length <= MOST_LINES, f"{length} lines: this is two modules"


@pytest.mark.parametrize("package", ["accounting", "store", "workspace", "ui"])
def test_odoo_models_are_named_in_odoo_only(package: str) -> None:
    model = re.compile(r"""["'](account\.(move|payment|journal|tax|account)|res\.(partner|users|company))\b""")
    named = [
        _name(each)
        for each in MODULES
        if each.is_relative_to(PACKAGE / package) and model.search(each.read_text("utf-8"))
    ]
    assert named == []


def test_no_dialog_runs_a_loop_of_its_own() -> None:
    """`exec()` inside a coroutine stops every other task."""
    found = [_name(each) for each in MODULES if re.search(r"\.exec_?\(", each.read_text("utf-8"))]
    assert found == []
