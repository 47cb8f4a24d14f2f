"""What was typed: in a file of its own, which survives being killed and is kept as it was before its form changes."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from odoo_desk.accounting.kept import KeptDraft
from odoo_desk.accounting.records import MoveType
from odoo_desk.store.database import Database
from odoo_desk.store.drafts import Drafts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DRAFT = KeptDraft("k1", 7, MoveType.VENDOR_BILL, "New vendor bill, Müller", NOON, b'{"lines": []}', NOON)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "drafts.sqlite"


async def opened(path, book="shop"):
    drafts = Drafts(path, book)
    await drafts.open()
    return drafts


async def test_a_draft_is_there_again_as_it_was_last_kept(path):
    drafts = await opened(path)
    await drafts.keep(DRAFT)
    later = replace(DRAFT, content=b'{"lines": [1]}', kept_at=NOON.replace(hour=13))
    await drafts.keep(later)
    new = replace(DRAFT, key="k2", document_id=None, base=None)
    await drafts.keep(new)
    await drafts.close()
    drafts = await opened(path)
    assert await drafts.all() == (later, new)
    assert await drafts.of_document(7) == later
    assert await drafts.of_document(8) is None
    await drafts.forget("k1")
    assert await drafts.all() == (new,)
    await drafts.close()


async def test_drafts_of_another_company_or_user_are_not_seen(path):
    drafts, others = await opened(path), await opened(path, "another")
    await drafts.keep(DRAFT)
    assert await others.all() == ()
    await drafts.close()
    await others.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
async def test_only_its_owner_can_read_it(path):
    drafts = await opened(path)
    await drafts.keep(DRAFT)
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    await drafts.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
async def test_what_others_could_read_is_its_owners_again(path):
    drafts = await opened(path)
    await drafts.keep(DRAFT)
    await drafts.close()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    drafts = await opened(path)
    await drafts.keep(DRAFT)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    await drafts.close()


async def test_before_its_form_changes_it_is_copied(path):
    drafts = await opened(path)
    await drafts.keep(DRAFT)
    await drafts.close()
    newer = Database(path, (*Drafts.migrations, "alter table draft add column colour text"))
    await newer.open()
    await newer.close()
    copy = path.with_name("drafts.sqlite.before-2")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("select title from draft").fetchone() == (DRAFT.title,)
        assert connection.execute("pragma user_version").fetchone() == (1,)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600 or os.name == "nt"


WRITER = """
import asyncio, sys
from dataclasses import replace
from pathlib import Path
from tests.store.test_drafts import DRAFT, Drafts

async def main():
    drafts = Drafts(Path(sys.argv[1]), "shop")
    await drafts.open()
    for number in range(10_000):
        await drafts.keep(replace(DRAFT, content=str(number).encode() * 1000))
        print(number, flush=True)

asyncio.run(main())
"""


def killed_while_writing(path, after):
    """The number of the last draft that was told to be kept."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    told = -1
    for line in process.stdout:
        told = int(line)
        if told >= after:
            process.send_signal(signal.SIGKILL)
            break
    told = max([told, *(int(line) for line in process.stdout if line.endswith("\n"))])
    process.wait()
    process.stdout.close()
    return told


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
@pytest.mark.parametrize("after", [1, 2, 5, 13, 40])
async def test_killed_in_the_middle_of_writing_it_has_what_was_told_to_be_kept(path, after):
    told = killed_while_writing(path, after)
    drafts = await opened(path)
    [kept] = await drafts.all()
    number = int(kept.content[: len(kept.content) // 1000])
    assert kept.content == str(number).encode() * 1000
    assert number in (told, told + 1)
    await drafts.close()
