"""What a process loads to refresh a workbook: each of these would cost a person a tenth of a second to a second."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.refresh.workbooks import make

NOT_FOR_A_REFRESH = (
    "jinja2",
    "jpype",
    "matplotlib",
    "mpxj",
    "msal",
    "networkx",
    "numba",
    "office365",
    "openpyxl",
    "pandas",
    "PIL",
    "requests",
    "starlette",
    "uvicorn",
    "xlsxwriter",
    "xlwings",
)
"""Packages that other commands need; they are imported where they are used."""

PROGRAM = """
import sys
from pmo_excel.hosts.cli import app
status = app(sys.argv[1:], standalone_mode=False)
print(status, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["refresh"], pytest.param(["check"], marks=pytest.mark.live)])
def test_a_refresh_loads_nothing_that_it_does_not_use(tmp_path: Path, arguments: list[str]) -> None:
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(make())
    command = [sys.executable, "-c", PROGRAM, *arguments, str(plan), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    status, *loaded = done.stderr.split()
    assert status in ("0", "1")
    assert '"done": true' in done.stdout or arguments == ["check"]
    assert set(loaded).isdisjoint(NOT_FOR_A_REFRESH)
