"""The doctor: each check for itself, and words that an administrator can act on."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msal_extensions import PersistedTokenCache

from sharepoint.auth import CertificateSignIn, LocalSignIn, PersonSignIn
from sharepoint.configuration import AnySignIn, sign_in_from
from sharepoint.doctor import Finding, State, examine, site_address
from sharepoint.errors import SharePointError
from sharepoint.local import Running, running
from sharepoint.permissions import Request, Right, Role, mask_of
from sharepoint.provision import shapes
from sharepoint.provisioning import apply_provision, plan_provision
from sharepoint.site import Site
from sharepoint.tenant import Tenant
from sharepoint.token_cache import EncryptedFile, key_of
from tests.sharepoint.identity_provider import Provider, certificate, provider

SITE = "https://contoso.sharepoint.com/sites/pmo"
APP = "11111111-1111-1111-1111-111111111111"
TITLES = [shape.title for shape in shapes()]
PAGE = "https://contoso.sharepoint.com/:l:/r/sites/pmo/Lists/Risks/AllItems.aspx?csf=1&web=1"


@pytest.mark.parametrize(
    ("copied", "own"),
    [
        (SITE, SITE),
        (f"{SITE}/", SITE),
        (f" {SITE}/SitePages/Home.aspx?x=1#top ", SITE),
        (PAGE, SITE),
        ("https://contoso.sharepoint.com/teams/R%26D/Shared%20Documents", "https://contoso.sharepoint.com/teams/R%26D"),
        ("https://contoso.sharepoint.com", "https://contoso.sharepoint.com"),
        ("https://contoso.sharepoint.com/_layouts/15/sharepoint.aspx", "https://contoso.sharepoint.com"),
        ("http://127.0.0.1:8765/sites/pmo/", "http://127.0.0.1:8765/sites/pmo"),
    ],
)
def test_the_site_is_found_in_what_people_copy(copied: str, own: str) -> None:
    assert site_address(copied) == own


@pytest.mark.parametrize("wrong", ["", "contoso", "ftp://contoso/sites/pmo", "https://jo:pw@contoso.sharepoint.com/"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(SharePointError, match="not the address of a site"):
        site_address(wrong)


def no_sign_in() -> AnySignIn:
    raise SharePointError("The sign-in is not configured", next_step="Run login.")


def test_after_a_check_that_fails_nothing_else_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    found = list(examine(SITE, no_sign_in, TITLES))
    assert [f.state for f in found[:3]] == [State.FINE, State.MISSING, State.NOT_TRIED]
    assert "contoso.sharepoint.com is not known" in found[1].said
    assert {f.state for f in found[2:]} == {State.NOT_TRIED}
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    assert "the proxy proxy.example" in list(examine(SITE, no_sign_in, TITLES))[1].said


def test_the_rights_are_those_of_sharepoint() -> None:
    """Source: SP.PermissionKind, learn.microsoft.com: viewListItems 1, addListItems 2, editListItems 3, openItems 6,
    manageLists 12, open 17; kind n is bit n - 1. Full control is sent as high 2147483647, low 4294967295."""
    kinds = {right.name: int(right).bit_length() for right in Right}
    assert kinds == {
        "VIEW_LIST_ITEMS": 1,
        "ADD_LIST_ITEMS": 2,
        "EDIT_LIST_ITEMS": 3,
        "OPEN_ITEMS": 6,
        "MANAGE_LISTS": 12,
        "OPEN": 17,
    }
    full = mask_of({"High": "2147483647", "Low": "4294967295"})
    assert all(role.within(full) for role in Role)
    assert not any(role.within(mask_of({"High": "0", "Low": "0"})) for role in Role)


def test_an_administrator_gets_the_lines_to_run() -> None:
    """Source: "Create permission" (site-post-permissions) of Microsoft Graph; Grant-PnPEntraIDAppSitePermission."""
    words = Request(Role.PROVISION, SITE, Tenant("t", APP, SITE)).words()
    assert "Sites.Selected" in words
    assert "not the one of Microsoft Graph" in words
    assert "GET https://graph.microsoft.com/v1.0/sites/contoso.sharepoint.com:/sites/pmo?$select=id" in words
    assert "POST https://graph.microsoft.com/v1.0/sites/{id}/permissions" in words
    bodies = [json.loads(line) for line in re.findall(r"^ +(\{.*\})$", words, re.MULTILINE)]
    granted = [{"application": {"id": APP, "displayName": "pmo-excel"}}]
    assert bodies == [{"roles": ["manage"], "grantedToIdentities": granted}, {"roles": ["manage"]}]
    assert f"-AppId '{APP}' -DisplayName 'pmo-excel' -Site '{SITE}' -Permissions Manage" in words
    government = "https://contoso.sharepoint.us/sites/pmo"
    assert "https://graph.microsoft.us/v1.0" in Request(Role.PUBLISH, government, Tenant("t", APP, government)).words()


def test_a_person_asks_the_owner_of_the_site() -> None:
    words = Request(Role.PUBLISH, SITE, Tenant("t", APP, SITE), "jo@contoso.example").words()
    assert f"To the owner of {SITE}: please give jo@contoso.example the permission level Contribute." in words
    assert "AllSites.Write" in words


def local(url: str) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(url, lambda: LocalSignIn(url), TITLES)}


def asked(folder: Path) -> set[tuple[str, str]]:
    """The verbs and addresses that a site was asked for."""
    with closing(sqlite3.connect(folder / "site.sqlite")) as store:
        rows = store.execute("SELECT method, address FROM requests").fetchall()
    return {(verb, address.partition("?")[0].lower()) for verb, address in rows}


@pytest.mark.live
def test_each_role_is_told_apart_and_nothing_is_written(tmp_path: Path) -> None:
    for role, missing in (("read", ["publish role", "provision role"]), ("write", ["provision role"]), ("manage", [])):
        with running(tmp_path / role, arguments=("--role", role)) as site:
            found = local(site.url)
            assert [name for name, finding in found.items() if finding.state is State.MISSING] == missing
            assert State.NOT_TRIED not in {finding.state for finding in found.values()}
        writes = {(verb, address) for verb, address in asked(tmp_path / role) if verb != "GET"}
        assert writes == {("POST", "contextinfo"), ("POST", "$batch")}
    assert "still to be made: Projects" in found["provision role"].said


@pytest.mark.live
def test_once_the_lists_are_there_manage_is_not_asked_for_any_more(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        made = Site(site.url)
        apply_provision(plan_provision(made, shapes()), made)
    with running(tmp_path, arguments=("--role", "write")) as site:
        found = local(site.url)
    assert {finding.state for finding in found.values()} == {State.FINE}
    assert "not needed any more" in found["provision role"].said


@pytest.mark.live
def test_a_wrong_site_is_told_from_a_missing_right(site_process: Running) -> None:
    found = local(f"{site_process.url}x")
    assert found["site"].state is State.MISSING
    assert "name after /sites/" in found["site"].advice
    assert found["read role"].state is State.NOT_TRIED


@pytest.fixture
def idp(tmp_path: Path) -> Iterator[Provider]:
    with provider(tmp_path) as made:
        yield made


def checked(site: str, sign_in: PersonSignIn | CertificateSignIn) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(site, lambda: sign_in, TITLES)}


@pytest.mark.live
def test_a_token_that_the_site_does_not_take_gives_the_words_for_it(idp: Provider, tmp_path: Path) -> None:
    """The permission was given on Microsoft Graph instead of SharePoint: no `Sites.Selected` in the token."""
    key, pem = certificate(tmp_path, "app")
    idp.certificates[APP] = pem
    with running(tmp_path / "site", arguments=("--require-token", "--role", "read")) as site:
        tenant = Tenant("contoso.onmicrosoft.com", APP, site.url, idp.base, idp.ca)
        idp.roles = ("User.Read.All",)
        graph = checked(site.url, CertificateSignIn(tenant, key.read_text(), pem.read_text()))
        idp.roles = ("Sites.Selected",)
        reader = checked(site.url, CertificateSignIn(tenant, key.read_text(), pem.read_text()))
        cache = PersistedTokenCache(EncryptedFile(tmp_path / "t.bin", key_of(tmp_path)))
        person = checked(site.url, PersonSignIn(tenant, cache, lambda message: None))
        elsewhere = Tenant("contoso.onmicrosoft.com", APP, "https://other.example/sites/pmo", idp.base, idp.ca)
        foreign = checked(site.url, CertificateSignIn(elsewhere, key.read_text(), pem.read_text()))
    assert "holds User.Read.All, and not Sites.Selected" in graph["permissions of the app"].said
    assert reader["permissions of the app"].state is State.FINE
    assert f"app {APP} needs the permission Sites.Selected" in reader["publish role"].advice
    assert f"{site.url} the role `write`" in reader["publish role"].advice
    assert "the role `manage`" in reader["provision role"].advice
    assert "please give jo@contoso.example the permission level Contribute" in person["publish role"].advice
    assert "HTTP 401" in foreign["site"].said or "audience" in foreign["site"].said
    assert "Sites.Selected" in foreign["site"].advice


def test_a_configuration_that_is_missing_is_one_check(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "http://127.0.0.1:9/sites/pmo"
    found = {f.check: f for f in examine(url, lambda: sign_in_from({}, url), TITLES)}
    assert found["secure connection"].state is State.FINE
    assert "PMO_TENANT and PMO_CLIENT_ID missing" in found["configuration"].said
    assert "pmo sharepoint login" in found["configuration"].advice
