"""The server refuses what is not its own page's, and answers what is."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from pmo_excel.hosts.books import checked
from pmo_excel.hosts.officejs import guard
from pmo_excel.hosts.officejs.app import Settings, _file_name, application
from pmo_excel.hosts.officejs.guard import OneToken
from tests import made
from tests.hosts.officejs.books import TROUBLED, fake

BASE = "http://localhost:8443"
TOKEN = "a-token-of-this-run"  # noqa: S105 -- of a server that ends with the test
OURS = {"Authorization": f"Bearer {TOKEN}", "Origin": BASE, "Sec-Fetch-Site": "same-origin"}
CALL = {"calls": [{"function": "CPI", "arguments": [{"value": 3}, {"value": 4}]}]}


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(application(Settings(BASE, OneToken(TOKEN))), base_url=BASE) as found:
        yield found


def test_a_call_of_the_own_page_is_answered(client: TestClient) -> None:
    reply = client.post("/api/call", json=CALL, headers=OURS)
    assert (reply.status_code, reply.json()) == (200, {"results": [{"value": 0.75}]})


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": f"Basic {TOKEN}"}, 401),
        ({"Authorization": "Bearer é".encode("latin-1").decode("latin-1")}, 401),
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example:8443"}, 421),
    ],
)
def test_others_are_refused(client: TestClient, changed: dict[str, str], status: int) -> None:
    headers = {key: value.encode("latin-1") for key, value in (OURS | changed).items()}
    reply = client.post("/api/call", json=CALL, headers=headers)
    assert reply.status_code == status
    assert reply.json()["message"]
    assert "access-control-allow-origin" not in reply.headers


def test_too_much_is_refused_whatever_length_is_said(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LARGEST_CALL", 1000)
    said = client.post("/api/call", content=b"x" * 1001, headers=OURS)
    unsaid = client.post("/api/call", content=iter([b"x" * 600, b"x" * 600]), headers=OURS)
    assert (said.status_code, unsaid.status_code) == (413, 413)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"calls": 3}', b"[" * 100_000])
def test_what_cannot_be_understood_is_said_so(client: TestClient, body: bytes) -> None:
    for path in ("/api/call", "/api/jobs"):
        assert client.post(path, content=body, headers=OURS).status_code == 400


def test_only_the_panes_page_holds_the_token_and_nobody_else_can_read_it(client: TestClient) -> None:
    page = client.get("/taskpane.html")
    assert TOKEN in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in page.headers
    assert "frame-ancestors 'self' https://*.officeapps.live.com" in page.headers["content-security-policy"]
    for name in ("functions.js", "functions.json", "manifest.xml", "pane.js"):
        assert TOKEN not in client.get(f"/{name}").text


def test_the_functions_can_be_read_by_excel_on_the_web(client: TestClient) -> None:
    """ "The JSON file's server must have CORS enabled" (custom functions metadata); nothing in it is confidential."""
    found = client.get("/functions.json", headers={"Origin": "https://excel.officeapps.live.com"})
    assert found.headers["access-control-allow-origin"] == "*"
    assert found.json()["functions"][0]["helpUrl"].startswith(f"{BASE}/help.html#")


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/README.md", "/icons/", "/nothing.js", "/bridge.py"])
def test_nothing_but_the_add_ins_files_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def done(client: TestClient, **asked: Any) -> Any:
    """What comes of a job."""
    job = client.post("/api/jobs", json=asked, headers=OURS).json()["job"]
    for _ in range(600):
        now = client.get(f"/api/jobs/{job}", headers=OURS).json()
        if now["state"] not in ("waiting", "running"):
            assert client.get(f"/api/jobs/{job}", headers=OURS).status_code == 404, "an outcome is given once"
            return now
        time.sleep(0.02)
    raise AssertionError("the job does not end")


@pytest.mark.live
def test_an_open_workbook_gets_the_changes_and_findings_of_a_dry_run(client: TestClient, tmp_path: Path) -> None:
    data = made.samples()[TROUBLED]
    path = tmp_path / TROUBLED
    path.write_bytes(data)
    dry = checked(path)
    assert dry.refresh is not None
    got = done(client, do="check", name=TROUBLED, workbook=base64.b64encode(data).decode())["result"]
    plain = [{key: one[key] for key in dry.refresh.changes[0].as_json()} for one in got["changes"] if one["seen"]]
    assert plain == [change.as_json() for change in dry.refresh.seen]
    assert [p["id"] for p in got["problems"]] == [p.id for p in dry.problems]
    assert got["blocked"] == []


def test_what_the_cells_hold_is_told_as_excel_holds_it() -> None:
    """openpyxl, which is not what reads the file here, gives the cells of the stand-in for Excel."""
    from pmo_excel.hosts.officejs.book import Sent, looked_at

    sheets = fake()["sheets"]
    got = looked_at(Sent(TROUBLED, made.samples()[TROUBLED]))
    fixes = [{**p["fix"], "sheet": p["sheet"]} for p in got["problems"] if "fix" in p]
    assert fixes
    for one in [*({**c, "ref": c["cell"]} for c in got["changes"]), *fixes]:
        assert one["was"] == sheets[one["sheet"]]["cells"].get(one["ref"], "")


def test_a_file_that_is_no_workbook_is_a_finding(client: TestClient) -> None:
    got = done(client, do="check", name="x.xlsx", workbook=base64.b64encode(b"not a zip").decode())
    assert got["result"]["done"] is False
    assert got["result"]["problems"]


def test_a_server_without_a_site_publishes_nothing(client: TestClient) -> None:
    reply = client.post("/api/jobs", json={"do": "publish", "name": "a.xlsx", "workbook": ""}, headers=OURS)
    assert reply.status_code == 400
    assert "--site" in reply.json()["message"]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Plan.xlsx", "Plan.xlsx"),
        ("../../etc/passwd", "passwd.xlsx"),
        ("C:\\temp\\Plan.XLSM", "Plan.XLSM"),
        ("..", "Workbook.xlsx"),
        ("", "Workbook.xlsx"),
        ('a<b>:"|?*\n.xlsx', "ab.xlsx"),
    ],
)
def test_a_name_from_outside_leads_nowhere(said: str, name: str) -> None:
    assert _file_name(said) == name
