"""Tokens of a hosted server: good ones name their person, every other is refused."""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.testclient import TestClient

from pmo_excel.hosts.officejs.app import Settings, application
from pmo_excel.hosts.officejs.entra import Entra, SignInError
from pmo_excel.hosts.serve_command import Serving, serve
from pmo_excel.workbook.refused import Refused

TENANT, APP = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"
KEY, OTHER = (rsa.generate_private_key(65537, 2048) for _ in range(2))


class Keys:
    """The tenant's keys, and how often they were fetched."""

    def __init__(self) -> None:
        self.fetched = 0
        public = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        self.key = jwt.PyJWK({**public, "kid": "one", "alg": "RS256"})

    def get_signing_keys(self, refresh: bool = False) -> list[jwt.PyJWK]:
        self.fetched += refresh
        return [self.key]


def entra(keys: Keys | None = None, **more: Any) -> Entra:
    return Entra(TENANT, APP, "pmo.contoso.com", keys=keys or Keys(), **more)


def token(key: rsa.RSAPrivateKey = KEY, kid: str | None = "one", algorithm: str = "RS256", **changed: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": f"https://login.microsoftonline.com/{TENANT}/v2.0",
        "aud": APP,
        "tid": TENANT,
        "scp": "access_as_user profile",
        "iat": now,
        "exp": now + 600,
        "oid": "a-person",
    } | changed
    if "exp_in" in claims:  # seconds from when the token is made, not from when the tests were collected
        claims["exp"] = now + claims.pop("exp_in")
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm, headers={"kid": kid} if kid else None)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"aud": f"api://{APP}"},
        {"aud": f"api://pmo.contoso.com/{APP}"},
        {"iss": f"https://sts.windows.net/{TENANT}/"},
        {"exp_in": -30},
    ],
)
def test_a_good_token_names_its_person(changed: dict[str, Any]) -> None:
    assert entra().person(token(**changed)) == "a-person"


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "other"},
        {"aud": f"api://evil.example/{APP}"},
        {"iss": "https://evil.example/"},
        {"iss": "https://login.microsoftonline.com/33333333-3333-3333-3333-333333333333/v2.0"},
        {"tid": "33333333-3333-3333-3333-333333333333"},
        {"scp": "profile"},
        {"scp": "access_as_user2"},
        {"exp_in": -900},
        *({missing: None} for missing in ("aud", "iss", "tid", "scp", "exp", "iat", "oid")),
        {"key": OTHER},
        {"kid": "two"},
        {"kid": None},
    ],
    ids=lambda changed: "-".join(changed),
)
def test_every_other_token_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(SignInError):
        entra().person(token(**changed))


def test_a_token_that_is_not_signed_with_rsa_is_refused() -> None:
    unsigned = jwt.encode({"aud": APP}, None, "none", headers={"kid": "one"})
    symmetric = jwt.encode({"aud": APP}, "a secret that is long enough to be one", "HS256", headers={"kid": "one"})
    for one in (unsigned, symmetric, "", "a.b.c", "é"):
        with pytest.raises(SignInError):
            entra().person(one)


def test_unknown_keys_are_asked_for_once_a_minute_at_most() -> None:
    keys, now = Keys(), 1000.0
    found = entra(keys, clock=lambda: now)
    for _ in range(5):
        with pytest.raises(SignInError):
            found.person(token(kid="two"))
    assert keys.fetched == 1
    now += 61
    with pytest.raises(SignInError):
        found.person(token(kid="two"))
    assert keys.fetched == 2


def test_a_hosted_server_answers_people_who_are_signed_in_and_gives_no_token_away() -> None:
    base = "https://pmo.contoso.com"
    with TestClient(application(Settings(base, entra())), base_url=base) as client:
        call = {"calls": [{"function": "CPI", "arguments": [{"value": 3}, {"value": 4}]}]}
        for bearer, status in ((token(), 200), (token(key=OTHER), 401)):
            headers = {"Authorization": f"Bearer {bearer}", "Origin": base}
            assert client.post("/api/call", json=call, headers=headers).status_code == status
        assert "&#34;token&#34;: &#34;&#34;" in client.get("/taskpane.html").text.replace("&quot;", "&#34;")
        assert client.get("/taskpane.html", headers={"Host": "localhost"}).status_code == 421


@pytest.mark.parametrize(
    "asked",
    [
        Serving(host="0.0.0.0"),  # noqa: S104 -- what is refused
        Serving(url="http://pmo.contoso.com", tenant=TENANT, client_id=APP),
        Serving(url="https://pmo.contoso.com"),
        Serving(url="https://pmo.contoso.com/x", tenant=TENANT, client_id=APP),
        Serving(url="https://pmo.contoso.com", tenant=TENANT, client_id=APP, site="https://contoso.sharepoint.com"),
    ],
)
def test_a_server_that_would_be_open_to_others_does_not_start(asked: Serving) -> None:
    with pytest.raises(Refused):
        serve(asked)
