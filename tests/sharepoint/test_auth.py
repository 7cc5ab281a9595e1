"""Signing in, and what never happens to a token."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from msal_extensions import PersistedTokenCache
from msal_extensions.persistence import PersistenceNotFound

from sharepoint.auth import (
    AUTHORITIES,
    CertificateSignIn,
    DeviceSignIn,
    LocalSignIn,
    Tenant,
    loopback,
    sign_in_from,
    usable,
)
from sharepoint.connection import USER_AGENT, Connection
from sharepoint.errors import SharePointError
from sharepoint.token_cache import KEY_VARIABLE, EncryptedFile, key_of
from tests.sharepoint.identity_provider import Provider, certificate, provider

SITE = "https://contoso.sharepoint.com/sites/pmo"
APP = "11111111-1111-1111-1111-111111111111"


def test_a_site_on_this_computer_needs_no_sign_in_and_no_other_goes_without() -> None:
    assert LocalSignIn("http://127.0.0.1:8080/sites/pmo").token()["expires_in"] == 3600
    with pytest.raises(SharePointError, match="needs a sign-in"):
        LocalSignIn(SITE).token()


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://localhost:1/x", True),
        ("http://[::1]/x", True),
        (SITE, False),
        ("https://127.0.0.1.example.com/x", False),
        ("https://x@evil.example/127.0.0.1", False),
    ],
)
def test_only_this_computer_counts_as_local(url: str, here: bool) -> None:
    assert loopback(url) is here


def test_a_token_is_used_five_minutes_less_than_it_lasts() -> None:
    assert usable({"access_token": "x", "expires_in": 3599})["expires_in"] == 3299


def test_a_failed_sign_in_says_what_to_do() -> None:
    with pytest.raises(SharePointError, match=r"AADSTS700082.*Sign in again") as caught:
        usable({"error": "invalid_grant", "error_description": "AADSTS700082: expired\r\nTrace ID: 1"})
    assert "Trace" not in str(caught.value)


def test_settings_choose_the_sign_in(tmp_path: Path) -> None:
    key, pem = certificate(tmp_path, "app")
    settings = {"PMO_TENANT": "contoso.onmicrosoft.com", "PMO_CLIENT_ID": APP, "PMO_CLOUD": "us"}
    device = sign_in_from(settings, SITE)
    assert isinstance(device, DeviceSignIn)
    assert device.tenant.authority == f"{AUTHORITIES['us']}/contoso.onmicrosoft.com"
    assert device.tenant.scope == "https://contoso.sharepoint.com/.default"
    unattended = sign_in_from(settings | {"PMO_CERTIFICATE": str(pem), "PMO_CERTIFICATE_KEY": str(key)}, SITE)
    assert isinstance(unattended, CertificateSignIn)
    assert "PRIVATE KEY" in unattended.private_key
    assert "PRIVATE KEY" not in repr(unattended)
    assert isinstance(sign_in_from({}, "http://127.0.0.1:1/sites/pmo"), LocalSignIn)


def test_missing_settings_are_named(tmp_path: Path) -> None:
    with pytest.raises(SharePointError, match="PMO_TENANT and PMO_CLIENT_ID missing"):
        sign_in_from({}, SITE)
    settings = {"PMO_TENANT": "t", "PMO_CLIENT_ID": APP, "PMO_CERTIFICATE": str(tmp_path / "none.pem")}
    with pytest.raises(SharePointError, match=r"none\.pem cannot be read"):
        sign_in_from(settings, SITE)


def test_the_cache_file_is_encrypted_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    file = EncryptedFile(tmp_path / "tokens.bin", key_of(tmp_path))
    with pytest.raises(PersistenceNotFound):
        file.load()
    file.save("secret token")
    assert b"secret" not in (tmp_path / "tokens.bin").read_bytes()
    for path in ("tokens.bin", "token.key"):
        assert stat.S_IMODE((tmp_path / path).stat().st_mode) == 0o600
    assert EncryptedFile(tmp_path / "tokens.bin", key_of(tmp_path)).load() == "secret token"
    other = EncryptedFile(tmp_path / "tokens.bin", b"A" * 43 + b"=")
    with pytest.raises(PersistenceNotFound):
        other.load()


def test_a_connection_names_itself_as_microsoft_asks_and_hides_its_token() -> None:
    assert USER_AGENT.startswith("NONISV|pmo-excel|pmo/")
    connection = Connection("http://127.0.0.1:9/sites/pmo")
    assert repr(connection) == "Connection('http://127.0.0.1:9/sites/pmo')"


def test_a_site_that_does_not_answer_is_an_error_at_once() -> None:
    connection = Connection("http://127.0.0.1:9/sites/pmo", sleep=lambda seconds: None)
    with pytest.raises(SharePointError, match=r"No connection to 127\.0\.0\.1") as caught:
        connection.send("GET", "Web")
    assert caught.value.retry


@pytest.fixture
def idp(tmp_path: Path) -> Iterator[Provider]:
    with provider(tmp_path) as made:
        yield made


def tenant(idp: Provider) -> Tenant:
    return Tenant("contoso.onmicrosoft.com", APP, SITE, cloud=idp.base, verify=idp.ca)


@pytest.mark.live
def test_a_person_types_a_code_once_and_later_runs_use_the_cache(idp: Provider, tmp_path: Path) -> None:
    shown: list[str] = []
    key = key_of(tmp_path)
    first = DeviceSignIn(tenant(idp), PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key)), shown.append)
    token = first.token()["access_token"]
    assert jwt.decode(token, options={"verify_signature": False})["aud"] == "https://contoso.sharepoint.com"
    assert "type ABC123" in shown[0]
    later = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key))
    assert DeviceSignIn(tenant(idp), later, shown.append, prompt=False).token()["access_token"] == token
    assert idp.asked == ["devicecode", "device_code"]
    assert token not in repr(first)


@pytest.mark.live
def test_nobody_is_asked_where_nobody_watches(idp: Provider, tmp_path: Path) -> None:
    cache = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key_of(tmp_path)))
    with pytest.raises(SharePointError, match="Nobody is signed in"):
        DeviceSignIn(tenant(idp), cache, prompt=False).token()


@pytest.mark.live
def test_a_declined_sign_in_is_explained(idp: Provider, tmp_path: Path) -> None:
    idp.approved = False
    cache = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key_of(tmp_path)))
    with pytest.raises(SharePointError, match="consent"):
        DeviceSignIn(tenant(idp), cache, lambda message: None).token()


@pytest.mark.live
def test_an_app_signs_in_with_its_certificate_and_with_no_other(idp: Provider, tmp_path: Path) -> None:
    key, pem = certificate(tmp_path, "app")
    wrong, _ = certificate(tmp_path, "wrong")
    idp.certificates[APP] = pem
    sign_in = CertificateSignIn(tenant(idp), key.read_text(), pem.read_text())
    assert sign_in.token()["access_token"] == sign_in.token()["access_token"]
    assert idp.asked == ["client_credentials"]
    with pytest.raises(SharePointError, match="certificate is not registered"):
        CertificateSignIn(tenant(idp), wrong.read_text(), pem.read_text()).token()


@pytest.mark.live
def test_a_sign_in_service_that_does_not_answer_is_an_error_of_ours(idp: Provider, tmp_path: Path) -> None:
    away = Tenant("contoso.onmicrosoft.com", APP, SITE, cloud="https://127.0.0.1:9", verify=idp.ca)
    cache = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key_of(tmp_path)))
    with pytest.raises(SharePointError, match="No connection to the sign-in service"):
        DeviceSignIn(away, cache).token()


@pytest.mark.live
def test_a_broken_certificate_file_is_explained(idp: Provider) -> None:
    with pytest.raises(SharePointError, match="certificate files"):
        CertificateSignIn(tenant(idp), "no key", "no certificate").token()
