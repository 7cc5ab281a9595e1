"""The server around the protocol: who may call, faults, tokens, restarts."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import requests

from sharepoint.local import Limits, Options, running
from sharepoint.local.model.site import Site

from .conftest import BASE, VERBOSE, Rest

ITEMS = "Web/lists/getByTitle('PMO Tasks')/items"


def token(**claims: object) -> str:
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"Bearer x.{middle}.x"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8950", 200),
        ("localhost", 200),
        ("[::1]:8950", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
    ],
)
def test_only_loopback_names_are_answered(rest: Rest, host: str, status: int) -> None:
    answer = rest.request("GET", "/sites/pmo/_api/Web", headers=VERBOSE | {"Host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "status"), [("http://127.0.0.1", 201), ("https://evil.example", 403), ("null", 403)]
)
def test_a_page_of_another_origin_cannot_write(rest: Rest, origin: str, status: int) -> None:
    assert rest("POST", "Web/lists", {"Title": "a", "BaseTemplate": 100}, Origin=origin).status_code == status


@pytest.mark.parametrize(
    "place",
    [
        "/sites/pmo/../../etc/passwd",
        "/sites/pmo/%2e%2e/%2e%2e/site.sqlite",
        "/sites/pmo/Shared Documents/..%2f..%2f..%2fsite.sqlite",
        "/sites/pmo/_vti_history/512/../../site.sqlite",
        "/site.sqlite",
        "/blobs/",
    ],
)
def test_no_path_leads_out_of_the_site(rest: Rest, place: str) -> None:
    answer = rest.request("GET", httpx.URL(BASE).copy_with(raw_path=quote(place, safe="/%").encode()))
    assert answer.status_code == 404
    assert b"SQLite" not in answer.content


def test_an_upload_id_is_no_path(rest: Rest, tmp_path: Path) -> None:
    shared = "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')/Files"
    rest.post(f"{shared}/add(url='a.txt',overwrite=true)", b"x")
    rest.post(f"{shared}('a.txt')/startUpload(uploadID='..%2F..%2Fevil')", b"x")
    assert not list(tmp_path.parent.rglob("evil"))


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("throttle", 429),
        ("unavailable", 503),
        ("bad-gateway", 502),
        ("expired-token", 401),
        ("expired-digest", 403),
        ("conflict", 409),
        ("precondition", 412),
        ("threshold", 500),
    ],
)
def test_a_fault_befalls_as_many_requests_as_asked(rest: Rest, kind: str, status: int) -> None:
    fault = json.dumps({"kind": kind, "count": 1, "skip": 1, "retry_after": 9, "match": "web"}).encode()
    assert rest.request("POST", "/_local/faults", fault).status_code == 201
    answers = [rest("GET", "Web") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, status, 200]
    assert answers[1].headers.get("retry-after") == ("9" if status in (429, 503) else None)
    assert rest.request("GET", "/_local/faults").json() == []


@pytest.mark.parametrize(
    "fault", [{}, {"kind": "nope"}, {"kind": "delay", "seconds": "x"}, {"kind": "delay", "nope": 1}]
)
def test_an_unknown_fault_is_refused(rest: Rest, fault: dict[str, object]) -> None:
    assert rest.request("POST", "/_local/faults", json.dumps(fault).encode()).status_code == 400


def test_a_fault_may_befall_one_operation_of_a_batch(rest: Rest) -> None:
    place = rest.make_list()
    head = "Content-Type: application/http\n\nPOST http://127.0.0.1/sites/pmo/_api/"
    rows = "".join(f'--x\n{head}{place}/items HTTP/1.1\n\n{{"Title": "{title}"}}\n' for title in "abc")
    fault = {"kind": "throttle", "part": True, "skip": 1, "match": "POST"}
    rest.request("POST", "/_local/faults", json.dumps(fault).encode())
    sent = {"Content-Type": "multipart/mixed; boundary=x"}
    answer = rest.request("POST", "/sites/pmo/_api/$batch", f"{rows}--x--".encode(), sent)
    assert re.findall(r"HTTP/1.1 (\d+)", answer.text) == ["201", "429", "201"]
    assert "RETRY-AFTER: 1\r\n" in answer.text


def test_a_slow_answer_takes_its_time(rest: Rest) -> None:
    rest.request("POST", "/_local/faults", b'{"kind": "delay", "seconds": 0.05}')
    started = time.perf_counter()
    assert rest("GET", "Web").status_code == 200
    assert time.perf_counter() - started >= 0.05


def test_faults_are_off_unless_asked_for(tmp_path: Path) -> None:
    site = Site(tmp_path)
    assert Rest(site).request("GET", "/_local/faults").status_code == 404
    site.close()


def test_a_token_is_checked_when_asked(tmp_path: Path) -> None:
    site = Site(tmp_path)
    rest = Rest(site, Options(require_token=True))
    good, later = "http://127.0.0.1", time.time() + 600
    assert rest("GET", "Web").status_code == 401
    assert rest("GET", "Web", Authorization=token(aud="https://graph.microsoft.com", exp=later)).status_code == 401
    assert rest("GET", "Web", Authorization=token(aud=good, exp=time.time() - 600)).status_code == 401
    assert rest("GET", "Web", Authorization=token(aud=good, exp=later)).status_code == 200
    site.close()


def test_a_token_names_the_person_who_acts(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/items", {"Title": "a"}, Authorization=token(upn="jo@contoso.com", name="Jo Miller"))
    found = rest.get(f"{place}/items(1)?$select=Author/Title,Author/EMail&$expand=Author")
    assert (found["Author"]["Title"], found["Author"]["EMail"]) == ("Jo Miller", "jo@contoso.com")


def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    site = Site(tmp_path)
    rest = Rest(site)
    place = rest.make_list()
    tag = rest.post(f"{place}/items", {"Title": "a"})["__metadata"]["etag"]
    entry = rest.post(f"{place}/items", {"Title": "b"}) and rest.post(f"{place}/items(2)/recycle")["Recycle"]
    change = rest.get(f"{place}?$select=CurrentChangeToken")["CurrentChangeToken"]["StringValue"]
    site.close()
    site = Site(tmp_path)
    rest = Rest(site)
    assert rest.get(f"{place}/items(1)")["__metadata"]["etag"] == tag
    rest.post(f"Web/RecycleBin('{entry}')/restore")
    assert rest.post(f"{place}/items", {"Title": "c"})["Id"] == 3
    asked = {"query": {"Item": True, "Add": True, "ChangeTokenStart": {"StringValue": change}}}
    assert [each["ItemId"] for each in rest.post(f"{place}/getChanges", asked)["results"]] == [2, 3]
    site.close()


def test_limits_are_those_of_the_site(tmp_path: Path) -> None:
    site = Site(tmp_path, limits=Limits(page=2))
    rest = Rest(site)
    rest.make_list()
    for title in "abc":
        rest.post(ITEMS, {"Title": title})
    assert len(rest.get(ITEMS)["results"]) == 2
    site.close()


@pytest.mark.live
def test_a_killed_server_has_kept_what_it_acknowledged(tmp_path: Path) -> None:
    with running(tmp_path) as site:
        for title in ("PMO Tasks", "Second"):
            body = {"Title": title, "BaseTemplate": 100}
            assert requests.post(f"{site.url}/_api/Web/lists", json=body, timeout=10).status_code == 201
        os.kill(site.pid, signal.SIGKILL)
    with running(tmp_path) as site:
        found = requests.get(f"{site.url}/_api/Web/lists?$filter=BaseTemplate eq 100", timeout=10).json()
    assert [each["Title"] for each in found["d"]["results"]] == ["PMO Tasks", "Second"]


@pytest.mark.live
def test_of_many_writers_of_one_key_one_succeeds(tmp_path: Path) -> None:
    xml = '<Field Type="Text" DisplayName="Key" Indexed="TRUE" EnforceUniqueValues="TRUE"/>'
    with running(tmp_path) as site:
        place = f"{site.url}/_api/Web/lists"
        requests.post(place, json={"Title": "T", "BaseTemplate": 100}, timeout=10)
        place += "/getByTitle('T')"
        requests.post(f"{place}/fields/createFieldAsXml", json={"parameters": {"SchemaXml": xml}}, timeout=10)

        def write(_: int) -> int:
            return requests.post(f"{place}/items", json={"Key": "K"}, timeout=10).status_code

        with ThreadPoolExecutor(4) as pool:
            statuses = sorted(pool.map(write, range(8)))
    assert statuses == [201, *[500] * 7]


@pytest.mark.live
def test_a_server_that_cannot_start_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(RuntimeError, match="did not start"), running(tmp_path / "file"):
        pass


@pytest.mark.live
def test_the_port_is_told_in_a_file_and_the_process_ends(tmp_path: Path) -> None:
    place = tmp_path / "port"
    with running(tmp_path / "site", arguments=("--port-file", str(place))) as site:
        assert f":{place.read_text()}/" in site.url
        pid = site.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_write_needs_a_fresh_digest_where_the_site_asks_for_one(tmp_path: Path) -> None:
    site = Site(tmp_path)
    rest = Rest(site, Options(require_digest=True))
    digest = rest.post("contextinfo")["GetContextWebInformation"]["FormDigestValue"]
    sent = {"Title": "PMO Tasks", "BaseTemplate": 100}
    old = "0xABC,Mon, 02 Mar 2026 08:00:00 GMT"
    for wrong in ({}, {"X_RequestDigest": "nonsense"}, {"X_RequestDigest": old}):
        assert rest.error("POST", "Web/lists", sent, **wrong) == (403, -2130575251)
    assert rest("POST", "Web/lists", sent, X_RequestDigest=digest).status_code == 201
    assert rest("GET", "Web/lists").status_code == 200
    site.close()


def test_faults_wait_from_the_start(tmp_path: Path) -> None:
    site = Site(tmp_path)
    wanted = '{"kind": "error", "status": 500, "code": -2130575162, "message": "The validation formula has failed."}'
    rest = Rest(site, Options(first_faults=('{"kind": "throttle", "retry_after": 7}', wanted)))
    throttled = rest("GET", "Web")
    assert (throttled.status_code, throttled.headers["retry-after"]) == (429, "7")
    assert rest.error("GET", "Web") == (500, -2130575162)
    assert rest("GET", "Web").status_code == 200
    site.close()


@pytest.mark.parametrize(
    "fault", ['{"kind": "odd"}', '{"kind": "error", "status": 200}', '{"kind": 1}', '{"kind": "error", "message": 3}']
)
def test_a_fault_that_is_none_is_refused(rest: Rest, fault: str) -> None:
    assert rest.request("POST", "/_local/faults", fault.encode()).status_code == 400


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("throttle", 429),
        ("unavailable", 503),
        ("bad-gateway", 502),
        ("expired-token", 401),
        ("expired-digest", 403),
        ("conflict", 409),
        ("precondition", 412),
        ("locked", 423),
        ("threshold", 500),
        ("error", 500),
    ],
)
def test_each_fault_befalls_one_request(rest: Rest, kind: str, status: int) -> None:
    rest.request("POST", "/_local/faults", json.dumps({"kind": kind}).encode())
    assert [rest("GET", "Web").status_code for _ in range(2)] == [status, 200]


def test_a_query_joins_at_most_twelve_lookup_columns(rest: Rest) -> None:
    place = rest.make_list()
    for number in range(13):
        xml = f"<Field Type='User' DisplayName='P{number}' Name='P{number}'/>"
        rest.post(f"{place}/fields/createFieldAsXml", {"parameters": {"SchemaXml": xml, "Options": 8}})
    names = [f"P{number}" for number in range(13)]
    twelve = ",".join(f"{name}Id" for name in names[:12])
    assert rest("GET", f"{place}/items?$select={twelve}").status_code == 200
    assert rest.error("GET", f"{place}/items?$select={twelve},P12Id") == (500, -2147024749)


def test_a_file_has_so_many_drafts_and_no_more(tmp_path: Path) -> None:
    site = Site(tmp_path, limits=Limits(minor_versions=3))
    rest = Rest(site)
    rest.post("Web/lists/getByTitle('Documents')", {"EnableMinorVersions": True}, X_HTTP_Method="MERGE")
    upload = "Web/GetFolderByServerRelativePath(DecodedUrl='Shared Documents')/Files/add(url='a.txt',overwrite=true)"
    assert [rest("POST", upload, f"v{n}".encode()).status_code for n in range(4)] == [200, 200, 200, 400]
    rest.post("Web/GetFileByServerRelativePath(DecodedUrl='Shared Documents/a.txt')/publish(comment='')")
    assert rest("POST", upload, b"next").status_code == 200
    site.close()


def test_a_site_made_by_an_earlier_version_gets_what_it_lacks(tmp_path: Path) -> None:
    site = Site(tmp_path)
    listed = site.users.ensure("jo@contoso.com")
    for table in ("roles", "groups", "scopes", "assignments", "webs", "second_stage", "ratings", "content_types"):
        site.store.run(f"DROP TABLE {table}")
    site.store.run("DELETE FROM fields WHERE list_id = ?", (site.web_id,))
    site.store.run("DELETE FROM lists WHERE template IN (112, 116)")
    site.store.run("DELETE FROM folders WHERE instr(path, '/_catalogs/') > 0")
    site.close()
    again = Site(tmp_path)
    rest = Rest(again)
    assert rest.get("Web/RoleDefinitions/getByType(3)")["Name"] == "Contribute"
    assert rest.get("Web/Fields/getByTitle('Title')")["InternalName"] == "Title"
    people = rest.get("Web/SiteUserInfoList/items")["results"]
    assert [(each["Id"], each["Name"]) for each in people][-1] == (listed.id, listed.login)
    again.close()
