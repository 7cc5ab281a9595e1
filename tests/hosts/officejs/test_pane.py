"""The add-in in Chromium: real Office.js, the real `pmo serve`, a workbook in memory in place of Excel."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmo_excel.hosts.provision_command import prepared
from pmo_excel.hosts.registration import registrations
from sharepoint.local import running
from tests import made
from tests.hosts.officejs.books import TROUBLED, fake, held

NODE = Path(__file__).parents[2] / "node"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not here"),
    pytest.mark.skipif(not shutil.which("node"), reason="node is not here"),
    pytest.mark.skipif(
        not (NODE / "node_modules").is_dir(), reason="tests/node/node_modules is not here: scripts/node-packages"
    ),
]


class Served(NamedTuple):
    base: str
    folder: Path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`pmo serve --https`, publishing to a local site."""
    folder = tmp_path_factory.mktemp("served")
    port = free_port()
    with running(folder / "site") as site:
        prepared(site.url, "", folder / "state")
        server = subprocess.Popen(
            [sys.executable, "-m", "pmo_excel.hosts.cli", "serve", "--https", "--port", str(port), "--site", site.url],
            env=os.environ | {"PMO_STATE": str(folder / "state")},
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(port, server)
            yield Served(f"https://localhost:{port}", folder)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert server.poll() is None, "pmo serve ended"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("pmo serve does not answer")


def saw(served: Served, part: str, **more: Any) -> Any:
    """What one part of `pane.mjs` saw; PMO_PICTURES names a folder for pictures of the pane."""
    task = {"base": served.base, "fake": fake(), "parts": [part], "seconds": 90, **more}
    task["pictures"] = os.environ.get("PMO_PICTURES", "")
    path = served.folder / f"{part}.json"
    path.write_text(json.dumps(task))
    done = subprocess.run(
        ["node", str(NODE / "pane.mjs"), str(path)],
        env=os.environ | {"CHROMIUM": CHROMIUM},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["log"] == []
    return found


def test_functions_register_and_thousands_of_cells_are_answered_in_batches(served: Served) -> None:
    """2,000 cells in 20 requests of 100; CPI is EV / AC (PMBOK Guide); asked again, no request at all."""
    book = fake()
    book["sheets"]["Zero"] = {"cells": {"A1": 0}}
    tasks = [["Task ID", "Task Name", "Duration (wd)", "Predecessors"], ["1", "A", 3, ""], ["2", "B", 2, "1"]]
    found = saw(served, "functions", fake=book, tasks=tasks)
    assert found["registered"] == [entry.name for entry in registrations()]
    assert set(found["commands"]) == {"pmoCheck", "pmoRefresh", "pmoUndo", "pmoPublish"}
    assert found["many"]["values"] == [n / 8 for n in range(2000)]
    assert found["many"]["posts"] == 20
    assert found["again"]["values"] == found["many"]["values"]
    assert found["again"]["posts"] == 0
    wrong, undefined, empty = found["errors"]
    assert wrong["code"] == "#VALUE!"
    assert "'many' is not a number" in wrong["message"]
    assert undefined == {"value": ""}, "an undefined index is empty, not 0"
    assert "needs the argument 'actual_cost'" in empty["message"], "an empty cell, which Excel passes as 0, is empty"
    # 2-Mar-2026 is a Monday, serial 46083: A is Monday to Wednesday, B Thursday and Friday.
    rows = [[row[0], int(row[1]), int(row[2])] for row in found["schedule"][1:]]
    assert rows == [["1", 46083, 46085], ["2", 46086, 46087]]
    assert "does not answer" in found["offline"]
    assert found["online"] == 0.75, "a failure is not remembered"


def test_findings_and_changes_are_those_of_the_command_line_and_nothing_typed_is_written_over(
    served: Served, tmp_path: Path
) -> None:
    path = tmp_path / TROUBLED
    path.write_bytes(made.samples()[TROUBLED])
    dry = pmo("refresh", "--dry-run", "--json", str(path))["files"][0]
    before = {name: sheet["cells"] for name, sheet in fake()["sheets"].items()}
    empty = [(c["sheet"], c["cell"]) for c in dry["changes"] if c["old"] is None]
    found = saw(served, "checking", conflict=empty[3], locked="!".join(empty[-1]))

    assert len(found["findings"]) == len(dry["problems"])
    assert all(any(p["message"] in text for text in found["findings"]) for p in dry["problems"])
    assert found["selected"]
    assert found["fixes"] == sum("fix" in p for p in dry["problems"])
    assert len(changed(before, found["fixed"]["cells"])) == 1
    assert found["fixUndone"] == before

    assert found["summary"] == f"Write {len(dry['changes'])} cells"
    assert "Nothing was written" in found["conflict"]["notice"]
    assert found["conflict"]["nothing"]
    assert "locked" in found["locked"]["notice"]
    assert found["locked"]["restored"], "a write that Excel refuses half way is put back"

    written = changed(before, found["written"]["cells"])
    listed = {(c["sheet"], c["cell"]) for c in dry["changes"]}
    assert {place for place in written if place[0] != "Audit"} == listed
    for change in dry["changes"]:
        now = found["written"]["cells"][change["sheet"]].get(change["cell"])
        assert serial(now) == serial(change["new"]), change
    assert found["written"]["tables"] != fake()["tables"], "the findings' table has the rows that it needs"
    assert found["undone"]["cells"] == before
    assert found["undone"]["tables"] == fake()["tables"]
    assert found["ribbon"] == 1
    assert found["refreshed"]["cells"] == found["written"]["cells"]


def test_a_plan_is_shown_then_published_and_a_second_plan_is_empty(served: Served) -> None:
    found = saw(served, "publishing")
    assert found["plan"]
    assert found["published"]
    assert "holds all of this already" in found["second"]


def test_work_is_stopped_and_a_server_that_is_gone_is_told(served: Served) -> None:
    found = saw(served, "stopping")
    assert found["cancelled"]["notice"].startswith("Cancelled")
    assert found["cancelled"]["stopped"] == 1
    assert "pmo serve --https" in found["noServer"]


def test_it_fits_narrow_panes_dark_and_high_contrast_and_speaks_german(served: Served) -> None:
    found = saw(served, "looks")
    assert all(beyond <= 0 for beyond in found["overflow"].values())
    assert found["german"] == {"lang": "de", "check": "Prüfen"}


def pmo(*arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "pmo_excel.hosts.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return json.loads(done.stdout)


def changed(before: Any, after: Any) -> set[tuple[str, str]]:
    """Sheet and reference of the cells that are not as they were."""
    return {
        (name, at)
        for name, cells in after.items()
        for at in cells.keys() | before[name].keys()
        if cells.get(at) != before[name].get(at)
    }


def serial(value: Any) -> Any:
    """A cell's value to compare: dates of the command line as serial numbers, numbers to nine digits."""
    from datetime import date, datetime

    if isinstance(value, str) and value[4:5] == "-" and value[7:8] == "-":
        return serial(held(datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)))
    return round(float(value), 6) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
