"""Signing in, and what never happens to a token."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from msal_extensions import PersistedTokenCache
from msal_extensions.persistence import PersistenceNotFound

from sharepoint.auth import CertificateSignIn, LocalSignIn, PersonSignIn, SignedInWith, usable
from sharepoint.configuration import forget, remember, settings_for, sign_in_for, sign_in_from
from sharepoint.connection import USER_AGENT, Connection
from sharepoint.errors import SharePointError
from sharepoint.scopes import Claims, claims
from sharepoint.tenant import Tenant, loopback
from sharepoint.token_cache import KEY_VARIABLE, EncryptedFile, key_of
from tests.sharepoint.identity_provider import Provider, certificate, provider

SITE = "https://contoso.sharepoint.com/sites/pmo"
GOVERNMENT = "https://contoso.sharepoint.us/sites/pmo"
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
    device = sign_in_from(settings, GOVERNMENT)
    assert isinstance(device, PersonSignIn)
    assert device.tenant.authority == "https://login.microsoftonline.us/contoso.onmicrosoft.com"
    assert device.tenant.scope == "https://contoso.sharepoint.us/.default"
    unattended = sign_in_from(settings | {"PMO_CERTIFICATE": str(pem), "PMO_CERTIFICATE_KEY": str(key)}, GOVERNMENT)
    assert isinstance(unattended, CertificateSignIn)
    assert "PRIVATE KEY" in unattended.private_key
    assert "PRIVATE KEY" not in repr(unattended)
    assert isinstance(sign_in_for("http://127.0.0.1:1/sites/pmo", tmp_path, settings), LocalSignIn)


@pytest.mark.parametrize(
    ("site", "authority"),
    [
        (SITE, "https://login.microsoftonline.com/t"),
        (GOVERNMENT, "https://login.microsoftonline.us/t"),
        ("https://contoso.sharepoint-mil.us/sites/pmo", "https://login.microsoftonline.us/t"),
        ("https://contoso.sharepoint.cn/sites/pmo", "https://login.chinacloudapi.cn/t"),
        ("https://intranet.example/sites/pmo", "https://login.microsoftonline.com/t"),
    ],
)
def test_the_cloud_is_the_one_of_the_site(site: str, authority: str) -> None:
    """Source: learn.microsoft.com, "National clouds" and "SharePoint URLs and IP address ranges"."""
    assert Tenant("t", APP, site).authority == authority


def test_a_token_goes_neither_unencrypted_nor_to_another_cloud() -> None:
    with pytest.raises(SharePointError, match="not an https address"):
        Tenant("t", APP, "http://contoso.sharepoint.com/sites/pmo")
    with pytest.raises(SharePointError, match=r"cloud 'us'.*'china'"):
        Tenant("t", APP, GOVERNMENT, "china")


def test_a_token_of_a_real_tenant_never_goes_to_this_computer(tmp_path: Path) -> None:
    settings = {"PMO_TENANT": "t", "PMO_CLIENT_ID": APP}
    local = "http://127.0.0.1:1/sites/pmo"
    assert isinstance(sign_in_for(local, tmp_path, settings), LocalSignIn)
    assert isinstance(sign_in_for(local, tmp_path, settings | {"PMO_CLOUD": "https://127.0.0.1:2"}), PersonSignIn)


def _token(**said: object) -> str:
    return jwt.encode({"aud": "https://contoso.sharepoint.com", **said}, "k" * 32)


@pytest.mark.parametrize(
    ("said", "broad"),
    [
        ({"roles": ["Sites.Selected"]}, ()),
        ({"roles": ["Sites.Selected", "Sites.Read.All"]}, ("Sites.Read.All",)),
        ({"roles": ["Sites.FullControl.All", "User.Read.All"]}, ("Sites.FullControl.All",)),
        ({"scp": "AllSites.Write AllSites.Manage"}, ()),
        ({"scp": "AllSites.FullControl MyFiles.Read"}, ("AllSites.FullControl",)),
        ({"roles": "Sites.FullControl.All", "scp": ["x"]}, ()),
    ],
)
def test_a_token_that_reaches_every_site_is_refused(said: dict[str, object], broad: tuple[str, ...]) -> None:
    token = _token(**said)
    assert claims(token).broad == broad
    answer = {"access_token": token, "expires_in": 3600}
    assert usable(answer, allow_broad=True)["access_token"] == token
    if not broad:
        assert usable(answer)["access_token"] == token
        return
    with pytest.raises(SharePointError, match=broad[0]) as caught:
        usable(answer)
    assert "Sites.Selected" in str(caught.value)
    assert token not in str(caught.value)


@pytest.mark.parametrize("token", ["local", "a.b.c", "a.W10.c", "..", ""])
def test_a_token_that_says_nothing_is_taken_as_it_is(token: str) -> None:
    assert claims(token) == Claims()


def test_what_was_remembered_serves_the_same_host_and_nothing_given_mixes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PMO_TENANT", "PMO_CLIENT_ID", "PMO_CLOUD", "PMO_CERTIFICATE"):
        monkeypatch.delenv(name, raising=False)
    key, pem = certificate(tmp_path, "app")
    settings = {"PMO_TENANT": "t", "PMO_CLIENT_ID": APP, "PMO_CERTIFICATE": str(pem), "PMO_CERTIFICATE_KEY": str(key)}
    remember(SITE, tmp_path, settings | {"PASSWORD": "never"})
    assert "never" not in (tmp_path / "sharepoint.json").read_text()
    assert settings_for("https://CONTOSO.sharepoint.com/sites/other", tmp_path) == settings
    assert settings_for(GOVERNMENT, tmp_path) == {}
    given = {"PMO_TENANT": "other", "PMO_CLIENT_ID": "app"}
    assert settings_for(SITE, tmp_path, given) == given
    monkeypatch.setenv("PMO_TENANT", "environment")
    monkeypatch.setenv("PMO_CLIENT_ID", "app")
    assert settings_for(SITE, tmp_path) == {"PMO_TENANT": "environment", "PMO_CLIENT_ID": "app"}
    forget(SITE, tmp_path)
    monkeypatch.delenv("PMO_TENANT")
    monkeypatch.delenv("PMO_CLIENT_ID")
    assert settings_for(SITE, tmp_path) == {}


def test_certificate_files_that_cannot_serve_are_told_here(tmp_path: Path) -> None:
    key, pem = certificate(tmp_path, "app")
    other, _ = certificate(tmp_path, "other")
    loaded = serialization.load_pem_private_key(key.read_bytes(), None)
    kind, words = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret words")
    locked = tmp_path / "locked.key"
    locked.write_bytes(loaded.private_bytes(serialization.Encoding.PEM, kind, words))
    _, ended = certificate(tmp_path, "ended", days=-1)
    for wrong_pem, wrong_key, said in (
        (pem, other, "not that of the certificate"),
        (pem, locked, "protected by a password"),
        (key, key, "not a certificate and a private key"),
        (ended, tmp_path / "ended.key", "ended on"),
    ):
        settings = {"PMO_TENANT": "t", "PMO_CLIENT_ID": APP, "PMO_CERTIFICATE": str(wrong_pem)}
        with pytest.raises(SharePointError, match=said) as caught:
            sign_in_from(settings | {"PMO_CERTIFICATE_KEY": str(wrong_key)}, SITE)
        assert "PRIVATE KEY" not in str(caught.value)


@pytest.mark.parametrize("damage", ["", "[]", '{"hosts": 1}', '{"hosts": {"contoso.sharepoint.com": []}}', "\x00"])
def test_a_damaged_memory_counts_as_none(tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PMO_TENANT", raising=False)
    (tmp_path / "sharepoint.json").write_text(damage)
    assert settings_for(SITE, tmp_path) == {}


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


def test_two_processes_that_start_together_use_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: key_of(tmp_path), range(8)))
    assert keys == {(tmp_path / "token.key").read_bytes()}


def test_a_key_that_is_none_is_named_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "my secret pass phrase")
    with pytest.raises(SharePointError, match=KEY_VARIABLE) as caught:
        key_of(tmp_path)
    assert "pass phrase" not in str(caught.value)


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
    first = PersonSignIn(tenant(idp), PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key)), shown.append)
    token = first.token()["access_token"]
    assert jwt.decode(token, options={"verify_signature": False})["aud"] == "https://contoso.sharepoint.com"
    assert "type ABC123" in shown[0]
    later = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key))
    assert PersonSignIn(tenant(idp), later, shown.append, how=SignedInWith.NOTHING).token()["access_token"] == token
    assert idp.asked == ["devicecode", "device_code"]
    assert token not in repr(first)


@pytest.mark.live
def test_nobody_is_asked_where_nobody_watches(idp: Provider, tmp_path: Path) -> None:
    cache = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key_of(tmp_path)))
    with pytest.raises(SharePointError, match="Nobody is signed in"):
        PersonSignIn(tenant(idp), cache, how=SignedInWith.NOTHING).token()


@pytest.mark.live
def test_a_declined_sign_in_is_explained(idp: Provider, tmp_path: Path) -> None:
    idp.approved = False
    cache = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key_of(tmp_path)))
    with pytest.raises(SharePointError, match="consent"):
        PersonSignIn(tenant(idp), cache, lambda message: None).token()


@pytest.mark.live
def test_an_app_signs_in_with_its_certificate_and_with_no_other(idp: Provider, tmp_path: Path) -> None:
    key, pem = certificate(tmp_path, "app")
    wrong, _ = certificate(tmp_path, "wrong")
    idp.certificates[APP] = pem
    sign_in = CertificateSignIn(tenant(idp), key.read_text(), pem.read_text())
    assert sign_in.token()["access_token"] == sign_in.token()["access_token"]
    assert idp.asked == ["client_credentials"]
    with pytest.raises(SharePointError, match="AADSTS700027: not registered"):
        CertificateSignIn(tenant(idp), wrong.read_text(), pem.read_text()).token()


@pytest.mark.live
def test_a_sign_in_service_that_does_not_answer_is_an_error_of_ours(idp: Provider, tmp_path: Path) -> None:
    away = Tenant("contoso.onmicrosoft.com", APP, SITE, cloud="https://127.0.0.1:9", verify=idp.ca)
    cache = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key_of(tmp_path)))
    with pytest.raises(SharePointError, match="No connection to the sign-in service"):
        PersonSignIn(away, cache).token()


@pytest.mark.live
def test_a_broken_certificate_file_is_explained(idp: Provider) -> None:
    with pytest.raises(SharePointError, match="certificate files"):
        CertificateSignIn(tenant(idp), "no key", "no certificate").token()
