"""An identity provider on loopback, over TLS as msal insists: device code, refresh and certificate sign-ins.

It issues tokens that say whom they are for, verifies the app's certificate, and counts what it is asked.
"""

from __future__ import annotations

import base64
import datetime as dt
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


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A new key and its certificate for this computer, as PEM files."""
    key = rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    hosts = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(1))
    made = made.not_valid_after(now + dt.timedelta(1)).add_extension(hosts, critical=False)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
        key, hashes.SHA256()
    )
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / f"{name}.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))
    (folder / f"{name}.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return folder / f"{name}.key", folder / f"{name}.pem"


@dataclass
class Provider:
    """What the provider knows."""

    base: str = ""
    ca: str = ""
    approved: bool = True
    scope: str = ""
    certificates: dict[str, Path] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The answer to one request."""
        if path.endswith("/openid-configuration"):
            return 200, self._metadata(f"{self.base}/{path.split('/')[1]}")
        self.asked.append(form.get("grant_type", path.rpartition("/")[2]).rpartition(":")[2])
        self.scope = form.get("scope", self.scope)
        if path.endswith("/devicecode"):
            code = {"device_code": "d", "user_code": "ABC123", "verification_uri": f"{self.base}/device", "interval": 1}
            return 200, {**code, "expires_in": 900, "message": f"Open {self.base}/device and type ABC123"}
        if form["grant_type"].endswith("device_code") and not self.approved:
            return 400, {"error": "access_denied", "error_description": "AADSTS70019: declined"}
        if form["grant_type"] == "client_credentials" and not self._verified(path, form):
            return 401, {"error": "invalid_client", "error_description": "AADSTS700027: certificate is not registered"}
        return 200, self._token(form)

    def _metadata(self, tenant: str) -> dict[str, str]:
        endpoints = {"token_endpoint": "token", "authorization_endpoint": "authorize"}
        endpoints["device_authorization_endpoint"] = "devicecode"
        return {"issuer": f"{tenant}/v2.0"} | {name: f"{tenant}/oauth2/v2.0/{end}" for name, end in endpoints.items()}

    def _verified(self, path: str, form: dict[str, str]) -> bool:
        pem = self.certificates[form["client_id"]].read_bytes()
        key = x509.load_pem_x509_certificate(pem).public_key()
        try:
            jwt.decode(form["client_assertion"], key, algorithms=["PS256"], audience=f"{self.base}{path}")  # type: ignore[arg-type]
        except jwt.InvalidTokenError:
            return False
        return True

    def _token(self, form: dict[str, str]) -> dict[str, Any]:
        audience = next((part.removesuffix("/.default") for part in self.scope.split() if "://" in part), "")
        token = jwt.encode({"aud": audience, "id": uuid.uuid4().hex}, "k" * 32)
        answer: dict[str, Any] = {"token_type": "Bearer", "expires_in": 3600, "access_token": token}
        if form["grant_type"] != "client_credentials":
            client = base64.urlsafe_b64encode(b'{"uid": "u", "utid": "t"}').decode().rstrip("=")
            claims = {"aud": form["client_id"], "iss": f"{self.base}/t/v2.0", "sub": "s", "preferred_username": "jo@x"}
            stamps = {"iat": int(dt.datetime.now().timestamp()), "exp": int(dt.datetime.now().timestamp()) + 3600}
            answer |= {
                "scope": self.scope,
                "refresh_token": "r",
                "client_info": client,
                "id_token": jwt.encode(claims | stamps, "k" * 32),
            }
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
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, answer = made.answer(self.path.partition("?")[0], form)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
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
