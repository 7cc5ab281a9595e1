"""What the site answers and what it means for us: done, wait, read again, sign in again, or refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Any, Final


class SharePointError(Exception):
    """The site, or the way to it, failed; says what to do next and whether trying again can help.

    Never holds a token: what is kept of a request is its purpose, not its headers.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str = "",
        request_id: str = "",
        retry: bool = False,
        next_step: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.request_id = request_id
        self.retry = retry
        self.next_step = next_step

    @property
    def fact(self) -> str:
        """What happened, with the site's own codes, and without the next step."""
        facts = [f"HTTP {self.status}" if self.status else "", self.code, self.request_id and f"id {self.request_id}"]
        known = ", ".join(fact for fact in facts if fact)
        return f"{self.message} ({known})" if known else self.message.rstrip(".")

    def __str__(self) -> str:
        return f"{self.fact}. {self.next_step}".rstrip()


class NotSentError(SharePointError):
    """No connection was made, so the site has not seen the request."""


class LostReplyError(SharePointError):
    """The request may have been carried out; only reading can tell."""


class Fate(Enum):
    """What one answer means for the action behind it."""

    DONE = "done"
    WAIT = "wait and send again"
    RENEW = "sign in again and send again"
    READ_AGAIN = "read the row again and decide anew"
    REFUSED = "refused for good"


DUPLICATE_VALUE: Final = -2130575169
LIST_EXISTS: Final = -2130575342
ITEM_MISSING: Final = -2130575338
SAVE_CONFLICTS: Final = frozenset({-2130575305, -2130246326})
FILE_EXISTS: Final = -2130575257
LOCKED: Final = 423
"""Source: SharePoint's error codes as recorded in the issues of PnPjs, PnP Core and Office365-REST-Python-Client;
a duplicate key and other lasting refusals come with status 500, so the status alone decides nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the site: to a request, or to one part of a batch. Header names are in lower case."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def ok(self) -> bool:
        """Whether the request was carried out."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """The body's `d` (verbose OData); None where there is no body."""
        if not self.body.strip():
            return None
        try:
            found = json.loads(self.body)
        except ValueError:
            step = "Check the address of the site, and whether a proxy or a sign-in page answers in its place."
            raise SharePointError("The answer is not SharePoint's", status=self.status, next_step=step) from None
        return found.get("d", found) if isinstance(found, dict) else found

    @property
    def error(self) -> tuple[int, str, str]:
        """SharePoint's code, its exception type and its message; 0 and empty where the body is not SharePoint's."""
        try:
            found = json.loads(self.body)["error"]
            number, _, kind = str(found["code"]).partition(",")
            message = found["message"]
            text = str(message["value"] if isinstance(message, dict) else message)
            return int(number), kind.strip(), text
        except (ValueError, KeyError, TypeError):
            return 0, "", ""

    @property
    def wait(self) -> float | None:
        """Seconds the site asks us to wait, given as such or as a moment; None where it does not say."""
        asked = self.headers.get("retry-after", "")
        try:
            return max(0.0, float(asked))
        except ValueError:
            pass
        try:
            return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
        except (ValueError, TypeError):
            return None

    @property
    def fate(self) -> Fate:
        """What the answer means for the action behind it."""
        if self.ok:
            return Fate.DONE
        if self.status in (429, 503):
            return Fate.WAIT
        if self.status == 401:
            return Fate.RENEW
        code = self.error[0]
        if self.status in (409, 412) or code in SAVE_CONFLICTS | {DUPLICATE_VALUE, ITEM_MISSING}:
            return Fate.READ_AGAIN
        return Fate.REFUSED


def refusal(answer: Answer, doing: str) -> SharePointError:
    """The error to raise for an answer that was not expected."""
    number, kind, text = answer.error
    code = f"{number}, {kind}" if number else ""
    request_id = answer.headers.get("request-id") or answer.headers.get("sprequestguid") or ""
    said = f": {text}" if text else ""
    return SharePointError(
        f"SharePoint refused {doing}{said}".rstrip("."),
        status=answer.status,
        code=code,
        request_id=request_id,
        retry=answer.fate is Fate.WAIT or answer.status >= 502,
        next_step=_NEXT_STEPS.get(answer.status, ""),
    )


_NEXT_STEPS: Final[Mapping[int, str]] = {
    401: "Sign in again; for unattended runs check that the certificate's app was given the SharePoint permission "
    "Sites.Selected (not the Graph one) and this site.",
    403: "Ask the site's owner for the right to edit lists; creating lists and columns needs Manage or Full Control.",
    404: "Check the address of the site.",
    423: "Close the file where it is open, or check it in, and publish again.",
    429: "The site is busy; publish again later.",
    503: "The site is busy; publish again later.",
}
