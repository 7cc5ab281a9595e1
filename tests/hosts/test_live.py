"""Refreshing a workbook that Excel has open: the same cells as in a file, or none at all."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_excel.hosts.books import Outcome, checked
from pmo_excel.hosts.live import excel, refreshing
from pmo_excel.hosts.live.blocks import blocks
from pmo_excel.hosts.live.excel import ExcelBook
from pmo_excel.hosts.live.refreshing import refresh_live
from pmo_excel.hosts.live.values import alike, as_entered
from pmo_excel.workbook.patch import Edit, patch
from pmo_excel.workbook.refs import Range
from pmo_excel.workbook.refused import Refused
from pmo_excel.workbook.sample import sample
from tests.hosts.live_excel import ComError, FakeApp, FakeBook, _entered
from tests.hosts.test_cli import pmo, printed
from tests.refresh.messy import messy
from tests.refresh.own_template import own
from tests.refresh.workbooks import make, typed

PLAN = make()
NOW = datetime(2026, 3, 5, 14, 15)


@pytest.fixture(autouse=True)
def excel_here(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMO_STATE", str(tmp_path_factory.mktemp("state")))
    monkeypatch.setattr(excel, "program_errors", lambda: (ComError,))


def opened(folder: Path, data: bytes, name: str = "plan.xlsx") -> tuple[ExcelBook, FakeBook]:
    """A file, and Excel with it open."""
    path = folder / name
    path.write_bytes(data)
    book = FakeBook(data, str(path))
    return ExcelBook(book, windows=True), book


def changes(outcome: Outcome) -> list[dict[str, Any]]:
    assert outcome.refresh is not None, outcome.problems
    return [change.as_json() for change in outcome.refresh.changes]


SAMPLES = {name: data for name, data in sample().items() if "Office" in name or "CRM" in name}
MESSY = {code: next(iter(case.files.values())) for code, case in messy().items() if code not in ("M19", "M22")}


@pytest.mark.parametrize("name", [*SAMPLES, *MESSY])
def test_what_is_read_from_excel_gives_the_changes_that_the_file_gives(name: str, tmp_path: Path) -> None:
    """The samples hold dates, money, percentages and formulas; the messy ones error values and dates as text."""
    live, _ = opened(tmp_path, (SAMPLES | MESSY)[name], "book.xlsx")
    file = checked(tmp_path / "book.xlsx")
    if file.failed:
        assert refresh_live(live, NOW, dry_run=True).failed
        return
    seen = refresh_live(live, NOW, dry_run=True)
    assert changes(seen) == changes(file)
    assert [p for p in seen.problems if p.cell.sheet != live.name] == list(file.problems)


def test_what_is_written_is_the_dry_run_cell_for_cell_and_a_second_refresh_finds_nothing(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    listed = changes(refresh_live(live, NOW, dry_run=True))
    assert book.writes == 0
    done = refresh_live(live, NOW)
    assert changes(done) == listed
    places = {f"{c['sheet']}!{c['cell']}" for c in listed}
    logged = {f"{sheet}!{ref}" for sheet, ref in book.edits} - places
    assert logged
    assert all(place.startswith("Audit!") for place in logged)
    assert {f"{sheet}!{ref}" for sheet, ref in book.edits} - logged == places
    assert done.live is not None
    assert done.live.cells == len(listed) + len(logged)
    assert done.live.blocks < len(listed) / 2
    assert refresh_live(live, NOW, dry_run=True).refresh is not None
    assert changes(refresh_live(live, NOW)) == []


def test_the_file_itself_is_left_alone_and_what_was_open_is_kept(tmp_path: Path) -> None:
    live, _ = opened(tmp_path, PLAN)
    before = (tmp_path / "plan.xlsx").read_bytes()
    done = refresh_live(live, NOW)
    assert (tmp_path / "plan.xlsx").read_bytes() == before
    assert done.copy is not None
    assert done.copy.parent.name == ".pmo-backups"


def test_what_is_typed_and_not_saved_counts(tmp_path: Path) -> None:
    """Design takes 5 days from Monday 2 March; with 10 it ends on Friday 13 March."""
    live, book = opened(tmp_path, PLAN)
    column = next(c for c in range(1, 40) if book.sheets["Schedule"].cells.get((4, c)) == "Duration (wd)")
    book.sheets["Schedule"].range((5, column)).value = 10
    found = {c["column"]: c["new"] for c in changes(refresh_live(live, NOW, dry_run=True)) if c["key"] == "1"}
    assert found["Finish"] == "2026-03-13"


def test_settings_of_excel_are_as_before_whatever_happens(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    book.app.calculation = "semiautomatic"
    before = dict(book.app.settings)
    refresh_live(live, NOW)
    assert book.app.settings == before
    assert ("calculation", "manual") in book.app.log
    assert ("screen_updating", False) in book.app.log
    book.type("Schedule", "C5", "Planning")
    book.sheets["Schedule"].api.ProtectContents = True
    live.obstacles = lambda sheets: []  # type: ignore[method-assign]
    assert refresh_live(live, NOW).failed is False  # nothing to write: a name is not computed
    assert book.app.settings == before


def test_a_write_that_excel_refuses_leaves_every_cell_as_it_was(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    live.obstacles = lambda sheets: []  # type: ignore[method-assign]
    last = changes(refresh_live(live, NOW, dry_run=True))[-1]["sheet"]
    book.sheets[last].api.ProtectContents = True
    before = {sheet.name: dict(sheet.cells) for sheet in book.sheets}
    settings = dict(book.app.settings)
    outcome = refresh_live(live, NOW)
    assert outcome.failed
    assert "protected sheet" in outcome.problems[0].message
    assert book.writes > 2
    assert {sheet.name: dict(sheet.cells) for sheet in book.sheets} == before
    assert book.app.settings == settings


def test_a_cell_that_is_being_edited_says_so(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    book.busy = 1
    outcome = refresh_live(live, NOW)
    assert outcome.failed
    assert "is being edited" in outcome.problems[0].message
    assert "Escape" in outcome.problems[0].suggestion
    assert not refresh_live(live, NOW).failed


def test_reading_only_and_protected_sheets_say_so_before_anything_is_written(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    book.api.ReadOnly = True
    book.sheets["Schedule"].api.ProtectContents = True
    outcome = refresh_live(live, NOW)
    assert [p.message for p in outcome.problems] == [
        "plan.xlsx is open for reading only",
        "the sheet Schedule is protected",
    ]
    assert book.writes == 0


def test_a_book_on_a_site_that_saves_itself_is_refreshed_and_says_who_sees_it(tmp_path: Path) -> None:
    book = FakeBook(PLAN, "https://contoso.sharepoint.com/sites/pmo/Shared Documents/plan.xlsx")
    book.api.AutoSaveOn = True
    live = ExcelBook(book, windows=True)
    outcome = refresh_live(live, NOW)
    assert outcome.live is not None
    assert any("others may have it open" in p.message for p in outcome.problems)
    assert changes(refresh_live(live, NOW)) == []


def test_typing_while_it_computes_makes_it_begin_again(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    sheet = book.sheets["Schedule"]
    column = next(c for c in range(1, 40) if sheet.cells.get((4, c)) == "Duration (wd)")

    def someone_types() -> None:
        if book.app.screen_updating is False and book.before_read is not None:  # after computing, before writing
            book.before_read = None
            sheet.range((5, column)).value = 10

    book.before_read = someone_types
    done = refresh_live(live, NOW)
    assert {c["new"] for c in changes(done) if c["key"] == "1" and c["column"] == "Finish"} == {"2026-03-13"}
    finish = next(c for c in range(1, 60) if sheet.cells.get((4, c)) == "Finish")
    assert sheet.cells[5, finish].date() == date(2026, 3, 13)


def test_somebody_who_never_stops_typing_is_not_overwritten(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    sheet = book.sheets["Schedule"]
    column = next(c for c in range(1, 40) if sheet.cells.get((4, c)) == "Duration (wd)")
    typed_so_far = iter(float(days) for days in range(6, 100))

    def someone_types() -> None:
        if book.app.screen_updating is False:
            book.sheets["Schedule"].cells[5, column] = next(typed_so_far)
            book.edits["Schedule", f"{'ABCDEFGHIJKLMNOP'[column - 1]}5"] = book.sheets["Schedule"].cells[5, column]

    book.before_read = someone_types
    outcome = refresh_live(live, NOW)
    assert outcome.failed
    assert "was changed while it was computed" in outcome.problems[0].message
    assert book.writes == 0


def test_a_table_that_is_too_short_grows(tmp_path: Path) -> None:
    tasks = [
        {"Task ID": str(n), "Task Name": f"Task {n}", "Duration (wd)": 1, "Predecessors": f"{n + 500}"}
        for n in range(1, 41)
    ]
    live, book = opened(tmp_path, make(Schedule=tasks))
    done = refresh_live(live, NOW)
    assert done.refresh is not None
    assert done.refresh.growths
    assert book.growths["tblFindings"] > 0
    assert changes(refresh_live(live, NOW)) == []


def test_a_finding_leads_to_its_cell(tmp_path: Path) -> None:
    live, book = opened(tmp_path, make(Schedule=[{"Task ID": "1", "Task Name": "A", "Duration (wd)": "soon"}]))
    refresh_live(live, NOW)
    cells = book.sheets["Findings"].cells
    shown = {f"D{row}": cells[row, 4] for row in range(5, 15) if (row, 4) in cells}
    linked = {ref: place for ref, place in shown.items() if "!" in place}
    assert linked
    assert linked.items() <= book.sheets["Findings"].links.items()


def test_undo_gives_the_cells_back_unless_one_was_changed_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, book = opened(tmp_path, PLAN)
    monkeypatch.setattr(refreshing, "in_excel", lambda path: live)
    before = {sheet.name: dict(sheet.cells) for sheet in book.sheets}
    refresh_live(live, NOW)
    sheet = book.sheets["Schedule"]
    finish = next(c for c in range(1, 60) if sheet.cells.get((4, c)) == "Finish")
    computed = sheet.cells[5, finish]
    sheet.range((5, finish)).value = datetime(2026, 12, 24)
    assert pmo("undo", "plan.xlsx", "--live").exit_code == 2
    sheet.range((5, finish)).value = computed
    assert pmo("undo", "plan.xlsx", "--live", "--json").exit_code == 0
    assert {sheet.name: dict(sheet.cells) for sheet in book.sheets} == before
    assert pmo("undo", "plan.xlsx", "--live").exit_code == 2


def test_a_sheet_of_results_is_added_to_files_only(tmp_path: Path) -> None:
    live, book = opened(tmp_path, own())
    outcome = refresh_live(live, NOW, results="sheet")
    assert outcome.failed
    assert "--results sheet" in outcome.problems[0].suggestion
    assert book.writes == 0


@pytest.mark.skipif(excel.sys.platform in ("win32", "darwin"), reason="Excel may be here")
def test_without_excel_it_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(PLAN)
    result = pmo("refresh", tmp_path / "plan.xlsx", "--live", "--json")
    assert result.exit_code == 2
    (problem,) = printed(result)["files"][0]["problems"]
    assert "where Excel runs" in problem["message"]
    assert "without --live" in problem["suggestion"]


def test_the_command_finds_the_open_book_by_path_or_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = FakeApp()
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "plan.xlsx").write_bytes(PLAN)
    monkeypatch.setattr(excel.ExcelBook.__init__, "__defaults__", (True,))
    monkeypatch.setattr(refreshing, "open_books", lambda: app.books)
    FakeBook(PLAN, str(tmp_path / "a" / "plan.xlsx"), app)
    assert pmo("refresh", tmp_path / "a" / "plan.xlsx", "--live", "--dry-run").exit_code == 0
    other = pmo("refresh", tmp_path / "b" / "plan.xlsx", "--live", "--json")
    assert other.exit_code == 2
    assert "another workbook named plan.xlsx" in printed(other)["files"][0]["problems"][0]["message"]
    monkeypatch.chdir(tmp_path)
    shown = pmo("refresh", "plan.xlsx", "--live")
    assert shown.exit_code == 0
    assert "changed in Excel" in shown.stdout


TEXTS = st.one_of(
    st.text(alphabet="=+-@'0123456789/.,:eE AMPMfalsetruJanWahr%$€", min_size=1, max_size=8),
    st.sampled_from(
        ["=1+1", "@SUM", "1-2", "3/4", "1.2.3", "007", "TRUE", "falsch", "Mar 5", "1E5", "'quoted", "12 %"]
    ),
)


@given(TEXTS)
def test_a_text_stays_the_text_that_it_is(text: str) -> None:
    assert _entered(as_entered(text)) == text


@given(st.sets(st.tuples(st.integers(1, 8), st.integers(1, 8))))
def test_blocks_hold_exactly_the_cells(cells: set[tuple[int, int]]) -> None:
    found = [
        (row, column)
        for area in blocks(cells)
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_column, area.last_column + 1)
    ]
    assert sorted(found) == sorted(cells)


def test_a_full_rectangle_is_one_block() -> None:
    assert blocks((r, c) for r in range(5, 105) for c in range(3, 9)) == [Range(5, 3, 104, 8)]


@pytest.mark.parametrize(
    ("live", "filed", "same"),
    [
        (None, "", True),
        (datetime(2026, 3, 4), date(2026, 3, 4), True),
        (46085.0, datetime(2026, 3, 4), True),  # fixture FX-DATES: 46085 is 4 March 2026
        (1.0, True, False),
        ("1", 1.0, False),
        ("#N/A", "#N/A", True),
    ],
)
def test_values_are_the_same_when_the_cell_is(live: Any, filed: Any, same: bool) -> None:
    assert alike(live, filed, False) is same


def test_text_that_looks_like_a_formula_arrives_as_text(tmp_path: Path) -> None:
    """A reader of the open book must get back what was written: a finding's message that quotes =1+1, an ID 1-2."""
    live, book = opened(tmp_path, PLAN)
    live.write("Schedule", Range(30, 1, 30, 3), [["=1+1", "1-2", None]])
    assert live.read("Schedule", Range(30, 1, 30, 3)) == [["=1+1", "1-2", None]]
    assert not any(str(value).startswith("FORMULA") for value in book.sheets["Schedule"].cells.values())


def test_a_date_in_a_cell_without_a_format_is_shown_as_one(tmp_path: Path) -> None:
    live, book = opened(tmp_path, own())
    live.write("Our plan", Range(5, 20, 6, 20), [[date(2026, 3, 4)], [date(2026, 3, 5)]])
    assert book.sheets["Our plan"].range((5, 20)).number_format == "dd-mmm-yy"


def test_other_errors_of_excel_are_passed_on_in_its_words(tmp_path: Path) -> None:
    live, book = opened(tmp_path, PLAN)
    book.sheets["Schedule"].api.ProtectContents = True
    with pytest.raises(Refused, match="protected sheet"):
        live.write("Schedule", Range(5, 1, 5, 1), [[1]])


def test_a_value_that_the_copy_does_not_have_yet_is_read_too(tmp_path: Path) -> None:
    """Where Excel makes no copies, the file may be older than what is on the screen."""
    data = PLAN
    live, book = opened(tmp_path, typed(data, "Schedule", "C5", "Planning"))
    book.as_file = lambda: data  # type: ignore[method-assign]
    outcome = refresh_live(live, NOW, dry_run=True)
    assert outcome.refresh is not None
    assert "Planning" in outcome.refresh.tables["Schedule"].name.tolist()  # type: ignore[attr-defined]
    assert patch(data, [Edit("Schedule", "C5", "Planning")]).cells == (("Schedule", "C5"),)


class MacApp(FakeApp):
    """Excel for macOS: xlwings cannot ask it to take no input (`_xlmac.py`, interactive)."""

    def __setattr__(self, name: str, value: Any) -> None:
        assert name != "interactive"
        super().__setattr__(name, value)


class MacApi:
    """What AppleScript says of a workbook."""

    def __init__(self, saved: bool) -> None:
        self.saved = self
        self.get = lambda: saved


def test_excel_for_mac_is_refreshed_once_its_book_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(PLAN)
    book = FakeBook(PLAN, str(path), MacApp())
    live = ExcelBook(book, windows=False)
    book.api = MacApi(saved=False)  # type: ignore[assignment]
    outcome = refresh_live(live, NOW)
    assert outcome.failed
    assert "Save it" in outcome.problems[0].suggestion
    book.api = MacApi(saved=True)  # type: ignore[assignment]
    done = refresh_live(live, NOW)
    assert done.live is not None
    assert changes(done) == changes(checked(path))


def test_a_book_closed_without_saving_is_refreshed_again_and_nothing_counts_as_typed(tmp_path: Path) -> None:
    """A workbook without a sheet that remembers: what was written into the file before is still known."""
    plan = own()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan)
    pmo("refresh", path)
    saved = path.read_bytes()
    book = FakeBook(saved, str(path))
    book.sheets["Our plan"].range((7, 4)).value = 8.0
    assert refresh_live(ExcelBook(book, windows=True), NOW).live is not None
    path.write_bytes(patch(saved, [Edit("Our plan", "D7", 9)]).data)  # closed, opened again, and typed
    outcome = checked(path)
    assert not [p for p in outcome.problems if p.code.value == "TYPED_IN_COMPUTED"]
    assert changes(outcome)
