"""axe-core over pages in Chromium: what it finds, by file."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pmo_excel.hosts.printers import browser
from tests.conftest import ROOT

NODE = ROOT / "tests" / "node"


def violations(files: Sequence[Path]) -> dict[str, Any]:
    """The violations of each page that has any."""
    done = subprocess.run(
        ["node", str(NODE / "axe.mjs"), *map(str, files)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env=os.environ | {"CHROMIUM": str(browser())},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert len(found) == len(files)
    return {Path(file).stem: said for file, said in found.items() if said}
