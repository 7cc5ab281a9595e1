"""The buttons of the add-in, pressed on a workbook that is open in a stand-in for Excel."""

from __future__ import annotations

import webbrowser
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings

from pmo_excel.hosts.books import checked
from pmo_excel.hosts.excel import buttons
from pmo_excel.hosts.live import excel
from pmo_excel.hosts.live.excel import ExcelBook
from pmo_excel.hosts.live.snapshot import snapshot_live
from pmo_excel.hosts.snapshot_command import take_snapshot
from pmo_excel.workbook.refs import cell_ref
from pmo_excel.workbook.refused import Refused
from sharepoint.local import running
from tests.hosts.live_excel import ComError, FakeBook
from tests.refresh.workbooks import make

PLAN = make()
CHARTER = {"Project ID": "P-1", "Planned Start": datetime(2026, 3, 2), "Status Date": datetime(2026, 3, 6)}
DATED = make(Charter=[CHARTER])
WRONG = make(Schedule=[{"Task ID": "1", "Task Name": "Design", "Duration (wd)": 5, "Predecessors": "99"}])


@pytest.fixture(autouse=True)
def excel_here(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setattr(excel, "program_errors", lambda: (ComError,))


def opened(folder: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, name: str = "plan.xlsx") -> FakeBook:
    """A file that Excel has open as its active workbook."""
    (folder / name).write_bytes(data)
    book = FakeBook(data, str(folder / name))
    monkeypatch.setattr(xlwings.Book, "caller", staticmethod(lambda: book))
    monkeypatch.setattr(buttons, "ExcelBook", lambda found: ExcelBook(found, windows=True))
    return book


def written(book: FakeBook) -> set[str]:
    return {f"{sheet}!{ref}" for sheet, ref in book.edits}


def test_refresh_writes_the_cells_that_a_dry_run_of_the_file_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(tmp_path, monkeypatch, PLAN)
    result = checked(tmp_path / "plan.xlsx").refresh
    assert result is not None
    buttons.refresh()
    listed = {f"{change.cell.sheet}!{change.cell.ref}" for change in result.changes}
    logged = {place for place in written(book) - listed if place.startswith("Audit!")}
    assert logged
    assert written(book) - logged == listed
    assert {(s, r): v for (s, r), v in book.edits.items() if s == "Schedule"} != {}
    assert f"{len(result.seen):,} cells" in book.app.said[-1]
    assert "Nothing is saved" in book.app.said[-1]
    assert book.app.status_bar is False
    assert ("status_bar", "PMO: refreshing …") in book.app.log
    buttons.refresh()
    assert "Up to date" in book.app.said[-1]


def test_undo_gives_every_cell_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = opened(tmp_path, monkeypatch, PLAN)
    before = {sheet.name: dict(sheet.cells) for sheet in book.sheets}
    buttons.refresh()
    assert {sheet.name: dict(sheet.cells) for sheet in book.sheets} != before
    buttons.undo()
    assert {sheet.name: dict(sheet.cells) for sheet in book.sheets} == before
    assert "what they held before" in book.app.said[-1]
    buttons.undo()
    assert "nothing was written" in book.app.said[-1]


def test_check_writes_nothing_and_goes_to_the_first_serious_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(tmp_path, monkeypatch, WRONG)
    place = next(p.cell for p in checked(tmp_path / "plan.xlsx").problems if p.code == "UNKNOWN_TASK")
    buttons.check()
    assert book.writes == 0
    assert book.sheets[place.sheet].selected == place.ref
    assert place.address in book.app.said[-1]


def test_a_snapshot_adds_the_rows_that_the_command_adds_to_the_file(tmp_path: Path) -> None:
    """The same figures in the same cells, and a second one of the same day is refused by both."""
    now = datetime(2026, 3, 6, 17, 0)
    (tmp_path / "file.xlsx").write_bytes(DATED)
    (tmp_path / "open.xlsx").write_bytes(DATED)
    taken = take_snapshot(tmp_path / "file.xlsx", now)
    book = FakeBook(DATED, str(tmp_path / "open.xlsx"))
    live = ExcelBook(book, windows=True)
    snapshot, figures = snapshot_live(live, now)
    assert (snapshot, figures) == (taken.snapshot, taken.figures)
    assert written(book) == {f"{sheet}!{ref}" for sheet, ref in taken.patched.cells}
    with pytest.raises(Refused, match="snapshot of"):
        snapshot_live(live, now)


def test_what_if_lists_options_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = opened(tmp_path, monkeypatch, PLAN)
    buttons.what_if(1)
    assert "d earlier" in book.app.said[-1]
    assert "Each was tried on a copy" in book.app.said[-1]
    assert book.writes == 0


def test_report_writes_the_page_beside_the_workbook_with_what_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    book = opened(tmp_path, monkeypatch, PLAN)
    at = next(
        cell_ref(row, column + 1)
        for (row, column), value in book.sheets["Charter"].cells.items()
        if value == "Project Name"
    )
    book.type("Charter", at, "Not saved yet")
    buttons.report()
    page = tmp_path / "plan status.html"
    assert shown == [page.as_uri()]
    assert "Not saved yet" in page.read_text(encoding="utf-8")


def test_what_excel_refuses_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = opened(tmp_path, monkeypatch, PLAN)
    book.busy = 1
    buttons.refresh()
    assert "is being edited" in book.app.said[-1]
    assert book.app.status_bar is False


def test_an_error_of_ours_is_a_sentence_and_not_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = opened(tmp_path, monkeypatch, PLAN)

    def fails(*given: Any) -> None:
        raise KeyError("secret of the workbook")

    monkeypatch.setattr(buttons, "refresh_live", fails)
    buttons.refresh()
    assert "an error of its own (KeyError)" in book.app.said[-1]
    assert "secret" not in book.app.said[-1]


def test_publish_wants_a_saved_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = opened(tmp_path, monkeypatch, PLAN)
    book.api.Saved = False
    buttons.publish("http://127.0.0.1:1/sites/pmo")
    assert "not saved" in book.app.said[-1]


@pytest.mark.live
def test_publish_shows_the_plan_sends_nothing_on_no_and_exactly_it_on_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over HTTP to a local site; a second publish of the same workbook finds nothing to do."""
    book = opened(tmp_path, monkeypatch, DATED)
    with running(tmp_path / "site") as site:
        book.app.answer = "no"
        buttons.publish(site.url)
        assert "Publish this?" in book.app.said[-2]
        assert book.app.said[-1] == "Nothing was sent."
        book.app.answer = "yes"
        buttons.publish(site.url)
        asked = book.app.said[-2]
        assert asked == book.app.said[-4]
        assert "1 UploadFile" in asked
        assert "1 UploadFile" in book.app.said[-1]
        buttons.publish(site.url)
        assert "nothing to publish" in book.app.said[-1]
