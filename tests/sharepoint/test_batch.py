"""Batches: framing, limits, and answers in order; read against recorded requests where they are at hand."""

from __future__ import annotations

import re
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharepoint.batch import MOST_BYTES, MOST_OPERATIONS, Operation, answers, chunks, framed
from sharepoint.errors import Answer, Fate
from sharepoint.local.rest.batch import split
from tests.sharepoint.publishing import HOSTILE

ROOT = "http://127.0.0.1/sites/pmo/_api"


def operations(count: int, size: int = 10) -> list[Operation]:
    return [Operation("POST", f"Web/lists/items({number})", {"Title": "x" * size}) for number in range(count)]


@given(st.integers(0, 350), st.sampled_from([10, 3_000, 20_000]))
def test_every_operation_is_in_one_batch_within_the_limits(count: int, size: int) -> None:
    given_operations = operations(count, size)
    parts = list(chunks(given_operations, ROOT))
    assert [position for part in parts for position in part] == list(range(count))
    for part in parts:
        assert len(part) <= MOST_OPERATIONS
        body = framed(given_operations[part.start : part.stop], ROOT, "batch_00000000-0000-0000-0000-000000000000")
        assert len(body) <= MOST_BYTES + 1000


def test_an_operation_larger_than_a_batch_goes_alone() -> None:
    given_operations = [*operations(1), *operations(1, 700_000), *operations(1)]
    assert [len(part) for part in chunks(given_operations, ROOT)] == [1, 1, 1]


def test_changes_stand_in_one_change_set_with_their_versions() -> None:
    body = framed(
        [
            Operation("POST", "Web/lists/items", {"Title": HOSTILE}),
            Operation("MERGE", "Web/lists/items(7)", {"Title": "x"}, '"3"'),
        ],
        ROOT,
        "batch_1",
    )
    parts = split(body, "multipart/mixed; boundary=batch_1")
    assert [(part.method, part.url) for part in parts] == [
        ("POST", f"{ROOT}/Web/lists/items"),
        ("MERGE", f"{ROOT}/Web/lists/items(7)"),
    ]
    assert parts[1].headers["IF-MATCH"] == '"3"'
    assert body.isascii()
    message = message_from_bytes(b'Content-Type: multipart/mixed; boundary="batch_1"\n\n' + body)
    (change_set,) = message.get_payload()
    assert change_set.get_content_type() == "multipart/mixed"  # type: ignore[union-attr]


def test_reads_stand_by_themselves() -> None:
    body = framed([Operation("GET", "Web?$select=Title")], ROOT, "batch_1")
    assert b"changeset" not in body
    assert [part.method for part in split(body, "multipart/mixed; boundary=batch_1")] == ["GET"]


def test_operations_that_rest_on_each_other_are_in_change_sets_of_their_own_and_in_order() -> None:
    steps = [
        Operation("POST", "a"),
        Operation("GET", "b"),
        Operation("MERGE", "c", {"Title": "x"}),
        Operation("POST", "d"),
    ]
    body = framed(steps, ROOT, "batch_1", in_order=True)
    assert body.count(b"boundary=changeset") == 3
    parts = split(body, "multipart/mixed; boundary=batch_1")
    assert [(part.method, part.url.rpartition("/")[2]) for part in parts] == [
        ("POST", "a"),
        ("GET", "b"),
        ("MERGE", "c"),
        ("POST", "d"),
    ]


def recorded(path: Path, number: int) -> Answer:
    """An answer of a recorded exchange."""
    _, _, text = path.read_bytes().partition(f"{number}. RESPONSE (ours)".encode())
    head, _, body = text.partition(b"--batchresponse")
    kind = re.search(rb"Content-Type: ([^\r\n]+)", head)
    assert kind
    return Answer(200, {"content-type": kind.group(1).decode()}, b"--batchresponse" + body)


def test_answers_come_in_order_with_status_headers_and_body(shared: Path) -> None:
    """Recorded: a duplicate key (here with status 400), then two created items."""
    path = shared / "sharepoint/captures/074_batch_partial_failure_tolerant.http"
    found = answers(recorded(path, 2))
    assert [answer.status for answer in found] == [400, 201, 201]
    assert [answer.fate for answer in found] == [Fate.READ_AGAIN, Fate.DONE, Fate.DONE]
    assert found[0].error[0] == -2130575169
    assert [answer.json()["Id"] for answer in found[1:]] == [109, 110]
    assert found[1].headers["etag"] == '"1"'


@pytest.mark.parametrize(
    ("status", "code", "fate"),
    [
        (201, "", Fate.DONE),
        (429, "-1, x", Fate.WAIT),
        (503, "", Fate.WAIT),
        (401, "", Fate.RENEW),
        (412, "-1, Microsoft.SharePoint.Client.ClientServiceException", Fate.READ_AGAIN),
        (409, "-2130575305, x", Fate.READ_AGAIN),
        (404, "-2130575338, System.ArgumentException", Fate.READ_AGAIN),
        (500, "-2130575169, Microsoft.SharePoint.SPDuplicateValuesFoundException", Fate.READ_AGAIN),
        (500, "-2130575162, x", Fate.REFUSED),  # list validation
        (500, "-2147024860, Microsoft.SharePoint.SPQueryThrottledException", Fate.REFUSED),
        (400, "-1, x", Fate.REFUSED),
    ],
)
def test_the_code_decides_and_not_the_status_alone(status: int, code: str, fate: Fate) -> None:
    body = f'{{"error": {{"code": "{code}", "message": {{"lang": "en-US", "value": "why"}}}}}}'.encode()
    assert Answer(status, {}, body).fate is fate
