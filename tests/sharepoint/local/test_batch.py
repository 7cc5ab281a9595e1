"""The framing of ``$batch``, byte for byte, and what a batch does."""

from __future__ import annotations

import re

import pytest

from sharepoint.local.rest.batch import split

from .conftest import BASE, Rest

TYPE = "multipart/mixed; boundary=batch_1"


def part(method: str, address: str, body: str = "", extra: str = "") -> str:
    inner = f"\n\n{body}\n" if body else "\n"
    return (
        "Content-Type: application/http\nContent-Transfer-Encoding: binary\n\n"
        f"{method} {BASE}/sites/pmo/_api/{address} HTTP/1.1\nAccept:application/json;odata=verbose\n{extra}{inner}"
    )


def framed(writes: list[str], reads: list[str], newline: str = "\n") -> bytes:
    """A body as the client writes it: MIME headers again, one change set, then the reads; bare LF."""
    lines = ['Content-Type: multipart/mixed;\n boundary="batch_1"\n']
    if writes:
        lines.append('--batch_1\nContent-Type: multipart/mixed; boundary="changeset_2"\n')
        lines += [f"--changeset_2\n{write}" for write in writes]
        lines.append("--changeset_2--\n")
    lines += [f"--batch_1\n{read}" for read in reads]
    return ("\n".join(lines) + "\n--batch_1--\n").replace("\n", newline).encode()


def send(rest: Rest, body: bytes) -> tuple[int, str, str]:
    answer = rest.request("POST", "/sites/pmo/_api/$batch", body, {"Content-Type": TYPE})
    return answer.status_code, answer.text, answer.headers["content-type"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_parts_are_cut_whatever_ends_their_lines(newline: str) -> None:
    body = framed([part("POST", "a", '{"Title": "x\\ny"}')], [part("GET", "b?$select=Id")], newline)
    parts = split(body, TYPE)
    assert [(each.method, each.url) for each in parts] == [
        ("POST", f"{BASE}/sites/pmo/_api/a"),
        ("GET", f"{BASE}/sites/pmo/_api/b?$select=Id"),
    ]
    assert parts[0].body == b'{"Title": "x\\ny"}'


def test_a_request_line_is_cut_at_its_first_and_last_blank() -> None:
    body = framed([], [part("GET", "Web/lists/GetByTitle('PMO Täsks  1')")])
    assert split(body, TYPE)[0].url == f"{BASE}/sites/pmo/_api/Web/lists/GetByTitle('PMO%20T%C3%A4sks%20%201')"


def test_the_answer_is_flat_with_one_part_per_operation(rest: Rest) -> None:
    place = rest.make_list()
    writes = [part("POST", f"{place}/items", f'{{"Title": "T{number}"}}') for number in range(2)]
    status, text, kind = send(rest, framed(writes, [part("GET", f"{place}?$select=ItemCount")]))
    boundary = kind.partition("boundary=")[2]
    assert status == 200
    assert boundary.startswith("batchresponse_")
    assert text.count(f"--{boundary}\r\nContent-Type: application/http\r\n") == 3
    assert text.endswith(f"--{boundary}--\r\n")
    assert re.findall(r"HTTP/1\.1 (\d+ \w+)\r\n", text) == ["201 Created", "201 Created", "200 OK"]
    assert '"ItemCount": 2' in text
    assert "changeset" not in text


def test_operations_stand_alone_when_one_is_refused(rest: Rest) -> None:
    place = rest.make_list()
    writes = [part("POST", f"{place}/items", body) for body in ('{"Title": "a"}', '{"Nope": 1}', '{"Title": "b"}')]
    text = send(rest, framed(writes, []))[1]
    assert re.findall(r"HTTP/1\.1 (\d+)", text) == ["201", "400", "201"]
    assert rest.get(f"{place}?$select=ItemCount")["ItemCount"] == 2


def test_an_etag_is_checked_in_a_part(rest: Rest) -> None:
    place = rest.make_list()
    tag = rest.post(f"{place}/items", {"Title": "a"})["__metadata"]["etag"]
    writes = [part("MERGE", f"{place}/items(1)", '{"Title": "b"}', f"IF-MATCH:{tag}\n")] * 2
    text = send(rest, framed(writes, []))[1]
    assert re.findall(r"HTTP/1\.1 (\d+)", text) == ["204", "412"]
    assert re.search(r'ETAG: "[0-9a-f-]{36},2"\r\n', text)


def test_a_batch_above_the_limits_is_refused_as_a_whole(rest: Rest) -> None:
    place = rest.make_list()
    rows = [part("POST", f"{place}/items", '{"Title": "a"}')] * 6
    assert send(rest, framed(rows, []))[0] == 400
    assert send(rest, framed([part("POST", f"{place}/items", '{"Title": "%s"}' % ("x" * 20_000))], []))[0] == 400
    assert rest.get(f"{place}?$select=ItemCount")["ItemCount"] == 0


def test_a_part_for_another_site_is_refused(rest: Rest) -> None:
    body = framed([], [part("GET", "Web").replace("/sites/pmo/", "/sites/other/")])
    assert re.findall(r"HTTP/1\.1 (\d+)", send(rest, body)[1]) == ["400"]


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"--batch_1\n\nGET x\n", framed([], ["Content-Type: text/plain\n\nx\n"])]
)
def test_what_is_not_a_batch_is_refused(rest: Rest, body: bytes) -> None:
    assert send(rest, body)[0] == 400
