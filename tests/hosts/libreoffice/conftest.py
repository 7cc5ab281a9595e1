"""A LibreOffice of the tests' own, with the extension really installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SYSTEM_PYTHON = Path("/usr/bin/python3")
OFFICE = Path(__file__).parent / "office.py"
EXTENSION = Path(__file__).parents[3] / "plugins" / "libreoffice" / "pmo.oxt"
SYSTEM_PATH = "/usr/bin:/bin"
"""With an environment's bin folder first, LibreOffice uses that one's standard library for its own Python."""
Scenario = Callable[..., Any]


def missing() -> str:
    """What of LibreOffice is not here; empty where all is."""
    if not Path("/usr/lib/libreoffice/program/soffice.bin").exists():
        return "soffice (libreoffice-calc)"
    if not Path("/usr/lib/libreoffice/program/libpythonloaderlo.so").exists():
        return "Python in LibreOffice (libreoffice-script-provider-python)"
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], check=False, capture_output=True)
    return "" if found.returncode == 0 else "python3-uno"


@pytest.fixture(scope="session")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile into which the extension is installed."""
    lacking = missing()
    if lacking:
        pytest.skip(f"needs {lacking}")
    folder = tmp_path_factory.mktemp("libreoffice")
    run(folder, "install", {"extension": str(EXTENSION)})
    return folder


@pytest.fixture
def office(profile: Path, tmp_path: Path) -> Scenario:
    """Runs a scenario in LibreOffice; what would be shown to a person is written to a file, and agreed to."""

    def scenario(name: str, **given: Any) -> Any:
        return run(profile, name, {**given, "folder": str(tmp_path)})

    return scenario


def run(profile: Path, name: str, given: dict[str, Any]) -> Any:
    """Start LibreOffice, do what the scenario of this name does, and end it."""
    pmo = Path(sys.executable).with_name("pmo")
    own = {
        "PATH": SYSTEM_PATH,
        "PMO_COMMAND": str(pmo),
        "PMO_STATE": str(profile / "state"),
        "PMO_UNATTENDED": str(profile / "shown.jsonl"),
    }
    done = subprocess.run(
        [SYSTEM_PYTHON, OFFICE, profile, name],
        input=json.dumps(given),
        env={**os.environ, **own, **given.get("environment", {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
