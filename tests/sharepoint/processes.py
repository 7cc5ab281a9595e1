"""`pmo` as real processes whose network and logs are watched from inside.

Every process runs with a `sitecustomize` of ours: it writes whatever any library logs at the lowest level to a file,
notes every host that is looked up or connected to, and refuses those that are not named. Python's audit events
(PEP 578) are raised by the interpreter itself, so no library passes them by.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.sharepoint.identity_provider import Provider

WATCH = """
import logging, os, sys

folder, allowed, crash = os.environ["WATCH"], os.environ["WATCH_ALLOWED"].split(), os.environ.get("WATCH_CRASH")
logging.basicConfig(level=1, filename=os.path.join(folder, "debug.log"))


def watched(event, arguments):
    if event == "socket.getaddrinfo":
        host, port = arguments[0], arguments[1]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        host, port = arguments[1][0], arguments[1][1]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else str(host)
    with open(os.path.join(folder, "hosts.txt"), "a") as file:
        file.write(f"{host}:{port}\\n")
    if crash and str(port) == crash and event == "socket.connect":
        raise RuntimeError("the network stack has failed")
    if f"{host}:{port}" not in allowed:
        raise PermissionError(f"{host}:{port} is not a host that was named")


sys.addaudithook(watched)
"""

BROWSER = '''#!{python} -I
"""A browser: opens the address, and sends the form of the page that comes back."""
import re, ssl, sys, urllib.parse, urllib.request

context = ssl.create_default_context(cafile={ca!r})
opener = urllib.request.build_opener(urllib.request.ProxyHandler({{}}), urllib.request.HTTPSHandler(context=context))
page = opener.open(sys.argv[1]).read().decode()
fields = dict(re.findall('name="([^"]+)" value="([^"]+)"', page))
action = re.search('action="([^"]+)"', page)[1]
opener.open(action, urllib.parse.urlencode(fields).encode()).read()
'''


@dataclass
class Office:
    """A person's computer: a state folder, a place to work, and what was printed and logged there."""

    folder: Path
    allowed: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        (self.folder / "watch").mkdir(parents=True)
        (self.folder / "watch" / "sitecustomize.py").write_text(WATCH)

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def trusts(self, idp: Provider) -> None:
        """The certificate of the provider is this computer's, and so is a browser that can sign in there."""
        browser = self.folder / "browser"
        browser.write_text(BROWSER.format(python=sys.executable, ca=idp.ca))
        browser.chmod(0o755)
        self.settings |= {"REQUESTS_CA_BUNDLE": idp.ca, "CURL_CA_BUNDLE": idp.ca, "BROWSER": f"{browser} %s &"}

    def pmo(self, *arguments: str | Path, status: int | None = 0, **settings: str) -> str:
        """Run a command as a process of its own; gives what it printed on both streams."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PMO_")}
        path = os.pathsep.join((str(self.folder / "watch"), str(ROOT)))
        watch = {"WATCH": str(self.folder / "watch"), "WATCH_ALLOWED": " ".join(self.allowed), "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-m", "pmo_excel.hosts.cli", *map(str, arguments)],
            env=kept | watch | {"PMO_STATE": str(self.state), "NO_PROXY": "*"} | self.settings | settings,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            stdin=subprocess.DEVNULL,
        )
        said = done.stdout + done.stderr
        self.printed.append(said)
        assert status is None or done.returncode == status, said
        return said

    def hosts(self) -> set[str]:
        """Every host and port that any process so far looked up or connected to."""
        found = self.folder / "watch" / "hosts.txt"
        return set(found.read_text().split()) if found.exists() else set()

    def everything(self) -> dict[str, bytes]:
        """All that was printed or written on this computer, the debug log of every library included."""
        files = {str(path): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()}
        return files | {f"output {at}": text.encode() for at, text in enumerate(self.printed)}
