"""A certificate for `https://localhost`, which Excel asks for: signed by an authority that can sign nothing else."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DAYS: Final = 397
"""How long it is good: what browsers accept at most of a server's certificate."""
RENEWED_BEFORE: Final = timedelta(days=30)
NAME: Final = "pmo-excel on this computer"


class Certificate(NamedTuple):
    """Files of a certificate: the authority to trust, the server's own, and its key; and whether it is new."""

    authority: Path
    server: Path
    key: Path
    new: bool


def certificate(folder: Path, now: datetime | None = None) -> Certificate:
    """The certificate of this computer, made where there is none, or where it ends within a month."""
    now = now or datetime.now(UTC)
    files = authority, server, key = folder / "authority.crt", folder / "localhost.crt", folder / "localhost.key"
    if all(file.is_file() for file in files):
        there = x509.load_pem_x509_certificate(server.read_bytes())
        if now < there.not_valid_after_utc - RENEWED_BEFORE:
            return Certificate(authority, server, key, new=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, text in zip(files, _made(now), strict=True):
        _write(file, text)
    return Certificate(authority, server, key, new=True)


def _made(now: datetime) -> tuple[bytes, bytes, bytes]:
    """Authority, server and the server's key; the authority's key is not kept, so it never signs again."""
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _authority(root_key, now)
    server = _server(key, root, root_key, now)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    pem = serialization.Encoding.PEM
    return root.public_bytes(pem), server.public_bytes(pem), private


def _authority(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """An authority that may only speak for this computer (RFC 5280, 4.2.1.10)."""
    only = [
        x509.DNSName("localhost"),
        x509.IPAddress(ip_network("127.0.0.1/32")),
        x509.IPAddress(ip_network("::1/128")),
    ]
    signs = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        _begun(_named(NAME), _named(NAME), key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(signs, critical=True)
        .add_extension(x509.NameConstraints(only, None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server(
    key: ec.EllipticCurvePrivateKey, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.Certificate:
    names = [
        x509.DNSName("localhost"),
        x509.IPAddress(ip_address("127.0.0.1")),
        x509.IPAddress(ip_address("::1")),
    ]
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _begun(_named("localhost"), root.subject, key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DAYS - 1))
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _write(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, in one step."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    os.replace(beside, path)


def how_to_trust(authority: Path, platform: str) -> str:
    """The command that makes this computer trust the authority, for its own user where that can be."""
    if platform == "win32":
        return f'certutil -user -addstore Root "{authority}"'
    if platform == "darwin":
        return f'security add-trusted-cert -r trustRoot -k ~/Library/Keychains/login.keychain-db "{authority}"'
    return f'certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n "{NAME}" -i "{authority}"'
