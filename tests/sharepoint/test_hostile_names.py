"""A name full of signs that mean something to URLs, queries and XML, from a workbook through the real commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sharepoint.local import Running
from sharepoint.site import Site, literal
from tests.refresh.workbooks import CHARTER, make
from tests.sharepoint.processes import Office
from tests.sharepoint.publishing import HOSTILE

pytestmark = pytest.mark.live
SAFE = "R&D #1 50% _x_ O'Brien – ü"
"""As a folder or file: of its signs SharePoint refuses only the quotation marks there."""


def test_it_survives_as_project_key_text_and_folder_and_what_is_refused_is_told(
    server: Running, tmp_path: Path
) -> None:
    office = Office(tmp_path / "office", (server.url.split("/")[2],))
    path = office.folder / f"{SAFE}.xlsx"
    risk = {"Risk ID": HOSTILE, "Risk Title": HOSTILE, "Cause": f"={HOSTILE}", "Risk Owner": HOSTILE}
    risk |= {"Risk Status": "Open", "Response Actions": f"{HOSTILE}\n]]><x/>"}
    path.write_bytes(make(Charter=[CHARTER | {"Project ID": HOSTILE, "Project Name": HOSTILE}], Risks=[risk]))
    office.pmo("publish", "provision", "apply", "--site", server.url)
    said = office.pmo("publish", "apply", path, "--site", server.url, status=None)
    assert f'is published as "{SAFE}/Reports/{SAFE} status.html"' in said

    site = Site(server.url)
    (project,) = site.get("Web/Lists/GetByTitle('Projects')/items", "reading")["results"]
    assert (project["Title"], project["PMOProject"]) == (HOSTILE, HOSTILE)
    (found,) = site.get("Web/Lists/GetByTitle('Risks')/items", "reading")["results"]
    assert (found["Title"], found["PMORiskID"], found["PMORiskOwner"]) == (HOSTILE, HOSTILE, HOSTILE)
    assert (found["PMOCause"], found["PMOResponseActions"]) == (f"={HOSTILE}", f"{HOSTILE}\n]]><x/>")
    folder = f"/sites/pmo/PMO Documents/{SAFE}/Reports"
    files = site.get(f"Web/GetFolderByServerRelativePath(DecodedUrl={literal(folder)})/Files", "reading")["results"]
    assert [file["Name"] for file in files] == [f"{SAFE} status.html"]

    again = json.loads(_json(office.pmo("publish", "plan", path, "--site", server.url, "--json", status=None)))
    assert again["plan"]["actions"] == []
    shutil.rmtree(office.state)
    without = json.loads(_json(office.pmo("publish", "plan", path, "--site", server.url, "--json", status=None)))
    assert without["plan"]["actions"] == []


def _json(said: str) -> str:
    return next(line for line in said.splitlines() if line.startswith("{"))
