"""Publishing into a folder: only what differs, other projects' rows kept, nothing that is a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pmo_excel.core.problems import Code
from sharepoint.documents import Document
from sharepoint.folder import FolderOutcome, publish_to_folder
from sharepoint.wanted import ProjectRows
from tests.sharepoint.publishing import HOSTILE, RISKS, risk, risks

REPORT = Document("ALPHA-001", "Status.html", b"March", "Reports")


def publish(folder: Path, rows: Sequence[Mapping[str, Any]], project: str = "ALPHA-001", **given: Any) -> FolderOutcome:
    options = {"documents": [REPORT], **given}
    return publish_to_folder(folder, [(RISKS, ProjectRows(project, rows, "Risks"))], **options)


def rows(folder: Path) -> list[dict[str, str]]:
    text = (folder / "PMO Lists/PMO Risks.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_lists_and_files_are_written_once(tmp_path: Path) -> None:
    assert publish(tmp_path, risks(2)).written == [
        "PMO Lists/PMO Risks.json",
        "PMO Lists/PMO Risks.csv",
        "PMO Documents/ALPHA-001/Reports/Status.html",
    ]
    assert [(row["Risk ID"], row["PMO State"], row["Probability"]) for row in rows(tmp_path)] == [
        ("R-1", "Active", "0.25"),
        ("R-2", "Active", "0.25"),
    ]
    again = publish(tmp_path, risks(2))
    assert (again.written, again.unchanged) == ([], 3)


def test_private_columns_are_in_no_file(tmp_path: Path) -> None:
    publish(tmp_path, risks(1))
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"950" not in path.read_bytes(), path


def test_other_projects_stay_and_rows_that_are_gone_are_marked(tmp_path: Path) -> None:
    publish(tmp_path, risks(2))
    publish(tmp_path, risks(1), "BETA-002")
    publish(tmp_path, [risk(2)])
    assert [(row["Project ID"], row["Risk ID"], row["PMO State"]) for row in rows(tmp_path)] == [
        ("ALPHA-001", "R-1", "Removed"),
        ("ALPHA-001", "R-2", "Active"),
        ("BETA-002", "R-1", "Active"),
    ]


def test_text_from_a_workbook_never_becomes_a_formula(tmp_path: Path) -> None:
    publish(tmp_path, [risk(1, Owner='=HYPERLINK("http://x")', Exposure=-5.0), risk(2, Owner=HOSTILE)])
    first, second = rows(tmp_path)
    assert (first["Owner"], first["Exposure"], second["Owner"]) == ('\'=HYPERLINK("http://x")', "-5.0", HOSTILE)


def test_a_file_that_somebody_changed_is_left(tmp_path: Path) -> None:
    publish(tmp_path, risks(1))
    for path in ("PMO Documents/ALPHA-001/Reports/Status.html", "PMO Lists/PMO Risks.csv"):
        (tmp_path / path).write_text("by hand", encoding="utf-8")
    outcome = publish(tmp_path, risks(2), documents=[Document("ALPHA-001", "Status.html", b"April", "Reports")])
    assert outcome.written == ["PMO Lists/PMO Risks.json"]
    assert [problem.code for problem in outcome.problems] == [Code.CONFLICT] * 2
    assert (tmp_path / "PMO Lists/PMO Risks.csv").read_text(encoding="utf-8") == "by hand"


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert len(publish(tmp_path, risks(1), dry_run=True).written) == 3
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    outcome = publish(tmp_path / "file", risks(1))
    assert {problem.code for problem in outcome.problems} == {Code.REFUSED_BY_SITE}
    assert outcome.written == []


def test_the_list_says_what_it_is(tmp_path: Path) -> None:
    publish(tmp_path, risks(1))
    told = json.loads((tmp_path / "PMO Lists/PMO Risks.json").read_text(encoding="utf-8"))
    assert (told["format"], told["list"], told["rows"][0]["PMOTags"]) == (
        "pmo-excel list 1",
        "PMO Risks",
        ["IT", "Legal"],
    )
