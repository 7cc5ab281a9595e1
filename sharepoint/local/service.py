"""The REST service: from headers and body to status, headers and body, batches included."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sharepoint.local import tokens
from sharepoint.local.errors import Refusal, bad_query, save_conflict, too_large
from sharepoint.local.faults import Faults, refusal
from sharepoint.local.model.site import Site
from sharepoint.local.model.users import User
from sharepoint.local.rest import app_roles, batch
from sharepoint.local.rest.app_roles import AppRole
from sharepoint.local.rest.call import JSON, Answer, Call
from sharepoint.local.rest.lightjson import light, wants_light
from sharepoint.local.rest.resolver import answer

BATCH = "$batch"
LONGEST_LOG = 10_000
DIGEST_FREE = ("contextinfo", "sp.web.getweburlfrompageurl")  # asked before there can be a digest


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP."""

    status: int
    content: bytes
    headers: dict[str, str]


class Service:
    """Answers requests to one site, one at a time."""

    def __init__(
        self,
        site: Site,
        faults: Faults | None = None,
        require_token: bool = False,
        require_digest: bool = False,
        role: AppRole = AppRole.FULL_CONTROL,
    ) -> None:
        self.site = site
        self.faults = faults
        self.require_token = require_token
        self.require_digest = require_digest
        self.role = role
        self.lock = Lock()

    def reply(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes, base: str, met: Refusal | None = None
    ) -> Reply:
        """Answer a request for the address ``target`` behind ``_api/``, still percent-encoded.

        ``met`` is a refusal that was decided before: by a fault, or because the body is too large.
        """
        started = time.perf_counter()
        with self.lock:
            person = ""
            try:
                if met:
                    raise met
                user = self._user(headers, base)
                person = user.title
                if self.require_digest and method == "POST" and target.partition("?")[0].lower() not in DIGEST_FREE:
                    tokens.check_digest(headers.get("x-requestdigest"))
                if target.partition("?")[0].lower() == BATCH:
                    result = self._batch(headers, body, base, user)
                else:
                    result = _rendered(self._one(method, target, headers, body, base, user), headers)
            except Refusal as refused:
                result = _rendered(_refused(refused), headers)
            self._log(method, target, headers, body, result, person, (time.perf_counter() - started) * 1000)
        return result

    def _user(self, headers: Mapping[str, str], base: str) -> User:
        found = tokens.claims(headers.get("authorization"))
        if self.require_token:
            tokens.check(found, base.removesuffix(self.site.path))
        return tokens.person(self.site, found)

    def _one(self, method: str, target: str, headers: Mapping[str, str], body: bytes, base: str, user: User) -> Answer:
        call = Call(self.site, user, base, method, headers, body, self.role)
        try:
            app_roles.check(self.role, call.method, target)
            with self.site.store.transaction():
                return answer(call, target)
        except Refusal as refused:
            return _refused(refused)
        except sqlite3.IntegrityError:
            return _refused(save_conflict())

    def _batch(self, headers: Mapping[str, str], body: bytes, base: str, user: User) -> Reply:
        limits = self.site.limits
        if len(body) > limits.batch_bytes:
            raise too_large(limits.batch_bytes)
        parts = batch.split(body, headers.get("content-type", ""))
        if len(parts) > limits.batch_operations:
            raise bad_query(f"The number of operations in the batch, {len(parts)}, exceeds {limits.batch_operations}.")
        answers = [self._part(part, base, user) for part in parts]
        content, kind = batch.joined(answers)
        return Reply(200, content, {"Content-Type": kind})

    def _part(self, part: batch.Part, base: str, user: User) -> Answer:
        met = refusal(self.faults.befalling(part.method, part.url, part=True)) if self.faults else None
        if met:
            return _refused(met)
        prefix = f"{base}/_api/".lower()
        if not part.url.lower().startswith(prefix):
            return _refused(bad_query(f"The address {part.url} of a batch part is not on this site."))
        result = self._one(part.method, part.url[len(prefix) :], part.headers, part.body, base, user)
        if wants_light({name.lower(): value for name, value in part.headers.items()}):
            return Answer(result.status, light(result.body), result.headers)
        return result

    def _log(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes,
        result: Reply,
        person: str,
        milliseconds: float,
    ) -> None:
        message = ""
        if result.status >= 400:
            message = result.content[:500].decode("utf-8", "replace")
        verb = headers.get("x-http-method", method).upper()
        store = self.site.store
        with store.transaction():
            store.run(
                "INSERT INTO requests (at, method, address, status, milliseconds, received, sent, person, message)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    self.site.now(),
                    verb,
                    target[:2000],
                    result.status,
                    milliseconds,
                    len(body),
                    len(result.content),
                    person,
                    message,
                ),
            )
            store.run("DELETE FROM requests WHERE number <= (SELECT max(number) FROM requests) - ?", (LONGEST_LOG,))


def _refused(refused: Refusal) -> Answer:
    return Answer(refused.status, refused.body(), refused.headers)


def _rendered(given: Answer, headers: Mapping[str, str]) -> Reply:
    """An answer in the form the request's Accept header asks for."""
    if isinstance(given.body, bytes):
        return Reply(given.status, given.body, given.headers)
    if given.body is None:
        return Reply(given.status, b"", {"Content-Type": JSON, **given.headers})
    body: Any = light(given.body) if wants_light(headers) else given.body
    kind = "application/json;odata=nometadata;charset=utf-8" if wants_light(headers) else JSON
    return Reply(given.status, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": kind, **given.headers})
