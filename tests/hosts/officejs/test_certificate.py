"""The certificate of this computer: OpenSSL takes it for localhost, and its authority can speak for nothing else."""

from __future__ import annotations

import os
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from pmo_excel.hosts.officejs.certificate import Certificate, certificate


def greeted(made: Certificate, name: str) -> None:
    """A real handshake between two ends of a socket, the client trusting only this authority."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made.server, made.key)
    client = ssl.create_default_context(cafile=str(made.authority))
    near, far = socket.socketpair()

    def answer() -> None:
        try:
            server.wrap_socket(far, server_side=True).close()
        except (ssl.SSLError, OSError):
            far.close()

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        client.wrap_socket(near, server_hostname=name).close()
    finally:
        near.close()
        thread.join(timeout=10)


def test_openssl_takes_it_for_this_computer_and_no_other(tmp_path: Path) -> None:
    made = certificate(tmp_path / "officejs")
    for name in ("localhost", "127.0.0.1", "::1"):
        greeted(made, name)
    with pytest.raises(ssl.SSLCertVerificationError):
        greeted(made, "contoso.com")


def test_the_authority_can_sign_nothing_else(tmp_path: Path) -> None:
    """RFC 5280, 4.2.1.10: name constraints, critical; and its key is nowhere."""
    made = certificate(tmp_path)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    assert {str(name.value) for name in constraints.value.permitted_subtrees or ()} == {
        "localhost",
        "127.0.0.1/32",
        "::1/128",
    }
    assert [file.name for file in tmp_path.iterdir() if b"PRIVATE" in file.read_bytes()] == ["localhost.key"]
    if os.name == "posix":
        assert stat.S_IMODE(made.key.stat().st_mode) == 0o600


def test_it_is_kept_until_a_month_before_its_end(tmp_path: Path) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    first = certificate(tmp_path, now)
    text = first.server.read_bytes()
    assert first.new
    assert not certificate(tmp_path, now + timedelta(days=360)).new
    assert certificate(tmp_path, now + timedelta(days=370)).new
    assert first.server.read_bytes() != text
