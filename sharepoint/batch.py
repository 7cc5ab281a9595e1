"""Many operations in one request: SharePoint's `$batch`, written lean over the client's session, token and digest.

A batch is not one transaction: each operation succeeds or fails by itself, and its answer stands at its place.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import random
from typing import Any, Final

from sharepoint.connection import VERBOSE, Connection
from sharepoint.errors import Answer, Fate, LostReplyError, SharePointError, refusal
from sharepoint.waiting import backoff

MOST_OPERATIONS: Final = 100
MOST_BYTES: Final = 600_000
"""Source: SharePoint refuses more than 100 operations and more than 1,048,576 bytes in one batch (PnP Core #284,
#777); we stay well below."""

_STATUS = re.compile(rb"HTTP/1\.\d (\d{3})")
_TRIES: Final = 8


@dataclass(frozen=True, slots=True)
class Operation:
    """One request inside a batch.

    Attributes
    ----------
    path
        Below `_api/`, percent-encoded.
    etag
        The version that a change expects; a creation has none.
    """

    method: str
    path: str
    body: dict[str, Any] | None = None
    etag: str = ""

    def encoded(self, root: str) -> bytes:
        """The operation as it stands in the batch."""
        lines = [f"{self.method} {root}/{self.path} HTTP/1.1", f"Accept:{VERBOSE}", f"Content-Type:{VERBOSE}"]
        if self.etag:
            lines.append(f"IF-MATCH:{self.etag}")
        content = json.dumps(self.body) if self.body is not None else ""
        return ("\r\n".join(lines) + "\r\n\r\n" + content).encode("ascii")


def chunks(operations: Sequence[Operation], root: str) -> Iterator[range]:
    """Ranges of operations that fit into one batch each, in order."""
    start = size = 0
    for position, operation in enumerate(operations):
        length = len(operation.encoded(root)) + 200  # the part's own boundary and headers
        if position > start and (position - start == MOST_OPERATIONS or size + length > MOST_BYTES):
            yield range(start, position)
            start, size = position, 0
        size += length
    if len(operations) > start:
        yield range(start, len(operations))


def framed(operations: Sequence[Operation], root: str, boundary: str, in_order: bool = False) -> bytes:
    """The batch's body: changes in change sets, reads by themselves.

    Parameters
    ----------
    in_order
        Each change has a change set of its own: a site may carry out those of one set in any order, but sets and reads
        one after another (OData 3, "Batch processing").
    """
    sets = [[each] for each in operations] if in_order else [operations]
    parts = [_part(each, root, boundary, number) for number, each in enumerate(sets)]
    return b"".join(parts) + f"--{boundary}--\r\n".encode()


def _part(operations: Sequence[Operation], root: str, boundary: str, number: int) -> bytes:
    """Reads, or one change set, without the end of the batch."""
    if operations and operations[0].method == "GET":
        return _requests(operations, root, boundary)
    inner = f"changeset_{boundary[6:]}{f'_{number}' if number else ''}"
    head = f"--{boundary}\r\nContent-Type: multipart/mixed; boundary={inner}\r\n\r\n".encode()
    return head + _requests(operations, root, inner) + f"--{inner}--\r\n\r\n".encode()


def _requests(operations: Sequence[Operation], root: str, boundary: str) -> bytes:
    head = f"--{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n".encode()
    return b"".join(head + each.encoded(root) + b"\r\n\r\n" for each in operations)


def answers(batch: Answer) -> list[Answer]:
    """The answers inside a batch's answer, in order."""
    found = re.search(r'boundary="?([^";]+)', batch.headers.get("content-type", ""))
    if not found:
        return []
    mark = b"--" + found.group(1).strip().encode()
    _, *sections = (b"\n" + batch.body).split(b"\n" + mark)  # a pattern for line ends takes ten times as long
    return [_answer(each) for each in sections if not each.startswith(b"--")]


def _answer(section: bytes) -> Answer:
    _, _, inner = section.lstrip(b"\r\n").partition(b"\r\n\r\n")
    head, _, body = inner.lstrip(b"\r\n").partition(b"\r\n\r\n")
    status = _STATUS.match(head)
    lines = [line.partition(":") for line in head.decode("utf-8", "replace").splitlines()[1:]]
    headers = {name.strip().lower(): value.strip() for name, _, value in lines}
    return Answer(int(status.group(1)) if status else 0, headers, body.strip(b"\r\n"))


def send(connection: Connection, operations: Sequence[Operation], doing: str) -> list[Answer]:
    """Send one batch of reads or one batch of changes; give an answer per operation, in order.

    Parts that a busy site has not carried out are sent again after the time it asks for; a rejected batch is halved.

    Raises
    ------
    LostReplyError
        Changes whose answer never came: only reading tells what was done.
    SharePointError
        The whole batch was refused.
    """
    results: list[Answer | None] = [None] * len(operations)
    left = list(range(len(operations)))
    for attempt in range(1, _TRIES + 1):
        given = _once(connection, [operations[i] for i in left], doing)
        for position, answer in zip(left, given, strict=True):
            results[position] = answer
        again = [i for i, answer in zip(left, given, strict=True) if answer.fate in (Fate.WAIT, Fate.RENEW)]
        if not again or attempt == _TRIES:
            break
        _prepare_again(connection, [answer for answer in given if not answer.ok], attempt)
        left = again
    return [answer for answer in results if answer is not None]


def send_in_order(connection: Connection, operations: Sequence[Operation], doing: str) -> list[Answer]:
    """Send operations that rest on each other in one batch, carried out one after another; give an answer each.

    None is sent again: what one of them did not do, the next ones may have met.

    Raises
    ------
    LostReplyError
        The answer never came: only reading tells what was done.
    SharePointError
        The whole batch was refused.
    """
    return _once(connection, operations, doing, in_order=True)


def _prepare_again(connection: Connection, failed: Sequence[Answer], attempt: int) -> None:
    if any(answer.fate is Fate.RENEW for answer in failed):
        connection.renew()
    waits = [backoff(answer, attempt, random()) for answer in failed if answer.fate is Fate.WAIT]  # noqa: S311
    if waits:
        connection.pause(min(max(waits), connection.patience))


def _once(connection: Connection, operations: Sequence[Operation], doing: str, in_order: bool = False) -> list[Answer]:
    boundary = f"batch_{uuid.uuid4()}"
    reading = all(operation.method == "GET" for operation in operations)
    whole = connection.send(
        "POST",
        "$batch",
        framed(operations, connection.root, boundary, in_order),
        {"Content-Type": f"multipart/mixed; boundary={boundary}"},
        repeatable=reading,
    )
    if whole.status in (400, 413) and len(operations) > 1:  # refused before any part of it was carried out
        half = len(operations) // 2
        parts = (operations[:half], operations[half:])
        return [answer for part in parts for answer in _once(connection, part, doing, in_order)]
    if whole.status in (400, 413):
        return [whole]
    if whole.status >= 500 and not reading:
        raise LostReplyError(f"SharePoint failed during {doing}", status=whole.status, retry=True)
    if not whole.ok:
        raise refusal(whole, doing)
    found = answers(whole)
    if len(found) != len(operations):
        kind = SharePointError if reading else LostReplyError
        raise kind(f"SharePoint answered {len(found)} of {len(operations)} operations of a batch", retry=True)
    return found
