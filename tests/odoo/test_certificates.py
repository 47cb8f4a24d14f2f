"""Whom we trust: what this computer trusts, a company's authority, or exactly one certificate. Real TLS on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import json
import ssl

import pytest
import trustme

from odoo_desk.errors import AddressUnusable, CertificateRefused, NotSent
from odoo_desk.odoo.address import Address
from odoo_desk.odoo.client import fingerprint_of, reach

ANSWER = json.dumps({"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"}).encode()


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def certificate(authority):
    return authority.issue_cert("localhost")


@pytest.fixture
async def https(certificate):
    """Answers GET /web/version as Odoo 19 does; collects what it was sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    received: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            received.append(await reader.readuntil(b"\r\n\r\n"))
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(ANSWER)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + ANSWER)
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # a client that only looked at the certificate
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]
    yield f"https://localhost:{port}", received
    server.close()
    await server.wait_closed()


def sha256(certificate) -> str:
    pem = certificate.cert_chain_pems[0].bytes().decode()
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


async def version_over(address):
    client = await reach(address)
    try:
        return (await client.find_version()).major
    finally:
        await client.close()


async def test_a_stranger_is_refused_with_its_fingerprint_and_is_sent_nothing(https, certificate):
    url, received = https
    with pytest.raises(CertificateRefused) as refused:
        await version_over(Address(url))
    assert refused.value.fingerprint == sha256(certificate)
    assert not received


async def test_a_company_authority_is_trusted(https, authority, tmp_path):
    url, _received = https
    file = tmp_path / "company.pem"
    authority.cert_pem.write_to_path(str(file))
    assert await version_over(Address(url, ca_file=str(file))) == 19


async def test_one_certificate_is_trusted_by_hand_and_no_other(https, certificate):
    url, received = https
    fingerprint = sha256(certificate)
    spelled = ":".join(fingerprint[i : i + 2].upper() for i in range(0, 64, 2))
    assert await version_over(Address(url, fingerprint=fingerprint)) == 19
    assert await version_over(Address(url, fingerprint=spelled)) == 19
    received.clear()
    with pytest.raises(CertificateRefused) as refused:
        await version_over(Address(url, fingerprint="0" * 64))
    assert refused.value.fingerprint == fingerprint
    assert not received


async def test_a_file_that_is_no_authority_is_said(https, tmp_path):
    url, _received = https
    (tmp_path / "nonsense.pem").write_text("nothing")
    with pytest.raises(AddressUnusable):
        await version_over(Address(url, ca_file=str(tmp_path / "nonsense.pem")))


async def test_a_server_that_is_not_there_has_no_fingerprint():
    assert await fingerprint_of(Address("https://127.0.0.1:9")) == ""
    with pytest.raises(NotSent):
        await reach(Address("https://127.0.0.1:9", fingerprint="0" * 64))
