"""The requests that publishing sends, one by one, written so that a rehearsal and the real thing can be compared.

What differs from run to run is named instead: the run, the time, ids and item numbers that the site gives meanwhile.
Addresses, methods, versions (etags), sizes and digests of bodies are as sent. Headers with tokens are not looked at.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from requests import Response

from sharepoint.connection import Connection
from sharepoint.rehearsal.recording import Recording

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_RUN: Final = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{6}")
_NOW: Final = re.compile(r'("PMOPublishedOn": ")[0-9T:Z-]+(")')
_CHANGE_SET: Final = re.compile(rb"boundary=(changeset_[0-9a-f_-]+)\r\n")
_ITEM: Final = re.compile(r"(Lists\(guid'([^']+)'\)/items\()(\d+)(\))")


@dataclass(frozen=True, slots=True)
class Request:
    """One request, or one operation inside a batch.

    Attributes
    ----------
    version
        The version (etag) that a change expects.
    size, digest
        Bytes of the body, and their SHA-256 with run, time and new ids named instead.
    """

    method: str
    url: str
    version: str = ""
    size: int = 0
    digest: str = ""
    operations: tuple[Request, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The request as a file holds it, without what is empty."""
        told = {name: value for name, value in asdict(self).items() if value and name != "operations"}
        return told | ({"operations": [each.as_json() for each in self.operations]} if self.operations else {})

    def lines(self) -> Iterator[str]:
        """The request for people, its operations below it."""
        size = f"  {self.size:,} bytes {self.digest[:12]}" if self.size else ""
        version = f"  if {self.version}" if self.version else ""
        yield f"{self.method} {self.url}{version}{size}"
        for each in self.operations:
            yield from (f"    {line}" for line in each.lines())


@dataclass(slots=True)
class Trace:
    """The requests of a connection, in order.

    Attributes
    ----------
    known
        Unique ids that the site had given before, in lower case.
    numbers
        Item numbers that it had given before, by list.
    """

    known: set[str]
    numbers: Mapping[str, set[int]]
    requests: list[Request] = field(default_factory=list)
    _new: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, connection: Connection, recording: Recording) -> Trace:
        """Note everything that a connection sends from now on."""
        trace = cls(recording.ids(), recording.numbers())
        connection.session.hooks["response"].append(trace.note)
        return trace

    def note(self, response: Response, **options: Any) -> None:
        """Note the request behind a response."""
        sent = response.request
        body = sent.body.encode() if isinstance(sent.body, str) else bytes(sent.body or b"")
        method = str(sent.headers.get("X-HTTP-Method") or sent.method)
        version = str(sent.headers.get("IF-MATCH") or "")
        if str(sent.url).endswith("/$batch"):
            operations = tuple(self._operation(part) for part in _parts(body, str(sent.headers["Content-Type"])))
            digest = hashlib.sha256("".join(each.digest + each.url for each in operations).encode()).hexdigest()
            self.requests.append(Request(method, self._plain(str(sent.url)), version, len(body), digest, operations))
        else:
            self.requests.append(self._request(method, str(sent.url), version, body))

    def _request(self, method: str, url: str, version: str, body: bytes) -> Request:
        told = self._plain(body.decode()).encode() if body.startswith(b"{") else body
        digest = hashlib.sha256(told).hexdigest() if body else ""
        return Request(method, self._plain(url), self._plain(version), len(body), digest)

    def _operation(self, part: bytes) -> Request:
        head, _, body = part.partition(b"\r\n\r\n")
        first, *headers = head.decode().split("\r\n")
        method, url, _ = first.split(" ", 2)
        version = next((line.partition(":")[2] for line in headers if line.upper().startswith("IF-MATCH:")), "")
        return self._request(method, url, version, body.strip(b"\r\n"))

    def _plain(self, text: str) -> str:
        numbered = _ITEM.sub(self._number, text)
        return _NOW.sub(r"\1<now>\2", _RUN.sub("<run>", _GUID.sub(self._id, numbered)))

    def _number(self, found: re.Match[str]) -> str:
        start, list_id, number, end = found.groups()
        known = int(number) in self.numbers.get(list_id.lower(), set())
        return f"{start}{number if known else '<new>'}{end}"

    def _id(self, found: re.Match[str]) -> str:
        name = found.group().lower()
        return name if name in self.known else self._new.setdefault(name, f"<new {len(self._new) + 1}>")


def _parts(body: bytes, content_type: str) -> Iterator[bytes]:
    """The operations of a batch that `sharepoint.batch` framed, each from its request line on."""
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    for mark in (boundary, *_CHANGE_SET.findall(body)):
        for section in body.split(b"--" + mark + b"\r\n")[1:]:
            head, _, inner = section.partition(b"\r\n\r\n")
            if b"application/http" in head:
                yield inner.partition(b"\r\n--")[0].removesuffix(b"\r\n")
