"""What people paste as a server's address, turned into one that can be asked."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from odoo_desk.errors import AddressUnusable

# Where Odoo's own pages and interfaces begin: whatever stands from there on is not part of the address.
_PAGES = re.compile(r"/(web|odoo|jsonrpc|xmlrpc|json|api|my|scoped_app)(/.*)?$")


@dataclass(frozen=True, slots=True)
class Address:
    """`ca_file`: a company's certificate authority (PEM). `fingerprint`: SHA-256 of the one certificate that is trusted."""

    url: str
    ca_file: str = ""
    fingerprint: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.url)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def is_https(self) -> bool:
        return self.url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def repair(typed: str) -> str:
    """A missing scheme becomes https (http on this machine); pasted pages, queries and slashes at the end go."""
    text = typed.strip()
    if not text:
        raise AddressUnusable(
            "No address was given.",
            advice="Type the address you open Odoo with, for example https://books.example.com.",
        )
    if "://" not in text:
        host = re.split(r"[/:?#]", text.removeprefix("["), maxsplit=1)[0]
        loopback = host in ("localhost", "") or host.startswith("127.") or text.startswith("[::1]")
        text = f"{'http' if loopback else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise _unusable(typed) from problem
    if (
        parts.scheme.lower() not in ("http", "https")
        or not parts.hostname
        or re.search(r"[\s<>\"{}|\\^`]", parts.netloc)
    ):
        raise _unusable(typed)
    if parts.username or parts.password:
        raise AddressUnusable(
            "The address contains a user name or password.",
            advice="Take it out; user and key have fields of their own.",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    path = _PAGES.sub("", parts.path.rstrip("/")).rstrip("/")
    return f"{parts.scheme.lower()}://{host}{f':{port}' if port else ''}{path}"


def _unusable(typed: str) -> AddressUnusable:
    return AddressUnusable(
        f"“{typed.strip()}” cannot be a server's address.", advice="It should look like https://books.example.com."
    )


def parts_of(location: str) -> SplitResult:
    """Of where a server sends us; empty when that is no address."""
    try:
        return urlsplit(location)
    except ValueError:
        return urlsplit("")
