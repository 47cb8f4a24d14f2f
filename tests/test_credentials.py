"""Secrets are in the keyring or nowhere."""

from __future__ import annotations

from dataclasses import replace

import keyring
import pytest

from odoo_desk import credentials
from odoo_desk.errors import SecretStoreUnavailable
from odoo_desk.settings import Profile

WORK = Profile("Work", "https://books.example.com", "books", "marie")


def test_a_secret_comes_back_until_it_is_forgotten(memory_keyring):
    assert credentials.read(WORK) is None
    credentials.write(WORK, "key-1")
    assert credentials.read(WORK) == "key-1"
    credentials.forget(WORK)
    credentials.forget(WORK)
    assert credentials.read(WORK) is None
    assert memory_keyring == {}


@pytest.mark.parametrize("other", [{"url": "https://test.example.com"}, {"database": "test"}, {"login": "paul"}])
def test_each_server_database_and_user_has_its_own(memory_keyring, other):
    credentials.write(WORK, "key-1")
    assert credentials.read(replace(WORK, **other)) is None


def test_a_profile_keeps_its_secret_under_another_name(memory_keyring):
    credentials.write(WORK, "key-1")
    assert credentials.read(replace(WORK, name="Office", colour="#3a7d44")) == "key-1"


def test_without_a_keyring_it_is_said_and_nothing_is_kept():
    assert not credentials.usable()
    for attempt in (
        lambda: credentials.read(WORK),
        lambda: credentials.write(WORK, "key-1"),
        lambda: credentials.forget(WORK),
    ):
        with pytest.raises(SecretStoreUnavailable) as said:
            attempt()
        assert "keyring" in said.value.message
        assert "key-1" not in repr(said.value)


def test_a_keyring_that_is_locked_is_said(monkeypatch, memory_keyring):
    def refuse(*_: str) -> str:
        raise keyring.errors.KeyringLocked("locked by the user")

    monkeypatch.setattr(type(keyring.get_keyring()), "get_password", refuse)
    with pytest.raises(SecretStoreUnavailable):
        credentials.read(WORK)
