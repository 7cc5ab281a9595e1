"""``$batch``: many operations in one request, carried out one after another, each by itself.

The request's body begins with MIME headers once more, lines end in LF or CRLF, addresses hold raw blanks and raw
non-ASCII text. The answer is flat, one part per operation in the order of the request, without nested change sets:
clients count the parts.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from sharepoint.local.errors import bad_query
from sharepoint.local.rest.call import JSON, Answer

_LINE = re.compile(rb"\r?\n")
_BLANK = re.compile(rb"\r?\n\r?\n")
_BOUNDARY = re.compile(r'boundary="?([^";\r\n]+)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One operation of a batch; ``url`` is percent-encoded."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


def boundary_of(content_type: str) -> bytes:
    """The boundary a Content-Type names."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise bad_query("A batch needs Content-Type multipart/mixed with a boundary.")
    return found.group(1).strip().encode()


def split(body: bytes, content_type: str) -> list[Part]:
    """The operations of a batch in their order, those of change sets included."""
    return list(_parts(body, boundary_of(content_type)))


def _parts(body: bytes, boundary: bytes) -> Iterator[Part]:
    for section in _sections(body, boundary):
        headers, content = _cut(section)
        kind = headers.get("content-type", "")
        if kind.lower().startswith("multipart/mixed"):
            yield from _parts(content, boundary_of(kind))
        elif kind.lower().startswith("application/http"):
            yield _part(content)
        else:
            raise bad_query(f"A part of the batch has the Content-Type '{kind}'.")


def _sections(body: bytes, boundary: bytes) -> list[bytes]:
    pieces = re.split(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(?=--|[ \t]*\r?\n)", body)
    sections: list[bytes] = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return sections
        sections.append(_LINE.split(piece, maxsplit=1)[-1])
    raise bad_query("The batch is not closed by its boundary.")


def _cut(section: bytes) -> tuple[dict[str, str], bytes]:
    """A section's headers, and the content behind the first blank line."""
    head, *rest = _BLANK.split(section, maxsplit=1)
    lines = [line.decode("utf-8", "replace") for line in _LINE.split(head) if line.strip()]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return headers, rest[0] if rest else b""


def _part(content: bytes) -> Part:
    content = content.lstrip(b"\r\n")
    head, *rest = _BLANK.split(content, maxsplit=1)
    request, *lines = [line.decode("utf-8", "replace") for line in _LINE.split(head)]
    method, _, remainder = request.partition(" ")
    url, _, version = remainder.rpartition(" ")
    if not version.startswith("HTTP/") or not url:
        raise bad_query(f"The request line '{request}' of a part is not valid.")
    headers = {
        name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name.strip()
    }
    body = (rest[0] if rest else b"").strip(b"\r\n")
    return Part(method, quote(url, safe="%/:=&?~#+!$,;'@()*[]{}\""), headers, body)


def joined(answers: list[Answer]) -> tuple[bytes, str]:
    """The answer to a batch: its body and its Content-Type."""
    boundary = f"batchresponse_{uuid.uuid4()}"
    chunks = [_rendered(answer, boundary) for answer in answers]
    return b"".join(chunks) + f"--{boundary}--\r\n".encode(), f"multipart/mixed; boundary={boundary}"


def _rendered(answer: Answer, boundary: str) -> bytes:
    reason = HTTPStatus(answer.status).phrase
    headers = dict(answer.headers)
    if isinstance(answer.body, bytes):
        body = answer.body
    elif answer.body is None:
        body = b""
    else:
        body = json.dumps(answer.body, ensure_ascii=False).encode()
        headers = {"CONTENT-TYPE": JSON, **headers}
    lines = [
        f"--{boundary}",
        "Content-Type: application/http",
        "Content-Transfer-Encoding: binary",
        "",
        f"HTTP/1.1 {answer.status} {reason}",
        *(f"{name.upper()}: {value}" for name, value in headers.items()),
        "",
        "",
    ]
    return "\r\n".join(lines).encode() + body + b"\r\n"
