"""The way to one site: the client's requests with our timeouts, waiting, signing in again, and plain errors."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from random import random
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlsplit

import requests
from office365.runtime.client_request_exception import ClientRequestException
from office365.runtime.http.http_method import HttpMethod
from office365.runtime.http.request_options import RequestOptions
from office365.runtime.transport.requests_transport import RequestsTransport
from office365.sharepoint.client_context import ClientContext

from pmo_excel import __version__
from sharepoint.auth import LocalSignIn, Renewing, SignIn
from sharepoint.errors import Answer, Fate, LostReplyError, NotSentError, SharePointError, refusal
from sharepoint.tenant import loopback
from sharepoint.waiting import CancelledError, Pace, backoff

USER_AGENT: Final = f"NONISV|pmo-excel|pmo/{__version__}"
"""The form Microsoft asks for, so that a tenant's administrator sees who calls (learn.microsoft.com, "Avoid getting
throttled or blocked in SharePoint Online")."""

TIMEOUT: Final = (10.0, 120.0)
PATIENCE: Final = 900.0
VERBOSE: Final = "application/json;odata=verbose"
_DIGEST: Final = "/contextInfo"
T = TypeVar("T")

logging.getLogger("office365").addHandler(logging.NullHandler())  # what fails is told once, by us, without a traceback


class PatientTransport(RequestsTransport):
    """Sends requests; waits as long as a busy site asks; tells a request that was not sent from a lost reply.

    A request answered 429 or 503 was not carried out, so sending it again is safe, whatever it is. So is asking for the
    form digest, which the client would otherwise repeat itself, with waits of up to a minute and a half.
    """

    def __init__(
        self, session: requests.Session, timeout: tuple[float, float], patience: float, pause: Callable[[float], None]
    ) -> None:
        super().__init__(session=session, timeout=timeout)
        self.requests_sent = 0
        self._patience = patience
        self._pause = pause
        self._pace = Pace()
        self._not_before = 0.0

    def execute(self, request: RequestOptions) -> requests.Response:
        """Send one request, again after each 429 or 503, until the patience for this request is used up."""
        waited = 0.0
        for attempt in range(1, 1000):
            self._pause(max(0.0, self._not_before - time.monotonic()))
            response = self._digest(request) if request.url.endswith(_DIGEST) else self._send(request)
            answer = answer_of(response)
            if response.status_code not in (429, 503):
                self._not_before = time.monotonic() + min(self._pace.after(answer), self._patience)
                return response
            wait = backoff(answer, attempt, random())  # noqa: S311 - no secret rests on it
            waited += wait
            if waited > self._patience:
                return response
            self._pause(wait)
        return response

    def _digest(self, request: RequestOptions) -> requests.Response:
        for wait in (1.0, 2.0, 4.0):
            try:
                response = self._send(request)
            except LostReplyError:
                pass
            else:
                if response.status_code < 500 or response.status_code == 503:
                    return response
            self._pause(wait)
        raise NotSentError(
            f"{_host(request.url)} gives no form digest", next_step="Publish again later; nothing was sent."
        )

    def _send(self, request: RequestOptions) -> requests.Response:
        self.requests_sent += 1
        try:
            response: requests.Response = super().execute(request)
        except (requests.exceptions.SSLError, requests.exceptions.ProxyError) as error:
            raise NotSentError(
                f"No secure connection to {_host(request.url)}: {_cause(error)}",
                next_step="Check the proxy settings and the certificates of this computer.",
            ) from error
        except requests.exceptions.ConnectTimeout as error:
            raise _not_sent(request.url) from error
        except requests.exceptions.ConnectionError as error:
            if "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error):
                raise _not_sent(request.url) from error
            raise _lost(request.url) from error
        except requests.exceptions.RequestException as error:
            raise _lost(request.url) from error
        return response


def _not_sent(url: str) -> NotSentError:
    return NotSentError(
        f"No connection to {_host(url)}", retry=True, next_step="Check the network and the site's address."
    )


def _lost(url: str) -> LostReplyError:
    return LostReplyError(
        f"The reply of {_host(url)} was lost", retry=True, next_step="Publish again; nothing is doubled."
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _cause(error: Exception) -> str:
    return type(error).__name__


def answer_of(response: requests.Response) -> Answer:
    """A response of the requests library as ours."""
    return Answer(
        response.status_code, {name.lower(): value for name, value in response.headers.items()}, response.content
    )


class Connection:
    """One site's address, sign-in and session; every request goes through here.

    Parameters
    ----------
    url
        The site's address, such as https://contoso.sharepoint.com/sites/pmo.
    sign_in
        How to get a token; a site on this computer needs none.
    patience
        Seconds a single request may wait for a busy site, in all.

    Attributes
    ----------
    waiting
        Is told the seconds before each wait, to show them.
    session
        The session of the requests library that everything goes through: its own, or the given one, for a proxy,
        certificates, or a site that answers without a network.
    """

    def __init__(
        self,
        url: str,
        sign_in: SignIn | None = None,
        *,
        timeout: tuple[float, float] = TIMEOUT,
        patience: float = PATIENCE,
        sleep: Callable[[float], None] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.path = urlsplit(self.url).path
        self._cancelled = threading.Event()
        self.sleep: Callable[[float], object] = sleep or self._cancelled.wait
        self.waiting: Callable[[float], None] = lambda seconds: None
        self.patience = patience
        self._sign_in = sign_in or LocalSignIn(self.url)
        self._token: Mapping[str, Any] | None = None
        self._token_until = 0.0
        self.session = session or requests.Session()
        self.session.headers["User-Agent"] = USER_AGENT
        self.session.trust_env = not loopback(self.url)  # a proxy of the environment cannot reach this computer's site
        self._transport = PatientTransport(self.session, timeout, patience, self.pause)
        self.context = ClientContext(self.url)
        self._prepare()

    def _prepare(self) -> None:
        """Start the client's queue anew, with our token and transport."""
        self.context.clear()
        self.context.with_access_token(self._current_token)
        self.context.pending_request().transport = self._transport

    def __repr__(self) -> str:
        return f"Connection({self.url!r})"

    @property
    def requests_sent(self) -> int:
        """How many HTTP requests were made so far."""
        return int(self._transport.requests_sent)

    @property
    def root(self) -> str:
        """The address that request paths are relative to."""
        return f"{self.url}/_api"

    def _current_token(self) -> dict[str, Any]:
        if self._token is None or time.monotonic() >= self._token_until:
            self._token = self._sign_in.token()
            self._token_until = time.monotonic() + float(self._token.get("expires_in", 0))
        return {**self._token, "expires_in": -1}  # the client's own copy is never renewed on 401, so it gets none

    def pause(self, seconds: float) -> None:
        """Wait, and say so; nothing is sent any more once publishing is cancelled.

        Raises
        ------
        CancelledError
            It was cancelled, before or meanwhile.
        """
        if seconds > 0 and not self._cancelled.is_set():
            self.waiting(seconds)
            self.sleep(seconds)
        if self._cancelled.is_set():
            raise CancelledError

    def cancel(self) -> None:
        """Stop at the next request, also in the middle of a wait; may be called from another thread."""
        self._cancelled.set()

    def renew(self) -> None:
        """Forget the token that the site refused, so that the next request comes with a new one."""
        self._token = None
        if isinstance(self._sign_in, Renewing):
            self._sign_in.refused()

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
    ) -> Answer:
        """Send one request and give its answer, whatever it is; a 401 is renewed once.

        Parameters
        ----------
        path
            Below `_api/`, percent-encoded.
        body
            Bytes, or a value to send as JSON.
        repeatable
            Whether carrying it out twice is the same as once; then a lost reply is sent again.

        Raises
        ------
        SharePointError
            No connection (`NotSentError`), or no reply where sending again is not safe (`LostReplyError`).
        """
        for attempt in range(1, 5):
            try:
                answer = self._once(method, path, body, headers)
            except SharePointError as error:
                if attempt == 4 or not (isinstance(error, NotSentError) or repeatable) or not error.retry:
                    raise
                self.pause(2.0 ** (attempt - 1))
                continue
            if answer.fate is Fate.RENEW and attempt == 1:
                self.renew()
            elif answer.status in (502, 504) and repeatable and attempt < 4:
                self.pause(2.0 ** (attempt - 1))
            elif answer.status in (502, 504) and not repeatable:
                raise _lost(self.url)
            else:
                return answer
        return answer

    def _once(self, method: str, path: str, body: Any, headers: Mapping[str, str] | None) -> Answer:
        request = RequestOptions(f"{self.root}/{path}")
        request.method = HttpMethod.Get if method == "GET" else HttpMethod.Post
        request.data = body
        request.headers = {"Accept": VERBOSE, "Content-Type": VERBOSE, **(headers or {})}
        if method not in ("GET", "POST"):
            request.headers["X-HTTP-Method"] = method
        try:
            return answer_of(self.context.pending_request().execute_request_direct(request))
        except ClientRequestException as error:
            if error.response is None:
                raise _lost(self.url) from error
            return answer_of(error.response)

    def run(self, query: Callable[[ClientContext], T], doing: str) -> T:
        """Carry out a query of the client's object model; a 401 is renewed once.

        Raises
        ------
        SharePointError
            Any refusal; the client's own exceptions stop here.
        """
        made, answer = self._attempt(query)
        if answer is not None and answer.fate is Fate.RENEW:
            self.renew()
            made, answer = self._attempt(query)
        if answer is not None:
            raise refusal(answer, doing)
        return cast(T, made)

    def _attempt(self, query: Callable[[ClientContext], T]) -> tuple[T | None, Answer | None]:
        try:
            made = query(self.context)
            self.context.execute_query()
        except ClientRequestException as error:
            self._prepare()  # what is left of a failed query must not go out with the next one
            if error.response is None:
                raise _lost(self.url) from error
            return None, answer_of(error.response)
        except SharePointError:
            self._prepare()
            raise
        return made, None
