"""What people paste as an address."""

import pytest

from odoo_desk.errors import AddressUnusable
from odoo_desk.odoo.address import Address, repair


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("books.example.com", "https://books.example.com"),
        ("books.example.com:8069", "https://books.example.com:8069"),
        ("localhost:8069", "http://localhost:8069"),
        ("127.0.0.1:8069/", "http://127.0.0.1:8069"),
        ("http://books.example.com/", "http://books.example.com"),
        ("https://books.example.com/web", "https://books.example.com"),
        ("https://books.example.com/web#action=12&model=account.move", "https://books.example.com"),
        ("https://books.example.com/odoo/accounting/17?debug=1", "https://books.example.com"),
        ("https://example.com/erp/web/login", "https://example.com/erp"),
        ("  HTTPS://Books.Example.com/json/2/res.partner ", "https://books.example.com"),
        ("[::1]:8069", "http://[::1]:8069"),
    ],
)
def test_pasted_addresses_become_the_server_address(typed, meant):
    assert repair(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "ftp://books.example.com", "https://", "two words", "https://u:p@books.example.com", "https://x:99999"],
)
def test_what_cannot_be_an_address_is_said(typed):
    with pytest.raises(AddressUnusable) as refused:
        repair(typed)
    assert refused.value.advice


def test_loopback_is_recognised():
    assert Address("http://127.0.0.1:1").is_loopback
    assert Address("http://localhost:1").is_loopback
    assert Address("http://[::1]:1").is_loopback
    assert not Address("http://192.0.2.1").is_loopback
