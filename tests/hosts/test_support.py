"""The log says what was done and no word of what was worked on; the bundle for a help desk holds no cell."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from pmo_excel.core.tables import sheets
from pmo_excel.hosts import cli
from pmo_excel.hosts.log_file import LONGEST, crashes, log, log_lines, log_places
from pmo_excel.workbook.read import Book
from tests.hosts.test_cli import pmo, printed
from tests.refresh.messy import messy
from tests.refresh.own_template import own
from tests.refresh.workbooks import book_of, make

NOW = datetime(2026, 3, 5, 14, 15)


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    state = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("PMO_STATE", str(state))
    return state


def bundled(path: Path) -> dict[str, str]:
    """Each file of a bundle, as text."""
    made = printed(pmo("support-bundle", path, "--json"))["bundle"]
    with zipfile.ZipFile(made) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def words_of(book: Book) -> set[str]:
    """Every text, date and number of a workbook that could be told from one of ours in a bundle."""
    ours = set(book.raw) & set(sheets())
    found: set[str] = set()
    for rows in book.raw.values():
        for raw in (raw for row in rows for raw in row if raw not in ("", None)):
            if isinstance(raw, (date, datetime)):
                found.add(raw.isoformat()[:10])
            elif isinstance(raw, float):
                found.add(f"{raw:g}")
            else:
                found.add(str(raw))
    return {word for word in found - ours if len(word) > 3}


@pytest.mark.parametrize("code", ["M01", "M08", "M12", "M25"])
def test_a_bundle_holds_no_cell_of_a_workbook(code: str, tmp_path: Path) -> None:
    data = next(iter(messy()[code].files.values()))
    path = tmp_path / "Merger with Acme.xlsx"
    path.write_bytes(data)
    pmo("refresh", path)
    text = "\n".join(bundled(path).values())
    words = words_of(book_of(data))
    assert len(words) > 10
    assert [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)] == []
    assert "Acme" not in text
    assert "Our plan" not in text


def test_a_bundle_says_what_was_recognised_and_found(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(own())
    pmo("refresh", path)
    files = bundled(path)
    said = json.loads(files["workbook.json"])
    plan = next(table for table in said["tables"] if table["table"] == "Schedule")
    assert (plan["sheet"], plan["rows"], plan["columns"]["duration"]) == ("sheet 2", 5, "D")
    assert said["findings"]
    assert all({"code", "severity", "sheet", "cell"} == finding.keys() for finding in said["findings"])
    assert json.loads(files["about.json"])["libraries"]["openpyxl"]


def test_a_file_that_cannot_be_read_has_a_bundle_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"not a workbook")
    assert json.loads(bundled(path)["workbook.json"])["read"] is False


def test_every_write_has_its_line_beside_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(make())
    pmo("refresh", path)
    pmo("refresh", path, "--dry-run")
    pmo("undo", path)
    lines = log_lines(path)
    assert [line["did"] for line in lines] == ["refresh", "undone"]
    assert lines[0]["cells"] > 10
    assert log_places(path)[0].parent == tmp_path / ".pmo-memory"
    assert "Design" not in log_places(path)[0].read_text()


def test_a_log_stays_small_and_keeps_its_newest_lines(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    place = log_places(path)[0]
    place.parent.mkdir()
    place.write_text('{"did": "old"}\n' * (LONGEST // 15 + 1))
    log(path, NOW, "new")
    assert place.stat().st_size < LONGEST
    assert log_lines(path)[-1]["did"] == "new"
    assert all(line["did"] in ("old", "new") for line in log_lines(path))


def test_a_crash_is_a_message_and_a_line_without_words(
    own_state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(*_: Any) -> None:
        raise KeyError("salary of Jane Smith")

    monkeypatch.setattr(cli, "app", crash)
    with pytest.raises(SystemExit, match="2"):
        cli.main()
    assert "support-bundle" in capsys.readouterr().err
    (line,) = crashes()
    assert line["error"] == "KeyError"
    assert any(frame.startswith("cli.py:") for frame in line["where"])
    assert "Jane" not in (own_state / "crashes.log").read_text()
