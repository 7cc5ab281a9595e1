"""An identity provider on loopback, over TLS as msal insists: device code, browser, refresh and certificate.

It issues tokens that say whom they are for, verifies the app's certificate and the browser's challenge, remembers
what it is asked, and every secret that it hands out or is given, so that tests can look for them.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import ipaddress
import json
import ssl
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


def certificate(folder: Path, name: str, days: int = 1) -> tuple[Path, Path]:
    """A new key and its certificate for this computer, as PEM files; it ends so many days from now."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    hosts = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(9))
    made = made.not_valid_after(now + dt.timedelta(days)).add_extension(hosts, critical=False)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
        key, hashes.SHA256()
    )
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / f"{name}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    (folder / f"{name}.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return folder / f"{name}.key", folder / f"{name}.pem"


FORM = """<html><body><form method="post" action="{action}"><input name="code" value="{code}">
<input name="state" value="{state}"></form></body></html>"""


@dataclass
class Provider:
    """What the provider knows.

    Attributes
    ----------
    approved
        Whether the person agrees, when asked.
    pending
        How often a device code is still pending before the person has typed it.
    lifetime
        Seconds that an access token lasts.
    roles, scopes
        What tokens of apps and of people say that they may do.
    asked
        The kind of each request, in order.
    secrets
        Everything that nobody but the client may ever see.
    """

    base: str = ""
    ca: str = ""
    approved: bool = True
    pending: int = 0
    lifetime: int = 3600
    roles: tuple[str, ...] = ("Sites.Selected",)
    scopes: str = "AllSites.Write"
    user: str = "jo@contoso.example"
    certificates: dict[str, Path] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    refreshable: set[str] = field(default_factory=set)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any] | str]:
        """The answer to one request; HTML where it is a text."""
        if path.endswith("/openid-configuration"):
            return 200, self._metadata(f"{self.base}/{path.split('/')[1]}")
        self.asked.append(form.get("grant_type", path.rpartition("/")[2]).rpartition(":")[2])
        if path.endswith("/devicecode"):
            return 200, self._device_code(form)
        if path.endswith("/authorize"):
            return 200, self._authorized(form)
        return self._granted(path, form)

    def _metadata(self, tenant: str) -> dict[str, str]:
        endpoints = {"token_endpoint": "token", "authorization_endpoint": "authorize"}
        endpoints["device_authorization_endpoint"] = "devicecode"
        return {"issuer": f"{tenant}/v2.0"} | {name: f"{tenant}/oauth2/v2.0/{end}" for name, end in endpoints.items()}

    def _secret(self, kind: str) -> str:
        made = f"{kind}.{uuid.uuid4().hex}"
        self.secrets.append(made)
        return made

    def _device_code(self, form: dict[str, str]) -> dict[str, Any]:
        code = self._secret("device")
        self.codes[code] = form
        told = {"user_code": "ABC123", "verification_uri": f"{self.base}/device", "interval": 1, "expires_in": 900}
        return {"device_code": code, "message": f"Open {self.base}/device and type ABC123", **told}

    def _authorized(self, form: dict[str, str]) -> str:
        """The page by which a browser hands over the code; the code is bound to the challenge (RFC 7636)."""
        assert form["response_mode"] == "form_post"
        code = self._secret("code")
        self.codes[code] = form
        return FORM.format(action=form["redirect_uri"], code=code, state=form["state"])

    def _granted(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        kind = form["grant_type"].rpartition(":")[2]
        if kind == "client_credentials":
            if not self._verified(path, form):
                return 401, {"error": "invalid_client", "error_description": "AADSTS700027: not registered"}
            return 200, self._token(form, form["scope"])
        if kind == "refresh_token":
            if form["refresh_token"] not in self.refreshable:
                return 400, {"error": "invalid_grant", "error_description": "AADSTS700082: the token has expired"}
            return 200, self._token(form, form["scope"])
        if kind == "device_code" and self.pending:
            self.pending -= 1
            return 400, {"error": "authorization_pending", "error_description": "AADSTS70016: pending"}
        if not self.approved:
            return 400, {"error": "access_denied", "error_description": "AADSTS70019: declined"}
        begun = self.codes.pop(form.get("device_code") or form["code"])
        if kind == "authorization_code":
            digest = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
            if begun["code_challenge"] != digest.decode().rstrip("="):
                return 400, {"error": "invalid_grant", "error_description": "AADSTS501481: wrong verifier"}
        return 200, self._token(form, begun["scope"], begun.get("nonce", ""))

    def _verified(self, path: str, form: dict[str, str]) -> bool:
        self.secrets.append(form["client_assertion"])
        pem = self.certificates[form["client_id"]].read_bytes()
        key = x509.load_pem_x509_certificate(pem).public_key()
        try:
            jwt.decode(form["client_assertion"], key, algorithms=["PS256"], audience=f"{self.base}{path}")  # type: ignore[arg-type]
        except jwt.InvalidTokenError:
            return False
        return True

    def _signed(self, claims: dict[str, Any], lifetime: int) -> str:
        now = int(dt.datetime.now().timestamp())
        made = jwt.encode(claims | {"iat": now, "exp": now + lifetime, "id": uuid.uuid4().hex}, "k" * 32)
        self.secrets.append(made)
        return made

    def _token(self, form: dict[str, str], scope: str, nonce: str = "") -> dict[str, Any]:
        audience = next((part.removesuffix("/.default") for part in scope.split() if "://" in part), "")
        app = form["grant_type"] == "client_credentials"
        who = {"app_displayname": "pmo", "roles": list(self.roles)} if app else {"upn": self.user, "scp": self.scopes}
        answer: dict[str, Any] = {"token_type": "Bearer", "expires_in": self.lifetime}
        answer["access_token"] = self._signed({"aud": audience} | who, self.lifetime)
        if not app:
            refresh = self._secret("refresh")
            self.refreshable = {refresh}
            client = base64.urlsafe_b64encode(b'{"uid": "u", "utid": "t"}').decode().rstrip("=")
            claims = {"aud": form["client_id"], "iss": f"{self.base}/t/v2.0", "sub": "s"}
            claims |= {"preferred_username": self.user} | ({"nonce": nonce} if nonce else {})
            answer |= {"scope": scope, "refresh_token": refresh, "client_info": client}
            answer["id_token"] = self._signed(claims, 3600)
        return answer


@contextmanager
def provider(folder: Path) -> Iterator[Provider]:
    """A provider that answers for the length of the block."""
    key, pem = certificate(folder, "tls")
    made = Provider(ca=str(pem))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            path, _, query = self.path.partition("?")
            form = {name: values[0] for name, values in parse_qs(f"{query}&{body}").items()}
            status, answer = made.answer(path, form)
            content = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if isinstance(answer, str) else "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    made.base = f"https://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
