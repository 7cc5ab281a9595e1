"""The demo does the main job end to end, in processes of its own; the site really holds what was published."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sharepoint.local import running
from sharepoint.site import Site

PMO = [sys.executable, "-m", "pmo_excel.hosts.cli"]


def run(*arguments: str | Path, state: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    environment = os.environ | {"PMO_STATE": str(state)}
    return subprocess.run(
        [*PMO, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", timeout=120, env=environment
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = run("demo", folder, "--no-open", "--no-serve", state=folder / "state")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.mark.live
def test_the_demo_leaves_workbooks_pages_and_a_site_with_lists_and_documents(demo: Path) -> None:
    workbooks = sorted((demo / "workbooks").glob("*.xlsx"))
    assert len(workbooks) >= 4
    pages = {page.name for page in (demo / "reports").glob("*.html")}
    assert pages == {f"{path.stem} status.html" for path in workbooks} | {"index.html", "Portfolio portfolio.html"}
    assert (demo / "Portfolio.xlsx").is_file()
    with running(demo / "site") as local:
        site = Site(local.url)
        described = site.describe(["Projects", "Milestones", "Risks", "Issues", "Actions"])
        counts = {
            title: len(list(site.items(holder, ["ID"])))
            for title, holder in described.lists.items()
            if holder is not None
        }
    assert counts["Projects"] == len(workbooks)
    assert counts["Milestones"] >= len(workbooks)
    assert counts["Risks"] >= len(workbooks)


@pytest.mark.live
def test_a_second_refresh_and_a_second_publish_have_nothing_to_do(demo: Path) -> None:
    again = run("refresh", demo / "workbooks", "--dry-run", "--json", state=demo / "state")
    assert [file["changes"] for file in json.loads(again.stdout)["files"]] == [[]] * 5
    with running(demo / "site") as local:
        done = run("publish", "plan", demo / "workbooks", "--site", local.url, "--json", state=demo / "state")
        assert json.loads(done.stdout)["plan"]["actions"] == []
        elsewhere = demo / "another-state"
        for expected in ([], []):
            run("publish", "apply", demo / "workbooks", "--site", local.url, "--json", state=elsewhere)
            done = run("publish", "plan", demo / "workbooks", "--site", local.url, "--json", state=elsewhere)
            assert json.loads(done.stdout)["plan"]["actions"] == expected
