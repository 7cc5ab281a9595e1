"""Signing in from end to end: the real commands as processes, a provider over TLS, a site that checks tokens."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sharepoint.local import Running, running
from tests.refresh.workbooks import make
from tests.sharepoint.identity_provider import Provider, certificate, provider
from tests.sharepoint.processes import Office

pytestmark = pytest.mark.live
APP = "11111111-1111-1111-1111-111111111111"
TENANT = "contoso.onmicrosoft.com"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site that takes nobody without a token made for it."""
    with running(tmp_path_factory.mktemp("site"), faults=True, arguments=("--require-token",)) as site:
        yield site


@pytest.fixture
def idp(tmp_path: Path) -> Iterator[Provider]:
    folder = tmp_path / "provider"
    folder.mkdir()
    with provider(folder) as made:
        yield made


def host(url: str) -> str:
    return url.split("/")[2]


@pytest.fixture
def office(tmp_path: Path, idp: Provider, guarded: Running) -> Iterator[Office]:
    """A computer that may talk to the site and the provider and nobody else; no secret is anywhere on it."""
    made = Office(tmp_path / "office", (host(guarded.url), host(idp.base)))
    made.trusts(idp)
    yield made
    guarded.clear_faults()
    assert idp.secrets
    leaks = [
        (place, secret[:12])
        for place, content in made.everything().items()
        for secret in idp.secrets
        if secret.encode() in content or base64.b64encode(secret.encode())[:-4] in content
    ]
    assert leaks == []
    site_folder = guarded.data
    in_site = [path for path in site_folder.rglob("*") if path.is_file()]
    assert [(p.name, s[:12]) for p in in_site for s in idp.secrets if s.encode() in p.read_bytes()] == []


def login(office: Office, idp: Provider, site: Running, *more: str | Path, status: int = 0) -> str:
    app = ("--tenant", TENANT, "--client-id", APP, "--cloud", idp.base)
    return office.pmo("sharepoint", "login", site.url, *app, *more, status=status)


def book(office: Office) -> Path:
    """A small workbook to publish."""
    path = office.folder / "TST-001 Test.xlsx"
    path.write_bytes(make())
    return path


def test_a_person_types_a_code_once_and_every_later_process_is_silent(
    office: Office, idp: Provider, guarded: Running
) -> None:
    idp.pending = 1
    said = login(office, idp, guarded)
    assert "type ABC123" in said
    assert "jo@contoso.example" in said
    assert idp.asked == ["devicecode", "device_code", "device_code"]
    before = list(idp.asked)
    assert "jo@contoso.example" in office.pmo("sharepoint", "whoami", guarded.url)
    path = book(office)
    office.pmo("publish", "apply", path, "--site", guarded.url, status=None)
    assert "nothing to do" in office.pmo("publish", "plan", path, "--site", guarded.url, status=None)
    assert idp.asked == before
    assert {path.name for path in office.state.iterdir()} >= {"tokens.bin", "token.key", "sharepoint.json"}


def test_the_browser_signs_in_without_a_code(office: Office, idp: Provider, guarded: Running) -> None:
    said = login(office, idp, guarded, "--browser")
    assert "jo@contoso.example" in said
    assert idp.asked == ["authorize", "authorization_code"]
    office.pmo("sharepoint", "whoami", guarded.url)
    assert idp.asked == ["authorize", "authorization_code"]


def test_an_app_signs_in_with_its_certificate_and_nobody_watches(
    office: Office, idp: Provider, guarded: Running
) -> None:
    key, pem = certificate(office.folder, "app")
    idp.certificates[APP] = pem
    idp.secrets.append(key.read_text().splitlines()[3])
    login(office, idp, guarded, "--certificate", pem, "--key", key)
    office.pmo("sharepoint", "whoami", guarded.url)
    assert idp.asked == ["client_credentials"]
    kept = json.loads((office.state / "sharepoint.json").read_text())["hosts"][host(guarded.url)]
    assert (kept["PMO_CERTIFICATE"], kept["PMO_CERTIFICATE_KEY"]) == (str(pem), str(key))
    key.unlink()
    assert "cannot be read" in office.pmo("sharepoint", "whoami", guarded.url, status=2)


def test_a_wrong_certificate_is_refused_and_explained(office: Office, idp: Provider, guarded: Running) -> None:
    _, idp.certificates[APP] = certificate(office.folder, "app")
    key, pem = certificate(office.folder, "wrong")
    said = login(office, idp, guarded, "--certificate", pem, "--key", key, status=2)
    assert "AADSTS700027" in said
    assert "registered" in said
    assert not (office.state / "sharepoint.json").exists()


def test_a_token_is_renewed_before_it_ends_without_asking(office: Office, idp: Provider, guarded: Running) -> None:
    """A token of 200 seconds is inside the margin of 300, so the next process comes with a new one."""
    idp.lifetime = 200
    login(office, idp, guarded)
    office.pmo("sharepoint", "whoami", guarded.url)
    assert idp.asked[2:] == ["refresh_token"]


def test_a_token_that_the_site_refuses_is_renewed_once(office: Office, idp: Provider, guarded: Running) -> None:
    login(office, idp, guarded)
    guarded.fault("expired-token", count=1)
    office.pmo("sharepoint", "whoami", guarded.url)
    assert idp.asked[2:] == ["refresh_token"]
    guarded.fault("expired-token", count=99)
    said = office.pmo("sharepoint", "whoami", guarded.url, status=2)
    assert "HTTP 401" in said
    assert idp.asked[2:] == ["refresh_token", "refresh_token"]


def test_nobody_is_asked_where_nobody_watches(office: Office, idp: Provider, guarded: Running) -> None:
    login(office, idp, guarded)
    idp.lifetime, idp.refreshable = 200, set()
    office.pmo("sharepoint", "logout", guarded.url)
    said = office.pmo("sharepoint", "whoami", guarded.url, status=2, PMO_CLOUD=idp.base)
    assert "PMO_TENANT and PMO_CLIENT_ID missing" in said
    app = {"PMO_TENANT": TENANT, "PMO_CLIENT_ID": APP, "PMO_CLOUD": idp.base}
    said = office.pmo("publish", "plan", book(office), "--site", guarded.url, status=2, **app)
    assert "Nobody is signed in" in said
    assert f"pmo sharepoint login {guarded.url}" in said
    assert idp.asked == ["devicecode", "device_code"]


def test_an_ended_sign_in_says_to_sign_in_again(office: Office, idp: Provider, guarded: Running) -> None:
    idp.lifetime = 200
    login(office, idp, guarded)
    idp.refreshable = set()
    said = office.pmo("sharepoint", "whoami", guarded.url, status=2)
    assert "AADSTS700082" in said
    assert "pmo sharepoint login" in said


def test_logging_out_forgets_who_was_signed_in(office: Office, idp: Provider, guarded: Running) -> None:
    login(office, idp, guarded)
    assert "Signed out: jo@contoso.example" in office.pmo("sharepoint", "logout", guarded.url)
    assert json.loads((office.state / "sharepoint.json").read_text()) == {"hosts": {}}
    app = {"PMO_TENANT": TENANT, "PMO_CLIENT_ID": APP, "PMO_CLOUD": idp.base}
    assert "Nobody is signed in" in office.pmo("sharepoint", "whoami", guarded.url, status=2, **app)


def test_a_declined_sign_in_is_explained(office: Office, idp: Provider, guarded: Running) -> None:
    idp.approved = False
    assert "consent" in login(office, idp, guarded, status=2)


def test_an_app_that_reaches_all_sites_is_refused_unless_that_is_meant(
    office: Office, idp: Provider, guarded: Running
) -> None:
    key, pem = certificate(office.folder, "app")
    idp.certificates[APP], idp.roles = pem, ("Sites.FullControl.All",)
    said = login(office, idp, guarded, "--certificate", pem, "--key", key, status=2)
    assert "Sites.FullControl.All" in said
    assert "Sites.Selected" in said
    office.settings["PMO_ALLOW_BROAD"] = "1"
    login(office, idp, guarded, "--certificate", pem, "--key", key)
    assert "more than is needed" in office.pmo("sharepoint", "doctor", guarded.url)


def test_a_crash_shows_no_token(office: Office, idp: Provider, guarded: Running) -> None:
    """The network stack fails below every library, in the middle of a request that carries a token."""
    login(office, idp, guarded)
    port = guarded.url.split(":")[2].partition("/")[0]
    told = office.pmo("sharepoint", "whoami", guarded.url, status=2, WATCH_CRASH=port)
    assert "stopped on an error of its own" in told
    said = office.pmo("sharepoint", "whoami", guarded.url, status=1, WATCH_CRASH=port, PMO_DEBUG="1")
    assert "Traceback" in said
    assert "the network stack has failed" in said


def test_the_trace_shows_the_site_and_the_provider_and_nobody_else(
    office: Office, idp: Provider, guarded: Running
) -> None:
    path = book(office)
    for command in ("refresh", "report"):
        office.pmo(command, path, status=None)
    assert office.hosts() == set()
    login(office, idp, guarded)
    office.pmo("publish", "apply", path, "--site", guarded.url, status=None)
    assert office.hosts() == {host(guarded.url), host(idp.base)}
    elsewhere = office.pmo("sharepoint", "whoami", "http://localhost:9/sites/pmo", status=2)
    assert "No connection to localhost" in elsewhere
    assert "localhost:9" in office.hosts()  # what is not named is seen, and refused


def test_a_doctor_without_a_name_or_a_certificate_says_so(office: Office, idp: Provider, guarded: Running) -> None:
    login(office, idp, guarded)
    del office.settings["REQUESTS_CA_BUNDLE"], office.settings["CURL_CA_BUNDLE"]
    app = {"PMO_TENANT": TENANT, "PMO_CLIENT_ID": APP}
    port = host(idp.base).partition(":")[2]
    ca = {"REQUESTS_CA_BUNDLE": str(certificate(office.folder, "other")[1])}
    said = office.pmo("sharepoint", "doctor", f"https://127.0.0.1:{port}/sites/pmo", status=1, **app, **ca)
    assert "✗ secure connection" in said
    assert "not trusted: self-signed certificate" in said.replace("self signed", "self-signed")
