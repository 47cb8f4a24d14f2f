"""The file of the local copy: whose it is, and what becomes of it when it is damaged while it is read."""

from __future__ import annotations

import os
import stat
from decimal import Decimal

import pytest

from odoo_desk.accounting.bare import BarePartner
from odoo_desk.accounting.listing import Book, Query
from odoo_desk.accounting.money import Currency
from odoo_desk.accounting.records import Company, Rights, User
from odoo_desk.errors import StoreDamaged, StoreFull
from odoo_desk.store.mirror import Mirror

EUR = Currency(1, "EUR", "€", Decimal("0.01"), 2)
YEN = Currency(2, "JPY", "¥", Decimal(1), 0)
HOME = Company(1, "Home", EUR)
ADA = User(2, "ada", "Ada", "en_US", "UTC", HOME, (HOME,), Rights(True, True, True, True, True))
PARTNERS = [
    BarePartner(
        number,
        f"Partner {number}",
        "",
        "",
        "",
        "",
        "",
        "",
        True,
        False,
        None,
        number,
        None,
        None,
        "2026-01-01 00:00:00",
    )
    for number in range(1, 2001)
]


@pytest.fixture
async def path(tmp_path):
    mirror = Mirror(tmp_path / "copy.sqlite")
    await mirror.open()
    await mirror.begin(ADA, [EUR, YEN])
    await mirror.put(PARTNERS)
    await mirror.close()
    return mirror.path


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
async def test_only_its_owner_can_read_it(path):
    mirror = Mirror(path)
    await mirror.open()
    await mirror.set_facts({"any": "1"})
    files = sorted(each for each in path.parent.iterdir() if each.name.startswith(path.name))
    assert [each.name.removeprefix(path.name) for each in files] == ["", "-shm", "-wal"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
    await mirror.close()


async def test_damage_found_while_reading_is_mended_at_the_next_start(path):
    whole = bytearray(path.read_bytes())
    for page in range(len(whole) // 2 // 4096 * 4096, len(whole), 4096):
        whole[page : page + 64] = b"\xff" * 64
    path.write_bytes(whole)
    mirror = Mirror(path)
    await mirror.open()
    with pytest.raises(StoreDamaged, match="damaged") as problem:
        await mirror.window(Query(Book.PARTNERS), 0, 2000)
    assert "again" in problem.value.advice
    await mirror.close()
    assert "being filled again" in await mirror_opened(path)
    assert await mirror_opened(path) == ""


async def test_a_full_disk_is_said_in_words_and_the_file_is_not_taken_for_damaged(path):
    mirror = Mirror(path)
    await mirror.open()
    await mirror._writing.open()
    await mirror._writing._on_worker(lambda: mirror._writing._opened().execute("pragma max_page_count = 1"))
    with pytest.raises(StoreFull, match="full"):
        await mirror.put([replace_name(each) for each in PARTNERS])
    await mirror.close()
    assert await mirror_opened(path) == ""


def replace_name(partner):
    return partner._replace(name=partner.name + " and very many letters more" * 20)


async def mirror_opened(path):
    mirror = Mirror(path)
    try:
        return await mirror.open()
    finally:
        await mirror.close()


async def test_the_copy_of_another_user_is_emptied_and_ones_own_is_kept(path):
    mirror = Mirror(path)
    await mirror.open()
    assert await mirror.begin(ADA, [EUR, YEN])
    assert (await mirror.summary(Query(Book.PARTNERS))).count == len(PARTNERS)
    other = User(3, "bob", "Bob", "en_US", "UTC", HOME, (HOME,), ADA.rights)
    assert not await mirror.begin(other, [EUR, YEN])
    assert (await mirror.summary(Query(Book.PARTNERS))).count == 0
    await mirror.close()


async def test_a_currency_of_more_decimals_empties_the_copy(path):
    """Amounts are integers of one scale, which is then too small."""
    mirror = Mirror(path)
    await mirror.open()
    dinar = Currency(3, "KWD", "KD", Decimal("0.001"), 3)
    assert not await mirror.begin(ADA, [EUR, dinar])
    assert await mirror.begin(ADA, [EUR, dinar])
    await mirror.close()
